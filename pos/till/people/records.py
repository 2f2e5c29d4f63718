"""Seeing what is personal: masked for everybody, whole only for a purpose, by who needs it, and written down first."""

from __future__ import annotations

from datetime import date
from typing import get_args

from pos.domain.errors import Refused
from pos.domain.people.access import Opening, Purpose, RecordOpened, RecordRefused
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.till.ports import Commit

WHOLE = ("name", "mobile", "email", "phone", "sex", "address", "guardian", "consents")


def known(counter: Counter, number: str) -> Member:
    """A member known at this till. Raises Refused("member.unknown") for nobody, and for who has left."""
    member = None if counter.ports.people.is_gone(number) else counter.ports.books.member(number)
    if member is None or member.standing == "withdrawn":
        raise Refused("member.unknown", member=number)
    return member


async def bring(counter: Counter, number: str) -> Member:
    """A member of the chain, known here from now on. Raises what `known` raises, and what the mall's silence raises
    for somebody who is not known here."""
    counter.who_may("sell")
    ports = counter.ports
    if ports.people.is_gone(number) or ports.books.member(number) is not None:
        return known(counter, number)
    record = await ports.network.run(lambda: ports.mall.member(number))
    await counter.write(lambda: counter.commit_of(learned=record))
    return known(counter, record.member.number)  # which is another one where two were merged


async def open_record(counter: Counter, number: str, purpose: str, *, what: tuple[str, ...] = WHOLE) -> Member:
    """The whole record of a member; that somebody saw it is on disk before they do.

    Raises Refused("privacy.role") for who does not need it for this, and where it is no purpose at all, and
    ("member.unknown").
    """
    staff = counter.cashier()
    member = known(counter, number)
    if not counter.ports.powers.may_open(staff.role, purpose):
        await counter.write(lambda: counter.commit_of(facts=(RecordRefused(number, _short(purpose)),)))
        raise Refused("privacy.role", role=staff.role, purpose=_short(purpose))

    def entry() -> Commit:
        known(counter, number)
        return counter.commit_of(facts=(RecordOpened(member.number, what, purpose),))

    await counter.write(entry)
    counter.touch("member")
    return member


async def access_log(counter: Counter, *, first: date, last: date, member: str = "") -> tuple[Opening, ...]:
    """Who saw whose record in some days, oldest first. Raises Refused("staff.not_allowed")."""
    counter.who_may("see_audit")
    people = counter.ports.people
    return await counter.ports.disk.run(lambda: people.openings(first=first, last=last, member=member))


def _short(purpose: str) -> str:
    """A purpose somebody typed may hold anything: what is none of ours is not written down."""
    return purpose if purpose in get_args(Purpose) else "other"
