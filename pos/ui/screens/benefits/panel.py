"""How the benefits look beside the basket: what to choose on top, then what is missing, each with its why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.find.field import SearchField
from pos.ui.screens.benefits.view import BenefitsView, Held, Lacking, Option
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class BenefitsPanel(QWidget):
    """Signals give the place of a row, counted over everything that can be marked: options, besides, lacking."""

    taken = Signal(int)
    why_pressed = Signal(int)
    shown = Signal(str)
    taken_back = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("benefits")
        self.title = Label("", "strong")
        self.field = SearchField()
        self.field.setObjectName("benefit-code")
        self.look_up = Button("", "plain", font="body")
        self.look_up.setObjectName("benefit-look-up")
        self.look_up.clicked.connect(lambda: self.shown.emit(self.field.text()))
        self.back = Button("", "quiet", sign="close")
        self.back.setObjectName("benefits-back")
        self.back.clicked.connect(self.left)
        self.state = Label("", "small", tone="accent", wraps=True)
        self.state.setObjectName("benefits-state")
        self._in_sight: QWidget | None = None
        self._marked = 0
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget, stretch in ((self.field, 1), (self.look_up, 0), (self.back, 0)):
            line.addWidget(widget, stretch)
        column.addLayout(line)
        column.addWidget(self.state)
        self._list = rows(gap=6)
        self._area = Scroll(self._list)
        column.addWidget(self._area, 1)

    def render(  # type: ignore[override]  # a screen's word, not Qt's
        self, view: BenefitsView, words: Words, *, marked: int, opened: int | None, is_asking: bool
    ) -> None:
        """Show the view; `marked` is what Enter takes, `opened` the row whose why is shown."""
        self.field.setAccessibleName(words("benefits.field"))
        self.field.setPlaceholderText(words("benefits.field_hint"))
        self.look_up.set_words(words("benefits.look_up"))
        self.look_up.setEnabled(not is_asking)
        self.back.setAccessibleName(words("benefits.back"))
        self.state.setText(words("benefits.asking") if is_asking else "")
        self.state.setVisible(is_asking)
        self._in_sight, self._marked = None, marked
        while old := self._list.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        self._fill(view, words, marked=marked, opened=opened)
        self._list.activate()
        if self._in_sight is not None:
            self._area.ensureWidgetVisible(self._in_sight, 0, 8)

    def _fill(self, view: BenefitsView, words: Words, *, marked: int, opened: int | None) -> None:
        for held in view.held:
            self._list.addWidget(self._held(held, words))
        if view.options:
            self._list.addWidget(Label(words("benefits.choose"), "small", tone="muted"))
        place = 0
        for option in view.options:
            self._put(self._option(option, place, marked == place, words), place, opened, option.why)
            place += 1
        if view.besides:
            self._list.addWidget(Label(words("benefits.also"), "small", tone="muted"))
        for one in view.besides:
            row = ChoiceRow(one.name, trailing=one.saves)
            row.setObjectName(f"besides-{one.benefit}")
            self._put(self._beside(row, place, marked == place, words), place, opened, one.why)
            place += 1
        if view.lacking:
            self._list.addWidget(Label(words("benefits.missed_title"), "small", tone="muted"))
        for lacking in view.lacking:
            self._put(self._lacking(lacking, place, marked == place, words), place, opened, lacking.why)
            place += 1
        if not place:
            empty = words("benefits.empty" if view.is_empty else "benefits.nothing")
            label = Label(f"{empty}\n\n{words('benefits.nothing_more')}", "body", tone="muted", wraps=True)
            label.setObjectName("benefits-empty")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._list.addWidget(label)

    def _put(self, row: QWidget, place: int, opened: int | None, why: tuple[str, ...]) -> None:
        self._list.addWidget(row)
        if place == self._marked:
            self._in_sight = row
        if opened == place and why:
            told = Panel("inset", margin=14, gap=4)
            told.setObjectName("why")
            for at, line in enumerate(why):
                is_last = at == len(why) - 1
                told.add(Label(line, "small" if is_last else "body", tone="muted" if is_last else "ink", wraps=True))
            self._list.addWidget(told)

    # --- rows ---

    def _option(self, option: Option, place: int, marked: bool, words: Words) -> QWidget:
        name = f"{option.digit}  {'✓ ' if option.is_in_use else ''}{option.name}"
        row = ChoiceRow(name, detail=option.saves, trailing=option.total)
        row.setObjectName(f"option-{option.benefit}")
        if option.is_in_use:
            row.setAccessibleName(f"{row.accessibleName()} {words('benefits.in_use')}")
        if not option.why:
            row.set_marked(marked)
            row.clicked.connect(lambda: self.taken.emit(place))
            return row
        return self._beside(row, place, marked, words)

    def _beside(self, row: ChoiceRow, place: int, marked: bool, words: Words) -> QWidget:
        """A row with the button that says why."""
        row.set_marked(marked)
        row.clicked.connect(lambda: self.taken.emit(place))
        why = Button("?", "quiet")
        why.setObjectName(f"why-{place}")
        why.setAccessibleName(f"{words('benefits.why')}: {row.text()}")
        why.clicked.connect(lambda: self.why_pressed.emit(place))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(row, 1)
        line.addWidget(why)
        return holder

    def _lacking(self, lacking: Lacking, place: int, marked: bool, words: Words) -> QWidget:
        """What is not given; where something can be done about it, the button does it."""
        look = theme.current()
        box = Panel("panel", margin=10, gap=6)
        box.rows.setContentsMargins(look.px(14), look.px(8), look.px(8), look.px(8))
        box.setObjectName(f"missed-{lacking.missed.benefit}")
        title = Label(lacking.offer or lacking.name, "strong", wraps=True)
        detail = f"{lacking.name} · {lacking.reason}" if lacking.offer else lacking.reason
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(title)
        text.addWidget(Label(detail, "small", tone="muted", wraps=True))
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addLayout(text, 1)
        if lacking.act:
            act = Button(words(f"benefits.{lacking.act}"), "primary" if marked else "plain", font="body")
            act.setObjectName(f"act-{place}")
            act.setAccessibleName(f"{act.text()}: {title.text()}")
            act.setMinimumHeight(look.px(theme.TOUCH))
            act.clicked.connect(lambda: self.taken.emit(place))
            under = lacking.act == "grant"  # it has much to say, and a long word on its button
            (box.rows if under else line).addWidget(act)
        why = Button("?", "quiet")
        why.setObjectName(f"why-{place}")
        why.setAccessibleName(f"{words('benefits.why')}: {lacking.name}")
        why.setMinimumHeight(look.px(theme.TOUCH))
        why.clicked.connect(lambda: self.why_pressed.emit(place))
        line.addWidget(why)
        box.rows.insertLayout(0, line)
        return box

    def _held(self, held: Held, words: Words) -> QWidget:
        box = Panel("news", flow="row", margin=8, gap=8)
        box.rows.setContentsMargins(14, 2, 2, 2)
        box.add(Label(held.text, "body"), stretch=1)
        away = Button("", "quiet", sign="close")
        away.setObjectName(f"take-back-{held.code}")
        away.setAccessibleName(f"{words('benefits.take_back')}: {held.text}")
        away.clicked.connect(lambda: self.taken_back.emit(held.kind, held.code))
        box.add(away)
        return box
