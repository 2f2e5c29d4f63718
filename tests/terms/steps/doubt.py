"""A card of which nobody knows whether it was charged: the answer is lost, the request is lost, the till dies."""

from __future__ import annotations

import contextlib

from pytest_bdd import parsers, then, when

from pos.till.paying import checkout
from pos.till.paying.cards import CardAnswer, CardRequest
from tests.terms.steps.words import CODE_TEXT, WON, amount
from tests.terms.world import World


class PowerCut(Exception):
    """The till dies here."""


@when("the card terminal approves but its answer is lost")
def answer_is_lost(world: World) -> None:
    world.till.terminal.then("lose_answer")
    world.play(checkout.pay_card(world.counter, checkout.due(world.counter)))


@when("the card terminal loses the request")
def request_is_lost(world: World) -> None:
    world.till.terminal.then("lose_request")
    world.play(checkout.pay_card(world.counter, checkout.due(world.counter)))


@when("the till dies right after the card terminal approved")
def dies_after_approval(world: World) -> None:
    terminal = world.till.terminal
    charge = terminal.charge

    def charge_and_die(request: CardRequest) -> CardAnswer:
        assert charge(request).outcome == "approved"
        raise PowerCut

    terminal.charge = charge_and_die  # type: ignore[method-assign]  # the power goes at this very moment
    with contextlib.suppress(PowerCut):
        world.till.headless.play(checkout.pay_card(world.counter, checkout.due(world.counter)))
    world.till.switch_off()


@when("the till starts again")
def starts_again(world: World) -> None:
    world.till.switch_on()
    world.till.sign_in()


@when("the terminal is asked again")
def terminal_is_asked_again(world: World) -> None:
    world.play(checkout.enquire(world.counter))


@when("the sale is given up")
def sale_is_given_up(world: World) -> None:
    world.play(checkout.give_up(world.counter))
    assert world.refused is None and world.counter.basket is None


@then("the payment is under enquiry")
def under_enquiry(world: World) -> None:
    assert checkout.in_doubt(world.counter) is not None


@then(parsers.re(rf"a second charge is refused with {CODE_TEXT}$"))
def second_charge_is_refused(world: World, code: str) -> None:
    world.play(checkout.pay_card(world.counter, checkout.due(world.counter)))
    assert world.refused is not None and world.refused.code == code


@then("the payment is declined")
def payment_is_declined(world: World) -> None:
    assert world.refused is not None and world.refused.code == "payment.declined"
    assert checkout.in_doubt(world.counter) is None


@then(parsers.re(rf"the card was charged {WON} won(?: once)?$"))
def card_was_charged(world: World, won: str) -> None:
    assert list(world.till.terminal.charged.values()) == ([amount(won)] if amount(won) else [])


@then(parsers.re(rf"the card payment of {WON} won is reversed$"))
def payment_is_reversed(world: World, won: str) -> None:
    assert list(world.till.terminal.reversed.values()) == [amount(won)]
    assert not world.till.terminal.charged
