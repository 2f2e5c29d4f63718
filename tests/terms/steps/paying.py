"""Money: cash, cards, splits; the paper and the drawer."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from pos.till import selling
from pos.till.paying import checkout
from tests.terms.steps.words import CODE, WON, amount
from tests.terms.world import World


@when(parsers.re(rf"the customer hands over {WON} won in cash$"))
def hands_over(world: World, won: str) -> None:
    world.play(checkout.pay_cash(world.counter, amount(won)))


@when("the customer pays the rest in cash")
def pays_the_rest_in_cash(world: World) -> None:
    world.play(checkout.pay_exact(world.counter))


@when(parsers.re(rf"the customer pays {WON} won (?P<how>by card|by easy payment|by account transfer|in cash)$"))
def pays(world: World, won: str, how: str) -> None:
    if amount(won):
        _pay(world, amount(won), how)


@when(parsers.re(r"the customer pays the rest (?P<how>by card|by easy payment|by account transfer)$"))
def pays_the_rest(world: World, how: str) -> None:
    _pay(world, checkout.due(world.counter), how)


def _pay(world: World, won: int, how: str) -> None:
    if how == "in cash":
        world.play(checkout.pay_cash(world.counter, won))
    elif how == "by account transfer":
        world.play(checkout.pay_transfer(world.counter, won))
    else:
        world.play(checkout.pay_card(world.counter, won, tender="card" if how == "by card" else "easy"))


@when("the card is declined")
def card_is_declined(world: World) -> None:
    world.till.terminal.then("decline")
    world.play(checkout.pay_card(world.counter, checkout.due(world.counter)))
    assert world.refused is not None and world.refused.code == "payment.declined"


@when("the sale is completed with nothing to pay")
def completed_with_nothing_to_pay(world: World) -> None:
    world.play(checkout.pay_exact(world.counter))


@given(parsers.re(rf"(?P<count>\d+) sales of (?P<units>\d+) x {CODE} are made in cash$"))
@when(parsers.re(rf"(?P<count>\d+) sales of (?P<units>\d+) x {CODE} are made in cash$"))
def sales_are_made(world: World, count: str, units: str, code: str) -> None:
    for _ in range(int(count)):
        world.attempt(selling.start)
        world.attempt(selling.add, code, quantity=int(units))
        world.play(checkout.pay_exact(world.counter))


@when(parsers.re(r'the key "(?P<key>[^"]+)" is pressed$'))
def key_is_pressed(world: World, key: str) -> None:
    world.till.press(key)


@then(parsers.re(rf"the change is {WON} won$"))
def change_is(world: World, won: str) -> None:
    assert world.last_sale().change == amount(won)


@then("the drawer opens")
def drawer_opens(world: World) -> None:
    assert world.till.printer.events.count("drawer") == world.before.kicks + 1


@then("the drawer stays shut")
def drawer_stays_shut(world: World) -> None:
    assert world.till.printer.events.count("drawer") == world.before.kicks


@then(parsers.re(rf"the drawer should hold {WON} won more$"))
def drawer_should_hold_more(world: World, won: str) -> None:
    assert world.counter.shift is not None
    held = world.counter.ports.shelf.cash_in_drawer(world.counter.shift.id)
    assert held - world.counter.shift.float_won == amount(won)


@then(parsers.re(rf"{WON} won remain$"))
def remain(world: World, won: str) -> None:
    assert checkout.due(world.counter) == amount(won)


@then("the sale is complete")
def sale_is_complete(world: World) -> None:
    sale = world.last_sale()
    assert world.counter.basket is None
    assert world.counter.ports.shelf.sale(sale.id) == sale


@then("a receipt is printed")
def receipt_is_printed(world: World) -> None:
    sale = world.last_sale()
    papers = world.till.printer.papers
    assert len(papers) == world.before.papers + 1
    assert any(sale.code in line for line in papers[-1].lines)
