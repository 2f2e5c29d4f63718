"""What is given: the world before the till starts."""

from __future__ import annotations

from pytest_bdd import given, parsers

from tests.terms.steps.words import CODE, WHEN, WON, amount, moment
from tests.terms.world import World, product


@given("the boutique of the examples")
def the_boutique(world: World) -> None:
    assert "SEL01" in world.seed


@given(parsers.re(rf"it is {WHEN}$"))
def it_is(world: World, when: str) -> None:
    world.clock.at = moment(when)


@given(parsers.re(rf"the price of {CODE} is {WON} won from {WHEN}$"))
def the_price(world: World, code: str, won: str, when: str) -> None:
    world.prices.append((code, amount(won), moment(when)))


@given(parsers.re(rf'a product "{CODE}" of range "(?P<range_>\w+)" at {WON} won$'))
def a_product(world: World, code: str, range_: str, won: str) -> None:
    world.extra.append(product(code, range_, amount(won)))


@given(parsers.re(rf'a product "{CODE}" of range "(?P<range_>\w+)" with (?P<capsules>\d+) capsules at {WON} won$'))
def a_product_of_capsules(world: World, code: str, range_: str, capsules: str, won: str) -> None:
    world.extra.append(product(code, range_, amount(won), capsules=int(capsules)))
