"""Opening the file: encrypted, flushed, with one key only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos.domain.errors import Unavailable
from pos.storage.engine import Database, translate
from pos.storage.pins import InDatabase, PinCheck
from pos.storage.schema import bring_up
from pos.till.feed import FeedPage, Staff
from pos.till.ports import Job
from tests.domain.products import NOW
from tests.storage.conftest import Rig


def pragma(rig: Rig, name: str) -> object:
    with rig.database.outside_transaction() as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_what_is_promised_of_a_power_cut_is_switched_on(rig: Rig) -> None:
    assert pragma(rig, "journal_mode") == "wal"
    assert pragma(rig, "synchronous") == 2
    assert pragma(rig, "foreign_keys") == 1
    assert pragma(rig, "secure_delete") == 1
    assert pragma(rig, "trusted_schema") == 0
    assert pragma(rig, "wal_autocheckpoint") == 0


def test_nothing_readable_is_in_any_file(rig: Rig) -> None:
    rig.sell()
    for path in rig.path.parent.iterdir():
        raw = path.read_bytes()
        for secret in ("SQLite format 3", "홍길동", "010-1111-2222", "아리아", rig.keys.database.hex()):
            assert secret.encode() not in raw, (path.name, secret)


def test_another_key_is_told_from_a_broken_disk_and_changes_nothing(rig: Rig) -> None:
    rig.sell()
    rig.database.close()
    before = rig.path.read_bytes()
    with pytest.raises(Unavailable) as refused:
        bring_up(Database(rig.path, b"x" * 32))
    assert refused.value.code == "key.wrong"
    assert rig.path.read_bytes() == before


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "till.db").write_bytes(b"rubbish" * 1_000)
    with pytest.raises(Unavailable, match=r"key\.wrong"):
        bring_up(Database(tmp_path / "till.db", b"x" * 32))


def test_a_reader_cannot_write(rig: Rig) -> None:
    with pytest.raises(Unavailable, match=r"disk\.unwritable"), rig.database.read() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('a', 'b')")


def test_the_log_shrinks_when_the_till_is_idle(rig: Rig) -> None:
    rig.sell()
    wal = rig.path.with_name("till.db-wal")
    assert wal.stat().st_size > 0
    rig.database.checkpoint()
    assert wal.stat().st_size == 0
    assert rig.verify().holds


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("database or disk is full", "disk.full"),
        ("disk I/O error", "disk.failed"),
        ("file is not a database", "key.wrong"),
        ("database disk image is malformed", "database.broken"),
        ("vtable constructor failed: product_grams", "database.broken"),
        ("unable to open database file", "disk.unwritable"),
        ("attempt to write a readonly database", "disk.unwritable"),
        ("database is locked", "disk.busy"),
        ("UNIQUE constraint failed: fullness.id", "disk.failed"),
    ],
)
def test_what_a_disk_says_becomes_a_code(told: str, code: str) -> None:
    assert translate(Exception(told)).code == code


@contextmanager
def somebody_else_writing(rig: Rig) -> Iterator[None]:
    """Another program in the middle of a transaction; this one does not wait for it long."""
    with rig.database.outside_transaction() as connection:
        connection.execute("PRAGMA busy_timeout = 1")
    other = Database(rig.path, rig.keys.database)
    with other.write():
        yield
    other.close()


NOBODY = Staff("C1", "x", "cashier", "-")
CALLS: dict[str, Callable[[Rig], object]] = {
    "a sale": Rig.sell,
    "a job": lambda rig: rig.store.set_job(Job("j", "receipt", "a", "done")),
    "a page of the feed": lambda rig: rig.outbox.arrive(FeedPage(9)),
    "an acknowledgement": lambda rig: rig.outbox.acknowledged(9),
    "a PIN": lambda rig: PinCheck(InDatabase(rig.database), b"p" * 32).check(NOBODY, "1", now=NOW),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_file_that_somebody_else_writes_is_said_to_be_busy(rig: Rig, call: Callable[[Rig], object]) -> None:
    with somebody_else_writing(rig), pytest.raises(Unavailable, match=r"disk\.busy"):
        call(rig)
    call(rig)


@pytest.mark.parametrize("call", [lambda rig: rig.outbox.unsent(most=1, most_bytes=1), lambda rig: rig.shelf.jobs()])
def test_what_a_driver_says_of_a_missing_folder_reaches_nobody(rig: Rig, call: Callable[[Rig], object]) -> None:
    rig.database.close()
    rig.path.parent.rename(f"{rig.path.parent}-away")
    with pytest.raises(Unavailable, match=r"disk\.unwritable"):
        call(rig)


def test_an_error_names_no_value(rig: Rig) -> None:
    with pytest.raises(Unavailable) as refused, rig.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO member VALUES (?, ?, NULL)", ("M-SECRET", "active"))
    assert "M-SECRET" not in str(refused.value) and "M-SECRET" not in str(refused.value.__cause__)
