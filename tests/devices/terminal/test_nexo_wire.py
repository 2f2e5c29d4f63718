"""The line to a nexo terminal broken wherever it can: before the question left it is not sent, afterwards unknown."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.devices.emulators.certificates import make_certificate
from pos.devices.emulators.nexo import NAME
from pos.devices.terminal.nexo.driver import NexoTerminal
from pos.devices.terminal.nexo.line import Line
from pos.devices.terminal.nexo.messages import DiagnosisRequest
from pos.devices.terminal.nexo.notes import Notes
from pos.devices.terminal.nexo.opening import Key, open_nexo
from pos.devices.terminal.nexo.seal import Seal, SealBroken, Sealed
from pos.devices.terminal.nexo.wire import NoAnswer, read_address
from pos.domain.errors import Refused, Unavailable
from tests.devices.terminal.nexo_bench import CALM, KEY, NAMES, NOON, Bench, NoonClock, bench, charge

SEAL = Seal("k", 1, "p")
PRINTED = "".join(map(chr, range(32, 127)))
CUTS = (0, 1, 12, 17, 40, 90, 99, 120, 400, 900)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as made:
        yield made


@pytest.mark.parametrize("cut_at", CUTS)
def test_an_answer_that_is_cut_off_anywhere_is_unknown_and_found_once(shop: Bench, cut_at: int) -> None:
    shop.terminal.cut_at = cut_at
    shop.terminal.then("cut")
    assert shop.till().charge(charge()).outcome == "unknown"
    assert shop.till().enquire(charge()).outcome == "approved"
    assert shop.terminal.payments == [("a1", 21_600)]


def test_another_terminal_s_certificate_gets_no_question(shop: Bench, tmp_path: Path) -> None:
    other, _ = make_certificate(tmp_path / "other", name=NAME, now=NOON)
    till = shop.till(certificate=other)
    answer = till.charge(charge())
    assert (answer.outcome, answer.reason) == ("not_sent", "terminal.certificate")
    assert till.state().code == "terminal.certificate"
    assert shop.terminal.brain.asked == []


def test_the_right_certificate_under_another_name_gets_no_question(shop: Bench) -> None:
    answer = shop.till(name="another.terminal.invalid").charge(charge())
    assert (answer.outcome, answer.reason) == ("not_sent", "terminal.certificate")
    assert shop.till(name="").charge(charge()).outcome == "approved", "its address stands in it, too"


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n"])
def test_without_a_certificate_nothing_is_sent(shop: Bench, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "mine.pem"
    if content is not None:
        file.write_bytes(content)
    answer = shop.till(certificate=file).charge(charge())
    assert (answer.outcome, answer.reason) == ("not_sent", "terminal.certificate_file")


@pytest.mark.parametrize("key", [("till-key", 3, "another"), ("till-key", 4, KEY[2]), ("other", 3, KEY[2])])
def test_another_key_moves_no_money(shop: Bench, key: tuple[str, int, str]) -> None:
    till = shop.till(key=key)
    assert till.state().code == "terminal.rejected"
    answer = till.charge(charge())
    assert (answer.outcome, answer.reason) == ("unknown", "terminal.rejected")
    assert shop.till().enquire(charge()).reason == "terminal.not_known"
    assert shop.terminal.payments == []


@contextmanager
def listener(answer: bytes, *, is_silent: bool = False) -> Iterator[int]:
    """A port where somebody is who speaks no TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                line.settimeout(30)
                if not is_silent:
                    line.recv(1)
                    line.sendall(answer)
                with contextlib.suppress(ConnectionResetError):
                    while line.recv(4096):
                        pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(30)


@pytest.mark.parametrize("is_silent", [True, False])
def test_somebody_who_speaks_no_tls_gets_no_question(
    shop: Bench, monkeypatch: pytest.MonkeyPatch, is_silent: bool
) -> None:
    monkeypatch.setattr("pos.devices.terminal.nexo.wire._CONNECT_SECONDS", 0.3)
    with listener(b"HTTP/1.1 200 OK\r\n\r\n", is_silent=is_silent) as port:
        monkeypatch.setattr(shop.terminal, "port", port)
        answer = shop.till().charge(charge())
    assert (answer.outcome, answer.reason) == ("not_sent", "terminal.unreachable")


@pytest.mark.parametrize(
    "text", ["", "http://h/", "https://", "https://u:p@h/", "https://h/?q", "tcp://h:1", "https://h:x/"]
)
def test_what_is_no_address_is_said(text: str) -> None:
    with pytest.raises(ValueError):
        read_address(text)


def test_settings_that_cannot_be_right_are_said_when_it_is_opened(shop: Bench, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"terminal\.address"):
        open_nexo("tcp://h", NAMES, certificate=tmp_path, notes=tmp_path / "n", clock=NoonClock())
    with pytest.raises(Unavailable, match=r"terminal\.notes_broken"):
        open_nexo("https://h", NAMES, certificate=tmp_path, notes=tmp_path, clock=NoonClock())
    with pytest.raises(Refused, match=r"terminal\.passphrase"):
        shop.till(key=("k", 1, "café"))
    assert "café" not in repr(Key("k", 1, "café"))


def test_an_address_may_leave_out_port_and_path() -> None:
    assert read_address("https://192.168.0.30") == ("192.168.0.30", 8443, "/nexo/")
    assert read_address("https://pos.local:9443/x") == ("pos.local", 9443, "/x")


def answering(content: bytes, folder: Path, seal: Seal | None = None) -> NexoTerminal:
    """A till whose terminal says always the same."""
    return NexoTerminal(Line(lambda _, __: content, NAMES, seal), Notes(folder / "notes"), NoonClock(), CALM)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ok",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"SaleToPOIResponse": ' + b'{"x":' * 50_000,
        b'{"SaleToPOIResponse": {}}',
        b'{"SaleToPOIRequest": {"MessageHeader": {}}}',
    ],
)
def test_no_content_makes_a_call_raise(tmp_path: Path, content: bytes) -> None:
    for seal in (None, Seal(*KEY)):
        till = answering(content, tmp_path, seal)
        assert till.charge(charge()).outcome == "unknown"
        assert till.enquire(charge()).outcome == "unknown"
        assert till.call_off(charge()).outcome == "unknown"
        assert till.state().code.startswith("terminal.")


@given(st.binary(max_size=200))
def test_no_bytes_are_taken_for_an_answer(content: bytes) -> None:
    def send(_: bytes, __: float) -> bytes:
        return content

    with pytest.raises(NoAnswer):
        Line(send, NAMES, SEAL).ask(DiagnosisRequest(host_diagnosis_flag=True), service="A", seconds=1)


def test_an_unsealed_answer_is_not_believed_where_there_is_a_key(tmp_path: Path) -> None:
    with bench(tmp_path, is_sealed=False) as shop:
        till = Bench(shop.terminal, tmp_path).till()
        assert till.charge(charge()).outcome == "unknown"
        assert shop.terminal.payments == []
        shop.terminal.failures.clear()


# --- the seal --------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25)  # keys made of passphrases are slow by intention
@given(st.binary(max_size=300), st.text(PRINTED, min_size=1, max_size=20))
def test_what_is_sealed_is_opened_by_the_same_key_only(message: bytes, passphrase: str) -> None:
    sealed = Seal("k", 1, passphrase).close(b"{}", message)
    assert Seal("k", 1, passphrase).open(sealed) == message
    for other in (Seal("k", 1, passphrase + "x"), Seal("k", 2, passphrase), Seal("j", 1, passphrase)):
        with pytest.raises(SealBroken):
            other.open(sealed)


@given(st.binary(min_size=1, max_size=80), st.data())
def test_what_was_changed_on_the_way_is_not_opened(message: bytes, draw: st.DataObject) -> None:
    seal = SEAL
    sealed = seal.close(b"{}", message)
    place = draw.draw(st.integers(0, len(sealed.blob) - 1))
    changed = bytearray(sealed.blob)
    changed[place] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        seal.open(Sealed(sealed.header, bytes(changed), sealed.trailer))


def test_a_passphrase_that_clients_would_read_differently_is_refused() -> None:
    with pytest.raises(ValueError):
        Seal("k", 1, "café")


def test_a_seal_does_not_show_its_key() -> None:
    assert "secret" not in repr(Seal("k", 1, "secret")) + repr(vars(Seal("k", 1, "secret")))
