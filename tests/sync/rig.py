"""A sender with its outbox in memory, its lanes at once, and a time that only tests move."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import msgspec

from pos.domain.errors import TillError
from pos.domain.journal import Entry
from pos.mall.chain import Mall
from pos.sync import contract
from pos.sync.contract import PersonPut, Push, PushAnswer, RecipientPut, StaffPut
from pos.sync.conversation import Identity
from pos.sync.loop import SyncLoop
from pos.till.abreast import Line
from pos.till.books import Sent
from pos.till.connection import Connection
from pos.till.feed import FeedPage, MemberSent, StaffSent
from tests.mall.tills import FixedClock, Till

T = TypeVar("T")


class AtOnce:
    """A lane that does not wait."""

    async def run(self, call: Callable[[], T]) -> T:
        return call()


def drive(story: Coroutine[Any, Any, None]) -> None:
    """Run a story that never waits to its end."""
    try:
        story.send(None)
    except StopIteration:
        return
    raise AssertionError("the story waits for something")


class Outbox:
    """What is not acknowledged of a till's journal, and where the feed arrives."""

    def __init__(self, journal: list[Entry]) -> None:
        self.journal = journal
        self.next = 1
        self.pages: list[FeedPage] = []
        self.addresses: list[Sent] = []
        self.people: list[MemberSent] = []
        self.staff: list[StaffSent] = []
        self.error: TillError | None = None

    def unsent(self, *, most: int, most_bytes: int) -> tuple[Entry, ...]:
        if self.error is not None:
            raise self.error
        return tuple(self.journal[self.next - 1 : self.next - 1 + most])

    def next_expected(self) -> int:
        return self.next

    def acknowledged(self, next_seq: int) -> None:
        self.next = max(self.next, next_seq)

    def lines(self) -> tuple[Line, ...]:
        return ()

    def unsent_recipients(self, *, most: int) -> tuple[Sent, ...]:
        return tuple(self.addresses[:most])

    def recipient_sent(self, recipient_id: str) -> None:
        self.addresses = [sent for sent in self.addresses if sent.id != recipient_id]

    def unsent_members(self, *, most: int) -> tuple[MemberSent, ...]:
        return tuple([sent for sent in self.people if sent.seq < self.next][:most])

    def member_sent(self, sent: MemberSent) -> None:
        self.people = [one for one in self.people if one != sent]

    def unsent_staff(self, *, most: int) -> tuple[StaffSent, ...]:
        return tuple([sent for sent in self.staff if sent.seq < self.next][:most])

    def staff_sent(self, sent: StaffSent) -> None:
        self.staff = [one for one in self.staff if one != sent]

    def feed_is_signed(self) -> bool:
        return False

    def begin_anew(self) -> None:
        self.pages.clear()

    def cursor(self) -> int:
        return self.pages[-1].cursor if self.pages else 0

    def arrive(self, page: FeedPage) -> tuple[str, ...]:
        self.pages.append(page)
        return ("policy.rejected",) * len(page.policies)


class DirectWire:
    """The way to a mall in the same process. `before` and `after` hold what goes wrong next, in that order."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.before: list[TillError | None] = []
        self.after: list[TillError | None] = []
        self.asked: list[str] = []

    def push(self, push: Push) -> PushAnswer:
        body = msgspec.json.encode(push)
        return self._ask("push", lambda: self._till.mall.push(self._till.asked("POST", contract.JOURNAL, body)))

    def feed(self, cursor: int) -> FeedPage:
        return self._ask("feed", lambda: self._till.feed(cursor))

    def put_recipient(self, sent: Sent) -> None:
        target = contract.RECIPIENT.format(sale=sent.sale)
        asked = self._till.asked("PUT", target, msgspec.json.encode(RecipientPut(sent.recipient)))
        self._ask("address", lambda: self._till.mall.enquiries.take_recipient(asked, sent.sale))

    def put_staff(self, sent: StaffSent) -> None:
        staff = sent.change.id
        asked = self._till.asked(
            "PUT", contract.STAFF.format(staff=staff), msgspec.json.encode(StaffPut(sent.epoch, sent.seq, sent.change))
        )
        self._ask("staff", lambda: self._till.mall.enquiries.take_staff(asked, staff))

    def put_member(self, sent: MemberSent) -> None:
        number = sent.member.number
        body = msgspec.json.encode(PersonPut(sent.epoch, sent.seq, sent.member))
        asked = self._till.asked("PUT", contract.MEMBER.format(number=number), body)
        self._ask("member", lambda: self._till.mall.enquiries.take_member(asked, number))

    def _ask(self, what: str, ask: Callable[[], T]) -> T:
        self.asked.append(what)
        _raise_next(self.before)
        answer = ask()
        _raise_next(self.after)
        return answer


def _raise_next(errors: list[TillError | None]) -> None:
    error = errors.pop(0) if errors else None
    if error is not None:
        raise error


class Rig:
    """A till that sends, and its mall."""

    def __init__(self, mall: Mall, clock: FixedClock) -> None:
        self.mall, self.clock, self.seconds = mall, clock, 1000.0
        self.till = Till.enrolled_at(mall, clock)
        self.outbox = Outbox(self.till.journal)
        self.wire = DirectWire(self.till)
        self.told: list[Connection] = []
        self.arrived: list[tuple[FeedPage, tuple[str, ...]]] = []
        self.loop = SyncLoop(
            outbox=self.outbox,
            wire=self.wire,
            identity=Identity(self.till.name, self.till.enrolled.mall_key),
            disk=AtOnce(),
            network=AtOnce(),
            clock=clock,
            poll=20.0,
            monotonic=lambda: self.seconds,
            chance=lambda: 1.0,
            on_connection=self.told.append,
            on_arrival=lambda page, refused: self.arrived.append((page, refused)),
        )

    def step(self) -> list[str]:
        """One step; what the mall was asked in it."""
        before = len(self.wire.asked)
        drive(self.loop.step())
        return self.wire.asked[before:]

    def run(self, seconds: float) -> None:
        """Let time pass by the second, with a step whenever one is due."""
        end = self.seconds + seconds
        while True:
            while self.loop.due(self.seconds):
                self.step()
            if self.seconds >= end:
                return
            self.seconds += 1.0
            self.clock.pass_by(seconds=1)
