"""How it looks: the three under each other at the left, at the right what waits and what works meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos.till.connection import Party
from pos.ui import theme
from pos.ui.screens.connection.view import ConnectionView, PartyView
from pos.ui.widgets.button import Button
from pos.ui.widgets.icon import icon
from pos.ui.widgets.label import Label, Tone
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

PARTIES: tuple[Party, ...] = ("till", "network", "mall")


class PartyRow(Panel):
    """One of the three, with what to do where something is."""

    def __init__(self, party: Party) -> None:
        super().__init__("inset", flow="row", margin=16, gap=14)
        self.setObjectName(f"connection-{party}")
        self.sign = QLabel()
        self.name, self.text = Label("", "small", tone="muted"), Label("", "strong", wraps=True)
        self.detail = Label("", "small", wraps=True)
        column = QVBoxLayout()
        column.setSpacing(3)
        for label in (self.name, self.text, self.detail):
            column.addWidget(label)
        self.rows.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(column, 1)

    def render(self, view: PartyView) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Say how it is."""
        look = theme.current()
        colour = _colour(view.tone)
        self.sign.setPixmap(icon(view.sign, colour, look.px(24), self.devicePixelRatioF()))
        self.name.setText(view.name)
        self.text.setText(view.text)
        self.text.set_tone("ink" if view.tone in ("accent", "muted") else view.tone)
        self.detail.setText(view.detail)
        self.detail.setVisible(bool(view.detail))
        self.setAccessibleName(f"{view.name}: {view.text}")


class ConnectionCard(Panel):
    """`try_pressed`: somebody does not want to wait."""

    try_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=16)
        self.setObjectName("connection-panel")
        self.setFixedWidth(theme.current().px(960))
        self.title, self.headline = Label("", "title"), Label("", "body", tone="muted", wraps=True)
        self.parties = {party: PartyRow(party) for party in PARTIES}
        self.waiting = [Label("", "strong", wraps=True), *(Label("", "body", wraps=True) for _ in range(3))]
        self.works_title, self.waits_title = Label("", "small", tone="muted"), Label("", "small", tone="muted")
        self.works, self.waits = Label("", "body", wraps=True), Label("", "body", wraps=True)
        self.told = Label("", "body", wraps=True)
        self.told.setObjectName("connection-told")
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addWidget(self._left(), 11)
        across.addLayout(self._right(), 9)
        self.add(self.title, self.headline)
        self.rows.addLayout(across, 1)
        self.add(self.told)
        self.rows.addLayout(self._ways())

    def _left(self) -> QWidget:
        column = rows(gap=10)
        for row in self.parties.values():
            column.addWidget(row)
        scroll = Scroll(column)
        scroll.setMinimumHeight(theme.current().px(372))
        return scroll

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        waiting = Panel("inset", margin=16, gap=4)
        waiting.setObjectName("connection-waiting")
        waiting.add(*self.waiting)
        column.addWidget(waiting)
        column.addSpacing(8)
        for widget in (self.works_title, self.works):
            column.addWidget(widget)
        column.addSpacing(8)
        for widget in (self.waits_title, self.waits):
            column.addWidget(widget)
        column.addStretch(1)
        return column

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.away = Button("", "plain", key="Esc")
        self.away.setObjectName("connection-close")
        self.away.clicked.connect(self.close_pressed)
        self.again = Button("", "primary", key="Enter")
        self.again.setObjectName("connection-try")
        self.again.clicked.connect(self.try_pressed)
        for button in (self.away, self.again):
            row.addWidget(button, 1)
        return row

    def render(self, view: ConnectionView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show it."""
        self.title.setText(words("connection.title"))
        self.headline.setText(view.headline)
        for party in view.parties:
            self.parties[party.party].render(party)
        for at, label in enumerate(self.waiting):
            label.setText(view.lines[at] if at < len(view.lines) else "")
            label.setVisible(at < len(view.lines))
        self.works_title.setText(words("connection.works_now"))
        self.works.setText(_listed(view.works))
        self.waits_title.setText(words("connection.waits_now"))
        self.waits.setText(_listed(view.waits))
        for label in (self.waits_title, self.waits):
            label.setVisible(bool(view.waits))
        self.told.setText(view.told or " ")
        self.away.set_words(words("key.close"))
        self.again.set_words(words("connection.try"))
        self.again.setEnabled(not view.is_trying)


def _listed(lines: tuple[str, ...]) -> str:
    return "\n".join(f"·  {line}" for line in lines)


def _colour(tone: Tone) -> str:
    tokens = theme.current().tokens
    return {
        "ink": tokens.ink,
        "muted": tokens.muted,
        "accent": tokens.accent,
        "danger": tokens.danger,
        "warning": tokens.warning,
    }[tone]
