"""A boutique's till over a real encrypted database, with a counter that people's verbs can be played on.

Storage, journal, keys, lanes and verbs are the till's own; only the printer, the terminal and the PIN are made up.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.figures import Bench
from pos.app.clock import SystemClock
from pos.app.lanes import Headless, Stage, ThreadLane
from pos.app.settings import RESOURCES
from pos.app.switchboard import Switchboard
from pos.devices.terminal.simulated import SimulatedTerminal
from pos.domain.calendar import korean_day
from pos.domain.catalogue import Product
from pos.domain.facts import EpochOpened
from pos.domain.papers.paper import Document
from pos.domain.powers import read_powers
from pos.exports import Exports
from pos.storage import keys
from pos.storage.books import SqlBooks
from pos.storage.engine import Database
from pos.storage.ledgers import SqlLedgers
from pos.storage.outbox import SqlOutbox
from pos.storage.past import SqlPast
from pos.storage.reading import SqlJournal
from pos.storage.registry import SqlRegistry
from pos.storage.retained import NAME, Retained
from pos.storage.schema import bring_up
from pos.storage.shelf import SqlShelf
from pos.storage.store import SqlStore
from pos.storage.tax import SqlTax
from pos.till import resuming, session
from pos.till.counter import Counter, Ports
from pos.till.day import shift
from pos.till.feed import Boutique, FeedPage, Staff
from pos.till.paying.cards import Terminal
from pos.till.ports import Commit, PinVerdict, Printer, PrinterState, PrintResult

T = TypeVar("T")
PAGE = 5_000
BOUTIQUE = Boutique("BEN01", "예시 부티크", "120-81-47521", "김대표", "서울특별시 중구", "02-120-0000")


class Tray:
    """A printer that always says that it printed."""

    def print(self, _document: Document) -> PrintResult:
        """See `pos.till.ports.Printer`."""
        return PrintResult("done")

    def open_drawer(self, _drawer: int = 1) -> PrintResult:
        """See `pos.till.ports.Printer`."""
        return PrintResult("done")

    def state(self) -> PrinterState:
        """See `pos.till.ports.Printer`."""
        return PrinterState()


class OpenDoor:
    """Every PIN is right."""

    def check(self, _staff: Staff, _pin: str, *, now: datetime) -> PinVerdict:  # noqa: ARG002 - the port's word
        """See `pos.till.ports.Pins`."""
        return PinVerdict(True)

    def locked_until(self, _staff_id: str, *, now: datetime) -> datetime | None:  # noqa: ARG002 - the port's word
        """See `pos.till.ports.Pins`."""
        return None

    def verifier(self, _pin: str) -> str:
        """See `pos.till.ports.Pins`."""
        return "-"

    def badge(self, _code: str) -> str:
        """See `pos.till.ports.Pins`."""
        return "-"

    def forgive(self, _staff_id: str, *, now: datetime) -> None:
        """See `pos.till.ports.Pins`."""

    def keep_time(self, *, now: datetime) -> bool:  # noqa: ARG002 - the port's word
        """See `pos.till.ports.Pins`."""
        return False

    def confirm_time(self, _told: datetime, *, now: datetime) -> None:
        """See `pos.till.ports.Pins`."""


class Till:
    """One till's folder, opened. Mutable: it sells. The key lies in a file beside the database."""

    def __init__(self, folder: Path, *, database: Callable[[Path, bytes], Database] = Database) -> None:
        secrets = keys.FileKeys(folder / "keys")
        self.keys = secrets.load() or keys.fresh(pepper=bytes(32))
        secrets.save(self.keys)
        self.database = database(folder / "till.db", self.keys.database)
        bring_up(self.database)
        self.store = SqlStore(self.database, till="1", key=self.keys.signer())
        self.shelf, self.outbox = SqlShelf(self.database, till="1"), SqlOutbox(self.database, till="1")
        self.retained = Retained(folder / NAME, key=lambda: keys.retained_key(secrets))
        self.lanes: list[ThreadLane] = []
        if not self.shelf.last_time():
            self._begin()

    def _begin(self) -> None:
        """A till's journal begins with its key."""
        moment = SystemClock().now()
        opened = EpochOpened(BOUTIQUE.id, "enrolled", self.keys.public().hex())
        self.store.commit(Commit("till", moment, korean_day(moment), facts=(opened,)))

    def stock(self, products: Sequence[Product]) -> None:
        """Take in a boutique with its terms, one cashier and these products."""
        policies = tuple(path.read_text("utf-8") for path in sorted((RESOURCES / "policies").glob("*.toml")))
        staff = (Staff("C1", "계산원", "cashier", "-"),)
        self.outbox.arrive(FeedPage(1, boutique=BOUTIQUE, policies=policies, staff=staff))
        for start in range(0, len(products), PAGE):
            self.outbox.arrive(FeedPage(2 + start, products=tuple(products[start : start + PAGE])))
        self.database.checkpoint()

    def counter(self, stage: Stage, *, printer: Printer | None = None, terminal: Terminal | None = None) -> Counter:
        """A counter whose verbs wait on real lanes."""
        lane = {name: ThreadLane(name) for name in ("disk", "vault", "paper", "cards", "network", "files")}
        self.lanes += lane.values()
        clock = SystemClock()
        ports = Ports(
            clock=clock,
            shelf=self.shelf,
            store=self.store,
            books=SqlBooks(self.database, till="1"),
            tax=SqlTax(self.database),
            ledgers=SqlLedgers(self.database),
            journal=SqlJournal(self.database, till="1", public_key=self.keys.public()),
            exporter=Exports(),
            people=SqlRegistry(self.database, boutique=BOUTIQUE.id, till="1", retained=self.retained),
            texts=(),
            processors=(),
            past=SqlPast(self.database, boutique=BOUTIQUE.id, till="1", key=self.keys.signer()),
            mall=Switchboard(),
            pins=OpenDoor(),
            printer=printer or Tray(),
            terminal=terminal or SimulatedTerminal(clock),
            disk=lane["disk"],
            vault=lane["vault"],
            paper=lane["paper"],
            cards=lane["cards"],
            network=lane["network"],
            files=lane["files"],
            start=stage.start,
            new_id=lambda: uuid.uuid4().hex,
            powers=read_powers((RESOURCES / "powers.toml").read_text("utf-8")),
            boutique=BOUTIQUE.id,
            till="1",
        )
        return Counter(ports)

    def close(self) -> None:
        """Finish what waits on the lanes and let go of the file."""
        for lane in self.lanes:
            lane.close()
        self.retained.close()
        self.database.close()


def stocked(bench: Bench, products: Sequence[Product]) -> Till:
    """A till with so many products on its shelf; made once a run, since a hundred thousand take a while."""
    folder = bench.folder / f"stocked-{len(products)}"
    is_new = not folder.exists()
    till = Till(bench.place(folder.name))
    if is_new:
        till.stock(products)
    return till


class Hands:
    """Somebody at a till without a screen, signed in and with a shift open."""

    def __init__(self, till: Till, *, printer: Printer | None = None, terminal: Terminal | None = None) -> None:
        self.headless = Headless(_raise)
        self.counter = till.counter(self.headless.stage, printer=printer, terminal=terminal)
        self.play(resuming.resume(self.counter))
        self.play(session.sign_in(self.counter, "C1", "482913"))
        if self.counter.shift is None:
            self.play(shift.open_shift(self.counter, 100_000))

    def play(self, story: Coroutine[Any, Any, T]) -> T:
        """Play a story and whatever it began to their ends."""
        result = self.headless.play(story)
        self.headless.settle()
        return result


def _raise(error: BaseException) -> None:
    raise error
