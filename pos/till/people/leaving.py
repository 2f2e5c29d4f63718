"""Leaving, at once (terms 7 (1)): what the law keeps goes to the separate store, all else is destroyed here."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from pos.domain.calendar import add_months, korean_day
from pos.domain.errors import Refused, TillError
from pos.domain.people.retention import Kept, RecordsDestroyed, records_of
from pos.domain.people.rights import RequestDone
from pos.domain.people.standing import MemberLeft, MembershipLost
from pos.till import membership
from pos.till.counter import Counter
from pos.till.people.records import known
from pos.till.ports import Commit

LEAP = timedelta(days=31)


async def leave(counter: Counter, number: str) -> None:
    """A member leaves. Raises Refused("member.unknown"), ("payment.in_progress") while they pay."""
    counter.who_may("sell")
    await let_go(counter, number, MemberLeft(number))


async def let_go(counter: Counter, number: str, why: MemberLeft | MembershipLost, *, settles: str = "") -> None:
    """Keep what has to be kept, first; then the entries and the destruction are one. Tried again it is the same.

    What they had asked for is settled with it: the request `settles` is done, the others are taken back.
    """
    asked, number = number, known(counter, number).number
    basket = counter.basket
    is_theirs = basket is not None and basket.member in (asked, number)
    if is_theirs and (counter.is_busy or counter.payments or (counter.draft and counter.draft.agreed)):
        raise Refused("payment.in_progress")

    def entry() -> Commit:
        kept = _kept(counter, number)  # which says who is known no more: nobody goes twice
        counter.ports.people.keep(kept)
        facts = (*_settled(counter, number, settles), replace(why, member=number))
        return counter.commit_of(facts=facts, forget=number)

    await counter.write(entry)
    if is_theirs:
        membership.detach(counter)
    counter.touch("member", "basket")


async def destroy_due(counter: Counter) -> dict[str, int]:
    """Destroy what was kept long enough, and write down how many; what came back with a backup goes again.

    A clock that stands years ahead would destroy what cannot be made anew: where it is further on than `LEAP` from what
    the mall last took in, by its own clock, the mall is asked what day it is. Raises Unavailable where it cannot be,
    and Refused("clock.ahead") where it says another.
    """
    people, today = counter.ports.people, korean_day(counter.now())
    told = await counter.ports.disk.run(people.told_until)
    if told is None or today - told > LEAP:
        await _check_day(counter, today)
    counted = await counter.ports.disk.run(lambda: people.destroy_due(today))
    if counted is None:
        return {}
    counts = {str(kind): count for kind, count in counted.counts.items()}
    await counter.write(lambda: counter.commit_of(facts=(RecordsDestroyed(counts),)))
    await counter.ports.disk.run(lambda: people.reported(counted.id))
    return counts


async def _check_day(counter: Counter, today: date) -> None:
    """Nothing is asked where nothing is kept that could be destroyed."""
    ports = counter.ports
    if not any(one.until < today for one in await ports.disk.run(ports.people.kept)):
        return
    says = korean_day(await ports.network.run(ports.mall_time))
    if says < today:
        raise Refused("clock.ahead", clock=today.isoformat(), mall=says.isoformat())


async def destroy_what_is_due(counter: Counter) -> None:
    """The same at a start and when another day begins; what cannot be destroyed now goes at the next one."""
    if counter.is_busy:
        return
    try:
        await destroy_due(counter)
    except TillError as error:  # it sells all the same
        if not error.code.startswith("mall."):  # who could not be asked is asked again, and nobody can do anything
            counter.failed(error)


def _settled(counter: Counter, number: str, done: str) -> tuple[RequestDone, ...]:
    waiting = (one for one in counter.ports.people.requests(number) if not one.outcome)
    return tuple(RequestDone(one.id, number, "done" if one.id == done else "taken_back") for one in waiting)


def _kept(counter: Counter, number: str) -> tuple[Kept, ...]:
    people, rule = counter.ports.people, counter.policy().rules.retention
    member, today = known(counter, number), korean_day(counter.now())
    sales = people.sales_of(number)
    since = add_months(today, -rule.visit_months) + timedelta(days=1)
    seen = people.openings(first=since, last=today, member=number)
    visits = {korean_day(one.at) for one in seen} | {korean_day(sale.at) for sale in sales}
    recent = (day for day in visits if day >= since)
    return records_of(member.number, member.name, member.mobile, sales=sales, visits=recent, rule=rule)
