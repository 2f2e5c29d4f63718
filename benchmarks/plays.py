"""Twelve frauds, played into a month of honest work as somebody careful would: a few times, on one day, by one person.

Counts that are short again and again are the one that takes several days by its nature: it is over on its last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.honest_month import MANAGERS, Month, Work
from pos.domain.audit.flags import Code
from pos.domain.facts import ApprovalRefused, ClockMoved, DrawerOpened, Reprinted, SignInRefused

SHORT_SHIFTS = 4
TIMES: dict[Code, int] = {
    "ask.void_before_payment": 7,
    "ask.basket_given_up": 7,
    "ask.refund_no_receipt": 4,
    "ask.refund_other_way": 4,
    "ask.refund_own_sale": 5,
    "ask.drawer_without_sale": 8,
    "ask.free_same_approver": 7,
    "ask.copy_then_refund": 4,
    "ask.paid_out": 5,
    "ask.member_again": 6,
    "ask.approver_absent": 4,
    "ask.pins_tried": 4,
}
"""How often each is done; the clock is set back once, and the drawer is short on the last `SHORT_SHIFTS` shifts."""


@dataclass(frozen=True, slots=True)
class Played:
    """Who played what, and the day on whose morrow it should be asked about; `days` are all it was played on."""

    code: Code
    who: str
    day: date
    days: tuple[date, ...]


def voids(month: Month, work: Work, times: int) -> None:
    """A friend's goods are scanned, and some taken out again when money is asked for."""
    for sale in month.random.sample(work.sales, times):
        month.void(work, sale, seconds=month.random.uniform(2, 12))


def baskets(month: Month, work: Work, times: int) -> None:
    """The customer pays in cash and leaves; the basket is given up and the cash kept."""
    for nth in range(times):
        if nth % 3:
            month.give_up(work, month.some_time(work))
        else:
            month.empty(work, month.some_time(work))


def no_receipt(month: Month, work: Work, times: int) -> None:
    """Goods that nobody brought come back without a receipt."""
    for _ in range(times):
        month.refund(work, month.some_time(work), None)


def other_way(month: Month, work: Work, times: int) -> None:
    """What was paid by card goes back in cash."""
    cards = [sale for sale in month.works[_place(month, work)][0].sales if sale.payments[0].kind == "card"]
    for sale in month.random.sample([one for one in cards if one not in work.sales] or cards, times):
        month.refund(work, max(month.some_time(work), sale.at + timedelta(minutes=9)), sale, is_cash=True)


def own_sale(month: Month, work: Work, times: int) -> None:
    """The customer has gone and left the receipt: their money goes back to nobody."""
    cash = [sale for sale in work.sales[:-5] if sale.payments[0].kind == "cash" and sale.member is None]
    for sale in month.random.sample(cash, min(times, len(cash))):
        month.refund(work, sale.at + timedelta(minutes=month.random.randrange(4, 20)), sale)


def no_sale(month: Month, work: Work, times: int) -> None:
    """Cash is taken without ringing anything up; the drawer has to open for the change."""
    for _ in range(times):
        work.tell(month.some_time(work), DrawerOpened("change"))


def free(month: Month, work: Work, times: int) -> None:
    """Units for nothing, and always the same colleague lets them pass."""
    by = work.approvers[0]
    for _ in range(times):
        month.sell(work, month.some_time(work), free_by=by)


def copies(month: Month, work: Work, times: int) -> None:
    """A copy of somebody else's sale serves as its receipt."""
    earlier = month.works[_place(month, work) - 1] if _place(month, work) else month.works[0][:1]
    sales = [sale for one in earlier for sale in one.sales if sale.cashier != work.who and sale.at < work.begins]
    for sale in month.random.sample(sales, times):
        at = month.some_time(work)
        work.tell(at - timedelta(seconds=100), Reprinted(sale.id))
        month.refund(work, at, sale)


def paid_out(month: Month, work: Work, times: int) -> None:
    """Stamps that nobody bought."""
    for _ in range(times):
        month.pay_out(work, month.some_time(work), month.random.randrange(9, 30) * 1_000)


def member(month: Month, work: Work, times: int) -> None:
    """One's own number takes the benefit of strangers' sales."""
    for _ in range(times):
        month.sell(work, month.some_time(work), member="m9999", off=3_000)


def clock(month: Month, work: Work, _: int) -> None:
    """The clock goes back so that a refund bears the time before the colleague left."""
    sale = month.random.choice(work.sales[len(work.sales) // 2 :])
    at = sale.at + timedelta(seconds=10)
    work.tell(at, ClockMoved(at - timedelta(minutes=95)))
    month.refund(work, at, month.random.choice(work.sales[:9]))


def absent(month: Month, work: Work, times: int) -> None:
    """A PIN that was looked over the shoulder allows what its owner never sees."""
    there = {one.who for one in month.works[_place(month, work)]}
    away = next(one for one in MANAGERS if one not in there and one not in work.approvers)
    for _ in range(times):
        month.allow(work, month.some_time(work), away)


def pins(month: Month, work: Work, times: int) -> None:
    """Birthdays of the manager, tried while nobody looks."""
    victim = next(one for one in MANAGERS if one != work.who)
    for nth in range(times):
        at = month.some_time(work)
        wrong = SignInRefused(victim, "session.wrong_pin", nth + 1)
        refused = ApprovalRefused("", "line.free", "x", victim, "approval.wrong_pin")
        work.tell(at, wrong if nth % 2 else refused)


def short(month: Month, work: Work, _: int) -> None:
    """A few thousand won from each drawer, under what anybody would ask about."""
    for one in _last_of(month, work):
        one.difference = -month.random.randrange(3_000, 9_000, 10)


PLAYS: dict[Code, Callable[[Month, Work, int], None]] = {
    "ask.void_before_payment": voids,
    "ask.basket_given_up": baskets,
    "ask.refund_no_receipt": no_receipt,
    "ask.refund_other_way": other_way,
    "ask.refund_own_sale": own_sale,
    "ask.drawer_without_sale": no_sale,
    "ask.free_same_approver": free,
    "ask.copy_then_refund": copies,
    "ask.paid_out": paid_out,
    "ask.short_again": short,
    "ask.member_again": member,
    "ask.clock_set_back": clock,
    "ask.approver_absent": absent,
    "ask.pins_tried": pins,
}


def play(month: Month, *, fewer: int = 0) -> tuple[Played, ...]:
    """Every fraud once, each in a shift of its own, on any day of the month that allows it; perhaps less often."""
    taken, found = set[tuple[str, date]](), []
    for code, perform in PLAYS.items():
        works = [work for works in month.works for work in works if _suits(code, month, work)]
        work = month.random.choice([one for one in works if taken.isdisjoint(_shifts(code, month, one))])
        perform(month, work, max(TIMES.get(code, 1) - fewer, 1))
        shifts = _shifts(code, month, work)
        taken |= set(shifts)
        found.append(Played(code, work.who, work.day, tuple(day for _, day in shifts)))
    return tuple(found)


def _shifts(code: Code, month: Month, work: Work) -> list[tuple[str, date]]:
    """The shifts it takes."""
    works = _last_of(month, work) if code == "ask.short_again" else [work]
    return [(one.who, one.day) for one in works]


def _suits(code: Code, month: Month, work: Work) -> bool:
    """Nobody plays with somebody who has to be away on a day when all are there."""
    there = {one.who for one in month.works[_place(month, work)]} | set(work.approvers)
    if code == "ask.approver_absent":
        return any(one not in there for one in MANAGERS)
    if code == "ask.short_again":
        return len(_last_of(month, work)) == SHORT_SHIFTS
    return not (
        code in ("ask.copy_then_refund", "ask.refund_other_way") and work is month.works[_place(month, work)][0]
    )


def _last_of(month: Month, work: Work) -> list[Work]:
    """A shift and the ones before it of the same person."""
    theirs = [one for works in month.works[: _place(month, work) + 1] for one in works if one.who == work.who]
    return theirs[-SHORT_SHIFTS:]


def _place(month: Month, work: Work) -> int:
    return next(at for at, works in enumerate(month.works) if works[0].day == work.day)
