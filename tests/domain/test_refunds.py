"""How much goes back, which way, and by when: tables of the terms' own cases and of those they leave out."""

from datetime import date

import pytest
from msgspec.structs import replace

from pos.domain.back.proposal import money_back
from pos.domain.back.refunds import due_day, interest, owed, share, sources, vat_of
from pos.domain.back.returns import Original, PaidOut, Wanted
from pos.domain.calendar import WorkingDays
from pos.domain.errors import Refused
from pos.domain.quote import Known
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import Shipping
from pos.domain.tender import Payment
from tests.domain.backs import CALENDAR, back, can_be_done, done, ids, one_by_one, paid, proposed, sold
from tests.domain.baskets import PLANS, TERMS, at, bought, member
from tests.domain.sales import APPROVAL

RULE = TERMS.rules.refund
SHIPPING = Shipping("r1", date(2026, 11, 2), date(2026, 11, 5))


@pytest.mark.parametrize(
    ("returned", "due"),
    [
        ("2026-11-02", "2026-11-05"),
        ("2026-11-06", "2026-11-11"),
        ("2026-11-07", "2026-11-11"),
        ("2026-11-08", "2026-11-11"),
        ("2026-02-12", "2026-02-20"),  # Seollal
        ("2027-02-04", "2027-02-11"),
        ("2026-09-22", "2026-09-29"),  # Chuseok
        ("2025-10-01", "2025-10-13"),  # the longest row of holidays
        ("2025-01-24", "2025-02-04"),
        ("2026-04-30", "2026-05-07"),
        ("2026-07-16", "2026-07-22"),
        ("2026-12-30", "2027-01-05"),  # over the year's end
        ("2028-02-28", "2028-03-03"),  # over the leap day and the first of March
    ],
)
def test_three_working_days(returned: str, due: str) -> None:
    assert due_day(date.fromisoformat(returned), RULE, CALENDAR) == date.fromisoformat(due)


def test_a_holiday_that_was_entered_counts() -> None:
    late = WorkingDays([date(2026, 11, 4)])
    assert due_day(date(2026, 11, 2), RULE, late) == date(2026, 11, 6)


def test_a_day_nobody_knows_is_an_error() -> None:
    with pytest.raises(Refused, match=r"calendar\.not_covered"):
        due_day(date(2099, 12, 30), RULE, CALENDAR)


@pytest.mark.parametrize(
    ("amount", "when", "won"),
    [
        (100_000, "2027-02-10", 0),  # early is not late
        (100_000, "2027-02-11", 0),
        (100_000, "2027-02-12", 42),
        (100_000, "2027-02-15", 165),
        (199_000, "2027-02-22", 900),
        (7_200, "2027-02-12", 3),
        (1, "2027-02-12", 1),  # rounded up
        (0, "2027-12-31", 0),
        (100_000, "2028-02-11", 15_000),  # a whole year is the whole rate
        (100_000, "2028-03-01", 15_781),  # the leap day is a day
    ],
)
def test_interest_for_whole_days(amount: int, when: str, won: int) -> None:
    assert interest(amount, due=date(2027, 2, 11), paid=date.fromisoformat(when), percent=15) == won


@pytest.mark.parametrize(
    ("amount", "of", "shares"),
    [
        (100, 3, [33, 34, 33]),
        (2, 3, [1, 0, 1]),
        (1, 2, [1, 0]),
        (0, 2, [0, 0]),
        (32_500, 7, [4643, 4643, 4643, 4642, 4643, 4643, 4643]),
    ],
)
def test_shares_of_one_unit_each(amount: int, of: int, shares: list[int]) -> None:
    assert [share(amount, of=of, before=n, after=n + 1) for n in range(of)] == shares
    assert sum(shares) == amount


PLUS = Known(dossier=member(bought(PLANS["U20"], "2026-11-01 10:00")), plans=PLANS)


def test_one_by_one_is_the_same_as_all_at_once() -> None:
    sale = sold(("BELLO", 7), known=PLUS)
    split = one_by_one(sale, [[lambda _: back(1)]] * 7)
    assert [one.refund for one in split.returns][:1] == [4_643]
    assert sum(one.refund for one in split.returns) == 32_500
    assert sum(one.vat for one in split.returns) == sale.vat == 2_955
    assert sum(u.amount for one in split.returns for line in one.lines for u in line.undone) == 20_000


def test_a_part_gives_back_the_paid_share_and_undoes_its_share_of_the_discount() -> None:
    found = proposed(Original(sold(("BELLO", 8), known=PLUS)), back(1, 2))
    assert found.refund == 10_000
    assert [(one.benefit, one.amount) for one in found.lines[0].line.undone] == [("plus:e1", 5_000)]


def test_exempt_goods_carry_no_vat() -> None:
    original = Original(sold(("CUP", 1), ("GREEN", 2)))
    exempt = proposed(original, back(2))
    assert (exempt.amount, exempt.taxable, exempt.exempt, exempt.vat) == (10_000, 0, 10_000, 0)
    both = proposed(original, back(1), back(2, 2))
    assert (both.amount, both.taxable, both.exempt, both.vat) == (40_000, 20_000, 20_000, original.sale.vat)


def test_vat_adds_up_where_every_step_would_round() -> None:
    original = Original(replace(sold(("CUP", 1)), taxable=7, vat=1))
    steps = [vat_of(original, taken, 10) for taken in range(8)]
    assert steps == [0, 0, 1, 1, 1, 1, 1, 1]


def test_what_was_free_is_worth_nothing() -> None:
    sale = sold(("CUP", 2), ("ARIA", 1))
    free = replace(sale.lines[1], discounts=(Discount(Cause("line.free", "9 (2)"), 7_200),))
    gift = replace(sale, lines=(sale.lines[0], free), total=40_000, taxable=40_000, vat=3_636, payments=paid(40_000))
    found = proposed(Original(gift), back(2))
    assert (found.refund, found.vat, found.lines[0].line.undone, can_be_done(found)) == (0, 0, (), True)


class TestTheDeliveryFee:
    """It goes back with the last of the goods, where the shop answers for all of them."""

    sale = sold(("CUP", 1), ("SAMPLE", 1), delivery_fee=2_500, shipping=SHIPPING)
    two = sold(("CUP", 2), delivery_fee=2_500, shipping=SHIPPING)

    @pytest.mark.parametrize(
        ("steps", "fees"),
        [
            ([[back(1), back(2)]], [2_500]),
            ([[back(1)]], [2_500]),  # what came for nothing may stay
            ([[back(2)], [back(1)]], [0, 2_500]),
            ([[back(1)], [back(2)]], [2_500, 0]),
            ([[back(1, 1, "change_of_mind")]], [0]),
            ([[back(2, 1, "change_of_mind")]], None),
            ([[back(1, 1, "not_as_described"), back(2, 1, "defect")]], [2_500]),
        ],
    )
    def test_when_it_goes_back(self, steps: list[list[Wanted]], fees: list[int] | None) -> None:
        told = [[lambda _, one=one: one for one in step] for step in steps]
        if fees is None:
            with pytest.raises(Refused, match=r"return\.coffee_not_at_boutique"):
                one_by_one(self.sale, told)
            return
        after = one_by_one(self.sale, told)
        assert [one.delivery_fee for one in after.returns] == fees
        if sum(fees):
            assert sum(one.refund for one in after.returns) == self.sale.total
            assert sum(one.vat for one in after.returns) == self.sale.vat

    def test_not_while_goods_are_kept_or_replaced(self) -> None:
        assert proposed(Original(self.two), back(1)).delivery_fee == 0
        assert proposed(Original(self.two), back(1), back(1, replaced=True)).delivery_fee == 0
        assert proposed(Original(self.two), back(1, 2)).delivery_fee == 2_500

    def test_not_where_somebody_changed_their_mind_about_some_of_it(self) -> None:
        steps = [[lambda _: back(1, 1, "change_of_mind")], [lambda _: back(1)]]
        assert [one.delivery_fee for one in one_by_one(self.two, steps).returns] == [0, 0]


class TestTheWayItCame:
    """Cards first, each payment at most once, and what pays for other goods is no money."""

    sale = sold(("CUP", 5), by=[("cash", 30_000), ("transfer", 10_000), ("easy", 20_000)])

    def test_cards_then_transfers_then_cash(self) -> None:
        parts, _ = money_back(Original(self.sale), refund=100_000, credit=0, new_id=ids())
        assert [(one.kind, one.amount) for one in parts] == [
            ("easy", 20_000),
            ("card", 40_000),
            ("transfer", 10_000),
            ("cash", 30_000),
        ]

    def test_what_is_promised_is_gone(self) -> None:
        after = one_by_one(self.sale, [[lambda _: back(1, 2)], [lambda _: back(1, 3)]])
        assert [[(one.kind, one.amount, one.whole) for one in back_.parts] for back_ in after.returns] == [
            [("easy", 20_000, 20_000), ("card", 20_000, 40_000)],
            [("card", 20_000, 20_000), ("transfer", 10_000, 10_000), ("cash", 30_000, 30_000)],
        ]
        assert sources(after) == ()

    def test_nothing_goes_back_twice(self) -> None:
        after = one_by_one(self.sale, [[lambda _: back(1, 5)]])
        with pytest.raises(Refused, match=r"refund\.too_much"):
            money_back(after, refund=1, credit=0, new_id=ids())

    def test_a_payment_that_pays_for_other_goods_is_not_cancelled_whole(self) -> None:
        original = Original(sold(("CUP", 1)))
        parts, credit = money_back(original, refund=20_000, credit=10_000, new_id=ids())
        assert [(one.kind, one.amount, one.whole) for one in parts] == [("card", 10_000, 0)]
        assert [(one.of, one.amount) for one in credit] == [("p1", 10_000)]
        after = done(original, proposed(original, back(1)), new_id=ids(), credit=20_000)
        assert sources(after) == ()

    def test_what_was_paid_by_goods_goes_back_to_their_card(self) -> None:
        swapped = Payment("x1", "exchange", 20_000, approval=APPROVAL, origin="card", charge="first")
        cash = Payment("p2", "cash", 20_000)
        original = Original(replace(sold(("CUP", 2)), payments=(cash, swapped)))
        parts, _ = money_back(original, refund=30_000, credit=0, new_id=ids())
        assert [(one.of, one.kind, one.amount, one.whole, one.charge) for one in parts] == [
            ("x1", "card", 20_000, 0, "first"),
            ("p2", "cash", 10_000, 20_000, "p2"),
        ]
        assert parts[0].approval == APPROVAL

    def test_after_a_whole_cancellation_the_new_charge_is_where_money_goes(self) -> None:
        after = one_by_one(sold(("CUP", 3)), [[lambda _: back(1)]])
        anew = replace(APPROVAL, approval_number="99999999")
        out = PaidOut(after.returns[0].parts[0].id, "card", 20_000, recharged=Payment("p9", "card", 40_000, 0, anew))
        after = replace(after, paid_out=(out,))
        parts, _ = money_back(after, refund=40_000, credit=0, new_id=ids())
        assert [(one.of, one.amount, one.whole, one.charge) for one in parts] == [("p1", 40_000, 40_000, "p9")]
        assert parts[0].approval == anew
        assert owed(after.returns[0], after.paid_out) == ()
        assert owed(after.returns[0], ()) == after.returns[0].parts


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_newest_charge_holds_the_rest_whichever_part_was_paid_first(order: tuple[int, int]) -> None:
    after = one_by_one(sold(("CUP", 4)), [[lambda _: back(1)], [lambda _: back(1, 2)]])
    parts = [after.returns[place].parts[0] for place in order]
    rest = 80_000 - parts[0].amount
    later = replace(APPROVAL, approved_at="2026-11-09 10:00:00")
    first = PaidOut(parts[0].id, "card", parts[0].amount, recharged=Payment("n1", "card", rest, approval=APPROVAL))
    second = PaidOut(parts[1].id, "card", parts[1].amount, recharged=Payment("n2", "card", 20_000, approval=later))
    for paid_out in ((first, second), (second, first)):
        left = sources(replace(after, paid_out=paid_out))
        assert [(one.payment.id, one.payment.charge, one.left) for one in left] == [("p1", "n2", 20_000)]


def test_nothing_moves_for_a_replacement() -> None:
    found = proposed(Original(sold(("CUP", 1))), back(1, replaced=True), now=at("2026-11-03 10:00"))
    assert (found.refund, found.amount, found.vat, found.unpaid) == (0, 0, 0, 0)
    assert money_back(Original(sold(("CUP", 1))), refund=0, credit=0, new_id=ids()) == ((), ())
