"""Members at the basket: found, attached with their benefits, and what is sure of them when the mall is silent."""

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.till import benefits, holding, membership, selling
from pos.till.paying import checkout
from tests.till.scene import BELLO, Scene
from tests.till.shop import entitled


def seven_sleeves(scene: Scene) -> None:
    selling.scan(scene.counter, BELLO, quantity=7)


def discount(scene: Scene) -> int:
    assert scene.counter.quote is not None
    return scene.counter.quote.discount


def missed(scene: Scene) -> set[str]:
    assert scene.counter.quote is not None
    return {one.code for one in scene.counter.quote.missed}


def test_a_member_brings_their_benefit_to_the_open_basket(shop: Scene) -> None:
    entitled(shop)
    seven_sleeves(shop)
    attached = shop.play(membership.attach(shop.counter, "M1"))
    assert (attached.number, attached.without_benefits, attached.is_sure) == ("M1", "", True)
    assert discount(shop) == 20_000
    membership.detach(shop.counter)
    assert discount(shop) == 5_250  # ten per cent of coffee is for everybody


def test_a_suspended_member_is_attached_without_benefits(shop: Scene) -> None:
    shop.mall.knows("M1", standing="suspended")
    seven_sleeves(shop)
    attached = shop.play(membership.attach(shop.counter, "M1"))
    assert attached.without_benefits == "member.suspended" and "member.suspended" in missed(shop)


@pytest.mark.parametrize("number", ["M9", ""])
def test_nobody_is_not_attached(shop: Scene, number: str) -> None:
    with pytest.raises(Refused, match=r"member\.unknown"):
        shop.play(membership.attach(shop.counter, number))
    assert shop.counter.basket is not None and shop.counter.basket.member is None
    assert not shop.counter.is_looking_up


def test_who_has_left_is_unknown(shop: Scene) -> None:
    shop.mall.knows("M1", standing="withdrawn")
    with pytest.raises(Refused, match=r"member\.unknown"):
        shop.play(membership.attach(shop.counter, "M1"))


def test_while_the_mall_is_silent_only_what_this_till_sold_is_sure(shop: Scene) -> None:
    entitled(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    membership.detach(shop.counter)
    shop.mall.is_down = True
    seven_sleeves(shop)
    attached = shop.play(membership.attach(shop.counter, "M1"))
    assert not attached.is_sure and "plus.to_be_confirmed" in missed(shop)


def test_who_is_unknown_here_cannot_be_attached_while_the_mall_is_silent(shop: Scene) -> None:
    shop.mall.is_down = True
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        shop.play(membership.attach(shop.counter, "M7"))


def test_a_machine_sold_here_brings_its_benefit_even_while_the_mall_is_silent(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, "8800000000077")
    selling.scan(shop.counter, "UN0001")
    shop.play(checkout.pay_exact(shop.counter))
    shop.mall.is_down = True
    shop.play(membership.attach(shop.counter, "M1"))
    seven_sleeves(shop)
    assert discount(shop) == 20_000
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.member == "M1" and sale.uses[0].startswith("plus:")


def test_a_held_basket_asks_the_mall_again_when_it_is_recalled(shop: Scene) -> None:
    held = entitled(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    seven_sleeves(shop)
    basket = shop.counter.basket
    shop.play(holding.hold(shop.counter))
    entitled(shop, uses=3)
    assert basket is not None
    shop.play(holding.recall(shop.counter, basket.id))
    assert shop.counter.quote is not None
    assert "plus.used_up" in missed(shop) and held.benefit not in shop.counter.quote.uses


def test_a_basket_with_a_member_survives_the_till(shop: Scene) -> None:
    entitled(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    seven_sleeves(shop)
    shop.dies_and_starts_again()
    assert shop.counter.basket is not None and shop.counter.basket.member == "M1"
    assert discount(shop) == 20_000


def test_what_is_being_paid_keeps_its_benefit_whatever_the_mall_says_after(shop: Scene) -> None:
    entitled(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    seven_sleeves(shop)
    shop.play(checkout.pay_cash(shop.counter, 5_000))
    shop.mall.is_down = True
    shop.dies_and_starts_again()
    assert checkout.due(shop.counter) == 52_500 - 20_000 - 5_000
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        benefits.choose(shop.counter, "promotion:autumn")


def test_a_basket_of_yesterday_goes_on_with_the_benefits_of_today_at_the_prices_shown(shop: Scene) -> None:
    seven_sleeves(shop)
    assert shop.counter.basket is not None and discount(shop) == 5_250
    basket = shop.counter.basket.id
    shop.play(holding.hold(shop.counter))
    shop.clock.passes(days=31)  # the autumn is over
    shop.play(holding.recall(shop.counter, basket))
    assert shop.counter.quote is not None
    assert (discount(shop), shop.counter.quote.goods) == (0, 52_500) and "basket.other_day" in shop.codes()


def test_a_basket_of_yesterday_that_is_being_paid_keeps_what_was_agreed(shop: Scene) -> None:
    seven_sleeves(shop)
    shop.play(checkout.pay_cash(shop.counter, 5_000))
    shop.clock.passes(days=31)
    shop.dies_and_starts_again()
    assert discount(shop) == 5_250 and "basket.other_day" not in shop.codes()
