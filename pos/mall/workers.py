"""The mall as a service: workers that share one socket, one process that reads beside them, one for who operates it.

None of them keeps anything but in the database. Who dies is replaced; who starts them says once that they are ready.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import secrets
import select
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

from pos.domain.errors import Refused, Unavailable
from pos.mall.chain import Mall
from pos.mall.logs import Form, log_to_stderr, told
from pos.mall.secure import Secure
from pos.mall.serve import Server, bind, config_of
from pos.till.ports import Clock

_log = logging.getLogger(__name__)
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
_READ_ANYWAY_SECONDS = 1.0
_TOO_SOON_SECONDS = 2.0
_COUNTS = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: `url` is the database's, `operators` the port of their page on this machine, none without one.

    `key` opens that page, for as long as the mall runs.
    """

    url: str
    clock: Clock
    host: str
    port: int
    workers: int = 1
    operators: int | None = None
    secure: Secure | None = None
    logs: Form = "json"
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    reads: bool = True  # not where only other machines shall

    @property
    def is_beside(self) -> bool:
        """Whether what is stored is read by a process of its own: SQLite has one writer, who does both."""
        return not self.url.startswith("sqlite")


@dataclass(frozen=True, slots=True)
class _Ends:
    """What the processes share: sockets, and pipes as (read, write)."""

    listening: socket.socket
    office: socket.socket | None
    ready: tuple[int, int] = field(default_factory=os.pipe)
    stored: tuple[int, int] = field(default_factory=os.pipe)
    life: tuple[int, int] = field(default_factory=os.pipe)


def serve_all(plan: Plan, on_ready: Callable[[Mall, str], None]) -> None:
    """Be the mall until the process is asked to end. `on_ready` gets a mall and the address.

    Raises Refused("mall.one_worker") for several over SQLite, Unavailable("mall.not_started").
    """
    if plan.workers > 1 and not plan.is_beside:
        raise Refused("mall.one_worker")
    log_to_stderr(form=plan.logs, clock=plan.clock)
    _prepare(plan)
    listening = bind(plan.host, plan.port)
    listening.listen(1024)
    office = None if plan.operators is None else bind("127.0.0.1", plan.operators)
    with tempfile.TemporaryDirectory(prefix="pos-mall-") as counts:
        os.environ[_COUNTS] = counts
        crew = _Crew(plan, _Ends(listening, office))
        try:
            crew.start()
            address = f"{'https' if plan.secure else 'http'}://{plan.host}:{listening.getsockname()[1]}"
            mall = Mall(plan.url, clock=plan.clock)
            on_ready(mall, address)
            mall.close()
            crew.mind()
        finally:
            crew.stop()
            listening.close()


def _prepare(plan: Plan) -> None:
    """Bring the database up before anybody works on it, and let go of it: connections are not inherited."""
    mall = Mall(plan.url, clock=plan.clock)
    if plan.secure is not None:
        mall.gate.use_authority(plan.secure.certificate)
    mall.begin_run()
    mall.catch_up()
    mall.close()


class _Crew:
    """The processes. Mutable: they come and go."""

    def __init__(self, plan: Plan, ends: _Ends) -> None:
        self._plan, self._ends = plan, ends
        self._running: dict[str, tuple[ForkProcess, float]] = {}
        self._asked = os.pipe()
        os.set_blocking(ends.stored[0], False)
        os.set_blocking(ends.stored[1], False)

    def start(self) -> None:
        """Start them; returns when all workers listen. Raises Unavailable("mall.not_started")."""
        for what in (signal.SIGTERM, signal.SIGINT):
            signal.signal(what, lambda *_: os.write(self._asked[1], b"e"))
        for role in self._roles():
            self._put(role)
        waited, deadline = self._plan.workers, time.monotonic() + _START_SECONDS
        while waited:
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._ends.ready[0]], [], [], left)[0]:
                raise Unavailable("mall.not_started")
            waited -= len(os.read(self._ends.ready[0], waited))

    def mind(self) -> None:
        """Replace who dies, until the process is asked to end."""
        while True:
            gone = {process.sentinel: role for role, (process, _) in self._running.items()}
            found = wait([*gone, self._asked[0]])
            if self._asked[0] in found:
                return
            for sentinel in found:
                self._replace(gone[int(str(sentinel))])

    def stop(self) -> None:
        """Let them finish what they are at, and end; who does not is ended."""
        for process, _ in self._running.values():
            process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for process, _ in self._running.values():
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()

    def _roles(self) -> dict[str, Callable[[Plan, _Ends], None]]:
        roles: dict[str, Callable[[Plan, _Ends], None]] = {
            f"worker {number}": _work for number in range(1, self._plan.workers + 1)
        }
        if self._plan.is_beside and self._plan.reads:
            roles["reader"] = _read_on
        if self._ends.office is not None:
            roles["office"] = _open_office
        return roles

    def _replace(self, role: str) -> None:
        process, since = self._running[role]
        process.join()
        _log.error("a process ended", extra=told(role=role, exitcode=process.exitcode))
        _forget_counts(process.pid)
        if time.monotonic() - since < _TOO_SOON_SECONDS and select.select([self._asked[0]], [], [], 1.0)[0]:
            return
        self._put(role)

    def _put(self, role: str) -> None:
        context = multiprocessing.get_context("fork")
        process = context.Process(target=_be, args=(role, self._roles()[role], self._plan, self._ends), name=role)
        process.start()
        self._running[role] = (process, time.monotonic())
        _log.info("a process began", extra=told(role=role, pid=process.pid))


def _be(role: str, task: Callable[[Plan, _Ends], None], plan: Plan, ends: _Ends) -> None:
    """What each process does first: signals as they were, and to end when who started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.close(ends.life[1])
    threading.Thread(target=_end_with, args=(ends.life[0],), name="life", daemon=True).start()
    log_to_stderr(form=plan.logs, clock=plan.clock)
    task(plan, ends)
    _log.info("a process ends", extra=told(role=role))


def _end_with(life: int) -> None:
    """Nobody writes into that pipe; it ends when the process that holds its other end does."""
    os.read(life, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _work(plan: Plan, ends: _Ends) -> None:
    from pos.mall import metrics

    def wake() -> None:
        try:
            os.write(ends.stored[1], b"s")
        except BlockingIOError:
            return  # there is more than enough in it to wake somebody

    def ready() -> None:
        os.write(ends.ready[1], b"r")

    mall = Mall(plan.url, clock=plan.clock, beside=wake if plan.is_beside else None)
    metrics.watch_pool(mall.engine)
    config = config_of(mall, None, plan.secure, metrics.count)
    Server(config, ready, plan.secure).run([ends.listening])
    mall.close()


def _read_on(plan: Plan, ends: _Ends) -> None:
    """Read what workers store, when one of them says so, and every second all the same: there are other machines."""
    signal.signal(signal.SIGTERM, _leave)
    mall = Mall(plan.url, clock=plan.clock)
    while True:
        try:
            read = mall.reading.read_behind()
        except Exception:  # noqa: BLE001 - the database may be away for a while; what is stored stays
            _log.exception("what is stored cannot be read")
            read = False
        select.select([ends.stored[0]], [], [], 0.0 if read else _READ_ANYWAY_SECONDS)
        try:
            os.read(ends.stored[0], 65536)
        except BlockingIOError:
            continue


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


def _open_office(plan: Plan, ends: _Ends) -> None:
    from pos.mall.operators import office_config

    assert ends.office is not None
    mall = Mall(plan.url, clock=plan.clock)
    Server(office_config(mall, plan.clock, plan.key), lambda: None, None).run([ends.office])
    mall.close()


def _forget_counts(pid: int | None) -> None:
    """A gauge of who is gone counts no more."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid)  # type: ignore[no-untyped-call] # it says nothing of its types
