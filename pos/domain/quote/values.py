"""What a quote says: lines, sums, benefits given and not given, and what stands in the way, each with its cause."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from pos.domain.apart import Claimed
from pos.domain.approval import OVERRULABLE
from pos.domain.catalogue import Name, Tax
from pos.domain.errors import Detail
from pos.domain.money import Won
from pos.domain.plus import Entitlement

Unit: TypeAlias = Literal["", "capsules", "won", "units"]
BenefitKind: TypeAlias = Literal["plus", "payback", "promotion", "free"]


class Cause(msgspec.Struct, frozen=True):
    """The rule an amount rests on: a stable code ("price.shelf"), and the clause of the terms.

    For a benefit also its id, and for a promotion its name; `facts` hold the arithmetic.
    """

    code: str
    clause: str
    benefit: str = ""
    name: Name | None = None
    facts: dict[str, Detail] = {}


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
    serials: tuple[str, ...] = ()

    @property
    def to_pay(self) -> Won:
        """The amount less its discounts."""
        if not self.discounts:
            return self.amount
        return self.amount - sum([discount.amount for discount in self.discounts])


class Block(msgspec.Struct, frozen=True):
    """Why the basket cannot be paid yet: a reason code, the line it is about, and its facts.

    `about` names exactly what a manager would allow, where one may.
    """

    code: str
    line: int | None = None
    facts: dict[str, Detail] = {}
    about: str = ""

    @property
    def can_be_overruled(self) -> bool:
        """Whether a manager may let it pass (terms 10 (1))."""
        return self.code in OVERRULABLE


class Choice(msgspec.Struct, frozen=True):
    """A benefit that could be given, what it saves (the delivery fee with it), and the total with it.

    `uses_up`: it is one of a number of orders, and this one would be used.
    """

    benefit: str
    kind: BenefitKind
    saves: Won
    total: Won
    uses_up: bool
    name: Name | None = None


class Missed(msgspec.Struct, frozen=True):
    """A benefit that is not given, and why. `missing` counts what is missing, in `unit`; `worth` is what it would save.

    `gain` is how much less the customer would pay than now, at least: its worth, less the benefit it would displace.

    `benefit` is "plus" or "payback" where no particular one is known, "plus.new" for what a machine does not begin.
    """

    benefit: str
    kind: BenefitKind
    code: str
    clause: str
    missing: int = 0
    unit: Unit = ""
    worth: Won = 0
    name: Name | None = None
    facts: dict[str, Detail] = {}
    gain: Won = 0


class Quote(msgspec.Struct, frozen=True):
    """What a basket costs under the rules of a moment, and why. Derived anew each time; never stored, never edited.

    `goods` is before discounts, `total` what the customer pays: goods less discounts, and the delivery fee.
    `total` = `taxable` + `exempt`, and `taxable` = `supply` + `vat`. `in_use` is the benefit of those that exclude each
    other, "" where there is none; `uses` are all that the sale would use. `begins` is the Plus benefit that its machine
    would begin. `claims` are what would be given if the mall could be asked.
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
    delivery_fee: Won = 0
    fee_cause: Cause | None = None
    choices: tuple[Choice, ...] = ()
    in_use: str = ""
    missed: tuple[Missed, ...] = ()
    uses: tuple[str, ...] = ()
    begins: Entitlement | None = None
    claims: tuple[Claimed, ...] = ()

    @property
    def can_be_paid(self) -> bool:
        """Whether nothing stands in the way of payment."""
        return bool(self.lines) and not self.blocks
