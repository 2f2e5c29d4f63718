"""The basket as a list that answers from finished texts only."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QWidget

from pos.ui import theme
from pos.ui.screens.sale.painting import Index, Painter
from pos.ui.screens.sale.rows import Row
from pos.ui.screens.sale.view import SaleView
from pos.ui.widgets.button import Button
from pos.ui.words import Words

_ROOT = QModelIndex()


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def take(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken
        return None


class BasketList(QListView):
    """`line_touched` and `unknown_touched` give an id, `why_touched` that of the line which a discount is on.

    Unknown codes and what stands in the way have their buttons in their row.
    """

    line_touched = Signal(int)
    why_touched = Signal(int)
    claim_touched = Signal()
    act_pressed = Signal(int, str)
    unknown_touched = Signal(int)
    find_pressed = Signal(int)
    dismiss_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("basket")
        self._model = _Rows()
        self._painter = Painter(lambda: self._model.rows)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._clicked)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._model.rows

    def take(self, view: SaleView, words: Words) -> None:
        """Show the rows; the one that the keys mean is brought into sight."""
        painter = self._painter
        if view.rows != self._model.rows:
            self._model.take(view.rows)
            self._put_buttons(words)
        painter.forget()
        painter.selected, painter.chosen = view.selected, view.chosen
        self.viewport().update()
        kind, wish = ("line", view.selected) if view.chosen is None else ("unknown", view.chosen)
        at = next((at for at, row in enumerate(view.rows) if row.kind == kind and row.id == wish), None)
        if at is not None:
            self._bring_into_sight(at)

    def _bring_into_sight(self, at: int) -> None:
        """A row, and as much as there is room for of what belongs to it."""
        rows, last = self._model.rows, at
        while last + 1 < len(rows) and rows[last + 1].kind not in ("line", "unknown"):
            last += 1
        if last != at:
            self.scrollTo(self._model.index(last, 0))
        self.scrollTo(self._model.index(at, 0))

    def _put_buttons(self, words: Words) -> None:
        for at, row in enumerate(self._model.rows):
            if row.kind == "unknown":
                self.setIndexWidget(self._model.index(at, 0), self._buttons(row, words))
            elif row.acts:
                self.setIndexWidget(self._model.index(at, 0), self._acts(row, words))

    def _buttons(self, row: Row, words: Words) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 12, 0)
        line.addStretch()
        find, away = (
            Button(words("sale.find_it"), "plain", font="body"),
            Button(words("sale.dismiss"), "danger", font="body"),
        )
        find.setObjectName(f"find-{row.id}")
        away.setObjectName(f"dismiss-{row.id}")
        for button in (find, away):
            button.setAccessibleName(f"{button.text()}: {row.name}")
        find.clicked.connect(lambda: self.find_pressed.emit(row.id))
        away.clicked.connect(lambda: self.dismiss_pressed.emit(row.id))
        line.addWidget(find)
        line.addWidget(away)
        return holder

    def _acts(self, row: Row, words: Words) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(20, 0, 20, 8)
        line.setSpacing(8)
        for act in row.acts:
            button = Button(words(f"sale.act.{act}"), "plain", font="body")
            button.setObjectName(f"{act}-{row.id}")
            button.setAccessibleName(f"{button.text()}: {row.name}")
            button.setMinimumWidth(theme.current().px(128))
            button.clicked.connect(lambda _=False, what=act: self.act_pressed.emit(row.id, what))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch()
        return holder

    def _clicked(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if row.kind == "unknown":
            self.unknown_touched.emit(row.id)
        elif row.kind in ("discount", "need"):
            self.why_touched.emit(row.id)
        elif row.kind == "claim":
            self.claim_touched.emit()
        elif row.kind != "block":
            self.line_touched.emit(row.id)
