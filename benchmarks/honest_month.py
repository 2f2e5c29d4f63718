"""A month of a busy boutique as its journal has it: 20,000 sales by eight people, with the noise of honest work.

Entries are made directly, without a database and without hashes; everything comes from a seed. How often honest people
void, open drawers or refund differs by person and by day: what a detector makes of this month is its own merit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import exp
from random import Random

from msgspec.structs import replace

from pos.domain.approval import Action, Approval
from pos.domain.back.returns import PaidOut, Part, Return
from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.drawer import Move, counted
from pos.domain.facts import (
    ApprovalGiven,
    ApprovalRefused,
    BasketHeld,
    CardAsked,
    ClockMoved,
    DrawerMoved,
    DrawerOpened,
    Fact,
    LineVoided,
    RefundPaid,
    Reprinted,
    ReturnCompleted,
    SaleAbandoned,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
    SignedIn,
    SignedOut,
    SignInRefused,
    kind_of,
)
from pos.domain.journal import Entry, write_time
from pos.domain.money import vat_inside
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import Sale, SaleLine
from pos.domain.sums.report import Report
from pos.domain.tender import MoneyKind, Payment

FIRST = date(2026, 10, 1)
DAYS, SHIFTS, SALES = 30, 5, 134
PEOPLE = tuple(f"p{number}" for number in range(1, 9))
MANAGERS = PEOPLE[:3]
MEMBERS = 1_500
FLOAT = 200_000

VOID, HELD, GIVEN_UP, EMPTIED, REFUND, NO_SALE = 0.02, 0.01, 0.004, 0.0015, 0.015, 0.0035
FREE, ALLOWED, PAID_OUT, COPY, MEMBER, AGAIN = 0.0025, 0.004, 0.0012, 0.01, 0.4, 0.008
"""How often, in a sale."""

Told = tuple[datetime, str, tuple[Fact, ...]]
"""What is written in one transaction: when, in whose name, what."""


@dataclass(slots=True)
class Work:
    """One person's shift: their sales, and all that is written in it. Mutable: it is filled."""

    who: str
    day: date
    begins: datetime
    ends: datetime
    shift: str
    approvers: tuple[str, ...]
    sales: list[Sale] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    difference: int = 0

    def tell(self, at: datetime, *facts: Fact) -> None:
        """One more transaction of theirs."""
        self.told.append((at, self.who, facts))


class Month:
    """Mutable: it is made step by step, and others may play something into its shifts before it is written down."""

    def __init__(self, seed: int, *, noise: float = 1.0) -> None:
        """`noise` is how much more of everything honest people do that looks like something else."""
        self.random, self._noise, self._ids, self._number = Random(seed), noise, 0, 0
        self._products = [(f"C{number:02}", self.random.randrange(55, 160) * 100) for number in range(40)]
        self._habits = {who: [self._differs(0.35) for _ in range(12)] for who in PEOPLE}
        self.works: list[list[Work]] = []
        for place in range(DAYS):
            self._day(FIRST + timedelta(days=place))

    # --- making it ---

    def new_id(self) -> str:
        """A fresh id."""
        self._ids += 1
        return f"i{self._ids}"

    def _differs(self, sigma: float) -> float:
        return min(max(exp(self.random.gauss(0, sigma)), 0.4), 2.5)

    def _day(self, day: date) -> None:
        random = self.random
        there = random.sample(PEOPLE, SHIFTS)
        others = [one for one in MANAGERS if one not in there]
        in_the_shop = (*(one for one in there if one in MANAGERS), *random.sample(others, min(len(others), 1)))
        begins = datetime(day.year, day.month, day.day, 10, tzinfo=KST)
        works = []
        for who in there:
            ends = begins + timedelta(seconds=SALES * 62)
            approvers = tuple(one for one in in_the_shop if one != who)
            work = Work(who, day, begins, ends, f"{day}-{who}", approvers)
            self._fill(work)
            works.append(work)
            begins = ends + timedelta(minutes=3)
        for boss in in_the_shop:
            if boss not in there and random.random() < 0.85:
                at = works[0].begins - timedelta(minutes=9)
                works[0].told += [(at, boss, (SignedIn(),)), (at + timedelta(minutes=2), boss, (SignedOut(),))]
        self.works.append(works)

    def _fill(self, work: Work) -> None:
        random = self.random
        habit = iter([one * self._differs(0.3) for one in self._habits[work.who]])
        self._sign_in(work)
        for _ in range(SALES + random.randrange(-12, 13)):
            self.sell(work, self.some_time(work))
        work.sales.sort(key=lambda sale: sale.at)
        self._voids(work, next(habit))
        self._come_to_nothing(work, next(habit), next(habit))
        for _ in range(self._often(NO_SALE, next(habit))):
            work.tell(self.some_time(work), DrawerOpened("change"))
        for _ in range(self._often(PAID_OUT * (2.5 if work.who in MANAGERS else 0.8), next(habit))):
            self.pay_out(work, self.some_time(work), random.randrange(3, 25) * 1_000)
        for _ in range(self._often(ALLOWED, next(habit))):
            self.allow(work, self.some_time(work), random.choice(work.approvers))
        for _ in range(self._often(FREE, next(habit))):
            self.sell(work, self.some_time(work), free_by=random.choice(work.approvers))
        for sale in random.sample(work.sales, self._often(COPY, next(habit))):
            work.tell(sale.at + timedelta(seconds=20), Reprinted(sale.id))
        for _ in range(self._often(REFUND, next(habit))):
            self._honest_refund(work)
        work.difference = self._honest_difference()

    def _often(self, rate: float, habit: float) -> int:
        """A number of events at a rate a sale."""
        mean, count, spent = rate * SALES * habit * self._noise, 0, self.random.expovariate(1)
        while spent < mean:
            count += 1
            spent += self.random.expovariate(1)
        return count

    def some_time(self, work: Work) -> datetime:
        """Any time in a shift but its very ends."""
        seconds = (work.ends - work.begins).total_seconds() - 240
        return work.begins + timedelta(seconds=120 + self.random.random() * seconds)

    def _sign_in(self, work: Work) -> None:
        """Now and then a wrong PIN first, or the tile of the colleague beside one's own."""
        at, random = work.begins - timedelta(seconds=60), self.random
        if random.random() < 0.05:
            staff = work.who if random.random() < 0.7 else random.choice(PEOPLE)
            tries = random.choice((1, 1, 1, 2))
            for nth in range(tries):
                failed = SignInRefused(staff, "session.wrong_pin", nth + 1)
                work.told.append((at - timedelta(seconds=30 - 10 * nth), "till", (failed,)))
        work.tell(at, SignedIn())
        if random.random() < 0.06:
            work.tell(at + timedelta(seconds=1), ClockMoved(at - timedelta(seconds=random.randrange(1, 40))))
        work.tell(at + timedelta(seconds=5), ShiftOpened(work.shift, FLOAT, own=True))

    def _honest_difference(self) -> int:
        random = self.random
        if random.random() < 0.72:
            return 0
        most = random.choice((300, 900, 3_000, 3_000, 9_000))
        return random.randrange(-most, most + 1, 10)

    # --- what people do ---

    def line(self) -> SaleLine:
        """Some goods."""
        code, won = self.random.choice(self._products)
        quantity = self.random.choice((1, 1, 1, 2, 3))
        return SaleLine(code, Name("예시", "Sample"), "original", "taxable", quantity, won, won * quantity)

    def sell(self, work: Work, at: datetime, *, member: str | None = None, free_by: str = "", off: int = 0) -> Sale:
        """A sale: its card is asked a few seconds before. `off` is a benefit's discount in won."""
        random = self.random
        lines = tuple(self.line() for _ in range(random.choice((1, 1, 2, 2, 3))))
        approvals: tuple[Approval, ...] = ()
        if free_by:
            given = self.line()
            discounts = (Discount(Cause("line.free", "9 (2)"), given.amount),)
            lines = (*lines, replace(given, discounts=discounts))
            approvals = (self._approval("line.free", free_by, at),)
        if off:
            first = lines[0]
            discount = Discount(Cause("plus.discount", "9 (8)"), min(off, first.amount))
            lines = (replace(first, discounts=(discount,)), *lines[1:])
        sale = self._sale(work, at, lines, member=member or self._member(work), approvals=approvals)
        if approvals:
            work.tell(at - timedelta(seconds=25), ApprovalGiven(sale.id, approvals[0]))
        if sale.payments[0].kind == "card":
            work.tell(at - timedelta(seconds=7), CardAsked(sale.id, sale.payments[0].id, "card", sale.total, 0))
            work.tell(at, SaleCompleted(sale))
        else:
            work.tell(at, SaleCompleted(sale), DrawerOpened("sale", sale.id))
        work.sales.append(sale)
        return sale

    def _sale(
        self,
        work: Work,
        at: datetime,
        lines: tuple[SaleLine, ...],
        *,
        member: str | None,
        approvals: tuple[Approval, ...],
    ) -> Sale:
        self._number += 1
        goods = sum(line.amount for line in lines)
        off = sum(discount.amount for line in lines for discount in line.discounts)
        total, kind = goods - off, "card" if self.random.random() < 0.8 else "cash"
        payment = (
            Payment(self.new_id(), "card", total) if kind == "card" else Payment(self.new_id(), "cash", total, total)
        )
        return Sale(
            self.new_id(), "SEL01", "1", self._number, work.day, at, work.who, work.shift, "2026-01", lines, goods, off,
            total, total, 0, vat_inside(total, 10), (payment,), member=member, approvals=approvals,
        )  # fmt: skip

    def _member(self, work: Work) -> str | None:
        """Nobody, a member, or one who was here a moment ago and forgot something."""
        random = self.random
        if random.random() >= MEMBER:
            return None
        recent = [sale.member for sale in work.sales[-30:] if sale.member]
        return random.choice(recent) if recent and random.random() < AGAIN else f"m{random.randrange(MEMBERS)}"

    def _approval(self, action: Action, by: str, at: datetime) -> Approval:
        return Approval(action, self.new_id(), by, "reason", at)

    def allow(self, work: Work, at: datetime, by: str) -> None:
        """A second person lets something pass; sometimes the PIN is wrong at first."""
        allowed = self._approval("order.limit_exceeded", by, at)
        if self.random.random() < 0.04:
            wrong = ApprovalRefused(allowed.about, allowed.action, allowed.about, by, "approval.wrong_pin")
            work.tell(at - timedelta(seconds=8), wrong)
        work.tell(at, ApprovalGiven(allowed.about, allowed))

    def pay_out(self, work: Work, at: datetime, won: int) -> None:
        """Stamps, milk, a courier."""
        work.tell(at, DrawerMoved(Move("out", won, "stamps")), DrawerOpened("drawer moved"))

    def _voids(self, work: Work, habit: float) -> None:
        for sale in self.random.sample(work.sales, self._often(VOID, habit)):
            self.void(work, sale, seconds=self.random.uniform(1, 95))

    def void(self, work: Work, sale: Sale, *, seconds: float) -> None:
        """A line that was taken out so long before money was asked for."""
        asked = sale.at - timedelta(seconds=7 if sale.payments[0].kind == "card" else 0)
        line = self.line()
        work.tell(asked - timedelta(seconds=seconds), LineVoided(sale.id, line.product, line.quantity))

    def _come_to_nothing(self, work: Work, given_up: float, emptied: float) -> None:
        for sale in self.random.sample(work.sales, self._often(HELD, 1)):
            work.tell(sale.at - timedelta(seconds=200), BasketHeld(sale.id))
        for _ in range(self._often(GIVEN_UP, given_up)):
            self.give_up(work, self.some_time(work), has_card=self.random.random() < 0.4)
        for _ in range(self._often(EMPTIED, emptied)):
            self.empty(work, self.some_time(work))

    def empty(self, work: Work, at: datetime) -> None:
        """All that was in a basket is taken out again, and that was that."""
        line = self.line()
        work.tell(at, LineVoided(self.new_id(), line.product, line.quantity))

    def give_up(self, work: Work, at: datetime, *, has_card: bool = False) -> None:
        """A basket that comes to nothing, perhaps because a card was declined."""
        line, sale = self.line(), self.new_id()
        if has_card:
            work.tell(at - timedelta(seconds=40), CardAsked(sale, self.new_id(), "card", line.amount, 0))
        work.tell(at, SaleAbandoned(sale, ((line.product, line.quantity),), line.amount))

    def _honest_refund(self, work: Work) -> None:
        random, kind = self.random, self.random.random()
        earlier = [sale for works in self.works[-10:] for one in works for sale in one.sales]
        at = self.some_time(work)
        own = [sale for sale in work.sales if sale.at < at]
        if kind < 0.05 and own:
            sale = random.choice(own)
        elif kind < 0.08:
            self.refund(work, at, None)
            return
        else:
            sale = random.choice(earlier) if len(earlier) > SALES * SHIFTS else self._of_last_month(work)
        if random.random() < 0.04:
            work.tell(at - timedelta(seconds=60), Reprinted(sale.id))
        self.refund(work, at, sale, is_cash=random.random() < 0.04)

    def _of_last_month(self, work: Work) -> Sale:
        """A sale from before the month began."""
        at = work.begins - timedelta(days=self.random.randrange(1, 14))
        seller = self.random.choice(PEOPLE)
        whose = Work(seller, at.date(), at, at, "", ())
        return self._sale(whose, at, (self.line(),), member=self._member(whose), approvals=())

    def refund(self, work: Work, at: datetime, sale: Sale | None, *, is_cash: bool = False) -> Return:
        """What was sold comes back, without a receipt where `sale` is None; the money at once."""
        amount = sale.total if sale else self.line().amount
        came: MoneyKind = "card" if sale and sale.payments[0].kind == "card" else "cash"
        part = Part(self.new_id(), sale.payments[0].id if sale else "", came, amount)
        back = Return(
            self.new_id(), "SEL01", "1", 1, work.day, at, work.who, work.shift, sale.id if sale else "",
            sale.code if sale else "", sale.at if sale else None, "2026-01", (), amount, amount, 0,
            vat_inside(amount, 10), amount, None, parts=(part,), member=sale.member if sale else None,
            seller=sale.cashier if sale else "",
        )  # fmt: skip
        work.tell(at, ReturnCompleted(back))
        paid = RefundPaid(back.id, PaidOut(part.id, "cash" if is_cash else came, amount))
        opened = (DrawerOpened("refund", back.id),) if is_cash or came == "cash" else ()
        work.tell(at + timedelta(seconds=4), paid, *opened)
        return back

    # --- writing it down ---

    def days(self) -> Iterator[tuple[date, list[tuple[Entry, Fact]]]]:
        """Each day with its entries, in the order of their time."""
        seq = 0
        for works in self.works:
            told = [one for work in works for one in (*work.told, *_closing(work))]
            found = []
            for at, who, facts in sorted(told, key=lambda one: one[0]):
                for fact in facts:
                    seq += 1
                    place = ("1", 1, seq, write_time(at), works[0].day.isoformat())
                    found.append((Entry(*place, who, kind_of(fact), b"", b"", b""), fact))
            yield works[0].day, found


def _closing(work: Work) -> Sequence[Told]:
    held = FLOAT + 400_000
    found = held + work.difference
    report = Report(
        "SEL01", "1", work.shift, work.day, work.begins, work.ends, work.who, expected=held, own=True,
        opened_by=work.who, count=counted([(10, found // 10 % 100), (1_000, found // 1_000)]),
    )  # fmt: skip
    at = work.ends + timedelta(seconds=30)
    return ((at, work.who, (ShiftClosed(report),)), (at + timedelta(seconds=40), work.who, (SignedOut(),)))
