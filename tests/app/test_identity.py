"""Who is who, on the command line: TLS by the slip, shutting out, carrying over what was not sent."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest

from pos.__main__ import main
from pos.app.bootstrap import open_house
from pos.app.clock import SystemClock
from pos.app.demo import DemoBoutique
from pos.app.settings import read_settings
from pos.domain.calendar import korean_day
from pos.domain.facts import DrawerOpened
from pos.mall.secure import Secure
from pos.mall.serve import RunningMall
from pos.sync.contract import TillName
from pos.till.ports import Commit

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The system's key store, by vault."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(keyring, "get_password", lambda _, vault: kept.get(vault))
    monkeypatch.setattr(keyring, "set_password", lambda _, vault, text: kept.update({vault: text}))
    return kept


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives a command; its status, and what it said."""

    def give(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["--language", "en", *(str(one) for one in arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return give


@pytest.fixture
def secure(tmp_path: Path, run: Run) -> Iterator[RunningMall]:
    """A mall over TLS, with the authority that the command made."""
    status, said, _ = run("authority", tmp_path / "ca", "--name", "127.0.0.1", "--name", "localhost")
    assert status == 0 and "fingerprint" in said and "authority.key" in said
    clock = SystemClock()
    url = f"sqlite:///{tmp_path / 'mall.db'}"
    with RunningMall(url, clock=clock, secure=Secure(tmp_path / "ca", clock)) as mall:
        yield mall


def code_of(said: str) -> str:
    return said.strip().rpartition(" ")[2]


def write(folder: Path, count: int) -> None:
    """Entries that nobody sends."""
    house = open_house(folder)
    now = house.clock.now()
    for _ in range(count):
        house.store.commit(Commit("S1", now, korean_day(now), facts=(DrawerOpened("change"),)))
    house.close()


def test_a_till_is_enrolled_over_tls_by_what_stands_on_the_slip(
    secure: RunningMall, tmp_path: Path, run: Run, secrets: dict[str, str]
) -> None:
    database, folder = f"sqlite:///{tmp_path / 'mall.db'}", tmp_path / "till"
    status, said, _ = run("invite", "SEL01/2", "--database", database)
    slip = code_of(said)
    assert status == 0 and len(slip.split("-")) == 8
    short = "-".join(slip.split("-")[:3])
    status, _, refused = run("enrol", "--mall", secure.url, "--code", short, "--folder", folder)
    assert status == 1 and "M-85" in refused
    other = slip[:-1] + ("0" if slip[-1] != "0" else "1")
    status, _, refused = run("enrol", "--mall", secure.url, "--code", other, "--folder", folder)
    assert status == 1 and "M-86" in refused
    status, said, _ = run("enrol", "--mall", secure.url, "--code", slip.lower(), "--folder", folder)
    assert status == 0 and "SEL01/2" in said
    settings = read_settings(folder)
    assert (folder / settings.authority).read_text("ascii") == secure.mall.gate.authority().certificate
    assert "mall: passed" in run("doctor", "--folder", folder)[1]
    (folder / settings.authority).unlink()
    assert "mall: failed" in run("doctor", "--folder", folder)[1]


def test_what_was_not_sent_is_carried_over_by_a_technician(
    secure: RunningMall, tmp_path: Path, run: Run, secrets: dict[str, str]
) -> None:
    database, folder, file = f"sqlite:///{tmp_path / 'mall.db'}", tmp_path / "till", tmp_path / "till.salvage"
    slip = code_of(run("invite", "SEL01/2", "--database", database)[1])
    assert run("enrol", "--mall", secure.url, "--code", slip, "--folder", folder)[0] == 0
    write(folder, 250)
    status, said, _ = run("revoke", "SEL01/2", "--database", database)
    assert status == 0 and "shut out" in said
    before = (folder / "till.db").read_bytes()
    status, said, _ = run("salvage", file, "--folder", folder)
    assert status == 0 and "entries 1 to 251" in said and (folder / "till.db").read_bytes() == before
    assert file.stat().st_mode & 0o777 == 0o600
    assert "M-93" in run("salvage", file, "--folder", folder)[2]
    status, said, _ = run("take-in", file, "--by", "J. Technician", "--database", database)
    assert status == 0 and "251 of them new" in said
    assert "0 of them new" in run("take-in", file, "--by", "J. Technician", "--database", database)[1]
    assert len(secure.mall.entries(TillName("SEL01", "2"))) == 251
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    refused = run("take-in", file, "--by", "J. Technician", "--database", database)[2]
    assert "M-95" in refused or "M-94" in refused
    for bad in (tmp_path / "none", tmp_path):
        assert "M-94" in run("take-in", bad, "--by", "J. Technician", "--database", database)[2]


def test_a_till_with_nothing_left_says_so(boutique: DemoBoutique, tmp_path: Path, run: Run) -> None:
    house = open_house(boutique.till_folder)
    house.outbox.acknowledged(house.shelf.waiting().count + 1)
    house.close()
    status, _, refused = run("salvage", tmp_path / "file", "--folder", boutique.till_folder)
    assert status == 1 and "M-92" in refused and not (tmp_path / "file").exists()
    assert run("salvage", tmp_path / "file", "--all", "--folder", boutique.till_folder)[0] == 0


@pytest.mark.parametrize("name", ["SEL01", "SEL01/", "/1", "SEL01/9", "SEL01/\n"])
def test_a_till_that_is_none_is_not_shut_out(tmp_path: Path, run: Run, name: str) -> None:
    assert "M-97" in run("revoke", name, "--database", f"sqlite:///{tmp_path / 'mall.db'}")[2]


def test_a_mall_whose_certificate_is_missing_does_not_start(tmp_path: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    database = f"sqlite:///{tmp_path / 'mall.db'}"
    status, _, refused = run("mall", "--database", database, "--port", port, "--authority", tmp_path)
    assert status == 1 and "M-89" in refused
