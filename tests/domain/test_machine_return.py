"""A machine comes back, and what becomes of its Plus benefit (terms 9 (8) 3)."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from pos.domain.back.machine_return import plan_after
from pos.domain.back.proposal import Facts
from pos.domain.back.returns import Clawback, Original, Wanted
from pos.domain.plus import Use, left
from tests.domain.backs import back, can_be_done, done, held_by, ids, known_after, machine, one_by_one, proposed, sold

MIND, WRONG = "change_of_mind", "defect"
Step = list[Callable[[Original], Wanted]]


def facts_of(original: Original, *uses: int) -> Facts:
    """The benefit a sale began, with what other sales had of it."""
    begun = original.sale.begins
    assert begun is not None
    others = tuple(Use(begun.benefit, f"s{place}", amount) for place, amount in enumerate(uses))
    return Facts(begun, (*held_by(original.sale).uses, *others))


@pytest.mark.parametrize(
    ("price", "uses", "reason", "refund", "clawback", "unpaid"),
    [
        (199_000, (), MIND, 199_000, 0, 0),
        (199_000, (20_000,), MIND, 179_000, 20_000, 0),
        (199_000, (20_000, 20_000), MIND, 159_000, 40_000, 0),
        (30_000, (20_000, 20_000), MIND, 0, 40_000, 10_000),
        (40_000, (20_000, 20_000), MIND, 0, 40_000, 0),
        (199_000, (20_000,), WRONG, 199_000, 0, 0),
        (199_000, (20_000, 0), MIND, 179_000, 20_000, 0),  # a use whose coffee all came back
        (199_000, (20_000, 11_429), MIND, 167_571, 31_429, 0),  # and one of which some did
    ],
)
def test_what_is_taken_back(
    price: int, uses: tuple[int, ...], reason: str, refund: int, clawback: int, unpaid: int
) -> None:
    sale = sold(("UNO", 1))
    line = replace(sale.lines[0], unit_price=price, amount=price)
    original = Original(replace(sale, lines=(line,), total=price, taxable=price))
    found = proposed(original, machine(original, 1, reason), facts=facts_of(original, *uses))
    assert (found.refund, found.clawed_back, found.unpaid) == (refund, clawback, unpaid)
    assert found.plan is not None
    assert (found.plan.held.ended, left(found.plan.held, ())) == ("returned", 0)
    assert can_be_done(found)


def test_the_vat_of_a_clawback_is_inside_it_alone() -> None:
    original = Original(sold(("UNO", 1), ("BELLO", 7)))
    found = proposed(original, machine(original, 1), facts=facts_of(original))
    assert (found.refund, found.clawed_back, found.clawback_vat) == (179_000, 20_000, 1_818)
    assert found.amount == found.taxable == 199_000


BOTH: list[tuple[str, list[Step]]] = [
    ("at once", [[lambda now: machine(now, 1), lambda _: back(2, 7)]]),
    ("the coffee first", [[lambda _: back(2, 7)], [lambda now: machine(now, 1)]]),
    ("the machine first", [[lambda now: machine(now, 1)], [lambda _: back(2, 7)]]),
    ("some before", [[lambda _: back(2, 3)], [lambda now: machine(now, 1)], [lambda _: back(2, 4)]]),
    ("some with it", [[lambda now: machine(now, 1), lambda _: back(2, 3)], [lambda _: back(2, 4)]]),
    ("one by one", [[lambda now: machine(now, 1)], *([lambda _: back(2)] for _ in range(7))]),
]


@pytest.mark.parametrize("steps", [steps for _, steps in BOTH], ids=[name for name, _ in BOTH])
def test_a_machine_and_its_coffee_leave_nothing_however_they_come_back(steps: list[Step]) -> None:
    sale = sold(("UNO", 1), ("BELLO", 7))
    after = one_by_one(sale, steps)
    assert sum(one.refund for one in after.returns) == sale.total == 231_500
    assert sum(one.vat for one in after.returns) == sale.vat
    assert sum(one.clawed_back for one in after.returns) == 0
    assert sum(one.clawback_vat for one in after.returns) == 0
    assert sum(one.unpaid for one in after.returns) == 0


def test_some_of_the_coffee_brings_its_share_of_the_clawback_along() -> None:
    after = one_by_one(sold(("UNO", 1), ("BELLO", 7)), [[lambda now: machine(now, 1)], [lambda _: back(2)]])
    machine_back, coffee_back = after.returns
    assert machine_back.clawback == (Clawback("plus:b", "sale-1", 20_000),)
    assert coffee_back.clawback == (Clawback("plus:b", "sale-1", -2_857),)
    assert (coffee_back.amount, coffee_back.refund) == (4_643, 7_500)
    assert machine_back.clawback_vat + coffee_back.clawback_vat == 1_558  # what is inside 17,143 won


def test_what_stayed_unpaid_is_settled_first() -> None:
    sale = sold(("UNO", 1), ("BELLO", 7))
    cheap = replace(sale.lines[0], unit_price=30_000, amount=30_000)
    payment = replace(sale.payments[0], amount=62_500)
    sums = {"total": 62_500, "taxable": 62_500, "vat": 5_682}
    original = Original(replace(sale, lines=(cheap, sale.lines[1]), payments=(payment,), **sums))
    facts = facts_of(original, 20_000)
    after = one_by_one(original.sale, [[lambda now: machine(now, 1)], [lambda _: back(2, 7)]], facts=facts)
    assert [(one.refund, one.clawed_back, one.unpaid) for one in after.returns] == [
        (0, 40_000, 10_000),
        (42_500, -20_000, -10_000),
    ]


class TestTwoMachines:
    sale = sold(("UNO", 1), ("DUO", 1))

    def test_the_plan_of_the_one_that_stays_takes_over_with_the_orders_made(self) -> None:
        original = Original(self.sale)
        facts = facts_of(original, 25_000)
        found = proposed(original, machine(original, 2), facts=facts)
        assert found.plan is not None
        assert (found.refund, found.clawed_back, found.plan.is_taken_over) == (224_000, 25_000, True)
        assert (found.plan.held.plan.id, found.plan.held.serial) == ("U20", "UNO-10")
        assert left(found.plan.held, facts.uses) == 2
        assert [need.code for need in found.needs] == ["return.plan_taken_over"]

    def test_then_the_other_comes_back_too(self) -> None:
        facts = facts_of(Original(self.sale), 25_000)
        steps: list[Step] = [[lambda now: machine(now, 2)], [lambda now: machine(now, 1)]]
        after = one_by_one(self.sale, steps, facts=facts)
        assert [one.refund for one in after.returns] == [224_000, 199_000]  # what was taken back is not taken again
        assert after.returns[1].plan is not None
        assert after.returns[1].plan.ended == "returned"

    def test_what_was_had_since_is_taken_back_from_the_other(self) -> None:
        original = Original(self.sale)
        facts = facts_of(original, 25_000)
        taken = done(original, proposed(original, machine(original, 2), facts=facts), new_id=ids())
        held = known_after(taken, facts).held
        assert held is not None
        since = Facts(held, (*facts.uses, Use(held.benefit, "later", 20_000)))
        assert proposed(taken, machine(taken, 1), facts=since).refund == 179_000

    def test_both_at_once_end_the_plan(self) -> None:
        original = Original(self.sale)
        found = proposed(original, machine(original, 1), machine(original, 2), facts=facts_of(original, 25_000))
        assert found.plan is not None
        assert (found.refund, found.plan.held.ended, found.needs) == (423_000, "returned", ())

    def test_the_one_without_the_plan_changes_nothing(self) -> None:
        original = Original(self.sale)
        found = proposed(original, machine(original, 1), facts=facts_of(original, 25_000))
        assert (found.refund, found.plan, found.clawback) == (199_000, None, ())

    def test_two_of_the_same_plan(self) -> None:
        original = Original(sold(("UNO", 2)))
        begun = original.sale.begins
        assert begun is not None
        first, second = original.serials(1)
        mine = Facts(replace(begun, serial=first), (Use(begun.benefit, "s0", 20_000),))
        other = proposed(original, back(1, serials=(second,), reason=MIND), facts=mine)
        assert (other.refund, other.plan) == (199_000, None)
        found = proposed(original, back(1, serials=(first,), reason=MIND), facts=mine)
        assert found.plan is not None
        assert (found.refund, found.plan.is_taken_over, found.plan.held.serial) == (179_000, True, second)
        both = proposed(original, back(1, 2, serials=(first, second), reason=MIND), facts=mine)
        assert both.plan is not None
        assert (both.refund, both.plan.held.ended) == (378_000, "returned")


def test_a_replacement_carries_the_benefit_on_and_can_come_back_itself() -> None:
    original = Original(sold(("UNO", 1)))
    facts = facts_of(original, 20_000)
    swap = machine(original, 1, WRONG, condition="used", replaced=True, new_serials=("UNO-9",))
    found = proposed(original, swap, facts=facts)
    assert found.plan is not None
    assert (found.refund, found.clawback, found.plan.held.serial, found.plan.held.ended) == (0, (), "UNO-9", "")
    after = done(original, found, new_id=ids())
    later = proposed(after, back(1, serials=("UNO-9",), reason=MIND), facts=known_after(after, facts))
    assert (later.refund, later.clawed_back) == (179_000, 20_000)


def test_a_benefit_that_is_over_or_of_another_machine_is_left_alone() -> None:
    original = Original(sold(("UNO", 1), ("CUP", 1)))
    begun = original.sale.begins
    assert begun is not None
    uno = machine(original, 1)
    assert plan_after(original, [uno], None, ()) is None
    assert plan_after(original, [uno], replace(begun, ended="cancelled"), ()) is None
    assert plan_after(original, [back(2)], begun, ()) is None
    assert plan_after(original, [], begun, ()) is None
