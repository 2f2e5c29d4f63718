"""A till's disk in memory, as its sender sees it: it outlives the program, and nothing on it is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from pos.domain.epochs import Follows
from pos.domain.journal import START, Entry
from pos.domain.money import Won
from pos.till.abreast import Line
from pos.till.books import Sent
from pos.till.feed import FeedPage, MemberSent, StaffSent


@dataclass
class Journal:
    """What is on a till's disk: it outlives the program. `next` is how far the mall has confirmed it."""

    entries: list[Entry] = field(default_factory=list)
    next: int = 1
    arrived: int = 0
    price: int = 0

    def unsent(self, *, most: int, most_bytes: int) -> tuple[Entry, ...]:  # noqa: ARG002 - what a batch weighs is the mall's to say
        return tuple(self.entries[self.next - 1 : self.next - 1 + most])

    def next_expected(self) -> int:
        return self.next

    def acknowledged(self, next_seq: int) -> None:
        self.next = max(self.next, next_seq)

    def lines(self) -> tuple[Line, ...]:
        return ()

    def end(self) -> Follows:
        return self.at(len(self.entries))

    def at(self, seq: int) -> Follows:
        return Follows(1, seq, self.entries[seq - 1].hash.hex() if seq else START.hex())

    def confirmed(self) -> int:
        return self.next

    def confirm(self, expects: int) -> None:
        self.acknowledged(expects)

    def went_back(self, expects: int) -> int:
        before, self.next, self.arrived = self.next, expects, 0
        return before

    def cards_left(self) -> tuple[int, Won]:
        return 0, 0

    def behind_until(self) -> int:
        return 0

    def public_key(self) -> str:
        return ""  # nobody asks: nothing is brought back here

    def set_behind(self, until: int, *, end: Follows) -> bool:  # noqa: ARG002 - nor is it ever behind
        return True

    def take_back(self, entries: tuple[Entry, ...]) -> int:  # noqa: ARG002 - this till never lost anything
        return 0

    def begin_anew(self) -> None:
        self.arrived = 0

    def feed_is_signed(self) -> bool:
        return self.arrived > 0

    def unsent_recipients(self, *, most: int) -> tuple[Sent, ...]:  # noqa: ARG002 - there are none
        return ()

    def recipient_sent(self, recipient_id: str) -> None: ...

    def unsent_members(self, *, most: int) -> tuple[MemberSent, ...]:  # noqa: ARG002 - there are none
        return ()

    def member_sent(self, sent: MemberSent) -> None: ...

    def unsent_staff(self, *, most: int) -> tuple[StaffSent, ...]:  # noqa: ARG002 - there are none
        return ()

    def staff_sent(self, sent: StaffSent) -> None: ...

    def cursor(self) -> int:
        return self.arrived

    def arrive(self, page: FeedPage) -> tuple[str, ...]:
        self.arrived = page.cursor
        for product in page.products:
            self.price = product.prices[-1].won
        return ()
