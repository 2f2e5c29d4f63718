"""Signing in and out. Whoever leaves leaves the basket where it is."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import SignedIn, SignedOut
from pos.domain.money import Won
from pos.domain.pin import check_new_pin
from pos.domain.sums.belonging import shift_of
from pos.till import bulletins, membership, proving, resuming, staffing
from pos.till.counter import Counter, Notice
from pos.till.day import auditing
from pos.till.feed import Staff


async def sign_in(counter: Counter, staff_id: str, pin: str) -> None:
    """A person signs in with a PIN; whoever was signed in is signed out.

    Raises what `proving.prove` raises, Refused("session.new_pin") where the PIN is right and is to be changed first
    (`sign_in_with_new_pin`), ("session.unknown"), ("payment.in_progress"), ("session.cash_part") while a cash part of
    the open basket lies in another one's drawer.
    """
    await proving.prove(counter, _who_comes(counter, staff_id), pin)
    staff = _who_comes(counter, staff_id)  # a PIN takes a moment, and the mall may have told something
    if staff.must_change:
        raise Refused("session.new_pin", staff=staff.id)
    await _come(counter, staff)


async def sign_in_with_new_pin(counter: Counter, staff_id: str, old: str, new: str) -> None:
    """A person signs in and takes a PIN of their own in place of the one they were given.

    Raises what `sign_in` and `pos.domain.pin.check_new_pin` raise; a PIN that is no good is said before the old one is
    looked at.
    """
    staff = _who_comes(counter, staff_id)
    check_new_pin(new, old=old)
    await proving.prove(counter, staff, old)
    await _come(counter, await staffing.take_new_pin(counter, staff, new))


def _who_comes(counter: Counter, staff_id: str) -> Staff:
    if counter.is_busy:
        raise Refused("payment.in_progress")
    staff = proving.person(counter, staff_id)
    if staff is None:
        raise Refused("session.unknown", staff=staff_id)
    return staff


async def _come(counter: Counter, staff: Staff) -> None:
    """Who has proved to be it stands at the till; who stood there leaves."""
    ports = counter.ports
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
    auditing.greet(counter)
    bulletins.tell(counter)
    if membership.is_unsure(counter):  # after a restart nobody was there to ask for
        ports.start(membership.look_again(counter))


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
    if not counter.ports.powers.may(staff.role, "close_any_shift"):
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


async def lock(counter: Counter) -> None:
    """Nobody had a hand on the till for a while: who is signed in is signed out, and the basket stays.

    Raises what `sign_out` raises.
    """
    await _leave(counter, SignedOut("idle"))


def lock_minutes(counter: Counter) -> int:
    """After how many minutes without a hand on it the till is locked; 0 is never."""
    boutique = counter.ports.shelf.boutique()
    return 0 if boutique is None else boutique.lock_minutes


async def look_again(counter: Counter) -> None:
    """What is known of the people here may have changed: who is signed in has the role they have now, or has to go.

    In the middle of a payment nobody goes; it is to be asked again.
    """
    if counter.staff is None or counter.is_busy:
        return
    now = proving.person(counter, counter.staff.id)
    if now is None or not proving.may_come(counter, now):
        await sign_out(counter)
    elif now != counter.staff:
        counter.staff = now
        counter.touch("session")


async def sign_out(counter: Counter) -> None:
    """The person leaves; basket, return and shift stay, what was allowed them for the return does not.

    Raises Refused("payment.in_progress") in the middle of a payment.
    """
    await _leave(counter, SignedOut())


async def _leave(counter: Counter, fact: SignedOut) -> None:
    if counter.staff is None:
        return
    if counter.is_busy:
        raise Refused("payment.in_progress")
    commit = counter.commit_of(facts=(fact,))
    await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))
    counter.staff = None
    counter.hush(bulletins.NEW)
    if counter.shift is not None and counter.shift.own:
        counter.look_at_shift()
    if counter.returning is not None:
        counter.returning = counter.returning.unallowed()
        counter.touch("returning")
    counter.touch("session")
