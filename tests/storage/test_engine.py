"""Opening the file: encrypted, flushed, with one key only."""

from pathlib import Path

import pytest

from pos.domain.errors import Unavailable
from pos.storage.engine import Database, translate
from pos.storage.schema import bring_up
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
    with rig.database.read() as connection, pytest.raises(Exception, match=r"readonly|query_only|read-only"):
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
        ("unable to open database file", "disk.unwritable"),
    ],
)
def test_what_a_disk_says_becomes_a_code(told: str, code: str) -> None:
    assert translate(Exception(told)).code == code
