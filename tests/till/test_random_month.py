"""Random weeks at a till, over the end of a month: the page, X, Z, files and plain SQL say the same, to the won."""

import csv
from collections import Counter as Bag
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest
from msgspec.structs import replace

from pos.domain.calendar import korean_day
from pos.domain.drawer import MoveKind, fewest
from pos.domain.errors import Refused
from pos.domain.sale import Sale
from pos.domain.sums.figures import Figures, Sums
from pos.domain.sums.figures_tables import SUMS, Shown, tables
from pos.domain.sums.report import Report, Row
from pos.domain.sums.summing import figures_of
from pos.domain.tender import Rounding
from pos.storage.engine import cursor_of
from pos.till import approving, printing, selling, session
from pos.till.back import exchanging, returning
from pos.till.day import closing, drawer, overview, shift
from pos.till.day.exporting import Format
from pos.till.feed import FeedPage, Shifts
from pos.till.paying import checkout
from pos.till.ports import Shift
from tests.domain.products import NOW, product
from tests.domain.test_figures_tables import SAY
from tests.storage.conftest import BOUTIQUE
from tests.till.backs import one, want
from tests.till.closings import closed
from tests.till.scene import ARIA, BELLO, Scene
from tests.till.test_own_shifts import PEOPLE

ODD, SMALL = "8800000000909", "8800000000916"
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
AREAS = ("hours", "ranges", "benefits", "tenders")


class Month(Scene):
    """People who do what comes to their mind. Mutable: it goes on."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random, self.made = Random(seed), 0
        super().__init__(folder, ready=False)
        self.clock.at = NOW - timedelta(days=5)
        odd = (product("ODD", 7_203, barcodes=(ODD,)), product("SMALL", 333, barcodes=(SMALL,)))
        rules = (Rounding(FIRST, 10, "down"), Rounding(date(2026, 11, 1), 100, "nearest"))
        shifts: Shifts = self.random.choice(("own", "shared"))
        shop = replace(BOUTIQUE, shifts=shifts, drawers=2, cash_rounding=rules)
        self.rig.outbox.arrive(FeedPage(cursor=9, boutique=shop, staff=PEOPLE, products=odd))
        self.sold: list[Sale] = []
        self.comes("C1")

    def _new_id(self) -> str:
        self.made += 1
        return f"id-{self.made:06d}"

    # --- who, and when ---

    def comes(self, who: str) -> None:
        self.play(session.sign_in(self.counter, who, "1"))

    def goes_on(self) -> None:
        """Somebody else, later; now and then the clock is wrong, or the till starts again."""
        self.clock.passes(minutes=self.random.choice((3, 20, 70, 400)))
        if self.random.random() < 0.03:
            self.clock.passes(hours=-2)
        if self.random.random() < 0.02:
            self.rig.reopen()
            self.start()
        if self.counter.staff is None or self.random.random() < 0.15:
            self.comes(self.random.choice(("C1", "C2", "B1")))
        if self.counter.shift is None:
            self.play(shift.open_shift(self.counter, self.random.randrange(0, 100_000, 10)))
        does = self.random.choices(list(self.ways()), weights=(30, 8, 4, 6, 3, 3, 3, 6))[0]
        try:
            does()
        except Refused:
            returning.put_away(self.counter)
        if self.counter.draft is not None:
            self.play(checkout.give_up(self.counter))

    def ways(self) -> Iterable[Callable[[], object]]:
        return (
            self.sells,
            self.gives_back,
            self.exchanges,
            self.moves,
            lambda: self.play(drawer.open_without_sale(self.counter, "거스름돈 확인")),
            lambda: self.play(printing.reprint(self.counter)),
            self.gives_up,
            self.closes,
        )

    # --- what they do ---

    def fills(self) -> None:
        for code in self.random.choices((ARIA, BELLO, ODD, SMALL), k=self.random.randrange(1, 4)):
            selling.scan(self.counter, code, quantity=self.random.randrange(1, 4))
        if self.random.random() < 0.15:
            basket = selling.open_basket(self.counter)
            selling.void_line(self.counter, basket.lines[-1].id)
            selling.scan(self.counter, ODD)
        if self.random.random() < 0.1:
            by = self.random.choice(("B1", "B2"))
            self.play(approving.give_free(self.counter, "SMALL", quantity=2, by=by, pin="1", reason="시음"))

    def pays(self) -> Sale:
        due = checkout.due(self.counter)
        way = self.random.randrange(5)
        if way == 1 and due > 1_000:
            self.play(checkout.pay_cash(self.counter, 1_000))
            sale = self.play(checkout.pay_card(self.counter, checkout.due(self.counter)))
        elif way == 2 and due > 501:
            self.play(checkout.pay_card(self.counter, 501))
            sale = self.play(checkout.pay_exact(self.counter))
        elif way == 3 and due:
            sale = self.play(checkout.pay_transfer(self.counter, due, reference="1"))
        elif way == 4 and due:
            sale = self.play(checkout.pay_card(self.counter, due))
        else:
            sale = self.play(checkout.pay_exact(self.counter))
        assert sale is not None
        return sale

    def sells(self) -> None:
        self.fills()
        self.sold.append(self.pays())

    def wants(self) -> None:
        sale = self.random.choice(self.sold[-12:])
        want(self, sale, one(self.random.randrange(1, len(sale.lines) + 1), reason="defect"))
        for need in returning.proposal(self.counter).needs:
            by = "B2" if self.counter.cashier().id == "B1" else "B1"
            self.play(returning.approve(self.counter, need, by=by, pin="1", reason="하자 확인"))

    def gives_back(self) -> None:
        if self.sold:
            self.wants()
            self.play(returning.complete(self.counter))

    def exchanges(self) -> None:
        if self.sold:
            self.wants()
            exchanging.begin(self.counter)
            self.sells()

    def moves(self) -> None:
        kind: MoveKind = self.random.choice(("in", "out", "safe"))
        self.play(drawer.move(self.counter, kind, self.random.randrange(10, 9_000, 10), note="잔돈"))

    def gives_up(self) -> None:
        self.fills()
        self.play(checkout.pay_cash(self.counter, 100))

    def closes(self, found: Shift | None = None) -> None:
        """As it is, or with a difference that a second person lets pass; what it came to before is an X."""
        is_anothers = found is not None and found != self.counter.shift
        if is_anothers:
            self.comes("B1")
        one_ = found or self.counter.open_shift()
        closing.begin(self.counter, one_.id)
        before = self.x_of(one_.id)
        held = max(self.rig.shelf.cash_in_drawer(one_.id), 0) // 10 * 10
        self.play(closing.count(self.counter, fewest(held).pieces))
        by = "B2" if self.counter.cashier().id == "B1" else "B1"
        z = self.play(closing.close(self.counter, by=by, pin="1", reason="확인함"))
        assert all(getattr(z, name) == getattr(before, name) for name in (*Sums.__struct_fields__, "net", *AREAS))
        assert (z.expected, z.rounded, z.people, z.running) == (
            before.expected,
            before.rounded,
            before.people,
            before.running,
        )

    def x_of(self, shift_id: str) -> Report:
        """The X report, for whoever a manager is; a cashier is one for a moment."""
        staff = self.counter.staff
        self.counter.staff = PEOPLE[2]
        try:
            return self.play(closing.interim(self.counter, shift_id))
        finally:
            self.counter.staff = staff

    def ends(self) -> None:
        for found in self.rig.shelf.open_shifts():
            self.closes(found)


@pytest.fixture(params=range(4))
def month(request: pytest.FixtureRequest, tmp_path: Path) -> Month:
    made = Month(tmp_path, request.param)
    for _ in range(90):
        made.goes_on()
    return made


def as_bag(rows: Iterable[Row]) -> Bag[str]:
    """Won by name; `-` and `+` of what is nothing are left out."""
    found: Bag[str] = Bag()
    for row in rows:
        found[row.name] += row.amount
    return Bag({name: won for name, won in found.items() if won})


def check_reports(found: Figures, reports: list[Report]) -> None:
    for name in Sums.__struct_fields__:
        assert getattr(found.sums, name) == sum(getattr(one, name) for one in reports), name
    for area in AREAS:
        assert as_bag(getattr(found, area)) == as_bag(row for one in reports for row in getattr(one, area)), area
    people = as_bag(row for one in reports for row in one.people)
    assert {one.staff: one.net for one in found.people if one.net} == dict(people)
    running = 0
    for number, report in enumerate(reports, 1):
        running += report.net
        assert (report.number, report.running) == (number, running)


def check_sql(month: Month, found: Figures, reports: list[Report]) -> None:
    queries = {
        "net": "SELECT (SELECT coalesce(sum(total), 0) FROM sale) - (SELECT coalesce(sum(refund), 0) FROM back)",
        "vat": "SELECT (SELECT sum(vat) FROM sale) - (SELECT coalesce(sum(vat), 0) FROM back)",
        "cash": "SELECT (SELECT coalesce(sum(amount), 0) FROM payment WHERE kind = 'cash') "
        "- (SELECT coalesce(sum(amount), 0) FROM returned_payment WHERE kind = 'cash')",
        "rounded": "SELECT (SELECT coalesce(sum(rounded), 0) FROM payment) "
        "- (SELECT coalesce(sum(rounded), 0) FROM returned_payment)",
        "free": "SELECT count(*) FROM journal WHERE kind = 'ApprovalGiven' "
        "AND json_extract(CAST(payload AS TEXT), '$.approval.action') = 'line.free'",
        "refunds": "SELECT count(*) FROM back",
        "own": "SELECT count(*) FROM back JOIN sale ON sale.id = back.sale WHERE back.cashier = sale.cashier",
        "voids": "SELECT count(*) FROM journal WHERE kind = 'LineVoided'",
    }
    with month.rig.database.read() as connection:
        told = {name: cursor_of(connection).execute(query).fetchone()[0] for name, query in queries.items()}
    odd = as_bag_of_counts(found)
    assert told == {
        "net": found.sums.net,
        "vat": found.sums.vat,
        "cash": as_bag(found.tenders)["cash"],
        "rounded": sum(one.rounded for one in reports),
        "free": told["free"],
        "refunds": odd["refund"],
        "own": odd["own_refund"],
        "voids": odd["void"],
    }
    assert told["free"] * 2 >= odd["discount"] and told["rounded"] != 0


def as_bag_of_counts(found: Figures) -> Bag[str]:
    odd: Bag[str] = Bag()
    for person in found.people:
        for row in person.odd:
            odd[row.name] += row.count
    return odd


def summed_in_file(path: Path, form: Format) -> dict[str, int]:
    """The first table of a file, read back: what each sum is."""
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))[2 : 2 + len(SUMS)]
        return {name: int(value) for name, value in rows}
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = sheet.iter_rows(min_row=2, max_row=1 + len(SUMS), values_only=True)
    return {str(name): int(str(value)) for name, value in cells}


def test_everything_that_tells_of_a_month_says_the_same(month: Month, tmp_path: Path) -> None:
    assert month.counter.ports.ledgers.figures(FIRST, LAST) == figures_of(month.journal(), FIRST, LAST)
    month.ends()
    month.comes("B1")
    (found,) = month.play(overview.figures(month.counter, (FIRST, LAST)))
    reports = closed(month)
    assert found == figures_of(month.journal(), FIRST, LAST) and found.sums.sale_count > 10
    check_reports(found, reports)
    check_sql(month, found, reports)
    for day in {report.day for report in reports} | {korean_day(month.clock.at)}:
        (alone,) = month.play(overview.figures(month.counter, (day, day)))
        assert alone.sums == dict(found.days).get(day, Sums())
    expected = {SAY(f"figures.sum.{name}"): value(found.sums) for name, value in SUMS.items()}
    made = tables(Shown(found, "달"), (), SAY)
    for form in ("csv", "xlsx"):
        path = month.play(overview.export(month.counter, made, to=tmp_path / f"달.{form}", form=form))
        assert summed_in_file(path, form) == expected
    assert month.rig.verify().holds
