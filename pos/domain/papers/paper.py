"""A printed document without a printer: blocks from top to bottom, as the paper will show them.

It knows no columns, bytes or fonts; `pos.devices.printer` sets it for a paper width, screens draw the same blocks.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Align: TypeAlias = Literal["left", "centre", "right"]


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph, wrapped at the paper's width. `size` 2 is double width and height."""

    text: str
    align: Align = "left"
    bold: bool = False
    size: Literal[1, 2] = 1
    underline: bool = False
    inverse: bool = False


class Pair(msgspec.Struct, frozen=True, tag="pair"):
    """Left and right on one line (label and amount); the left wraps before the right is ever cut."""

    left: str
    right: str
    bold: bool = False
    size: Literal[1, 2] = 1
    indent: int = 0


class Item(msgspec.Struct, frozen=True, tag="item"):
    """One sold line: the name over its whole width, then unit price, quantity and amount in columns."""

    name: str
    unit_price: str
    quantity: str
    amount: str


class Rule(msgspec.Struct, frozen=True, tag="rule"):
    """A line across the paper."""

    double: bool = False


class Qr(msgspec.Struct, frozen=True, tag="qr"):
    """A QR code, centred, with its text under it where `caption` is given."""

    payload: str
    caption: str = ""


class Barcode(msgspec.Struct, frozen=True, tag="barcode"):
    """A CODE128 barcode, centred, with its text beneath."""

    payload: str


class Feed(msgspec.Struct, frozen=True, tag="feed"):
    """Empty lines."""

    lines: int = 1


class Cut(msgspec.Struct, frozen=True, tag="cut"):
    """The end of the paper: feed to the knife and cut."""


Block: TypeAlias = Text | Pair | Item | Rule | Qr | Barcode | Feed | Cut


class Document(msgspec.Struct, frozen=True):
    """What one print job puts on paper. `title` names it for people who look at the spool."""

    title: str
    blocks: tuple[Block, ...]
