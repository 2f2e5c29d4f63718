"""The command line as its users see it: what it says, and how it ends."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from pos.__main__ import main
from pos.app.bootstrap import open_house
from pos.app.demo import DemoBoutique
from pos.app.doctor import flush_micros as measured_flush
from pos.app.lock import FolderLock
from pos.app.room import LOW_BYTES
from pos.storage.engine import Database
from pos.till.counter import Notice
from pos.till.feed import Language
from pos.ui.notices import explain
from pos.ui.words import Words

QUICK, SLOW = 49, 50
"""Microseconds of a flush, on both sides of where a disk is doubted."""


@pytest.fixture(autouse=True)
def disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with room that flushes at its leisure, whatever this machine's is like."""
    monkeypatch.setattr("pos.app.doctor.flush_micros", lambda _: SLOW)
    monkeypatch.setattr("pos.app.doctor.free_bytes", lambda _: LOW_BYTES)


def test_verify_says_that_all_holds(boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "verify", "--folder", str(boutique.till_folder)]) == 0
    assert "All holds: 1 entries, 0 sales" in capsys.readouterr().out


def test_verify_fails_where_the_journal_was_changed(boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]) -> None:
    house = open_house(boutique.till_folder)
    with house.database.outside_transaction() as connection:
        connection.execute("DROP TRIGGER journal_is_never_edited")
        connection.execute("UPDATE journal SET who = 'nobody'")
    house.close()
    assert main(["--language", "en", "verify", "--folder", str(boutique.till_folder)]) == 1
    assert "broken at 1" in capsys.readouterr().out


def test_verify_names_what_else_does_not_hold(boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]) -> None:
    house = open_house(boutique.till_folder)
    with house.database.outside_transaction() as connection:
        connection.execute("DROP TRIGGER journal_is_never_edited")
    house.close()
    assert main(["--language", "en", "verify", "--folder", str(boutique.till_folder)]) == 1
    assert explain(Notice("journal.unguarded"), Words("en")).what in capsys.readouterr().out


def test_doctor_passes_on_a_healthy_till(boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "doctor", "--folder", str(boutique.till_folder)]) == 0, capsys.readouterr().out
    told = capsys.readouterr().out
    for check in ("disk", "database and key", "printer", "mall", "clock"):
        assert f"{check}: passed" in told


@pytest.mark.parametrize(("language", "verdict"), [("en", "disk: doubtful"), ("ko", "디스크: 확인 필요")])
def test_doctor_doubts_a_disk_that_flushes_too_quickly_and_fails_nothing_for_it(
    boutique: DemoBoutique,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: Language,
    verdict: str,
) -> None:
    monkeypatch.setattr("pos.app.doctor.flush_micros", lambda _: QUICK)
    assert main(["--language", language, "doctor", "--folder", str(boutique.till_folder)]) == 0
    told, words = capsys.readouterr().out, explain(Notice("disk.lying", {"micros": QUICK}), Words(language))
    assert verdict in told and "micros=49" in told
    assert f"{words.what} {words.do}  {words.short}" in told


def test_doctor_has_no_doubt_about_a_disk_that_takes_its_time(
    boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", "en", "doctor", "--folder", str(boutique.till_folder)]) == 0
    told = capsys.readouterr().out
    assert "disk: passed" in told and "micros=50" in told and "D-21" not in told and "doubtful" not in told


def test_doctor_fails_a_disk_without_room_however_it_flushes(
    boutique: DemoBoutique, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pos.app.doctor.free_bytes", lambda _: LOW_BYTES - 1)
    assert main(["--language", "en", "doctor", "--folder", str(boutique.till_folder)]) == 1
    told = capsys.readouterr().out
    assert "disk: failed" in told and explain(Notice("disk.low", {"free_mb": 999}), Words("en")).do in told


def test_a_flush_is_measured_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    sync = os.fsync

    def seen(file: int) -> None:
        flushed.append(file)
        sync(file)

    monkeypatch.setattr(os, "fsync", seen)
    assert measured_flush(tmp_path) >= 0
    assert flushed and list(tmp_path.iterdir()) == []


def test_doctor_names_what_is_wrong_and_what_to_do(boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]) -> None:
    boutique.mall.stop()
    boutique.printer.set_fault("paper_out")
    assert main(["--language", "en", "doctor", "--folder", str(boutique.till_folder)]) == 1
    told = capsys.readouterr().out
    assert "printer: failed" in told and "mall: failed" in told and "database and key: passed" in told
    assert "P-" in told and "M-" in told


def test_doctor_looks_at_the_rest_where_the_database_is_gone(
    boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]
) -> None:
    (boutique.till_folder / "till.db").unlink()
    assert main(["--language", "en", "doctor", "--folder", str(boutique.till_folder)]) == 1
    told = capsys.readouterr().out
    assert "database and key: failed" in told and "K-21" in told
    for check in ("disk", "printer", "mall", "clock"):
        assert f"{check}: passed" in told
    assert not (boutique.till_folder / "till.db").exists()


@pytest.mark.parametrize("verb", ["verify", "doctor"])
def test_examining_needs_no_till_to_be_shut(
    boutique: DemoBoutique, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    house = open_house(boutique.till_folder)
    with FolderLock(boutique.till_folder):
        assert main(["--language", "en", verb, "--folder", str(boutique.till_folder)]) == 0, capsys.readouterr().out
    house.close()


@pytest.mark.parametrize("verb", ["verify", "doctor"])
def test_examining_changes_nothing_not_even_after_a_crash(
    boutique: DemoBoutique, tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    house, crashed = open_house(boutique.till_folder), tmp_path / "crashed"
    with house.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('a', 'b')")
    shutil.copytree(boutique.till_folder, crashed)
    house.close()
    before = {path.name: path.read_bytes() for path in crashed.iterdir() if path.suffix != ".db-shm"}
    assert len(before["till.db-wal"]) > 0
    assert main(["--language", "en", verb, "--folder", str(crashed)]) == 0, capsys.readouterr().out
    after = {path.name: path.read_bytes() for path in crashed.iterdir() if path.suffix != ".db-shm"}
    assert after == before


@pytest.mark.parametrize("verb", ["verify", "doctor"])
def test_examining_brings_no_database_up(boutique: DemoBoutique, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    house = open_house(boutique.till_folder)
    with house.database.outside_transaction() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    house.close()
    before = (boutique.till_folder / "till.db").read_bytes()
    assert main(["--language", "en", verb, "--folder", str(boutique.till_folder)]) == 1
    told = capsys.readouterr()
    assert "K-22" in told.out + told.err
    assert (boutique.till_folder / "till.db").read_bytes() == before


def test_a_till_that_cannot_be_verified_is_let_go_of(boutique: DemoBoutique, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[Database] = []
    close = Database.close

    def seen(database: Database) -> None:
        closed.append(database)
        close(database)

    monkeypatch.setattr(Database, "close", seen)
    monkeypatch.setattr("pos.storage.verify.verify", lambda *_, **__: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        main(["verify", "--folder", str(boutique.till_folder)])
    assert len(closed) == 1


@pytest.mark.parametrize("verb", ["verify", "doctor"])
def test_a_folder_without_a_till_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert main(["--language", "en", verb, "--folder", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "⟨" not in told.out + told.err and (told.out + told.err).strip()


def test_no_sqlite_of_this_machine_can_read_the_till(boutique: DemoBoutique) -> None:
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(boutique.till_folder / "till.db") as connection:
        connection.execute("SELECT * FROM sqlite_master").fetchall()
    connection.close()
