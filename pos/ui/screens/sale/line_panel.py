"""How an opened line looks: what it costs and why, and under it what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.find.field import SearchField
from pos.ui.screens.sale.line_view import Because, LineView
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class LinePanel(QWidget):
    """`chosen` gives the place of what is to be done; `written` a serial number."""

    chosen = Signal(int)
    written = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("line")
        self.name = Label("", "title", wraps=True)
        self.name.setObjectName("line-name")
        self.back = Button("", "quiet", sign="close")
        self.back.setObjectName("line-back")
        self.back.clicked.connect(self.left)
        self.field = SearchField()
        self.field.setObjectName("serial")
        self.save = Button("", "primary", font="body")
        self.save.setObjectName("serial-take")
        self.save.clicked.connect(lambda: self.written.emit(self.field.text()))
        self.writing = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.back)
        column.addLayout(head)
        row = QHBoxLayout(self.writing)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(self.save)
        column.addWidget(self.writing)
        self._list = rows(gap=6)
        self._area = Scroll(self._list)
        column.addWidget(self._area, 1)

    def render(self, view: LineView, words: Words, *, marked: int, writes: bool) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the line; `writes` where a serial number is typed."""
        self.name.setText(view.name)
        self.back.setAccessibleName(words("sale.back"))
        self.field.setAccessibleName(words("sale.serial_field"))
        self.field.setPlaceholderText(words("sale.serial_field"))
        self.save.set_words(words("sale.serial_take"))
        self.writing.setVisible(writes)
        while old := self._list.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        in_sight: QWidget | None = None
        for place, choice in enumerate(view.choices):
            row = ChoiceRow(choice.text, detail=choice.detail)
            row.setObjectName(f"do-{choice.deed}")
            row.set_marked(place == marked)
            row.clicked.connect(lambda _=False, at=place: self.chosen.emit(at))
            self._list.addWidget(row)
            in_sight = row if place == marked else in_sight
        for because in view.because:
            self._list.addWidget(_because(because))
        if view.serials:
            self._list.addWidget(Label("\n".join(view.serials), "small", tone="muted", wraps=True))
        self._list.activate()
        if in_sight is not None:
            self._area.ensureWidgetVisible(in_sight, 0, 8)


def _because(because: Because) -> QWidget:
    box = Panel("inset", margin=14, gap=4)
    box.setObjectName("because")
    head = QHBoxLayout()
    head.addWidget(Label(because.name, "strong", wraps=True), 1)
    head.addWidget(Label(because.amount, "strong", right=True))
    box.rows.addLayout(head)
    for at, reason in enumerate(because.reasons):
        is_last = at == len(because.reasons) - 1
        box.add(Label(reason, "small" if is_last else "body", tone="muted" if is_last else "ink", wraps=True))
    return box
