"""A real cut: the cable between a till and its mall is pulled, fifty sales are made, and it is plugged in again.

`python -m benchmarks.cable` says how long it took until the mall held every entry, once and in order. With `--hasten`
the till's pauses pass at once and only what the network takes is waited for; they are reckoned all the same.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cables import Cable, ProxyCable, lay
from pos.app.bootstrap import House, Lanes, enrol_till, make_counter, make_sync, open_house
from pos.app.clock import SystemClock
from pos.app.lanes import Headless
from pos.app.settings import RESOURCES, Settings
from pos.app.switchboard import Switchboard
from pos.devices.emulators.printer import EmulatedPrinter
from pos.domain.journal import Entry, find_break
from pos.mall import authority
from pos.mall.secure import Secure
from pos.mall.serve import RunningMall
from pos.storage.journal import entries
from pos.sync import pacing
from pos.sync.client import MallClient
from pos.sync.contract import TillName
from pos.sync.wire import Limits
from pos.till import selling, session
from pos.till.day import shift
from pos.till.paying import checkout

SALES = 50
WITHIN = 60.0
"""Seconds after the cable is back within which the mall has to hold everything."""
_CASHIER, _PIN = "C1", "482913"
_PRODUCT = "8809900000026"
_QUICK = Limits(connect=0.5, whole=2.0)
_GIVEN_UP = 600.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """`seconds` is how long after the cable was back the mall held everything, None where it never did."""

    kind: str
    seconds: float | None
    waited: int
    held: int
    is_sound: bool
    requests: int

    @property
    def is_good(self) -> bool:
        """Whether everything was there in time, once and in order."""
        return self.is_sound and self.seconds is not None and self.seconds <= WITHIN


class Hours:
    """The time the sender goes by. Mutable: where it is hastened, pauses are skipped and counted."""

    def __init__(self, *, hasten: bool) -> None:
        self._hasten, self._skipped = hasten, 0.0

    def now(self) -> float:
        """Seconds, of the clock and skipped."""
        return time.monotonic() + self._skipped

    def rest(self, seconds: float) -> None:
        """Let time pass."""
        if self._hasten:
            self._skipped += seconds
        else:
            time.sleep(seconds)


class AtTill:
    """A till with its program, printer and sender, without a screen."""

    def __init__(self, folder: Path, hours: Hours, limits: Limits) -> None:
        self.lanes, self.headless = Lanes.make(), Headless(_raise)
        self.house: House = open_house(folder)
        settings = self.house.settings
        self.name = TillName(settings.boutique, settings.till)
        self.wire = MallClient(
            settings.mall,
            name=self.name,
            key=self.house.keys.signer(),
            clock=self.house.clock,
            limits=limits,
            authority=(folder / settings.authority).read_text("ascii"),
        )
        self.counter = make_counter(self.house, self.lanes, self.headless.stage, Switchboard())
        self.sync = make_sync(self.house, self.wire, self.lanes, self.counter, monotonic=hours.now)
        self._hours, self.requests = hours, 0

    def run(self, until: Callable[[], bool], *, most: float) -> float | None:
        """Let the sender do what it does by itself; how long it took, None where it is never so."""
        began = self._hours.now()
        while not until():
            if self._hours.now() - began > most:
                return None
            if self.sync.due(self._hours.now()):
                self.requests += 1
                self.headless.play(self.sync.step())
            else:
                self._hours.rest(0.25)
        return self._hours.now() - began

    async def ask(self, question: Callable[[], object]) -> object:
        """Ask the mall something on the sender's lane."""
        return await self.lanes.network.run(question)

    def sell(self, count: int) -> None:
        """Sales in cash, each durable before the next."""
        for _ in range(count):
            selling.scan(self.counter, _PRODUCT)
            self.headless.play(checkout.pay_exact(self.counter))
            self.headless.settle()

    def waiting(self) -> int:
        """Entries that the mall has not confirmed."""
        return self.house.shelf.waiting().count

    def journal(self) -> tuple[Entry, ...]:
        """All of it, as it is stored."""
        with self.house.database.read() as connection:
            return tuple(entries(connection, self.house.settings.till, "1"))

    def close(self) -> None:
        """The end of the program."""
        self.lanes.network.run(self.wire.close)
        self.lanes.close()
        self.house.close()


def cut(cable: Cable, folder: Path, *, hasten: bool, apart: float = 120.0, sales: int = SALES) -> Outcome:
    """Pull the cable, sell, be apart for at least so many seconds, and plug it in again."""
    hours, limits = Hours(hasten=hasten), _QUICK if hasten else Limits()
    with mall_and_till(cable, folder, hours, limits) as (mall, till):
        cashier_at(till)
        cable.pull()
        till.sync.wake()
        till.sell(sales)
        till.run(lambda: False, most=apart)
        waited, before = till.waiting(), till.requests
        cable.plug()
        seconds = till.run(lambda: till.waiting() == 0, most=_GIVEN_UP)
        held, ours = tuple(mall.mall.entries(till.name)), till.journal()
        is_sound = held == ours and find_break(held) is None
        return Outcome(cable.kind, seconds, waited, len(held), is_sound, till.requests - before)


@contextmanager
def mall_and_till(
    cable: Cable, folder: Path, hours: Hours, limits: Limits | None = None
) -> Iterator[tuple[RunningMall, AtTill]]:
    """A mall and a till that is enrolled at it, a cable between them."""
    with _mall(cable, folder) as mall, cable.at_till(), _till(cable, mall, folder, hours, limits or Limits()) as till:
        yield mall, till


def cashier_at(till: AtTill) -> None:
    """Somebody is signed in, the shift is open, and all is sent."""
    till.run(lambda: till.waiting() == 0 and till.sync.fed is not None, most=WITHIN)
    till.headless.play(session.sign_in(till.counter, _CASHIER, _PIN))
    till.headless.play(shift.open_shift(till.counter, 0))
    till.run(lambda: till.waiting() == 0, most=WITHIN)


@contextmanager
def _mall(cable: Cable, folder: Path) -> Iterator[RunningMall]:
    clock = SystemClock()
    authority.make(folder / "authority", (cable.host,), now=clock.now())
    secure = Secure(folder / "authority", clock)
    mall = RunningMall(f"sqlite:///{folder / 'mall.db'}", clock=clock, host=cable.host, secure=secure)
    with cable.at_mall():
        mall.start()
    try:
        yield mall
    finally:
        mall.close()


@contextmanager
def _till(cable: Cable, mall: RunningMall, folder: Path, hours: Hours, limits: Limits) -> Iterator[AtTill]:
    chain = mall.mall
    name = chain.seed((RESOURCES / "demo" / "chain.toml").read_text("utf-8"))
    for document in sorted((RESOURCES / "policies").glob("*.toml")):
        chain.send_policy(document.read_text("utf-8"))
    url, _, port = mall.url.rpartition(":")
    with ExitStack() as stack:
        printer = EmulatedPrinter()
        stack.callback(printer.stop)
        settings = Settings(mall=f"{url}:{cable.reach(int(port))}", printer=printer.start(), keys="file", demo=True)
        enrol_till(folder / "till", settings, chain.invite(name))
        till = AtTill(folder / "till", hours, limits)
        stack.callback(till.close)
        yield till


def _raise(error: BaseException) -> None:
    raise error


def main(arguments: Sequence[str] | None = None) -> int:
    """Cut once and tell; 1 where it was not in time."""
    parser = argparse.ArgumentParser(prog="benchmarks.cable", description=__doc__)
    parser.add_argument("--hasten", action="store_true", help="do not wait out the till's pauses, only reckon them")
    parser.add_argument("--proxy", action="store_true", help="cut a proxy instead of a network")
    parser.add_argument("--apart", type=float, default=120.0, help="seconds to be apart")
    parser.add_argument("--longest", type=float, help="another longest pause, to see that it is too long")
    asked = parser.parse_args(arguments)
    if asked.longest:
        pacing.AWAY = asked.longest
    cable = ProxyCable() if asked.proxy else lay()
    try:
        with tempfile.TemporaryDirectory(prefix="cable-") as folder:
            found = cut(cable, Path(folder), hasten=asked.hasten, apart=asked.apart)
    finally:
        cable.close()
    told = "never" if found.seconds is None else f"{found.seconds:.1f} s"
    print(f"{found.kind}: {found.waited} waited; all {found.held} held after {told}, in {found.requests} requests")
    if not found.is_sound:
        print("and what is held is not what was told")
    return 0 if found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
