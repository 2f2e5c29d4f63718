"""One scanner on a serial port, read by a thread of its own; it is found again after it was unplugged.

It passes readings on in the order in which they came, and drops none for being equal to the one before.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Literal, TypeAlias
from urllib.parse import parse_qs, urlsplit

import serial
from serial.tools import list_ports

from pos.devices.scanner.decode import FrameReader, Reading
from pos.devices.serial_errors import FAILURES
from pos.domain.errors import Unavailable

PortState: TypeAlias = Literal["connected", "missing", "busy"]
_LISTEN = 0.02
_SEARCH = 1.0


def find_port(address: str) -> str | None:
    """The path of a scanner's port, None while it is not plugged in.

    `serial:///dev/ttyACM0` names a path, `usb:0c2e:0b61:SERIAL` the device itself, wherever it is plugged in. Raises
    Unavailable("scanner.address").
    """
    kind, _, rest = address.partition(":")
    if kind == "serial" and (path := urlsplit(address).netloc + urlsplit(address).path):
        return path
    vendor, _, rest = rest.partition(":")
    product, _, number = rest.partition(":")
    try:
        wanted = (int(vendor, 16), int(product, 16))
    except ValueError:
        wanted = (-1, -1)
    if kind != "usb" or wanted == (-1, -1):
        raise Unavailable("scanner.address", address=address)
    for port in list_ports.comports():
        if (port.vid, port.pid) == wanted and number in ("", port.serial_number):
            return str(port.device)
    return None


def _baud(address: str) -> int:
    try:
        return int(parse_qs(urlsplit(address).query).get("baud", ["9600"])[0])
    except ValueError:
        raise Unavailable("scanner.address", address=address) from None


class SerialScanner:
    """The reader of one port. Mutable: it owns a thread and a port. Both callbacks are called from that thread."""

    def __init__(
        self,
        address: str,
        *,
        on_reading: Callable[[Reading], None],
        on_state: Callable[[PortState], None] = lambda _: None,
        search_seconds: float = _SEARCH,
    ) -> None:
        self._address = address
        self._baud = _baud(address)
        self._on_reading = on_reading
        self._on_state = on_state
        self._search = search_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
        self._state: PortState | None = None
        self.received = 0
        """Readings passed on, for the technician to compare with what was added."""

    def start(self) -> None:
        """Begin to read. Raises Unavailable("scanner.address")."""
        find_port(self._address)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and let go of the port."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            path = find_port(self._address)
            state: PortState = self._read(path) if path else "missing"
            self._tell(state)
            self._stopping.wait(self._search)

    def _read(self, path: str) -> PortState:
        """Read until the port is gone; what it is after that."""
        try:
            port = serial.Serial(path, self._baud, timeout=_LISTEN, write_timeout=1, exclusive=True)
        except FileNotFoundError:
            return "missing"
        except FAILURES as error:
            # pyserial names the errno of a port that is not there; without one somebody else has it.
            return "missing" if getattr(error, "errno", None) == 2 else "busy"
        self._tell("connected")
        with contextlib.suppress(*FAILURES), contextlib.closing(port):
            self._listen(port)
        return "missing"

    def _listen(self, port: serial.Serial) -> None:
        frames = FrameReader()
        while not self._stopping.is_set():
            heard = port.read(1) + port.read(port.in_waiting)
            now = int(time.monotonic() * 1000)
            for reading in frames.feed(heard, now) if heard else frames.tick(now):
                self.received += 1
                self._on_reading(reading)

    def _tell(self, state: PortState) -> None:
        if state != self._state:
            self._state = state
            self._on_state(state)
