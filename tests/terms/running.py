"""What runs in a scenario: a till with its program, printer and terminal, and the mall that all tills share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pos.app.bootstrap import House, Lanes, enrol_till, make_counter, make_sync, make_time, make_wire, open_house
from pos.app.crash import log_to, stop_logging
from pos.app.lanes import Headless
from pos.app.settings import Settings, read_settings, write_settings
from pos.devices.emulators.printer import EmulatedPrinter
from pos.devices.terminal.simulated import SimulatedTerminal
from pos.domain.journal import Entry
from pos.mall.serve import RunningMall
from pos.storage.journal import entries
from pos.storage.outbox import SqlOutbox
from pos.sync.contract import TillName
from pos.sync.loop import SyncLoop
from pos.till import resuming, session
from pos.till.day import holidays, shift

if TYPE_CHECKING:
    from tests.terms.seen import SeenCounter
    from tests.terms.world import World

POLICIES = Path(__file__).parents[2] / "resources" / "policies"
FIRST = "1"


def start_mall(world: World) -> RunningMall:
    """The mall of a world, as far as it was before."""
    mall = RunningMall(f"sqlite:///{world.folder / 'mall.db'}", clock=world.clock)
    mall.start()
    mall.faults.poisoned_sales = world.rejects
    return mall


def tell_mall(world: World, mall: RunningMall) -> None:
    """What is given beside the boutique."""
    mall.mall.announce(*world.extra)
    for code, won, since in world.prices:
        mall.mall.announce_price(code, won, since=since)
    for held in world.holdings:
        mall.mall.grant_plan(
            held.member,
            held.plan,
            bought_at=held.bought_at,
            at_boutique=held.at_boutique,
            shipped_at=held.shipped_at,
            uses=held.uses,
        )
    for tell in world.facts:
        tell(mall.mall)


class RunningTill:
    """A till that runs: its program, its printer, its terminal."""

    def __init__(self, world: World, mall: RunningMall, number: str = FIRST) -> None:
        self.world, self.mall = world, mall
        self.is_first = number == FIRST
        self.folder = world.folder / ("till" if self.is_first else f"till-{number}")
        self.printer = EmulatedPrinter()
        self._has_begun = False
        self.name = self._begin(number, self.printer.start())

    def _begin(self, number: str, printer: str) -> TillName:
        """Mall and till know each other, and where they and the printer are now."""
        if (self.folder / "till.toml").exists():
            settings = replace(read_settings(self.folder), mall=self.mall.url, printer=printer)
            write_settings(self.folder, settings)
            return TillName(settings.boutique, settings.till)
        name = self._seeded() if self.is_first else TillName(self.world.till.name.boutique, number)
        settings = Settings(mall=self.mall.url, printer=printer, keys="file", demo=True)
        enrol_till(self.folder, settings, self.mall.mall.invite(name), clock=self.world.clock)
        return name

    def _seeded(self) -> TillName:
        name = self.mall.mall.seed(self.world.seed)
        for path in sorted(POLICIES.glob("*.toml")):
            self.mall.mall.send_policy(path.read_text("utf-8"))
        return name

    def switch_on(self) -> None:
        """Start the till's program; what it was doing is on its disk."""
        world = self.world
        if self.is_first:
            log_to(self.folder / "log")
        self.lanes = Lanes.make()
        self.headless = Headless(self._failed)
        self.house: House = open_house(self.folder, clock=world.clock)
        self.wire, self.asking = make_wire(self.house), make_wire(self.house)
        self.counter = make_counter(self.house, self.lanes, self.headless.stage, self.asking)
        self.counter.ports.mall_time = make_time(self.house, self.asking)
        self.seconds = 0.0
        self._seen: SeenCounter | None = None
        if not self._has_begun:
            self._hear_what_is_given()
        self.sync = self._make_sync()
        self.sync_until_quiet()
        self.headless.play(resuming.resume(self.counter))

    def _make_sync(self) -> SyncLoop:
        return make_sync(self.house, self.wire, self.lanes, self.counter, monotonic=lambda: self.seconds)

    def _hear_what_is_given(self) -> None:
        """What a scenario gives is how things always were here: no news that the till would wonder about."""
        judged, self.house.outbox = self.house.outbox, SqlOutbox(self.house.database, till=self.name.till)
        self.sync = self._make_sync()
        for _ in range(20):
            self.sync_until_quiet()
            if self.sync.fed is not None:
                break
        assert self.sync.fed is not None, self.sync.trouble
        self.house.outbox, self._has_begun = judged, True

    @property
    def terminal(self) -> SimulatedTerminal:
        assert isinstance(self.house.terminal, SimulatedTerminal)
        return self.house.terminal

    def switch_off(self) -> None:
        """The till's program ends, at once; nobody signs out."""
        if self._seen is not None:
            self._seen.close()
        self.lanes.network.run(self.wire.close)
        self.lanes.asking.run(self.asking.close)
        self.lanes.close()
        self.house.close()
        if self.is_first:
            stop_logging()

    def sign_in(self) -> None:
        """Somebody stands at the counter."""
        self.headless.play(session.sign_in(self.counter, self.world.staff, self.world.pin(self.world.staff)))

    def open_for_business(self) -> None:
        """As every scenario begins that does not do it itself: somebody is signed in and the shift is open."""
        self.sign_in()
        if self.world.opens_itself:
            return
        self.headless.play(shift.open_shift(self.counter, self.world.float_won))
        for day in self.world.holidays:
            pin, reason = self.world.pin("B1"), "announced late"
            self.headless.play(holidays.enter(self.counter, day, by="B1", pin=pin, reason=reason))
        self.headless.settle()

    def seconds_until(self, is_so: Callable[[], bool], *, most: int) -> int | None:
        """Let time pass by the second, with nothing but what the sender does by itself; None where it never is so."""
        for second in range(most + 1):
            while self.sync.due(self.seconds) and not is_so():
                self.headless.play(self.sync.step())
            if is_so():
                return second
            self.seconds += 1.0
        return None

    def sync_until_quiet(self) -> None:
        """Steps of the sender until nothing waits and the feed brings no more."""
        for _ in range(20):
            outbox = self.house.outbox
            before = (outbox.next_expected(), outbox.cursor(), outbox.unsent_members(most=1))
            self.sync.insist()
            self.headless.play(self.sync.step())
            self.headless.settle()  # what arrived may have begun something
            if (outbox.next_expected(), outbox.cursor(), outbox.unsent_members(most=1)) == before:
                return

    def hear_of(self, member: str) -> None:
        """The mall is asked about a member, so that the boutique knows them from now on."""
        ports = self.counter.ports

        async def story() -> None:
            await ports.network.run(lambda: ports.mall.member(member))

        self.headless.play(story())

    def all_entries(self) -> tuple[Entry, ...]:
        """The till's whole journal, as it is stored."""
        with self.house.database.read() as connection:
            return tuple(entries(connection, self.house.settings.till, "1"))

    def press(self, key: str) -> None:
        """Press a key of the keyboard on the window of the till."""
        from tests.terms.seen import SeenCounter

        if self._seen is None:
            self._seen = SeenCounter(self.counter)
        self._seen.press(key)
        self.headless.settle()

    def ticked_consents(self) -> dict[str, bool]:
        """The consents on the joining page of the till's window, opened by keys, and which of them are ticked."""
        for key in ("F3", "F3"):
            self.press(key)
        assert self._seen is not None
        return self._seen.ticked_consents()

    def push_once(self) -> None:
        """One exchange, whatever comes of it."""
        self.sync.insist()
        self.headless.play(self.sync.step())

    def close(self) -> None:
        self.switch_off()
        self.printer.stop()
        assert self.printer.failures == ()

    def _failed(self, error: BaseException) -> None:
        raise error
