"""A till that sold before goes on with all it had: its sales, its open baskets, the members it knows."""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from pos.domain.basket import Basket
from pos.domain.facts import EpochOpened, Fact, SaleCompleted, ShiftOpened
from pos.domain.journal import START, Entry, entry_hash, make_entry
from pos.domain.journal import write_time as written
from pos.storage import schema, views
from pos.storage.books import SqlBooks
from pos.storage.engine import Database
from pos.storage.keys import fresh
from pos.storage.schema import bring_up
from pos.storage.sealing import fresh_key, seal
from pos.storage.shelf import SqlShelf
from pos.storage.verify import verify
from pos.till.books import Movement
from pos.till.feed import Member
from tests.domain.products import NOW
from tests.domain.sales import a_sale

UNKNOWN_THEN = ("member", "delivery_fee", "shipping", "uses", "begins", "approvals", "serials")
KEYS = fresh()


def without_what_is_new(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_what_is_new(one) for name, one in value.items() if name not in UNKNOWN_THEN}
    return [without_what_is_new(one) for one in value] if isinstance(value, list) else value


def as_then(facts: tuple[Fact, ...], key: Ed25519PrivateKey) -> list[Entry]:
    """A chain of entries as the first program wrote them."""
    chain: list[Entry] = []
    for fact in facts:
        previous = chain[-1].hash if chain else START
        place = {"till": "1", "epoch": 1, "seq": len(chain) + 1, "at": written(NOW), "day": NOW.date(), "who": "C1"}
        entry = make_entry(fact, previous=previous, **place)  # type: ignore[arg-type]  # they are what it takes
        payload = json.dumps(without_what_is_new(json.loads(entry.payload)), separators=(",", ":")).encode()
        entry = replace(entry, payload=payload)
        entry = replace(entry, hash=entry_hash(entry))
        chain.append(replace(entry, signature=key.sign(entry.hash)))
    return chain


class Then:
    """Writes the views' rows with the columns that they had."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def execute(self, statement: str, row: Any, /) -> None:
        if statement.startswith("INSERT INTO sale ("):
            statement = f"INSERT INTO sale VALUES ({', '.join('?' * 15)})"
            row = row[:15]
        if "INTO movement" not in statement:
            self.connection.exec_driver_sql(statement, tuple(row))

    def executemany(self, statement: str, rows: Any, /) -> None:
        for row in rows:
            self.execute(statement, row)


@pytest.fixture
def old(tmp_path: Path) -> Database:
    """A database of the first revision with two sales, an open basket and two members, one without a key."""
    database = Database(tmp_path / "till.db", KEYS.database)
    facts: tuple[Fact, ...] = (
        EpochOpened("SEL01", "enrolled", KEYS.public().hex()),
        ShiftOpened("shift-1", 100_000),
        SaleCompleted(a_sale(1)),
        SaleCompleted(replace(a_sale(2), id="sale-2")),
    )
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for fact, entry in zip(facts, as_then(facts, KEYS.signer()), strict=True):
            row = (1, entry.seq, entry.at, entry.day, entry.who, entry.kind, entry.payload, entry.previous)
            values = (*row, entry.hash, entry.signature)
            connection.exec_driver_sql(f"INSERT INTO journal VALUES ({', '.join('?' * 10)})", values)
            views.write_rows(Then(connection), entry, fact)
        basket = {"id": "open", "opened_at": NOW.isoformat(), "priced_at": NOW.isoformat()}
        body = json.dumps({"basket": basket}).encode()
        connection.exec_driver_sql("INSERT INTO draft VALUES ('open', 'then', ?)", (body,))
        for number, name in (("M1", "홍길동"), ("M2", "김영희")):
            key = fresh_key()
            told = json.dumps({"number": number, "name": name, "mobile": "010-1111-2222"}).encode()
            sealed = seal(key, told, of=number)
            connection.exec_driver_sql("INSERT INTO member VALUES (?, 'active', ?)", (number, sealed))
            if number == "M1":
                connection.exec_driver_sql("INSERT INTO person_key VALUES (?, ?)", (number, key))
    return database


def test_what_the_first_program_wrote_verifies_and_reads_as_before(old: Database) -> None:
    bring_up(old)
    verdict = verify(old, till="1", public_key=KEYS.public())
    assert verdict.holds and (verdict.entries, verdict.sales) == (4, 2)
    shelf = SqlShelf(old, till="1")
    assert shelf.sale("sale-1") == a_sale(1)
    assert shelf.cash_in_drawer("shift-1") == 120_000
    assert [draft.basket for draft in shelf.held()] == [Basket("open", NOW, NOW)]
    old.close()


def test_members_from_before_are_found_and_stock_knows_what_was_sold(old: Database) -> None:
    bring_up(old)
    books = SqlBooks(old, till="1")
    assert books.find_members("2222") == (Member("M1", "홍길동", "010-1111-2222"),)
    assert books.movements("ARIA") == (Movement(written(NOW), "C1", -2, "sale"),) * 2
    old.close()


def test_a_migration_that_fails_changes_nothing(old: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("pos.storage.members.mark_again", lambda connection: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring_up(old)
    with old.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0001"
        assert connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'movement'").first() is None
    bring_up(old)
    assert verify(old, till="1", public_key=KEYS.public()).holds
    old.close()
