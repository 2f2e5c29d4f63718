"""Choosing among benefits, vouchers, coupons, gifts, and adding what is missing."""

from datetime import date

import pytest

from pos.domain.basket import NO_BENEFIT
from pos.domain.errors import Refused, Unavailable
from pos.domain.payback import Voucher
from pos.domain.quote import Missed, Quote
from pos.till import benefits, membership, selling
from pos.till.feed import FeedPage
from tests.domain.products import POLICIES
from tests.till.scene import BELLO, Scene
from tests.till.shop import entitled


def quote(scene: Scene) -> Quote:
    assert scene.counter.quote is not None
    return scene.counter.quote


def missed(scene: Scene, code: str) -> Missed:
    return next(one for one in quote(scene).missed if one.code == code)


def test_another_benefit_is_chosen_and_chosen_back_and_none_is_possible(shop: Scene) -> None:
    held = entitled(shop)
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(membership.attach(shop.counter, "M1"))
    assert quote(shop).in_use == held.benefit
    benefits.choose(shop.counter, "promotion:autumn")
    assert (quote(shop).total, missed(shop, "benefit.exclusive").benefit) == (47_250, held.benefit)
    benefits.choose(shop.counter, NO_BENEFIT)
    assert quote(shop).discount == 0
    assert selling.undo(shop.counter) and quote(shop).total == 47_250
    benefits.choose(shop.counter, "")
    assert quote(shop).total == 32_500


def test_a_benefit_that_this_basket_cannot_have_is_refused(shop: Scene) -> None:
    selling.scan(shop.counter, BELLO)
    with pytest.raises(Refused, match=r"benefit\.none"):
        benefits.choose(shop.counter, "plus:nobody")


def test_what_is_missing_is_added_with_one_verb(shop: Scene) -> None:
    entitled(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=5)
    nearly = missed(shop, "plus.min_capsules")
    assert nearly.missing == 20
    found = benefits.product_for(shop.counter, nearly)
    assert found is not None and (found[0].code, found[1]) == ("BELLO", 2)
    benefits.add_missing(shop.counter, nearly)
    assert any(discount.cause.code == "plus.discount" for line in quote(shop).lines for discount in line.discounts)


@pytest.mark.parametrize(
    ("barcode", "quantity", "code", "product", "units"),
    [("8800000000107", 1, "promotion.min_units", "CUP", 2), (BELLO, 10, "promotion.min_amount", "BELLO", 4)],
)
def test_a_promotion_that_is_nearly_reached_says_what_to_add(
    shop: Scene, barcode: str, quantity: int, code: str, product: str, units: int
) -> None:
    selling.scan(shop.counter, barcode, quantity=quantity)
    nearly = missed(shop, code)
    found = benefits.product_for(shop.counter, nearly)
    assert found is not None and (found[0].code, found[1]) == (product, units)
    before = quote(shop).discount
    benefits.add_missing(shop.counter, nearly)
    assert quote(shop).discount - before == nearly.gain > 0


def test_what_adding_would_not_bring_is_not_offered(shop: Scene) -> None:
    entitled(shop, uses=3)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO)
    with pytest.raises(Refused, match=r"benefit\.nothing_to_add"):
        benefits.add_missing(shop.counter, missed(shop, "plus.used_up"))


def test_a_gift_is_offered_and_costs_nothing_once_it_lies_there(shop: Scene) -> None:
    selling.scan(shop.counter, "8800000000077")
    benefits.add_missing(shop.counter, missed(shop, "promotion.gift"))
    benefits.choose(shop.counter, NO_BENEFIT)
    assert quote(shop).total == 199_000 and quote(shop).uses == ("promotion:gift",)
    selling.void_line(shop.counter, 1)
    assert quote(shop).total == 20_000  # without the machine the cup has its price


def test_a_coupon_gives_what_it_says_and_an_unknown_one_is_said(shop: Scene) -> None:
    selling.scan(shop.counter, BELLO)
    benefits.choose(shop.counter, NO_BENEFIT)
    benefits.add_coupon(shop.counter, " HELLO ")
    benefits.add_coupon(shop.counter, "HELLO")
    assert quote(shop).total == 4_500
    benefits.add_coupon(shop.counter, "NOPE")
    assert missed(shop, "coupon.unknown").facts == {"code": "NOPE"}
    benefits.remove_coupon(shop.counter, "HELLO")
    assert quote(shop).total == 7_500


@pytest.mark.parametrize("code", ["", "   ", "x" * 41, "a\nb"])
def test_rubbish_is_no_code(shop: Scene, code: str) -> None:
    with pytest.raises(Refused, match=r"benefit\.code"):
        benefits.add_coupon(shop.counter, code)
    with pytest.raises(Refused, match=r"benefit\.code"):
        shop.play(benefits.show_voucher(shop.counter, code))


def test_a_voucher_is_shown_and_not_redeemed_unless_the_terms_allow_it(shop: Scene) -> None:
    shop.mall.vouchers["V1"] = Voucher("V1", 30_000, 2, date(2027, 1, 31))
    selling.scan(shop.counter, BELLO, quantity=7)
    selling.scan(shop.counter, "V1")
    assert shop.counter.basket is not None and shop.counter.basket.unknown
    shop.play(benefits.show_voucher(shop.counter, "V1"))
    assert not shop.counter.basket.unknown and missed(shop, "payback.not_at_boutique").facts["left"] == 2
    benefits.take_voucher_back(shop.counter)
    assert shop.counter.basket.voucher == "" and shop.counter.offers.voucher is None


def test_a_voucher_that_nobody_knows_or_can_look_up_changes_nothing(shop: Scene) -> None:
    selling.scan(shop.counter, BELLO)
    with pytest.raises(Refused, match=r"payback\.unknown"):
        shop.play(benefits.show_voucher(shop.counter, "V9"))
    shop.mall.is_down = True
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        shop.play(benefits.show_voucher(shop.counter, "V1"))
    assert shop.counter.basket is not None and shop.counter.basket.voucher == ""


def test_a_voucher_that_cannot_be_asked_about_after_a_restart_is_not_redeemed(shop: Scene) -> None:
    text = (POLICIES / "2025-02-10.toml").read_text("utf-8")
    allowed = text.replace("at_boutique = false", "at_boutique = true").replace('"2025-02-10"', '"2026-01-01"')
    allowed = allowed.replace("effective_from = 2025-02-10", "effective_from = 2026-01-01")
    assert shop.rig.outbox.arrive(FeedPage(9, policies=(allowed,))) == ()
    shop.counter.forget_policies()
    shop.mall.vouchers["V1"] = Voucher("V1", 30_000, 2, date(2027, 1, 31))
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(benefits.show_voucher(shop.counter, "V1"))
    assert quote(shop).in_use == "payback:V1" and quote(shop).total == 22_500
    shop.mall.is_down = True
    shop.dies_and_starts_again()
    assert missed(shop, "payback.to_be_confirmed").kind == "payback" and quote(shop).in_use == "promotion:autumn"
