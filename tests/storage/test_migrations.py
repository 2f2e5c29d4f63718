"""A till that sold before goes on with all it had: its sales, its open baskets, the members it knows."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from pos.domain.basket import Basket
from pos.domain.drawer import Move
from pos.domain.facts import (
    DrawerMoved,
    EpochOpened,
    Fact,
    OrderCancelled,
    ReturnCompleted,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from pos.domain.journal import START, Entry, entry_hash, make_entry
from pos.domain.journal import write_time as written
from pos.domain.people.retention import Kept
from pos.domain.people.standing import MemberLeft
from pos.domain.plus import Use
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import Sale, SaleLine
from pos.domain.sums.report import Report
from pos.domain.sums.tally import tally
from pos.domain.warranty import Machine
from pos.storage import closing, schema, views
from pos.storage.books import SqlBooks
from pos.storage.engine import Database
from pos.storage.keys import fresh
from pos.storage.outbox import SqlOutbox
from pos.storage.past import SqlPast
from pos.storage.registry import SqlRegistry
from pos.storage.retained import NAME, Retained
from pos.storage.schema import bring_up
from pos.storage.sealing import fresh_key, seal
from pos.storage.shelf import SqlShelf
from pos.storage.store import SqlStore
from pos.storage.tax import SqlTax
from pos.storage.verify import verify
from pos.till.books import Movement
from pos.till.feed import Member
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.domain.sales import a_sale
from tests.storage.deals import begun, deal, delivered, machine
from tests.storage.given_back import back, machine_line
from tests.storage.told import MOBILE, approved, asked, numbered, owed

KEYS = fresh()
UNKNOWN_NOW = ("rounded", "drawer", "own", "opened_by")
UNKNOWN_SINCE = ("origin", "charge", *UNKNOWN_NOW)
UNKNOWN_OF_LINES = ("kind", "plan", "warranty_months")
UNKNOWN_FIRST = (*UNKNOWN_SINCE, "member", "delivery_fee", "shipping", "uses", "begins", "approvals", "serials")
UNKNOWN = {"0001": UNKNOWN_FIRST, "0002": UNKNOWN_SINCE, "0005": UNKNOWN_NOW, "0008": ()}
COLUMNS = {
    "0001": {"sale": 15, "payment": 6, "shift": 5},
    "0002": {"payment": 6, "benefit_use": 3, "shift": 5, "returned_payment": 8},
    "0005": {"payment": 7, "shift": 7, "returned_payment": 8},
    "0008": {},
}
SUMS = ("day_total", "day_sum", "month_sum", "oddity")
TABLES = {"0001": ("sale", "sale_line", "payment", "shift", "attempt")}


def without_what_is_new(value: Any, revision: str) -> Any:
    if isinstance(value, dict):
        new = UNKNOWN[revision] + (UNKNOWN_OF_LINES if "warranty_months" in value and revision < "0003" else ())
        return {name: without_what_is_new(one, revision) for name, one in value.items() if name not in new}
    return [without_what_is_new(one, revision) for one in value] if isinstance(value, list) else value


def as_then(facts: tuple[Fact, ...], key: Ed25519PrivateKey, revision: str) -> list[Entry]:
    """A chain of entries as the program of a revision wrote them."""
    chain: list[Entry] = []
    for fact in facts:
        previous = chain[-1].hash if chain else START
        place = {"till": "1", "epoch": 1, "seq": len(chain) + 1, "at": written(NOW), "day": NOW.date(), "who": "C1"}
        entry = make_entry(fact, previous=previous, **place)  # type: ignore[arg-type]  # they are what it takes
        told = without_what_is_new(json.loads(entry.payload), revision)
        entry = replace(entry, payload=json.dumps(told, separators=(",", ":")).encode())
        entry = replace(entry, hash=entry_hash(entry))
        chain.append(replace(entry, signature=key.sign(entry.hash)))
    return chain


def without_kinds(sale: Sale) -> Sale:
    """Nobody wrote down then of which kind a product was."""
    return replace(sale, lines=tuple(replace(one, kind="", warranty_months=0) for one in sale.lines))


class Then:
    """Writes the views' rows into the tables and columns that there were; shifts were never closed."""

    def __init__(self, connection: Any, revision: str) -> None:
        self.connection, self.revision = connection, revision

    def execute(self, statement: str, row: Any = (), /) -> Any:
        if statement == closing.OPEN:
            closed = "SELECT shift FROM report" if self.revision > "0003" else "SELECT ''"
            shifts = f"SELECT id, cashier, 0, 1 FROM shift WHERE id NOT IN ({closed}) ORDER BY rowid"
            return self.connection.exec_driver_sql(shifts)
        table = re.search(r"(?:INTO|UPDATE|FROM) (\w+)", statement)
        assert table is not None
        if table[1] in SUMS or statement.startswith("UPDATE shift"):  # whether one is closed, its report said
            return None
        if table[1] == "machine" and self.revision < "0003":
            return self._machine(statement, row)
        if table[1] in TABLES.get(self.revision, (table[1],)):
            columns = COLUMNS[self.revision].get(table[1])
            if columns and statement.startswith("INSERT"):
                statement, row = f"INSERT INTO {table[1]} VALUES ({', '.join('?' * columns)})", row[:columns]
            return self.connection.exec_driver_sql(statement, tuple(row))
        return None

    def executemany(self, statement: str, rows: Any, /) -> None:
        for row in rows:
            self.execute(statement, row)

    def _machine(self, statement: str, row: Any) -> None:
        """Serial numbers had a table of their own, with the sale and nothing else."""
        if self.revision == "0001":
            return
        if statement.startswith("DELETE"):
            self.connection.exec_driver_sql("DELETE FROM serial WHERE sale = ?", tuple(row))
        else:
            self.connection.exec_driver_sql("INSERT INTO serial VALUES (?, ?, ?)", (row[0], row[5], row[2]))


def write_as_then(database: Database, revision: str, *facts: Fact) -> None:
    """A database as the program of a revision left it."""
    config = Config()
    config.set_main_option("script_location", str(schema._MIGRATIONS))
    facts = (EpochOpened("SEL01", "enrolled", KEYS.public().hex()), ShiftOpened("shift-1", 100_000), *facts)
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for fact, entry in zip(facts, as_then(facts, KEYS.signer(), revision), strict=True):
            row = (1, entry.seq, entry.at, entry.day, entry.who, entry.kind, entry.payload, entry.previous)
            values = (*row, entry.hash, entry.signature)
            connection.exec_driver_sql(f"INSERT INTO journal VALUES ({', '.join('?' * 10)})", values)
            views.write_rows(Then(connection, revision), entry, fact)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "till.db", KEYS.database)
    yield made
    made.close()


@pytest.fixture
def old(database: Database) -> Database:
    """A database of the first revision with two sales, an open basket and two members, one without a key."""
    sales = (SaleCompleted(a_sale(1)), SaleCompleted(replace(a_sale(2), id="sale-2")))
    write_as_then(database, "0001", *sales)
    with database.write() as connection:
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


def discounted(name: str, *offs: tuple[str, int]) -> SaleLine:
    """A line with something off it for each benefit."""
    some = tuple(Discount(Cause("promotion.percent", "9", benefit), amount) for benefit, amount in offs)
    return replace(machine(name), serials=(), discounts=some)


@pytest.fixture
def second(database: Database) -> Database:
    """A database of the second revision: benefits used, machines sold, one in an order that was cancelled."""
    lines = (discounted("a", ("plus:e1", 1_000), ("promotion:p", 50)), discounted("b", ("plus:e1", 500)))
    used = replace(deal("used", member="M1", uses=("plus:e1", "promotion:p")), lines=lines, number=1)
    sold = replace(deal("sold", member="M1", begins=begun("sold")), lines=(machine("SN-1"),), number=2)
    order = replace(delivered("order", member="M1"), lines=(machine("SN-2"),), number=3)
    sales = (SaleCompleted(used), SaleCompleted(sold), SaleCompleted(order), SaleCompleted(a_sale(4)))
    write_as_then(database, "0002", *sales, OrderCancelled("order", order.total, order.payments))
    return database


def test_what_the_first_program_wrote_verifies_and_reads_as_before(old: Database) -> None:
    bring_up(old)
    verdict = verify(old, till="1", public_key=KEYS.public())
    assert verdict.holds and (verdict.entries, verdict.sales) == (4, 2)
    shelf = SqlShelf(old, till="1")
    assert shelf.sale("sale-1") == without_kinds(a_sale(1))
    assert shelf.cash_in_drawer("shift-1") == 120_000
    assert [draft.basket for draft in shelf.held()] == [Basket("open", NOW, NOW)]


def test_members_from_before_are_found_and_stock_knows_what_was_sold(old: Database) -> None:
    bring_up(old)
    books = SqlBooks(old, till="1")
    assert books.find_members("2222") == (Member("M1", "홍길동", "010-1111-2222"),)
    assert books.movements("ARIA") == (Movement(written(NOW), "C1", -2, "sale"),) * 2


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


def test_what_the_second_program_wrote_verifies_and_reads_as_before(second: Database) -> None:
    bring_up(second)
    verdict = verify(second, till="1", public_key=KEYS.public())
    assert verdict.holds and (verdict.entries, verdict.sales) == (7, 4)
    assert SqlShelf(second, till="1").sale("sale-1") == without_kinds(a_sale(4))
    assert SqlBooks(second, till="1").order_state("order") == "cancelled"


def test_cards_benefits_and_machines_of_the_second_program_are_found(second: Database) -> None:
    bring_up(second)
    past, books = SqlPast(second, boutique="SEL01", till="1", key=KEYS.signer()), SqlBooks(second, till="1")
    assert [sale.id for sale in past.sales_by_card("7890", NOW.date())] == ["sale-1"]
    found = books.dossier("M1")
    assert found is not None and found.uses == (Use("plus:e1", "used", 1_500), Use("promotion:p", "used", 50))
    assert books.used_serials(("SN-1", "SN-2")) == {"SN-1"}
    assert past.machine("SN-1") == Machine("SN-1", "MACHINE", NOW.date(), 0, "sold", "M1")
    sale = past.sale_by_serial("SN-1")
    assert sale is not None and sale.id == "sold"


def test_a_till_of_the_second_program_takes_back_what_it_sold(second: Database) -> None:
    bring_up(second)
    store = SqlStore(second, till="1", key=KEYS.signer())
    sold = SqlShelf(second, till="1").sale("sold")
    came = back("r", sold, machine_line("SN-1", amount=1_000))
    store.commit(Commit("C1", NOW, NOW.date(), (ReturnCompleted(came),)))
    assert SqlBooks(second, till="1").used_serials(("SN-1",)) == frozenset()
    assert verify(second, till="1", public_key=KEYS.public()).holds


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_till_from_before_hears_the_whole_feed_again(database: Database, revision: str) -> None:
    """It read past the keys of the other tills, which it did not know."""
    write_as_then(database, revision)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('cursor', '41'), ('next_expected', '3')")
    bring_up(database)
    outbox = SqlOutbox(database, till="1")
    assert (outbox.cursor(), outbox.next_expected()) == (0, 3)


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_till_from_before_tells_cash_receipts_from_now_on(database: Database, revision: str) -> None:
    write_as_then(database, revision, SaleCompleted(a_sale(1)))
    bring_up(database)
    store, tax = SqlStore(database, till="1", key=KEYS.signer()), SqlTax(database)
    assert (tax.open_receipts(), tax.receipts_of("sale-1")) == ((), ())
    store.commit(Commit("C1", NOW, NOW.date(), (owed(), asked(), approved(), owed("r2")), number=numbered()))
    assert [told.state for told in tax.receipts_of("sale-1")] == ["issued", "owed"]
    assert tax.number("n1") == MOBILE
    assert verify(database, till="1", public_key=KEYS.public()).holds


@pytest.fixture
def fifth(database: Database) -> Database:
    """A database of the fifth revision: one shift closed with its Z report, the next one open with cash in and out."""
    closed = Report("SEL01", "1", "shift-1", NOW.date(), NOW, NOW, "C1", number=1)
    closed = tally([("C1", SaleCompleted(a_sale(1)))], 100_000, lambda _: None).report(closed)
    facts = (SaleCompleted(a_sale(1)), ShiftClosed(closed), ShiftOpened("shift-2", 50_000))
    write_as_then(database, "0005", *facts, DrawerMoved(Move("in", 30_000, "잔돈")))
    return database


def test_shifts_of_the_fifth_program_are_everybodys_and_in_the_first_drawer(fifth: Database) -> None:
    bring_up(fifth)
    shelf = SqlShelf(fifth, till="1")
    (shift,) = shelf.open_shifts()
    assert (shift.id, shift.drawer, shift.own, shelf.cash_in_drawer("shift-2")) == ("shift-2", 1, False, 80_000)
    assert (shelf.reports()[0].drawer, shelf.reports()[0].own, shelf.reports()[0].rounded) == (1, False, 0)
    assert verify(fifth, till="1", public_key=KEYS.public()).holds


def test_a_till_of_the_fifth_program_goes_on_with_shifts_of_their_own(fifth: Database) -> None:
    bring_up(fifth)
    store, shelf = SqlStore(fifth, till="1", key=KEYS.signer()), SqlShelf(fifth, till="1")
    moved = DrawerMoved(Move("out", 5_000, "우표"))
    store.commit(Commit("C2", NOW, NOW.date(), (ShiftOpened("own-2", 40_000, 2, True), moved)))
    store.commit(Commit("C1", NOW, NOW.date(), (moved,)))
    assert (shelf.cash_in_drawer("own-2"), shelf.cash_in_drawer("shift-2")) == (35_000, 75_000)
    assert verify(fifth, till="1", public_key=KEYS.public()).holds


@pytest.fixture
def eighth(database: Database) -> Database:
    """A database of the eighth revision: one sale to a member, who is found by whole texts alone."""
    write_as_then(database, "0008", SaleCompleted(replace(a_sale(1), member="M1")))
    key, hong = fresh_key(), Member("M1", "홍길동", "010-1111-2222")
    with database.write() as connection:
        sealed = seal(key, json.dumps({"number": "M1", "name": hong.name, "mobile": hong.mobile}).encode(), of="M1")
        connection.exec_driver_sql("INSERT INTO member VALUES ('M1', 'active', ?)", (sealed,))
        connection.exec_driver_sql("INSERT INTO person_key VALUES ('M1', ?)", (key,))
        connection.exec_driver_sql("INSERT INTO member_mark VALUES (?, 'M1')", (bytes(16),))
    return database


def test_members_of_the_eighth_program_are_found_as_somebody_types(eighth: Database) -> None:
    bring_up(eighth)
    books = SqlBooks(eighth, till="1")
    for typed in ("홍", "홍길", "22", "010-1111", "m1"):
        assert books.find_members(typed) == (Member("M1", "홍길동", "010-1111-2222"),), typed
    with eighth.read() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM member_mark WHERE length(mark) <> 8").first() is None


def test_a_till_of_the_eighth_program_lets_its_members_go(eighth: Database, tmp_path: Path) -> None:
    bring_up(eighth)
    store = SqlStore(eighth, till="1", key=KEYS.signer())
    retained = Retained(tmp_path / NAME, key=lambda: KEYS.signing)
    people = SqlRegistry(eighth, boutique="SEL01", till="1", retained=retained)
    assert [sale.member for sale in people.sales_of("M1")] == ["M1"] and people.requests() == ()
    people.keep((Kept("M1:contract:sale-1", "M1", "contract", "sale-1", NOW.date(), NOW.date()),))
    store.commit(Commit("C1", NOW, NOW.date(), (MemberLeft("M1"),), forget="M1"))
    assert people.is_gone("M1") and SqlBooks(eighth, till="1").find_members("홍") == () and len(people.kept()) == 1
    retained.close()
    assert verify(eighth, till="1", public_key=KEYS.public()).holds
