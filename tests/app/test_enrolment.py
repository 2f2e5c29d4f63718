"""Enrolling a till, and everything that can come between: a lost answer, a second try, a till that stands there."""

from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from pos.__main__ import main
from pos.app.bootstrap import enrol_till, open_house
from pos.app.clock import SystemClock
from pos.app.demo import DemoBoutique
from pos.app.lock import FolderLock
from pos.app.settings import Settings, read_settings
from pos.domain.errors import Refused, Unavailable
from pos.storage.keys import FileKeys
from pos.sync import client
from pos.sync.contract import Enrolled
from tests.mall.tills import FixedClock


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The system's key store, by vault."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(keyring, "get_password", lambda _, vault: kept.get(vault))
    monkeypatch.setattr(keyring, "set_password", lambda _, vault, text: kept.update({vault: text}))
    return kept


@pytest.fixture
def code(boutique: DemoBoutique) -> str:
    return boutique.mall.mall.invite(replace(boutique.name, till="2"))


def demo(boutique: DemoBoutique) -> Settings:
    return Settings(mall=boutique.mall.url, keys="file", demo=True)


def enrol(boutique: DemoBoutique, folder: Path, code: str) -> int:
    return main(["--language", "en", "enrol", "--mall", boutique.mall.url, "--code", code, "--folder", str(folder)])


def test_a_code_is_good_once(boutique: DemoBoutique, tmp_path: Path, code: str) -> None:
    assert enrol_till(tmp_path / "two", demo(boutique), code).till == "2"
    with pytest.raises(Refused, match=r"enrol\."):
        enrol_till(tmp_path / "three", demo(boutique), code)
    with pytest.raises(Refused, match=r"enrol\.code"):
        enrol_till(tmp_path / "four", demo(boutique), "wrong-code")


def test_a_till_that_stands_is_not_enrolled_over(
    boutique: DemoBoutique, tmp_path: Path, code: str, secrets: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "two"
    assert enrol(boutique, folder, code) == 0
    before, kept = (folder / "till.toml").read_bytes(), dict(secrets)
    for again in (code, "wrong-code", boutique.mall.mall.invite(replace(boutique.name, till="3"))):
        assert enrol(boutique, folder, again) == 1
        assert "M-21" in capsys.readouterr().err
    assert (folder / "till.toml").read_bytes() == before and secrets == kept
    house = open_house(folder)
    assert house.settings.till == "2" and house.settings.terminal == "none" and house.shelf.waiting().count == 1
    house.close()


def test_after_a_lost_answer_the_same_command_goes_on_with_the_same_keys(
    boutique: DemoBoutique, tmp_path: Path, code: str, secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, ask = tmp_path / "two", client.enrol

    def lose(url: str, code: str, key: Ed25519PrivateKey, *, authority: str) -> Enrolled:
        ask(url, code, key, authority=authority)
        raise Unavailable("mall.slow")

    with monkeypatch.context() as patched:
        patched.setattr(client, "enrol", lose)
        assert enrol(boutique, folder, code) == 1
    vault = read_settings(folder).vault
    assert enrol(boutique, folder, code) == 0
    assert list(secrets) == [vault] == [read_settings(folder).vault]
    open_house(folder).close()


def test_a_mall_that_was_away_is_asked_with_the_same_keys(boutique: DemoBoutique, tmp_path: Path, code: str) -> None:
    folder = tmp_path / "two"
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        enrol_till(folder, replace(demo(boutique), mall="http://127.0.0.1:9"), code)
    kept = FileKeys(folder / "keys").load()
    enrol_till(folder, demo(boutique), code)
    found = FileKeys(folder / "keys").load()
    assert kept is not None and found is not None and found.signing == kept.signing
    house = open_house(folder)
    assert house.shelf.waiting().count == 1
    house.close()


def test_a_lost_database_is_not_begun_anew_under_the_same_name(boutique: DemoBoutique) -> None:
    folder = boutique.till_folder
    (folder / "till.db").unlink()
    before = (folder / "till.toml").read_bytes()
    with pytest.raises(Unavailable, match=r"database\.missing"):
        enrol_till(folder, demo(boutique), boutique.mall.mall.invite(boutique.name))
    assert (folder / "till.toml").read_bytes() == before and not (folder / "till.db").exists()


def test_lost_keys_are_not_replaced_beside_a_database(boutique: DemoBoutique, tmp_path: Path, code: str) -> None:
    folder = tmp_path / "two"
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        enrol_till(folder, replace(demo(boutique), mall="http://127.0.0.1:9"), code)
    (folder / "till.db").write_bytes((boutique.till_folder / "till.db").read_bytes())
    (folder / "keys").unlink()
    with pytest.raises(Unavailable, match=r"key\.missing"):
        enrol_till(folder, demo(boutique), code)
    assert not (folder / "keys").exists()


def test_nobody_enrols_in_a_folder_that_is_open(boutique: DemoBoutique) -> None:
    with FolderLock(boutique.till_folder), pytest.raises(Unavailable, match=r"till\.already_open"):
        enrol_till(boutique.till_folder, demo(boutique), "any")


def test_the_simulated_terminal_is_for_the_demo(tmp_path: Path, boutique: DemoBoutique, code: str) -> None:
    settings = Settings(mall=boutique.mall.url, terminal="simulated")
    with pytest.raises(Refused, match=r"terminal\.not_allowed"):
        enrol_till(tmp_path / "two", settings, code)
    assert not (tmp_path / "two" / "till.toml").exists()


@pytest.mark.parametrize("off", [timedelta(days=40), timedelta(days=-40)])
def test_a_clock_that_is_wrong_is_put_right_first(
    boutique: DemoBoutique, tmp_path: Path, code: str, off: timedelta
) -> None:
    """Time never runs back in a journal: one that began weeks ahead would stand still for as long."""
    with pytest.raises(Refused, match=r"mall\.clock"):
        enrol_till(tmp_path / "two", demo(boutique), code, clock=FixedClock(SystemClock().now() + off))
    assert enrol_till(tmp_path / "two", demo(boutique), code).till == "2", "the code is good as before"
