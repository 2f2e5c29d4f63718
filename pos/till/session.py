"""Signing in and out. Whoever leaves leaves the basket where it is."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import SignedIn, SignedOut, SignInRefused
from pos.domain.money import Won
from pos.domain.sums.belonging import shift_of
from pos.till import resuming
from pos.till.counter import Counter, Notice
from pos.till.feed import Staff


async def sign_in(counter: Counter, staff_id: str, pin: str) -> None:
    """A person signs in with a PIN; whoever was signed in is signed out.

    Raises Refused("session.wrong_pin", failures=n), ("session.locked", until=time), ("session.unknown"),
    ("payment.in_progress"), ("session.cash_part") while a cash part of the open basket lies in another one's drawer.
    """
    ports = counter.ports
    if counter.is_busy:
        raise Refused("payment.in_progress")
    staff = next((one for one in ports.shelf.staff() if one.id == staff_id and one.active), None)
    if staff is None:
        raise Refused("session.unknown", staff=staff_id)
    now = counter.now()
    verdict = await ports.vault.run(lambda: ports.pins.check(staff, pin, now=now))
    if not verdict.right:
        reason = "session.locked" if verdict.until else "session.wrong_pin"
        refused = counter.commit_of(facts=(SignInRefused(staff.id, reason, verdict.failures),))
        await ports.disk.run(lambda: ports.store.commit(refused))
        until = verdict.until.isoformat() if verdict.until else None
        raise Refused(reason, staff=staff.id, failures=verdict.failures, until=until)
    moved = await _cash_part_of_another(counter, staff)
    if counter.staff:
        await sign_out(counter)
    commit = replace(counter.commit_of(facts=(SignedIn(),)), who=staff.id)
    await ports.disk.run(lambda: ports.store.commit(commit))
    counter.staff = staff
    _take_up_shift(counter)
    counter.hush("session.cash_part")
    if moved:
        counter.tell(Notice("session.cash_part_moved", {"amount": moved}))
    counter.touch("session", "shift")


async def _cash_part_of_another(counter: Counter, staff: Staff) -> Won:
    """The cash part of the open basket that lies in the drawer of another shift than who comes would work in.

    Who took it finishes the sale, for nobody else's drawer has it: Refused("session.cash_part"). A manager may come
    all the same, and moves it into their drawer.
    """
    shelf, amount = counter.ports.shelf, sum(one.amount for one in counter.payments if one.kind == "cash")
    if counter.draft is None or not amount:
        return 0
    sale = counter.draft.basket.id
    taker = await counter.ports.disk.run(lambda: shelf.who_took(sale))
    found = shelf.open_shifts()
    there = shift_of(taker, found)
    if there is None or there == shift_of(staff.id, found):
        return 0
    if staff.role != "manager":
        raise Refused("session.cash_part", amount=amount, staff=taker)
    return amount


def _take_up_shift(counter: Counter) -> None:
    """The shift that whoever is signed in works in; a closing of another one is left."""
    before = counter.shift
    counter.look_at_shift()
    if counter.closing is not None and (counter.shift is None or counter.shift.id != counter.closing.shift):
        counter.closing = None
        counter.touch("closing")
    if counter.shift is not None and counter.shift != before:
        resuming.tell_of_other_day(counter)


async def sign_out(counter: Counter) -> None:
    """The person leaves; basket, return and shift stay, what was allowed them for the return does not.

    Raises Refused("payment.in_progress") in the middle of a payment.
    """
    if counter.staff is None:
        return
    if counter.is_busy:
        raise Refused("payment.in_progress")
    commit = counter.commit_of(facts=(SignedOut(),))
    await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))
    counter.staff = None
    if counter.shift is not None and counter.shift.own:
        counter.look_at_shift()
    if counter.returning is not None:
        counter.returning = counter.returning.unallowed()
        counter.touch("returning")
    counter.touch("session")
