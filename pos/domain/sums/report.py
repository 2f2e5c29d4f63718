"""What a shift came to: the X report while it is open, the Z report that closes it. Sums of what the journal says."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from pos.domain.agreement import Confirmed
from pos.domain.drawer import Count, Move
from pos.domain.money import Won


class Row(msgspec.Struct, frozen=True):
    """One line of a breakdown: by tender, range, benefit, person or hour."""

    name: str
    amount: Won
    count: int


class Open(msgspec.Struct, frozen=True):
    """Something that stays open when the shift closes, by its code, and how many."""

    code: str
    count: int
    amount: Won = 0


class Report(msgspec.Struct, frozen=True):
    """The sums of a shift, in won. `number` counts this till's reports of its kind without a gap, 0 before it has one.

    `sales` is goods before discounts; `net` = `sales` - `discounts` + `delivery_fees` - `returns` - `cancelled`.
    `vat` and `exempt` are those inside the net. `tenders` is what came in less what went out that way. `expected` is
    what the drawer should hold, `count` and `recount` what was counted; the last one counts. `running` is the net of
    all shifts so far. `still_open` is what somebody has to see to. `cashier` is who drew the report up, `opened_by` who
    opened the shift ("" where nobody wrote it down), and where it is `own` it is theirs alone. `rounded` is what came
    in more (or less) than the cash payments settle, because cash was rounded. `mall` is what the mall had confirmed of
    the day when it was drawn up.
    """

    boutique: str
    till: str
    shift: str
    day: date
    opened_at: datetime
    at: datetime
    cashier: str
    number: int = 0
    float_won: Won = 0
    sales: Won = 0
    discounts: Won = 0
    delivery_fees: Won = 0
    returns: Won = 0
    cancelled: Won = 0
    net: Won = 0
    vat: Won = 0
    exempt: Won = 0
    unpaid: Won = 0
    interest: Won = 0
    sale_count: int = 0
    return_count: int = 0
    cancelled_count: int = 0
    tenders: tuple[Row, ...] = ()
    ranges: tuple[Row, ...] = ()
    benefits: tuple[Row, ...] = ()
    people: tuple[Row, ...] = ()
    hours: tuple[Row, ...] = ()
    moves: tuple[Move, ...] = ()
    voids: int = 0
    abandoned: int = 0
    approvals: int = 0
    no_sales: int = 0
    reprints: int = 0
    expected: Won = 0
    count: Count | None = None
    recount: Count | None = None
    running: Won = 0
    waiting: int = 0
    still_open: tuple[Open, ...] = ()
    drawer: int = 1
    own: bool = False
    opened_by: str = ""
    rounded: Won = 0
    mall: Confirmed | None = None

    @property
    def counted(self) -> Won:
        """What the drawer held by the count that counts; as expected before there is one."""
        last = self.recount or self.count
        return self.expected if last is None else last.total

    @property
    def difference(self) -> Won:
        """Counted less expected: negative where money is missing."""
        return self.counted - self.expected
