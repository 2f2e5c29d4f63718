"""What a day or a period came to, for the manager's page: sums of the journal by hour, range, benefit, tender, person.

A fold over entries (`figures_of`) says what the stored summaries must say; both are sums of whole won.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal, TypeAlias

import msgspec

from pos.domain.money import Won
from pos.domain.sums.report import Row

Oddity: TypeAlias = Literal["void", "no_sale", "refund", "own_refund", "override", "abandoned", "discount", "reprint"]
"""What a manager looks at first: lines voided before payment, the drawer opened without a sale, refunds, refunds by the
seller of the sale, approvals of any kind, baskets given up, discounts given by hand (free units), reprints."""

ODDITIES: Final[tuple[Oddity, ...]] = (
    "void",
    "no_sale",
    "refund",
    "own_refund",
    "override",
    "abandoned",
    "discount",
    "reprint",
)

Dimension: TypeAlias = (
    Literal["hour", "range", "benefit", "tender", "product", "seller", "cancelled", "moved", "paid_out"] | Oddity
)
"""What is added up by. Names of rows: "09", "original", "plus.discount", "card", a product's code, a person's number
for "seller" (who sold), "cancelled" (who cancelled an order), "moved" (who put cash in or took it out without a sale),
"paid_out" (who paid a refund) and every oddity."""


class Sums(msgspec.Struct, frozen=True):
    """The totals of a day or a period, in won, defined as in `Report`: `net` = `sales` - `discounts` + `delivery_fees`
    - `returns` - `cancelled`; `vat` and `exempt` are inside the net."""

    sales: Won = 0
    discounts: Won = 0
    delivery_fees: Won = 0
    returns: Won = 0
    cancelled: Won = 0
    vat: Won = 0
    exempt: Won = 0
    sale_count: int = 0
    return_count: int = 0
    cancelled_count: int = 0

    @property
    def net(self) -> Won:
        """What stays."""
        return self.sales - self.discounts + self.delivery_fees - self.returns - self.cancelled

    @property
    def average(self) -> Won:
        """What a sale came to on average, before returns, rounded down to the won."""
        paid = self.sales - self.discounts + self.delivery_fees
        return paid // self.sale_count if self.sale_count else 0


class Person(msgspec.Struct, frozen=True):
    """One person's part: what they sold, and how often they did what a manager looks at (count and won by oddity).

    `net` is what they sold less what they gave back, as in `Report.people`. A "void", "no_sale", "override" and
    "reprint" is of no amount; "discount" counts units.
    """

    staff: str
    sales: Won = 0
    sale_count: int = 0
    odd: tuple[Row, ...] = ()
    net: Won = 0


class Figures(msgspec.Struct, frozen=True):
    """A day (first = last) or a period of business days. Rows as in `Report`: hours in order, others by amount."""

    first: date
    last: date
    sums: Sums = Sums()
    days: tuple[tuple[date, Sums], ...] = ()
    hours: tuple[Row, ...] = ()
    ranges: tuple[Row, ...] = ()
    benefits: tuple[Row, ...] = ()
    tenders: tuple[Row, ...] = ()
    products: tuple[Row, ...] = ()
    people: tuple[Person, ...] = ()


class Unusual(msgspec.Struct, frozen=True):
    """Something to look at: who did what how often, against what the others did in the same period.

    `times` is how many times the others' rate it is, in tenths (25 = two and a half times); 0 where nobody else did it.
    """

    oddity: Oddity
    staff: str
    count: int
    amount: Won
    times: int


class Told(msgspec.Struct, frozen=True):
    """One journal entry as a person reads it: `subject` is the sale, return, shift or product it is about.

    `number` is a receipt's, a refund's or a Z report's; `units` of a product; `code` a stable one (what was approved,
    how money went out), `by` who approved it, `note` what the person wrote.
    """

    seq: int
    at: datetime
    who: str
    kind: str
    amount: Won = 0
    subject: str = ""
    number: int = 0
    units: int = 0
    code: str = ""
    by: str = ""
    note: str = ""
