"""What somebody still has to see to: one list, the same in the morning and at closing, and summed up in the Z report.

It finds and counts; each thing is settled where it belongs: refunds, claims, held baskets, the printer, the tax office.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pos.domain.calendar import KST, korean_day
from pos.domain.money import Won
from pos.domain.sums.report import Open
from pos.till import bulletins
from pos.till.back import refunding, settling
from pos.till.counter import Counter, Notice
from pos.till.paying.moving import IN_DOUBT

LATE = timedelta(minutes=5)
"""The mall answers within seconds; what it has not acknowledged for so long, somebody should know of."""

SOON = timedelta(days=2)
"""What the law gives ten days for is red while there is still time to do it."""

ORDER = (
    "card.in_doubt",
    "request.due",
    "agreement.differs",
    "tax.overdue",
    "bulletin.new",
    "tax.unissued",
    "refund.owed",
    "claim.open",
    "request.open",
    "basket.held",
    "paper.unknown",
    "order.stopped",
    "change.held",
    "change.unread",
    "entry.aside",
    "benefit.refused",
    "entries.waiting",
)
"""Every code there is, the most urgent first."""

OF_A_PERSON = frozenset({"bulletin.new"})
"""What is left to who is signed in, and not to the shop."""


@dataclass(frozen=True, slots=True)
class Item:
    """One open thing: `id` is the sale's, part's, receipt's, job's or request's that it is about, `due` its last day.

    `amount` is money that is to move, 0 where none is. `count` is more than one where the things have no names.
    """

    code: str
    id: str
    at: datetime | None = None
    amount: Won = 0
    due: date | None = None
    is_late: bool = False
    count: int = 1


def items(counter: Counter) -> tuple[Item, ...]:
    """Everything that is open, the most urgent kind first, and the oldest first of each."""
    found = [
        *_cards(counter),
        *_receipts(counter),
        *_refunds(counter),
        *_requests(counter),
        *_others(counter),
        *_differing(counter),
        *_bulletins(counter),
    ]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.code)))


def still_open(counter: Counter) -> tuple[Open, ...]:
    """What is left to the shop by kind: how many, and what they come to."""
    found = _of_the_shop(counter)
    groups = {code: [one for one in found if one.code == code] for code in ORDER}
    return tuple(
        Open(code, sum(one.count for one in group), sum(one.amount for one in group))
        for code, group in groups.items()
        if group
    )


def tell(counter: Counter) -> None:
    """Say that something is left, as in the morning; refunds that are owed have a notice of their own."""
    counter.hush("open_items.left")
    found = _of_the_shop(counter)
    if any(one.code != "refund.owed" for one in found):
        late = sum(one.is_late for one in found)
        counter.tell(Notice("open_items.left", {"count": len(found), "late": late}))


def _of_the_shop(counter: Counter) -> tuple[Item, ...]:
    return tuple(one for one in items(counter) if one.code not in OF_A_PERSON)


def _cards(counter: Counter) -> Iterator[Item]:
    """Card attempts of which nobody knows whether money moved, of the open basket and of held ones."""
    shelf = counter.ports.shelf
    drafts = ([counter.draft] if counter.draft else []) + list(shelf.held())
    for draft in drafts:
        sale = draft.basket.id
        attempts = counter.attempts if draft is counter.draft else shelf.attempts(sale)
        for attempt in attempts:
            if attempt.outcome in IN_DOUBT:
                yield Item("card.in_doubt", sale, draft.basket.opened_at, attempt.asked.amount)


def _receipts(counter: Counter) -> Iterator[Item]:
    today = korean_day(counter.now())
    for told in counter.ports.tax.open_receipts():
        receipt, late = told.receipt, told.receipt.due < today
        code = "tax.overdue" if late else "tax.unissued"
        yield Item(code, receipt.id, receipt.at, receipt.amount, receipt.due, late)


def _refunds(counter: Counter) -> Iterator[Item]:
    """A refund that goes back in several ways is as many things."""
    today = korean_day(counter.now())
    for one in refunding.owed(counter):
        due = one.back.due
        yield Item("refund.owed", one.part.id, one.back.at, one.part.amount, due, due is not None and due < today)


def _requests(counter: Counter) -> Iterator[Item]:
    """What members asked for about their data; within two days of its last day it is pressing."""
    today = korean_day(counter.now())
    for one in counter.ports.people.requests():
        code = "request.due" if one.due - today <= SOON else "request.open"
        yield Item(code, one.id, _morning(one.made_on), due=one.due, is_late=one.due < today)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), KST)


def _differing(counter: Counter) -> Iterator[Item]:
    """Days of which the mall does not hold what this till holds."""
    for one in counter.ports.agreements.differing():
        yield Item("agreement.differs", one.day, datetime.fromisoformat(one.at), is_late=True)


def _bulletins(counter: Counter) -> Iterator[Item]:
    """What the chain's office tells and who is signed in has not read."""
    for one in bulletins.unread(counter):
        yield Item("bulletin.new", one.id, one.since)


def _others(counter: Counter) -> Iterator[Item]:
    ports = counter.ports
    for claim in ports.past.open_claims():
        yield Item("claim.open", claim.id, claim.at)
    for draft in ports.shelf.held():
        yield Item("basket.held", draft.basket.id, draft.held_at)
    for job in ports.shelf.jobs():
        if job.state == "unknown":
            yield Item("paper.unknown", job.id)
    for sale in ports.books.stopped_orders():
        yield Item("order.stopped", sale.id, sale.at)
    for aside in ports.shelf.put_aside():
        yield Item("entry.aside", f"{aside.till}-{aside.epoch}-{aside.seq}", amount=aside.amount)
    for told in settling.refused(counter):
        yield Item("benefit.refused", f"{told.sale}:{told.benefit}", told.at)
    yield from _held_changes(counter)
    waiting = ports.shelf.waiting()
    since = datetime.fromisoformat(waiting.since) if waiting.since else None
    if waiting.count and since is not None and counter.now() - since > LATE:
        yield Item("entries.waiting", "", since, is_late=True, count=waiting.count)


def _held_changes(counter: Counter) -> Iterator[Item]:
    """What the feed brought and nobody believes yet is one thing to see to, what is not understood another."""
    found = counter.ports.shelf.held_changes()
    for code, some in (
        ("change.held", [one for one in found if one.is_understood]),
        ("change.unread", [one for one in found if not one.is_understood]),
    ):
        if some:
            since = min(datetime.fromisoformat(one.arrived_at) for one in some)
            yield Item(code, "", since, count=len(some))
