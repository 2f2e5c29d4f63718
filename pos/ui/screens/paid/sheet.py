"""A document drawn as paper: the same blocks that the printer sets, for a person to look at. It prints nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.domain.papers.paper import Barcode, Block, Cut, Document, Feed, Item, Pair, Qr, Rule, Text
from pos.ui import theme

WIDTH = 340
MARGIN = 20
_LEFT, _RIGHT, _CENTRE = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignHCenter,
)
_ALIGN = {"left": _LEFT, "centre": _CENTRE, "right": _RIGHT}


@dataclass(slots=True)
class _Setting:
    """Mutable: texts, lines and codes at their places, from top to bottom as they are set."""

    left: int
    width: int
    y: int
    texts: list[tuple[QRect, int, str, QFont]] = field(default_factory=list)
    lines: list[QRect] = field(default_factory=list)
    codes: list[tuple[QRect, str]] = field(default_factory=list)


class PaperSheet(QWidget):
    """A strip of paper, as long as what is on it. Paper is white in the dark, too."""

    def __init__(self) -> None:
        super().__init__()
        self._document: Document | None = None
        self._setting = _Setting(0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_document(self, document: Document | None) -> None:
        """Draw a document, or nothing."""
        if document == self._document:
            return
        self._document = document
        self._setting = _set(document) if document else _Setting(0, 0, 0)
        self.setAccessibleName(document.title if document else "")
        self.setFixedSize(self.sizeHint())
        self.update()

    def text(self) -> str:
        """All words on it, line by line."""
        return "\n".join(text for _, _, text, _ in self._setting.texts)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(WIDTH), self._setting.y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._document is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.LIGHT.on_accent))
        painter.setPen(QColor(theme.LIGHT.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        ink = QColor(theme.LIGHT.ink)
        painter.setPen(ink)
        for at, flags, text, font in self._setting.texts:
            painter.setFont(font)
            painter.drawText(at, flags, text)
        for line in self._setting.lines:
            painter.fillRect(line, ink)
        for at, payload in self._setting.codes:
            _paint_qr(painter, at, payload)


def _set(document: Document) -> _Setting:
    look = theme.current()
    setting = _Setting(look.px(MARGIN), look.px(WIDTH - 2 * MARGIN), look.px(MARGIN))
    for block in document.blocks:
        _place(setting, block)
    setting.y += look.px(MARGIN)
    return setting


def _place(setting: _Setting, block: Block) -> None:
    """Put one block under those that stand there."""
    look = theme.current()
    match block:
        case Text():
            font = look.font("title" if block.size == 2 else "small" if block.bold else "tiny")
            _paragraph(setting, block.text, font, _ALIGN[block.align])
        case Pair():
            _pair(setting, block)
        case Item():
            _item(setting, block)
        case Rule():
            _line(setting, count=2 if block.double else 1)
        case Qr():
            side = look.px(112)
            setting.codes.append((_middle(setting, side), block.payload))
            setting.y += side + look.px(4)
            _paragraph(setting, block.caption, look.font("tiny"), _CENTRE)
        case Barcode():
            _paragraph(setting, block.payload, look.font("tiny"), _CENTRE)
        case Feed():
            setting.y += look.px(12) * block.lines
        case Cut():
            setting.y += look.px(4)


def _middle(setting: _Setting, side: int) -> QRect:
    return QRect(setting.left + (setting.width - side) // 2, setting.y, side, side)


def _paragraph(setting: _Setting, text: str, font: QFont, align: Qt.AlignmentFlag, *, indent: int = 0) -> None:
    if not text:
        return
    flags = int(align | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    width = setting.width - indent
    needed = QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), flags, text)
    setting.texts.append((QRect(setting.left + indent, setting.y, width, needed.height()), flags, text, font))
    setting.y += needed.height() + theme.current().px(3)


def _pair(setting: _Setting, pair: Pair) -> None:
    look = theme.current()
    font = look.font("title" if pair.size == 2 else "strong" if pair.bold else "tiny")
    metrics, top, indent = QFontMetrics(font), setting.y, look.px(6) * pair.indent
    right = metrics.horizontalAdvance(pair.right) + look.px(8)
    setting.width -= right
    _paragraph(setting, pair.left, font, _LEFT, indent=indent)
    setting.width += right
    tall = metrics.height()
    at = QRect(setting.left, top, setting.width, tall)
    setting.texts.append((at, int(_RIGHT | Qt.AlignmentFlag.AlignTop), pair.right, font))
    setting.y = max(setting.y, top + tall + look.px(3))


def _item(setting: _Setting, item: Item) -> None:
    """On one line where the name leaves the figures their room, otherwise the name above them, as on the paper."""
    look = theme.current()
    font = look.font("tiny")
    metrics, top = QFontMetrics(font), setting.y
    taken = setting.width * 5 // 10 - metrics.horizontalAdvance(item.unit_price) - look.px(8)
    is_short = metrics.horizontalAdvance(item.name) <= taken
    _paragraph(setting, item.name, font, _LEFT)
    setting.y = top if is_short else setting.y - look.px(2)
    tall = metrics.height()
    flags = int(_RIGHT | Qt.AlignmentFlag.AlignTop)
    ends = (setting.width * 5 // 10, setting.width * 7 // 10, setting.width)
    for end, text in zip(ends, (item.unit_price, item.quantity, item.amount), strict=True):
        setting.texts.append((QRect(setting.left, setting.y, end, tall), flags, text, font))
    setting.y += tall + look.px(5 if is_short else 8)


def _line(setting: _Setting, *, count: int) -> None:
    look = theme.current()
    setting.y += look.px(4)
    for _ in range(count):
        setting.lines.append(QRect(setting.left, setting.y, setting.width, 1))
        setting.y += look.px(3)
    setting.y += look.px(3)


def _paint_qr(painter: QPainter, at: QRect, payload: str) -> None:
    import segno  # the first screen is painted without it

    matrix = segno.make(payload, error="m", micro=False).matrix
    module = max(at.width() // len(matrix), 1)
    left = at.left() + (at.width() - module * len(matrix)) // 2
    ink = QColor(theme.LIGHT.ink)
    for row, line in enumerate(matrix):
        for column, is_dark in enumerate(line):
            if is_dark:
                painter.fillRect(left + column * module, at.top() + row * module, module, module, ink)
