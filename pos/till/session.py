"""Signing in and out. Whoever leaves leaves the basket where it is."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import SignedIn, SignedOut, SignInRefused
from pos.till.counter import Counter


async def sign_in(counter: Counter, staff_id: str, pin: str) -> None:
    """A person signs in with a PIN; whoever was signed in is signed out.

    Raises Refused("session.wrong_pin", failures=n), ("session.locked", until=time), ("session.unknown"),
    ("payment.in_progress").
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
    if counter.staff:
        await sign_out(counter)
    commit = replace(counter.commit_of(facts=(SignedIn(),)), who=staff.id)
    await ports.disk.run(lambda: ports.store.commit(commit))
    counter.staff = staff
    counter.touch("session")


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
    if counter.returning is not None:
        counter.returning = counter.returning.unallowed()
        counter.touch("returning")
    counter.touch("session")
