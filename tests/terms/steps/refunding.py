"""How and when money goes back, and the machine's warranty."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_bdd import given, parsers, then, when

from pos.domain.back.refunds import interest
from pos.domain.errors import Refused
from pos.domain.warranty import Machine
from pos.till import machines, selling
from pos.till.back import refunding
from tests.terms.steps.words import CODE_TEXT, DAY, WON, amount
from tests.terms.world import World

RETURNED = r"goods returned on (?P<returned>\d{4}-\d\d-\d\d)"
SERIAL = r'serial "(?P<serial>[^"]+)"'


@given(parsers.re(rf"{DAY} is announced as a holiday$"))
def holiday_is_announced(world: World, day: str) -> None:
    world.holidays.append(date.fromisoformat(day))


@given(parsers.re(r'the manager "(?P<staff>\w+)" is signed in$'))
def manager_is_signed_in(world: World, staff: str) -> None:
    world.staff = staff


@given(parsers.re(rf"{SERIAL} was sold on {DAY}$"))
def was_sold(world: World, serial: str, day: str) -> None:
    product, sold_on = serial.partition("-")[0], date.fromisoformat(day)
    world.facts.append(lambda mall: mall.sold_machine(serial, product, sold_on))


@when(parsers.re(rf"{SERIAL} is added to a sale$"))
def serial_is_added(world: World, serial: str) -> None:
    world.attempt(selling.start)
    world.attempt(selling.add, serial.partition("-")[0])
    assert world.counter.basket is not None
    world.attempt(selling.set_serial, world.counter.basket.lines[-1].id, serial)
    if world.refused is None:
        world.play(machines.confirm_serial(world.counter, serial))
        assert world.counter.basket.lines[-1].serials == ()


@when(parsers.re(rf'{SERIAL} is registered for "(?P<member>\w+)"$'))
def is_registered(world: World, serial: str, member: str) -> None:
    world.machine = world.play(machines.register(world.counter, serial, member))


@when("the cashier asks to refund in cash")
def asks_for_cash(world: World) -> None:
    part = world.last_back().parts[0]
    world.play(refunding.pay_cash(world.counter, part.id))


@then(parsers.re(rf"a refund for {RETURNED} is due by {DAY}$"))
def refund_is_due(world: World, returned: str, day: str) -> None:
    assert refunding.due_day(world.counter, date.fromisoformat(returned)) == date.fromisoformat(day)


@then(parsers.re(rf"a refund for {RETURNED} cannot be dated because of {CODE_TEXT}$"))
def refund_cannot_be_dated(world: World, returned: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        refunding.due_day(world.counter, date.fromisoformat(returned))
    assert refused.value.code == code


@then(
    parsers.re(
        rf"a refund of {WON} won due on (?P<due>\d{{4}}-\d\d-\d\d) and paid on (?P<paid>\d{{4}}-\d\d-\d\d) "
        r"carries (?P<more>[\d,]+) won of interest$"
    )
)
def carries_interest(world: World, won: str, due: str, paid: str, more: str) -> None:
    percent = world.counter.policy().rules.refund.interest_percent
    days = {"due": date.fromisoformat(due), "paid": date.fromisoformat(paid)}
    assert interest(amount(won), **days, percent=percent) == amount(more)


@then(parsers.re(rf"{WON} won go back (?P<way>to the card|in cash|by account transfer)$"))
def go_back(world: World, won: str, way: str) -> None:
    how = {"to the card": "card", "in cash": "cash", "by account transfer": "transfer"}[way]
    back = world.last_back()
    assert sum(part.amount for part in back.parts if part.kind == how) == amount(won)
    if how != "transfer":  # which somebody still has to make
        paid = world.counter.ports.past.paid_out(back.id)
        assert sum(one.amount for one in paid if one.how == how) == amount(won)
    if how == "card":
        charged = sum(one.amount for sale in world.sales for one in sale.payments if one.kind == "card")
        assert charged - sum(world.till.terminal.charged.values()) == _to_cards(world)


def _to_cards(world: World) -> int:
    """What this till's journal says went back to cards."""
    paid = (one for back in world.backs for one in world.counter.ports.past.paid_out(back.id))
    return sum(one.amount for one in paid if one.how == "card")


@then(parsers.re(rf"its warranty runs until {DAY}$"))
def warranty_runs_until(world: World, day: str) -> None:
    assert isinstance(world.machine, Machine)
    assert machines.until(world.counter, world.machine).isoformat() == day
    known = world.counter.ports.past.machine(world.machine.serial)
    assert known is not None and machines.until(world.counter, known).isoformat() == day
    assert any(day in line for line in world.till.printer.papers[-1].lines)


@then(parsers.re(r'the cashier is offered to register "(?P<serial>[^"]+)"$'))
def offered_to_register(world: World, serial: str) -> None:
    assert machines.offered(world.counter) == (serial,)


@then(parsers.re(r"the receipt shows the warranty and the service number (?P<phone>[\d-]+)$"))
def receipt_shows_warranty(world: World, phone: str) -> None:
    lines = world.till.printer.papers[-1].lines
    sold = world.last_sale().lines[0]
    assert any("보증" in line for line in lines) and any(phone in line for line in lines)
    assert sold.warranty_months and any("2027-11-02" in line for line in lines)
