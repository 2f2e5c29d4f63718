"""A manager gives a benefit that nobody can be asked about: within a limit, said in the journal, never one not due."""

import pytest

from pos.domain.errors import Refused
from pos.domain.facts import ApprovalGiven
from pos.till import granting, holding, membership, selling
from pos.till.paying import checkout
from tests.till.backs import facts
from tests.till.claimed import ARIA_SLEEVE, PLUS, known_member, without_offers
from tests.till.keeping import keeper_of
from tests.till.scene import Scene

YES = {"by": "B1", "pin": "1", "reason": "customer showed the app"}


@pytest.fixture
def apart(shop: Scene) -> Scene:
    """M1 is known here with a Plus benefit, and the mall is silent."""
    without_offers(shop)
    known_member(shop)
    return shop


def fill(scene: Scene, *, sleeves: int = 7) -> None:
    selling.scan(scene.counter, ARIA_SLEEVE, quantity=sleeves)
    scene.play(membership.attach(scene.counter, "M1"))


def discount(scene: Scene) -> int:
    assert scene.counter.quote is not None
    return scene.counter.quote.discount


def grant(scene: Scene, benefit: str = PLUS) -> None:
    scene.play(granting.grant(scene.counter, benefit, **YES))


def test_it_is_given_and_the_sale_says_by_whom(apart: Scene) -> None:
    fill(apart)
    assert granting.can_grant(apart.counter) == (PLUS,)
    grant(apart)
    assert discount(apart) == 20_000 and granting.can_grant(apart.counter) == ()
    sale = apart.play(checkout.pay_exact(apart.counter))
    assert sale is not None and (sale.uses, sale.claims) == ((PLUS,), ())
    assert [(one.action, one.about, one.by) for one in sale.approvals] == [("benefit.grant", PLUS, "B1")]


def test_at_most_three_until_the_mall_has_heard_of_them(apart: Scene) -> None:
    for nth in range(3):
        fill(apart)
        assert granting.left(apart.counter) == 3 - nth
        grant(apart)
        apart.play(checkout.give_up(apart.counter))  # given is given
    fill(apart)
    with pytest.raises(Refused, match=r"plus\.grant_limit") as refused:
        grant(apart)
    assert refused.value.facts == {"most": 3} and discount(apart) == 0


def test_a_restart_and_a_plug_that_is_pulled_give_none_back(apart: Scene) -> None:
    for _ in range(3):
        fill(apart)
        grant(apart)
        apart.play(checkout.give_up(apart.counter))
    apart.dies_and_starts_again()
    apart.counter.ports.mall = apart.mall
    apart.mall.is_down = False  # for a moment, in which nothing is brought
    apart.mall.is_down = True
    assert granting.left(apart.counter) == 0
    apart.rig.outbox.acknowledged(len(apart.journal()) + 1)
    assert granting.left(apart.counter) == 3


def test_while_the_mall_answers_nobody_gives_anything(shop: Scene) -> None:
    without_offers(shop)
    known_member(shop, uses=2)
    keeper = keeper_of(shop)
    known_member(shop, uses=2)
    keeper.is_down = False
    keeper.for_another(PLUS)
    fill(shop)
    with pytest.raises(Refused, match=r"benefit\.none"):
        grant(shop)


@pytest.mark.parametrize(("uses", "sleeves", "benefit"), [(3, 7, PLUS), (0, 6, PLUS), (0, 7, "plus:another")])
def test_what_is_known_not_to_be_due_is_not_given(shop: Scene, uses: int, sleeves: int, benefit: str) -> None:
    without_offers(shop)
    known_member(shop, uses=uses)
    fill(shop, sleeves=sleeves)
    with pytest.raises(Refused, match=r"benefit\.none"):
        grant(shop, benefit)
    assert not any(isinstance(fact, ApprovalGiven) for fact in facts(shop))


@pytest.mark.parametrize(
    ("by", "reason", "code"),
    [("C1", "why not", "approval.same_person"), ("C2", "why not", "approval"), ("B1", "", "note.missing")],
)
def test_it_takes_a_manager_and_a_reason(apart: Scene, by: str, reason: str, code: str) -> None:
    fill(apart)
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        apart.play(granting.grant(apart.counter, PLUS, by=by, pin="1", reason=reason))
    assert discount(apart) == 0 and granting.left(apart.counter) == 3


def test_it_is_for_this_member_and_this_basket(apart: Scene) -> None:
    fill(apart)
    grant(apart)
    membership.detach(apart.counter)
    assert discount(apart) == 0
    apart.play(membership.attach(apart.counter, "M1"))
    assert discount(apart) == 20_000
    apart.play(checkout.give_up(apart.counter))
    fill(apart)
    assert discount(apart) == 0


def test_a_basket_that_was_put_aside_keeps_it(apart: Scene) -> None:
    fill(apart)
    grant(apart)
    assert apart.counter.basket is not None
    held = apart.counter.basket.id
    apart.play(holding.hold(apart.counter))
    apart.play(holding.recall(apart.counter, held))
    assert discount(apart) == 20_000
    apart.play(checkout.pay_card(apart.counter, 1_000))
    apart.dies_and_starts_again()
    assert discount(apart) == 20_000


def test_once_it_is_being_paid_nothing_is_given(apart: Scene) -> None:
    fill(apart)
    apart.play(checkout.pay_card(apart.counter, 1_000))
    assert granting.can_grant(apart.counter) == ()
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        grant(apart)
