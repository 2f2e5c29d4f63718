"""A benefit that was claimed with a sale and granted since, as it goes back: which lines it is a part of, and its VAT.

It is what the sale would have cost less, for the goods that the customer still has.
"""

from __future__ import annotations

import msgspec

from pos.domain.back.refunds import share, vat_of
from pos.domain.back.returns import Original, Rebate
from pos.domain.money import Won, spread
from pos.domain.sale import SaleLine


class Granted(msgspec.Struct, frozen=True):
    """What goes back of a claim: `amount` = rebates and delivery fee = `taxable` + `exempt`, with the `vat` inside."""

    amount: Won = 0
    delivery_fee: Won = 0
    rebates: tuple[Rebate, ...] = ()
    taxable: Won = 0
    exempt: Won = 0
    vat: Won = 0


def granted(original: Original, amount: Won, *, percent: int) -> Granted:
    """What `amount` off the whole sale comes to by now: first the delivery fee, the rest off the coffee that was paid.

    Units that came back took their share along: they were paid for in full, and never had the benefit. `percent` is
    that of VAT.
    """
    fee = min(amount, original.sale.delivery_fee)
    rebates = _rebates(original, amount - fee)
    if any(back.delivery_fee for back in original.returns):
        fee = 0
    off = sum(one.amount for one in rebates)
    exempt = sum(one.amount for one in rebates if one.tax == "exempt")
    taxable = off + fee - exempt
    vat = vat_of(original, taxable, percent)
    return Granted(off + fee, fee, rebates, taxable, exempt, vat)


def _rebates(original: Original, off: Won) -> tuple[Rebate, ...]:
    """As a discount would have been spread when it was sold, less what fell on units that came back."""
    lines = original.sale.lines
    places = [place for place, line in enumerate(lines, 1) if _is_coffee(line) and line.paid]
    places.sort(key=lambda place: (lines[place - 1].product, lines[place - 1].amount, place))
    paid = [lines[place - 1].paid for place in places]
    shares = spread(min(off, sum(paid)), paid)
    found = [
        Rebate(place, lines[place - 1].tax, _left(original, place, won))
        for place, won in zip(places, shares, strict=True)
    ]
    return tuple(one for one in found if one.amount)


def _left(original: Original, place: int, won: Won) -> Won:
    quantity = original.line(place).quantity
    return share(won, of=quantity, before=original.returned(place), after=quantity)


def _is_coffee(line: SaleLine) -> bool:
    return line.kind == "capsule" or (not line.kind and line.range is not None)
