"""Opening a till's folder, and everything that can be wrong with it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.app.bootstrap import enrol_till, open_house
from pos.app.demo import DemoBoutique
from pos.app.settings import Settings, read_settings, write_settings
from pos.domain.errors import Refused, TillError, Unavailable
from pos.storage import keys
from pos.storage.keys import FileKeys


def test_an_enrolled_till_opens_with_its_first_entry(boutique: DemoBoutique) -> None:
    house = open_house(boutique.till_folder)
    assert [entry.kind for entry in house.outbox.unsent(most=9, most_bytes=10**6)] == ["EpochOpened"]
    house.close()


def test_a_code_is_good_once(boutique: DemoBoutique, tmp_path: Path) -> None:
    code = boutique.mall.mall.invite(replace(boutique.name, till="2"))
    settings = Settings(mall=boutique.mall.url, keys="file", demo=True)
    assert enrol_till(tmp_path / "two", settings, code).till == "2"
    with pytest.raises(Refused, match=r"enrol\."):
        enrol_till(tmp_path / "three", settings, code)
    with pytest.raises(Refused, match=r"enrol\.code"):
        enrol_till(tmp_path / "four", settings, "wrong-code")


def test_enrolling_again_after_a_lost_answer_goes_on_with_the_same_keys(boutique: DemoBoutique, tmp_path: Path) -> None:
    code = boutique.mall.mall.invite(replace(boutique.name, till="2"))
    folder, settings = tmp_path / "two", Settings(mall="http://127.0.0.1:9", keys="file", demo=True)
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        enrol_till(folder, settings, code)
    kept = FileKeys(folder / "keys").load()
    enrol_till(folder, replace(settings, mall=boutique.mall.url), code)
    enrol_till(folder, replace(settings, mall=boutique.mall.url), code)
    found = FileKeys(folder / "keys").load()
    assert kept is not None and found is not None and found.signing == kept.signing
    house = open_house(folder)
    assert house.shelf.waiting().count == 1
    house.close()


@pytest.mark.parametrize("fault", ["key.missing", "key.wrong", "settings.missing", "settings.broken", "database.newer"])
def test_what_is_wrong_with_a_folder_is_said_and_nothing_is_changed(boutique: DemoBoutique, fault: str) -> None:
    folder = boutique.till_folder
    if fault == "database.newer":
        house = open_house(folder)
        with house.database.outside_transaction() as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        house.close()
    before = (folder / "till.db").read_bytes()
    _spoil(folder, fault)
    with pytest.raises(TillError) as refused:
        open_house(folder)
    assert refused.value.code == fault
    assert (folder / "till.db").read_bytes() == before


def _spoil(folder: Path, fault: str) -> None:
    if fault == "key.missing":
        (folder / "keys").unlink()
    elif fault == "key.wrong":
        FileKeys(folder / "keys").save(keys.fresh(b"p" * 32))
    elif fault == "settings.missing":
        (folder / "till.toml").unlink()
    elif fault == "settings.broken":
        (folder / "till.toml").write_text("mall =")


def test_keys_in_a_file_are_for_the_demo_only(boutique: DemoBoutique) -> None:
    write_settings(boutique.till_folder, replace(read_settings(boutique.till_folder), demo=False))
    with pytest.raises(Refused, match=r"key\.file_not_allowed"):
        open_house(boutique.till_folder)
