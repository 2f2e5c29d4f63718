"""What the till keeps of people, in memory: read from the entries the till in memory wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from msgspec.structs import replace

from pos.domain.calendar import korean_day
from pos.domain.facts import Fact, SaleCompleted, decode_fact
from pos.domain.journal import Entry
from pos.domain.members import phone_digits
from pos.domain.people.access import Opening, RecordOpened, RecordRefused
from pos.domain.people.joining import MemberJoined, member_number
from pos.domain.people.processors import HandedOver
from pos.domain.people.retention import Kept
from pos.domain.people.rights import Field, RequestDone, RequestMade, SubjectRequest
from pos.domain.people.standing import (
    LossAnnounced,
    MemberLeft,
    MembershipLost,
    MemberSuspended,
    Suspension,
    SuspensionLifted,
)
from pos.domain.sale import Sale
from pos.till.feed import Member
from pos.till.people.registry import Unreported


class FakeRegistry:
    """Implements `pos.till.people.registry.Registry` over the entries and members of the memory."""

    def __init__(self, entries: list[Entry], members: dict[str, Member]) -> None:
        self._entries, self._members = entries, members
        self.store: dict[str, Kept] = {}

    def _facts(self) -> Iterator[tuple[Entry, Fact]]:
        return ((entry, decode_fact(entry.payload)) for entry in self._entries)

    def next_number(self) -> str:
        joined = sum(isinstance(fact, MemberJoined) for _, fact in self._facts())
        return member_number("SEL01", "1", joined + 1)

    def is_gone(self, number: str) -> bool:
        return any(isinstance(fact, MemberLeft | MembershipLost) and fact.member == number for _, fact in self._facts())

    def waits(self, number: str) -> bool:
        return any(isinstance(fact, MemberJoined) and fact.member == number for _, fact in self._facts())

    def has_mobile(self, mobile: str) -> str | None:
        wanted = phone_digits(mobile)
        return next((one.number for one in self._members.values() if phone_digits(one.mobile) == wanted), None)

    def suspension(self, number: str) -> Suspension | None:
        found: Suspension | None = None
        for entry, fact in self._facts():
            if isinstance(fact, MemberSuspended) and fact.member == number:
                since = date.fromisoformat(entry.at[:10])
                found = Suspension(number, fact.reason, fact.note, since, fact.cure_until)
            elif isinstance(fact, LossAnnounced) and fact.member == number and found:
                found = replace(found, explain_until=fact.explain_until, takes_effect=fact.takes_effect)
            elif isinstance(fact, SuspensionLifted) and fact.member == number:
                found = None
        return found

    def requests(self, number: str = "") -> tuple[SubjectRequest, ...]:
        found: dict[str, SubjectRequest] = {}
        for entry, fact in self._facts():
            if isinstance(fact, RequestMade):
                made = date.fromisoformat(entry.at[:10])
                one = SubjectRequest(fact.request, fact.member, fact.kind, fact.shown, made, fact.due, fact.fields)
                found[fact.request] = one
            elif isinstance(fact, RequestDone):
                found[fact.request] = replace(found[fact.request], outcome=fact.outcome)
        some = (one for one in found.values() if (one.member == number if number else not one.outcome))
        return tuple(sorted(some, key=lambda one: one.due))

    def frozen(self, number: str) -> frozenset[Field]:
        open_ones = (one for one in self.requests(number) if one.kind == "correction" and not one.outcome)
        return frozenset(field for one in open_ones for field in one.fields)

    def openings(self, *, first: date, last: date, member: str = "") -> tuple[Opening, ...]:
        found: list[Opening] = []
        for entry, fact in self._facts():
            at = datetime.fromisoformat(entry.at)
            if not first <= korean_day(at) <= last:
                continue
            if isinstance(fact, RecordOpened) and member in ("", fact.member):
                found.append(Opening(at, entry.who, fact.member, fact.what, fact.purpose))
            elif isinstance(fact, RecordRefused) and member in ("", fact.member):
                found.append(Opening(at, entry.who, fact.member, (), fact.purpose, is_refused=True))
        return tuple(found)

    def sales_of(self, number: str) -> tuple[Sale, ...]:
        sales = (fact.sale for _, fact in self._facts() if isinstance(fact, SaleCompleted))
        return tuple(sale for sale in sales if sale.member == number)

    def handed_over(self, number: str) -> tuple[HandedOver, ...]:
        sent = (sale for sale in self.sales_of(number) if sale.shipping is not None)
        return tuple(HandedOver("delivery", ("name", "mobile", "address"), sale.day, sale.id) for sale in sent)

    def members(self, *, after: str = "", most: int = 500) -> tuple[Member, ...]:
        return tuple(self._members[number] for number in sorted(self._members) if number > after)[:most]

    def keep(self, records: Iterable[Kept]) -> None:
        self.store |= {one.id: one for one in records}

    def kept(self, number: str = "") -> tuple[Kept, ...]:
        return tuple(one for one in self.store.values() if number in ("", one.member))

    def told_until(self) -> date | None:
        return korean_day(datetime.fromisoformat(self._entries[-1].at)) if self._entries else None

    def destroy_due(self, today: date) -> Unreported | None:
        due = [one for one in self.store.values() if one.until < today]
        for one in due:
            del self.store[one.id]
        counts = {kind: sum(one.kind == kind for one in due) for kind in {one.kind for one in due}}
        return Unreported("count-1", counts) if counts else None

    def reported(self, count_id: str) -> None:
        assert count_id
