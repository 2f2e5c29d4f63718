"""A till as the mall sees it: a key, a journal, signed requests. And a small chain for it to stand in."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.calendar import KST
from pos.domain.facts import DrawerOpened, Fact, SaleCompleted
from pos.domain.journal import START, Entry, entry_hash, make_entry, write_time
from pos.domain.signed import SIGNED
from pos.mall.chain import Mall
from pos.mall.entrance import Asked
from pos.sync import contract, signing
from pos.sync.contract import Enrol, Push, PushAnswer, TillName
from pos.till.feed import FeedPage
from tests.domain.sales import a_sale

NAME = TillName("SEL01", "1")
NOON = datetime(2026, 11, 2, 12, tzinfo=KST)
SEED = """
[boutique]
id = "SEL01"
name = "예시 부티크"
business_number = "220-81-62517"
representative = "김대표"
address = "서울특별시 중구 세종대로 110"
phone = "02-120-0000"

[[product]]
code = "ARIA"
name = { ko = "아리아", en = "Aria" }
kind = "capsule"
range = "original"
capsules = 10
price = 7200
barcode = "8800000000015"

[[product]]
code = "CUP"
name = { ko = "유리컵", en = "Glass cup" }
kind = "accessory"
price = 20000
"""


class FixedClock:
    """Stands still until somebody moves it."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@contextmanager
def small_mall(*seeds: str, clock: FixedClock | None = None) -> Iterator[Mall]:
    """A mall on SQLite for a moment, with these documents: for tests that need many."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mall.db"
        path.write_bytes(_sown(seeds))
        mall = Mall(f"sqlite:///{path}", clock=clock or FixedClock())
        try:
            yield mall
        finally:
            mall.close()


@cache
def _sown(seeds: tuple[str, ...]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mall.db"
        mall = Mall(f"sqlite:///{path}", clock=FixedClock())
        for seed in seeds:
            mall.seed(seed)
        mall.close()
        return path.read_bytes()


class Till:
    """A till without a screen or a database; it writes its journal in memory."""

    def __init__(self, mall: Mall, clock: FixedClock, *, name: TillName = NAME) -> None:
        self.mall, self.clock, self.name = mall, clock, name
        self.key = Ed25519PrivateKey.generate()
        self.journal: list[Entry] = []

    @classmethod
    def enrolled_at(cls, mall: Mall, clock: FixedClock, *, name: TillName = NAME) -> "Till":
        till = cls(mall, clock, name=name)
        till.enrolled = mall.enrol(till.enrolment(mall.invite(name)))
        return till

    enrolled: contract.Enrolled

    def enrolment(self, code: str) -> Enrol:
        public = self.key.public_key().public_bytes_raw()
        return Enrol(code, public, self.key.sign(signing.enrol_bytes(code, public)))

    # --- the journal -------------------------------------------------------------------------------------------

    def write(self, fact: Fact) -> Entry:
        """Write the next entry."""
        at = self.clock.now()
        entry = make_entry(
            fact,
            till=self.name.till,
            epoch=1,
            seq=len(self.journal) + 1,
            at=write_time(at),
            day=at.date(),
            who="C1",
            previous=self.journal[-1].hash if self.journal else START,
        )
        self.journal.append(self.sign(entry))
        return self.journal[-1]

    def write_raw(self, kind: str, payload: bytes) -> Entry:
        """Write an entry that no till of this version would."""
        entry = self.write(DrawerOpened("change"))
        self.journal[-1] = self.forge(entry, kind=kind, payload=payload)
        return self.journal[-1]

    def sell(self, count: int = 1, **changed: object) -> None:
        """Write sales of 24,400 won."""
        for _ in range(count):
            number = len(self.journal) + 1
            sale = msgspec.structs.replace(a_sale(number), id=f"sale-{number}")
            sale = msgspec.structs.replace(sale, boutique=self.name.boutique, till=self.name.till)
            self.write(SaleCompleted(msgspec.structs.replace(sale, **changed)))

    def sign(self, entry: Entry) -> Entry:
        signature = self.key.sign(entry.hash) if entry.kind in SIGNED else b""
        return msgspec.structs.replace(entry, signature=signature)

    def forge(self, entry: Entry, **changed: object) -> Entry:
        """The entry with other contents, hashed and signed anew by somebody who has the key."""
        other = msgspec.structs.replace(entry, **changed)
        return self.sign(msgspec.structs.replace(other, hash=entry_hash(other)))

    # --- requests ----------------------------------------------------------------------------------------------

    def asked(self, method: str, target: str, body: bytes = b"") -> Asked:
        """A signed request."""
        at = write_time(self.clock.now())
        told = signing.request_bytes(self.name, method=method, target=target, at=at, body=body)
        return Asked(method, target, str(self.name), at, self.key.sign(told), body)

    def push(self, first: int = 1, last: int | None = None) -> PushAnswer:
        """Send the entries from `first` to `last`, or to the end."""
        return self.push_these(self.journal[first - 1 : last], first=first)

    def push_these(self, entries: list[Entry], *, first: int, epoch: int = 1) -> PushAnswer:
        push = Push(epoch, first, tuple(entries))
        return self.mall.push(self.asked("POST", contract.JOURNAL, msgspec.json.encode(push)))

    def feed(self, cursor: int = 0) -> FeedPage:
        """Ask for a page of the feed."""
        return self.mall.feed(self.asked("GET", f"{contract.FEED}?cursor={cursor}"), cursor)


def as_json(struct: msgspec.Struct) -> dict[str, object]:
    """A message as somebody else would read it."""
    read: dict[str, object] = json.loads(msgspec.json.encode(struct))
    return read
