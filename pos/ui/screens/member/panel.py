"""How members look beside the basket: a field, whoever was found under it, and whose basket it is now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.find.field import SearchField
from pos.ui.find.hits import Hit, Hits
from pos.ui.screens.member.view import Found, Strip
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

MOST = 10


class MemberPanel(QWidget):
    """`sought` gives what is written, `chosen` a member's number, `joining`: somebody wants to become one."""

    sought = Signal(str)
    chosen = Signal(str)
    joining = Signal()
    detached = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("member")
        self._hits = Hits("member", most=MOST)
        self._hits.chosen.connect(self.chosen)
        self.field = SearchField()
        self.field.setObjectName("member-field")
        self.field.sought.connect(self.sought)
        self.back = Button("", "quiet", sign="close")
        self.back.setObjectName("member-back")
        self.back.clicked.connect(self.left)
        self.state = Label("", "small", tone="accent", wraps=True)
        self.state.setObjectName("member-state")
        self.none = Label("", "body", tone="muted", wraps=True)
        self.none.setObjectName("member-empty")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.join = Button("", "plain", key="F3", sign="plus")
        self.join.setObjectName("member-join")
        self.join.clicked.connect(self.joining)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.field, 1)
        line.addWidget(self.back)
        column.addLayout(line)
        column.addWidget(self.state)
        column.addWidget(self._card())
        column.addWidget(self.none)
        column.addWidget(self._hits, 1)
        column.addWidget(self.join)

    def _card(self) -> QWidget:
        self.card = Panel("panel", margin=16, gap=6)
        self.card.setObjectName("member-card")
        self.card_title = Label("", "small", tone="muted")
        self.card_name = Label("", "title", wraps=True)
        self.card_plus = Label("", "body", wraps=True)
        self.card_trouble = Label("", "strong", tone="danger", wraps=True)
        self.detach = Button("", "danger", key="Del", font="body")
        self.detach.setObjectName("member-detach")
        self.detach.clicked.connect(self.detached)
        self.page = Button("", "plain", key="F6", font="body")
        self.page.setObjectName("member-page")
        self.card.add(self.card_title, self.card_name, self.card_plus, self.card_trouble, self.page, self.detach)
        return self.card

    def speak(self, words: Words, *, has_member: bool) -> None:
        """Say what does not change with what is written."""
        self.field.setAccessibleName(words("member.field"))
        self.field.setPlaceholderText(words("member.other" if has_member else "member.hint"))
        self.back.setAccessibleName(words("member.back"))
        self.card_title.setText(words("member.attached"))
        self.detach.set_words(words("member.detach"))
        self.page.set_words(words("person.open"))

    def show_card(self, strip: Strip | None, plus: Sequence[str], words: Words) -> None:
        """Whose basket it is; a card while nothing is written."""
        self.card.setVisible(strip is not None and not self.field.wish.strip())
        if strip is not None:
            self.card_name.setText(words("member.strip", name=strip.name, number=strip.number))
            self.card_plus.setText("\n".join(plus) or words("member.no_plus"))
            self.card_trouble.setText(strip.trouble)
            self.card_trouble.setVisible(bool(strip.trouble))

    def say(self, text: str, *, is_trouble: bool = False) -> None:
        """What is going on, "" for nothing."""
        self.state.setText(text)
        self.state.set_tone("warning" if is_trouble else "accent")
        self.state.setVisible(bool(text))

    def offer_joining(self, text: str, *, key: str) -> None:
        """The way to become a member; `key` leads there, Enter where it is all that is left to do."""
        self.join.key = key
        self.join.set_role("primary" if key == "Enter" else "plain")
        self.join.setAccessibleName("")  # so that the key it names follows
        self.join.set_words(text)

    def take(self, found: Sequence[Found], empty: str) -> None:
        """Show who was found; `empty` is what to do where nobody was."""
        self._hits.take([Hit(one.number, one.name, one.detail, sign=one.sign) for one in found], marked=self.marked)
        self.none.setText(empty)
        self.none.setVisible(bool(empty) and not found)

    def step(self, steps: int) -> None:
        """Mark another of the rows."""
        self._hits.step(steps)

    @property
    def marked(self) -> str | None:
        """The number of the marked member."""
        return self._hits.marked
