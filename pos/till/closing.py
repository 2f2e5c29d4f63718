"""Closing a shift, blind: count first, and only then hear what the drawer should hold. Everything works offline.

A held basket is carried over or given up with a reason; a difference over the tolerance needs one, and a second person.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from pos.domain.calendar import KST
from pos.domain.drawer import Count, counted
from pos.domain.errors import Refused
from pos.domain.facts import Fact, SaleAbandoned, ShiftClosed, ShiftCounted, decode_fact
from pos.domain.likely import likely_causes
from pos.domain.money import Won
from pos.domain.refusal import check_note
from pos.domain.report import Open, Report
from pos.domain.tally import Tally, tally
from pos.till import approving, printing, refunding
from pos.till.counter import Counter
from pos.till.in_hand import Closing
from pos.till.ports import Draft, Job, Shift

MOST_COUNTS = 2
_MOVES_CASH = frozenset({"SaleCompleted", "RefundPaid", "OrderCancelled", "DrawerMoved"})


def begin(counter: Counter) -> Closing:
    """Begin to close the open shift; nothing is written yet, and `leave` goes back to selling.

    Raises Refused("closing.basket") while goods are in the basket, ("payment.in_progress"), ("shift.not_open").
    """
    counter.cashier()
    shift = counter.open_shift()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    draft = counter.draft
    if draft is not None and (not draft.basket.is_empty or draft.payments or draft.exchange):
        raise Refused("closing.basket")
    counter.closing = counter.closing or Closing(shift.id)
    counter.touch("closing")
    return counter.closing


def leave(counter: Counter) -> None:
    """Go on selling; a count that was written stays in the journal, and the next one is the recount."""
    counter.closing = None
    counter.touch("closing")


def undecided(counter: Counter) -> tuple[Draft, ...]:
    """The held baskets of which nobody has said what becomes of them."""
    carried = _closing(counter).carried
    return tuple(draft for draft in counter.ports.shelf.held() if draft.basket.id not in carried)


def carry_over(counter: Counter, basket_id: str) -> None:
    """A held basket goes into the next shift. Raises Refused("basket.not_held")."""
    closing = _closing(counter)
    if all(draft.basket.id != basket_id for draft in undecided(counter)):
        raise Refused("basket.not_held")
    counter.closing = replace(closing, carried=(*closing.carried, basket_id))
    counter.touch("closing")


async def give_up(counter: Counter, basket_id: str, *, reason: str) -> None:
    """A held basket is given up, with a reason. Raises Refused("basket.not_held"), and what a bad reason raises."""
    check_note(reason)
    draft = next((one for one in undecided(counter) if one.basket.id == basket_id), None)
    if draft is None:
        raise Refused("basket.not_held")
    quote, lines = counter.quote_of(draft), tuple((line.product, line.quantity) for line in draft.basket.lines)
    gone = SaleAbandoned(basket_id, lines, quote.total, reason=reason.strip())
    await counter.write(counter.commit_of(facts=(gone,), drop=basket_id))
    counter.touch("held", "closing")


async def count(counter: Counter, pieces: Iterable[tuple[Won, int]]) -> Closing:
    """What was counted, by denomination; on disk before anybody hears what it should have been. Once more is a recount.

    Where cash moved since, counting begins anew.
    Raises Refused("closing.held") while a held basket is undecided, ("closing.counted") after the recount,
    ("drawer.count") for what is no count.
    """
    closing, found = _closing(counter), counted(pieces)
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if undecided(counter):
        raise Refused("closing.held", count=len(undecided(counter)))
    summed = await _tally(counter)
    before = _counts(counter)
    if len(before) >= MOST_COUNTS:
        raise Refused("closing.counted")
    fact = ShiftCounted(closing.shift, len(before) + 1, found)
    await counter.write(counter.commit_of(facts=(fact,)))
    return _known(counter, (*before, found), summed)


async def resume(counter: Counter) -> Closing:
    """Take up the counts in the journal since which no cash moved: after a restart, or after a way back to selling."""
    if _closing(counter).counts:
        return _closing(counter)
    summed = await _tally(counter)
    counts = _counts(counter)
    return _known(counter, counts, summed) if counts else _closing(counter)


async def close(counter: Counter, *, by: str = "", pin: str = "", reason: str = "") -> Report:
    """Close the shift: the Z report gets its number, is written and printed. What stays open is named in it.

    Raises Refused("closing.not_counted"), ("closing.held"), ("shift.difference", difference=won) over the tolerance
    unless a manager (`by`) allows it with a reason, and what `approving.approve` raises.
    """
    closing, shift = _closing(counter), counter.open_shift()
    if not closing.counts:
        raise Refused("closing.not_counted")
    if undecided(counter):
        raise Refused("closing.held", count=len(undecided(counter)))
    approval = None
    if abs(closing.difference) > counter.boutique.cash_tolerance:
        if not by:
            raise Refused("shift.difference", difference=closing.difference)
        about = f"{shift.id}:{closing.difference}"
        approval = await approving.approve(counter, "shift.difference", about, by=by, pin=pin, reason=reason, sale="")
    summed = await _tally(counter)
    report = _with_counts(summed.report(_bare(counter, shift)), closing.counts)
    if report.difference != closing.difference or counter.is_busy:
        raise Refused("closing.moved")
    job = Job(counter.ports.new_id(), "z", shift.id)
    entries = await counter.write(counter.commit_of(facts=(ShiftClosed(report, approval),), jobs=(job,)))
    closed = next(fact.report for one in entries if isinstance(fact := decode_fact(one.payload), ShiftClosed))
    if counter.draft is not None:
        counter.take_up(None)
    counter.shift, counter.closing, counter.last_report = None, None, closed
    counter.touch("shift", "closing", "basket")
    printing.wake(counter)
    return closed


async def interim(counter: Counter) -> Report:
    """The X report: what the shift came to so far. It tells the expected cash, so that it is for managers.

    Raises Refused("approval.not_allowed").
    """
    if counter.cashier().role != "manager":
        raise Refused("approval.not_allowed")
    summed = await _tally(counter)
    return summed.report(_bare(counter, counter.open_shift()))


async def reprint(counter: Counter, shift: str = "") -> None:
    """A shift's Z report again, marked as a copy; the newest by default. Raises Refused("report.none")."""
    known = counter.ports.shelf.reports()
    found = next((one for one in known if shift in ("", one.shift)), None)
    if found is None:
        raise Refused("report.none")
    await printing.reprint_report(counter, found.shift)


def still_open(counter: Counter) -> tuple[Open, ...]:
    """What stays open: refunds owed, claims, held baskets, papers in doubt. One list, morning and evening."""
    ports = counter.ports
    owed = refunding.owed(counter)
    found = (
        Open("refund.owed", len(owed), sum(one.part.amount for one in owed)),
        Open("claim.open", len(ports.past.open_claims())),
        Open("basket.held", len(ports.shelf.held())),
        Open("paper.unknown", sum(job.state == "unknown" for job in ports.shelf.jobs())),
        Open("order.stopped", len(ports.books.stopped_orders())),
    )
    return tuple(one for one in found if one.count)


def _known(counter: Counter, counts: tuple[Count, ...], summed: Tally) -> Closing:
    """What the last count differs by, and why perhaps."""
    difference = counts[-1].total - summed.report(_bare(counter, counter.open_shift())).expected
    causes = likely_causes(difference, summed.cash())
    counter.closing = replace(_closing(counter), counts=counts, difference=difference, causes=causes)
    counter.touch("closing")
    return counter.closing


async def _tally(counter: Counter) -> Tally:
    """The shift's entries added up, on the disk lane: a long day takes a moment."""
    ports, shift = counter.ports, counter.open_shift()

    def add_up() -> Tally:
        entries = ports.shelf.entries_of_shift(shift.id)
        facts: list[tuple[str, Fact]] = [(one.who, decode_fact(one.payload)) for one in entries]
        return tally(facts, shift.float_won, ports.shelf.sale)

    return await ports.disk.run(add_up)


def _bare(counter: Counter, shift: Shift) -> Report:
    ports = counter.ports
    return Report(
        boutique=ports.boutique,
        till=ports.till,
        shift=shift.id,
        day=shift.day,
        opened_at=shift.opened_at,
        at=counter.now().astimezone(KST),
        cashier=counter.cashier().id,
        running=ports.shelf.running_total(),
        waiting=ports.shelf.waiting().count,
        still_open=still_open(counter),
    )


def _with_counts(report: Report, counts: tuple[Count, ...]) -> Report:
    return replace(report, count=counts[0], recount=counts[1] if len(counts) > 1 else None)


def _counts(counter: Counter) -> tuple[Count, ...]:
    """What was counted since cash last moved, be it that closing was begun anew."""
    found: list[Count] = []
    for entry in counter.ports.shelf.entries_of_shift(_closing(counter).shift):
        if entry.kind in _MOVES_CASH:
            found.clear()
        elif entry.kind == "ShiftCounted":
            fact = decode_fact(entry.payload)
            found += [fact.count] if isinstance(fact, ShiftCounted) else []
    return tuple(found)


def _closing(counter: Counter) -> Closing:
    if counter.closing is None:
        raise Refused("closing.not_begun")
    return counter.closing
