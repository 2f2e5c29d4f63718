"""Filling the basket, and what it costs."""

from __future__ import annotations

import pytest
from pytest_bdd import parsers, then, when

from pos.domain.basket import Line
from pos.domain.errors import Refused
from pos.domain.quote import Quote
from pos.domain.sale import Sale
from pos.till import selling
from pos.till.paying import checkout
from tests.terms.steps.words import CODE, WHEN, WON, amount, moment
from tests.terms.world import World


def quote(world: World) -> Quote:
    """The quote of the open basket."""
    found = world.counter.quote
    assert found is not None, "there is no basket"
    return found


def lines(world: World) -> tuple[Line, ...]:
    """The lines of the basket."""
    return world.counter.basket.lines if world.counter.basket else ()


def sums(world: World) -> Quote | Sale:
    """What the basket costs; after it was paid, what the sale came to."""
    return world.counter.quote or world.last_sale()


@when("the cashier starts a sale")
def start(world: World) -> None:
    world.attempt(selling.start)


@when(parsers.re(rf"(?P<units>\d+) x {CODE} are added$"))
def units_are_added(world: World, units: str, code: str) -> None:
    if not int(units):
        return
    world.attempt(selling.add, code, quantity=int(units))
    if world.refused is None and world.counter.product(code).serial_tracked:
        line = next(line for line in reversed(lines(world)) if line.product == code)
        for _ in range(int(units)):
            world.attempt(selling.set_serial, line.id, world.next_serial(code))


@when(parsers.re(rf'1 x {CODE} with serial "(?P<serial>[^"]+)" is added$'))
def machine_is_added(world: World, code: str, serial: str) -> None:
    world.attempt(selling.add, code)
    line = next(line for line in reversed(lines(world)) if line.product == code)
    world.attempt(selling.set_serial, line.id, serial)


@when(parsers.re(rf"(?P<capsules>\d+) capsules of {CODE} are asked for$"))
def capsules_are_asked_for(world: World, capsules: str, code: str) -> None:
    world.attempt(selling.add_capsules, code, int(capsules))


@when(parsers.re(rf'"{CODE}" is scanned$'))
def is_scanned(world: World, code: str) -> None:
    world.attempt(selling.scan, world.barcode(code))


@when(parsers.re(r'the barcode "(?P<text>[^"]*)" is scanned$'))
def barcode_is_scanned(world: World, text: str) -> None:
    world.attempt(selling.scan, text)


@when("the unknown scan is dismissed")
def unknown_is_dismissed(world: World) -> None:
    assert world.counter.basket is not None
    world.attempt(selling.dismiss_unknown, world.counter.basket.unknown[0].id)


@when(parsers.re(rf"the clock reaches {WHEN}$"))
def the_clock_reaches(world: World, when: str) -> None:
    world.till.headless.settle()
    world.clock.at = moment(when)
    world.attempt(selling.look_at_prices)


@when("the cashier takes the new prices")
def takes_the_new_prices(world: World) -> None:
    world.attempt(selling.take_new_prices)


@then("the line is added")
def line_is_added(world: World) -> None:
    assert world.refused is None
    assert quote(world).lines and lines(world) != world.before.lines


@then(parsers.re(r'the line is refused with "(?P<code>[\w.]+)"$'))
def line_is_refused(world: World, code: str) -> None:
    assert world.refused is not None and world.refused.code == code
    assert lines(world) == world.before.lines


@then("the sale can be paid")
def can_be_paid(world: World) -> None:
    checkout.check_payable(world.counter)


@then(parsers.re(r'the sale is blocked by "(?P<code>[\w.]+)"$'))
def is_blocked(world: World, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checkout.check_payable(world.counter)
    assert code in {refused.value.code, *(block.code for block in quote(world).blocks)}


@then(parsers.re(rf"the basket holds (?P<units>\d+) x {CODE}$"))
def basket_holds(world: World, units: str, code: str) -> None:
    assert world.counter.basket is not None
    held = sum(line.quantity for line in world.counter.basket.lines if line.product == code)
    assert held == int(units)


@then(parsers.re(rf"the total is {WON} won$"))
def total_is(world: World, won: str) -> None:
    assert sums(world).total == amount(won)


@then(parsers.re(rf"the supply value is {WON} won$"))
def supply_is(world: World, won: str) -> None:
    assert sums(world).taxable - sums(world).vat == amount(won)


@then(parsers.re(rf"the VAT is {WON} won$"))
def vat_is(world: World, won: str) -> None:
    assert sums(world).vat == amount(won)


@then(parsers.re(rf"the exempt amount is {WON} won$"))
def exempt_is(world: World, won: str) -> None:
    assert sums(world).exempt == amount(won)


@then(parsers.re(r'the cashier is told "(?P<code>[\w.]+)"$'))
def cashier_is_told(world: World, code: str) -> None:
    told = [notice.code for notice in world.counter.notices]
    told += [block.code for block in world.counter.quote.blocks] if world.counter.quote else []
    assert code in told or (world.refused is not None and world.refused.code == code)
