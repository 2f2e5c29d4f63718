"""Over https the till believes the chain's own authority and nobody else; in the clear it looks for no certificates."""

import contextlib
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.app.clock import SystemClock
from pos.domain.errors import Refused, TillError, Unavailable
from pos.mall import authority
from pos.mall.secure import Secure
from pos.mall.serve import RunningMall
from pos.sync.client import MallClient, enrol, health, learn_authority
from pos.sync.contract import Push
from pos.sync.slip import read_slip
from pos.sync.trust import nobody_yet
from tests.mall.tills import NAME, SEED
from tests.sync.servers import WrongServer, answers_http

LOOPBACK = ("127.0.0.1", "localhost")
CLOCK = SystemClock()
Start = Callable[..., RunningMall]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts malls over TLS, each with an authority of its own unless a folder is given."""
    with contextlib.ExitStack() as stack:

        def run(folder: str = "authority", names: tuple[str, ...] = LOOPBACK, **ago: float) -> RunningMall:
            now = CLOCK.now() - timedelta(**ago)
            authority.make(tmp_path / folder, names, now=now)
            secure = Secure.__new__(Secure)
            secure._folder, secure._clock, secure._serial = (
                tmp_path / folder,
                CLOCK,
                authority.serial(tmp_path / folder),
            )
            if ago:  # it would be renewed
                (tmp_path / folder / authority.AUTHORITY_KEY).unlink()
            secure.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.show_again(secure.context, tmp_path / folder)
            mall = RunningMall(f"sqlite:///{tmp_path / folder}.db", clock=CLOCK, secure=secure)
            mall.mall.seed(SEED)
            return stack.enter_context(mall)

        yield run


def refusal(url: str, believed: str) -> str:
    with pytest.raises(TillError) as error:
        health(url, authority=believed)
    return error.value.code


def test_a_till_enrols_and_sends_over_tls(start: Start) -> None:
    running = start()
    slip = read_slip(running.mall.invite(NAME))
    key = Ed25519PrivateKey.generate()
    believed = learn_authority(running.url, slip.authority)
    enrolled = enrol(running.url, slip.code, key, authority=believed)
    with MallClient(running.url, name=enrolled.name, key=key, clock=CLOCK, authority=believed) as client:
        assert client.feed(0).products
        assert client.push(Push(1, 1)).next == 1
    assert running.url.startswith("https:")


def test_another_authority_is_not_believed(start: Start) -> None:
    running, other = start(), start("other")
    assert refusal(running.url, other.mall.gate.authority().certificate) == "mall.other_authority"


def test_without_an_authority_nobody_is_believed(start: Start) -> None:
    assert refusal(start().url, "") == "mall.no_authority"


def test_the_machines_own_list_is_never_asked(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running, other = start(), start("other")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority" / authority.AUTHORITY))
    assert refusal(running.url, other.mall.gate.authority().certificate) == "mall.other_authority"


def test_a_certificate_that_is_over_is_not_believed(start: Start) -> None:
    running = start(days=91)
    assert refusal(running.url, running.mall.gate.authority().certificate) == "mall.certificate_dates"


def test_a_certificate_of_another_name_is_not_believed(start: Start) -> None:
    running = start(names=("mall.example.kr", "10.0.0.5"))
    assert refusal(running.url, running.mall.gate.authority().certificate) == "mall.certificate_name"


def test_what_is_no_certificate_is_said() -> None:
    for believed in ("x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        assert refusal("https://127.0.0.1:9", believed) == "settings.broken"


def test_the_clear_asks_for_no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: read.append("some"))
    with WrongServer(answers_http(b'{"time":"now"}')) as plain:
        assert health(plain.url).time == "now"
    assert read == []


def test_who_believed_everybody_would_tell_everybody(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the safety taken out: then the impostor is the mall, and hears the code."""
    real, impostor = start(), start("other")
    code, believed = real.mall.invite(NAME), real.mall.gate.authority().certificate
    key = Ed25519PrivateKey.generate()
    with pytest.raises(Unavailable, match=r"mall\.other_authority"):
        enrol(impostor.url, code, key, authority=believed)
    monkeypatch.setattr("pos.sync.wire.only", lambda _: nobody_yet())
    with pytest.raises(Refused, match=r"enrol\.code"):
        enrol(impostor.url, code, key, authority=believed)


# --- the first contact ----------------------------------------------------------------------------------------------


def test_who_stands_between_is_told_nothing(start: Start) -> None:
    """An impostor with an authority of their own hears one question, and neither code nor key."""
    real, impostor = start(), start("other")
    slip = read_slip(real.mall.invite(NAME))
    with pytest.raises(Refused, match=r"enrol\.authority"):
        learn_authority(impostor.url, slip.authority)


def test_who_shows_two_authorities_is_believed_for_one(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """The impostor passes the real certificate on, with their own beside it."""
    real, impostor = start(), start("other")
    own, other = real.mall.gate.authority().certificate, impostor.mall.gate.authority().certificate
    slip = read_slip(real.mall.invite(NAME))
    for both in (own + other, other + own, own + "\n" + other):
        impostor.mall.gate.use_authority(both)
        with contextlib.suppress(Refused):
            believed = learn_authority(impostor.url, slip.authority)
            assert refusal(impostor.url, believed) == "mall.other_authority"


def test_a_slip_that_is_too_short_believes_nobody(start: Start) -> None:
    running = start()
    full = read_slip(running.mall.invite(NAME)).authority
    assert learn_authority(running.url, full)
    for short in ("", full[:16]):
        with pytest.raises(Refused, match=r"enrol\.authority"):
            learn_authority(running.url, short)


# --- a certificate's life -------------------------------------------------------------------------------------------


def test_who_takes_over_from_a_process_that_died_shows_the_certificate_of_today(tmp_path: Path) -> None:
    """It begins with what the mall was started with, months ago."""
    authority.make(tmp_path / "a", LOOPBACK, now=CLOCK.now() - timedelta(days=50))
    secure = Secure(tmp_path / "a", CLOCK)
    authority.make(tmp_path / "a", LOOPBACK, now=CLOCK.now())
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=CLOCK, secure=secure):
        assert not secure.look_again(), "it was taken up before anybody could connect"


def test_a_certificate_is_renewed_while_the_mall_runs(tmp_path: Path) -> None:
    now = CLOCK.now()
    believed = authority.make(tmp_path / "a", LOOPBACK, now=now)
    secure = Secure(tmp_path / "a", CLOCK)
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=CLOCK, secure=secure) as running:
        assert not secure.look_again()
        authority.make(tmp_path / "a", LOOPBACK, now=now - timedelta(days=61))
        before = authority.ends_at(tmp_path / "a")
        assert secure.look_again()
        assert authority.ends_at(tmp_path / "a") > before
        assert health(running.url, authority=believed).time


def test_without_the_authoritys_key_a_certificate_ends(tmp_path: Path) -> None:
    folder, now = tmp_path / "a", CLOCK.now()
    authority.make(folder, LOOPBACK, now=now)
    (folder / authority.AUTHORITY_KEY).unlink()
    assert not authority.renew(folder, now=now + timedelta(days=89))
    authority.shown(folder, now=now + timedelta(days=89))
    with pytest.raises(Unavailable, match=r"authority\.ended"):
        authority.shown(folder, now=now + timedelta(days=90))
    with pytest.raises(Unavailable, match=r"authority\.no_key"):
        authority.make(folder, LOOPBACK, now=now)


def test_a_folder_without_a_certificate_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"authority\.missing"):
        Secure(tmp_path, CLOCK)


@pytest.mark.parametrize("name", ["", "a b", "-".join(["x"] * 200), "몰.kr", "a..b", "http://mall"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"authority\.names"):
        authority.make(tmp_path, [name], now=CLOCK.now())
    assert not list(tmp_path.iterdir())


def test_keys_are_their_owners_alone(tmp_path: Path) -> None:
    authority.make(tmp_path, LOOPBACK, now=CLOCK.now())
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert set(modes) == {authority.AUTHORITY, authority.AUTHORITY_KEY, authority.MALL}
    assert modes[authority.AUTHORITY_KEY] == modes[authority.MALL] == 0o600
