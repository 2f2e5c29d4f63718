"""How the warranty card looks: the serial number above, the machine below, and whose it is where that is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.refunds.two_panes import DetailPane, clear
from pos.ui.screens.warranty.view import WarrantyView
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteEdit
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.words import Words

WIDE, TALL = 700, 680


class WarrantyCard(Panel):
    """`pressed` gives the name of a choice or "close", `member_touched` a member's number."""

    pressed = Signal(str)
    member_touched = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("warranty-panel")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title = Label("", "title")
        self.away = Button("", "plain", key="Esc", font="body")
        self.away.setObjectName("warranty-close")
        self.away.clicked.connect(lambda: self.pressed.emit("close"))
        self.serial, self.member = NoteEdit(), NoteEdit()
        self.serial.setObjectName("warranty-serial")
        self.member.setObjectName("warranty-member")
        self.receipt = Label("", "strong")
        self.receipt.setObjectName("warranty-receipt")
        self._whose = QWidget()
        self._members = QVBoxLayout()
        self._members.setSpacing(8)
        self.detail = DetailPane("warranty", extra=self._asking())
        self.detail.pressed.connect(self.pressed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        self.rows.addLayout(head)
        self.add(self.serial)
        self.add(self.detail, stretch=1)

    def _asking(self) -> QWidget:
        column = QVBoxLayout(self._whose)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.receipt)
        column.addWidget(self.member)
        column.addLayout(self._members)
        return self._whose

    def render(self, view: WarrantyView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        for field, is_asked in ((self.serial, view.asks_serial), (self.member, view.asks_member)):
            if not is_asked:
                field.clearFocus()  # or it would go to whatever comes next, and Enter with it
        self.title.setText(words("warranty.title"))
        self.away.set_words(words("key.close"))
        self.away.key = "" if view.asks_member or view.pane.is_busy else "Esc"
        self.away.setEnabled(not view.pane.is_busy)
        self.serial.setPlaceholderText(words("warranty.serial"))
        self.serial.setAccessibleName(words("warranty.serial"))
        self.serial.setVisible(view.asks_serial)
        self.serial.setReadOnly(view.pane.is_busy)
        self._whose.setVisible(view.asks_member)
        self.receipt.setText(words("warranty.receipt", code=view.receipt) if view.receipt else "")
        self.receipt.setVisible(bool(view.receipt))
        asked = words("warranty.member" if view.receipt else "warranty.receipt_field")
        self.member.setPlaceholderText(asked)
        self.member.setAccessibleName(asked)
        self._show_members(view)
        self.detail.show_pane(view.pane, words)

    def _show_members(self, view: WarrantyView) -> None:
        clear(self._members)
        for place, found in enumerate(view.members):
            row = ChoiceRow(found.name, detail=found.detail)
            row.setObjectName(f"warranty-member-{found.number}")
            row.setMinimumHeight(row.sizeHint().height())
            row.set_marked(place == view.marked)
            row.clicked.connect(lambda _=False, number=found.number: self.member_touched.emit(number))
            self._members.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
