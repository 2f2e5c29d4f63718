"""What a scan means for a return in hand: a line of it, one of its machines, or a new machine's number."""

from __future__ import annotations

import re
from enum import Enum
from typing import TypeAlias

from pos.domain.catalogue import looks_like_gtin
from pos.till.counter import Counter
from pos.ui.screens.returning.choosing import Choosing, Place
from pos.ui.screens.returning.lines import tracked


class Number(Enum):
    """The number of a machine that goes out."""

    NEW = "new"


Meaning: TypeAlias = Place | Number | None
"""A place of the return, a new machine's number; None for nothing of it."""

_SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{2,39}")


def meaning(counter: Counter, choosing: Choosing, code: str) -> Meaning:
    """What of the return a code names."""
    code = code.strip()
    by_serial = next((place for place in choosing.places if place.serial == code), None)
    if by_serial is not None:
        return by_serial
    product = counter.ports.shelf.by_barcode(code)
    if product is not None:
        if choosing.original is None:
            return Place(0, product.code)
        own = [place for place in choosing.places if place.product == product.code]
        free = (place for place in own if choosing.count(place) < choosing.left(place))
        return next(free, own[0] if own else None)
    lacking = choosing.lacking_serial(tracked=tracked(counter, choosing))
    return Number.NEW if lacking is not None and _fits(counter, lacking.product, code) else None


def _fits(counter: Counter, code: str, serial: str) -> bool:
    """Whether a product's pieces have such numbers; without a pattern any word that is no retail barcode will do."""
    product = counter.ports.shelf.product(code)
    if product is not None and product.serial_pattern is not None:
        return re.fullmatch(product.serial_pattern, serial) is not None
    return _SERIAL.fullmatch(serial) is not None and not looks_like_gtin(serial)
