"""What a member may ask for (privacy policy 6): a copy, a correction, deletion; each by who showed who they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pos.domain.calendar import korean_day
from pos.domain.delivery import Recipient, region_of
from pos.domain.errors import Refused
from pos.domain.members import Dossier, phone_digits
from pos.domain.people.joining import check_phone, is_mobile
from pos.domain.people.processors import HandedOver
from pos.domain.people.rights import (
    FIELDS,
    Field,
    RequestDone,
    RequestKind,
    RequestMade,
    Shown,
    SubjectRequest,
    check_fields,
    due_day,
)
from pos.domain.people.standing import MemberLeft
from pos.domain.refusal import MOST_LETTERS, check_note, check_sealed
from pos.domain.sale import Sale
from pos.domain.spelling import can_be_written, plain
from pos.till import delivering
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.till.people.leaving import let_go
from pos.till.people.records import known, open_record
from pos.till.ports import Commit


class PersonCopy(msgspec.Struct, frozen=True):
    """Personal. Everything this till has of a member, for them: sales by their entries, benefits by the dossier."""

    member: Member
    made_at: datetime
    request: str
    sales: tuple[Sale, ...] = ()
    dossier: Dossier | None = None
    handed_over: tuple[HandedOver, ...] = ()
    requests: tuple[SubjectRequest, ...] = ()


async def ask(
    counter: Counter, number: str, kind: RequestKind, *, shown: Shown | None, fields: tuple[Field, ...] = ()
) -> SubjectRequest:
    """Take a request down; ten days are watched from now on.

    Raises Refused("member.identity") for who did not show who they are, ("member.no_field") for a correction of
    nothing, ("member.request_open", request=...) where the same is open.
    """
    counter.who_may("handle_subject_requests")
    number = known(counter, number).number
    if shown is None:
        raise Refused("member.identity")
    if kind == "correction":
        check_fields(fields)
    people, day = counter.ports.people, korean_day(counter.now())
    made = RequestMade(counter.ports.new_id(), number, kind, shown, due_day(day, counter.calendar()), fields)

    def entry() -> Commit:
        known(counter, number)
        if same := next((one for one in people.requests(number) if one.kind == kind and not one.outcome), None):
            raise Refused("member.request_open", request=same.id)
        return counter.commit_of(facts=(made,))

    await counter.write(entry)
    delivering.look_again(counter)
    counter.touch("member")
    return SubjectRequest(made.request, number, kind, shown, day, made.due, fields)


async def copy(counter: Counter, request: str) -> PersonCopy:
    """What was asked for, gathered. Raises Refused("member.request_unknown"), and what `open_record` raises."""
    asked = _open(counter, request, "copy")
    member = await open_record(counter, asked.member, "subject request")
    ports = counter.ports
    sales = await ports.disk.run(lambda: ports.people.sales_of(member.number))
    return PersonCopy(
        member,
        counter.now(),
        request,
        sales,
        ports.books.dossier(member.number),
        ports.people.handed_over(member.number),
        ports.people.requests(member.number),
    )


async def give_copy(
    counter: Counter, made: PersonCopy, *, folder: Path, pdf: bytes, stem: str = ""
) -> tuple[Path, Path]:
    """Write the copy out, as PDF and as JSON, and settle the request. Raises Unavailable with an export code."""
    counter.who_may("handle_subject_requests")
    ports, stem = counter.ports, stem or f"member-data-{made.request[:8]}"
    body = msgspec.json.format(msgspec.json.encode(made), indent=2)

    def put() -> tuple[Path, Path]:
        return ports.exporter.put(folder / f"{stem}.pdf", pdf), ports.exporter.put(folder / f"{stem}.json", body)

    paths = await ports.files.run(put)
    await given(counter, made)
    return paths


async def given(counter: Counter, made: PersonCopy) -> None:
    """The person has their copy; given once more, as a file after the paper, it is settled already."""
    counter.who_may("handle_subject_requests")
    if any(one.id == made.request for one in counter.ports.people.requests()):
        await _settle(counter, RequestDone(made.request, made.member.number, "done"))


async def correct(counter: Counter, request: str, corrected: Member) -> Member:
    """The corrected record takes the old one's place; who had the old value is told, and named in the entry.

    An address that was left as it is takes a new name or mobile along where it had the old one.
    Raises Refused("member.request_unknown"), ("member.not_corrected") where another field than asked for differs,
    ("member.same_value") where none does, ("member.required", field=...), ("member.mobile"), ("delivery.postcode"),
    ("member.duplicate_mobile", member=...) for what cannot be a member's.
    """
    found: list[Member] = []

    def entry() -> Commit:
        asked = _open(counter, request, "correction")
        found[:] = [_corrected(counter, asked, corrected)]
        done = RequestDone(request, asked.member, "done", told=processors_with(counter, asked.member, asked.fields))
        return counter.commit_of(facts=(done,), member=found[0])

    await counter.write(entry)
    counter.touch("member")
    return found[0]


def _corrected(counter: Counter, asked: SubjectRequest, corrected: Member) -> Member:
    before = known(counter, asked.member)
    corrected = _as_read(corrected, before)
    differs = _differs_in(before, corrected)
    if corrected.number != before.number or not differs <= set(asked.fields):
        raise Refused("member.not_corrected")
    if not differs:
        raise Refused("member.same_value")
    _check_corrected(counter, corrected)
    return _carried(before, corrected)


async def refuse(counter: Counter, request: str, note: str) -> None:
    """A request that cannot be granted, with the reason.

    Raises Refused("staff.not_allowed"), ("member.request_unknown"), and a bad note's.
    """
    counter.who_may("refuse_subject_requests")
    check_note(note)
    asked = _open(counter, request)
    await _settle(counter, RequestDone(request, asked.member, "refused", note.strip()))


async def delete(counter: Counter, request: str) -> None:
    """Deletion that was asked for: the member leaves. Raises what `leaving.leave` raises, and stays open then."""
    asked = _open(counter, request, "deletion")
    await let_go(counter, asked.member, MemberLeft(asked.member), settles=request)


def processors_with(counter: Counter, number: str, fields: tuple[Field, ...] = FIELDS) -> tuple[str, ...]:
    """The processors that have one of these fields of a member, by their id, once each."""
    had = [one for one in counter.ports.people.handed_over(number) if set(one.fields) & set(fields)]
    known_ones = counter.ports.processors
    names = (one.id for over in had for one in known_ones if one.work == over.processor and one.works_on(over.day))
    return tuple(dict.fromkeys(names))


def _open(counter: Counter, request: str, kind: RequestKind | None = None) -> SubjectRequest:
    counter.who_may("handle_subject_requests")
    found = _waiting(counter, request)
    if kind is not None and found.kind != kind:
        raise Refused("member.request_unknown")
    return found


def _waiting(counter: Counter, request: str) -> SubjectRequest:
    found = next((one for one in counter.ports.people.requests() if one.id == request), None)
    if found is None:
        raise Refused("member.request_unknown")
    return found


def _as_read(corrected: Member, before: Member) -> Member:
    """What was typed anew, in the spelling in which who joins is kept."""
    spelt = {"name": plain, "mobile": phone_digits, "phone": phone_digits, "email": plain}
    anew = {name: of for name, of in spelt.items() if getattr(corrected, name) != getattr(before, name)}
    return replace(corrected, **{name: of(getattr(corrected, name)) for name, of in anew.items()})


def _check_corrected(counter: Counter, member: Member) -> None:
    if not plain(member.name):
        raise Refused("member.required", field="name")
    if not is_mobile(member.mobile):
        raise Refused("member.mobile")
    for text in (member.name, member.email, *(f"{one.address}{one.detail}" for one in member.addresses)):
        if len(text) > 2 * MOST_LETTERS or (text and not can_be_written(text)):
            raise Refused("member.too_long", field="name", most=MOST_LETTERS)
    check_phone(member.phone)
    for text in (member.name, member.email, *(f"{one.address} {one.detail}" for one in member.addresses)):
        check_sealed(text)
    if any(not plain(one.address) or region_of(one.postcode) is None for one in member.addresses):
        raise Refused("delivery.postcode")
    other = counter.ports.people.has_mobile(member.mobile)
    if other is not None and other != member.number:
        raise Refused("member.duplicate_mobile", member=other)


def _carried(before: Member, after: Member) -> Member:
    """Addresses that were left as they are go to the person of now."""
    if after.addresses != before.addresses:
        return after
    return replace(after, addresses=tuple(_of_now(one, before, after) for one in before.addresses))


def _of_now(one: Recipient, before: Member, after: Member) -> Recipient:
    is_theirs = phone_digits(one.phone) == phone_digits(before.mobile)
    name = after.name if plain(one.name) == plain(before.name) else one.name
    return replace(one, name=name, phone=after.mobile if is_theirs else one.phone)


def _differs_in(before: Member, after: Member) -> set[str]:
    pairs = [("address" if name == "addresses" else name) for name in Member.__struct_fields__]
    names = zip(Member.__struct_fields__, pairs, strict=True)
    return {field for name, field in names if getattr(before, name) != getattr(after, name)}


async def _settle(counter: Counter, done: RequestDone) -> None:
    def entry() -> Commit:
        _waiting(counter, done.request)  # who is locked out while a copy is written has given it all the same
        return counter.commit_of(facts=(done,))

    await counter.write(entry)
    counter.touch("member")
