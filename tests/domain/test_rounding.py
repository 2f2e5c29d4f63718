"""Cash that is rounded: nothing without a rule, and with one everything still adds up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.back.refunds import rounded_back
from pos.domain.back.returns import Original, PaidOut, Part, Return
from pos.domain.drawer import DENOMINATIONS
from pos.domain.errors import Refused
from pos.domain.facts import RefundPaid, SaleCompleted
from pos.domain.sums.report import Report
from pos.domain.sums.tally import tally
from pos.domain.tender import Payment, Rounding, quick_cash, rounded, rounding_on, take_cash
from tests.domain.products import NOW
from tests.domain.sales import a_sale
from tests.storage.given_back import back as a_return

DAY = date(2026, 11, 2)
DOWN, NEAREST = Rounding(DAY, 10, "down"), Rounding(DAY, 100, "nearest")
rules = st.builds(Rounding, st.just(DAY), st.sampled_from([10, 100]), st.sampled_from(["down", "nearest"]))


def test_without_a_rule_nothing_is_rounded() -> None:
    assert rounded(1_005, None) == 1_005
    assert take_cash("p", due=1_005, handed_over=2_000).rounded == 0


@pytest.mark.parametrize(
    ("amount", "rule", "paid"),
    [(1_009, DOWN, 1_000), (1_000, DOWN, 1_000), (9, DOWN, 0), (1_049, NEAREST, 1_000), (1_050, NEAREST, 1_100)],
)
def test_rounding(amount: int, rule: Rounding, paid: int) -> None:
    assert rounded(amount, rule) == paid


def test_the_newest_rule_that_has_begun_is_in_force() -> None:
    later = replace(NEAREST, since=DAY + timedelta(days=10))
    found = (later, DOWN)
    assert rounding_on(found, DAY - timedelta(days=1)) is None
    assert rounding_on(found, DAY) == rounding_on(found, DAY + timedelta(days=9)) == DOWN
    assert rounding_on(found, DAY + timedelta(days=10)) == later


def test_cash_that_pays_the_whole_rest_is_rounded_and_a_part_is_not() -> None:
    whole = take_cash("p", due=1_005, handed_over=1_000, rule=DOWN)
    assert (whole.amount, whole.rounded, whole.change) == (1_005, -5, 0)
    assert take_cash("p", due=1_005, handed_over=5_000, rule=DOWN).change == 4_000
    part = take_cash("p", due=1_005, handed_over=900, rule=DOWN)
    assert (part.amount, part.rounded, part.change) == (900, 0, 0)


def test_what_is_due_in_cash_is_not_paid_with_less() -> None:
    with pytest.raises(Refused, match=r"tender\.rounded.*1100"):
        take_cash("p", due=1_060, handed_over=1_060, rule=NEAREST)


def test_what_rounds_to_nothing_is_paid_with_nothing() -> None:
    paid = take_cash("p", due=9, handed_over=0, rule=DOWN)
    assert (paid.amount, paid.rounded, paid.change) == (9, -9, 0)
    with pytest.raises(Refused, match=r"tender\.amount"):
        take_cash("p", due=10, handed_over=0, rule=DOWN)
    with pytest.raises(Refused, match=r"tender\.amount"):
        take_cash("p", due=0, handed_over=0, rule=DOWN)


@given(st.integers(1, 10**6), rules, st.integers(0, 9_999))
def test_what_stays_in_the_drawer_is_what_was_due_in_cash(due: int, rule: Rounding, more: int) -> None:
    in_cash = rounded(due, rule)
    handed = in_cash + more // DENOMINATIONS[-1] * DENOMINATIONS[-1]
    payment = take_cash("p", due=due, handed_over=handed, rule=rule)
    assert payment.amount == due and payment.amount + payment.rounded == in_cash == handed - payment.change
    assert in_cash % rule.to == 0 and payment.change % DENOMINATIONS[-1] == 0 and abs(payment.rounded) < rule.to
    assert all(take_cash("p", due=due, handed_over=note, rule=rule) for note in quick_cash(in_cash))


def returns_of(payment: Payment, amounts: list[int]) -> list[Return]:
    """Returns one after the other, each of a part of the payment."""
    return [
        a_return(f"r{place}", None, number=place, parts=(Part(f"part{place}", payment.id, "cash", amount, 0),))
        for place, amount in enumerate(amounts, 1)
    ]


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=6), rules, st.booleans())
def test_all_that_goes_back_in_cash_is_what_was_paid_in_cash(amounts: list[int], rule: Rounding, is_part: bool) -> None:
    due = sum(amounts)
    in_cash = due if is_part else rounded(due, rule)
    payment = Payment("p", "cash", due, in_cash, rounded=in_cash - due)
    sale = replace(a_sale(1), total=due, payments=(payment,))
    backs = returns_of(payment, amounts)
    more = [rounded_back(Original(sale, tuple(backs[:at])), one, one.parts[0], rule) for at, one in enumerate(backs)]
    paid = [amount + extra for amount, extra in zip(amounts, more, strict=True)]
    assert sum(paid) == payment.amount + payment.rounded and min(paid) >= 0
    assert is_part or all(amount % rule.to == 0 for amount in paid)
    later = [rounded_back(Original(sale, tuple(backs)), one, one.parts[0], rule) for one in backs]
    assert later == more  # paid out at once or later is the same


def test_what_another_till_gave_back_before_came_before_whatever_its_number() -> None:
    payment = Payment("p", "cash", 1_005, 1_000, rounded=-5)
    first, second = returns_of(payment, [507, 498])
    first, second = replace(first, number=7), replace(second, till="2", at=NOW + timedelta(days=1))
    known = Original(replace(a_sale(1), total=1_005, payments=(payment,)), (first, second))
    paid = [one.parts[0].amount + rounded_back(known, one, one.parts[0], DOWN) for one in (first, second)]
    assert paid == [500, 500]


def test_what_a_card_paid_goes_back_in_cash_by_itself() -> None:
    sale = replace(a_sale(1), payments=(Payment("p", "card", 1_005),))
    back = a_return("r", None, parts=(Part("x", "p", "card", 1_005, 0),))
    assert rounded_back(Original(sale), back, back.parts[0], DOWN) == -5
    assert rounded_back(None, back, back.parts[0], DOWN) == -5
    assert rounded_back(Original(sale), back, back.parts[0], None) == 0


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=6), rules)
def test_what_goods_paid_goes_back_in_coins_that_there_are(amounts: list[int], rule: Rounding) -> None:
    """Cash once, then goods for goods: nothing was rounded when it was paid, so it is when it goes out."""
    due = sum(amounts)
    payment = Payment("p", "exchange", due, origin="cash")
    sale, backs = replace(a_sale(1), total=due, payments=(payment,)), returns_of(payment, amounts)
    paid = [
        amount + rounded_back(Original(sale, tuple(backs[:at])), one, one.parts[0], rule)
        for at, (one, amount) in enumerate(zip(backs, amounts, strict=True))
    ]
    assert sum(paid) == rounded(due, rule) and all(amount >= 0 and amount % rule.to == 0 for amount in paid)


@given(st.lists(st.tuples(st.integers(1, 50_000), st.booleans()), max_size=8), rules)
def test_the_drawer_is_expected_to_hold_what_stayed_in_it(told: list[tuple[int, bool]], rule: Rounding) -> None:
    held, facts = 100_000, list[tuple[str, SaleCompleted | RefundPaid]]()
    for place, (due, comes_back) in enumerate(told):
        in_cash = rounded(due, rule)
        payment = Payment(f"p{place}", "cash", due, in_cash, rounded=in_cash - due)
        facts.append(("C1", SaleCompleted(replace(a_sale(place + 1), total=due, goods=due, payments=(payment,)))))
        held += in_cash
        if comes_back:
            facts.append(("C1", RefundPaid("r", PaidOut("x", "cash", due, rounded=in_cash - due))))
            held -= in_cash
    summed = tally(facts, 100_000, lambda _: None)
    report = summed.report(Report("SEL01", "1", "s", DAY, NOW, NOW, "C1"))
    cash = sum(row.amount for row in report.tenders)
    assert summed.expected == report.expected == held == 100_000 + cash + report.rounded
