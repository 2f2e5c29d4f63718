"""The counter with its window, for the steps that press keys."""

from __future__ import annotations

import os

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.app.window import make_window
from pos.till.counter import Counter
from pos.ui.opening import make_opening
from tests.terms.keys import KEYS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class SeenCounter:
    """A window over a counter, shown for as long as it is needed."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._app = QApplication.instance() or QApplication([])
        self._opening = make_opening("ko")
        self._window = make_window(counter)
        self._window.start()
        self._window.resize(1024, 768)
        self._window.show()
        self._window.activateWindow()
        QTest.qWaitForWindowActive(self._window)

    def press(self, key: str) -> None:
        """Press a key by its name ("F9")."""
        QTest.keyClick(self._window, KEYS[key])

    def ticked_consents(self) -> dict[str, bool]:
        """The consents on the joining page, and which of them are ticked."""
        QApplication.processEvents()  # a page that was just opened lays itself out first
        boxes = {text.kind: self._box(f"joining-consent_{text.kind}") for text in self._counter.ports.texts}
        assert all(box.isVisible() for box in boxes.values())
        return {kind: box.isChecked() for kind, box in boxes.items()}

    def _box(self, name: str) -> QAbstractButton:
        found = self._window.findChild(QAbstractButton, name)
        assert found is not None, name
        return found

    def close(self) -> None:
        """Put the window away."""
        for window in (self._window, self._opening):
            window.close()
            window.deleteLater()
