"""The clauses side by side, to scroll: each rule a block, each figure a line, what changed marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScroller, QWidget

from pos.ui import theme
from pos.ui.screens.terms.view import Field, Paragraph
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

STEP = 120


class TermsSheet(Scroll):
    """Rebuilt where its paragraphs change."""

    def __init__(self) -> None:
        column = rows(gap=10, right=8)
        super().__init__(column)
        self._column = column
        self.setObjectName("terms-sheet")
        self._shown: tuple[Paragraph, ...] | None = None
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def show_paragraphs(self, paragraphs: tuple[Paragraph, ...], words: Words) -> None:
        """Draw them, from the top where they are others."""
        if paragraphs == self._shown:
            return
        self._shown = paragraphs
        while old := self._column.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for paragraph in paragraphs:
            self._column.addWidget(_block(paragraph, words))
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def scroll(self, steps: int) -> None:  # type: ignore[override]  # a person's word, not Qt's
        """Up or down."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + steps * theme.current().px(STEP))


def _block(paragraph: Paragraph, words: Words) -> QWidget:
    block = Panel("news" if paragraph.is_changed else "inset", margin=14, gap=8)
    block.setObjectName(f"terms-{paragraph.rule}")
    head = QHBoxLayout()
    head.addWidget(Label(paragraph.title, "strong"))
    head.addWidget(Label(paragraph.clause, "small", tone="ink"))
    head.addStretch(1)
    if paragraph.is_changed:
        head.addWidget(Label(words("terms.mark"), "small", tone="accent"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    for column, share in enumerate((0, 4, 3, 3)):
        grid.setColumnStretch(column, share)
    grid.setColumnMinimumWidth(0, theme.current().px(22))
    for row, field in enumerate(paragraph.fields):
        _line(grid, row, field, words)
    block.rows.addLayout(head)
    block.rows.addLayout(grid)
    return block


def _line(grid: QGridLayout, row: int, field: Field, words: Words) -> None:
    """A figure: its name, the old one, the new one in bold where it is another, with an arrow before."""
    mark = Label("▸" if field.is_changed else "", "strong", tone="accent")
    mark.setAccessibleName(words("terms.mark") if field.is_changed else "")
    name = Label(field.name, "small", wraps=True)
    old = Label(field.old, "body", wraps=True)
    new = Label(field.new, "strong" if field.is_changed else "body", wraps=True)
    new.setAccessibleName(f"{words('terms.mark')}: {field.new}" if field.is_changed else field.new)
    for column, label in enumerate((mark, name, old, new)):
        grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
