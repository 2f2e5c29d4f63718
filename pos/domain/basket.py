"""What the customer wants: lines and codes nobody knows yet. A basket holds no prices; every change is a new basket."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.errors import Refused

MOST_OF_A_LINE = 9_999


class Line(msgspec.Struct, frozen=True):
    """So many selling units of a product. `id` never changes and is never used again in its basket.

    `serials` are those of the machines that were scanned so far. `free` is who allowed to give the line for nothing,
    `gift` the promotion that may give it.
    """

    id: int
    product: str
    quantity: int
    serials: tuple[str, ...] = ()
    free: Approval | None = None
    gift: str = ""


class UnknownScan(msgspec.Struct, frozen=True):
    """A code that means nothing here; it blocks payment until it is settled.

    `reason` is "scan.unknown", "scan.check_digit" where the code was read wrongly, or "price.missing" where its
    product has no price yet.
    """

    id: int
    text: str
    reason: str = "scan.unknown"
    quantity: int = 1


NO_BENEFIT = "none"
"""What `Basket.chosen` says where the customer wants none of the benefits that exclude each other."""


class Delivery(msgspec.Struct, frozen=True):
    """The goods are to be delivered. `recipient` names a sealed record, "" before there is one.

    `doubt` is why a manager has to look at the address ("delivery.forwarder"), `place` its blind index.
    """

    recipient: str = ""
    doubt: str = ""
    place: str = ""


class Basket(msgspec.Struct, frozen=True):
    """One customer's wish. `id` is the id of the sale it will become; prices and benefits are those of `priced_at`.

    `member` is a number, never a name. `chosen` is the benefit the cashier chose, "" for the one that saves most.
    """

    id: str
    opened_at: datetime
    priced_at: datetime
    lines: tuple[Line, ...] = ()
    unknown: tuple[UnknownScan, ...] = ()
    next_id: int = 1
    member: str | None = None
    chosen: str = ""
    voucher: str = ""
    coupons: tuple[str, ...] = ()
    delivery: Delivery | None = None
    approvals: tuple[Approval, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it, not even an unknown code."""
        return not self.lines and not self.unknown


def add(basket: Basket, product: str, *, quantity: int = 1, merge: bool = True) -> Basket:
    """`quantity` more units of a product: on its newest line, or a line of its own where `merge` is off.

    Raises Refused("basket.quantity") for less than one or more than 9,999 of a line.
    """
    found = (line for line in reversed(basket.lines) if line.product == product and not (line.free or line.gift))
    line = next(found, None) if merge else None
    if line is not None:
        return set_quantity(basket, line.id, quantity=line.quantity + quantity)
    check_quantity(quantity)
    fresh = Line(basket.next_id, product, quantity)
    return replace(basket, lines=(*basket.lines, fresh), next_id=basket.next_id + 1)


def set_quantity(basket: Basket, line_id: int, *, quantity: int) -> Basket:
    """The basket with so many units on a line. Raises Refused("basket.quantity"), Refused("basket.no_line").

    Refused("approval.required", action="line.free") for more of a free line than somebody allowed.
    """
    check_quantity(quantity)
    found = line(basket, line_id)
    if found.free is not None and quantity > found.quantity:
        raise Refused("approval.required", action="line.free", product=found.product)
    return _with(basket, replace(found, quantity=quantity, serials=found.serials[:quantity]))


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


def give_free(basket: Basket, product: str, *, quantity: int, approval: Approval) -> Basket:
    """The basket with units of a product for nothing, on a line of their own; `approval` says who allowed it."""
    check_quantity(quantity)
    fresh = Line(basket.next_id, product, quantity, free=approval)
    return replace(basket, lines=(*basket.lines, fresh), next_id=basket.next_id + 1)


def add_gift(basket: Basket, product: str, *, quantity: int, promotion: str) -> Basket:
    """The basket with units that a promotion may give, on a line of their own; where it does not, they have a price."""
    check_quantity(quantity)
    fresh = Line(basket.next_id, product, quantity, gift=promotion)
    return replace(basket, lines=(*basket.lines, fresh), next_id=basket.next_id + 1)


def add_serial(basket: Basket, line_id: int, serial: str) -> Basket:
    """The basket with a machine's serial number on its line.

    Raises Refused("serial.twice") where the basket has it, ("serial.enough") where every machine has one.
    """
    found = line(basket, line_id)
    if any(serial in one.serials for one in basket.lines):
        raise Refused("serial.twice", serial=serial)
    if len(found.serials) >= found.quantity:
        raise Refused("serial.enough", serial=serial)
    return _with(basket, replace(found, serials=(*found.serials, serial)))


def allow(basket: Basket, approval: Approval) -> Basket:
    """The basket with something a second person allowed in it."""
    return replace(basket, approvals=(*basket.approvals, approval))


def is_allowed(basket: Basket, action: str, about: str) -> bool:
    """Whether a second person allowed this very thing in this basket."""
    return any(one.action == action and one.about == about for one in basket.approvals)


def add_unknown(basket: Basket, text: str, *, reason: str, quantity: int = 1) -> Basket:
    """The basket with a code that nobody knows; the same code once more is once more unknown."""
    check_quantity(quantity)
    fresh = UnknownScan(basket.next_id, text, reason, quantity)
    return replace(basket, unknown=(*basket.unknown, fresh), next_id=basket.next_id + 1)


def dismiss_unknown(basket: Basket, scan_id: int) -> Basket:
    """The basket without an unknown code."""
    return replace(basket, unknown=tuple(scan for scan in basket.unknown if scan.id != scan_id))


def settle_unknown(basket: Basket, text: str) -> Basket:
    """The basket without an unknown code, however often it was scanned: it turned out to be a voucher or a coupon."""
    return replace(basket, unknown=tuple(scan for scan in basket.unknown if scan.text != text))


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


def _with(basket: Basket, changed: Line) -> Basket:
    return replace(basket, lines=tuple(changed if one.id == changed.id else one for one in basket.lines))


def check_quantity(quantity: int) -> None:
    """Raises Refused("basket.quantity") for what can be on no line."""
    if not 1 <= quantity <= MOST_OF_A_LINE:
        raise Refused("basket.quantity", quantity=quantity, most=MOST_OF_A_LINE)
