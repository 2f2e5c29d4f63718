"""From opening the drawer to the Z report."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from pos.domain.drawer import MoveKind, fewest
from pos.domain.sums.report import Report
from pos.till import holding
from pos.till.day import closing, drawer, shift
from pos.ui.words import Words
from tests.terms.steps.words import CODE_TEXT, DAY, WHEN, WON, amount, moment
from tests.terms.world import World

NOTE = r'"(?P<note>[^"]+)"'
WAYS: dict[str, MoveKind] = {"taken to the safe": "safe", "paid out": "out", "paid in": "in"}
SHOWN = {
    "sales": "sales",
    "discounts": "discounts",
    "delivery fees": "delivery_fees",
    "returns": "returns",
    "net": "net",
    "VAT": "vat",
    "exempt": "exempt",
    "sales counted": "sale_count",
    "returns counted": "return_count",
}


@given("the shift is not open")
def shift_is_not_open(world: World) -> None:
    world.opens_itself = True


@given(parsers.re(rf"a tolerance of {WON} won$"))
def a_tolerance(world: World, won: str) -> None:
    world.seed = world.seed.replace("[boutique]\n", f"[boutique]\ncash_tolerance = {amount(won)}\n")


A_WHILE = 300
"""In seconds: longer than it takes until the pauses between two tries grow no more."""


@given("the connection to the mall is down")
def mall_is_down(world: World) -> None:
    world.is_apart = True


@when(parsers.re(rf"the shift is opened with {WON} won$"))
def shift_is_opened(world: World, won: str) -> None:
    world.opens_itself = True
    assert world.counter.shift is None
    world.play(shift.open_shift(world.counter, amount(won)))
    assert world.refused is None


@when(parsers.re(rf"{WON} won are (?P<way>taken to the safe|paid out|paid in) with the note {NOTE}$"))
def cash_moves(world: World, won: str, way: str, note: str) -> None:
    world.play(drawer.move(world.counter, WAYS[way], amount(won), note=note))
    assert world.refused is None


@when(parsers.re(rf"the drawer is opened without a sale for the reason {NOTE}$"))
def opened_without_a_sale(world: World, note: str) -> None:
    world.play(drawer.open_without_sale(world.counter, note))


@when("closing begins")
def closing_begins(world: World) -> None:
    world.attempt(closing.begin)
    assert world.refused is None


@when("the count is:")
def the_count(world: World, datatable: list[list[str]]) -> None:
    pieces = [(amount(note), int(number)) for note, number in datatable[1:]]
    world.play(closing.count(world.counter, pieces))
    assert world.refused is None


@when(parsers.re(rf"the shift is closed counting {WON} won$"))
def shift_is_closed_counting(world: World, won: str) -> None:
    world.attempt(closing.begin)
    world.play(closing.count(world.counter, fewest(amount(won)).pieces))
    assert world.refused is None, world.refused
    finish_closing(world)


@when(parsers.re(r"the shift is opened and closed (?P<times>\d+) times$"))
def opened_and_closed(world: World, times: str) -> None:
    world.opens_itself = True
    for _ in range(int(times)):
        world.play(shift.open_shift(world.counter, 0))
        shift_is_closed_counting(world, "0")
        assert world.refused is None


@when("the last Z report is printed again")
def printed_again(world: World) -> None:
    world.play(closing.reprint(world.counter))


@when("the sale is held")
def sale_is_held(world: World) -> None:
    world.play(holding.hold(world.counter))


@when(parsers.re(rf"the clock is set back to {WHEN}$"))
def clock_is_set_back(world: World, when: str) -> None:
    world.clock.at = moment(when)


@when("the connection to the mall is back")
def mall_is_back(world: World) -> None:
    till, shelf = world.till, world.counter.ports.shelf
    assert till.seconds_until(lambda: False, most=A_WHILE) is None  # its sender tries as seldom as it ever does
    till.mall.start()
    world.back_after = till.seconds_until(lambda: shelf.waiting().count == 0, most=60)
    for each in (*world.tills, *world.tills):  # what one brings may be news for another
        each.sync_until_quiet()


@then(parsers.re(rf"the drawer should hold {WON} won$"))
def drawer_should_hold(world: World, won: str) -> None:
    assert world.counter.shift is not None
    assert world.counter.ports.shelf.cash_in_drawer(world.counter.shift.id) == amount(won)


@then("no expected figure is shown")
def no_expected_figure(world: World) -> None:
    begun = world.counter.closing
    assert begun is not None and not begun.counts and not begun.difference and not begun.causes
    world.play(closing.interim(world.counter))
    assert world.refused is not None and world.refused.code == "staff.not_allowed"


@then(parsers.re(rf"the count is {WON} won$"))
def count_is(world: World, won: str) -> None:
    assert world.counter.closing is not None
    assert world.counter.closing.counts[-1].total == amount(won)


@then(parsers.re(rf"the difference is {WON} won$"))
def difference_is(world: World, won: str) -> None:
    if world.counter.closing is not None:
        assert world.counter.closing.difference == amount(won)
    else:
        assert world.last_report().difference == amount(won)


@then(parsers.re(rf"closing is waiting for a manager with {CODE_TEXT}$"))
def closing_waits(world: World, code: str) -> None:
    assert world.refused is not None and world.refused.code == code
    assert world.counter.shift is not None


@then(parsers.re(r'the first likely cause is "(?P<text>[^"]+)"$'))
def first_likely_cause(world: World, text: str) -> None:
    assert world.counter.closing is not None
    first = world.counter.closing.causes[0]
    told = Words("en")(f"closing.cause.{first.guess}", amount=f"{first.amount:,}", pieces=first.pieces)
    assert told == text


@then("the shift is closed")
def shift_is_closed(world: World) -> None:
    assert world.refused is None, world.refused
    assert world.counter.shift is None and world.counter.ports.shelf.open_shifts() == ()


@then("the Z report shows:")
def report_shows(world: World, datatable: list[list[str]]) -> None:
    report = world.last_report()
    tenders = {row.name: row.amount for row in report.tenders}
    shown = {name: getattr(report, field) for name, field in SHOWN.items()} | tenders
    assert {name: shown.get(name, 0) for name, _ in datatable} == {name: amount(won) for name, won in datatable}


@then(parsers.re(r"the Z report has number (?P<number>\d+)$"))
def report_has_number(world: World, number: str) -> None:
    assert world.last_report().number == int(number)
    assert any(f"(Z) {number}" in line for line in world.till.printer.papers[-1].lines)


@then(parsers.re(r"the Z reports are numbered (?P<numbers>[\d, ]+)$"))
def reports_are_numbered(world: World, numbers: str) -> None:
    known = [report.number for report in reversed(world.counter.ports.shelf.reports())]
    assert known == [int(number) for number in numbers.split(",")]


@then(parsers.re(r'the print says "(?P<text>[^"]+)"$'))
def print_says(world: World, text: str) -> None:
    assert any(text in line for line in world.till.printer.papers[-1].lines)


@then("the held basket must be carried over or given up with a reason")
def held_must_be_decided(world: World) -> None:
    (held,) = closing.undecided(world.counter)
    world.play(closing.count(world.counter, ()))
    assert world.refused is not None and world.refused.code == "closing.held"
    world.play(closing.give_up(world.counter, held.basket.id, reason=""))
    assert world.refused is not None
    assert closing.undecided(world.counter)
    world.attempt(closing.carry_over, held.basket.id)
    assert world.refused is None and not closing.undecided(world.counter)


@then(parsers.re(rf"the business day of that sale is {DAY}$"))
def business_day_is(world: World, day: str) -> None:
    assert world.last_sale().day.isoformat() == day


@then("the Z report says how many entries the mall has not acknowledged")
def report_says_waiting(world: World) -> None:
    waiting = world.last_report().waiting
    assert waiting > 0
    assert any("본사 미확인" in line and f"{waiting}건" in line for line in world.till.printer.papers[-1].lines)


@then("the mall's sums equal the till's")
def sums_are_equal(world: World) -> None:
    sold = {sale.id: (sale.total, sale.vat) for sale in world.sales}
    held = {sale.id: (sale.total, sale.vat) for sale in world.till.mall.mall.sales(world.till.name)}
    assert held == sold and sold


def finish_closing(world: World, **allowed: str) -> None:
    """Close it; a refusal is kept for the "then"."""
    report = world.play(closing.close(world.counter, **allowed))
    if isinstance(report, Report):
        world.reports.append(report)
