"""How the blind count looks: a row for each denomination at the left, what was counted and the pad at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos.ui import theme
from pos.ui.figures import won
from pos.ui.screens.closing.view import CountView
from pos.ui.screens.shift.amount_panel import AmountPanel
from pos.ui.screens.shift.count_rows import CountRows
from pos.ui.widgets.beside import ON_PAGE, beside
from pos.ui.widgets.label import Label
from pos.ui.widgets.page import fill
from pos.ui.words import Words


class CountPage(QWidget):
    """`row_touched` gives the place of a denomination, `pressed` "next" or "back"."""

    row_touched = Signal(int)
    pad_touched = Signal(str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        hint = Label("", "body", wraps=True)
        hint.setObjectName("closing-hint")
        hint.setMinimumHeight(theme.current().px(76))
        self.rows = CountRows("closing-count")
        self.rows.touched.connect(self.row_touched)
        self.sum = AmountPanel(hint, amount="closing-counted", back="closing-back", onward="closing-next")
        self.sum.pad_touched.connect(self.pad_touched)
        self.sum.back_pressed.connect(lambda: self.pressed.emit("back"))
        self.sum.next_pressed.connect(lambda: self.pressed.emit("next"))
        fill(self, beside(self.rows, self.sum, gap=ON_PAGE))

    def render(self, view: CountView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        title = words("closing.count.title_again" if view.is_again else "closing.count.title")
        purpose = words("closing.count.purpose_again" if view.is_again else "closing.count.purpose")
        purpose = f"{view.whose} – {purpose}" if view.whose else purpose
        self.rows.show_counts(view.rows, words, title=title, purpose=purpose)
        chosen, told = view.chosen, self.sum
        told.caption.setText(words("closing.counted"))
        told.amount.set_amount(view.total, words.language)
        if chosen is not None:
            told.hint.setText(words("closing.count.how_many", denomination=won(chosen.denomination, words.language)))
        else:
            told.hint.setText(words("closing.count.sure" if view.is_said else "closing.count.nothing"))
        told.pad.setEnabled(chosen is not None and not view.is_writing)
        told.back.set_words(words("closing.count.as_it_was" if view.is_again else "closing.to_selling"))
        told.next.setEnabled(not view.is_writing)
        told.next.set_words(words(_next(view), amount=won(view.total, words.language)))


def _next(view: CountView) -> str:
    if view.is_writing:
        return "closing.count.writing"
    return "closing.count.next" if view.chosen is not None else "closing.count.commit"
