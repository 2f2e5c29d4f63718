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

from pos.domain.back.returns import Return
from pos.domain.basket import Line
from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Price, Product
from pos.domain.errors import Refused, TillError
from pos.domain.money import Won
from pos.domain.people.joining import Joining
from pos.domain.people.retention import Kept, RecordKind
from pos.domain.people.rights import SubjectRequest
from pos.domain.quote import Quote
from pos.domain.sale import Sale
from pos.domain.sums.report import Report
from pos.domain.warranty import Machine
from pos.mall.chain import Mall
from pos.till.back.claiming import Options
from pos.till.counter import Counter
from pos.till.easy_orders import Scheduled
from pos.till.feed import Member
from pos.till.membership import Attached
from tests.terms.running import RunningTill, start_mall, tell_mall

if TYPE_CHECKING:
    pass

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
        self.others: list[str] = []
        self.beside: dict[str, RunningTill] = {}
        self.known: list[str] = []

    @property
    def till(self) -> RunningTill:
        """The till, started at the first "when"."""
        if self._till is None:
            self._start()
        assert self._till is not None
        return self._till

    @property
    def tills(self) -> list[RunningTill]:
        """Every till of the boutique, the first one first."""
        return [self.till, *self.beside.values()]

    def _start(self) -> None:
        if self.begun is not None:
            shutil.copytree(_begun(self), self.folder, dirs_exist_ok=True)
        mall = start_mall(self)
        self._till = RunningTill(self, mall)
        tell_mall(self, mall)
        self.beside = {number: RunningTill(self, mall, number) for number in self.others}
        for till in self.tills:
            till.switch_on()
        for member in self.known:
            self._till.hear_of(member)
        for till in self.tills:
            till.sync_until_quiet()
        if self.is_apart:
            mall.stop()
        for till in self.tills:
            till.open_for_business()

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

    def at(self, number: str) -> RunningTill:
        """Another till of the boutique."""
        self.till.headless.settle()
        return self.beside[number]

    def play_at(self, number: str, story: Coroutine[Any, Any, T]) -> T | None:
        """Play a story at another till of the boutique; a refusal is kept for the "then", and is None."""
        headless = self.at(number).headless
        self.refused = None
        try:
            return headless.play(story)
        except TillError as refused:
            self.refused = refused
            return None
        finally:
            headless.settle()

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
            for till in self.tills:
                till.close()
            self._till.mall.close()
            assert all(till.printer.failures == () for till in self.tills)


def _begun(world: World) -> Path:
    """A mall with that document and a till that was switched on once, at that moment; nobody came to it."""
    assert world.begun is not None
    folder = world.begun / sha256(f"{world.seed}{world.clock.at}".encode()).hexdigest()
    if not folder.exists():
        folder.mkdir()
        first = World(folder)
        first.seed, first.clock.at = world.seed, world.clock.at
        till = RunningTill(first, start_mall(first))
        till.switch_on()
        till.close()
        till.mall.close()
    return folder


def product(code: str, range_: str | None, won: Won, *, capsules: int | None = None) -> Product:
    """A product made up in a scenario; a sleeve of ten, or a box of fifty, unless it says how many capsules."""
    unit = 50 if range_ == "professional" else 10
    capsule = range_ is not None
    made = Product(code, Name(code, code), "capsule" if capsule else "accessory", prices=(Price(LONG_AGO, won),))
    return replace(made, range=range_, capsules=(capsules or unit) if capsule else 0, barcodes=(code,))
