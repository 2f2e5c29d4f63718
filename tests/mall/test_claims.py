"""What a sale claims because nobody could be asked: judged by when it was made, granted once, told to its boutique."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.apart import Claimed, ClaimSettled
from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.facts import SaleAbandoned
from pos.domain.payback import Voucher
from pos.domain.people.standing import MemberSuspended
from pos.domain.plus import Use, left
from pos.domain.promotions import Promotion
from pos.mall.chain import Mall
from pos.mall.tables import change
from pos.sync.contract import TillName
from tests.mall.apart import OFF, claim, granted, kept, outcome, release, reserve, told, use
from tests.mall.backs import bring_back, coffee, last_sale, machine, of_lines, want
from tests.mall.plus import LEAVES, SEED, YESTERDAY, begun, cancelled, reasons
from tests.mall.tills import NOON, FixedClock, Till

ALSO_SEEDED = (
    SEED
    + """
[[plus_plan]]
id = "STEPS"
amounts = [20000, 30000]
days = 90
min_capsules = 70
ranges = ["original"]
""",
)
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Rules are the same on both databases; one of them is enough."""
LAST_DAY = datetime(2027, 1, 30, 20, tzinfo=KST)


@pytest.fixture
def second(mall: Mall, clock: FixedClock) -> Till:
    """Another till of the same boutique."""
    return Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))


def test_a_claim_is_granted_and_the_boutique_hears_of_it(mall: Mall, till: Till, busan: Till) -> None:
    held = granted(mall)
    mall.enquiries.member(busan.asked("GET", "/v1/members/M1"), "M1")
    claim(till, "s", held)
    till.push()
    assert outcome(mall, "s") == ("granted", OFF, "")
    assert told(till) == (ClaimSettled("s", "1", held, OFF, "", NOON),)
    dossier = mall.dossier("M1")
    assert dossier.uses == (Use(held, "s", OFF),) and left(dossier.entitlements[0], dossier.uses) == 2
    assert busan.feed().dossiers[-1] == dossier and told(busan) == ()
    assert (reasons(mall, till), mall.sums(till.name).total) == ({}, 50_400)


def test_again_is_once(mall: Mall, till: Till) -> None:
    held = granted(mall)
    claim(till, "s", held)
    till.push()
    cursor = till.feed().cursor
    till.push()
    mall.catch_up()
    assert len(mall.dossier("M1").uses) == 1 and till.feed(cursor).claims == ()


@ON_ONE
def test_it_is_judged_by_when_it_was_made(mall: Mall, till: Till, clock: FixedClock) -> None:
    held = granted(mall)
    claim(till, "in time", held, at=LAST_DAY)
    claim(till, "too late", held, at=LAST_DAY + timedelta(hours=4))
    claim(till, "too early", held, at=YESTERDAY - timedelta(seconds=1))
    clock.moment = LAST_DAY + timedelta(days=3)
    till.push()
    assert outcome(mall, "in time") == ("granted", OFF, "")
    assert outcome(mall, "too late") == ("refused", 0, "plus.expired")
    assert outcome(mall, "too early") == ("refused", 0, "plus.not_started")


@ON_ONE
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"units": 6}, "plus.min_capsules"),
        ({"member": "M2"}, "plus.none"),
        ({"claims": (Claimed("plus:nothing", OFF, OFF),)}, "plus.none"),
        ({"uses": ("payback:V",), "benefit": "payback:V"}, "benefit.exclusive"),
    ],
)
def test_who_had_no_right_to_it_has_none(mall: Mall, till: Till, changed: dict[str, Any], reason: str) -> None:
    held = granted(mall)
    if "benefit" in changed:
        changed = of_lines(coffee(8, 5_000, "payback:V")) | {"uses": ("payback:V",)}
    claim(till, "s", held, **changed)
    till.push()
    assert outcome(mall, "s") == ("refused", 0, reason)
    assert [one.reason for one in told(till)] == [reason]
    assert Use(held, "s", OFF) not in mall.dossier("M1").uses


def test_what_is_used_up_is_not_granted(mall: Mall, till: Till) -> None:
    held = granted(mall, uses=2)
    claim(till, "first", held)
    claim(till, "second", held)
    till.push()
    assert outcome(mall, "first") == ("granted", OFF, "")
    assert outcome(mall, "second") == ("refused", 0, "plus.used_up")
    assert reasons(mall, till) == {}, "the customer paid the full price: nobody has to look at it"


@ON_ONE
def test_another_order_of_the_plan_is_worth_what_the_plan_says(mall: Mall, till: Till, busan: Till) -> None:
    """The till took it for the first order, and it was the second."""
    held = granted(mall, plan="STEPS")
    use(busan, "elsewhere", held)
    claim(till, "s", held)
    till.push()
    assert outcome(mall, "s") == ("granted", 30_000, "") and reasons(mall, till) == {}


@ON_ONE
@pytest.mark.parametrize(("uses", "claimed", "given"), [(1, 15_120, 15_120), (0, 15_120, 15_120)])
def test_an_order_that_is_worth_more_than_the_coffee(
    mall: Mall, till: Till, uses: int, claimed: int, given: int
) -> None:
    """With the promotion beside it neither order takes off all that it is worth, and nobody reckoned otherwise."""
    half_off = Promotion("P", Name("할인", "Off"), NOON, LAST_DAY, percent=70, combinable=True)
    mall.add_promotion(half_off)
    held = granted(mall, plan="STEPS", uses=uses)
    sold: dict[str, Any] = of_lines(coffee(7, 35_280, "promotion:P")) | {"uses": ("promotion:P",)}
    claim(till, "s", held, claimed=claimed, **sold)
    till.push()
    assert outcome(mall, "s") == ("granted", given, "") and reasons(mall, till) == {}


@ON_ONE
def test_an_order_that_is_worth_less_than_the_till_thought_takes_off_what_it_can(mall: Mall, till: Till) -> None:
    """The coffee capped what the till claimed, and does not cap the order that it was."""
    mall.add_promotion(Promotion("P", Name("할인", "Off"), NOON, LAST_DAY, percent=55, combinable=True))
    held = granted(mall, plan="STEPS", uses=0)
    sold: dict[str, Any] = of_lines(coffee(7, 27_720, "promotion:P")) | {"uses": ("promotion:P",)}
    claim(till, "s", held, claimed=22_680, **(sold | {"claims": (Claimed(held, 22_680, 30_000),)}))
    till.push()
    assert outcome(mall, "s") == ("granted", OFF, "") and reasons(mall, till) == {}


@ON_ONE
@pytest.mark.parametrize(
    ("claimed", "given", "off"), [(OFF + 1, OFF, 1), (15_000, 15_000, 5_000), (50_400, OFF, 30_400)]
)
def test_a_till_that_reckons_otherwise_shows(mall: Mall, till: Till, claimed: int, given: int, off: int) -> None:
    held = granted(mall)
    claim(till, "s", held, claimed=claimed)
    till.push()
    assert outcome(mall, "s") == ("granted", given, "")
    assert [(one.reason, one.amount) for one in mall.reviews(till.name)] == [("claim.amount", off)]
    assert [(one.reason, one.amount) for one in till.feed().aside] == [("claim.amount", off)]


@ON_ONE
def test_beside_a_promotion_the_difference_is_granted(mall: Mall, till: Till) -> None:
    mall.add_promotion(Promotion("P", Name("할인", "Off"), NOON, LAST_DAY, percent=10))
    held = granted(mall)
    sold: dict[str, Any] = of_lines(coffee(7, 5_040, "promotion:P")) | {"uses": ("promotion:P",)}
    claim(till, "s", held, claimed=OFF - 5_040, **sold)
    till.push()
    assert outcome(mall, "s") == ("granted", OFF - 5_040, "") and reasons(mall, till) == {}


@ON_ONE
def test_the_delivery_is_a_part_of_it(mall: Mall, till: Till) -> None:
    held = granted(mall)
    sold: dict[str, Any] = of_lines(coffee(7))
    paid: dict[str, Any] = {"delivery_fee": 3_000, "total": 53_400, "taxable": 53_400, "shipping": LEAVES}
    payments = (replace(sold["payments"][-1], amount=53_400, handed_over=53_400),)
    claim(till, "s", held, claimed=OFF + 3_000, **(sold | paid | {"payments": payments}))
    till.push()
    assert outcome(mall, "s") == ("granted", OFF + 3_000, "") and reasons(mall, till) == {}
    assert mall.dossier("M1").uses == (Use(held, "s", OFF),)


# --- beside open baskets -----------------------------------------------------------------------------------------


def test_it_waits_for_the_basket_that_has_the_last_order(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    reserve(second, "b")
    claim(till, "s", held)
    till.push()
    assert (outcome(mall, "s"), told(till)) == (("waiting", 0, ""), ())
    release(second, "b")
    assert outcome(mall, "s") == ("granted", OFF, "") and len(told(till)) == 1
    assert len(mall.dossier("M1").uses) == 3 and kept(second, "c") == {}


def test_the_basket_that_pays_has_it(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    reserve(second, "b")
    claim(till, "s", held)
    till.push()
    use(second, "b", held)
    assert outcome(mall, "s") == ("refused", 0, "plus.used_up")
    assert (reasons(mall, till), reasons(mall, second)) == ({}, {})


def test_a_basket_that_nobody_ends_keeps_it_for_a_quarter_of_an_hour(
    mall: Mall, till: Till, second: Till, clock: FixedClock
) -> None:
    held = granted(mall, uses=2)
    reserve(second, "b")
    claim(till, "s", held)
    till.push()
    clock.pass_by(minutes=14)
    assert told(till) == ()
    clock.pass_by(minutes=1)
    assert [one.amount for one in told(till)] == [OFF], "whichever till asks what is new"


def test_a_basket_that_is_given_up_at_its_till_sets_it_free(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    reserve(second, "b")
    claim(till, "s", held)
    till.push()
    second.write(SaleAbandoned("b", (), 0))
    second.push()
    assert outcome(mall, "s") == ("granted", OFF, "")


@ON_ONE
def test_a_claim_that_cannot_be_judged_stops_nobody(mall: Mall, till: Till, second: Till) -> None:
    """It is looked at again in every run of every till, and waits until it can be."""
    held = granted(mall, uses=2)
    assert kept(second, "open") == {held: 2}
    claim(till, "s", held)
    till.push()
    of_aria = (change.c.kind == "product") & (change.c.key == "ARIA")
    with mall.engine.begin() as connection:
        before = connection.execute(sa.select(change.c.document).where(of_aria)).scalar_one()
        connection.execute(change.update().where(of_aria).values(document=b"{"))
    release(second, "open")
    second.sell()
    second.push()
    assert mall.sums(second.name).count == 1 and outcome(mall, "s") == ("waiting", 0, "")
    with mall.engine.begin() as connection:
        connection.execute(change.update().where(of_aria).values(document=before))
    reserve(second, "another")
    release(second, "another")
    assert outcome(mall, "s") == ("granted", OFF, "")


def test_what_the_till_itself_kept_is_its_own(mall: Mall, till: Till) -> None:
    """It was online when the basket was opened, and was not any more when it was paid."""
    held = granted(mall, uses=2)
    reserve(till, "s")
    claim(till, "s", held)
    till.push()
    assert outcome(mall, "s") == ("granted", OFF, "") and mall.reservations() == ()


# --- beside returns and cancellations ----------------------------------------------------------------------------


def test_an_order_that_is_cancelled_claims_nothing(mall: Mall, till: Till) -> None:
    held = granted(mall)
    claim(till, "s", held, shipping=LEAVES)
    till.push()
    assert outcome(mall, "s")[0] == "granted"
    till.write(cancelled("s"))
    till.push(2)
    assert outcome(mall, "s") == ("withdrawn", 0, "claim.withdrawn")
    assert told(till) == (ClaimSettled("s", "1", held, 0, "claim.withdrawn", NOON),)
    assert mall.dossier("M1").uses == ()


def test_an_order_that_was_cancelled_before_the_mall_heard_of_it(mall: Mall, till: Till) -> None:
    held = granted(mall)
    claim(till, "s", held, shipping=LEAVES)
    till.write(cancelled("s"))
    till.push()
    assert outcome(mall, "s")[::2] == ("withdrawn", "claim.withdrawn") and mall.dossier("M1").uses == ()


@ON_ONE
def test_what_came_back_before_is_none_of_the_orders_amount(mall: Mall, till: Till, second: Till) -> None:
    """The whole is told, for its till reckons what stayed; the use has what a discount would still have."""
    held = granted(mall)
    claim(till, "s", held)
    bring_back(second, last_sale(till), want(1, 3))
    second.push()
    till.push()
    assert outcome(mall, "s") == ("granted", OFF, "")
    assert mall.dossier("M1").uses == (Use(held, "s", 20_000),), "what came back is counted after its sale"


@ON_ONE
@pytest.mark.parametrize(("reason", "expected"), [("defect", "granted"), ("change_of_mind", "refused")])
def test_a_machine_that_came_back_afterwards(mall: Mall, till: Till, second: Till, reason: str, expected: str) -> None:
    till.sell(1, **of_lines(machine("UNO-1")), member="M1", begins=begun("sale-1"))
    till.push()
    claim(second, "s", "plus:sale-1")
    till.clock.pass_by(hours=1)
    bring_back(till, last_sale(till), want(1, serials=("UNO-1",), reason=reason))
    till.push(2)
    second.push()
    assert outcome(mall, "s")[0] == expected


@ON_ONE
def test_who_was_limited_after_the_sale_had_it(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall)
    claim(till, "before", held)
    till.clock.pass_by(hours=1)
    second.write(MemberSuspended("M1", 5, "eleven returns", NOON.date()))
    second.push()
    claim(till, "after", held, at=NOON + timedelta(hours=2))
    till.clock.pass_by(hours=2)
    till.push()
    assert outcome(mall, "before") == ("granted", OFF, "")
    assert outcome(mall, "after") == ("refused", 0, "member.suspended")


@ON_ONE
def test_a_voucher_is_claimed_alike(mall: Mall, till: Till) -> None:
    mall.add_voucher(Voucher("V", OFF, 1, date(2026, 12, 31)))
    claim(till, "first", "payback:V")
    claim(till, "second", "payback:V")
    till.push()
    assert [outcome(mall, one)[::2] for one in ("first", "second")] == [("granted", ""), ("refused", "payback.used_up")]
    assert mall.voucher("V").account == "M1"


@ON_ONE
@pytest.mark.parametrize(
    "changed",
    [
        {"member": None},
        {"claims": (Claimed("plus:x", 0),)},
        {"claims": (Claimed("plus:x", 50_401),)},
        {"claims": (Claimed("plus:x", 1), Claimed("plus:x", 1))},
        {"claims": (Claimed("promotion:x", 1),)},
        {"claims": (Claimed("plus:", 1),)},
        {"claims": (Claimed("plus:x", 1, -1),)},
        {"claims": (Claimed("plus:x", 1, 2**62),)},
    ],
)
def test_a_sale_that_claims_what_cannot_be(mall: Mall, till: Till, changed: dict[str, Any]) -> None:
    claim(till, "s", "plus:x", **changed)
    till.push()
    assert reasons(mall, till) == {1: "sale.claims"} and mall.claims() == ()


# --- what managers gave ------------------------------------------------------------------------------------------


def test_what_two_managers_gave_is_found_with_what_it_cost(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    use(till, "a", held)
    use(second, "b", held)
    assert reasons(mall, till) == {}
    assert [(one.reason, one.amount) for one in mall.reviews(second.name)] == [("plus.double_use", OFF)]
    assert [(one.till, one.reason, one.amount) for one in second.feed().aside] == [("2", "plus.double_use", OFF)]
    assert mall.sums(second.name).total == 50_400 - OFF, "and the sale stands as it was paid"
