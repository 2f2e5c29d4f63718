"""The counter with its window, for the steps that press keys."""

from __future__ import annotations

import os

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos.app.window import make_window
from pos.till.counter import Counter
from pos.ui.opening import make_opening
from tests.terms.keys import KEYS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class SeenCounter:
    """A window over a counter, shown for as long as it is needed."""

    def __init__(self, counter: Counter) -> None:
        self._app = QApplication.instance() or QApplication([])
        self._opening = make_opening("ko")
        self._window = make_window(counter)
        self._window.start()
        self._window.show()
        self._window.activateWindow()
        QTest.qWaitForWindowActive(self._window)

    def press(self, key: str) -> None:
        """Press a key by its name ("F9")."""
        QTest.keyClick(self._window, KEYS[key])

    def close(self) -> None:
        """Put the window away."""
        for window in (self._window, self._opening):
            window.close()
            window.deleteLater()
