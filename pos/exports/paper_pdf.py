"""A paper of the receipt printer as a PDF: as wide as its roll, as long as it is, in text that can be searched."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from pos.domain.papers.paper import Align, Barcode, Block, Cut, Document, Feed, Item, Pair, Qr, Rule, Text
from pos.exports import fonts
from pos.exports.fonts import BOLD, REGULAR
from pos.exports.harmless import plain

WIDTH, MARGIN = 80 * mm, 4 * mm
ROOM = WIDTH - 2 * MARGIN
SIZE, LEAD = 8.5, 1.42
INDENT = 4.2
QR, BAR = 30 * mm, 11 * mm


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line: its words at their places, how tall it is, and what else is drawn there."""

    tall: float
    words: tuple[tuple[str, Align], ...] = ()
    font: str = REGULAR
    size: float = SIZE
    left: float = 0.0
    is_inverse: bool = False
    is_underlined: bool = False
    drawn: Rule | Qr | Barcode | None = None


def written(document: Document) -> bytes:
    """The file: one page. Raises Unavailable("export.no_font")."""
    fonts.load()
    lines = [line for block in document.blocks for line in _lines(block)]
    tall = max(sum(line.tall for line in lines) + 2 * MARGIN, 30 * mm)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, tall), invariant=1, pageCompression=1, lang="ko")
    canvas.setTitle(document.title)
    y = tall - MARGIN
    for line in lines:
        y -= line.tall
        _draw(canvas, line, y)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


# --- from blocks to lines ---


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Text():
            yield from _text(block)
        case Pair():
            yield from _pair(block)
        case Item():
            yield from _item(block)
        case Rule():
            yield Line(SIZE * 0.9, drawn=block)
        case Qr():
            yield Line(QR + 6, drawn=block)
            yield from _text(Text(block.caption, align="centre")) if block.caption else ()
        case Barcode():
            yield Line(BAR + 6, drawn=block)
            yield from _text(Text(block.payload, align="centre"))
        case Feed():
            yield Line(SIZE * LEAD * block.lines)
        case Cut():
            yield Line(0)


def _text(block: Text) -> Iterator[Line]:
    font, size = _face(bold=block.bold, size=block.size)
    for text in fonts.wrapped(_plain(block.text), font, size, ROOM):
        yield Line(
            size * LEAD,
            ((text, block.align),),
            font,
            size,
            is_inverse=block.inverse,
            is_underlined=block.underline,
        )


def _pair(block: Pair) -> Iterator[Line]:
    """The left wraps before the right is ever cut."""
    font, size = _face(bold=block.bold, size=block.size)
    left, right = block.indent * INDENT, plain(block.right)
    room = ROOM - left - fonts.width(right, font, size) - 6
    pieces = fonts.wrapped(plain(block.left), font, size, max(room, ROOM / 4))
    for place, text in enumerate(pieces):
        is_last = place == len(pieces) - 1
        words: tuple[tuple[str, Align], ...] = ((text, "left"), (right, "right")) if is_last else ((text, "left"),)
        yield Line(size * LEAD, words, font, size, left)


def _item(block: Item) -> Iterator[Line]:
    yield from _text(Text(block.name))
    detail = f"{block.unit_price} × {block.quantity}"
    yield Line(SIZE * LEAD, ((detail, "left"), (block.amount, "right")), left=2 * INDENT)


def _face(*, bold: bool, size: int) -> tuple[str, float]:
    return BOLD if bold or size > 1 else REGULAR, SIZE * (1.45 if size > 1 else 1)


def _plain(text: str) -> str:
    return "\n".join(plain(line) for line in text.split("\n"))


# --- from lines to the page ---


def _draw(canvas: Any, line: Line, y: float) -> None:
    if line.drawn is not None:
        _draw_sign(canvas, line.drawn, y)
        return
    at = y + (line.tall - line.size) / 2 + line.size * 0.18
    if line.is_inverse:
        canvas.setFillGray(0)
        canvas.rect(MARGIN, y, ROOM, line.tall, stroke=0, fill=1)
    canvas.setFillGray(1 if line.is_inverse else 0)
    canvas.setFont(line.font, line.size)
    for text, align in line.words:
        _place(canvas, text, align, line, at)
    canvas.setFillGray(0)


def _place(canvas: Any, text: str, align: Align, line: Line, at: float) -> None:
    wide = fonts.width(text, line.font, line.size)
    x = {"left": MARGIN + line.left, "right": WIDTH - MARGIN - wide, "centre": (WIDTH - wide) / 2}[align]
    canvas.drawString(x, at, text)
    if line.is_underlined:
        canvas.setLineWidth(0.5)
        canvas.line(x, at - 1.5, x + wide, at - 1.5)


def _draw_sign(canvas: Any, sign: Rule | Qr | Barcode, y: float) -> None:
    if isinstance(sign, Rule):
        canvas.setLineWidth(0.6)
        middle = y + SIZE * 0.45
        for at in (middle - 1, middle + 1) if sign.double else (middle,):
            canvas.line(MARGIN, at, WIDTH - MARGIN, at)
    elif isinstance(sign, Qr):
        _draw_qr(canvas, sign.payload, y + 3)
    else:
        bars = Code128(sign.payload, barHeight=BAR, barWidth=0.85, quiet=False)
        bars.drawOn(canvas, (WIDTH - bars.width) / 2, y + 3)


def _draw_qr(canvas: Any, payload: str, y: float) -> None:
    matrix = [tuple(row) for row in segno.make_qr(payload, error="m").matrix]
    dot = QR / len(matrix)
    for down, row in enumerate(matrix):
        for across, is_dark in enumerate(row):
            if is_dark:
                canvas.rect(
                    (WIDTH - QR) / 2 + across * dot, y + QR - (down + 1) * dot, dot, dot, stroke=0, fill=1
                )  # fmt: skip
