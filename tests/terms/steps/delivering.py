"""Deliveries, orders that are cancelled or refused, Easy-Orders, and the versions of the terms."""

from __future__ import annotations

import pytest
from pytest_bdd import parsers, then, when

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.facts import OrderCancelled, OrderRefused, decode_fact
from pos.till import approving, delivering, easy_orders, orders, refusing
from pos.till.paying import checkout
from tests.terms.documents import terms_document
from tests.terms.steps.selling import quote, sums
from tests.terms.steps.words import CODE_TEXT, DAY, WHEN, WON, amount, moment
from tests.terms.world import World

SOMEWHERE = Recipient("홍길동", "010-1111-2222", "04524", "서울특별시 중구 세종대로 110")


@when("the sale is to be delivered")
def to_be_delivered(world: World) -> None:
    world.play(delivering.deliver_to(world.counter, SOMEWHERE))
    assert world.refused is None


@when(
    parsers.re(
        r'the sale is to be delivered to "(?P<address>[^"]*)" in "(?P<postcode>[^"]*)" '
        r'for "(?P<name>[^"]*)" at "(?P<phone>[^"]*)"$'
    )
)
def to_be_delivered_to(world: World, address: str, postcode: str, name: str, phone: str) -> None:
    world.play(delivering.deliver_to(world.counter, Recipient(name, phone, postcode, address)))


@when("the order is cancelled before it leaves")
def order_is_cancelled(world: World) -> None:
    world.cancelled = next(sale for sale in reversed(world.sales) if sale.shipping is not None)
    world.refund = world.play(orders.cancel(world.counter, world.cancelled.id))
    assert world.refused is None


@when(parsers.re(r'the manager refuses the order for reason (?P<reason>\d+) with the note "(?P<note>[^"]*)"$'))
def manager_refuses(world: World, reason: str, note: str) -> None:
    world.play(refusing.refuse(world.counter, int(reason), note, by="B1", pin=world.pin("B1")))


@when("an Easy-Order is asked for")
def easy_order_is_asked_for(world: World) -> None:
    world.attempt(easy_orders.ask)


@when(parsers.re(r'the cashier looks up the Easy-Orders of "(?P<member>\w+)"$'))
def looks_up_easy_orders(world: World, member: str) -> None:
    world.scheduled = world.play(easy_orders.look_up(world.counter, member)) or ()


@when(parsers.re(rf'new terms from {DAY} are announced that are "(?P<kind>neutral|adverse)"$'))
def terms_are_announced(world: World, day: str, kind: str) -> None:
    announced = world.clock.now().date().isoformat()
    world.announced = f"from {day}"
    _send(world, terms_document(world.announced, day, announced=announced, change=kind))


@when("the mall sends a policy with an unknown rule")
def unknown_rule(world: World) -> None:
    world.in_force = world.counter.policy().version
    day = world.clock.now().date().isoformat()
    _send(world, terms_document("strange", day, announced="2026-01-01", extra='\n[rules.moon]\nclause = "99"\n'))


@then(parsers.re(rf"the delivery fee is {WON} won$"))
def fee_is(world: World, won: str) -> None:
    assert sums(world).delivery_fee == amount(won)


@then("the delivery is accepted")
def delivery_is_accepted(world: World) -> None:
    assert world.refused is None and quote(world).can_be_paid
    assert delivering.recipient_of(world.counter) is not None


@then(parsers.re(rf"the delivery is refused with {CODE_TEXT}$"))
def delivery_is_refused(world: World, code: str) -> None:
    assert world.refused is not None and world.refused.code == code
    assert world.counter.basket is not None and world.counter.basket.delivery is None


@then(parsers.re(rf"the delivery waits for a manager with {CODE_TEXT}$"))
@then(parsers.re(rf"the sale is waiting for a manager with {CODE_TEXT}$"))
def waits_for_a_manager(world: World, code: str) -> None:
    assert {block.code: block.can_be_overruled for block in quote(world).blocks} == {code: True}


@then(parsers.re(r'the sale can be paid with approval by "(?P<by>\w+)"$'))
def can_be_paid_with_approval(world: World, by: str) -> None:
    assert not quote(world).can_be_paid
    for block in quote(world).blocks:
        world.play(approving.overrule(world.counter, block, by=by, pin=world.pin(by), reason="seen on the shelf"))
        assert world.refused is None
    checkout.check_payable(world.counter)


@then(parsers.re(rf"the delivery leaves on {DAY}$"))
def leaves_on(world: World, day: str) -> None:
    shipping = world.last_sale().shipping
    assert shipping is not None and shipping.leaves.isoformat() == day


@then(parsers.re(rf"the delivery leaves by {DAY}$"))
def leaves_by(world: World, day: str) -> None:
    shipping = world.last_sale().shipping
    assert shipping is not None and shipping.latest.isoformat() == day


@then("the refund is to the card")
def refund_is_to_the_card(world: World) -> None:
    sale = world.cancelled
    assert sale is not None
    facts = [decode_fact(one.payload) for one in world.till.all_entries() if one.kind == "OrderCancelled"]
    returned = [fact.returned for fact in facts if isinstance(fact, OrderCancelled) and fact.sale == sale.id]
    assert [[payment.kind for payment in some] for some in returned] == [["card"]]
    assert [attempt.outcome for attempt in world.counter.ports.shelf.attempts(sale.id)] == ["reversed"]


@then("the refusal is recorded")
def refusal_is_recorded(world: World) -> None:
    assert world.refused is None and world.counter.basket is None
    fact = next(decode_fact(one.payload) for one in world.till.all_entries() if one.kind == "OrderRefused")
    assert isinstance(fact, OrderRefused) and fact.lines


@then(parsers.re(rf"the refusal is refused with {CODE_TEXT}$"))
@then(parsers.re(rf"it is refused with {CODE_TEXT}$"))
def it_is_refused(world: World, code: str) -> None:
    assert world.refused is not None and world.refused.code == code


@then("the cashier can hand over how to join by phone or web")
def hands_over(world: World) -> None:
    before = len(world.till.printer.papers)
    world.play(easy_orders.print_slip(world.counter))
    assert len(world.till.printer.papers) == before + 1


@then(parsers.re(rf"the next shipment is on {DAY}$"))
def next_shipment(world: World, day: str) -> None:
    assert [one.next.ships.isoformat() for one in world.scheduled] == [day]


@then(parsers.re(rf"it can be changed until {WHEN}$"))
def changed_until(world: World, when: str) -> None:
    assert [one.next.change_until for one in world.scheduled] == [moment(when)]


@then(parsers.re(r'the order is "(?P<state>\w+)"$'))
def order_is(world: World, state: str) -> None:
    sale_id = world.counter.basket.id if world.counter.basket else world.last_sale().id
    assert orders.state(world.counter, sale_id) == state


@then("a confirmation is printed")
def confirmation_is_printed(world: World) -> None:
    fresh = world.till.printer.papers[world.before.papers :]
    sale = world.last_sale()
    assert any(
        any("주문 확인서" in line for line in paper.lines) and any(sale.code in line for line in paper.lines)
        for paper in fresh
    )


@then("they are accepted")
def terms_are_accepted(world: World) -> None:
    assert world.counter.policies().of(world.announced).version == world.announced


@then(parsers.re(rf"they are refused with {CODE_TEXT}$"))
def terms_are_refused(world: World, code: str) -> None:
    assert code in [notice.code for notice in world.counter.notices]
    with pytest.raises(Refused) as refused:
        world.counter.policies().of(world.announced)
    assert refused.value.code == "policy.none"


@then("the policy in force is the one before")
def policy_is_the_one_before(world: World) -> None:
    assert world.counter.policy().version == world.in_force


@then("the receipt names the version of the terms")
def receipt_names_the_terms(world: World) -> None:
    assert any(world.last_sale().terms in line for line in world.till.printer.papers[-1].lines)


def _send(world: World, document: str) -> None:
    world.till.mall.mall.send_policy(document)
    world.till.sync_until_quiet()
