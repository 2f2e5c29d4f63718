"""Whole won: shares, spreading to the won, and the VAT inside a price. No float ever touches money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Won: TypeAlias = int


def spread(total: Won, weights: Sequence[int]) -> tuple[Won, ...]:
    """Split `total` (>= 0) in proportion to `weights` (>= 0), to the won, by largest remainder.

    The shares add up to `total`; of equal remainders the earlier weight takes the won.
    Nothing can be spread over weights that are all zero, unless it is nothing.
    """
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("cannot spread an amount over nothing")
        return (0,) * len(weights)
    parts = [total * weight for weight in weights]
    shares = [part // whole for part in parts]
    left = total - sum(shares)
    if left:
        remainders = [part % whole for part in parts]
        for i in sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)[:left]:
            shares[i] += 1
    return tuple(shares)


def vat_inside(taxable: Won, percent: int) -> Won:
    """The VAT inside a taxable amount at `percent` on top of the supply value, to the nearest won.

    VAT Act, article 29 (7): where the price does not tell them apart, VAT is percent / (100 + percent)
    of it (one eleventh at ten per cent). A half counts up.
    """
    whole = 100 + percent
    return (2 * taxable * percent + whole) // (2 * whole)


def percent_of(amount: Won, percent: int) -> Won:
    """`percent` per cent of `amount`, rounded down to the won."""
    return amount * percent // 100
