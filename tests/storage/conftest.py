"""A fresh encrypted database for each test, with a boutique on its shelf.

The first one is made as a till makes it, migration by migration; the others begin as its copies.
"""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from pos.domain.catalogue import Name
from pos.domain.facts import EpochOpened, Fact, SaleCompleted, ShiftOpened, SignedIn
from pos.domain.sale import Sale
from pos.storage import keys, tables
from pos.storage.books import SqlBooks
from pos.storage.engine import Database
from pos.storage.keys import KeyRing
from pos.storage.outbox import SqlOutbox
from pos.storage.past import SqlPast
from pos.storage.registry import SqlRegistry
from pos.storage.retained import NAME, Retained
from pos.storage.schema import bring_up
from pos.storage.shelf import SqlShelf
from pos.storage.store import SqlStore
from pos.storage.verify import Verdict, verify
from pos.till.feed import Boutique, FeedPage, Member, Staff
from pos.till.ports import Commit
from tests.domain.products import NOW, POLICIES, product
from tests.domain.sales import a_sale

BOUTIQUE = Boutique(
    "SEL01", "예시 부티크", "220-81-62517", "김대표", "서울특별시 중구 세종대로 110", "02-120-0000", "080-734-1111"
)


class Rig:
    """One till's database with its parts and its first entry; mutable, because it can be closed and opened again."""

    def __init__(self, folder: Path, ring: KeyRing, made: bytes = b"") -> None:
        self.path, self.keys = folder / "till.db", ring
        if made:
            self.path.write_bytes(made)
        self.open()

    @classmethod
    def fresh(cls, folder: Path) -> "Rig":
        """A till that was enrolled and has read the first page of the feed."""
        return cls(folder, *_made())

    def open(self) -> None:
        self.database = Database(self.path, self.keys.database)
        bring_up(self.database)
        self.store = SqlStore(self.database, till="1", key=self.keys.signer())
        self.shelf = SqlShelf(self.database, till="1")
        self.outbox = SqlOutbox(self.database, till="1")
        self.books = SqlBooks(self.database, till="1")
        self.retained = Retained(self.path.with_name(NAME), key=lambda: self.keys.database[::-1])
        self.people = SqlRegistry(self.database, boutique="SEL01", till="1", retained=self.retained)
        self.past = SqlPast(self.database, boutique="SEL01", till="1", key=self.keys.signer())

    def close(self) -> None:
        self.retained.close()
        self.database.close()

    def reopen(self) -> None:
        self.close()
        self.open()

    def commit(self, *facts: Fact, at: datetime = NOW) -> None:
        self.store.commit(Commit("C1", at, NOW.date(), facts))

    def sell(self, sale_id: str = "sale-1", at: datetime = NOW) -> None:
        self.commit(SaleCompleted(sale_of(sale_id)), at=at)

    def verify(self) -> Verdict:
        return verify(self.database, till="1", public_key=self.keys.public())

    def tamper(self, *statements: str) -> None:
        """Do what somebody does who has the key and the file, and leaves the guards as they were."""
        with self.database.outside_transaction() as connection:
            for trigger in tables.TRIGGERS:
                connection.execute(f"DROP TRIGGER {trigger.split()[2]}")
            for statement in statements:
                connection.execute(statement)
            for trigger in tables.TRIGGERS:
                connection.execute(trigger)


@cache
def _made() -> tuple[KeyRing, bytes]:
    """The keys and the file of a till that did nothing yet."""
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder), keys.fresh(pepper=b"p" * 32))
        rig.store.commit(Commit("till", NOW, NOW.date(), (EpochOpened("SEL01", "enrolled", rig.keys.public().hex()),)))
        rig.outbox.arrive(first_page())
        rig.database.checkpoint()
        rig.database.close()
        return rig.keys, rig.path.read_bytes()


def sale_of(sale_id: str) -> Sale:
    """A sale that has no number yet."""
    from msgspec.structs import replace

    return replace(a_sale(0), id=sale_id)


def first_page() -> FeedPage:
    """What the mall sends a new till."""
    return FeedPage(
        cursor=7,
        boutique=BOUTIQUE,
        products=(
            product("ARIA", 7_200, name=Name("아리아", "Aria"), barcodes=("8800000000015",), favourite=2),
            product("BELLO", 7_500, name=Name("벨로", "Bello"), barcodes=("8800000000022",), favourite=1),
            product("CAFE", 7_900, name=Name("카페 라테 샾똠뷁", "Café Latte"), barcodes=("8800000000039",)),
            product("NONE", None, name=Name("가격 없음", "No price"), barcodes=("8800000000046",)),
        ),
        policies=tuple(path.read_text("utf-8") for path in sorted(POLICIES.glob("*.toml"))),
        staff=(Staff("C1", "계산원", "cashier", "-"), Staff("B1", "점장", "manager", "-")),
        members=(Member("M1", "홍길동", "010-1111-2222"),),
    )


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig.fresh(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sold(rig: Rig) -> Rig:
    """A till that sold five times."""
    rig.commit(SignedIn(), ShiftOpened("shift-1", 100_000))
    for number in range(5):
        rig.sell(f"s{number}")
    return rig
