"""Puts the screens together: which there are, and what catches the keys of a scanner."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from pos.devices.scanner.wedge import KeyEvent, WedgeCatcher
from pos.till.counter import Counter
from pos.till.feed import Language
from pos.ui.desk import Actions, Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.held.actions import Held
from pos.ui.screens.help.actions import Help
from pos.ui.screens.paid.actions import Paid
from pos.ui.screens.paid.panel import PaperPanel
from pos.ui.screens.paid.paper_choices import PaperChoices
from pos.ui.screens.payment.actions import PaymentActions
from pos.ui.screens.sale.actions import SaleActions
from pos.ui.screens.shift.actions import OpenShift
from pos.ui.screens.sign_in.actions import SignIn
from pos.ui.tones import Tones
from pos.ui.wedge import Wedge
from pos.ui.window import MainWindow


def make_window(counter: Counter, *, language: Language = "ko") -> MainWindow:
    """The window with all its screens over a counter; the till's scanner may type anywhere in it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk = Desk(counter, language=language)
    paper = PaperChoices(desk)
    screens: dict[str, Actions] = {
        "sign_in": SignIn(desk),
        "shift": OpenShift(desk),
        "sale": SaleActions(desk),
        "payment": PaymentActions(desk),
        "paid": Paid(desk, paper),
    }

    def keys_below() -> Sequence[KeyUse]:
        return screens[window.name].keys()

    panels: dict[str, Actions] = {
        "help": Help(desk, keys_below),
        "held": Held(desk),
        "paper": PaperPanel(desk, paper),
    }
    window = MainWindow(desk, screens, panels)
    tones = Tones(parent=window)
    desk.toned.connect(tones.play)
    catcher = WedgeCatcher("windows" if sys.platform == "win32" else "x11")
    wedge = Wedge(catcher, KeyEvent, parent=window)
    wedge.scanned.connect(window.scanned)
    app.installEventFilter(wedge)
    return window
