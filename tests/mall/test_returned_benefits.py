"""What becomes of a Plus benefit when goods come back, as the mall keeps it and the boutiques hear of it."""

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import Undone
from pos.domain.plus import Use
from pos.mall.chain import Mall
from tests.mall.backs import ask_sale, bring_back, coffee, last_sale, machine, of_lines, want, with_plus
from tests.mall.plus import SEED, begun, reasons
from tests.mall.tills import Till

ALSO_SEEDED = (SEED,)


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


def test_what_was_taken_back_is_let_go_of_with_the_coffee_and_no_more(mall: Mall, till: Till) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    sold = last_sale(till)
    first = bring_back(till, sold, want(1, serials=("UNO-1",)), taken=20_000)
    second = bring_back(till, sold, want(2, 2), known=(first,), taken=-5_714)
    bring_back(till, sold, want(2, 1), known=(first, second), taken=-14_287)
    till.push()
    assert second.refund == 14_400 and reasons(mall, till) == {4: "return.too_much"}


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
