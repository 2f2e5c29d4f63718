"""How opening a shift looks: what it is for and the count at the left, the amount and the pad at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos.ui.figures import won
from pos.ui.screens.shift.amount_panel import AmountPanel
from pos.ui.screens.shift.count_rows import CountRows
from pos.ui.screens.shift.drawer_row import DrawerRow
from pos.ui.screens.shift.view import ShiftView
from pos.ui.widgets.beside import ON_PAGE, beside
from pos.ui.widgets.label import Label
from pos.ui.widgets.page import fill
from pos.ui.words import Words


class ShiftScreen(QWidget):
    """`row_touched` gives the place of a denomination, `drawer_touched` the number of a drawer."""

    row_touched = Signal(int)
    pad_touched = Signal(str)
    open_pressed = Signal()
    amount_touched = Signal()
    drawer_touched = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift")
        self.rows = CountRows("count")
        self.rows.touched.connect(self.row_touched)
        hint = Label("", "small", tone="muted", wraps=True, right=True)
        self.sum = AmountPanel(hint, amount="float-amount", back="float-whole", onward="open-shift")
        self.sum.pad_touched.connect(self.pad_touched)
        self.sum.back_pressed.connect(self.amount_touched)
        self.sum.next_pressed.connect(self.open_pressed)
        self.drawers = DrawerRow()
        self.drawers.touched.connect(self.drawer_touched)
        self.sum.rows.insertWidget(0, self.drawers)
        fill(self, beside(self.rows, self.sum, gap=ON_PAGE))

    def render(self, view: ShiftView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        kind = "shift.own" if view.around.is_own else "shift"
        self.rows.show_counts(view.counts, words, title=words(f"{kind}.title"), purpose=_purpose(view, words))
        self.drawers.show_drawers(view.around.drawers, is_opening=view.is_opening)
        told = self.sum
        told.caption.setText(words("shift.float"))
        told.amount.set_amount(view.amount, words.language)
        told.hint.setText(words(_hint(view), denomination=_denomination(view, words)))
        told.hint.set_tone("warning" if _hint(view) == "shift.own.swap" else "muted")
        told.back.setVisible(view.chosen is not None)
        told.back.set_words(words("shift.whole"))
        told.pad.setEnabled(not view.is_opening)
        told.next.setEnabled(not view.is_opening)
        told.next.set_words(self._primary(view, words))

    @staticmethod
    def _primary(view: ShiftView, words: Words) -> str:
        if view.is_opening:
            return words("shift.opening")
        if view.chosen is not None:
            return words("shift.next")
        return words("shift.open", amount=won(view.amount, words.language)) if view.is_said else words("shift.wanted")


def _purpose(view: ShiftView, words: Words) -> str:
    """What the float is for; and who has a shift open already."""
    around = view.around
    purpose = words("shift.own.purpose" if around.is_own else "shift.purpose")
    return f"{purpose} {words('shift.own.others', names=around.others)}" if around.others else purpose


def _hint(view: ShiftView) -> str:
    if view.around.swaps and view.chosen is None and not view.is_counted:
        return "shift.own.swap"
    if view.chosen is not None:
        return "shift.hint.count"
    return "shift.hint.counted" if view.is_counted else "shift.hint.amount"


def _denomination(view: ShiftView, words: Words) -> str:
    return won(view.chosen.denomination, words.language) if view.chosen else ""
