"""Closing a shift, blind: count first, and only then hear what the drawer should hold. Everything works offline.

A held basket is carried over or given up with a reason; a difference over the tolerance needs one, and a second person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from pos.domain.agreement import Confirmed
from pos.domain.approval import Approval
from pos.domain.calendar import KST
from pos.domain.drawer import Count, counted
from pos.domain.errors import Refused
from pos.domain.facts import DrawerOpened, SaleAbandoned, ShiftClosed, ShiftCounted, decode_fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.refusal import check_note
from pos.domain.sums.likely import likely_causes
from pos.domain.sums.report import Report
from pos.domain.sums.tally import Tally
from pos.till import approving, printing
from pos.till.counter import Counter
from pos.till.day import keeping
from pos.till.day.open_items import still_open as still_open
from pos.till.in_hand import Closing
from pos.till.ports import Commit, Draft, Job, Shift
from pos.till.selling import ends_with_late_scans

MOST_COUNTS = 2


def begin(counter: Counter, shift_id: str = "") -> Closing:
    """Begin to close a shift, by default one's own; nothing is written yet, and `leave` goes back to selling.

    The own shift of somebody who has left is closed by a manager: Refused("shift.of_another").
    Raises Refused("closing.basket") while goods are in the basket, ("payment.in_progress"), ("shift.not_open").
    """
    shift = shift_to_close(counter, shift_id)
    if counter.is_busy:
        raise Refused("payment.in_progress")
    _check_basket(counter)
    if counter.closing is None or counter.closing.shift != shift.id:
        counter.closing = Closing(shift.id)
    counter.touch("closing")
    return counter.closing


def shift_to_close(counter: Counter, shift_id: str = "") -> Shift:
    """An open shift that may be closed by who is signed in. Raises Refused("shift.not_open"), ("shift.of_another")."""
    counter.who_may("sell")
    if not shift_id or (counter.shift is not None and counter.shift.id == shift_id):
        return counter.open_shift()
    shift = _open(counter, shift_id)
    if not counter.may("close_any_shift"):
        raise Refused("shift.of_another", staff=shift.cashier)
    return shift


async def open_drawer(counter: Counter) -> None:
    """The drawer opens to be counted; the entry names the shift, so that it is no no-sale."""
    counter.who_may("sell")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    shift = _open(counter, _closing(counter).shift)
    fact = DrawerOpened("count", shift.id)
    await counter.write(counter.commit_of(facts=(fact,), jobs=(counter.kick(drawer=shift.drawer),)))
    printing.wake(counter)


def leave(counter: Counter) -> None:
    """Go on selling; a count that was written stays in the journal, and the next one is the recount.

    Where nobody could tell whether the shift was closed, and it was, it is.
    """
    if counter.is_unsure and counter.closing is not None:
        _look_whether_closed(counter, counter.closing.shift)
    counter.closing = None
    counter.touch("closing")


def undecided(counter: Counter) -> tuple[Draft, ...]:
    """The held baskets of which nobody has said what becomes of them."""
    carried = _closing(counter).carried
    return tuple(draft for draft in counter.ports.shelf.held() if draft.basket.id not in carried)


def carry_over(counter: Counter, basket_id: str) -> None:
    """A held basket goes into the next shift. Raises Refused("basket.not_held")."""
    counter.who_may("sell")
    closing = _closing(counter)
    if all(draft.basket.id != basket_id for draft in undecided(counter)):
        raise Refused("basket.not_held")
    counter.closing = replace(closing, carried=(*closing.carried, basket_id))
    counter.touch("closing")


async def give_up(counter: Counter, basket_id: str, *, reason: str) -> None:
    """A held basket is given up, with a reason.

    Raises Refused("basket.not_held"), ("payment.in_doubt") for one whose card is under enquiry: it is carried over; and
    what a bad reason raises.
    """
    counter.who_may("sell")
    check_note(reason)
    draft = next((one for one in undecided(counter) if one.basket.id == basket_id), None)
    if draft is None:
        raise Refused("basket.not_held")
    if draft.agreed is not None:
        raise Refused("payment.in_doubt")
    with _alone(counter):
        quote, lines = counter.quote_of(draft), tuple((line.product, line.quantity) for line in draft.basket.lines)
        gone = SaleAbandoned(basket_id, lines, quote.total, reason=reason.strip())
        await counter.write(counter.commit_of(facts=(gone,), drop=basket_id))
    counter.touch("held", "closing")


@ends_with_late_scans
async def count(counter: Counter, pieces: Iterable[tuple[Won, int]]) -> Closing:
    """What was counted, by denomination; on disk before anybody hears what it should have been. Once more is a recount.

    Where cash moved since, counting begins anew.
    Raises Refused("closing.held") while a held basket is undecided, ("closing.counted") after the recount,
    ("drawer.count") for what is no count.
    """
    counter.who_may("sell")
    closing, found = _closing(counter), counted(pieces)
    if undecided(counter):
        raise Refused("closing.held", count=len(undecided(counter)))
    with _alone(counter):
        summed, before = await _look(counter, _open(counter, closing.shift))
        if len(before) >= MOST_COUNTS:
            raise Refused("closing.counted")
        fact = ShiftCounted(closing.shift, len(before) + 1, found)
        await counter.write(counter.commit_of(facts=(fact,)))
        counter.closing = _heard(closing, summed, (*before, found))
    counter.touch("closing")
    return counter.closing


async def resume(counter: Counter) -> Closing:
    """Take up the counts in the journal since which no cash moved: after a restart, or after a way back to selling."""
    counter.who_may("sell")
    if not _closing(counter).counts:
        summed, counts = await _look(counter, _open(counter, _closing(counter).shift))
        counter.closing = _heard(_closing(counter), summed, counts)
        counter.touch("closing")
    return _closing(counter)


@ends_with_late_scans
async def close(counter: Counter, *, by: str = "", pin: str = "", reason: str = "") -> Report:
    """Close the shift: the Z report gets its number, is written and printed. What stays open is named in it.

    Raises Refused("closing.not_counted"), ("closing.held"), ("closing.basket"), ("closing.moved") where cash moved
    since it was counted, ("shift.difference", difference=won) over the tolerance unless a manager (`by`) allows it with
    a reason, ("shift.closed") where it is closed already, and what `approving.approve` raises.
    """
    closing, shift = _ready(counter)
    with _alone(counter):
        approval = None
        if abs(closing.difference) > counter.boutique.cash_tolerance:
            if not by:
                raise Refused("shift.difference", difference=closing.difference)
            about = f"{shift.id}:{closing.difference}"
            approval = await approving.approve(
                counter, "shift.difference", about, by=by, pin=pin, reason=reason, sale=""
            )
        closed = await _write(counter, closing, shift, approval)
    _is_closed(counter, closed)
    return closed


async def interim(counter: Counter, shift_id: str = "") -> Report:
    """The X report: what an open shift came to so far, by default one's own. It tells the expected cash, so that it is
    not for everybody.

    Raises Refused("staff.not_allowed").
    """
    counter.who_may("see_reports")
    shift = _open(counter, shift_id) if shift_id else counter.open_shift()
    summed, _ = await _look(counter, shift)
    return summed.report(_bare(counter, shift))


async def reprint(counter: Counter, shift: str = "") -> None:
    """A shift's Z report again, marked as a copy; the newest by default. Raises Refused("report.none")."""
    shelf = counter.ports.shelf
    found = shift or next((one.shift for one in shelf.reports(most=1)), "")
    if shelf.entry_of_report(found) is None:
        raise Refused("report.none")
    await printing.reprint_report(counter, found)


async def _look(counter: Counter, shift: Shift) -> tuple[Tally, tuple[Count, ...]]:
    """The shift added up, and what was counted, on the disk lane: a long day takes a moment."""
    return await counter.ports.disk.run(lambda: _add_up(counter, shift))


def _add_up(counter: Counter, shift: Shift) -> tuple[Tally, tuple[Count, ...]]:
    """The shift's entries added up, and what was counted since cash last moved."""
    shelf = counter.ports.shelf
    summed, counts = Tally(shift.float_won, shelf.sale), list[Count]()
    for entry in shelf.entries_of_shift(shift.id):
        fact, before = decode_fact(entry.payload), summed.expected
        summed.add(fact, who=entry.who)
        if summed.expected != before:
            counts.clear()
        elif isinstance(fact, ShiftCounted):
            counts.append(fact.count)
    return summed, tuple(counts)


def _heard(closing: Closing, summed: Tally, counts: tuple[Count, ...]) -> Closing:
    """What may be known once it was counted, and only then."""
    if not counts:
        return replace(closing, counts=(), difference=0, causes=())
    difference = counts[-1].total - summed.expected
    return replace(closing, counts=counts, difference=difference, causes=likely_causes(difference, summed.cash()))


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
        drawer=shift.drawer,
        own=shift.own,
        opened_by=shift.cashier,
    )


def _confirmed(counter: Counter, shift: Shift) -> Confirmed | None:
    """What the mall has confirmed of the day until now; where people practise it is asked nothing."""
    ports = counter.ports
    return None if ports.practice.is_on else ports.agreements.confirmed(shift.day)


def _with_counts(report: Report, counts: tuple[Count, ...]) -> Report:
    return replace(report, count=counts[0], recount=counts[1] if len(counts) > 1 else None)


def _ready(counter: Counter) -> tuple[Closing, Shift]:
    """What is about to be closed. Raises what stands in the way of it, before anybody is asked to allow anything."""
    counter.who_may("sell")
    closing = _closing(counter)
    if _look_whether_closed(counter, closing.shift):
        raise Refused("shift.closed")
    shift = _open(counter, closing.shift)
    if not closing.counts:
        raise Refused("closing.not_counted")
    if undecided(counter):
        raise Refused("closing.held", count=len(undecided(counter)))
    _check_basket(counter)
    if closing.counts[-1].total - counter.ports.shelf.cash_in_drawer(shift.id) != closing.difference:
        raise _moved(counter)
    return closing, shift


def _look_whether_closed(counter: Counter, shift: str) -> bool:
    """After a write of which nobody could tell whether it happened."""
    entry = counter.ports.shelf.entry_of_report(shift)
    if entry is not None:
        _is_closed(counter, _report_in((entry,)))
    return entry is not None


async def _write(counter: Counter, closing: Closing, shift: Shift, approval: Approval | None) -> Report:
    """Added up and written in one go, so that nothing comes in between that the report does not know."""
    bare, job = _bare(counter, shift), Job(counter.ports.new_id(), "z", shift.id)
    commit = counter.commit_of(jobs=(job,))

    def made() -> Commit:
        summed, counts = _add_up(counter, shift)
        if counts != closing.counts:
            raise Refused("closing.moved")
        report = replace(summed.report(bare), mall=_confirmed(counter, shift))
        fact = ShiftClosed(_with_counts(report, counts), approval)
        return replace(commit, facts=(fact,))

    try:
        return _report_in(await counter.write(made))
    except Refused as refused:
        if refused.code == "closing.moved":
            raise _moved(counter) from refused
        raise


def _report_in(entries: Iterable[Entry]) -> Report:
    facts = (decode_fact(entry.payload) for entry in entries)
    return next(fact.report for fact in facts if isinstance(fact, ShiftClosed))


def _is_closed(counter: Counter, report: Report) -> None:
    """On disk: nobody sells before the next shift is open."""
    if counter.draft is not None:
        counter.take_up(None)
    counter.closing, counter.last_report = None, report
    counter.look_at_shift()
    counter.touch("shift", "closing", "basket")
    printing.wake(counter)
    keeping.wake(counter)


def _moved(counter: Counter) -> Refused:
    """Cash moved since it was counted: what was counted says nothing any more."""
    counter.closing = replace(_closing(counter), counts=(), difference=0, causes=())
    counter.touch("closing")
    return Refused("closing.moved")


def _check_basket(counter: Counter) -> None:
    draft = counter.draft
    if draft is not None and (not draft.basket.is_empty or draft.payments or draft.exchange):
        raise Refused("closing.basket")


@contextmanager
def _alone(counter: Counter) -> Iterator[None]:
    """Nothing else is written meanwhile, and a second click finds the counter busy. Raises ("payment.in_progress")."""
    if counter.is_busy:
        raise Refused("payment.in_progress")
    counter.is_committing = True
    try:
        yield
    finally:
        counter.is_committing = False


def _open(counter: Counter, shift_id: str) -> Shift:
    """A shift that is open. Raises Refused("shift.not_open")."""
    found = next((one for one in counter.ports.shelf.open_shifts() if one.id == shift_id), None)
    if found is None:
        raise Refused("shift.not_open")
    return found


def _closing(counter: Counter) -> Closing:
    if counter.closing is None:
        raise Refused("closing.not_begun")
    return counter.closing
