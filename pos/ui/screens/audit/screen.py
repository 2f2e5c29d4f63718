"""How the audit page looks: ways to look and the chain on top, rows at the left, the chosen one at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.audit.view import GROUP_CHIPS, MODES, AuditView, Row
from pos.ui.screens.paid.screen import PaperScroll
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.beside import SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.foot import OF_DAYS, Foot
from pos.ui.widgets.label import Label, Tone
from pos.ui.widgets.line import Line
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

SIDE, LEAST = 400, 520


class AuditScreen(QWidget):
    """`pressed` gives the name of a button, a mode or "group:…"; `row_touched` the place of a row."""

    pressed = Signal(str)
    row_touched = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("audit")
        self.title, self.when = Line("", "title"), Line("", "small", tone="muted")
        self.title.setObjectName("audit-title")
        self.when.setObjectName("audit-when")
        self.chain = Label("", "small", tone="muted", wraps=True)
        self.chain.setObjectName("audit-chain")
        self.modes = {name: self._chip(str(name), "mode", key=str(at)) for at, name in enumerate(MODES, 1)}
        self.groups = {name: self._chip(f"group:{name}", f"group-{name or 'all'}") for name in GROUP_CHIPS}
        self.message = Label("", "title", tone="muted", wraps=True)
        self.message.setObjectName("audit-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMinimumWidth(theme.current().px(LEAST))
        self._rows = rows(gap=8, right=8)
        self._scroll = Scroll(self._rows)
        self._shown: tuple[Row, ...] = ()
        self._lay_out()

    def _chip(self, name: str, kind: str, *, key: str = "") -> Chip:
        chip = Chip("", key=key)
        chip.setObjectName(f"audit-{kind}-{name}" if kind == "mode" else f"audit-{kind}")
        chip.clicked.connect(partial(self._press, name))
        return chip

    def _press(self, name: str) -> None:
        self.pressed.emit(name)

    def _lay_out(self) -> None:
        head, names, whole, left, chips = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self), QVBoxLayout(), QHBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.when)
        head.setContentsMargins(16, 10, 16, 0)
        head.setSpacing(8)
        head.addLayout(names, 1)
        for chip in self.modes.values():
            head.addWidget(chip)
        self.group_row = QWidget()
        self.group_row.setLayout(chips)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(6)
        for chip in self.groups.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        left.setSpacing(8)
        left.addWidget(self.message, 1)
        left.addWidget(self._scroll, 1)
        left.addLayout(self._pager())
        middle = beside(left, self._side(), gap=12)
        middle.setContentsMargins(16, 8, 16, 10)
        top = QVBoxLayout()
        top.setContentsMargins(16, 6, 16, 0)
        top.setSpacing(6)
        top.addWidget(self.chain)
        top.addWidget(self.group_row)
        self.foot = Foot("audit", OF_DAYS)
        self.foot.pressed.connect(self.pressed)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)

    def _pager(self) -> QHBoxLayout:
        pager = QHBoxLayout()
        pager.setSpacing(8)
        self.newer, self.older = Button("", "plain", key="PgUp"), Button("", "plain", key="PgDn")
        for name, button in (("newer", self.newer), ("older", self.older)):
            button.setObjectName(f"audit-{name}")
            button.clicked.connect(partial(self._press, name))
            pager.addWidget(button, 1)
        return pager

    def _side(self) -> SidePanel:
        self.side = SidePanel(wide=SIDE, margin=16, gap=10)
        self.heading, self.facts = Label("", "strong", wraps=True), Label("", "body", wraps=True)
        self.facts.setObjectName("audit-facts")
        self.note = Label("", "small", tone="muted", wraps=True)
        self.note.setObjectName("audit-note")
        self.paper = PaperScroll()
        self.show_entries = Button("", "primary", key="Enter")
        self.show_entries.setObjectName("audit-open")
        self.show_entries.clicked.connect(partial(self._press, "open"))
        self.side.add(self.heading, self.facts)
        self.side.add(self.paper, stretch=1)
        self.side.add(self.note)
        self.side.rows.addStretch(0)
        self.side.add(self.show_entries)
        return self.side

    def turn(self, step: int) -> None:
        """A page of the paper up or down."""
        bar = self.paper.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def show_chain(self, text: str, tone: Tone) -> None:
        """How the chain stands, which changes while it is checked."""
        self.chain.setText(text)
        self.chain.set_tone(tone)

    def render(self, view: AuditView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(view.title)
        self.when.setText(view.when)
        self.show_chain(view.chain, view.chain_tone)
        for name, chip in self.modes.items():
            chip.set_words(words(f"audit.mode.{name}"))
            chip.choose(name == view.mode)
        self.group_row.setVisible(view.has_groups)
        for group, chip in self.groups.items():
            chip.set_words(words(f"audit.group.{group or 'all'}"))
            chip.choose(group == view.group)
        self.message.setText(view.message)
        self.message.setVisible(bool(view.message))
        self._scroll.setVisible(not view.message)
        self._show_side(view, words)
        self._show_foot(view, words)
        self._show_rows(view)

    def _show_side(self, view: AuditView, words: Words) -> None:
        has_any = bool(view.rows) and not view.message
        self.side.setVisible(has_any)
        self.heading.setText(view.heading)
        self.facts.setText(("\n\n" if view.open_words else "\n").join(view.facts))
        self.paper.setVisible(view.paper is not None)
        self.paper.sheet.show_document(view.paper)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.show_entries.set_words(view.open_words)
        self.show_entries.setVisible(bool(view.open_words))
        for button, name, is_there in ((self.newer, "newer", view.has_newer), (self.older, "older", view.has_older)):
            button.set_words(words(f"audit.{name}"))
            button.setVisible(view.has_newer or view.has_older)
            button.setEnabled(is_there)

    def _show_foot(self, view: AuditView, words: Words) -> None:
        for name, button in self.foot.buttons.items():
            button.set_words("" if button.sign else words(f"audit.{name}"))
        self.foot.buttons["close"].set_words(words("audit.back" if view.is_behind else "audit.close"))
        self.foot.buttons["before"].setAccessibleName(words("audit.key.before"))
        self.foot.buttons["after"].setAccessibleName(words("audit.key.after"))
        self.foot.buttons["before"].setEnabled(view.can_go_back)
        self.foot.buttons["after"].setEnabled(view.can_go_on)
        self.foot.buttons["choose"].setEnabled(not view.is_behind)
        self.foot.buttons["export"].setEnabled(view.can_export)

    def _show_rows(self, view: AuditView) -> None:
        """The rows are made once for what is shown; going through them only marks another."""
        if view.rows != self._shown:
            self._shown = view.rows
            clear(self._rows)
            self._scroll.verticalScrollBar().setValue(0)
            for place, one in enumerate(view.rows):
                row = ChoiceRow(one.title, detail=one.detail or " ", trailing=one.trailing)
                row.setObjectName(f"audit-row-{place}")
                row.clicked.connect(partial(self.row_touched.emit, place))
                self._rows.addWidget(row)
        for place in range(len(view.rows)):
            item = self._rows.itemAt(place)
            there = item.widget() if item is not None else None
            if isinstance(there, ChoiceRow):
                there.set_marked(place == view.chosen)
                if place == view.chosen:
                    self._rows.activate()
                    self._scroll.ensureWidgetVisible(there)
