"""A till in memory for the screens: the ports with nothing behind them, a small shop, and a desk in front of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from pos.app.lanes import Pending, Stage
from pos.app.settings import read_texts
from pos.domain.calendar import KST, korean_day
from pos.domain.catalogue import Price, Product, all_initials, initials
from pos.domain.errors import Refused, TillError
from pos.domain.facts import CardAnswered, CardAsked, Fact, PartPaid, SaleCompleted, decode_fact
from pos.domain.journal import Entry, make_entry, write_time
from pos.domain.money import Won
from pos.domain.policy import Policy, read_policy
from pos.domain.sale import Sale
from pos.domain.settled import FeedDismissed, FeedReleased
from pos.domain.sums.report import Report
from pos.domain.sums.tally import Tally
from pos.till.counter import Counter, Ports
from pos.till.feed import Boutique, PutAside, Staff, StaffChange
from pos.till.held_changes import HeldChange
from pos.till.ports import Attempt, Commit, Draft, Job, Shift, Waiting
from pos.till.reading import read_thing
from pos.ui.desk import Desk
from tests.domain.powers import POWERS
from tests.ui.fake_books import FakeBooks, FakeMall
from tests.ui.fake_devices import FakePrinter, FakeTerminal
from tests.ui.fake_exporter import FakeExporter
from tests.ui.fake_journal import FakeJournal
from tests.ui.fake_past import FakePast
from tests.ui.fake_people import FakeRegistry
from tests.ui.fake_pins import FakePins
from tests.ui.fake_reports import FakeReports
from tests.ui.fake_tax import FakeLedgers, FakeTax
from tests.ui.shop import BOUTIQUE, CATALOGUE, STAFF

T = TypeVar("T")
POLICIES = tuple(
    read_policy(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[2] / "resources" / "policies").glob("*.toml"))
)
START = datetime(2025, 5, 3, 10, 24, 7, tzinfo=KST)


class FixedClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Lane:
    """Runs at once; while `is_held`, calls wait for `let_go`."""

    def __init__(self) -> None:
        self.is_held = False
        self._held: list[Callable[[], None]] = []

    def run(self, call: Callable[[], T]) -> Pending[T]:
        future: Future[T] = Future()

        def go() -> None:
            try:
                future.set_result(call())
            except Exception as error:  # noqa: BLE001 - carried to who waits, as the real lane does
                future.set_exception(error)

        if self.is_held:
            self._held.append(go)
        else:
            go()
        return Pending(future)

    def oldest(self) -> Callable[[], None]:
        """What has waited longest, to be run by whoever asks."""
        return self._held.pop(0)

    def let_go(self) -> None:
        """Run what waited."""
        self.is_held = False
        held, self._held = self._held, []
        for go in held:
            go()


class Memory:
    """Store and shelf at once; what was written is what is read."""

    def __init__(self, clock: FixedClock, products: tuple[Product, ...]) -> None:
        self._clock = clock
        self.products = {product.code: product for product in products}
        self.entries: list[Entry] = []
        self.drafts: dict[str, Draft] = {}
        self.sales: list[Sale] = []
        self._entry_of: dict[str, Entry] = {}
        self.job_list: list[Job] = []
        self.people: tuple[Staff, ...] = STAFF
        self.shifts: tuple[Shift, ...] = ()
        self.refuse_with: TillError | None = None
        self.unsent = Waiting(0)
        self.aside: tuple[PutAside, ...] = ()
        self.suspended: tuple[HeldChange, ...] = ()
        self.books = FakeBooks(self.sales, self.entries)
        self.past = FakePast(self.sales, self.entries)
        self.tax = FakeTax(self.entries)
        self.closed = FakeReports(self.entries)
        self.kept: dict[str, bytes] = {}
        self.shop = BOUTIQUE

    # --- store ---

    def _take_staff(self, change: StaffChange | None) -> None:
        if change is None:
            return
        known = {one.id: one for one in self.people}
        after = change.of(known.get(change.id))
        assert after is not None
        self.people = tuple((known | {after.id: after}).values())

    def commit(self, commit: Commit) -> tuple[Entry, ...]:
        if self.refuse_with is not None:
            raise self.refuse_with
        self._settle(commit.facts)
        made = [self._append(commit, fact) for fact in commit.facts]
        self._take_staff(commit.staff)
        if commit.save is not None:
            self.drafts[commit.save.basket.id] = commit.save
        if commit.drop is not None:
            self.drafts.pop(commit.drop, None)
        self.books.take(commit)
        self.past.take(commit)
        self.tax.take(commit)
        self.job_list += commit.jobs
        return tuple(made)

    def _settle(self, facts: tuple[Fact, ...]) -> None:
        """What is released or dismissed is held no more; a released product is sold as it came."""
        for fact in facts:
            if isinstance(fact, FeedReleased | FeedDismissed):
                chosen = {one.digest: one for one in self.suspended if one.thing in fact.things}
                if len(chosen) != len(fact.things):
                    raise Refused("feed.changed")
                self.suspended = tuple(one for one in self.suspended if one.digest not in chosen)
                if isinstance(fact, FeedReleased):
                    things = [read_thing(one.kind, one.body) for one in chosen.values() if one.kind == "products"]
                    self.products |= {one.code: one for one in things}

    def _append(self, commit: Commit, fact: Fact) -> Entry:
        if isinstance(fact, SaleCompleted):
            fact = SaleCompleted(replace(fact.sale, number=len(self.sales) + 1))
            self.sales.append(fact.sale)
        fact = self.closed.numbered(self.past.numbered(fact))
        entry = make_entry(
            fact,
            till="1",
            epoch=1,
            seq=len(self.entries) + 1,
            at=write_time(commit.at),
            day=commit.day,
            who=commit.who,
            previous=self.entries[-1].hash if self.entries else b"",
        )
        self.entries.append(entry)
        self.shifts = self.closed.shifts_after(fact, entry, self.shifts)
        if isinstance(fact, SaleCompleted):
            self._entry_of[fact.sale.id] = entry
        return entry

    def set_job(self, job: Job) -> None:
        self.job_list = [job if one.id == job.id else one for one in self.job_list]

    def drop_stale_jobs(self) -> None:
        pass

    def keep_paper(self, shift: str, body: bytes) -> None:
        self.kept.setdefault(shift, body)

    def raise_price(self, code: str, won: Won, *, at: datetime) -> None:
        """The mall says that a product costs something else from an instant on."""
        product = self.products[code]
        self.products[code] = replace(product, prices=(*product.prices, Price(at, won)))

    # --- shelf ---

    def product(self, code: str) -> Product | None:
        return self.products.get(code)

    def by_barcode(self, barcode: str) -> Product | None:
        return next((one for one in self.products.values() if barcode in one.barcodes), None)

    def search(self, text: str, *, most: int = 30) -> tuple[Product, ...]:
        wish = text.strip().lower()
        if not wish:
            return ()

        def fits(product: Product) -> bool:
            if all_initials(wish):
                return wish in initials(product.name.ko)
            return any(wish in part.lower() for part in (product.name.ko, product.name.en, product.code))

        return tuple(product for product in self.products.values() if fits(product))[:most]

    def favourites(self) -> tuple[Product, ...]:
        chosen = [product for product in self.products.values() if product.favourite is not None]
        return tuple(sorted(chosen, key=lambda product: product.favourite or 0))

    def policies(self) -> tuple[Policy, ...]:
        return POLICIES

    def boutique(self) -> Boutique | None:
        return self.shop

    def staff(self) -> tuple[Staff, ...]:
        return self.people

    @property
    def shift(self) -> Shift | None:
        """The shift that was opened last; setting it leaves no other one."""
        return self.shifts[-1] if self.shifts else None

    @shift.setter
    def shift(self, shift: Shift | None) -> None:
        self.shifts = (shift,) if shift else ()

    def open_shifts(self) -> tuple[Shift, ...]:
        return self.shifts

    def who_took(self, sale: str) -> str:
        facts = [(entry.who, decode_fact(entry.payload)) for entry in self.entries]
        return next((who for who, fact in facts[::-1] if isinstance(fact, PartPaid) and fact.sale == sale), "")

    def open_draft(self) -> Draft | None:
        return next((draft for draft in self.drafts.values() if draft.held_at is None), None)

    def held(self) -> tuple[Draft, ...]:
        held = [draft for draft in self.drafts.values() if draft.held_at is not None]
        return tuple(sorted(held, key=lambda draft: draft.held_at or START))

    def attempts(self, sale: str) -> tuple[Attempt, ...]:
        found: dict[str, Attempt] = {}
        for entry in self.entries:
            fact = decode_fact(entry.payload)
            if isinstance(fact, CardAsked) and fact.sale == sale:
                found[fact.attempt] = Attempt(fact, "asked")
            if isinstance(fact, CardAnswered) and fact.sale == sale:
                found[fact.attempt] = Attempt(found[fact.attempt].asked, fact.outcome, fact.approval)
        return tuple(found.values())

    def sale(self, sale_id: str) -> Sale | None:
        return next((sale for sale in self.sales if sale.id == sale_id), None)

    def last_sale(self) -> Sale | None:
        return self.sales[-1] if self.sales else None

    def entry_of_sale(self, sale_id: str) -> Entry | None:
        return self._entry_of.get(sale_id)

    def jobs(self) -> tuple[Job, ...]:
        return tuple(job for job in self.job_list if job.state not in ("done", "dropped"))

    def waiting(self) -> Waiting:
        return self.unsent

    def put_aside(self) -> tuple[PutAside, ...]:
        return self.aside

    def held_changes(self) -> tuple[HeldChange, ...]:
        return self.suspended

    def last_time(self) -> str:
        return self.entries[-1].at if self.entries else ""

    def cash_in_drawer(self, shift: str) -> Won:
        summed = Tally(sum(one.float_won for one in self.shifts if one.id == shift), self.sale)
        for entry in self.entries_of_shift(shift):
            summed.add(decode_fact(entry.payload), who=entry.who)
        return summed.expected

    def entries_of_shift(self, shift: str) -> tuple[Entry, ...]:
        return self.closed.entries_of_shift(shift)

    def entry_of_report(self, shift: str) -> Entry | None:
        return self.closed.entry_of_report(shift)

    def kept_paper(self, shift: str) -> bytes | None:
        return self.kept.get(shift)

    def unkept(self) -> tuple[str, ...]:
        return tuple(one.shift for one in self.reports(most=len(self.entries)) if one.shift not in self.kept)

    def reports(self, *, most: int = 60) -> tuple[Report, ...]:
        return self.closed.reports(most=most)

    def running_total(self) -> Won:
        return self.closed.running_total()


class Till:
    """A desk with everything behind it at hand."""

    def __init__(self, *, products: tuple[Product, ...] | None = None) -> None:
        self.clock = FixedClock()
        self.memory = Memory(self.clock, CATALOGUE if products is None else products)
        self.printer, self.terminal, self.pins = FakePrinter(), FakeTerminal(), FakePins()
        self.books, self.past, self.tax = self.memory.books, self.memory.past, self.memory.tax
        self.ledgers = FakeLedgers()
        self.journal = FakeJournal(self.memory.entries)
        self.mall = FakeMall(self.books, self.past)
        self.people = FakeRegistry(self.memory.entries, self.books.members)
        self.disk, self.vault, self.paper, self.cards, self.network = Lane(), Lane(), Lane(), Lane(), Lane()
        self.exporter, self.files = FakeExporter(), Lane()
        self.bugs: list[BaseException] = []
        self.stage = Stage(lambda call: call(), self.bugs.append)
        ids = count(1)
        self.counter = Counter(
            Ports(
                clock=self.clock,
                shelf=self.memory,
                store=self.memory,
                books=self.books,
                past=self.past,
                tax=self.tax,
                ledgers=self.ledgers,
                journal=self.journal,
                exporter=self.exporter,
                people=self.people,
                texts=read_texts(),
                processors=(),
                mall=self.mall,
                pins=self.pins,
                printer=self.printer,
                terminal=self.terminal,
                disk=self.disk,
                vault=self.vault,
                paper=self.paper,
                cards=self.cards,
                network=self.network,
                files=self.files,
                start=self.stage.start,
                new_id=lambda: f"id-{next(ids):04d}",
                powers=POWERS,
                boutique="SEL01",
                till="1",
            )
        )
        self.desk = Desk(self.counter)
        self.went: list[str] = []
        self.desk.gone.connect(self.went.append)
        self.desk.opened.connect(lambda panel: self.went.append(f"+{panel}"))

    def at_work(self) -> Till:
        """Somebody is signed in and the shift is open."""
        self.counter.staff = STAFF[0]
        self.counter.shift = self.memory.shift = Shift("shift-1", korean_day(START), START, STAFF[0].id, 200_000)
        return self
