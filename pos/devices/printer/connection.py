"""The cable to a printer, TCP or serial, with deadlines of its own. It knows bytes, and nothing of what they say."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import msgspec

from pos.devices.serial_errors import FAILURES
from pos.domain.errors import Unavailable

PIECE = 1024
SERIAL_PIECE = 256


class Deadlines(msgspec.Struct, frozen=True):
    """Seconds. `progress` is how long a printer may take no byte, `job` how long a whole job may be under way.

    `answer` is for a question about status, `fence` for the answer that everything before is on paper.
    """

    connect: float = 2.0
    answer: float = 1.0
    progress: float = 4.0
    fence: float = 10.0
    job: float = 120.0


class Broken(Exception):
    """The cable failed. `accepted` is how many bytes may have reached the printer by then."""

    def __init__(self, code: str, accepted: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.accepted = accepted


class Wire(Protocol):
    """An open connection to one printer, for one job."""

    def write(self, data: bytes) -> None:
        """Hand over all of `data`; raises Broken with what may have arrived."""

    def read(self, seconds: float) -> bytes:
        """What the printer says within `seconds`, b"" where it stays silent; raises Broken when it is gone."""

    def lag(self, count: int) -> float:
        """The seconds that `count` bytes are under way after they were handed over."""

    def close(self) -> None:
        """Let go of the cable; never raises."""


class TcpWire:
    """One TCP connection. Mutable: it owns a socket."""

    def __init__(self, host: str, port: int, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._socket = socket.create_connection((host, port), timeout=deadlines.connect)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        """See Wire."""
        accepted, end = 0, time.monotonic() + self._deadlines.job
        self._socket.settimeout(self._deadlines.progress)
        try:
            while accepted < len(data):
                if time.monotonic() > end:
                    raise Broken("printer.stalled", accepted)
                accepted += self._socket.send(data[accepted : accepted + PIECE])
        except TimeoutError:
            raise Broken("printer.stalled", accepted) from None
        except OSError:
            raise Broken("printer.broken_off", accepted) from None

    def read(self, seconds: float) -> bytes:
        """See Wire."""
        self._socket.settimeout(max(seconds, 0.001))
        try:
            heard = self._socket.recv(256)
        except TimeoutError:
            return b""
        except OSError:
            raise Broken("printer.broken_off") from None
        if not heard:
            raise Broken("printer.broken_off")
        return heard

    def lag(self, count: int) -> float:
        """See Wire."""
        del count
        return 0.0

    def close(self) -> None:
        """Read what is left first: a socket closed over unread bytes resets the connection and takes the job along."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(0.001)
            while self._socket.recv(256):
                pass
        self._socket.close()


class SerialWire:
    """One serial port, held alone. Mutable: it owns the port."""

    def __init__(self, path: str, baud: int, deadlines: Deadlines) -> None:
        import serial  # a till with a network printer never loads it

        self._late = serial.SerialTimeoutException
        self._deadlines = deadlines
        self._port = serial.Serial(
            path, baud, timeout=deadlines.answer, write_timeout=deadlines.progress, exclusive=True
        )

    def write(self, data: bytes) -> None:
        """See Wire. What of a piece was taken before it failed nobody tells, so it counts as arrived."""
        accepted, end = 0, time.monotonic() + self._deadlines.job
        try:
            while accepted < len(data):
                piece = data[accepted : accepted + SERIAL_PIECE]
                accepted += len(piece)
                if time.monotonic() > end:
                    raise Broken("printer.stalled", accepted)
                self._port.write(piece)
        except self._late:
            raise Broken("printer.stalled", accepted) from None
        except FAILURES:
            raise Broken("printer.broken_off", accepted) from None

    def read(self, seconds: float) -> bytes:
        """See Wire."""
        try:
            self._port.timeout = max(seconds, 0.001)
            return self._port.read(1) + self._port.read(self._port.in_waiting)
        except FAILURES:
            raise Broken("printer.broken_off") from None

    def lag(self, count: int) -> float:
        """See Wire. Ten bits a byte."""
        return count * 10 / int(self._port.baudrate)

    def close(self) -> None:
        """Throw away what is not sent: the system would wait half a minute for a printer that takes nothing."""
        with contextlib.suppress(*FAILURES):
            self._port.reset_output_buffer()
        with contextlib.suppress(*FAILURES):
            self._port.close()


def _parse(address: str) -> tuple[str, str, int]:
    """The kind, place and number in `tcp://host:port` or `serial:///path?baud=9600`."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "tcp" and parts.hostname:
            return "tcp", parts.hostname, parts.port or 9100
        if parts.scheme == "serial" and (path := (parts.netloc + parts.path)):
            return "serial", path, int(parse_qs(parts.query).get("baud", ["9600"])[0])
    except ValueError:
        pass
    raise Unavailable("printer.address", address=address)


def open_wire(address: str, deadlines: Deadlines) -> Wire:
    """Connect to a printer. Raises Unavailable("printer.address"), ("printer.unreachable")."""
    kind, place, number = _parse(address)
    try:
        if kind == "tcp":
            return TcpWire(place, number, deadlines)
        return SerialWire(place, number, deadlines)
    except FAILURES:
        raise Unavailable("printer.unreachable", address=address) from None
    except (ValueError, OverflowError):  # a port or a speed that cannot be
        raise Unavailable("printer.address", address=address) from None
