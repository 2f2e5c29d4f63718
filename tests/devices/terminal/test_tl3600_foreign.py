"""Judges that know neither driver nor emulator: a client and a terminal of a few lines each, from the description.

The emulator is asked by raw bytes, and the driver by a terminal that says whatever a list says.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos.devices.emulators.tl3600 import EmulatedTl3600
from pos.devices.terminal.tl3600.opening import open_tl3600
from pos.till.paying.cards import CardAnswer
from tests.devices.terminal.tl3600_bench import HASTY, Hands, back, card


def frame(job: str, content: bytes = b"", time: str = "20250210120000") -> bytes:
    """A frame, put together by the table of the description."""
    body = b"\x02" + b"RAW".ljust(16, b"\0") + time.encode() + job.encode() + b"\0"
    body += len(content).to_bytes(2, "little") + content + b"\x03"
    check = 0
    for byte in body:
        check ^= byte
    return body + bytes([check])


def read_frame(client: socket.socket) -> tuple[str, bytes]:
    """One frame off the line: its job and its content. Events go by, they are not acknowledged."""
    while True:
        header = take(client, 35)
        assert header[0] == 2, header
        rest = take(client, header[33] + header[34] * 256 + 2)
        check = 0
        for byte in header + rest[:-1]:
            check ^= byte
        assert (rest[-2], rest[-1]) == (3, check)
        if header[31] != ord("@"):
            client.sendall(b"\x06")
            return chr(header[31]), rest[:-2]


def take(client: socket.socket, count: int) -> bytes:
    """So many bytes."""
    taken = b""
    while len(taken) < count:
        more = client.recv(count - len(taken))
        assert more, "the line is gone"
        taken += more
    return taken


def field(content: bytes, at: int, width: int) -> str:
    """A field of the common answer, by its place in the table."""
    return content[at : at + width].decode("euc-kr").strip()


@pytest.fixture
def emulator() -> Iterator[EmulatedTl3600]:
    """An emulated terminal on TCP."""
    with EmulatedTl3600(Hands(), ack_seconds=0.1) as terminal:
        yield terminal


@pytest.fixture
def client(emulator: EmulatedTl3600) -> Iterator[socket.socket]:
    """A raw connection to it."""
    host, port = emulator.address.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connected:
        yield connected


def test_a_foreign_client_charges_asks_for_the_last_approval_and_cancels(
    emulator: EmulatedTl3600, client: socket.socket
) -> None:
    client.sendall(frame("A"))
    assert take(client, 1) == b"\x06"
    assert read_frame(client) == ("a", b"OOOO")

    client.sendall(frame("B", b"1" + b"0000021600" + b"00001963" + b"00000000" + b"00" + b"1"))
    assert take(client, 1) == b"\x06"
    job, said = read_frame(client)
    assert (job, len(said), field(said, 0, 1), field(said, 22, 10)) == ("b", 157, "1", "0000021600")
    number, day, serial = field(said, 50, 12), field(said, 62, 8), field(said, 76, 12)
    assert (field(said, 117, 4), field(said, 121, 16)) == ("9902", "연습카드")

    client.sendall(frame("L"))
    assert take(client, 1) == b"\x06"
    assert read_frame(client) == ("l", said)

    original = number.encode().ljust(12) + day.encode() + serial[-6:].encode()
    client.sendall(
        frame("C", b"3" + b"1" + b"0000021600" + b"00001963" + b"00000000" + b"00" + b"1" + original + b"00")
    )
    assert take(client, 1) == b"\x06"
    job, said = read_frame(client)
    assert (job, field(said, 0, 1), field(said, 50, 12)) == ("c", "1", number)
    assert emulator.charged == {}
    assert emulator.failures == ()


def test_a_foreign_client_is_told_what_is_wrong(emulator: EmulatedTl3600, client: socket.socket) -> None:
    sound = frame("B", b"1" + b"0000021600" + b"00001963" + b"00000000" + b"00" + b"1")
    client.sendall(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert take(client, 1) == b"\x15"
    emulator.then("decline")
    client.sendall(sound)
    assert take(client, 1) == b"\x06"
    _, said = read_frame(client)
    assert (said[:1], said[1:117].strip(), field(said, 117, 3), field(said, 120, 37)) == (b"X", b"", "-6B", "한도초과")
    assert emulator.charged == {}


def test_an_answer_that_nobody_acknowledges_comes_three_times(emulator: EmulatedTl3600, client: socket.socket) -> None:
    client.sendall(frame("V"))
    assert take(client, 1) == b"\x06"
    whole = take(client, 35 + 45 + 2)
    assert take(client, len(whole) * 2) == whole * 2
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        client.recv(1)


# --- a terminal that says what a list says ----------------------------------------------------------------------


def approval(number: str, amount: int = 21_600, *, at: str = "20250210120000") -> bytes:
    """157 bytes that approve."""
    told = b"11" + b"0000999001******1234" + f"{amount:010d}".encode() + b"0" * 18 + number.encode().ljust(12)
    return told + at.encode() + b"250210000001" + b" " * 29 + b"9901".ljust(20) + b"9900".ljust(20)


class Scripted:
    """It answers the first frame with the first of a list, and so on. Mutable: the list gets shorter."""

    def __init__(self, script: list[list[bytes]], heard: list[str]) -> None:
        self._script = script
        self._heard = heard
        self._ending = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        """One client after the other, until it is ended."""
        while not self._ending.is_set():
            try:
                connection = self._listener.accept()[0]
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(0.05)
                self._serve(connection)
        self._listener.close()

    def end(self) -> None:
        """No more."""
        self._ending.set()

    def _serve(self, connection: socket.socket) -> None:
        waiting = b""
        while not self._ending.is_set():
            try:
                more = connection.recv(512)
            except TimeoutError:
                continue
            except OSError:
                return
            if not more:
                return
            waiting = (waiting + more).lstrip(b"\x06\x15")
            while len(waiting) >= 35 and len(waiting) >= 37 + waiting[33]:
                self._heard.append(chr(waiting[31]))
                waiting = waiting[37 + waiting[33] :].lstrip(b"\x06\x15")
                for said in self._script.pop(0) if self._script else []:
                    connection.sendall(said)


@contextmanager
def scripted(script: list[list[bytes]], heard: list[str]) -> Iterator[str]:
    """The address of a scripted terminal."""
    terminal = Scripted(script, heard)
    thread = threading.Thread(target=terminal.serve)
    thread.start()
    try:
        yield terminal.address
    finally:
        terminal.end()
        thread.join(5)


ACK = b"\x06"
NONE_YET = frame("l", b"X".ljust(157))


def test_a_late_answer_to_an_earlier_charge_is_not_the_answer_to_this(tmp_path: Path) -> None:
    late = frame("b", approval("11112222", 9_000))
    script = [[late, ACK, NONE_YET], [ACK, frame("b", approval("33334444"))]]
    heard: list[str] = []
    with scripted(script, heard) as address:
        answer = open_tl3600(address, notes=tmp_path / "notes", clock=Hands()).charge(card())
    assert answer.approval is not None
    assert answer.approval.approval_number == "33334444"
    assert heard == ["L", "B"]


def test_an_answer_of_another_amount_is_no_answer(tmp_path: Path) -> None:
    heard: list[str] = []
    with scripted([[ACK, NONE_YET], [ACK, frame("b", approval("11112222", 9_000))]], heard) as address:
        answer = open_tl3600(address, notes=tmp_path / "notes", clock=Hands(), deadlines=HASTY).charge(card())
    assert answer == CardAnswer("unknown", "terminal.no_answer")


@pytest.mark.parametrize(
    "said",
    [
        frame("b", b"Z".ljust(157)),
        frame("b", b""),
        frame("b", approval("")),
        frame("b", approval("1")[:-1]),
        b"\x02" * 200,
        b"\x06\x06\x06\x15\x15",
        frame("q", approval("33334444")),
    ],
)
def test_nonsense_is_unknown_and_charges_nobody_twice(tmp_path: Path, said: bytes) -> None:
    heard: list[str] = []
    with scripted([[ACK, NONE_YET], [ACK, said], [ACK, frame("l", approval("55556666"))]], heard) as address:
        driver = open_tl3600(address, notes=tmp_path / "notes", clock=Hands(), deadlines=HASTY)
        assert driver.charge(card()).outcome == "unknown"
        found = driver.enquire(card())
    assert found.approval is not None
    assert found.approval.approval_number == "55556666"
    assert heard == ["L", "B", "L"]


def test_a_terminal_that_does_not_tell_its_last_approval_is_not_asked_for_money(tmp_path: Path) -> None:
    heard: list[str] = []
    with scripted([[ACK, frame("l", b"?")]], heard) as address:
        answer = open_tl3600(address, notes=tmp_path / "notes", clock=Hands(), deadlines=HASTY).charge(card())
    assert answer == CardAnswer("not_sent", "terminal.no_answer")
    assert heard == ["L"]


def test_what_is_asked_without_money_is_asked_three_times(tmp_path: Path) -> None:
    heard: list[str] = []
    with scripted([], heard) as address:
        driver = open_tl3600(address, notes=tmp_path / "notes", clock=Hands(), deadlines=HASTY)
        assert driver.charge(card()) == CardAnswer("not_sent", "terminal.no_answer")
    assert heard == ["L", "L", "L"]


def test_a_card_with_nothing_to_cancel_is_declined(tmp_path: Path) -> None:
    given = approval("33334444")
    script = [[ACK, NONE_YET], [ACK, frame("b", given)], [ACK, frame("l", given)], [ACK, frame("d", b"1".ljust(53))]]
    with scripted(script, []) as address:
        driver = open_tl3600(address, notes=tmp_path / "notes", clock=Hands())
        approved = driver.charge(card()).approval
        assert approved is not None
        assert driver.give_back(back("b1", approved)) == CardAnswer("declined", "terminal.declined")


def test_without_a_day_of_its_own_an_approval_has_the_time_it_was_asked_at(tmp_path: Path) -> None:
    script = [[ACK, NONE_YET], [ACK, frame("b", approval("33334444", at=" " * 14))]]
    with scripted(script, []) as address:
        answer = open_tl3600(address, notes=tmp_path / "notes", clock=Hands()).charge(card())
    assert answer.approval is not None
    assert answer.approval.approved_at == "2025-02-10T12:00:00+09:00"
