"""The world of a scenario: a real mall over HTTP, a real printer driver and emulator, a real encrypted database.

It is built at the first "when"; what is given before only writes down what it shall be. Only the clock is set.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from pos.app.bootstrap import House, Lanes, enrol_till, make_counter, make_sync, make_time, make_wire, open_house
from pos.app.crash import log_to, stop_logging
from pos.app.lanes import Headless
from pos.app.settings import Settings, read_settings, write_settings
from pos.devices.emulators.printer import EmulatedPrinter
from pos.devices.terminal.simulated import SimulatedTerminal
from pos.domain.back.returns import Return
from pos.domain.basket import Line
from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Price, Product
from pos.domain.errors import Refused, TillError
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.people.joining import Joining
from pos.domain.people.retention import Kept, RecordKind
from pos.domain.people.rights import SubjectRequest
from pos.domain.quote import Quote
from pos.domain.sale import Sale
from pos.domain.sums.report import Report
from pos.domain.warranty import Machine
from pos.mall.chain import Mall
from pos.mall.serve import RunningMall
from pos.storage.journal import entries
from pos.sync.contract import TillName
from pos.till import resuming, session
from pos.till.back.claiming import Options
from pos.till.counter import Counter
from pos.till.day import holidays, shift
from pos.till.easy_orders import Scheduled
from pos.till.feed import Member
from pos.till.membership import Attached

if TYPE_CHECKING:
    from tests.terms.seen import SeenCounter

T = TypeVar("T")
HERE = Path(__file__).parent
POLICIES = HERE.parents[1] / "resources" / "policies"
LONG_AGO = datetime(2020, 1, 1, tzinfo=KST)


class SetClock:
    """The clock that scenarios set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 2, 10, 0, tzinfo=KST)

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Holding:
    """A Plus benefit that is given: from a machine bought here or elsewhere."""

    member: str
    plan: str
    bought_at: datetime
    at_boutique: bool
    shipped_at: datetime | None = None
    uses: int = 0


class Before(msgspec.Struct, frozen=True):
    """How things stood before the last thing somebody did."""

    kicks: int = 0
    papers: int = 0
    lines: tuple[Line, ...] = ()
    quote: Quote | None = None


class World:
    """Mutable: a scenario happens to it."""

    def __init__(self, folder: Path, begun: Path | None = None) -> None:
        """`begun` is where mall and till are kept as they are before anything happened, for the next world's."""
        self.folder, self.begun = folder, begun
        self.clock = SetClock()
        self.seed = (HERE / "boutique.toml").read_text("utf-8")
        self.extra: list[Product] = []
        self.serials: dict[str, int] = {}
        self.prices: list[tuple[str, Won, datetime]] = []
        self.holdings: list[Holding] = []
        self.facts: list[Callable[[Mall], object]] = []
        self.staff, self.float_won = "C1", 0
        self.opens_itself = self.is_apart = False
        self.rejects = 0
        self.reports: list[Report] = []
        self._till: RunningTill | None = None
        self.refused: TillError | None = None
        self.sales: list[Sale] = []
        self.tampered: Sale | None = None
        self.before = Before()
        self.attached: Attached | None = None
        self.cancelled: Sale | None = None
        self.refund: Won | None = None
        self.backs: list[Return] = []
        self.arrived: date | None = None
        self.options: Options | None = None
        self.machine: Machine | None = None
        self.holidays: list[date] = []
        self.scheduled: tuple[Scheduled, ...] = ()
        self.announced = self.in_force = ""
        self.joined: Member | None = None
        self.form: Joining | None = None
        self.joins = 0
        self.ticked: dict[str, bool] = {}
        self.found: tuple[Member, ...] = ()
        self.loss: object = None
        self.opened = ("", "")
        self.asked: SubjectRequest | None = None
        self.retained: list[tuple[RecordKind, date]] = []
        self.kept: list[Kept] = []
        self.listed: tuple[Member, ...] = ()
        self.back_after: int | None = None

    @property
    def till(self) -> RunningTill:
        """The till, started at the first "when"."""
        if self._till is None:
            self._till = RunningTill(self)
            self._till.open_for_business()
        return self._till

    @property
    def counter(self) -> Counter:
        return self.till.counter

    def last_report(self) -> Report:
        """The newest Z report."""
        assert self.reports, "no shift was closed"
        return self.reports[-1]

    def play(self, story: Coroutine[Any, Any, T]) -> T | None:
        """Play a story; a refusal is kept for the "then", and is None."""
        self._remember()
        try:
            result = self.till.headless.play(story)
        except TillError as refused:
            self.refused = refused
            return None
        finally:
            self.till.headless.settle()
        if isinstance(result, Sale):
            self.sales.append(result)
        return result

    def attempt(self, verb: Any, *values: Any, **named: Any) -> None:
        """Do what answers at once; a refusal is kept for the "then"."""
        self._remember()
        try:
            verb(self.counter, *values, **named)
        except Refused as refused:
            self.refused = refused
        self.till.headless.settle()

    def _remember(self) -> None:
        printer, basket = self.till.printer, self.counter.basket
        self.refused = None
        self.before = Before(
            kicks=printer.events.count("drawer"),
            papers=len(printer.papers),
            lines=basket.lines if basket else (),
            quote=self.counter.quote or self.before.quote,
        )

    def last_sale(self) -> Sale:
        """The newest sale, as the till knows it."""
        assert self.counter.last_sale is not None, "nothing was sold"
        return self.counter.last_sale

    def last_back(self) -> Return:
        """The newest return."""
        assert self.backs, "nothing came back"
        return self.backs[-1]

    def pin(self, staff: str) -> str:
        """A person's PIN."""
        return next(str(one["pin"]) for one in tomllib.loads(self.seed)["staff"] if one["id"] == staff)

    def next_serial(self, code: str) -> str:
        """The next serial number of a machine that no basket and no sale has."""
        self.serials[code] = self.serials.get(code, 0) + 1
        return f"{code}-{self.serials[code]:04d}"

    def barcode(self, code: str) -> str:
        """The barcode of a product; for one made up in the scenario its code."""
        for product in tomllib.loads(self.seed)["product"]:
            if product["code"] == code:
                return str(product["barcode"])
        return code

    def close(self) -> None:
        if self._till is not None:
            self._till.close()


class RunningTill:
    """Everything that runs: mall, printer, terminal, till."""

    def __init__(self, world: World) -> None:
        self.world = world
        if world.begun is not None:
            shutil.copytree(_begun(world), world.folder, dirs_exist_ok=True)
        self.mall = RunningMall(f"sqlite:///{world.folder / 'mall.db'}", clock=world.clock)
        self.mall.start()
        self.mall.faults.poisoned_sales = world.rejects
        self.printer = EmulatedPrinter()
        self.name = self._begin(world.folder / "till", self.printer.start())
        self.mall.mall.announce(*world.extra)
        for code, won, since in world.prices:
            self.mall.mall.announce_price(code, won, since=since)
        for held in world.holdings:
            self.mall.mall.grant_plan(
                held.member,
                held.plan,
                bought_at=held.bought_at,
                at_boutique=held.at_boutique,
                shipped_at=held.shipped_at,
                uses=held.uses,
            )
        for tell in world.facts:
            tell(self.mall.mall)
        self.switch_on()
        if world.is_apart:
            self.mall.stop()

    def _begin(self, folder: Path, printer: str) -> TillName:
        """Mall and till know each other, and where they and the printer are now."""
        if (folder / "till.toml").exists():
            settings = replace(read_settings(folder), mall=self.mall.url, printer=printer)
            write_settings(folder, settings)
            return TillName(settings.boutique, settings.till)
        name = self.mall.mall.seed(self.world.seed)
        for path in sorted(POLICIES.glob("*.toml")):
            self.mall.mall.send_policy(path.read_text("utf-8"))
        settings = Settings(mall=self.mall.url, printer=printer, keys="file", demo=True)
        enrol_till(folder, settings, self.mall.mall.invite(name), clock=self.world.clock)
        return name

    def switch_on(self) -> None:
        """Start the till's program; what it was doing is on its disk."""
        world = self.world
        log_to(world.folder / "till" / "log")
        self.lanes = Lanes.make()
        self.headless = Headless(self._failed)
        self.house: House = open_house(world.folder / "till", clock=world.clock)
        self.wire, self.asking = make_wire(self.house), make_wire(self.house)
        self.counter = make_counter(self.house, self.lanes, self.headless.stage, self.asking)
        self.counter.ports.mall_time = make_time(self.house, self.asking)
        self.seconds = 0.0
        self.sync = make_sync(self.house, self.wire, self.lanes, self.counter, monotonic=lambda: self.seconds)
        self._seen: SeenCounter | None = None
        self.sync_until_quiet()
        self.headless.play(resuming.resume(self.counter))

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
            if (outbox.next_expected(), outbox.cursor(), outbox.unsent_members(most=1)) == before:
                return

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
        self.mall.close()
        assert self.printer.failures == ()

    def _failed(self, error: BaseException) -> None:
        raise error


def _begun(world: World) -> Path:
    """A mall with that document and a till that was switched on once, at that moment; nobody came to it."""
    assert world.begun is not None
    folder = world.begun / sha256(f"{world.seed}{world.clock.at}".encode()).hexdigest()
    if not folder.exists():
        folder.mkdir()
        first = World(folder)
        first.seed, first.clock.at = world.seed, world.clock.at
        RunningTill(first).close()
    return folder


def product(code: str, range_: str | None, won: Won, *, capsules: int | None = None) -> Product:
    """A product made up in a scenario; a sleeve of ten, or a box of fifty, unless it says how many capsules."""
    unit = 50 if range_ == "professional" else 10
    capsule = range_ is not None
    made = Product(code, Name(code, code), "capsule" if capsule else "accessory", prices=(Price(LONG_AGO, won),))
    return replace(made, range=range_, capsules=(capsules or unit) if capsule else 0, barcodes=(code,))
