"""What a claimed benefit comes to for a sale: beside what was given all the same, and for the goods that stayed."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from pos.domain.back.refunds import share
from pos.domain.back.returns import Original
from pos.domain.money import Won
from pos.domain.promotions import Promotion
from pos.domain.sale import Sale, SaleLine
from pos.mall import changes

_PROMOTION = "promotion:"


def taken_off(connection: sa.Connection, sale: Sale, amount: Won) -> Won:
    """How much less a sale would have cost with `amount` off its coffee: no more than the coffee cost, with the fee of
    its delivery, and without the promotions that exclude it. Below nothing where those saved more."""
    given = [
        (line, one.amount, _excludes(connection, one.cause.benefit)) for line in sale.lines for one in line.discounts
    ]
    instead = sum(off for _, off, excludes in given if excludes)
    coffee = sum(line.amount for line in sale.lines if _is_coffee(line))
    coffee -= sum(off for line, off, excludes in given if _is_coffee(line) and not excludes)
    return min(amount, coffee) + sale.delivery_fee - instead


def of_what_stayed(original: Original, amount: Won) -> Won:
    """The part of an amount that falls on the coffee that did not come back, as if it had been given at once."""
    places = {place for place, line in enumerate(original.sale.lines, 1) if _is_coffee(line)}
    paid = sum(original.line(place).paid for place in places)
    back = sum(line.amount for one in original.returns for line in one.lines if line.position in places)
    return amount - share(amount, of=paid, before=0, after=min(back, paid)) if paid else 0


def _is_coffee(line: SaleLine) -> bool:
    return line.kind == "capsule" or (not line.kind and line.range is not None)


def _excludes(connection: sa.Connection, benefit: str) -> bool:
    """Whether a promotion cannot be had together with a benefit of a member."""
    if not benefit.startswith(_PROMOTION):
        return False
    document = changes.find(connection, "promotion", benefit.removeprefix(_PROMOTION))
    return document is None or not msgspec.json.decode(document, type=Promotion).combinable
