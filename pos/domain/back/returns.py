"""What came back: a return as it is written down, and a sale with everything that came back of it since.

A return is complete when the goods are in the shop (terms 16 (1)). From then on its `parts` are owed to the customer,
until each was paid out.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

from pos.domain.approval import Approval
from pos.domain.catalogue import Name, Tax
from pos.domain.money import Won
from pos.domain.plus import Entitlement
from pos.domain.sale import Sale, SaleLine, refund_code
from pos.domain.tender import CardApproval, MoneyKind, Payment, TenderKind

Condition: TypeAlias = Literal["unopened", "opened_unused", "used"]
Reason: TypeAlias = Literal["change_of_mind", "defect", "not_as_described", "damaged", "missing"]
"""Why something comes back. "damaged" and "missing" are claims about a delivery (terms 14 (2))."""

AT_FAULT: frozenset[Reason] = frozenset({"defect", "not_as_described", "damaged", "missing"})
"""Reasons that the shop answers for (terms 15 (3)): no discount is taken back."""
CLAIMS: frozenset[Reason] = frozenset({"damaged", "missing"})
"""Reasons that are claims about a delivery."""


class Wanted(msgspec.Struct, frozen=True):
    """So many units of a line of the sale (counted from 1) shall come back, in this condition, for this reason.

    `noticed` is the day the customer saw that something is wrong, `arrived` the day a delivery did; None is not said.
    Without a receipt `position` is 0 and `product` names what it is. `replaced`: the same product goes out for it,
    machines with `new_serials`, and no money moves.
    """

    position: int
    quantity: int
    condition: Condition
    reason: Reason
    noticed: date | None = None
    arrived: date | None = None
    product: str = ""
    serials: tuple[str, ...] = ()
    replaced: bool = False
    new_serials: tuple[str, ...] = ()


class Undone(msgspec.Struct, frozen=True):
    """The share of a benefit's discount that went back with goods: it was not had after all."""

    benefit: str
    amount: Won


class ReturnLine(msgspec.Struct, frozen=True):
    """Units of one line of the sale that came back. `amount` is what was paid for them, 0 where they were replaced."""

    position: int
    product: str
    name: Name
    tax: Tax
    kind: str
    quantity: int
    condition: Condition
    reason: Reason
    amount: Won
    serials: tuple[str, ...] = ()
    replaced: bool = False
    new_serials: tuple[str, ...] = ()
    undone: tuple[Undone, ...] = ()


class Rebate(msgspec.Struct, frozen=True):
    """What of a benefit that was granted later falls on a line of the sale: on the units the customer still had."""

    position: int
    tax: Tax
    amount: Won


class Clawback(msgspec.Struct, frozen=True):
    """A discount that is taken back: which benefit gave it to which sale (terms 9 (8) 3).

    Below nothing where coffee of that sale came back later: what was taken back for it is the customer's again.
    """

    benefit: str
    sale: str
    amount: Won


class Part(msgspec.Struct, frozen=True):
    """A part of what goes back, the way it came. `of` is the payment it came by, `charge` the terminal's attempt.

    `amount` is what goes back now; `whole` is what that attempt holds still, 0 where some of it pays for other goods.
    `approval` is the original's.
    """

    id: str
    of: str
    kind: MoneyKind
    amount: Won
    whole: Won = 0
    charge: str = ""
    approval: CardApproval | None = None


class Return(msgspec.Struct, frozen=True):
    """Goods that came back; or, with no goods, a `benefit` that was claimed with the sale and granted since.

    `sale` is the original's id and `original` its receipt's code, "" without a receipt.

    `amount` is what was paid for the goods (a delivery fee with it, where that goes back), `clawback` what is taken
    off it, `refund` = `amount` less the clawback, at least nothing; the rest of the clawback stays `unpaid` (below
    nothing: what stayed so before is settled now).
    `taxable` + `exempt` = `amount`; `vat` is the VAT inside, reckoned so that partial returns add up to the sale's.
    `parts` go back as money, `credit` pays for the goods of the sale `exchange`; together they are the refund.
    `plan` is the Plus benefit that rested on a machine, as it stands from now on. `claim` is the claim it settles,
    `seller` who sold it, `flags` are for a manager's eye. `rebates` are the shares of the `benefit`, line by line.
    """

    id: str
    boutique: str
    till: str
    number: int
    day: date
    at: datetime
    cashier: str
    shift: str
    sale: str
    original: str
    sold_at: datetime | None
    terms: str
    lines: tuple[ReturnLine, ...]
    amount: Won
    taxable: Won
    exempt: Won
    vat: Won
    refund: Won
    due: date | None
    clawback: tuple[Clawback, ...] = ()
    clawback_vat: Won = 0
    unpaid: Won = 0
    delivery_fee: Won = 0
    parts: tuple[Part, ...] = ()
    credit: tuple[Part, ...] = ()
    exchange: str = ""
    claim: str = ""
    member: str | None = None
    seller: str = ""
    plan: Entitlement | None = None
    approvals: tuple[Approval, ...] = ()
    flags: tuple[str, ...] = ()
    benefit: str = ""
    rebates: tuple[Rebate, ...] = ()

    @property
    def code(self) -> str:
        """The code of the refund's receipt."""
        return refund_code(self.boutique, self.till, self.number)

    @property
    def clawed_back(self) -> Won:
        """All that is taken back."""
        return sum(one.amount for one in self.clawback)

    @property
    def moved(self) -> dict[str, int]:
        """Units that changed the shop's stock, by product: unopened goods are sold again, replacements go out."""
        moved: dict[str, int] = {}
        for line in self.lines:
            back = line.quantity if line.condition == "unopened" and line.reason == "change_of_mind" else 0
            out = line.quantity if line.replaced else 0
            moved[line.product] = moved.get(line.product, 0) + back - out
        return {product: change for product, change in moved.items() if change}


class Claim(msgspec.Struct, frozen=True):
    """A customer said that a delivery came damaged or short (terms 14 (2)). It is open until a return settles it.

    `photographs` are the ids of sealed pictures; the note holds nothing personal.
    """

    id: str
    sale: str
    original: str
    lines: tuple[Wanted, ...]
    at: datetime
    note: str = ""
    photographs: tuple[str, ...] = ()


class PaidOut(msgspec.Struct, frozen=True):
    """A part of a refund reached the customer: `how`, with `interest` on top where it was late (terms 16 (1)).

    `approval` is the cancellation's. `recharged` is the new charge for what the customer keeps, where the whole
    original had to be cancelled: later refunds go back to it. `rounded` (cash) is what the customer gets more (or less:
    negative) than `amount`.
    """

    part: str
    how: TenderKind
    amount: Won
    interest: Won = 0
    approval: CardApproval | None = None
    recharged: Payment | None = None
    reference: str = ""
    rounded: Won = 0


class Original(msgspec.Struct, frozen=True):
    """A sale with its returns in their order, and what of them was paid out, as far as is known here."""

    sale: Sale
    returns: tuple[Return, ...] = ()
    paid_out: tuple[PaidOut, ...] = ()

    def line(self, position: int) -> SaleLine:
        """A line of the sale, counted from 1. Raises IndexError."""
        if position < 1:
            raise IndexError(position)
        return self.sale.lines[position - 1]

    def returned(self, position: int) -> int:
        """How many units of a line came back and were not replaced."""
        return sum(line.quantity for line in self.lines_back(position) if not line.replaced)

    def left(self, position: int) -> int:
        """How many units of a line the customer still has."""
        return self.line(position).quantity - self.returned(position)

    def serials(self, position: int) -> tuple[str, ...]:
        """The serial numbers of a line that the customer still has: replaced machines by their new ones."""
        serials = list(self.line(position).serials)
        for line in self.lines_back(position):
            serials = [serial for serial in serials if serial not in line.serials] + list(line.new_serials)
        return tuple(serials)

    def lines_back(self, position: int) -> tuple[ReturnLine, ...]:
        """What came back of a line, in order."""
        return tuple(line for one in self.returns for line in one.lines if line.position == position)
