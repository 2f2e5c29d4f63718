"""The cable to a terminal, serial or TCP through a box, with deadlines of its own. It knows bytes and no frames."""

from __future__ import annotations

import contextlib
import socket
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import msgspec

from pos.devices.serial_errors import FAILURES
from pos.domain.errors import Unavailable

BAUD = 115200


class Deadlines(msgspec.Struct, frozen=True):
    """Seconds. `customer` is how long a customer may take with card, signature and all; `host` a cancellation.

    `ack` is for ACK or NAK, with `tries` of a frame; `answer` for what moves no money; `gap` the longest silence inside
    a frame; `state` for the whole of a question about the terminal's state. `customer` has to be longer than the
    terminal itself waits.
    """

    connect: float = 2.0
    ack: float = 3.0
    tries: int = 3
    answer: float = 10.0
    customer: float = 90.0
    host: float = 45.0
    gap: float = 0.5
    state: float = 5.0


class Broken(Exception):
    """The cable failed, or nobody answers on it. `accepted` is how many bytes may have reached the terminal."""

    def __init__(self, code: str, accepted: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.accepted = accepted


class Line(Protocol):
    """An open connection to one terminal."""

    def write(self, sent: bytes) -> None:
        """Hand over all of `sent`; raises Broken with what may have arrived."""

    def read(self, seconds: float) -> bytes:
        """What comes within `seconds`, b"" where nothing does; raises Broken when the cable is gone."""

    def close(self) -> None:
        """Let go of the cable; never raises."""


class TcpLine:
    """One TCP connection. Mutable: it owns a socket."""

    def __init__(self, host: str, port: int, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._socket = socket.create_connection((host, port), timeout=deadlines.connect)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, sent: bytes) -> None:
        """See Line. What of it went before it failed nobody tells, so it counts as arrived."""
        self._socket.settimeout(self._deadlines.ack)
        try:
            self._socket.sendall(sent)
        except OSError:
            raise Broken("terminal.no_answer", len(sent)) from None

    def read(self, seconds: float) -> bytes:
        """See Line."""
        self._socket.settimeout(max(seconds, 0.001))
        try:
            heard = self._socket.recv(512)
        except TimeoutError:
            return b""
        except OSError:
            raise Broken("terminal.no_answer") from None
        if not heard:
            raise Broken("terminal.no_answer")
        return heard

    def close(self) -> None:
        """See Line. Reads first what is left, or the connection is reset over an ACK that is under way."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(0.001)
            while self._socket.recv(512):
                pass
        self._socket.close()


class SerialLine:
    """One serial port, held alone. Mutable: it owns the port."""

    def __init__(self, path: str, baud: int, deadlines: Deadlines) -> None:
        import serial  # a till with its terminal on the network never loads it

        self._port = serial.Serial(path, baud, timeout=deadlines.gap, write_timeout=deadlines.ack, exclusive=True)

    def write(self, sent: bytes) -> None:
        """See Line."""
        try:
            self._port.write(sent)
        except FAILURES:
            raise Broken("terminal.no_answer", len(sent)) from None

    def read(self, seconds: float) -> bytes:
        """See Line."""
        try:
            self._port.timeout = max(seconds, 0.001)
            return self._port.read(1) + self._port.read(self._port.in_waiting)
        except FAILURES:
            raise Broken("terminal.no_answer") from None

    def close(self) -> None:
        """See Line. The ACK that may still be in the system's buffer is let out, unless nobody takes it."""
        with contextlib.suppress(*FAILURES):
            if self._port.out_waiting > 1:
                self._port.reset_output_buffer()
        with contextlib.suppress(*FAILURES):
            self._port.close()


def check_address(address: str) -> None:
    """Raises Unavailable("terminal.address") unless it is `tcp://host:port`, `/dev/ttyUSB0?baud=115200` or `COM3`."""
    _parse(address)


def open_line(address: str, deadlines: Deadlines) -> Line:
    """Connect to a terminal. Raises Broken("terminal.unreachable")."""
    host, place, number = _parse(address)
    try:
        return TcpLine(host, number, deadlines) if host else SerialLine(place, number, deadlines)
    except FAILURES:
        raise Broken("terminal.unreachable") from None
    except (ValueError, OverflowError):  # a speed that the port does not have
        raise Broken("terminal.unreachable") from None


def _parse(address: str) -> tuple[str, str, int]:
    """Host and port, or "" with a path and a speed."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "tcp" and parts.hostname and parts.port:
            return parts.hostname, "", parts.port
        place = parts.netloc + parts.path
        baud = int(parse_qs(parts.query).get("baud", [str(BAUD)])[0])
        if parts.scheme in ("", "serial") and place and baud > 0:
            return "", place, baud
    except ValueError:
        pass
    raise Unavailable("terminal.address", address=address)
