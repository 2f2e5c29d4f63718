"""A benefit that was granted later, as it goes back: line by line, for the goods that stayed, to the won."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.back.rebates import granted
from pos.domain.back.refunds import paid_share, undone, vat_of
from pos.domain.back.returns import Original, Rebate, Return, ReturnLine
from pos.domain.catalogue import Name
from pos.domain.money import vat_inside
from pos.domain.sale import Sale, SaleLine
from tests.domain.sales import a_sale

PLUS = "plus:e1"


def line(code: str, units: int, won: int, *, kind: str = "capsule") -> SaleLine:
    return SaleLine(code, Name(code, code), "original", "taxable", units, won, units * won, kind=kind)


def sold(*lines: SaleLine, fee: int = 0) -> Sale:
    total = sum(one.paid for one in lines) + fee
    sums = {"goods": total - fee, "discount": 0, "total": total, "taxable": total, "exempt": 0}
    return replace(a_sale(1), lines=lines, vat=vat_inside(total, 10), delivery_fee=fee, **sums)


def back(original: Original, position: int, units: int) -> Original:
    """Units of a line come back."""
    amount = paid_share(original, position, units)
    sold_line = original.line(position)
    came = ReturnLine(
        position, sold_line.product, sold_line.name, "taxable", "capsule", units, "unopened", "defect", amount,
        undone=undone(original, position, units),
    )  # fmt: skip
    return _with(original, amount, lines=(came,))


def settled(original: Original, off: int) -> Original:
    found = granted(original, off, percent=10)
    return _with(original, found.amount, benefit=PLUS, rebates=found.rebates, delivery_fee=found.delivery_fee)


def _with(original: Original, amount: int, **more: object) -> Original:
    sale = original.sale
    facts = {"terms": sale.terms, "lines": (), "exempt": 0, "due": None, "sold_at": sale.at} | more
    made = Return(
        f"r{len(original.returns)}", sale.boutique, sale.till, len(original.returns) + 1, sale.day, sale.at, "C1",
        sale.shift, sale.id, sale.code, amount=amount, taxable=amount, vat=vat_of(original, amount, 10), refund=amount,
        **facts,  # type: ignore[arg-type]  # each by its name
    )  # fmt: skip
    return replace(original, returns=(*original.returns, made))


def test_it_falls_on_the_coffee_as_the_discount_would_have() -> None:
    sale = sold(line("ARIA", 3, 7_200), line("BELLO", 3, 7_500), line("CUP", 1, 20_000, kind="accessory"))
    found = granted(Original(sale), 20_000, percent=10)
    assert found.rebates == (Rebate(1, "taxable", 9_796), Rebate(2, "taxable", 10_204))
    assert (found.amount, found.taxable, found.vat) == (20_000, 20_000, 1_818)


def test_the_delivery_comes_first_and_goes_back_once() -> None:
    original = Original(sold(line("ARIA", 7, 7_200), fee=3_000))
    found = granted(original, 23_000, percent=10)
    assert (found.delivery_fee, found.amount, sum(one.amount for one in found.rebates)) == (3_000, 23_000, 20_000)
    gone = _with(back(original, 1, 7), 3_000, delivery_fee=3_000)
    assert granted(gone, 23_000, percent=10).amount == 0


def test_never_more_than_the_coffee_was() -> None:
    assert granted(Original(sold(line("ARIA", 1, 7_200))), 20_000, percent=10).amount == 7_200


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 20_000)), min_size=1, max_size=4),
    st.integers(1, 30_000),
    st.data(),
)
def test_in_whatever_order_it_is_the_same_money(lines: list[tuple[int, int]], off: int, data: st.DataObject) -> None:
    """Some goods back, the claim granted, the rest back: all that was paid, all of its VAT, no won of it twice."""
    sale = sold(*(line(f"L{nth}", units, won) for nth, (units, won) in enumerate(lines)))
    original, before = Original(sale), [data.draw(st.integers(0, units)) for units, _ in lines]
    for position, units in enumerate(before, 1):
        original = back(original, position, units) if units else original
    original = settled(original, off)
    for position, (units, _) in enumerate(lines, 1):
        rest = units - before[position - 1]
        original = back(original, position, rest) if rest else original
    assert sum(one.amount for one in original.returns) == sale.total
    assert sum(one.vat for one in original.returns) == sale.vat
    assert min(one.amount for one in original.returns) >= 0
    had = sum(share.amount for one in original.returns for each in one.lines for share in each.undone)
    assert had == sum(rebate.amount for one in original.returns for rebate in one.rebates)
