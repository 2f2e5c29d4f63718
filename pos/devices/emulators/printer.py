"""An ESC/POS receipt printer made of software, on a TCP port or a pseudo-terminal, with faults on command.

It is strict: what it does not understand stands in `failures`. It prints only while a real printer would: with paper,
a shut cover and power; what it was sent before that waits in its buffer, and may still be printed later.
"""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self, TypeAlias

from pos.devices.emulators.escpos_stream import REAL_TIME, Command, EscPosStream
from pos.devices.emulators.links import Link, PtyLink, TcpLink
from pos.devices.emulators.paper import Paper
from pos.devices.emulators.press import Press
from pos.devices.emulators.printer_status import Condition, automatic, identity, on_request, real_time

FaultKind: TypeAlias = Literal[
    "paper_out", "paper_low", "cover_open", "drawer_open", "offline", "error",  # what it can tell of
    "lying",  # out of paper, and says that all is well
    "mute",  # takes the connection and nothing else
    "stall",  # takes nothing more
    "slow",  # `value` bytes a second
    "one_connection",  # serves one client at a time
    "reset",  # cuts the cable
    "power_cycle",  # off and on: the buffer is lost
]  # fmt: skip
_DEAF = frozenset({"mute", "stall"})
_BLOCKING = frozenset({"paper_out", "cover_open", "offline", "error", "lying"})
_BREAKING = frozenset({"reset", "power_cycle"})
_TICK = 0.02


@dataclass(slots=True)
class _Session:
    """One client: its link, what came and was not taken yet, and whether status is sent unasked."""

    link: Link
    waiting: bytes = b""
    is_behind: bool = False
    is_automatic: bool = False


class EmulatedPrinter:
    """One printer. Mutable: it has paper, faults and clients. `on_change` is called from its threads."""

    def __init__(
        self,
        *,
        columns: int = 48,
        wire: Literal["tcp", "pty"] = "tcp",
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self.on_change = on_change
        self._wire = wire
        self._changed = threading.Condition(threading.RLock())
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._sessions: list[_Session] = []
        self._listener: socket.socket | None = None
        self._faults: dict[str, int] = {}
        self._triggers: list[tuple[int, FaultKind, int]] = []
        self._received = 0
        # One for all connections: a command that one left open swallows what the next one sends.
        self._stream = EscPosStream()
        self._queue: deque[tuple[_Session, Command]] = deque()
        self._papers: list[Paper] = []
        self._events: list[str] = []
        self._failures: list[str] = []
        self._press = Press(columns, 384 if columns <= 32 else 512 if columns <= 42 else 576, self._fail, self._cut)
        self.address = ""

    # --- for who holds it ---------------------------------------------------------------------------------------

    def start(self) -> str:
        """Begin to serve, and return the address to connect to."""
        if self._wire == "pty":
            self._open_pty()
        else:
            self._listener = socket.create_server(("127.0.0.1", 0))
            self._listener.settimeout(_TICK)
            self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
            self._spawn(self._accept)
        return self.address

    def stop(self) -> None:
        """Switch off, and wait until every thread has ended."""
        self._stopping.set()
        for session in tuple(self._sessions):
            session.link.hang_up()
        while self._threads:
            self._threads.pop().join(5)
        if self._listener is not None:
            self._listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The strips that were cut off, oldest first."""
        with self._changed:
            return tuple(self._papers)

    @property
    def paper(self) -> Paper:
        """The strip in the printer."""
        return self._press.paper

    @property
    def events(self) -> tuple[str, ...]:
        """What happened, oldest first: "drawer" (pin 2), "drawer_2" (pin 5), "cut", "power", "reset"."""
        with self._changed:
            return tuple(self._events)

    @property
    def failures(self) -> tuple[str, ...]:
        """What it was sent and could not obey: a fault of the sender."""
        with self._changed:
            return tuple(self._failures)

    @property
    def clients(self) -> int:
        """How many hold a connection to it."""
        with self._changed:
            return len(self._sessions)

    @property
    def backlog(self) -> int:
        """How many commands wait in its buffer."""
        with self._changed:
            return len(self._queue)

    @property
    def printed_lines(self) -> tuple[str, ...]:
        """All that is on paper, cut or not."""
        with self._changed:
            return tuple(line for paper in (*self._papers, self._press.paper) for line in paper.lines)

    def set_fault(self, kind: FaultKind, *, after: int = 0, value: int = 0) -> None:
        """Begin a fault now, or `after` so many more bytes have been received."""
        with self._changed:
            if after:
                self._triggers.append((self._received + after, kind, value))
                self._triggers.sort()
            else:
                self._begin(kind, value)
        self._tell()

    def clear(self, kind: FaultKind | None = None) -> None:
        """End a fault, or all of them: paper is put in, the cover shut. What waited in the buffer is printed now."""
        with self._changed:
            if kind is None:
                self._faults.clear()
                self._triggers.clear()
            else:
                self._faults.pop(kind, None)
            self._work()
            self._push_status()
        self._tell()

    def wait_for(self, claim: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Wait until `claim` holds, which is looked at whenever something changes."""
        with self._changed:
            return self._changed.wait_for(claim, seconds)

    # --- its threads --------------------------------------------------------------------------------------------

    def _spawn(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="emulated-printer", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _open_pty(self) -> None:
        link = PtyLink()
        self.address = f"serial://{link.path}?baud=115200"
        self._serve_on(link)

    def _accept(self) -> None:
        assert self._listener is not None
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self._serve_on(TcpLink(client))

    def _serve_on(self, link: Link) -> None:
        session = _Session(link)
        with self._changed:
            session.is_behind = bool(_DEAF & self._faults.keys())
            self._sessions.append(session)
            self._changed.notify_all()
        self._spawn(lambda: self._serve(session))

    def _serve(self, session: _Session) -> None:
        while not self._stopping.is_set() and session in self._sessions:
            if not self._is_listening_to(session):
                self._stopping.wait(_TICK)
                continue
            speed = self._faults.get("slow", 0)
            most = max(int(speed * _TICK), 1) if speed else 512
            received = session.waiting or session.link.receive(most, _TICK)
            session.waiting = b""
            if not received:
                session.is_behind = False
            if received is None:
                break
            if received:
                self._take(session, received)
                self._tell()
            if speed:
                self._stopping.wait(_TICK)
        session.link.hang_up()
        with self._changed:
            if session in self._sessions:
                self._sessions.remove(session)
        self._tell()

    def _is_listening_to(self, session: _Session) -> bool:
        with self._changed:
            if _DEAF & self._faults.keys():
                return False
            before = self._sessions[: self._sessions.index(session)] if session in self._sessions else []
            if any(older.is_behind for older in before):
                return False
            return "one_connection" not in self._faults or self._sessions[:1] == [session]

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()
        if self.on_change is not None:
            self.on_change()

    # --- what it does with bytes --------------------------------------------------------------------------------

    def _take(self, session: _Session, received: bytes) -> None:
        """Take bytes up to the next fault that begins within them; after a stall the rest waits."""
        with self._changed:
            while received and session in self._sessions:
                room = self._triggers[0][0] - self._received if self._triggers else len(received)
                part, received = received[:room], received[room:]
                self._received += len(part)
                for command in self._stream.feed(part):
                    if command.name in REAL_TIME:
                        self._do_now(session, command)
                    else:
                        self._queue.append((session, command))
                self._work()
                while self._triggers and self._triggers[0][0] <= self._received:
                    _, kind, value = self._triggers.pop(0)
                    self._begin(kind, value)
                if _DEAF & self._faults.keys():
                    session.waiting = received
                    return

    def _begin(self, kind: FaultKind, value: int) -> None:
        if kind not in _BREAKING:
            self._faults[kind] = value
            if kind in _DEAF:  # what was sent until now is read before what comes later
                for session in self._sessions:
                    session.is_behind = True
            self._push_status()
            return
        self._events.append(kind)
        if kind == "power_cycle":
            self._queue.clear()
            self._stream = EscPosStream()
            self._press.power_cycle()
        sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.link.break_off()
        if self._wire == "pty" and not self._stopping.is_set():
            self._open_pty()

    def _work(self) -> None:
        while self._queue and not _BLOCKING & self._faults.keys():
            session, command = self._queue.popleft()
            match command.name:
                case "drawer":
                    self._events.append(_drawer(command.content[0]))
                case "status":
                    session.link.send(on_request(command.content[0], self._condition()))
                case "identity":
                    session.link.send(identity(command.content[0]))
                case "automatic status":
                    session.is_automatic = command.content[0] > 0
                    if session.is_automatic:
                        session.link.send(automatic(self._condition()))
                case _:
                    self._press.do(command)

    def _do_now(self, session: _Session, command: Command) -> None:
        match command.name:
            case "status now":
                session.link.send(real_time(command.content[0], self._condition()))
            case "drawer now":
                self._events.append(_drawer(command.content[1]))
            case "recover now":
                self._faults.pop("error", None)
            case name:
                self._fail("unknown " + name)

    def _condition(self) -> Condition:
        told = self._faults.keys() if "lying" not in self._faults else set[str]()
        return Condition(frozenset(told))

    def _push_status(self) -> None:
        for session in self._sessions:
            if session.is_automatic:
                session.link.send(automatic(self._condition()))

    def _cut(self, paper: Paper) -> None:
        self._papers.append(paper)
        self._events.append("cut")

    def _fail(self, what: str) -> None:
        self._failures.append(what)


def _drawer(pin: int) -> str:
    """What happens when a pin of the drawers' plug is pulsed: 0 is pin 2, 1 is pin 5."""
    return "drawer_2" if pin else "drawer"
