"""Where the till says something: what happened, is the sale safe, what to do, a short code, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from pos.ui import theme
from pos.ui.widgets.button import Button
from pos.ui.widgets.icon import icon
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice in words, with the labels of its buttons. `others` counts those behind it."""

    code: str
    grade: str
    what: str
    then: str
    short: str
    offers: tuple[str, ...] = ()
    others: int = 0


class NoticeBar(Panel):
    """Shows one notice. `offer_pressed` gives its code and the place of the button."""

    offer_pressed = Signal(str, int)
    dismissed = Signal(str)
    next_pressed = Signal()

    def __init__(self) -> None:
        super().__init__("warning", flow="row", margin=0, gap=8)
        self.setObjectName("notice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.rows.setContentsMargins(16, 4, 8, 4)
        self.code = ""
        self.sign = QLabel()
        self.what = Line("", "strong")
        self.then = Label("", "small", wraps=True)
        self.then.setMinimumWidth(10)
        self.next = Button("", "quiet", font="small")
        self.next.setObjectName("notice-next")
        self.next.clicked.connect(self.next_pressed)
        self.away = Button("", "quiet", sign="close")
        self.away.setObjectName("notice-dismiss")
        self.away.clicked.connect(lambda: self.dismissed.emit(self.code))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addStretch()
        text.addWidget(self.what)
        text.addWidget(self.then)
        text.addStretch()
        self.buttons = QHBoxLayout()
        self.rows.addWidget(self.sign)
        self.rows.addLayout(text, 1)
        self.rows.addLayout(self.buttons)
        self.add(self.next, self.away)

    def render(self, view: NoticeView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the view."""
        self.code = view.code
        self.set_role(view.grade)
        look, tokens = theme.current(), theme.current().tokens
        colour = {"news": tokens.accent, "warning": tokens.warning}.get(view.grade, tokens.danger)
        sign = "check" if view.grade == "news" else "alert"
        self.sign.setPixmap(icon(sign, colour, look.px(22), self.devicePixelRatioF()))
        self.what.setText(view.what)
        self.then.setText(f"{view.then}  {view.short}")
        self.setToolTip(f"{view.what}\n{view.then}  {view.short}")
        self.setAccessibleName(f"{view.what} {view.then} {view.short}")
        self._show_buttons(view.offers)
        self._fit()
        self.next.setVisible(view.others > 0)
        self.next.set_words(words("window.more_notices", count=view.others))
        self.away.setAccessibleName(words("window.dismiss"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As large as two lines of it have room for."""
        look, room = theme.current(), QRect(0, 0, max(self.then.width(), 1), 10_000)
        metrics = QFontMetrics(look.font("small"))
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self.then.text()).height()
        self.then.set_face("small" if needed <= 2 * metrics.lineSpacing() else "tiny")

    def _show_buttons(self, labels: Sequence[str]) -> None:
        while old := self.buttons.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for place, label in enumerate(labels):
            button = Button(label, "primary" if place == 0 else "plain", font="body")
            button.setObjectName(f"notice-offer-{place}")
            button.clicked.connect(lambda _=False, at=place: self.offer_pressed.emit(self.code, at))
            self.buttons.addWidget(button)
