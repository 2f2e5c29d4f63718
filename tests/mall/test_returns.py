"""A sale is known to the whole chain with what came back of it; what came back twice, or for too much, shows."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.back.returns import Original, PaidOut, Return
from pos.domain.errors import Refused
from pos.domain.facts import OrderCancelled, ReturnCompleted
from pos.domain.plus import Use
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from tests.domain.sales import a_sale
from tests.mall.backs import ask_sale, bring_back, coffee, last_sale, machine, of_lines, pay, want, with_plus
from tests.mall.plus import LEAVES, SEED, begun, reasons
from tests.mall.tills import FixedClock, Till, small_mall

ALSO_SEEDED = (SEED,)

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


# --- whatever the order ------------------------------------------------------------------------------------------

steps = st.lists(st.tuples(st.sampled_from(["bring", "push"]), st.integers(0, 1), st.integers(1, 3)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_units_that_came_back_too_often_always_show(steps: list[tuple[str, int, int]]) -> None:
    with small_mall(SEED) as mall:
        play(mall, steps)


def play(mall: Mall, steps: list[tuple[str, int, int]]) -> None:
    """Two tills take units of one sale back, each knowing its own; at the end all is told, in some order."""
    tills = [Till.enrolled_at(mall, FixedClock(), name=TillName("SEL01", str(number))) for number in (1, 2)]
    tills[0].sell(1, **of_lines(coffee(5)))
    sold = last_sale(tills[0])
    backs: list[list[Return]] = [[], []]
    for step, which, units in steps:
        till, known = tills[which], tuple(backs[which])
        if step == "push":
            till.push()
        elif sum(back.lines[0].quantity for back in known) + units <= 5:
            backs[which].append(bring_back(till, sold, want(1, units), known=known))
    for till in tills:
        till.push()
    units_back = sum(back.lines[0].quantity for one in backs for back in one)
    found = [reason for till in tills for reason in reasons(mall, till).values()]
    assert set(found) <= {"return.twice"} and bool(found) == (units_back > 5)
    told = ask_sale(tills[1], sold.code).original
    assert (told.left(1), len(told.returns)) == (5 - units_back, len(backs[0]) + len(backs[1]))
