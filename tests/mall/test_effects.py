"""What entries change beside the sales: benefits, vouchers, orders. Nothing is used twice unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.errors import Refused
from pos.domain.facts import OrderConfirmed
from pos.domain.members import Dossier
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Use, left
from pos.domain.promotions import Promotion
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from pos.till.feed import FeedPage, Member
from tests.mall.plus import LEAVES, SEED, U20, YESTERDAY, begun, cancelled, reasons
from tests.mall.tills import NOON, FixedClock, Till

ALSO_SEEDED = (SEED,)


@pytest.fixture
def second(mall: Mall, clock: FixedClock) -> Till:
    """Another till of the same boutique."""
    return Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))


def granted(mall: Mall, *, uses: int = 0) -> str:
    return mall.grant_plan("M1", "U20", bought_at=YESTERDAY, at_boutique=True, uses=uses)


# --- Plus ------------------------------------------------------------------------------------------------------


def test_a_sale_begins_a_benefit_and_uses_it(mall: Mall, till: Till) -> None:
    cursor = till.feed().cursor
    till.sell(1, member="M1", begins=begun("sale-1"), uses=("plus:sale-1",))
    till.push()
    expected = Dossier("M1", entitlements=(begun("sale-1"),), uses=(Use("plus:sale-1", "sale-1"),))
    assert mall.dossier("M1") == expected
    assert till.feed(cursor).dossiers == (expected,), "and the boutique that knows the member hears of it"
    assert reasons(mall, till) == {}


def test_what_is_granted_is_used_up_and_one_more_shows(mall: Mall, till: Till) -> None:
    held = granted(mall, uses=1)
    for _ in range(3):
        till.sell(1, member="M1", uses=(f"plus:{held}",))
    till.push()
    dossier = mall.dossier("M1")
    assert left(dossier.entitlements[0], dossier.uses) == 0 and len(dossier.uses) == 4
    assert reasons(mall, till) == {3: "plus.double_use"}
    assert mall.sums(till.name).count == 3, "the sale is held all the same"


def test_two_tills_apart_use_the_last_order_and_it_shows_once(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    for one in (till, second):
        one.sell(1, id=f"sale-of-{one.name.till}", member="M1", uses=(f"plus:{held}",))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Till.push, (till, second)))
    mall.catch_up()
    assert [*reasons(mall, till).values(), *reasons(mall, second).values()] == ["plus.double_use"]
    assert mall.sums(till.name).count == mall.sums(second.name).count == 1


def test_a_use_that_is_told_again_is_one_use(mall: Mall, till: Till) -> None:
    held = granted(mall)
    till.sell(1, member="M1", uses=(f"plus:{held}",))
    till.push()
    till.push()
    mall.catch_up()
    assert mall.dossier("M1").uses == (Use(f"plus:{held}", "sale-1"),)


@pytest.mark.parametrize(
    ("member", "benefit", "reason"),
    [("M1", "plus:nothing", "plus.unknown"), ("M2", "plus:{held}", "plus.other_account")],
)
def test_a_use_of_what_is_not_the_members_shows(mall: Mall, till: Till, member: str, benefit: str, reason: str) -> None:
    held = granted(mall)
    till.sell(1, member=member, uses=(benefit.format(held=held),))
    till.push()
    assert reasons(mall, till) == {1: reason}
    dossier = mall.dossier("M1")
    assert left(dossier.entitlements[0], dossier.uses) == (3 if member == "M1" else 2), "it is used all the same"


def test_a_second_benefit_beside_one_that_runs_shows(mall: Mall, till: Till) -> None:
    granted(mall)
    till.sell(1, member="M1", begins=begun("sale-1"))
    till.push()
    assert reasons(mall, till) == {1: "plus.already_active"}


def test_a_machine_bought_online_begins_when_it_is_shipped(mall: Mall) -> None:
    held = mall.grant_plan("M1", "U20", bought_at=YESTERDAY, at_boutique=False)
    assert mall.dossier("M1").entitlements == (Entitlement(held, "M1", U20, "UNO", YESTERDAY, at_boutique=False),)
    mall.ship_machine(held, NOON)
    assert mall.dossier("M1").entitlements[0].starts_at == NOON
    with pytest.raises(Refused, match=r"plus\.unknown"):
        mall.ship_machine("nothing", NOON)


def test_a_plan_or_member_nobody_knows_is_refused(mall: Mall) -> None:
    with pytest.raises(Refused, match=r"plan\.unknown"):
        mall.grant_plan("M1", "X99", bought_at=NOON, at_boutique=True)
    for ask in (
        lambda: mall.grant_plan("M9", "U20", bought_at=NOON, at_boutique=True),
        lambda: mall.mark_member("M9", "excessive_returns"),
        lambda: mall.set_standing("M9", "suspended"),
        lambda: mall.dossier("M9"),
    ):
        with pytest.raises(Refused, match=r"member\.unknown"):
            ask()


# --- members ---------------------------------------------------------------------------------------------------


def test_who_leaves_takes_their_benefits_along(mall: Mall, till: Till) -> None:
    granted(mall)
    mall.set_standing("M1", "withdrawn")
    dossier = mall.dossier("M1")
    assert (dossier.standing, dossier.entitlements[0].ended) == ("withdrawn", "left")
    page = till.feed()
    assert Member("M1", "", "", "withdrawn") in page.members and dossier in page.dossiers
    with pytest.raises(Refused, match=r"member\.unknown"):
        mall.set_standing("M1", "active")


def test_what_changes_about_a_member_reaches_who_knows_them_and_nobody_else(
    mall: Mall, till: Till, clock: FixedClock
) -> None:
    busan = Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))
    here, there = till.feed().cursor, busan.feed().cursor
    mall.mark_member("M2", "excessive_returns")
    mall.set_standing("M1", "suspended")
    page = till.feed(here)
    assert [(member.number, member.standing) for member in page.members] == [("M1", "suspended")]
    assert page.dossiers == (Dossier("M2", marks=("excessive_returns",)), Dossier("M1", "suspended"))
    assert busan.feed(there) == FeedPage(page.cursor)


def test_a_sale_that_changes_nothing_about_a_member_announces_nothing(mall: Mall, till: Till) -> None:
    cursor = till.feed().cursor
    till.sell(5, member="M1")
    till.sell(1)
    till.push()
    assert till.feed(cursor) == FeedPage(cursor)


def test_a_benefit_of_somebody_unknown_to_the_mall_is_read(mall: Mall, till: Till) -> None:
    till.sell(1, member="M9", begins=begun("sale-1", "M9"))
    till.push()
    assert reasons(mall, till) == {}
    mall.announce_members("SEL01", Member("M9", "가", "010-0000-0109"))
    assert mall.dossier("M9").entitlements == (begun("sale-1", "M9"),)


def test_a_promotion_arrives_as_it_is(mall: Mall, till: Till) -> None:
    strange = Promotion("P1", Name("", ""), NOON, NOON, percent=500)
    mall.add_promotion(strange)
    assert till.feed().promotions == (strange,)


def test_a_promotions_uses_are_counted(mall: Mall, till: Till) -> None:
    till.sell(1, member="M1", uses=("promotion:P1",))
    till.push()
    assert mall.dossier("M1").uses == (Use("promotion:P1", "sale-1"),)


# --- payback ---------------------------------------------------------------------------------------------------


def test_a_voucher_belongs_to_who_uses_it_first_and_is_used_up(mall: Mall, till: Till) -> None:
    voucher = Voucher("V1", 30_000, 2, date(2027, 1, 31))
    mall.add_voucher(voucher)
    assert mall.voucher("V1") == voucher
    for member in ("M1", "M2", "M1"):
        till.sell(1, member=member, uses=("payback:V1",))
    till.push()
    held = mall.voucher("V1")
    assert (held.account, held.sales, held.left) == ("M1", ("sale-1", "sale-2", "sale-3"), 0)
    assert reasons(mall, till) == {2: "payback.other_account", 3: "payback.double_use"}


def test_a_voucher_that_was_used_elsewhere_goes_on(mall: Mall, till: Till) -> None:
    mall.add_voucher(Voucher("V1", 30_000, 2, date(2027, 1, 31), "M1", ("elsewhere",)))
    till.sell(2, member="M1", uses=("payback:V1",))
    till.push()
    assert mall.voucher("V1").sales == ("elsewhere", "sale-1", "sale-2")
    assert reasons(mall, till) == {2: "payback.double_use"}


def test_a_voucher_nobody_issued_shows(mall: Mall, till: Till) -> None:
    till.sell(1, member="M1", uses=("payback:V9",))
    till.push()
    assert reasons(mall, till) == {1: "payback.unknown"}
    with pytest.raises(Refused, match=r"payback\.unknown"):
        mall.voucher("V9")


# --- orders ----------------------------------------------------------------------------------------------------


def state(mall: Mall, sale: str) -> str | None:
    held = mall.order_of(sale)
    return None if held is None else held.state


def test_an_order_is_offered_concluded_and_leaves(mall: Mall, till: Till) -> None:
    till.sell(1, shipping=LEAVES)
    till.sell(1)
    till.push()
    assert (state(mall, "sale-1"), state(mall, "sale-2")) == ("offered", None)
    till.write(OrderConfirmed("sale-1"))
    till.push(first=3)
    assert state(mall, "sale-1") == "concluded"
    mall.dispatch_order("sale-1")
    assert state(mall, "sale-1") == "left"
    with pytest.raises(Refused, match=r"order\.unknown"):
        mall.dispatch_order("sale-2")


def test_a_cancelled_order_gives_back_what_it_used_and_ends_what_it_began(mall: Mall, till: Till) -> None:
    mall.add_voucher(Voucher("V1", 30_000, 2, date(2027, 1, 31)))
    till.sell(1, member="M1", shipping=LEAVES, begins=begun("sale-1"), uses=("plus:sale-1", "promotion:P1"))
    till.sell(1, member="M2", shipping=LEAVES, uses=("payback:V1",))
    till.push()
    cursor = till.feed().cursor
    for sale in ("sale-1", "sale-2"):
        till.write(OrderConfirmed(sale))
        till.write(cancelled(sale))
    till.push(first=3)
    dossier = mall.dossier("M1")
    assert (dossier.entitlements[0].ended, dossier.uses) == ("cancelled", ())
    assert mall.voucher("V1") == Voucher("V1", 30_000, 2, date(2027, 1, 31)), "free again, and anybody's"
    assert till.feed(cursor).dossiers == (dossier, Dossier("M2")), "M2's use of the voucher was told before"
    assert (state(mall, "sale-1"), reasons(mall, till)) == ("cancelled", {})
    with pytest.raises(Refused, match=r"order\.stopped"):
        mall.dispatch_order("sale-1")


def test_an_order_cancelled_on_its_way_shows(mall: Mall, till: Till) -> None:
    held = granted(mall)
    till.sell(1, member="M1", shipping=LEAVES, uses=(f"plus:{held}",))
    till.push()
    mall.dispatch_order("sale-1")
    till.write(cancelled("sale-1"))
    till.push(first=2)
    assert (state(mall, "sale-1"), reasons(mall, till)) == ("left", {2: "order.left"})
    assert mall.dossier("M1").uses == ()


def test_a_word_about_an_order_that_is_none_shows(mall: Mall, till: Till) -> None:
    till.sell(1)
    till.write(OrderConfirmed("sale-1"))
    till.write(cancelled("sale-9"))
    till.push()
    assert reasons(mall, till) == {2: "order.unknown", 3: "order.unknown"}


def test_a_till_cannot_cancel_what_another_sold(mall: Mall, till: Till, clock: FixedClock) -> None:
    busan = Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))
    held = granted(mall)
    till.sell(1, member="M1", shipping=LEAVES, uses=(f"plus:{held}",))
    till.push()
    busan.write(cancelled("sale-1"))
    busan.push()
    assert reasons(mall, busan) == {1: "order.unknown"}
    assert (state(mall, "sale-1"), len(mall.dossier("M1").uses)) == ("offered", 1)


@pytest.mark.parametrize("text", ["a\x00b", "가" * 10])
def test_one_entry_that_cannot_be_stored_stops_nobody(mall: Mall, till: Till, text: str) -> None:
    till.sell(1, member="M1", uses=(f"promotion:{text}",))
    till.write(OrderConfirmed(text))
    till.sell(1, member="M1", uses=("promotion:P1",))
    till.push()
    assert mall.sums(till.name).count == 2
    assert Use("promotion:P1", "sale-3") in mall.dossier("M1").uses
    assert reasons(mall, till)[2] in ("order.unknown", "entry.unstorable")


def test_times_keep_their_zone(mall: Mall, till: Till) -> None:
    granted(mall)
    bought = mall.dossier("M1").entitlements[0].bought_at
    assert bought == datetime(2026, 11, 1, 12, tzinfo=KST) and bought.utcoffset() == timedelta(hours=9)
