"""Proving who somebody is: a PIN, perhaps after a badge, on a day on which they may come. It signs nobody in.

What is refused is an entry. A badge alone proves nothing; it only says whose PIN is asked for.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused
from pos.domain.facts import SignInRefused
from pos.till.counter import Counter
from pos.till.feed import Staff


def person(counter: Counter, staff_id: str) -> Staff | None:
    """Somebody who works here, whether or not they may come today; None for nobody, and for who has left."""
    return next((one for one in counter.ports.shelf.staff() if one.id == staff_id and one.active), None)


def may_come(counter: Counter, one: Staff) -> bool:
    """Whether somebody may come on this Korean day."""
    return one.may_come_on(korean_day(counter.now()))


def owner_of(counter: Counter, code: str) -> Staff | None:
    """Whose badge was read, whether or not they may come today; None where it is nobody's."""
    if not code.strip():
        return None
    digest = counter.ports.pins.badge(code)
    found = [one for one in counter.ports.shelf.staff() if one.badge and hmac.compare_digest(one.badge, digest)]
    return next((one for one in found if may_come(counter, one)), found[0] if found else None)


def who_has(counter: Counter, code: str) -> Staff | None:
    """Whose badge was read, None for a badge of nobody who may come today."""
    owner = owner_of(counter, code)
    return owner if owner is not None and may_come(counter, owner) else None


async def prove(counter: Counter, one: Staff, pin: str) -> None:
    """Check somebody's PIN.

    Raises Refused("session.not_valid") outside their days, ("session.wrong_pin", failures=n), ("session.locked",
    until=time); each is an entry in their name.
    """
    ports, now = counter.ports, counter.now()
    if not may_come(counter, one):
        await _refuse(counter, one, "session.not_valid")
    verdict = await ports.vault.run(lambda: ports.pins.check(one, pin, now=now))
    if verdict.right:
        return
    until = verdict.until.isoformat() if verdict.until else None
    reason = "session.locked" if verdict.until else "session.wrong_pin"
    await _refuse(counter, one, reason, failures=verdict.failures, until=until)


async def keep_time(counter: Counter, ask: Callable[[], datetime] | None) -> None:
    """Now and then: write down that time passed for who guessed, and `ask` the mall how much, where there is one.

    Raises what that raises.
    """
    ports, now = counter.ports, counter.now()
    if await ports.vault.run(lambda: ports.pins.keep_time(now=now)) and ask is not None:
        told = await ports.network.run(ask)
        await ports.vault.run(lambda: ports.pins.confirm_time(told, now=now))


async def _refuse(counter: Counter, one: Staff, reason: str, *, failures: int = 0, until: str | None = None) -> None:
    told = counter.commit_of(facts=(SignInRefused(one.id, reason, failures),))
    await counter.ports.disk.run(lambda: counter.ports.store.commit(told))
    raise Refused(reason, staff=one.id, failures=failures, until=until)
