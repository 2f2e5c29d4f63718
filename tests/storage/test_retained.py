"""The separate store: each record once, until its day, under a key of its own; and no trace of it afterwards."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pos.domain.errors import Unavailable
from pos.domain.people.retention import KINDS, Kept
from pos.storage.engine import Database
from pos.storage.keys import FileKeys, fresh, retained_key
from pos.storage.retained import NAME, Retained
from pos.till.people.registry import Unreported
from tests.storage.conftest import Rig
from tests.storage.pages import everything_in

DAY = date(2026, 11, 2)
KEY = bytes(range(32))
RECORDS = tuple(
    Kept(f"M1:{kind}:s", "M1", kind, "s", DAY, DAY + timedelta(days=days), "홍길동", "01011112222")
    for days, kind in enumerate(KINDS)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Retained]:
    made = Retained(tmp_path / NAME, key=lambda: KEY)
    yield made
    made.close()


def test_a_record_is_kept_once_and_found_by_whose_it_is(store: Retained) -> None:
    other = Kept("M2:visit:s", "M2", "visit", "s", DAY, DAY)
    store.keep(RECORDS)
    store.keep((*RECORDS, other))
    assert store.kept("M1") == RECORDS and store.kept("M2") == (other,) and len(store.kept()) == 4


def test_it_goes_the_day_after_its_last_and_the_count_is_told_until_it_is_reported(store: Retained) -> None:
    store.keep(RECORDS)
    assert store.destroy_due(DAY) is None
    first = store.destroy_due(DAY + timedelta(days=1))
    assert first is not None and first.counts == {"contract": 1}
    again = store.destroy_due(DAY + timedelta(days=2))
    assert again is not None and again.counts == {"contract": 1, "payment": 1}
    store.reported(first.id)
    rest = store.destroy_due(DAY + timedelta(days=2))
    assert rest == Unreported(again.id, {"payment": 1})
    store.reported(again.id)
    assert store.destroy_due(DAY + timedelta(days=2)) is None
    assert [one.kind for one in store.kept()] == ["visit"]


def test_a_count_that_was_not_reported_outlives_the_till(store: Retained) -> None:
    store.keep(RECORDS)
    store.destroy_due(DAY + timedelta(days=9))
    store.close()
    told = Retained(store.path, key=lambda: KEY).destroy_due(DAY)
    assert told is not None and sum(told.counts.values()) == 3


def test_no_trace_is_left_even_for_who_has_the_key(store: Retained) -> None:
    store.keep(RECORDS)
    assert "홍길동".encode() in everything_in(store.path, KEY)
    store.destroy_due(DAY + timedelta(days=9))
    read = everything_in(store.path, KEY)
    assert b"CREATE TABLE kept" in read  # it was read as what it is
    assert not any(text.encode() in read for text in ("홍길동", "01011112222", "M1:contract"))


def test_a_copy_from_before_brings_nothing_back(store: Retained) -> None:
    store.keep(RECORDS)
    store.close()
    before = store.path.read_bytes()
    store.destroy_due(DAY + timedelta(days=9))
    store.close()
    store.path.write_bytes(before)
    assert store.kept() == RECORDS
    store.destroy_due(DAY + timedelta(days=9))
    assert store.kept() == ()


@pytest.mark.parametrize("spoil", [b"no database at all" * 500, bytes(4096)])
def test_a_broken_file_is_said_and_not_written_over(store: Retained, spoil: bytes) -> None:
    store.path.write_bytes(spoil)
    for asked in (store.kept, lambda: store.keep(RECORDS), lambda: store.destroy_due(DAY)):
        with pytest.raises(Unavailable) as refused:
            asked()
        assert refused.value.code == "retained.broken"
    assert store.path.read_bytes() == spoil


def test_another_key_does_not_open_it(store: Retained) -> None:
    store.keep(RECORDS)
    store.close()
    with pytest.raises(Unavailable) as refused:
        Retained(store.path, key=lambda: bytes(32)).kept()
    assert refused.value.code == "retained.broken"


def test_a_newer_programs_file_is_left_alone(store: Retained) -> None:
    store.keep(RECORDS)
    store.close()
    database = Database(store.path, KEY)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 9")
    database.close()
    with pytest.raises(Unavailable) as refused:
        store.kept()
    assert refused.value.code == "database.newer"


# --- the till and its key -----------------------------------------------------------------------------------------


def test_a_till_that_kept_nothing_has_no_file_and_asks_for_no_key(rig: Rig) -> None:
    rig.retained._key = lambda: pytest.fail("asked for a key")
    rig.people.keep(())
    assert rig.people.kept() == () and rig.people.destroy_due(DAY) is None
    assert not rig.retained.is_there


@pytest.mark.parametrize("goes", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "empty"])
def test_a_file_that_is_gone_is_said_until_there_is_one_again(rig: Rig, goes: Callable[[Path], object]) -> None:
    rig.people.keep(RECORDS)
    rig.retained.close()
    goes(rig.retained.path)
    for asked in (rig.people.kept, lambda: rig.people.destroy_due(DAY)):
        with pytest.raises(Unavailable) as refused:
            asked()
        assert refused.value.code == "retained.missing"
    rig.sell()
    rig.people.keep(RECORDS[:1])
    assert rig.people.kept("M1") == RECORDS[:1]


def test_a_till_from_before_gets_its_key_when_it_needs_one(tmp_path: Path) -> None:
    kept = FileKeys(tmp_path / "keys")
    ring = fresh()
    kept.save(ring)
    assert not ring.retained
    key = retained_key(kept)
    assert len(key) == 32 and key not in (ring.database, ring.signing) and retained_key(kept) == key
    after = kept.load()
    assert after is not None and (after.database, after.signing) == (ring.database, ring.signing)


def test_without_any_keys_there_is_none_of_the_store(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        retained_key(FileKeys(tmp_path / "keys"))
    assert refused.value.code == "key.missing"
