"""The command line as its users see it: what it says, and how it ends."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from pos.__main__ import main
from pos.app.bootstrap import open_house
from pos.app.demo import DemoBoutique
from pos.app.lock import FolderLock
from pos.storage.engine import Database
from pos.till.counter import Notice
from pos.ui.notices import explain
from pos.ui.words import Words


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
    assert "disk: " in told  # whether it flushes honestly is this machine's affair
    for check in ("printer", "mall", "clock"):
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
