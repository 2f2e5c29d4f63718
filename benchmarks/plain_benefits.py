"""The floor of benefits: one function over integers for one basket's offers. It says no reason and refuses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Line: TypeAlias = tuple[str, int, int, int, bool]
"""Kind, price, units, capsules of a unit, and whether it is taxable."""
Numbers: TypeAlias = dict[str, int | list[int]]
"""Sums in won by their name, and under "lines" what is left to pay of each line."""


def plainest(lines: Sequence[Line], offers: dict[str, int]) -> Numbers:
    """A fixed amount off coffee from so many capsules, a percentage off accessories, then an amount off accessories and
    food from so many won; VAT of what is taxable."""
    left, goods, capsules, worth = [], 0, 0, 0
    coffee, accessories, others = [], [], []
    for place, (kind, price, units, size, _taxable) in enumerate(lines):
        amount = price * units
        left.append(amount)
        goods += amount
        if kind == "capsule":
            coffee.append(place)
            capsules += size * units
        else:
            others.append(place)
            worth += amount
            if kind == "accessory":
                accessories.append(place)
    percent = plus = amount = 0
    if accessories:
        percent = _take(sum([left[place] for place in accessories]) * offers["percent"] // 100, accessories, left)
    if capsules >= offers["plus_from"]:
        plus = _take(offers["plus"], coffee, left)
    if worth >= offers["amount_from"]:
        amount = _take(offers["amount"], others, left)
    taxable = sum([rest for rest, line in zip(left, lines, strict=True) if line[4]])
    total = goods - percent - plus - amount
    vat = (taxable * 20 + 110) // 220
    return {
        "lines": left,
        "goods": goods,
        "plus": plus,
        "percent": percent,
        "amount": amount,
        "total": total,
        "exempt": total - taxable,
        "vat": vat,
    }


def _take(off: int, places: list[int], left: list[int]) -> int:
    """Take an amount off the lines at some places in proportion, to the won; of equal remainders the first gives."""
    whole = sum([left[place] for place in places])
    off = min(off, whole)
    rests, missing = [], off
    for place in places:
        share, rest = divmod(off * left[place], whole)
        rests.append((-rest, place))
        missing -= share
        left[place] -= share
    if missing:
        rests.sort()
        for _, place in rests[:missing]:
            left[place] -= 1
    return off
