"""Returns that no till of ours writes, and what they may not do: hold up the sales and tills that they speak of."""

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import Undone
from pos.mall.chain import Mall
from tests.mall.backs import bring_back, coffee, last_sale, machine, of_lines, want, with_plus
from tests.mall.plus import SEED, U20, reasons
from tests.mall.tills import Till

ALSO_SEEDED = (SEED,)

HUGE = 10**30


def bring(till: Till, sold_at: Till, benefit: str, amount: int) -> None:
    """Write a return whose line says so of a benefit; its sale is not at the mall yet."""
    sold = last_sale(sold_at)
    line = bring_back(Till(till.mall, till.clock, name=till.name), sold, want()).lines[0]
    bring_back(till, sold, want(), lines=(replace(line, undone=(Undone(benefit, amount),)),))


@pytest.mark.parametrize(("benefit", "amount"), [("promotion:p", HUGE), ("promotion:\0", 1)])
def test_a_return_that_came_first_does_not_hold_up_its_sale(
    mall: Mall, till: Till, busan: Till, benefit: str, amount: int
) -> None:
    till.sell(1, **of_lines(coffee(7)))
    bring(busan, till, benefit, amount)
    busan.push()
    till.sell()
    till.push()
    assert mall.sums(till.name).count == 2, "what another till wrote stops no sale"
    on_sqlite = mall._engine.dialect.name == "sqlite"
    if amount == HUGE or not on_sqlite:
        assert reasons(mall, busan) == {1: "entry.unstorable"}
    till.sell()
    till.push()
    assert mall.sums(till.name).count == 3 and reasons(mall, till) == {}


def test_a_return_of_a_line_that_was_never_sold_does_not_hold_up_who_uses_the_benefit(
    mall: Mall, till: Till, busan: Till
) -> None:
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    sold = last_sale(till)
    line = replace(bring_back(Till(mall, till.clock), sold, want()).lines[0], position=99)
    bring_back(till, sold, want(), lines=(line,), amount=line.amount)
    till.push()
    assert reasons(mall, till) == {2: "return.lines"}
    till.clock.pass_by(minutes=1)
    bring_back(till, sold, want(serials=("UNO-1",)), taken=20_000)
    till.push()
    busan.sell(1, **of_lines(coffee(7, 20_000)), id="elsewhere", member="M1", uses=("plus:sale-1",))
    busan.push()
    busan.sell(1, id="after")
    busan.push()
    assert mall.sums(busan.name).count == 2, "its own journal is read to the end"


@pytest.mark.parametrize("plan", [replace(U20, days=10**9), replace(U20, days=-1), replace(U20, amounts=(-1,))])
def test_a_plan_that_no_till_can_count_with_is_told_to_nobody(mall: Mall, till: Till, plan: object) -> None:
    other = replace(machine("DUE-1"), product="DUE", plan=plan)
    till.sell(1, **with_plus(machine("UNO-1"), other))
    bring_back(till, last_sale(till), want(serials=("UNO-1",), reason="defect"))
    till.push()
    assert reasons(mall, till)[1] == "sale.lines"
    assert all(0 <= one.plan.days <= 3_660 for one in mall.dossier("M1").entitlements)
