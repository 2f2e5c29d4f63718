"""A member's benefits: what the mall told, with what this till sold since."""

from msgspec.structs import replace

from pos.domain.catalogue import Name
from pos.domain.facts import OrderCancelled, SaleCompleted
from pos.domain.members import Dossier, Mark
from pos.domain.plus import Use
from pos.domain.promotions import Promotion
from pos.till.feed import FeedPage, Member
from tests.domain.products import LONG_AGO, NOW
from tests.storage.conftest import Rig
from tests.storage.deals import PLAN, begun, deal, delivered


def cancel(rig: Rig, sale: str) -> None:
    rig.commit(OrderCancelled(sale, 1, ()))


def told(rig: Rig, **what: object) -> None:
    rig.outbox.arrive(FeedPage(9, dossiers=(Dossier("M1", **what),)))  # type: ignore[arg-type]  # a dossier's fields


def test_nobody_has_no_dossier_and_a_member_without_one_has_their_standing(rig: Rig) -> None:
    assert rig.books.dossier("M9") is None
    assert rig.books.dossier("M1") == Dossier("M1")
    rig.outbox.arrive(FeedPage(9, members=(Member("M2", "김영희", "", "suspended"),)))
    assert rig.books.dossier("M2") == Dossier("M2", "suspended")


def test_what_the_mall_told_is_told_whole(rig: Rig) -> None:
    told(
        rig,
        standing="suspended",
        entitlements=(begun("e1"),),
        uses=(Use("plus:e1", "s"),),
        marks=("excessive_returns",),
    )
    marks: tuple[Mark, ...] = ("excessive_returns",)
    assert rig.books.dossier("M1") == Dossier("M1", "suspended", (begun("e1"),), (Use("plus:e1", "s"),), marks)
    told(rig)
    assert rig.books.dossier("M1") == Dossier("M1")


def test_what_this_till_sold_counts_at_once(rig: Rig) -> None:
    told(rig, entitlements=(begun("e1"),), uses=(Use("plus:e1", "elsewhere"),))
    rig.commit(SaleCompleted(deal("a", member="M1", uses=("plus:e1", "promotion:p"), begins=begun("a"))))
    rig.commit(SaleCompleted(deal("b", member="M2", uses=("plus:x",), begins=begun("b", "M2"))))
    found = rig.books.dossier("M1")
    assert found is not None and found.entitlements == (begun("e1"), begun("a"))
    assert found.uses == (Use("plus:e1", "elsewhere"), Use("plus:e1", "a"), Use("promotion:p", "a"))
    assert rig.books.own_entitlements("M1") == {"a"}
    assert rig.books.own_entitlements("M9") == frozenset()


def test_somebody_the_mall_never_told_of_has_what_this_till_sold_them(rig: Rig) -> None:
    rig.commit(SaleCompleted(deal("a", member="M7", begins=begun("a", "M7"))))
    assert rig.books.dossier("M7") == Dossier("M7", entitlements=(begun("a", "M7"),))
    rig.commit(SaleCompleted(deal("b", member="M8", uses=("promotion:p",))))
    assert rig.books.dossier("M8") == Dossier("M8", uses=(Use("promotion:p", "b"),))


def test_the_mall_knows_an_entitlement_better_and_no_use_counts_twice(rig: Rig) -> None:
    rig.commit(SaleCompleted(deal("a", member="M1", uses=("plus:a",), begins=begun("a"))))
    moved = begun("a", serial="SN-2")
    told(rig, entitlements=(moved,), uses=(Use("plus:a", "a"),))
    assert rig.books.dossier("M1") == Dossier("M1", entitlements=(moved,), uses=(Use("plus:a", "a"),))
    assert rig.books.own_entitlements("M1") == {"a"}
    ended = begun("a", ended="returned")
    told(rig, entitlements=(ended,))
    assert rig.books.dossier("M1") == Dossier("M1", entitlements=(ended,), uses=(Use("plus:a", "a"),))


def test_a_cancelled_order_frees_what_it_used_and_ends_what_it_began(rig: Rig) -> None:
    rig.commit(SaleCompleted(delivered("d", member="M1", uses=("plus:e1",), begins=begun("d"))))
    rig.commit(SaleCompleted(deal("a", member="M1", uses=("plus:e1",))))
    cancel(rig, "d")
    ended = begun("d", ended="cancelled")
    assert rig.books.dossier("M1") == Dossier("M1", entitlements=(ended,), uses=(Use("plus:e1", "a"),))


def test_a_cancelled_order_stays_cancelled_though_the_mall_has_not_heard_of_it(rig: Rig) -> None:
    rig.commit(SaleCompleted(delivered("d", member="M1", uses=("plus:e1",), begins=begun("d"))))
    cancel(rig, "d")
    told(rig, entitlements=(begun("d"), begun("e1")), uses=(Use("plus:e1", "d"), Use("plus:e1", "elsewhere")))
    ended = begun("d", ended="cancelled")
    found = rig.books.dossier("M1")
    assert found == Dossier("M1", entitlements=(ended, begun("e1")), uses=(Use("plus:e1", "elsewhere"),))
    told(rig, entitlements=(begun("d", ended="left"),))
    found = rig.books.dossier("M1")
    assert found is not None and found.entitlements == (begun("d", ended="left"),)


def test_plans_and_promotions_arrive_and_are_replaced(rig: Rig) -> None:
    promotion = Promotion("p2", Name("봄", "Spring"), LONG_AGO, NOW, percent=10)
    other = replace(promotion, id="p1", percent=20)
    rig.outbox.arrive(FeedPage(9, plans=(PLAN,), promotions=(promotion, other)))
    assert rig.books.plans() == {PLAN.id: PLAN}
    assert rig.books.promotions() == (other, promotion)
    longer = replace(PLAN, days=400)
    rig.outbox.arrive(FeedPage(10, plans=(longer,), promotions=(replace(other, percent=30),)))
    assert rig.books.plans() == {PLAN.id: longer}
    assert rig.books.promotions() == (replace(other, percent=30), promotion)


def test_a_promotion_that_nobody_could_explain_is_left_out_and_the_rest_arrives(rig: Rig) -> None:
    good = Promotion("good", Name("봄", "Spring"), LONG_AGO, NOW, percent=10)
    bad = replace(good, id="bad", percent=101)
    assert rig.outbox.arrive(FeedPage(9, promotions=(bad, good, replace(bad, amount=1)))) == ("promotion.rejected",)
    assert rig.books.promotions() == (good,)
    assert rig.outbox.arrive(FeedPage(10, promotions=(replace(good, percent=-1),))) == ("promotion.rejected",)
    assert rig.books.promotions() == (good,)
    assert rig.outbox.cursor() == 10
