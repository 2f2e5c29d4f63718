"""Sets a document for a paper of so many columns. No line is wider than the paper, and no amount is ever cut.

It works on encoded bytes, whose number is their width (see `encode`), and knows no command of any printer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

from pos.devices.printer.encode import Encoder
from pos.domain.papers.paper import Barcode, Cut, Document, Feed, Item, Pair, Qr, Rule, Text

PLAIN, BOLD, LARGE, UNDERLINED, INVERSE = 0, 1, 2, 4, 8
"""Marks of a line, which add up."""

MOST_NAME_LINES = 8
MOST_LINES = 120
_GAP = 2
_ELLIPSIS = "…".encode("cp949")
_CELL = re.compile(rb"[\x81-\xfe][\x41-\xfe]|[ -~]")


class Line(msgspec.Struct, frozen=True, gc=False):
    """One printed line: `pad` columns of normal width, then `text` with its marks."""

    text: bytes
    pad: int = 0
    marks: int = PLAIN


class Symbol(msgspec.Struct, frozen=True, gc=False):
    """A QR code or barcode, centred."""

    kind: str
    payload: str


class Knife(msgspec.Struct, frozen=True, gc=False):
    """Feed to the knife and cut."""


Printed: TypeAlias = Line | Symbol | Knife
_EMPTY, _KNIFE = Line(b""), Knife()


def cells(text: bytes) -> list[bytes]:
    """The characters of encoded text."""
    return _CELL.findall(text)


def wrap(text: bytes, columns: int, *, most: int = MOST_LINES) -> list[bytes]:
    """`text` in lines of at most `columns`, broken at spaces where it can be, in characters where not.

    What does not fit `most` lines ends in an ellipsis.
    """
    if len(text) <= columns:
        return [text]
    lines: list[bytes] = []
    line = b""
    # Twice what can be used: a name of a million characters costs no more than that.
    for word in b" ".join(text.split())[: columns * (most + 1) * 2].split(b" "):
        if line and len(line) + 1 + len(word) <= columns:
            line += b" " + word
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, columns)
        lines += full
    lines.append(line)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shorten(lines[most - 1], columns)]


def _pieces(word: bytes, columns: int) -> list[bytes]:
    if len(word) <= columns:
        return [word]
    pieces, piece = [], b""
    for cell in cells(word):
        if len(piece) + len(cell) > columns:
            pieces.append(piece)
            piece = b""
        piece += cell
    return [*pieces, piece]


def _shorten(line: bytes, columns: int) -> bytes:
    return _pieces(line, columns - len(_ELLIPSIS))[0] + _ELLIPSIS


def _text(block: Text, encode: Encoder, columns: int) -> list[Line]:
    size = block.size
    marks = (
        (BOLD if block.bold else 0)
        | (LARGE if size == 2 else 0)
        | (UNDERLINED if block.underline else 0)
        | (INVERSE if block.inverse else 0)
    )
    lines = wrap(encode(block.text), columns // size)
    if block.align == "left":
        return [Line(line, 0, marks) for line in lines]
    share = 2 if block.align == "centre" else 1
    return [Line(line, (columns - len(line) * size) // share, marks) for line in lines]


def _pair(block: Pair, encode: Encoder, columns: int) -> list[Line]:
    marks = (BOLD if block.bold else 0) | (LARGE if block.size == 2 else 0)
    indent = min(block.indent, columns // 3) if block.indent else 0
    return _set_pair(b" " * indent, encode(block.left), encode(block.right), columns // block.size, marks)


def _set_pair(indent: bytes, left: bytes, right: bytes, columns: int, marks: int) -> list[Line]:
    room = columns - len(indent) - len(right)
    if len(left) < room:
        return [Line(indent + left + b" " * (room - len(left)) + right, 0, marks)]
    if not left:
        return [Line(line.rjust(columns), 0, marks) for line in wrap(right, columns)]
    # A label squeezed beside a very long amount is no longer read: then the amount gets lines of its own.
    beside = room - 1 if room - 1 >= columns // 3 else columns - len(indent)
    lines = [indent + line for line in wrap(left, beside, most=MOST_NAME_LINES)]
    if len(lines[-1]) + len(right) < columns:
        lines[-1] += right.rjust(columns - len(lines[-1]))
    else:
        lines += [line.rjust(columns) for line in wrap(right, columns)]
    return [Line(line, 0, marks) for line in lines]


def _item(block: Item, encode: Encoder, columns: int) -> list[Line]:
    """On one line where the name leaves the figures their room, otherwise the name above them."""
    name = encode(block.name)
    price, quantity, amount = encode(block.unit_price), encode(block.quantity), encode(block.amount)
    of_amount, of_quantity = columns * 3 // 10, columns // 5
    of_price = columns - of_amount - of_quantity
    if len(amount) < of_amount and len(quantity) < of_quantity and len(price) <= of_price:
        figures = [Line(price.rjust(of_price) + quantity.rjust(of_quantity) + amount.rjust(of_amount))]
        if len(name) + _GAP + len(price) <= of_price:
            return [Line(name + figures[0].text[len(name) :])]
    else:
        figures = _set_pair(b"", price + b" " + quantity, amount, columns, PLAIN)
    names = [name] if len(name) <= columns else wrap(name, columns, most=MOST_NAME_LINES)
    return [*(Line(line) for line in names), *figures]


def _rule(block: Rule, _encode: Encoder, columns: int) -> list[Line]:
    return [Line((b"=" if block.double else b"-") * columns)]


def _qr(block: Qr, encode: Encoder, columns: int) -> list[Printed]:
    caption = _text(Text(block.caption, align="centre"), encode, columns) if block.caption else []
    return [Symbol("qr", block.payload), *caption]


def _barcode(block: Barcode, encode: Encoder, columns: int) -> list[Printed]:
    return [Symbol("code128", block.payload), *_text(Text(block.payload, align="centre"), encode, columns)]


def _feed(block: Feed, _encode: Encoder, _columns: int) -> list[Line]:
    return [_EMPTY] * min(max(block.lines, 0), MOST_LINES)


def _cut(_block: Cut, _encode: Encoder, _columns: int) -> list[Printed]:
    return [_KNIFE]


_SETTERS: dict[type, Callable[[Any, Encoder, int], list[Any]]] = {
    Text: _text, Pair: _pair, Item: _item, Rule: _rule, Qr: _qr, Barcode: _barcode, Feed: _feed, Cut: _cut,
}  # fmt: skip


def set_document(document: Document, encode: Encoder, columns: int) -> list[Printed]:
    """The document's lines, codes and cuts from top to bottom, for a paper of `columns`."""
    printed: list[Printed] = []
    for block in document.blocks:
        printed += _SETTERS[type(block)](block, encode, columns)
    return printed
