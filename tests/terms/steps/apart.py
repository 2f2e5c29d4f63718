"""Benefits while several tills sell, and while nobody can be asked: kept, claimed, given by a manager, found out."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from pos.domain.quote import Quote
from pos.till import granting, membership, selling
from pos.till.back import refunding
from pos.till.day import open_items
from pos.till.paying import checkout
from tests.terms.running import RunningTill
from tests.terms.steps.words import BENEFIT, CODE, CODE_TEXT, MEMBER, WON, amount
from tests.terms.world import World

TILL = r'till "(?P<number>\w+)"'


@given(parsers.re(rf"a second {TILL} in the same boutique$"))
def a_second_till(world: World, number: str) -> None:
    world.others.append(number)


@given(parsers.re(rf"(?:this till knows|both tills know) {MEMBER}$"))
def till_knows(world: World, member: str) -> None:
    world.known.append(member)


# --- at the other till ---------------------------------------------------------------------------------------------


@when(parsers.re(rf"{TILL} starts a sale for {MEMBER} with (?P<units>\d+) x {CODE}$"))
def starts_a_sale(world: World, number: str, member: str, units: str, code: str) -> None:
    counter = world.at(number).counter
    selling.start(counter)
    world.play_at(number, membership.attach(counter, member))
    if int(units):
        selling.add(counter, code, quantity=int(units))
    world.at(number).headless.settle()


@when(parsers.re(rf"{TILL} takes the rest in cash$"))
def takes_the_rest(world: World, number: str) -> None:
    assert world.play_at(number, checkout.pay_exact(world.at(number).counter)) is not None


@then(parsers.re(rf"there is no discount on {TILL}$"))
def no_discount(world: World, number: str) -> None:
    assert _quote(world.at(number)).discount == 0


@then(parsers.re(rf"the discount for {BENEFIT} on {TILL} is {WON} won$"))
def discount_on(world: World, name: str, number: str, won: str) -> None:
    found = [one for line in _quote(world.at(number)).lines for one in line.discounts]
    assert sum(one.amount for one in found if _is(name, one.cause.benefit)) == amount(won)


@then(parsers.re(rf"the reason against {BENEFIT} on {TILL} is {CODE_TEXT}$"))
def reason_against(world: World, name: str, number: str, code: str) -> None:
    assert code in {one.code for one in _quote(world.at(number)).missed if _is(name, one.benefit)}


# --- given by a manager --------------------------------------------------------------------------------------------


@when(parsers.re(rf'"(?P<by>\w+)" grants the benefit {BENEFIT} with the reason "(?P<reason>[^"]+)"$'))
def grants(world: World, by: str, name: str, reason: str) -> None:
    world.play(_grant(world, world.till, by, name, reason))


@when(parsers.re(rf'"(?P<by>\w+)" grants the benefit {BENEFIT} on {TILL} with the reason "(?P<reason>[^"]+)"$'))
def grants_on(world: World, by: str, name: str, number: str, reason: str) -> None:
    world.play_at(number, _grant(world, world.at(number), by, name, reason))


async def _grant(world: World, till: RunningTill, by: str, name: str, reason: str) -> None:
    found = [one for one in granting.can_grant(till.counter) if _is(name, one)]
    await granting.grant(till.counter, (found or [""])[0], by=by, pin=world.pin(by), reason=reason)


# --- what becomes of it --------------------------------------------------------------------------------------------


@then(parsers.re(r'the receipt says "(?P<text>[^"]+)"$'))
def receipt_says(world: World, text: str) -> None:
    sale = world.last_sale()
    papers = [paper for paper in world.till.printer.papers if any(sale.code in line for line in paper.lines)]
    assert any(text in line for line in papers[-1].lines)


@then(parsers.re(rf"the mall grants the claim of {WON} won$"))
def grants_the_claim(world: World, won: str) -> None:
    found = world.till.mall.mall.claims()
    assert [one.amount for one in found if one.state == "granted"] == [amount(won)]


@then(parsers.re(r'the mall refuses the claim with "(?P<code>[\w.]+)"$'))
def refuses_the_claim(world: World, code: str) -> None:
    found = world.till.mall.mall.claims()
    assert code in [one.reason for one in found if one.state == "refused"]


@then(parsers.re(rf'{WON} won wait to be refunded to "(?P<member>\w+)"$'))
def wait_to_be_refunded(world: World, won: str, member: str) -> None:
    owed = [one for till in world.tills for one in refunding.owed(till.counter) if one.back.member == member]
    assert sum(one.part.amount for one in owed) == amount(won)


@then("the mall holds both sales")
def holds_both(world: World) -> None:
    for till in world.tills:
        last = till.counter.last_sale
        assert last is not None
        assert [sale.id for sale in till.mall.mall.sales(till.name)][-1:] == [last.id]


@then(parsers.re(rf"the manager sees (?P<count>\d+) exceptions? {CODE_TEXT} of {WON} won$"))
def sees_exceptions(world: World, count: str, code: str, won: str) -> None:
    for till in world.tills:
        till.sync_until_quiet()
        aside = [one for one in till.counter.ports.shelf.put_aside() if one.reason == code]
        assert [one.amount for one in aside] == [amount(won)] * int(count)
        items = [one for one in open_items.items(till.counter) if one.code == "entry.aside"]
        assert [one.amount for one in items if one.amount] == [amount(won)] * int(count)


def _quote(till: RunningTill) -> Quote:
    found = till.counter.quote
    assert found is not None, "there is no basket"
    return found


def _is(name: str, benefit: str) -> bool:
    return benefit.partition(":")[0] == name.lower()
