"""What holds for every return, whatever was sold, however it was paid, in whatever order it comes back."""

from collections.abc import Sequence
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.back.proposal import Facts, Proposal
from pos.domain.back.refunds import share, sources
from pos.domain.back.returns import Original, PaidOut, Part, Return, Wanted
from pos.domain.money import vat_inside
from pos.domain.plus import Use
from pos.domain.quote import Known
from pos.domain.sale import Sale
from pos.domain.tender import MoneyKind, Payment
from tests.domain.backs import done, ids, known_after, proposed, sold
from tests.domain.baskets import PLANS, basket_of, member, quoted
from tests.domain.offers import scenes, shops
from tests.domain.sales import APPROVAL, sale_of

WAYS: tuple[MoneyKind, ...] = ("card", "easy", "transfer", "cash")


@st.composite
def payments(draw: st.DrawFn, total: int, *, first: int = 1) -> tuple[Payment, ...]:
    """`total` in up to four parts, any way."""
    cuts = sorted(draw(st.lists(st.integers(0, total), max_size=3)))
    amounts = [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]
    kinds = [draw(st.sampled_from(WAYS)) for _ in amounts]
    return tuple(
        Payment(f"p{place}", kind, amount, approval=APPROVAL if kind in ("card", "easy") else None)
        for place, (kind, amount) in enumerate(zip(kinds, amounts, strict=True), first)
        if amount
    )


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    """Any sale: members, promotions, gifts, free lines, exempt goods, a delivery's fee."""
    scene = draw(scenes())
    found = scene.quote()
    return sale_of(found, draw(payments(found.total)), number=1, shop=scene.shop)


@st.composite
def machine_sales(draw: st.DrawFn) -> Sale:
    """Machines and enough coffee for their plan to pay for some of it at once."""
    shop = draw(shops())
    units = [("M", 1), ("N", draw(st.integers(0, 1))), ("A", draw(st.integers(7, 9))), ("C", draw(st.integers(0, 2)))]
    found = quoted(basket_of(*units, member="M1"), Known(dossier=member(), plans=PLANS), shop=shop)
    return sale_of(found, draw(payments(found.total)), number=1, shop=shop)


@st.composite
def splits(draw: st.DrawFn, sale: Sale) -> list[list[tuple[int, int]]]:
    """All units of a sale in any number of returns, the lines mixed: (position, quantity)."""
    units = [place for place, line in enumerate(sale.lines, 1) for _ in range(line.quantity)]
    mixed = draw(st.permutations(units))
    steps: list[list[tuple[int, int]]] = [[]]
    for unit in mixed:
        begins_another: bool = draw(st.booleans())
        if steps[-1] and begins_another:
            steps.append([])
        step = steps[-1]
        if step and step[-1][0] == unit:
            step[-1] = (unit, step[-1][1] + 1)
        else:
            step.append((unit, 1))
    return steps


def facts_of(sale: Sale, others: Sequence[int] = ()) -> Facts:
    """The benefit that the sale began, with what it and other sales had of it."""
    if sale.begins is None:
        return Facts()
    benefit = sale.begins.benefit
    had = sum(d.amount for line in sale.lines for d in line.discounts if d.cause.benefit == benefit)
    uses = (*((Use(benefit, sale.id, had),) if had else ()), *(Use(benefit, f"o{n}", a) for n, a in enumerate(others)))
    return Facts(sale.begins, uses)


def wanted_of(sale: Sale, step: list[tuple[int, int]], *, mind: bool = False) -> list[Wanted]:
    """All of it wrong; or machines out of a change of mind."""
    found = []
    for place, quantity in step:
        is_mind = mind and sale.lines[place - 1].kind == "machine"
        found.append(Wanted(place, quantity, "unopened", "change_of_mind" if is_mind else "defect"))
    return found


def is_never_below_nothing(found: Proposal) -> None:
    """No sum of a return is."""
    for amount in (found.amount, found.taxable, found.exempt, found.vat, found.refund, found.delivery_fee):
        assert amount >= 0
    for one in found.lines:
        assert one.line.amount >= 0
        assert all(undone.amount >= 0 for undone in one.line.undone)


def all_back(
    sale: Sale, steps: list[list[tuple[int, int]]], *, mind: bool = False, others: Sequence[int] = ()
) -> Original:
    """The sale after all these returns."""
    original, new_id, begun = Original(sale), ids(), facts_of(sale, others)
    for step in steps:
        found = proposed(original, *wanted_of(sale, step, mind=mind), facts=known_after(original, begun))
        is_never_below_nothing(found)
        original = done(original, found, new_id=new_id)
    return original


def undone_by_benefit(returns: Sequence[Return]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for undone in (undone for one in returns for line in one.lines for undone in line.undone):
        sums[undone.benefit] = sums.get(undone.benefit, 0) + undone.amount
    return sums


def given_by_benefit(sale: Sale) -> dict[str, int]:
    sums: dict[str, int] = {}
    for discount in (discount for line in sale.lines for discount in line.discounts if discount.cause.benefit):
        sums[discount.cause.benefit] = sums.get(discount.cause.benefit, 0) + discount.amount
    return sums


def money_by_payment(*originals: Original) -> dict[str, int]:
    """What went back as money, by the charge it came by."""
    sums: dict[str, int] = {}
    for part in (part for original in originals for one in original.returns for part in one.parts):
        sums[part.charge] = sums.get(part.charge, 0) + part.amount
    return sums


@given(st.data(), sales())
def test_any_split_leaves_nothing_of_a_sale(data: st.DataObject, sale: Sale) -> None:
    returns = (after := all_back(sale, data.draw(splits(sale)))).returns
    for name in ("taxable", "exempt", "vat", "delivery_fee"):
        assert sum(getattr(one, name) for one in returns) == getattr(sale, name), name
    assert sum(one.refund for one in returns) == sale.total
    assert money_by_payment(after) == {one.id: one.amount for one in sale.payments}
    assert undone_by_benefit(returns) == given_by_benefit(sale)
    assert sources(after) == ()
    for place, line in enumerate(sale.lines, 1):
        assert sum(one.amount for one in after.lines_back(place)) == line.paid
        assert after.left(place) == 0


@settings(max_examples=200)
@given(st.data(), machine_sales())
def test_any_split_of_machines_and_their_coffee_leaves_nothing(data: st.DataObject, sale: Sale) -> None:
    returns = (after := all_back(sale, data.draw(splits(sale)), mind=True)).returns
    assert sum(one.refund for one in returns) == sale.total
    assert sum(one.vat for one in returns) == sale.vat
    assert sum(one.clawed_back for one in returns) == 0
    assert sum(one.clawback_vat for one in returns) == 0
    assert sum(one.unpaid for one in returns) == 0
    assert sources(after) == ()


@given(st.data(), machine_sales(), st.lists(st.integers(1, 40_000), max_size=3))
def test_what_other_orders_had_is_taken_once_and_never_more(data: st.DataObject, sale: Sale, others: list[int]) -> None:
    after = all_back(sale, data.draw(splits(sale)), mind=True, others=others)
    taken, rest = sum(one.clawed_back for one in after.returns), sum(one.unpaid for one in after.returns)
    assert taken == (sum(others) if sale.begins else 0)
    assert 0 <= rest <= taken
    assert sum(one.refund for one in after.returns) == sale.total - taken + rest
    assert sum(one.clawback_vat for one in after.returns) == vat_inside(taken, 10)


@given(st.data(), sales())
def test_at_any_point_the_vat_of_what_is_kept_is_the_vat_inside_it(data: st.DataObject, sale: Sale) -> None:
    steps = data.draw(splits(sale))
    after = all_back(sale, steps[: data.draw(st.integers(0, len(steps)))])
    kept = sale.taxable - sum(one.taxable for one in after.returns)
    assert sale.vat - sum(one.vat for one in after.returns) == vat_inside(kept, 10)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 40), min_size=1, max_size=8).filter(any))
def test_shares_add_up_and_are_never_below_nothing(amount: int, parts: list[int]) -> None:
    of, before, shares = sum(parts), 0, []
    for units in parts:
        shares.append(share(amount, of=of, before=before, after=before + units))
        before += units
    assert sum(shares) == amount
    assert min(shares) >= 0
    for units, found in zip(parts, shares, strict=True):
        assert abs(found * of - amount * units) <= of


class Terminal:
    """What each charge still holds. Mutable: it is asked again and again, and never gives more than it has."""

    def __init__(self, sale: Sale) -> None:
        self.holds = {one.id: one.amount for one in sale.payments}
        self._new = (f"new{number}" for number in count(1))

    def pay(self, one: Return, wholly: frozenset[int]) -> tuple[PaidOut, ...]:
        """Pay out the parts of a return; the `wholly`-th ones by cancelling all and charging the rest anew."""
        return tuple(self._part(part, anew=place in wholly) for place, part in enumerate(one.parts))

    def _part(self, part: Part, *, anew: bool) -> PaidOut:
        assert part.amount <= self.holds[part.charge]
        if not (anew and part.kind in ("card", "easy") and 0 < part.amount < part.whole):
            self.holds[part.charge] -= part.amount
            return PaidOut(part.id, part.kind, part.amount)
        assert part.whole == self.holds.pop(part.charge)
        again = Payment(next(self._new), part.kind, part.whole - part.amount, approval=APPROVAL)
        self.holds[again.id] = again.amount
        return PaidOut(part.id, part.kind, part.amount, recharged=again)


@given(st.data(), sales())
def test_no_charge_gives_more_than_it_holds_though_charged_anew(data: st.DataObject, sale: Sale) -> None:
    original, new_id, terminal = Original(sale), ids(), Terminal(sale)
    for step in data.draw(splits(sale)):
        original = done(original, proposed(original, *wanted_of(sale, step)), new_id=new_id)
        anew = data.draw(st.frozensets(st.integers(0, 3)))
        paid_out = terminal.pay(original.returns[-1], anew)
        original = replace(original, paid_out=(*original.paid_out, *paid_out))
    assert not any(terminal.holds.values())


@given(st.data(), st.integers(1, 4), st.integers(1, 6))
def test_goods_for_goods_give_back_no_more_than_was_paid(data: st.DataObject, first: int, second: int) -> None:
    """Some of a sale pays for another; then all of both comes back, in any order."""
    new_id = ids()
    sale = replace(sold(("CUP", first)), payments=data.draw(payments(20_000 * first)))
    original, going = Original(sale), data.draw(st.integers(1, first))
    found = proposed(original, Wanted(1, going, "unopened", "change_of_mind"))
    credit = min(found.refund, 20_000 * second)
    original = done(original, found, new_id=new_id, credit=credit)
    by_goods = tuple(
        Payment(one.id, "exchange", one.amount, 0, one.approval, sale.code, one.kind, one.charge)
        for one in original.returns[0].credit
    )
    fresh = data.draw(payments(20_000 * second - credit, first=11))
    other = Original(replace(sold(("CUP", second)), id="sale-2", payments=(*by_goods, *fresh)))
    for take_first in data.draw(st.permutations([True] * (first - going) + [False] * second)):
        here = original if take_first else other
        here = done(here, proposed(here, Wanted(1, 1, "unopened", "change_of_mind")), new_id=new_id)
        original, other = (here, other) if take_first else (original, here)
    assert money_by_payment(original, other) == {one.id: one.amount for one in (*sale.payments, *fresh)}
    assert sources(original) == sources(other) == ()
    shared = {one.charge for one in by_goods}
    later = [part for here in (original, other) for one in here.returns for part in one.parts if part.charge in shared]
    assert all(part.whole == 0 for part in later)


def test_the_properties_have_something_to_hold_for() -> None:
    """Sales of the kinds above do begin plans that pay for their own coffee."""
    found = []

    @settings(max_examples=50, database=None)
    @given(machine_sales())
    def look(sale: Sale) -> None:
        found.append(bool(facts_of(sale).uses))

    look()
    assert any(found)
