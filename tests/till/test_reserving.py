"""Orders of benefits that the mall keeps for the open basket: asked for, asked again in time, let go."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.apart import Hold
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.payback import Voucher
from pos.till import benefits, holding, membership, refusing, selling
from pos.till.paying import checkout
from tests.till.keeping import Keeper, keeper_of
from tests.till.scene import BELLO, Scene
from tests.till.shop import U20, entitled

PLUS = "plus:e-M1"


@pytest.fixture
def keeper(shop: Scene) -> Keeper:
    return keeper_of(shop)


def attach(scene: Scene, *, sleeves: int = 7) -> None:
    selling.scan(scene.counter, BELLO, quantity=sleeves)
    scene.play(membership.attach(scene.counter, "M1"))


def off(scene: Scene) -> int:
    """What Plus takes off."""
    assert scene.counter.quote is not None
    given = [one for line in scene.counter.quote.lines for one in line.discounts]
    return sum(one.amount for one in given if one.cause.benefit == PLUS)


def reasons(scene: Scene) -> set[str]:
    assert scene.counter.quote is not None
    return {one.code for one in scene.counter.quote.missed if one.benefit in (PLUS, "plus")}


def basket(scene: Scene) -> str:
    assert scene.counter.basket is not None
    return scene.counter.basket.id


def test_the_mall_keeps_an_order_from_when_the_member_is_there(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    (hold,) = keeper.kept[basket(shop)]
    assert (hold.benefit, hold.nth) == (PLUS, 0) and off(shop) == 20_000


def test_the_order_is_the_one_that_is_kept(shop: Scene, keeper: Keeper) -> None:
    held = entitled(shop)
    steps = replace(held, plan=replace(U20, amounts=(20_000, 25_000, 40_000)))
    shop.mall.knows("M1", entitlements=(steps,))
    keeper.for_another(PLUS)
    attach(shop)
    assert off(shop) == 25_000
    keeper.for_another(PLUS, sale="and another")
    shop.play(membership.attach(shop.counter, "M1"))
    assert off(shop) == 40_000


def test_an_earlier_order_that_came_free_is_that_one_and_not_the_last_again(shop: Scene) -> None:
    keeper = keeper_of(shop)
    steps = replace(entitled(shop, uses=2), plan=replace(U20, amounts=(20_000, 25_000, 40_000)))
    shop.mall.knows("M1", entitlements=(steps,), uses=shop.mall.records["M1"].dossier.uses)
    keeper.keeps = Hold(PLUS, 1, shop.clock.now() + timedelta(minutes=15), used=2)
    attach(shop)
    assert off(shop) == 25_000, "its second order, though two were used"


def test_an_order_the_mall_has_not_heard_of_is_none_again(shop: Scene) -> None:
    keeper = keeper_of(shop)
    steps = replace(entitled(shop, uses=1), plan=replace(U20, amounts=(20_000, 25_000, 40_000)))
    shop.mall.knows("M1", entitlements=(steps,), uses=shop.mall.records["M1"].dossier.uses)
    keeper.keeps = Hold(PLUS, 0, shop.clock.now() + timedelta(minutes=15), used=0)
    attach(shop)
    assert off(shop) == 25_000


def test_one_order_left_and_another_basket_has_it(shop: Scene, keeper: Keeper) -> None:
    entitled(shop, uses=2)
    keeper.for_another(PLUS)
    attach(shop)
    assert off(shop) == 0 and reasons(shop) == {"plus.reserved"}
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.claims == () and sale.uses == ("promotion:autumn",)


@pytest.mark.parametrize("late", [Unavailable("mall.slow"), Unavailable("mall.unreachable")])
def test_no_answer_in_time_counts_as_apart(shop: Scene, keeper: Keeper, late: TillError) -> None:
    entitled(shop)
    keeper.trouble = late
    selling.scan(shop.counter, BELLO, quantity=7)
    attached = shop.play(membership.attach(shop.counter, "M1"))
    assert not attached.is_sure and reasons(shop) == {"plus.to_be_confirmed"}
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and [one.benefit for one in sale.claims] == [PLUS]
    assert [one.sale for one in keeper.asked] == [sale.id]


@pytest.mark.parametrize("older", [Refused("request.invalid"), Unavailable("mall.refused"), Refused("member.unknown")])
def test_a_mall_that_keeps_nothing_is_no_mall_that_is_silent(shop: Scene, keeper: Keeper, older: TillError) -> None:
    entitled(shop)
    keeper.trouble = older
    attach(shop)
    assert off(shop) == 20_000


def test_nothing_is_asked_to_be_kept_while_the_mall_is_silent(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    membership.detach(shop.counter)
    keeper.is_down = True
    shop.play(membership.attach(shop.counter, "M1"))
    assert len(keeper.asked) == 1 and reasons(shop) == {"plus.to_be_confirmed"}


# --- let go ------------------------------------------------------------------------------------------------------


def test_a_basket_that_is_given_up_lets_it_go(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    gone = basket(shop)
    shop.play(checkout.give_up(shop.counter))
    assert keeper.released == [gone] and keeper.kept == {}


def test_an_order_that_is_refused_lets_it_go(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    gone = basket(shop)
    shop.play(refusing.refuse(shop.counter, 9, "a reason", by="B1", pin="1"))
    assert keeper.released == [gone]


def test_a_member_who_is_taken_off_lets_it_go(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    membership.detach(shop.counter)
    shop.headless.settle()
    assert keeper.released == [basket(shop)]


def test_an_empty_basket_that_is_begun_anew_lets_it_go(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    selling.start(shop.counter)
    shop.play(membership.attach(shop.counter, "M1"))
    first = basket(shop)
    selling.start(shop.counter)
    shop.headless.settle()
    assert keeper.released == [first]


def test_a_sale_lets_nothing_go_for_its_entry_says_it(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    shop.play(checkout.pay_exact(shop.counter))
    assert keeper.released == []


def test_letting_go_is_never_in_the_way(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    keeper.is_down = True
    shop.play(checkout.give_up(shop.counter))
    assert shop.counter.basket is None and shop.codes() == []


def test_another_member_is_asked_for_under_the_same_sale(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    entitled(shop, "M2")
    attach(shop)
    shop.play(membership.attach(shop.counter, "M2"))
    assert [(one.sale, one.member) for one in keeper.asked] == [(basket(shop), "M1"), (basket(shop), "M2")]
    assert keeper.kept[basket(shop)][0].benefit == "plus:e-M2"


def test_a_basket_that_was_given_up_meanwhile_lets_it_go(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    selling.scan(shop.counter, BELLO, quantity=7)
    gone = basket(shop)
    keeper.before_answer = lambda: shop.counter.take_up(None)
    with pytest.raises(Refused, match=r"member\.too_late"):
        shop.play(membership.attach(shop.counter, "M1"))
    assert keeper.released == [gone]


# --- its end -----------------------------------------------------------------------------------------------------


def test_before_payment_what_has_ended_is_asked_for_again(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    shop.clock.passes(minutes=14)
    selling.scan(shop.counter, BELLO)
    assert len(keeper.asked) == 1
    shop.clock.passes(minutes=1)
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert len(keeper.asked) == 2 and sale is not None and sale.uses == (PLUS,)


def test_what_ends_in_a_moment_is_asked_for_again_before_a_card_is(shop: Scene, keeper: Keeper) -> None:
    """A payment takes its time, and clocks differ: it must not end while the customer is paying."""
    entitled(shop)
    attach(shop)
    shop.clock.passes(minutes=14)
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None and sale.uses == (PLUS,)
    assert [one.sale for one in keeper.asked] == [sale.id, sale.id]


def test_what_ends_in_a_moment_is_still_the_customers_while_the_mall_is_silent(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    shop.clock.passes(minutes=14)
    keeper.is_down = True
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.uses == (PLUS,) and sale.claims == ()


def test_what_ends_in_a_moment_may_be_gone(shop: Scene, keeper: Keeper) -> None:
    """By the mall's clock it was over already, and another basket has it."""
    entitled(shop, uses=2)
    attach(shop)
    shop.clock.passes(minutes=14)
    keeper.for_another(PLUS)
    with pytest.raises(Refused, match=r"benefit\.changed"):
        shop.play(checkout.pay_exact(shop.counter))
    assert reasons(shop) == {"plus.reserved"}


def test_nobody_pays_another_amount_than_they_saw(shop: Scene, keeper: Keeper) -> None:
    entitled(shop, uses=2)
    attach(shop)
    shop.clock.passes(minutes=20)
    keeper.for_another(PLUS)
    with pytest.raises(Refused, match=r"benefit\.changed") as changed:
        shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert changed.value.facts == {"amount": 47_250, "before": 32_500}
    assert shop.terminal.charged == {} and reasons(shop) == {"plus.reserved"}
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.total == 47_250


def test_what_has_ended_and_cannot_be_asked_for_again_is_claimed(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    shop.clock.passes(minutes=20)
    keeper.is_down = True
    with pytest.raises(Refused, match=r"benefit\.changed"):
        shop.play(checkout.pay_exact(shop.counter))
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.uses == ("promotion:autumn",)
    assert [(one.benefit, one.amount) for one in sale.claims] == [(PLUS, 20_000 - 5_250)]


def test_what_is_being_paid_keeps_what_was_agreed(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    shop.play(checkout.pay_card(shop.counter, 1_000))
    shop.clock.passes(minutes=30)
    keeper.is_down = True
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.uses == (PLUS,) and len(keeper.asked) == 1


def test_a_basket_that_is_taken_up_again_asks_again(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    attach(shop)
    held = basket(shop)
    shop.play(holding.hold(shop.counter))
    assert keeper.released == []
    shop.play(holding.recall(shop.counter, held))
    assert [one.sale for one in keeper.asked] == [held, held] and off(shop) == 20_000


# --- vouchers ----------------------------------------------------------------------------------------------------


def test_a_voucher_is_kept_with_the_member(shop: Scene, keeper: Keeper) -> None:
    entitled(shop)
    keeper.vouchers["V"] = Voucher("V", 20_000, 2, date(2027, 1, 31))
    attach(shop)
    shop.play(benefits.show_voucher(shop.counter, "V"))
    assert keeper.asked[-1].voucher == "V" and keeper.asked[-1].member == "M1"
    assert {one.benefit for one in keeper.kept[basket(shop)]} == {PLUS, "payback:V"}
    shop.play(membership.attach(shop.counter, "M1"))
    assert keeper.asked[-1].voucher == "V"


def test_a_voucher_that_cannot_be_kept_is_not_shown(shop: Scene, keeper: Keeper) -> None:
    keeper.vouchers["V"] = Voucher("V", 20_000, 2, date(2027, 1, 31))
    selling.scan(shop.counter, BELLO)
    keeper.trouble = Unavailable("mall.slow")
    with pytest.raises(Unavailable, match=r"mall\.slow"):
        shop.play(benefits.show_voucher(shop.counter, "V"))
    assert shop.counter.basket is not None and shop.counter.basket.voucher == ""
