"""The demo's people, benefits and offers: enough of each to play with, and nothing that a till would refuse."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pos.domain.calendar import KST
from pos.domain.delivery import check_recipient, is_forwarder, postcode_fits
from pos.domain.payback import reason_against
from pos.domain.plus import left, to_use
from pos.domain.promotions import check_promotion, is_on
from pos.mall.chain import Mall
from pos.mall.seed import Seed, promotion_of, read_seed
from tests.mall.tills import NOON, FixedClock, Till

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "chain.toml"


@pytest.fixture(scope="module")
def demo() -> Seed:
    return read_seed(DEMO.read_text("utf-8"))


@pytest.fixture
def chain(tmp_path: Path, clock: FixedClock) -> Iterator[Mall]:
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    mall.seed(DEMO.read_text("utf-8"))
    yield mall
    mall.close()


def test_every_promotion_can_be_explained_and_is_on(demo: Seed) -> None:
    promotions = [promotion_of(promotion) for promotion in demo.promotion]
    for promotion in promotions:
        check_promotion(promotion)
        assert promotion.since.tzinfo == KST
        assert is_on(promotion, NOON) and is_on(promotion, NOON.replace(year=2027, month=12, day=31))
    assert {promotion.combinable for promotion in promotions if promotion.percent} == {True, False}
    assert any(promotion.coupon for promotion in promotions) and any(promotion.gift for promotion in promotions)


def test_every_member_lives_where_can_be_delivered_to(demo: Seed) -> None:
    for member in demo.member:
        (home,) = member.addresses
        check_recipient(home)
        assert postcode_fits(home) and not is_forwarder(home)
        assert (home.name, home.phone) == (member.name, member.mobile)


def test_a_member_for_each_thing_that_can_be_said_of_one(chain: Mall) -> None:
    one, two = chain.dossier("M000001"), chain.dossier("M000002")
    running, reason = to_use(one.entitlements, one.uses, NOON)
    assert running is not None and not reason and left(running, one.uses) == 2
    assert to_use(two.entitlements, two.uses, NOON)[1] == "plus.not_started"
    assert chain.dossier("M000004").standing == "suspended"
    assert chain.dossier("M000005").marks == ("excessive_returns",)
    assert len(chain.dossier("M000003").easy_orders) == 2


def test_vouchers_that_are_fresh_taken_and_over(chain: Mall) -> None:
    codes = ("PB-2026-0001", "PB-2026-0002", "PB-2026-0003")
    against = [reason_against(chain.voucher(code), member="M000001", at_boutique=True, moment=NOON) for code in codes]
    assert against == ["", "payback.other_account", "payback.expired"]


def test_the_shop_has_some_of_everything_but_one(chain: Mall, demo: Seed) -> None:
    levels = chain.stock("SEL01")
    assert set(levels) == {product.code for product in demo.product}
    assert [code for code, level in levels.items() if level.units == 0] == ["MAESIL-LTD"]
    assert all(product.max_per_member for product in demo.product if product.limited_edition)


def test_a_till_gets_all_of_it(chain: Mall, demo: Seed, clock: FixedClock) -> None:
    page = Till.enrolled_at(chain, clock).feed()
    assert len(page.stock) == len(page.products) == 60
    assert {plan.id for plan in page.plans} == {"PL20", "PL25"}
    assert [promotion.id for promotion in page.promotions] == [promotion.id for promotion in demo.promotion]
    assert {dossier.member for dossier in page.dossiers} == {member.number for member in page.members}


def test_read_again_it_leaves_alone_what_lives_on(chain: Mall, clock: FixedClock) -> None:
    till = Till.enrolled_at(chain, clock)
    chain.set_stock("SEL01", "HARU", 7)
    chain.set_standing("M000004", "active")
    chain.set_standing("M000006", "withdrawn")
    chain.ship_machine("demo-plus-2", NOON)
    before = till.feed()
    clock.pass_by(days=400)
    chain.seed(DEMO.read_text("utf-8"))
    assert till.feed() == before
    assert chain.stock("SEL01")["HARU"].units == 7
    assert chain.dossier("M000002").entitlements[0].bought_at == NOON - timedelta(days=1)
