"""Joining at the counter (terms 6), with the mall or without it: the number is the till's, and the mall merges."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.calendar import korean_day
from pos.domain.delivery import Recipient, region_of
from pos.domain.errors import Refused, Unavailable
from pos.domain.members import phone_digits
from pos.domain.people.joining import (
    REQUIRED,
    Consent,
    ConsentKind,
    ConsentsChanged,
    ConsentText,
    Guardian,
    Joining,
    MemberJoined,
    check_joining,
)
from pos.domain.spelling import plain
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.till.people.records import known
from pos.till.ports import Commit, Job


def texts(counter: Counter) -> tuple[ConsentText, ...]:
    """What is agreed to, the newest version of each, what is required first."""
    return counter.ports.texts


async def join(counter: Counter, form: Joining, *, prints: bool = True) -> Member:
    """Somebody becomes a member, and gets their confirmation on paper.

    Raises what `check_joining` raises, Refused("member.duplicate_mobile", member=number) where this till or, as far
    as it can be asked, the mall knows the mobile, ("delivery.postcode") for an address without a region.
    """
    counter.who_may("sell")
    check_joining(form)
    if form.address and region_of(form.postcode.strip()) is None:
        raise Refused("delivery.postcode")
    await _check_mobile(counter, form.mobile)
    joined: list[Member] = []

    def entry() -> Commit:
        _refuse_twice(counter.ports.people.has_mobile(form.mobile))  # the same form may be on its way already
        member = _member(counter, form)
        joined[:] = [member]
        fact = MemberJoined(member.number, member.consents, by_guardian=member.guardian is not None)
        jobs = (Job(counter.ports.new_id(), "joined", member.number),) if prints else ()
        return counter.commit_of(facts=(fact,), member=member, jobs=jobs)

    await counter.write(entry)
    counter.touch("member", "paper")
    return joined[0]


async def change_consents(
    counter: Counter, number: str, *, given: frozenset[ConsentKind] = frozenset(), withdrawn: frozenset[ConsentKind]
) -> Member:
    """A member agrees to more, or takes back what is optional.

    Raises Refused("member.consent_required") for what nobody is a member without: who takes that back leaves.
    """
    counter.who_may("sell")
    if withdrawn & set(REQUIRED):
        raise Refused("member.consent_required")
    changed, fact = _changed(counter, known(counter, number), given, withdrawn)
    if not (fact.given or fact.withdrawn):
        return changed

    def entry() -> Commit:
        member, changes = _changed(counter, known(counter, number), given, withdrawn)  # as they are by then
        return counter.commit_of(facts=(changes,), member=member)

    await counter.write(entry)
    counter.touch("member")
    return known(counter, number)


def _changed(
    counter: Counter, member: Member, given: frozenset[ConsentKind], withdrawn: frozenset[ConsentKind]
) -> tuple[Member, ConsentsChanged]:
    agreed = {one.kind for one in member.consents}
    new = _consents(counter, given - agreed)
    kept = tuple(one for one in member.consents if one.kind not in withdrawn)
    fact = ConsentsChanged(member.number, new, tuple(sorted(withdrawn & agreed)))
    return replace(member, consents=(*kept, *new)), fact


async def _check_mobile(counter: Counter, mobile: str) -> None:
    ports = counter.ports
    number = ports.people.has_mobile(mobile)
    if number is None:
        try:
            found = await ports.network.run(lambda: ports.mall.find_members(phone_digits(mobile)))
        except Unavailable:
            found = ()  # apart from the mall this till has to believe itself; the mall merges
        same = (one for one in found if phone_digits(one.mobile) == phone_digits(mobile))
        number = next((one.number for one in same if not ports.people.is_gone(one.number)), None)
    _refuse_twice(number)


def _refuse_twice(number: str | None) -> None:
    if number is not None:
        raise Refused("member.duplicate_mobile", member=number)


def _member(counter: Counter, form: Joining) -> Member:
    name, mobile = plain(form.name), phone_digits(form.mobile)
    where = (Recipient(name, mobile, form.postcode.strip(), plain(form.address), plain(form.detail)),)
    return Member(
        counter.ports.people.next_number(),
        name,
        mobile,
        addresses=where if form.address else (),
        email=form.email.strip(),
        phone=phone_digits(form.phone),
        sex=form.sex,
        consents=_consents(counter, form.consents),
        guardian=_guardian(form.guardian) if form.is_under_14 and form.guardian else None,
        joined_on=korean_day(counter.now()),
    )


def _guardian(told: Guardian) -> Guardian:
    return Guardian(plain(told.name), phone_digits(told.mobile), plain(told.relation))


def _consents(counter: Counter, kinds: frozenset[ConsentKind]) -> tuple[Consent, ...]:
    return tuple(Consent(text.kind, text.version) for text in counter.ports.texts if text.kind in kinds)
