"""How the held baskets look: a list for a finger, and one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.figures import clock, won
from pos.ui.screens.held.view import HeldBasket, HeldView
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.words import Words


class HeldCard(Panel):
    """`basket_touched` gives the place of a basket."""

    basket_touched = Signal(int)
    take_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("held-panel")
        look = theme.current()
        self.setMinimumSize(look.px(640), look.px(520))
        self.title, self.hint = Label("", "title"), Label("", "small", tone="muted", wraps=True)
        self.empty = Label("", "body", tone="muted", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setObjectName("held-empty")
        canvas = QWidget()
        canvas.setObjectName("canvas")
        self._list = QVBoxLayout(canvas)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(canvas)
        self.take = Button("", "primary", key="Enter")
        self.take.setObjectName("held-take")
        self.take.clicked.connect(self.take_pressed)
        self.away = Button("", "plain", key="Esc")
        self.away.setObjectName("held-close")
        self.away.clicked.connect(self.close_pressed)
        self.add(self.title, self.hint)
        self.add(self._scroll, self.empty, stretch=1)
        self.rows.addLayout(feet(self.away, self.take))

    def render(self, view: HeldView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        has_any = bool(view.baskets)
        self.title.setText(words("held.title"))
        self.hint.setText(words("held.busy" if view.is_busy else "held.hint"))
        self.hint.setVisible(has_any)
        self.empty.setText(words("held.empty"))
        self.empty.setVisible(not has_any)
        self._scroll.setVisible(has_any)
        self.take.setVisible(has_any)
        self.take.set_words(words("held.swap" if view.is_busy else "held.take"))
        self.away.set_words(words("key.close"))
        self._render_rows(view, words)

    def _render_rows(self, view: HeldView, words: Words) -> None:
        while old := self._list.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for place, basket in enumerate(view.baskets):
            row = _row(basket, words)
            row.clicked.connect(lambda _=False, at=place: self.basket_touched.emit(at))
            self._list.addWidget(row)
            if basket.is_chosen:
                self._scroll.ensureWidgetVisible(row)


def _row(basket: HeldBasket, words: Words) -> ChoiceRow:
    total = won(basket.total, words.language) if basket.total is not None else "–"
    name = words("held.first", first=basket.first, others=basket.kinds - 1) if basket.kinds > 1 else basket.first
    detail = words("held.detail", time=clock(basket.held_at), count=basket.items)
    row = ChoiceRow(f"{basket.number}  {name}" if basket.number else name, detail=detail, trailing=total)
    row.setObjectName(f"held-{basket.id}")
    row.setCheckable(True)
    row.setChecked(basket.is_chosen)
    return row
