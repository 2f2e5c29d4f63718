"""Whether what arrives is anything at all: letters that can be shown, numbers and times that can be reckoned with.

What is not sound is refused, for nobody could release it. Whether something sound is odd is `pos.domain.suspicion`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

import msgspec

MOST_WON: Final = 1_000_000_000
"""A thousand million won: no price, no discount and no count in a boutique comes near it."""
MOST_NUMBER: Final = 2**53
MOST_LETTERS: Final = 500
MOST_OF_ONE: Final = 1_000
"""A price list, the sales that used a benefit: a thing has some, and not a million."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
_HIDDEN: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the direction of a text, so that it reads otherwise than it is written."""
_NO_LETTERS: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def fault(thing: Any, *, least: int = 0) -> str:
    """What is wrong with a thing, "" where nothing is: "text", "long", "number", "time", "many", "zone".

    It looks into all that the thing holds, whatever the thing is. `least` is the smallest number that may stand in it.
    """
    return next(_faults(thing, least), "")


def is_name(text: str, *, most: int = 64) -> bool:
    """Whether a text can be what a thing is known by."""
    return len(text.strip()) > 0 and len(text) <= most and is_shown(text)


def is_shown(text: str) -> bool:
    """Whether a text reads as it is written: no control character, no half letter, no turn of direction."""
    return (text.isascii() and text.isprintable()) or not any(map(_is_hidden, text))


def _is_hidden(letter: str) -> bool:
    return letter in _HIDDEN or unicodedata.category(letter) in _NO_LETTERS


def _faults(value: Any, least: int) -> Iterator[str]:
    if isinstance(value, str):
        yield from _of_text(value)
    elif isinstance(value, bool | bytes) or value is None:
        return
    elif isinstance(value, int):
        if not least <= value <= MOST_NUMBER:
            yield "number"
    elif isinstance(value, date):
        yield from _of_time(value)
    else:
        yield from _of_parts(value, least)


def _of_text(text: str) -> Iterator[str]:
    if len(text) > MOST_LETTERS:
        yield "long"
    elif not is_shown(text):
        yield "text"


def _of_time(moment: date) -> Iterator[str]:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        yield "time"
    elif isinstance(moment, datetime) and moment.utcoffset() is None:
        yield "zone"


def _of_parts(value: Any, least: int) -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _faults(getattr(value, name), least)
    elif isinstance(value, dict):
        yield from _of_many((*value, *value.values()), least)
    elif isinstance(value, tuple | list | frozenset):
        yield from _of_many(value, least)


def _of_many(values: Iterable[Any], least: int) -> Iterator[str]:
    many = tuple(values)
    if len(many) > MOST_OF_ONE:
        yield "many"
        return
    for one in many:
        yield from _faults(one, least)
