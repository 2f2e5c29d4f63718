"""What a till sends and takes over the wire in an idle hour and on a day of two hundred sales, TLS included.

Bytes are counted between a real till and a real mall, as TCP carries them; hours are reckoned and not waited for. The
floor is the way it was: nothing packed, the feed asked every twenty seconds, a connection let go after three.
`python -m benchmarks.bandwidth`
"""

from __future__ import annotations

import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from benchmarks.cable import AtTill, Hours, cashier_at, mall_and_till
from benchmarks.cables import ProxyCable
from benchmarks.figures import Bench, Figure
from pos.sync import pacing, packing, wire

DAY_HOURS, SALES = 10, 200
_KEPT_BEFORE = 3.0
_HOUR = 3600.0


class CountingCable(ProxyCable):
    """A cable that counts what goes through. Mutable."""

    kind = "counting"

    def __init__(self) -> None:
        self.carried = self.connections = 0
        self._counting = threading.Lock()
        super().__init__()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65_536):
                with self._counting:
                    self.carried += len(part)
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)


@dataclass(slots=True)
class Meter:
    """What was used, and when the wire was used last. Mutable."""

    cable: CountingCable
    keeps: float
    handshake: int = 0
    used: int = 0
    greetings: int = 0
    requests: int = 0
    last: float = -1e9

    def spend(self, till: AtTill, now: float) -> None:
        """One step of the sender; where the connection would have been let go before it, a greeting is added."""
        before = self.cable.carried
        till.headless.play(till.sync.step())
        if self.cable.carried == before:
            return
        self.requests += 1
        self.greetings += now - self.last > self.keeps
        self.last = now
        self.used += self.cable.carried - before

    @property
    def total(self) -> int:
        """Bytes both ways."""
        return self.used + self.greetings * self.handshake


def pass_by(till: AtTill, hours: Hours, meter: Meter, *, seconds: float) -> None:
    """Let so much time pass with what the sender does by itself."""
    end = hours.now() + seconds
    while hours.now() < end:
        if till.sync.due(hours.now()):
            meter.spend(till, hours.now())
        else:
            hours.rest(min(max(till.sync.next_in(), 0.05), end - hours.now() + 0.01))


def greeting(till: AtTill, cable: CountingCable) -> int:
    """The bytes of a new connection: those of a question on it, less those of the same question on one that is kept."""

    def ask() -> int:
        before, cursor = cable.carried, till.house.outbox.cursor()
        till.headless.play(till.ask(lambda: till.wire.feed(cursor)))
        return cable.carried - before

    cable.hang_up()
    return ask() - ask()


@contextmanager
def as_it_was() -> Iterator[None]:
    """Nothing packed, and the feed asked as often whether anything happens or not."""
    with mock.patch.object(packing, "LEAST", sys.maxsize), mock.patch.object(pacing, "QUIET", 0.0):
        yield


def measure(folder: Path, *, keeps: float, sales: int) -> tuple[Meter, Meter]:
    """An idle hour, and a day with sales."""
    cable, hours = CountingCable(), Hours(hasten=True)
    try:
        with mall_and_till(cable, folder, hours) as (_, till):
            cashier_at(till)
            pass_by(till, hours, Meter(cable, keeps), seconds=pacing.LIVELY + 60)
            handshake = greeting(till, cable)
            idle, day = Meter(cable, keeps, handshake), Meter(cable, keeps, handshake)
            pass_by(till, hours, idle, seconds=_HOUR)
            for _ in range(sales):
                till.sell(1)
                till.sync.wake()
                pass_by(till, hours, day, seconds=DAY_HOURS * _HOUR / sales)
            return idle, day
    finally:
        cable.close()


def run(bench: Bench) -> list[Figure]:
    """Both, now and as it was."""
    sales = bench.pick(tiny=2, usual=SALES)
    now = measure(bench.place("wire"), keeps=wire.KEPT_SECONDS, sales=sales)
    with as_it_was():
        before = measure(bench.place("wire-before"), keeps=_KEPT_BEFORE, sales=sales)
    names = ("an idle hour on the wire", f"a day of {sales} sales on the wire")
    return [_figure(name, *pair) for name, *pair in zip(names, now, before, strict=True)]


def _figure(name: str, now: Meter, before: Meter) -> Figure:
    notes = (
        f"{now.requests} requests on {now.greetings} connections against {before.requests} on {before.greetings}; "
        f"a new connection takes {now.handshake / 1000:.1f} KB"
    )
    what = "bytes both ways, TLS included; nothing packed, asked every 20 s, connections let go after 3 s"
    return Figure(
        name, what, now.total / 1000, before.total / 1000, "KB", "≤ half", now.total * 2 <= before.total, notes
    )


def main(told: Callable[[str], object] = print) -> int:
    """Measure and tell."""
    with tempfile.TemporaryDirectory(prefix="bandwidth-") as folder:
        for one in run(Bench(Path(folder))):
            told(f"{one.name}: {one.ours:,.0f} KB against {one.floor:,.0f} KB; {one.notes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
