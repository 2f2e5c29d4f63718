"""What is practised says so: on paper, in tables, in a receipt's very number. It decides nothing about training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from pos.domain.papers.paper import Block, Cut, Document, Feed, Text
from pos.domain.sums.tables import Bars, Table

TRAINING_TILL: Final = "TRAINING"
"""What a till calls itself while somebody practises: no receipt of it has the number of one that was sold."""
MARK: Final = "연습 TRAINING"
_BANNER = Text(MARK, align="centre", bold=True, size=2, inverse=True)


def marked(document: Document) -> Document:
    """The same paper with the mark at its top and its bottom; each of several pieces has both. Twice is as once."""
    if document.title.startswith(MARK):
        return document
    return replace(document, title=f"{MARK} · {document.title}", blocks=tuple(_framed(document.blocks)))


def marked_table(table: Table) -> Table:
    """The same table with the mark in its title and under its last row."""
    note = f"{table.note} · {MARK}" if table.note else MARK
    return replace(table, title=f"{MARK} · {table.title}", note=note)


def marked_bars(bars: Bars) -> Bars:
    """The same picture with the mark in its title."""
    return replace(bars, title=f"{MARK} · {bars.title}")


def is_of_training(code: str) -> bool:
    """Whether the short code of a receipt was given while somebody practised."""
    parts = code.split("-")
    return len(parts) == 3 and parts[1] == TRAINING_TILL


def _framed(blocks: Iterable[Block]) -> Iterator[Block]:
    is_begun = False
    for block in blocks:
        if isinstance(block, Cut):
            if is_begun:
                yield from (Feed(), _BANNER)
            is_begun = False
        elif not is_begun:
            yield from (_BANNER, Feed())
            is_begun = True
        yield block
    if is_begun:
        yield from (Feed(), _BANNER)
