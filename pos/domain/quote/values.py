"""What a quote says: lines, sums, and what stands in the way of paying, each with its cause."""

from __future__ import annotations

import msgspec

from pos.domain.catalogue import Name, Tax
from pos.domain.errors import Detail
from pos.domain.money import Won


class Cause(msgspec.Struct, frozen=True):
    """The rule an amount rests on: a stable code ("price.shelf"), and the clause of the terms."""

    code: str
    clause: str


class Discount(msgspec.Struct, frozen=True):
    """What comes off a line, and why. `amount` is positive."""

    cause: Cause
    amount: Won


class QuoteLine(msgspec.Struct, frozen=True):
    """One basket line with its price: `amount` = `unit_price` x `quantity`, before discounts."""

    id: int
    product: str
    name: Name
    range: str | None
    tax: Tax
    quantity: int
    unit_price: Won
    amount: Won
    cause: Cause
    discounts: tuple[Discount, ...] = ()

    @property
    def to_pay(self) -> Won:
        """The amount less its discounts."""
        return self.amount - sum(discount.amount for discount in self.discounts)


class Block(msgspec.Struct, frozen=True):
    """Why the basket cannot be paid yet: a reason code, the line it is about, and its facts."""

    code: str
    line: int | None = None
    facts: dict[str, Detail] = {}


class Quote(msgspec.Struct, frozen=True):
    """What a basket costs under the rules of a moment, and why. Derived anew each time; never stored, never edited.

    `goods` is before discounts, `total` what the customer pays; `total` = `taxable` + `exempt`, and `taxable` =
    `supply` + `vat`.
    """

    basket: str
    terms: str
    lines: tuple[QuoteLine, ...]
    goods: Won
    discount: Won
    total: Won
    taxable: Won
    exempt: Won
    supply: Won
    vat: Won
    vat_cause: Cause
    blocks: tuple[Block, ...]

    @property
    def can_be_paid(self) -> bool:
        """Whether nothing stands in the way of payment."""
        return bool(self.lines) and not self.blocks
