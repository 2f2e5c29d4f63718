"""Which card terminal a till has: its settings, its passphrase among the secrets, the doctor, the demo."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.__main__ import main
from pos.app.bootstrap import open_house
from pos.app.clock import SystemClock
from pos.app.demo import DemoBoutique
from pos.app.equipment import open_terminal
from pos.app.lock import FolderLock
from pos.app.settings import read_settings, write_settings
from pos.app.terminal_setup import set_terminal
from pos.devices.emulators.nexo import NAME, POI_ID, EmulatedNexoTerminal
from pos.devices.emulators.nexo_seal import TerminalKey
from pos.domain.basket import Basket
from pos.domain.cash_receipt import CashReceiptAsked, CashReceiptOwed
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.facts import CardAnswered, CardAsked, Fact
from pos.storage.keys import FileKeys
from pos.till.counter import Notice
from pos.till.paying.cards import CardRequest
from pos.till.ports import Commit, Draft
from pos.ui.notices import explain
from pos.ui.words import Words
from tests.domain.test_cash_receipt import RECEIPT

PASSPHRASE = "one water, please"


@pytest.fixture
def nexo() -> Iterator[EmulatedNexoTerminal]:
    with EmulatedNexoTerminal(SystemClock(), key=TerminalKey("k", 2, PASSPHRASE)) as terminal:
        yield terminal
        assert not terminal.failures


def wanted(terminal: EmulatedNexoTerminal) -> dict[str, str | int]:
    return {
        "terminal": "nexo",
        "terminal_address": f"https://127.0.0.1:{terminal.port}/nexo/",
        "terminal_id": POI_ID,
        "terminal_certificate": str(terminal.certificate),
        "terminal_certificate_name": NAME,
        "terminal_key": "k",
        "terminal_key_version": 2,
    }


def test_the_command_sets_a_terminal_and_says_how_it_is(
    boutique: DemoBoutique,
    nexo: EmulatedNexoTerminal,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    said = wanted(nexo)
    arguments = ["--language", "en", "terminal", "--folder", str(boutique.till_folder), "--kind", "nexo"]
    for name in ("address", "id", "certificate", "certificate_name", "key", "key_version"):
        arguments += [f"--{name.replace('_', '-')}", str(said[f"terminal_{name}"])]
    assert main(arguments) == 0, capsys.readouterr()
    assert read_settings(boutique.till_folder).terminal == "nexo"
    assert main(["--language", "en", "doctor", "--folder", str(boutique.till_folder)]) in (0, 1)
    assert f"card terminal: passed  terminal=nexo address=https://127.0.0.1:{nexo.port}" in capsys.readouterr().out
    assert not list(boutique.till_folder.glob("*.notes*"))
    nexo.brain.global_status = "Maintenance"
    assert main(arguments) == 1
    assert explain(Notice("terminal.maintenance"), Words("en")).what in capsys.readouterr().out


def test_the_passphrase_stays_where_none_is_given_and_never_in_the_settings(
    boutique: DemoBoutique, nexo: EmulatedNexoTerminal
) -> None:
    folder = boutique.till_folder
    assert set_terminal(folder, wanted(nexo), passphrase=PASSPHRASE).code == ""
    assert set_terminal(folder, wanted(nexo)).code == ""
    for path in folder.iterdir():
        assert PASSPHRASE.encode() not in path.read_bytes() if path.is_file() else True
    keys = FileKeys(folder / "keys").load()
    assert keys is not None and keys.terminal == PASSPHRASE.encode() and PASSPHRASE not in repr(keys)
    set_terminal(folder, {"terminal": "none"})
    forgotten = FileKeys(folder / "keys").load()
    assert forgotten == replace(keys, terminal=b"")
    assert read_settings(folder).terminal_key == ""


@pytest.mark.parametrize(
    ("change", "passphrase", "code"),
    [
        ({"terminal_address": "tcp://h"}, PASSPHRASE, "terminal.address"),
        ({"terminal_id": ""}, PASSPHRASE, "settings.broken"),
        ({"terminal_certificate": ""}, PASSPHRASE, "settings.broken"),
        ({}, "", "terminal.no_key"),
        ({}, "café", "terminal.passphrase"),
        ({"terminal": "tl3600", "terminal_address": ""}, "", "terminal.address"),
    ],
)
def test_what_cannot_be_opened_changes_nothing(
    boutique: DemoBoutique, nexo: EmulatedNexoTerminal, change: dict[str, str | int], passphrase: str, code: str
) -> None:
    folder = boutique.till_folder
    before = [(folder / name).read_bytes() for name in ("till.toml", "keys")]
    with pytest.raises(TillError) as refused:
        set_terminal(folder, {**wanted(nexo), **change}, passphrase=passphrase)
    assert refused.value.code == code
    assert [(folder / name).read_bytes() for name in ("till.toml", "keys")] == before


def test_a_till_that_is_open_keeps_its_terminal(boutique: DemoBoutique) -> None:
    with FolderLock(boutique.till_folder), pytest.raises(Unavailable, match=r"till\.already_open"):
        set_terminal(boutique.till_folder, {"terminal": "none"})


def test_secrets_of_before_have_no_passphrase_and_are_read(boutique: DemoBoutique, nexo: EmulatedNexoTerminal) -> None:
    folder = boutique.till_folder
    settings = replace(read_settings(folder), **wanted(nexo))
    with pytest.raises(Unavailable, match=r"terminal\.no_key"):
        open_terminal(folder, settings, SystemClock())


def test_no_real_till_opens_with_a_terminal_that_moves_no_money(boutique: DemoBoutique) -> None:
    settings = replace(read_settings(boutique.till_folder), demo=False)
    with pytest.raises(Refused, match=r"terminal\.not_allowed"):
        open_terminal(boutique.till_folder, settings, SystemClock())


def test_the_doctor_finds_a_terminal_that_is_off(boutique: DemoBoutique, capsys: pytest.CaptureFixture[str]) -> None:
    with EmulatedNexoTerminal(SystemClock()) as gone:
        settings = replace(read_settings(boutique.till_folder), **{**wanted(gone), "terminal_key": ""})
        certificate = boutique.till_folder / "terminal.pem"
        certificate.write_bytes(gone.certificate.read_bytes())
    write_settings(boutique.till_folder, replace(settings, terminal_certificate="terminal.pem"))
    assert main(["--language", "en", "doctor", "--folder", str(boutique.till_folder)]) == 1
    told = capsys.readouterr().out
    assert "card terminal: failed" in told and "C-10" in told


@pytest.mark.parametrize("kind", ["nexo", "tl3600"])
def test_the_demo_has_an_emulated_terminal_behind_a_real_driver(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for attempt in ("a1", "a2"):
        boutique = DemoBoutique(tmp_path / "demo", terminal=kind)  # type: ignore[arg-type]  # both are kinds
        boutique.open()
        try:
            house = open_house(boutique.till_folder)
            assert type(house.terminal).__module__.startswith(f"pos.devices.terminal.{kind}")
            answer = house.terminal.charge(CardRequest(attempt, "card", 21_600, vat=1_963))
            assert answer.outcome == "approved", answer
            assert house.terminal.enquire(CardRequest("a1", "card", 21_600)).outcome == "approved"
            house.close()
        finally:
            boutique.close()
    again = DemoBoutique(tmp_path / "demo")
    again.open()
    again.close()
    assert read_settings(tmp_path / "demo" / "till").terminal == "simulated"


def test_every_reason_of_the_nexo_driver_has_words() -> None:
    sources = Path(open_terminal.__code__.co_filename).parents[1] / "devices" / "terminal" / "nexo"
    codes = {code for path in sources.glob("*.py") for code in re.findall(r'"(terminal\.[a-z_]+)"', path.read_text())}
    assert len(codes) > 25
    assert not {code for code in codes if not Words("ko").has(f"notice.{code}.what")}


@pytest.mark.parametrize(
    ("facts", "is_open"),
    [
        ((CardAsked("s1", "a1", "card", 5_000, 0),), True),
        ((CardAsked("s1", "a1", "card", 5_000, 0), CardAnswered("s1", "a1", "unknown")), True),
        ((CardAsked("s1", "a1", "card", 5_000, 0), CardAnswered("s1", "a1", "declined")), False),
        ((CardAsked("gone", "a1", "card", 5_000, 0),), False),
        ((CashReceiptOwed(RECEIPT), CashReceiptAsked("r1", "a1")), True),
        ((CashReceiptOwed(RECEIPT),), False),
    ],
)
def test_a_terminal_that_still_has_to_be_asked_is_not_exchanged(
    boutique: DemoBoutique, facts: tuple[Fact, ...], *, is_open: bool
) -> None:
    """Another one would say that it was never asked, and the customer would pay twice."""
    folder = boutique.till_folder
    house = open_house(folder)
    at = SystemClock().now()
    house.store.commit(Commit(who="C1", at=at, day=at.date(), facts=facts, save=Draft(Basket("s1", at, at))))
    house.close()
    before = read_settings(folder)
    if is_open:
        with pytest.raises(Refused, match=r"terminal\.still_asked"):
            set_terminal(folder, {"terminal": "none"})
        assert read_settings(folder) == before
    else:
        set_terminal(folder, {"terminal": "none"})
    set_terminal(folder, {"terminal": read_settings(folder).terminal})  # the same one may be told of anew
