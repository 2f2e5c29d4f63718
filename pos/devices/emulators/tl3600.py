"""A TL3600-style card terminal made of software, on a TCP port or a pseudo-terminal, with faults on command.

It keeps a book on disk of what it approved, whatever becomes of its answers. It asks nobody's money.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self, TypeAlias

from pos.devices.emulators.links import Link, PtyLink, TcpLink
from pos.devices.emulators.tl3600_bytes import (
    Asked,
    asked_of,
    fault_of,
    frame_of,
    length_of,
    refusal_of,
)
from pos.devices.emulators.tl3600_desk import Desk
from pos.devices.emulators.tl3600_ledger import Book
from pos.till.ports import Clock

Terminal3600Behaviour: TypeAlias = Literal[
    "approve",
    "decline",
    "cancel",  # the customer gives up
    "van_down",
    "lose_answer",  # approved, and nothing is sent
    "late",  # approved when `release` is called, and sent then
    "bad_check",  # the answer's check byte is wrong the first time
    "bad_check_always",
    "nak",  # the frame is refused
    "mute",  # the frame is not even heard
    "no_ack",  # obeyed, with its ACK lost
    "break_off",  # the line breaks within the answer
    "rubbish",  # before the answer
    "unmasked",  # approved, with the whole number of the card
]
_MONEY = frozenset("BCQ")
_TRIES = 3
_TICK = 0.01


class EmulatedTl3600:
    """One terminal. Mutable: it has a book, a line and a script."""

    def __init__(
        self,
        clock: Clock,
        *,
        wire: Literal["tcp", "pty"] = "tcp",
        book: Path | None = None,
        declines: Callable[[int], bool] = lambda _: False,
        ack_seconds: float = 3.0,
    ) -> None:
        self._clock = clock
        self._wire = wire
        self._desk = Desk(clock, book, declines=declines, fail=self._fail)
        self._ack_seconds = ack_seconds
        self._script: deque[Terminal3600Behaviour] = deque()
        self._changed = threading.Condition(threading.RLock())
        self._stopping = threading.Event()
        self._released = threading.Event()
        self._thread: threading.Thread | None = None
        self._listener: socket.socket | None = None
        self._link: Link | None = None
        self._received = b""
        self._unacknowledged: tuple[bytes, int, float] | None = None
        self._handled: tuple[bytes, bytes] = (b"", b"")
        self._heard: list[str] = []
        self._failures: list[str] = []
        self.tamper: Callable[[bytes, int], bytes] | None = None
        """Changes an answer to a request for money on its way; told how often it was sent before."""
        self.modules = "OOOO"
        """What it says of itself: card, contactless, VAN, server."""
        self.knows_repeats = True
        """Whether a frame that it has already obeyed gets the same answer again, and moves nothing."""
        self.address = ""

    # --- for who holds it ---------------------------------------------------------------------------------------

    def start(self) -> str:
        """Begin to serve, and return the address to connect to."""
        if self._wire == "pty":
            pty = PtyLink()
            self._link, self.address = pty, f"{pty.path}?baud=115200"
        else:
            self._listener = socket.create_server(("127.0.0.1", 0))
            self._listener.settimeout(_TICK)
            self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, name="emulated-tl3600", daemon=True)
        self._thread.start()
        return self.address

    def stop(self) -> None:
        """Switch off, and wait until it has."""
        self._stopping.set()
        self._released.set()
        if self._thread is not None:
            self._thread.join(5)
        if self._link is not None:
            self._link.hang_up()
        if self._listener is not None:
            self._listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def tells_cancellations(self) -> bool:
        """Whether its last approval may be a cancellation."""
        return self._desk.tells_cancellations

    @tells_cancellations.setter
    def tells_cancellations(self, tells: bool) -> None:
        self._desk.tells_cancellations = tells

    def then(self, *behaviours: Terminal3600Behaviour) -> None:
        """What it does with the next frames that move money, one each; afterwards it approves again."""
        with self._changed:
            self._script.extend(behaviours)

    def release(self) -> None:
        """The customer of a late answer is done."""
        self._released.set()

    @property
    def book(self) -> Book:
        """All that it approved."""
        return self._desk.book

    @property
    def charged(self) -> dict[str, int]:
        """The money taken and not given back, by approval number."""
        return {one.approval: one.amount for one in self.book.charges if not one.is_cancelled}

    @property
    def heard(self) -> str:
        """The jobs of all sound frames it received, in order."""
        with self._changed:
            return "".join(self._heard)

    @property
    def failures(self) -> tuple[str, ...]:
        """What it was sent and could not understand: a fault of the sender."""
        with self._changed:
            return tuple(self._failures)

    def wait_for(self, claim: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Wait until `claim` holds, which is looked at whenever something changes."""
        with self._changed:
            return self._changed.wait_for(claim, seconds)

    # --- its line -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            link = self._connected()
            received = link.receive(512, _TICK) if link is not None else b""
            if received is None:
                self._let_go()
                continue
            self._received += received
            while self._take():
                pass
            self._send_again()

    def _connected(self) -> Link | None:
        if self._link is None and self._listener is not None:
            try:
                self._link = TcpLink(self._listener.accept()[0])
            except TimeoutError:
                return None
            except OSError:
                self._stopping.set()
        return self._link

    def _let_go(self, *, is_cut: bool = False) -> None:
        link, self._link, self._received = self._link, None, b""
        if link is not None:
            link.break_off() if is_cut else link.hang_up()
        if self._wire == "pty" and not self._stopping.is_set():
            self._stopping.set()  # unplugged
        with self._changed:
            self._changed.notify_all()

    def _take(self) -> bool:
        """Take one signal or frame off what was received; whether there was one."""
        if not self._received:
            return False
        first = self._received[0]
        if first != 2:
            self._received = self._received[1:]
            self._hear_signal(first)
            return True
        length = length_of(self._received)
        if length is None or len(self._received) < length:
            return False
        frame, self._received = self._received[:length], self._received[length:]
        if fault := fault_of(frame):
            self._fail(fault)
            self._put(b"\x15")
        else:
            self._obey(frame)
        with self._changed:
            self._changed.notify_all()
        return True

    def _hear_signal(self, signal: int) -> None:
        if signal == 6:
            self._unacknowledged = None
        elif signal == 0x15 and self._unacknowledged is not None:
            frame, sent, _ = self._unacknowledged
            self._unacknowledged = frame, sent, 0.0
        elif signal != 0x15:
            self._fail(f"byte {signal:02x}")

    def _send_again(self) -> None:
        """An answer that nobody acknowledges is sent three times."""
        if self._unacknowledged is None or time.monotonic() < self._unacknowledged[2]:
            return
        frame, sent, _ = self._unacknowledged
        if sent >= _TRIES:
            self._unacknowledged = None
            return
        self._unacknowledged = frame, sent + 1, time.monotonic() + self._ack_seconds
        is_money = chr(frame[31]) in "bcq"
        self._put(self.tamper(frame, sent) if self.tamper is not None and is_money else frame)

    def _answer(self, job: str, content: bytes) -> None:
        self._unacknowledged = frame_of(job, self._now(), content), 0, 0.0
        self._send_again()

    def _put(self, sent: bytes) -> None:
        if self._link is not None:
            self._link.send(sent)

    def _fail(self, what: str) -> None:
        with self._changed:
            self._failures.append(what)

    # --- what it does with frames -------------------------------------------------------------------------------

    def _obey(self, frame: bytes) -> None:
        asked = asked_of(frame)
        if asked.job in _MONEY:
            self._obey_money(frame, asked)
            return
        with self._changed:
            self._heard.append(asked.job)
        self._put(b"\x06")
        if asked.job == "A":
            self._answer("a", self.modules.encode())
        elif asked.job == "V":
            self._answer("v", b"TL3600_00000001TL3600_00000002TL3600_00000003")
        elif asked.job == "L":
            self._answer("l", self._desk.book.last or refusal_of("99", "거래내역 없음"))
        elif asked.job == "R":
            self._unacknowledged = None
        else:
            self._fail(f"job {asked.job}")

    def _obey_money(self, frame: bytes, asked: Asked) -> None:
        with self._changed:
            behaviour: Terminal3600Behaviour = self._script.popleft() if self._script else "approve"
            if behaviour == "mute":
                return
            self._heard.append(asked.job)
        if behaviour == "nak":
            self._put(b"\x15")
            return
        if behaviour != "no_ack":
            self._put(b"\x06")
        if self.knows_repeats and frame == self._handled[0]:
            self._answer(asked.job.lower(), self._handled[1])
            return
        if asked.job == "B":
            self._put(frame_of("@", self._now(), b"I"))
        if behaviour == "late":
            self._released.wait()
            self._released.clear()
        content = self._desk.decide(asked, behaviour)
        self._handled = frame, content
        self._say(asked.job.lower(), content, behaviour)

    def _say(self, job: str, content: bytes, behaviour: Terminal3600Behaviour) -> None:
        frame = frame_of(job, self._now(), content)
        if behaviour == "lose_answer":
            return
        if behaviour == "break_off":
            self._put(frame[: len(frame) // 2])
            self._let_go(is_cut=True)
            return
        if behaviour == "rubbish":
            self._put(b"\x7f\x00rubbish\xff")
        wrong = frame[:-1] + bytes((frame[-1] ^ 0x40,))
        if behaviour == "bad_check":
            self._put(wrong)
            self._unacknowledged = frame, 1, time.monotonic() + self._ack_seconds
        elif behaviour == "bad_check_always":
            self._unacknowledged = wrong, 0, 0.0
        else:
            self._answer(job, content)

    def _now(self) -> str:
        """The time of a frame's header."""
        return self._clock.now().strftime("%Y%m%d%H%M%S")
