"""Between the question and the deed: time passes, people change, and the same goods or benefits go another way."""

import pytest

from pos.domain.back.returns import Wanted
from pos.domain.errors import Refused
from pos.domain.facts import ReturnCompleted
from pos.domain.sale import Sale
from pos.till import delivering, holding, membership, orders, selling, session
from pos.till.back import exchanging, refunding, returning
from pos.till.paying import checkout
from tests.till.backs import CUP, UNO, bring_back, code_of, one, owed, part_owed, returns, sell, unchecked, want
from tests.till.scene import BELLO, Scene
from tests.till.shop import HOME

OPENED: Wanted = one(condition="opened_unused")


@pytest.fixture
def cup(shop: Scene) -> Sale:
    """A cup that was sold for 20,000 won by card."""
    return sell(shop, CUP)


@pytest.fixture
def sent(shop: Scene) -> Sale:
    """A cup that is delivered, paid by card."""
    selling.scan(shop.counter, CUP)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None
    return sale


@pytest.fixture
def machine(shop: Scene) -> Sale:
    """M1 bought a machine by card."""
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    return sell(shop, UNO, serials=("UN0001",))


def allow(scene: Scene) -> None:
    need = returning.proposal(scene.counter).needs[0]
    scene.play(returning.approve(scene.counter, need, by="B1", pin="930275", reason="looked at it"))


def begin(scene: Scene, sale: Sale, *codes: str, line: Wanted | None = None) -> None:
    """A line of a sale is to come back for some goods."""
    want(scene, sale, line or one())
    exchanging.begin(scene.counter)
    for code in codes:
        selling.scan(scene.counter, code)


def recall(scene: Scene) -> None:
    """The only basket that is held is worked on again."""
    (held,) = scene.rig.shelf.held()
    scene.play(holding.recall(scene.counter, held.basket.id))


# --- the same money another way ---


def test_an_order_that_was_cancelled_meanwhile_does_not_come_back_too(shop: Scene, sent: Sale) -> None:
    want(shop, sent)
    shop.play(orders.cancel(shop.counter, sent.id))
    assert code_of(shop, returning.complete(shop.counter)) == "return.order_cancelled"
    assert returns(shop) == [] and shop.terminal.held == 0


def test_an_order_that_is_being_exchanged_is_not_cancelled(shop: Scene, sent: Sale) -> None:
    begin(shop, sent, BELLO)
    assert code_of(shop, orders.cancel(shop.counter, sent.id)) == "exchange.open"
    shop.play(holding.hold(shop.counter))
    assert code_of(shop, orders.cancel(shop.counter, sent.id)) == "exchange.open"
    assert shop.terminal.held == sent.total and shop.mall.stopped == []


def test_what_a_held_exchange_rests_on_goes_back_to_the_charge_of_now(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP)
    shop.terminal.takes_parts = False
    bring_back(shop, sale)
    begin(shop, sale, CUP)
    shop.play(refunding.cancel_whole(shop.counter, part_owed(shop)))
    again = shop.play(checkout.pay_exact(shop.counter))
    assert again is not None
    shop.terminal.takes_parts = True
    bring_back(shop, again)
    assert owed(shop) == [] and shop.terminal.held == 0


def test_a_discount_that_was_had_while_the_exchange_was_held_is_taken_back(shop: Scene, machine: Sale) -> None:
    begin(shop, machine, CUP, line=one(serials=("UN0001",)))
    shop.play(holding.hold(shop.counter))
    shop.play(membership.attach(shop.counter, "M1"))
    coffee = sell(shop, *[BELLO] * 7)
    assert coffee.uses
    recall(shop)
    assert code_of(shop, checkout.pay_exact(shop.counter)) == "exchange.changed"
    assert exchanging.difference(shop.counter) == 20_000 - (machine.total - 20_000)
    shop.play(checkout.pay_exact(shop.counter))
    (back,) = returns(shop)
    assert (back.clawed_back, back.refund) == (20_000, machine.total - 20_000)


def test_an_exchange_that_was_held_too_long_is_too_late(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, BELLO)
    shop.play(holding.hold(shop.counter))
    shop.clock.passes(days=10)
    recall(shop)
    assert code_of(shop, checkout.pay_exact(shop.counter)) == "return.too_late"
    exchanging.drop(shop.counter)
    assert checkout.due(shop.counter) == 6_750


def test_one_that_is_still_at_the_counter_after_midnight_was_in_time(shop: Scene, cup: Sale) -> None:
    shop.clock.passes(days=7, hours=13, minutes=50)
    begin(shop, cup, BELLO)
    shop.clock.passes(minutes=20)
    assert shop.play(checkout.pay_exact(shop.counter)) is not None and len(returns(shop)) == 1


# --- what a manager allowed ---


def test_an_approval_lasts_for_a_minute(shop: Scene, cup: Sale) -> None:
    want(shop, cup, OPENED)
    allow(shop)
    shop.clock.passes(seconds=59)
    assert unchecked(shop) == ""
    shop.clock.passes(seconds=1)
    assert code_of(shop, returning.complete(shop.counter)) == "return.opened"
    allow(shop)
    back = shop.play(returning.complete(shop.counter))
    assert len(back.approvals) == 1


def test_nor_does_one_from_a_time_to_come_count(shop: Scene, cup: Sale) -> None:
    want(shop, cup, OPENED)
    allow(shop)
    shop.clock.passes(seconds=-1)
    assert unchecked(shop) == "return.opened"


@pytest.mark.parametrize("then", [("B1", "930275"), ("C1", "482913")])
def test_who_comes_after_asks_anew(shop: Scene, cup: Sale, then: tuple[str, str]) -> None:
    want(shop, cup, OPENED)
    allow(shop)
    shop.play(session.sign_in(shop.counter, *then))
    assert returning.in_hand(shop.counter).wanted == (OPENED,)
    assert unchecked(shop) == "return.opened"


def test_who_allowed_an_exchange_does_not_complete_it(shop: Scene, cup: Sale) -> None:
    want(shop, cup, OPENED)
    allow(shop)
    exchanging.begin(shop.counter)
    selling.scan(shop.counter, BELLO)
    shop.play(session.sign_in(shop.counter, "B1", "930275"))
    assert code_of(shop, checkout.pay_exact(shop.counter)) == "approval.same_person"
    shop.play(session.sign_in(shop.counter, "C1", "482913"))
    shop.clock.passes(minutes=5)
    assert shop.play(checkout.pay_exact(shop.counter)) is not None


def test_only_what_was_needed_stands_with_the_return(shop: Scene) -> None:
    want(shop, sell(shop, CUP, CUP), one(quantity=2, condition="opened_unused"))
    allow(shop)
    returning.want(shop.counter, one(condition="opened_unused"))
    allow(shop)
    back = shop.play(returning.complete(shop.counter))
    assert [given.about.split(":")[3] for given in back.approvals] == ["1"]


@pytest.mark.parametrize(
    "other", [one(0, product="CUP", condition="used", reason="defect"), one(0, product="CUP", reason="defect")]
)
def test_what_was_allowed_without_a_receipt_is_good_for_nothing_else(shop: Scene, other: Wanted) -> None:
    returning.begin_without_receipt(shop.counter)
    returning.want(shop.counter, one(0, product="CUP"))
    allow(shop)
    assert unchecked(shop) == ""
    returning.want(shop.counter, other)
    assert unchecked(shop) == "return.no_receipt"


def test_nor_does_the_disk_take_a_return_of_a_cancelled_order(shop: Scene, sent: Sale) -> None:
    want(shop, sent)
    back, hand = returning.as_agreed(shop.counter)
    shop.play(orders.cancel(shop.counter, sent.id))
    commit = shop.counter.commit_of(facts=(ReturnCompleted(back),))
    with pytest.raises(Refused, match=r"return\.order_cancelled"):
        shop.store.commit(commit)
    assert hand.original is not None and returns(shop) == []
