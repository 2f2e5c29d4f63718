"""What the customer wants: lines and codes nobody knows yet. A basket holds no prices; every change is a new basket."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from pos.domain.errors import Refused

MOST_OF_A_LINE = 9_999


class Line(msgspec.Struct, frozen=True):
    """So many selling units of a product. `id` never changes and is never used again in its basket."""

    id: int
    product: str
    quantity: int


class UnknownScan(msgspec.Struct, frozen=True):
    """A code that means nothing here; it blocks payment until it is settled.

    `reason` is "scan.unknown", "scan.check_digit" where the code was read wrongly, or "price.missing" where its
    product has no price yet.
    """

    id: int
    text: str
    reason: str = "scan.unknown"
    quantity: int = 1


class Basket(msgspec.Struct, frozen=True):
    """One customer's wish. `id` is the id of the sale it will become; prices are those of `priced_at`."""

    id: str
    opened_at: datetime
    priced_at: datetime
    lines: tuple[Line, ...] = ()
    unknown: tuple[UnknownScan, ...] = ()
    next_id: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it, not even an unknown code."""
        return not self.lines and not self.unknown


def add(basket: Basket, product: str, *, quantity: int = 1, merge: bool = True) -> Basket:
    """`quantity` more units of a product: on its newest line, or a line of its own where `merge` is off.

    Raises Refused("basket.quantity") for less than one or more than 9,999 of a line.
    """
    line = next((line for line in reversed(basket.lines) if line.product == product), None) if merge else None
    if line is not None:
        return set_quantity(basket, line.id, quantity=line.quantity + quantity)
    _check(quantity)
    fresh = Line(basket.next_id, product, quantity)
    return replace(basket, lines=(*basket.lines, fresh), next_id=basket.next_id + 1)


def set_quantity(basket: Basket, line_id: int, *, quantity: int) -> Basket:
    """The basket with so many units on a line. Raises Refused("basket.quantity"), Refused("basket.no_line")."""
    _check(quantity)
    line(basket, line_id)
    return replace(
        basket, lines=tuple(replace(one, quantity=quantity) if one.id == line_id else one for one in basket.lines)
    )


def void(basket: Basket, line_id: int) -> Basket:
    """The basket without a line. Raises Refused("basket.no_line")."""
    line(basket, line_id)
    return replace(basket, lines=tuple(one for one in basket.lines if one.id != line_id))


def line(basket: Basket, line_id: int) -> Line:
    """A line by its id. Raises Refused("basket.no_line")."""
    for one in basket.lines:
        if one.id == line_id:
            return one
    raise Refused("basket.no_line", line=line_id)


def add_unknown(basket: Basket, text: str, *, reason: str, quantity: int = 1) -> Basket:
    """The basket with a code that nobody knows; the same code once more is once more unknown."""
    _check(quantity)
    fresh = UnknownScan(basket.next_id, text, reason, quantity)
    return replace(basket, unknown=(*basket.unknown, fresh), next_id=basket.next_id + 1)


def dismiss_unknown(basket: Basket, scan_id: int) -> Basket:
    """The basket without an unknown code."""
    return replace(basket, unknown=tuple(scan for scan in basket.unknown if scan.id != scan_id))


def back_to(basket: Basket, earlier: Basket) -> Basket:
    """The basket as it was earlier; ids that were given since are not given again."""
    return replace(earlier, next_id=basket.next_id)


def taken_out(before: Basket, after: Basket) -> tuple[tuple[str, int], ...]:
    """What is in `before` and not in `after`: product and units, by line."""
    left = {line.id: line.quantity for line in after.lines}
    gone = [(line.product, line.quantity - left.get(line.id, 0)) for line in before.lines]
    return tuple((product, quantity) for product, quantity in gone if quantity > 0)


def take_prices_of(basket: Basket, moment: datetime) -> Basket:
    """The same wish at the prices of `moment`."""
    return replace(basket, priced_at=moment)


def _check(quantity: int) -> None:
    if not 1 <= quantity <= MOST_OF_A_LINE:
        raise Refused("basket.quantity", quantity=quantity, most=MOST_OF_A_LINE)
