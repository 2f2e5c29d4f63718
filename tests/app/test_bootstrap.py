"""Opening a till's folder, and everything that can be wrong with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from pos.app.bootstrap import open_house
from pos.app.demo import DemoBoutique
from pos.app.settings import Settings, read_settings, write_settings
from pos.domain.errors import TillError, Unavailable
from pos.domain.facts import ClaimMade, ReturnCompleted
from pos.domain.people.retention import Kept
from pos.storage import keys
from pos.storage.keys import FileKeys
from pos.storage.past import SqlPast
from pos.storage.registry import SqlRegistry
from pos.storage.tax import SqlTax
from pos.till.back.past import Photograph
from pos.till.counter import Notice
from pos.till.feed import Language
from pos.till.paying.cards import CardAnswer, CardRequest
from pos.till.ports import Commit
from pos.ui.notices import explain
from pos.ui.words import Words
from tests.storage.given_back import back, claim
from tests.storage.told import MOBILE, approved, asked, numbered, owed
from tests.till.scene import SetClock


def test_an_enrolled_till_opens_with_its_first_entry(boutique: DemoBoutique) -> None:
    house = open_house(boutique.till_folder)
    assert [entry.kind for entry in house.outbox.unsent(most=9, most_bytes=10**6)] == ["EpochOpened"]
    house.close()


FAULTS: dict[str, Callable[[Path], Any]] = {
    "key.missing": lambda folder: (folder / "keys").unlink(),
    "key.wrong": lambda folder: FileKeys(folder / "keys").save(keys.fresh(b"p" * 32)),
    "settings.missing": lambda folder: (folder / "till.toml").unlink(),
    "settings.broken": lambda folder: (folder / "till.toml").write_text("mall ="),
    "settings.broken printer": lambda folder: change(folder, printer_profile="90mm"),
    "settings.broken folder": lambda folder: put_a_folder_in_place_of(folder / "till.toml"),
    "terminal.ledger_broken": lambda folder: (folder / "terminal.json").write_text('{"kept": {"a'),
    "terminal.not_allowed": lambda folder: change(folder, demo=False, keys="system"),
    "key.file_not_allowed": lambda folder: change(folder, demo=False, terminal="none"),
    "enrol.unfinished": lambda folder: change(folder, till=""),
    "database.newer": lambda folder: change_version(folder, "9999"),
}


def change(folder: Path, **settings: Any) -> None:
    write_settings(folder, replace(read_settings(folder), **settings))


def put_a_folder_in_place_of(file: Path) -> None:
    file.unlink()
    file.mkdir()


def change_version(folder: Path, version: str) -> None:
    house = open_house(folder)
    with house.database.outside_transaction() as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    house.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_folder_is_said_and_nothing_is_changed(boutique: DemoBoutique, fault: str) -> None:
    folder = boutique.till_folder
    FAULTS[fault](folder)
    before = (folder / "till.db").read_bytes()
    with pytest.raises(TillError) as refused:
        open_house(folder)
    assert refused.value.code == fault.split()[0]
    assert (folder / "till.db").read_bytes() == before


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_database_that_is_gone_is_never_replaced(boutique: DemoBoutique, left: str) -> None:
    database = boutique.till_folder / "till.db"
    database.unlink()
    if left == "an empty file":
        database.touch()
    with pytest.raises(Unavailable, match=r"database\.missing"):
        open_house(boutique.till_folder)
    assert not database.exists() or database.stat().st_size == 0


def test_a_till_without_a_terminal_takes_no_cards(boutique: DemoBoutique) -> None:
    assert Settings(mall="https://mall.example").terminal == "none"
    assert read_settings(boutique.till_folder).terminal == "simulated"
    change(boutique.till_folder, terminal="none")
    house = open_house(boutique.till_folder)
    request = CardRequest("attempt", "card", 7_200)
    assert house.terminal.charge(request) == CardAnswer("not_sent", "terminal.none")
    assert house.terminal.enquire(request) == CardAnswer("declined", "terminal.not_known")
    house.close()
    told = explain(Notice("payment.not_sent", {"amount": 7_200, "reason": "terminal.none"}), Words("ko"))
    assert "연결된 단말기 없음" in told.what


def test_pictures_of_claims_that_are_long_over_are_gone_at_the_next_start(
    boutique: DemoBoutique, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = SetClock()
    house, picture = open_house(boutique.till_folder, clock=now), Photograph("p", "c", b"\xff\xd8\xff")
    past = SqlPast(house.database, boutique="SEL01", till="1", key=house.keys.signer())
    facts = (ClaimMade(claim("c", "s", "p")), ReturnCompleted(back("r", None, claim="c")))
    house.store.commit(Commit("C1", now.now(), now.now().date(), facts, photographs=(picture,)))
    house.close()
    with monkeypatch.context() as failing:
        failing.setattr("pos.storage.photographs._DESTROY", "DELETE FROM nothing WHERE id < ?")
        now.passes(days=40 * 366)
        open_house(boutique.till_folder, clock=now).close()
    assert past.photograph("p") == picture.picture and "disk.failed" in caplog.text
    open_house(boutique.till_folder, clock=now).close()
    assert past.photograph("p") is None
    house.database.close()


def test_numbers_of_cash_receipts_are_gone_three_months_after_they_were_told(boutique: DemoBoutique) -> None:
    now = SetClock()
    house = open_house(boutique.till_folder, clock=now)
    told = (owed(at=now.now()), asked(), approved())
    house.store.commit(Commit("C1", now.now(), now.now().date(), told, number=numbered()))
    house.close()
    now.passes(days=92)
    open_house(boutique.till_folder, clock=now).close()
    tax = SqlTax(house.database)
    assert tax.number("n1") == MOBILE
    now.passes(days=2)
    open_house(boutique.till_folder, clock=now).close()
    assert tax.number("n1") is None
    house.database.close()


def test_a_till_from_before_makes_its_separate_store_when_somebody_leaves(boutique: DemoBoutique) -> None:
    folder, vault = boutique.till_folder, FileKeys(boutique.till_folder / "keys")
    ring = vault.load()
    assert ring is not None
    vault.save(replace(ring, retained=b""))
    house = open_house(folder)
    today = SetClock().now().date()
    record = Kept("M1:visit:1", "M1", "visit", "1", today, today)
    people = SqlRegistry(house.database, boutique="SEL01", till="1", retained=house.retained)
    assert people.destroy_due(today) is None and not (folder / "retained.db").exists()
    people.keep((record,))
    house.close()
    after = vault.load()
    assert (
        after is not None and len(after.retained) == 32 and replace(after, retained=b"") == replace(ring, retained=b"")
    )
    house = open_house(folder)
    assert house.retained.kept() == (record,)
    house.close()


def test_a_broken_separate_store_is_said_in_words_and_the_till_opens(boutique: DemoBoutique) -> None:
    (boutique.till_folder / "retained.db").write_bytes(b"no database" * 999)
    house = open_house(boutique.till_folder)
    with pytest.raises(Unavailable) as refused:
        house.retained.kept()
    for language in get_args(Language):
        said = explain(Notice(refused.value.code, refused.value.facts), Words(language))
        assert "retained.db" in said.what
    house.close()


def test_a_house_is_let_go_of_whatever_its_checkpoint_says(
    boutique: DemoBoutique, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house = open_house(boutique.till_folder)
    closed: list[str] = []
    close = house.database.close

    def fail() -> None:
        raise Unavailable("disk.failed")

    monkeypatch.setattr(house.database, "checkpoint", fail)
    monkeypatch.setattr(house.database, "close", lambda: closed.append("database"))
    house.close()
    close()
    assert closed == ["database"] and "checkpoint" in caplog.text
