"""What comes back is kept whatever it was, and what cannot be shows: twice, too much, too little taken back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.errors import Refused
from pos.domain.facts import ClaimMade, HolidayEntered, OrderCancelled, RefundPaid, ReturnCompleted
from pos.domain.plus import Use
from pos.domain.returns import Claim, Original, PaidOut, Undone
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from tests.domain.sales import a_sale
from tests.mall.backs import ask_sale, bring_back, coffee, last_sale, machine, of_lines, pay, want, with_plus
from tests.mall.plus import LEAVES, SEED, begun, reasons
from tests.mall.tills import NOON, FixedClock, Till

GARBAGE = [
    "",
    "x",
    "SEL01-1-1",
    "SEL01-1-000009",
    "SEL01-1-R000001",
    "--000001",
    "SEL01-1-00000१",
    "SEL01-1-" + "9" * 40,
]


@pytest.fixture
def mall(mall: Mall) -> Mall:
    mall.seed(SEED)
    return mall


@pytest.fixture
def busan(mall: Mall, clock: FixedClock) -> Till:
    """A till of another boutique."""
    return Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))


def refusal(till: Till, code: str) -> str:
    with pytest.raises(Refused) as refused:
        ask_sale(till, code)
    return refused.value.code


# --- a sale as it stands -----------------------------------------------------------------------------------------


def test_any_till_of_the_chain_finds_a_sale_as_it_was_written(till: Till, busan: Till) -> None:
    till.sell(2)
    till.push()
    sold = last_sale(till)
    assert ask_sale(busan, sold.code).original == Original(sold)
    assert ask_sale(till, sold.code) == ask_sale(busan, sold.code)
    assert ask_sale(till, "SEL01-1-000001").original.sale.id == "sale-1"


@pytest.mark.parametrize("code", GARBAGE)
def test_a_code_of_no_sale_is_refused(till: Till, code: str) -> None:
    till.sell()
    till.push()
    assert refusal(till, code) == "return.unknown_receipt"


def test_a_sale_comes_with_what_came_back_and_what_was_paid_out(mall: Mall, till: Till, busan: Till) -> None:
    till.sell(1, **of_lines(coffee(7)))
    till.push()
    sold = last_sale(till)
    first = bring_back(till, sold, want(1, 2))
    pay(till, first)
    till.push()
    second = bring_back(busan, sold, want(1, 5), known=(first,))
    busan.push()
    told = ask_sale(busan, sold.code).original
    assert told.returns == (second, first), "in their order; of the same moment by their id"
    assert told.paid_out == (PaidOut(first.parts[0].id, "cash", 14_400),) and told.left(1) == 0
    assert reasons(mall, till) == reasons(mall, busan) == {}


def test_a_sale_comes_with_its_benefit_and_every_use_with_its_amount(mall: Mall, till: Till, busan: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    till.push()
    busan.sell(1, **of_lines(coffee(10, 15_000)), id="elsewhere", member="M1", uses=("plus:sale-1",))
    busan.push()
    told = ask_sale(busan, "SEL01-1-000001")
    uses = (Use("plus:sale-1", "sale-1", 20_000), Use("plus:sale-1", "elsewhere", 15_000))
    assert (told.held, told.uses) == (begun("sale-1"), uses)
    assert set(mall.dossier("M1").uses) == set(uses)


def test_nothing_in_a_sale_is_personal(mall: Mall, till: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    till.push()
    told = msgspec.json.encode(ask_sale(till, "SEL01-1-000001")).decode()
    assert "M1" in told and "홍길동" not in told and "0101" not in told


@pytest.mark.parametrize("how", ["cancelled", "stopped"])
def test_an_order_that_was_cancelled_does_not_come_back(mall: Mall, till: Till, busan: Till, how: str) -> None:
    till.sell(1, shipping=LEAVES)
    if how == "cancelled":
        till.write(OrderCancelled("sale-1", 24_400, a_sale().payments))
    till.push()
    if how == "stopped":
        mall.enquiries.stop_order(till.asked("POST", "/v1/orders/sale-1/stop"), "sale-1")
    assert refusal(busan, "SEL01-1-000001") == "return.order_cancelled"
    bring_back(busan, last_sale(till), want())
    busan.push()
    assert reasons(mall, busan) == {1: "return.order_cancelled"}


def test_an_order_that_came_back_is_not_cancelled_unseen(mall: Mall, till: Till) -> None:
    till.sell(1, shipping=LEAVES)
    bring_back(till, last_sale(till), want())
    till.write(OrderCancelled("sale-1", 24_400, a_sale().payments))
    till.push()
    assert reasons(mall, till) == {3: "return.order_cancelled"}


# --- twice, too much, unknown ------------------------------------------------------------------------------------


def test_two_tills_apart_take_the_same_unit_back_and_it_shows_once(mall: Mall, till: Till, busan: Till) -> None:
    till.sell(1, **of_lines(coffee(1)))
    till.push()
    sold = last_sale(till)
    for one in (till, busan):
        bring_back(one, sold, want())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Till.push, (till, busan)))
    mall.catch_up()
    assert [*reasons(mall, till).values(), *reasons(mall, busan).values()] == ["return.twice"]
    told = ask_sale(till, sold.code).original
    assert len(told.returns) == 2 and told.left(1) == -1, "both happened, and no third can"


def test_the_second_to_arrive_is_the_one_to_look_at(mall: Mall, till: Till, busan: Till) -> None:
    till.sell(1, **of_lines(coffee(3)))
    till.push()
    sold = last_sale(till)
    bring_back(till, sold, want(1, 2))
    bring_back(busan, sold, want(1, 2))
    busan.push()
    till.push()
    assert (reasons(mall, busan), reasons(mall, till)) == ({}, {2: "return.twice"})


def test_a_unit_twice_in_one_return_shows(mall: Mall, till: Till) -> None:
    till.sell(1, **of_lines(coffee(1)))
    sold = last_sale(till)
    back = bring_back(till, sold, want())
    till.journal.pop()
    till.write(
        ReturnCompleted(
            replace(
                back,
                lines=back.lines * 2,
                amount=14_400,
                taxable=14_400,
                refund=14_400,
                parts=(replace(back.parts[0], amount=14_400),),
            )
        )
    )
    till.push()
    assert reasons(mall, till) == {2: "return.twice"}


def test_a_return_before_its_sale_waits_for_it(mall: Mall, till: Till, busan: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    sold = last_sale(till)
    ended = replace(begun("sale-1"), ended="returned")
    bring_back(busan, sold, want(serials=("UNO-1",)), taken=20_000, plan=ended)
    bring_back(busan, sold, want(serials=("UNO-1",)), taken=20_000, plan=ended)
    busan.push()
    assert reasons(mall, busan) == {1: "return.unknown_sale", 2: "return.unknown_sale"}
    till.push()
    assert reasons(mall, busan) == {2: "return.twice"} and reasons(mall, till) == {}
    assert mall.dossier("M1").entitlements == (ended,)
    told = ask_sale(till, sold.code)
    assert (told.held, len(told.original.returns)) == (ended, 2)


def test_a_sale_of_another_id_or_number_is_not_the_one_that_came_back(mall: Mall, till: Till) -> None:
    till.sell(2)
    sold = last_sale(till)
    bring_back(till, replace(sold, id="nothing"), want())
    bring_back(till, replace(sold, number=1), want())
    till.push()
    assert reasons(mall, till) == {3: "return.unknown_sale", 4: "return.unknown_sale"}
    assert ask_sale(till, sold.code).original.returns == ()


@pytest.mark.parametrize("line", [{"position": 3}, {"product": "GREEN"}], ids=["a line it has not", "another product"])
def test_what_the_sale_has_not_shows(mall: Mall, till: Till, line: dict[str, object]) -> None:
    till.sell(1)
    back = bring_back(till, last_sale(till), want())
    till.journal.pop()
    till.write(ReturnCompleted(replace(back, lines=(replace(back.lines[0], **line),))))
    till.push()
    assert reasons(mall, till) == {2: "return.lines"}


@pytest.mark.parametrize(
    "how",
    ["more for a line", "more by a payment", "a payment that was none"],
)
def test_more_money_than_was_paid_shows(mall: Mall, till: Till, how: str) -> None:
    till.sell(1)  # by card 10,000, by transfer 4,400, in cash 10,000
    back = bring_back(till, last_sale(till), want(1, 2))  # 14,400 won: the card's 10,000, then the transfer's
    till.journal.pop()
    one, other = back.parts
    if how == "more for a line":
        odd = replace(
            back,
            lines=(replace(back.lines[0], amount=14_401),),
            amount=14_401,
            taxable=14_401,
            refund=14_401,
            parts=(one, replace(other, amount=4_401)),
        )
    elif how == "more by a payment":
        odd = replace(back, parts=(replace(one, amount=10_001), replace(other, amount=4_399)))
    else:
        odd = replace(back, parts=(replace(one, of="p9"), other))
    till.write(ReturnCompleted(odd))
    till.push()
    assert reasons(mall, till) == {2: "return.too_much"}
    assert ask_sale(till, "SEL01-1-000001").original.returns == (odd,), "it happened all the same"


def test_a_return_told_again_counts_once(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    till.sell(1)
    till.write(ReturnCompleted(bring_back(till, last_sale(till), want())))
    till.push()
    assert reasons(mall, till) == {3: "return.repeated"}
    assert len(ask_sale(till, "SEL01-1-000001").original.returns) == 1
    assert mall.stock("SEL01")["ARIA"].units == 10 - 2 + 1


# --- Plus --------------------------------------------------------------------------------------------------------


def test_a_benefit_ends_with_its_machine_and_the_boutiques_hear_of_it(mall: Mall, till: Till, busan: Till) -> None:
    mall.enquiries.member(busan.asked("GET", "/v1/members/M1"), "M1")
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    till.push()
    here, there = till.feed().cursor, busan.feed().cursor
    ended = replace(begun("sale-1"), ended="returned")
    bring_back(till, last_sale(till), want(serials=("UNO-1",)), taken=20_000, plan=ended)
    till.push()
    assert till.feed(here).dossiers == busan.feed(there).dossiers == (mall.dossier("M1"),)
    assert mall.dossier("M1").entitlements == (ended,) and reasons(mall, till) == {}


@pytest.mark.parametrize(
    ("reason", "taken", "expected"),
    [
        ("change_of_mind", 20_000, {}),
        ("change_of_mind", 19_999, {2: "return.clawback_short"}),
        ("change_of_mind", 0, {2: "return.clawback_short"}),
        ("defect", 0, {}),
    ],
)
def test_less_taken_back_than_orders_had_shows(
    mall: Mall, till: Till, reason: str, taken: int, expected: dict[int, str]
) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    one = want(serials=("UNO-1",), reason=reason)
    bring_back(till, last_sale(till), one, taken=taken)
    till.push()
    assert reasons(mall, till) == expected
    assert mall.dossier("M1").entitlements[0].ended == "returned", "also where the till could not know of it"


def test_an_order_that_is_told_late_shows_at_the_return(mall: Mall, till: Till, busan: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    till.push()
    busan.sell(1, **of_lines(coffee(7, 20_000)), id="elsewhere", member="M1", uses=("plus:sale-1",))
    bring_back(till, last_sale(till), want(serials=("UNO-1",)), taken=20_000)
    till.push()
    assert reasons(mall, till) == {}
    busan.push()
    assert (reasons(mall, till), reasons(mall, busan)) == ({2: "return.clawback_short"}, {})


def test_what_comes_back_with_goods_is_not_taken_back_again(mall: Mall, till: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    sold = last_sale(till)
    first = bring_back(till, sold, want(2, 2))
    assert first.lines[0].undone == (Undone("plus:sale-1", 5_714),)
    till.push()
    assert mall.dossier("M1").uses == (Use("plus:sale-1", "sale-1", 14_286),)
    assert ask_sale(till, sold.code).uses == mall.dossier("M1").uses
    bring_back(till, sold, want(1, serials=("UNO-1",)), known=(first,), taken=14_286)
    till.push()
    assert reasons(mall, till) == {}


def test_machine_and_coffee_together_take_nothing_back(mall: Mall, till: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    bring_back(till, last_sale(till), want(1, serials=("UNO-1",)), want(2, 7))
    till.push()
    assert reasons(mall, till) == {} and mall.dossier("M1").uses == (Use("plus:sale-1", "sale-1", 0),)


def test_a_benefit_goes_on_with_a_machine_that_replaces_another(mall: Mall, till: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    on = replace(begun("sale-1"), serial="UNO-9")
    one = want(serials=("UNO-1",), reason="defect", condition="used", replaced=True, new_serials=("UNO-9",))
    bring_back(till, last_sale(till), one, plan=on)
    till.push()
    assert mall.dossier("M1").entitlements == (on,) and reasons(mall, till) == {}


def test_a_benefit_that_is_over_is_not_begun_again(mall: Mall, till: Till, busan: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    sold, one = last_sale(till), want(serials=("UNO-1",))
    bring_back(till, sold, one, taken=20_000)
    till.push()
    swapped = replace(one, reason="defect", replaced=True, new_serials=("UNO-9",))
    bring_back(busan, sold, swapped, plan=replace(begun("sale-1"), serial="UNO-9"))
    busan.push()
    assert reasons(mall, busan) == {1: "return.twice"}
    assert mall.dossier("M1").entitlements[0].ended == "returned"


@pytest.mark.parametrize("odd", [{"id": "sale-9"}, {"member": "M2"}, {"at_boutique": False}])
def test_a_benefit_that_the_sale_did_not_begin_is_left_alone(mall: Mall, till: Till, odd: dict[str, object]) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    plan = replace(begun("sale-1"), ended="returned", **odd)
    bring_back(till, last_sale(till), want(serials=("UNO-1",)), taken=20_000, plan=plan)
    till.push()
    assert reasons(mall, till) == {2: "return.plan"} and mall.dossier("M1").entitlements == (begun("sale-1"),)


# --- sums, refunds, stock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"till": "9"}, "return.place"),
        ({"boutique": "BUS01"}, "return.place"),
        ({"original": ""}, "return.place"),
        ({"lines": ()}, "return.lines"),
        ({"amount": 7_199}, "return.sums"),
        ({"taxable": 0, "exempt": 7_200}, "return.sums"),
        ({"refund": 7_199}, "return.sums"),
        ({"unpaid": 1}, "return.sums"),
        ({"vat": -1}, "return.sums"),
        ({"parts": ()}, "return.sums"),
        ({"delivery_fee": -100, "amount": 7_100, "taxable": 7_100, "refund": 7_100}, "return.sums"),
        ({"number": 2**70}, "entry.unstorable"),
    ],
)
def test_a_return_has_to_make_sense(mall: Mall, till: Till, changed: dict[str, Any], reason: str) -> None:
    till.sell(1)
    bring_back(till, last_sale(till), want(), **changed)
    till.sell(1)
    till.push()
    assert reasons(mall, till) == ({2: reason} if reason else {})
    assert len(ask_sale(till, "SEL01-1-000001").original.returns) == (0 if reason else 1)
    assert mall.sums(till.name).count == 2, "and it holds up nobody"


@pytest.mark.parametrize(
    "odd",
    [
        {"quantity": 0},
        {"quantity": 10**12},
        {"position": 0},
        {"amount": -1},
        {"serials": ("A", "B")},
        {"serials": ("A\0",)},
        {"new_serials": ("A",)},
        {"replaced": True},
        {"undone": (Undone("x", -1),)},
        {"product": "AR\0IA"},
    ],
)
def test_a_line_has_to_make_sense(mall: Mall, till: Till, odd: dict[str, object]) -> None:
    till.sell(1)
    back = bring_back(till, last_sale(till), want())
    till.journal.pop()
    till.write(ReturnCompleted(replace(back, lines=(replace(back.lines[0], **odd),))))
    till.push()
    assert reasons(mall, till) == {2: "return.lines"}


def test_a_refund_is_paid_out_once(mall: Mall, till: Till) -> None:
    till.sell(1)
    back = bring_back(till, last_sale(till), want())
    part = back.parts[0]
    for paid in (
        PaidOut(part.id, "cash", part.amount, interest=12),
        PaidOut(part.id, "cash", part.amount),
        PaidOut(part.id, "cash", part.amount + 1),
        PaidOut("nothing", "cash", part.amount),
    ):
        till.write(RefundPaid(back.id, paid))
    till.write(RefundPaid("nothing", PaidOut(part.id, "cash", part.amount)))
    till.push()
    odd = {4: "refund.twice", 5: "refund.sums", 6: "refund.sums", 7: "refund.unknown"}
    assert reasons(mall, till) == odd
    assert ask_sale(till, "SEL01-1-000001").original.paid_out == (PaidOut(part.id, "cash", 7_200, interest=12),)


@pytest.mark.parametrize(
    ("said", "units"),
    [
        ({}, 9),
        ({"reason": "defect", "condition": "used"}, 8),
        ({"reason": "defect", "condition": "used", "replaced": True}, 7),
    ],
)
def test_the_stock_moves_as_the_goods_do(mall: Mall, till: Till, busan: Till, said: dict[str, Any], units: int) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    mall.set_stock("BUS01", "ARIA", 8)
    till.sell(1)
    till.push()
    sold = last_sale(till)
    bring_back(busan, sold, want(**said))
    busan.push()
    assert mall.stock("SEL01")["ARIA"].units == 8
    assert mall.stock("BUS01")["ARIA"].units == units, "where it came back, and not where it was sold"


def test_goods_without_a_receipt_come_back(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    sold = a_sale()
    back = bring_back(till, sold, want())
    till.journal.pop()
    line = replace(back.lines[0], position=0)
    till.write(ReturnCompleted(replace(back, sale="", original="", lines=(line,))))
    till.push()
    assert mall.stock("SEL01")["ARIA"].units == 11 and reasons(mall, till) == {}


def test_claims_and_holidays_are_the_tills_own_affair(mall: Mall, till: Till) -> None:
    till.sell(1)
    till.write(ClaimMade(Claim("claim-1", "sale-1", "SEL01-1-000001", (want(),), NOON)))
    till.write(HolidayEntered(NOON.date(), Approval("calendar.holiday", "2026-11-02", "B1", "announced late", NOON)))
    till.push()
    assert reasons(mall, till) == {}


def test_a_field_of_a_newer_till_is_ignored(mall: Mall, till: Till) -> None:
    till.sell(1)
    back = bring_back(till, last_sale(till), want())
    told = msgspec.json.decode(till.journal.pop().payload)
    told["back"]["weather"] = told["back"]["lines"][0]["colour"] = "red"
    till.write_raw("ReturnCompleted", msgspec.json.encode(told))
    till.push()
    assert ask_sale(till, "SEL01-1-000001").original.returns == (back,) and reasons(mall, till) == {}
