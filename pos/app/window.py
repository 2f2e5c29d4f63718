"""The window of a counter, with the tones it makes and what catches the keys of a scanner."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from pos.devices.scanner.wedge import KeyEvent, WedgeCatcher
from pos.till.counter import Counter
from pos.till.feed import Language
from pos.ui.desk import Desk
from pos.ui.front import make_front
from pos.ui.tones import Tones
from pos.ui.wedge import Wedge
from pos.ui.window import MainWindow


def make_window(counter: Counter, *, language: Language = "ko") -> MainWindow:
    """The window with all its screens over a counter; the till's scanner may type anywhere in it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = make_front(Desk(counter, language=language))
    tones = Tones(parent=window)
    window.desk.toned.connect(tones.play)
    catcher = WedgeCatcher("windows" if sys.platform == "win32" else "x11")
    wedge = Wedge(catcher, KeyEvent, parent=window)
    wedge.scanned.connect(window.scanned)
    app.installEventFilter(wedge)
    return window
