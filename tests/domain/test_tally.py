"""Adding up a shift: what each kind of entry does to its report, and what holds of every day."""

import random
from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.back.returns import Original, PaidOut, Return
from pos.domain.drawer import Move, MoveKind
from pos.domain.facts import (
    ApprovalGiven,
    DrawerMoved,
    DrawerOpened,
    Fact,
    LineVoided,
    OrderCancelled,
    RefundPaid,
    Reprinted,
    ReturnCompleted,
    SaleAbandoned,
    SaleCompleted,
    SignedIn,
)
from pos.domain.sale import Sale
from pos.domain.sums.report import Report
from pos.domain.sums.tally import Tally, tally
from pos.domain.tender import Payment
from tests.domain.backs import back, done, ids, paid, proposed, sold
from tests.domain.products import NOW

BARE = Report("SEL01", "1", "shift-1", NOW.date(), NOW, NOW, "C1")


def of(*facts: Fact, float_won: int = 100_000, sales: Iterable[Sale] = (), **bare: Any) -> Report:
    """What these come to, all done by C1."""
    known = {sale.id: sale for sale in sales}
    return tally([("C1", fact) for fact in facts], float_won, known.get).report(replace(BARE, **bare))


def rows(report: Report, table: str) -> dict[str, tuple[int, int]]:
    return {row.name: (row.amount, row.count) for row in getattr(report, table)}


def cash_for(sale: Sale, **more: Any) -> Sale:
    return replace(sale, payments=(Payment("p1", "cash", sale.total),), **more)


def returned(sale: Sale, quantity: int = 1, credit: int = 0) -> Return:
    """So many of its first line come back because of a defect."""
    original = Original(sale)
    return done(original, proposed(original, back(1, quantity)), new_id=ids("b"), credit=credit).returns[-1]


def test_nothing_happened() -> None:
    report = of(SignedIn())
    assert (report.net, report.expected, report.running, report.difference) == (0, 100_000, 0, 0)
    assert report.tenders == report.people == report.hours == ()


def test_a_sale() -> None:
    sale = sold(("BELLO", 2), ("CUP", 1), by=[("cash", 5_000)])
    report = of(SaleCompleted(sale), running=1_000)
    assert (report.sales, report.discounts, report.net) == (sale.goods, sale.discount, sale.total)
    assert (report.vat, report.exempt, report.sale_count) == (sale.vat, sale.exempt, 1)
    assert rows(report, "tenders") == {"card": (sale.total - 5_000, 1), "cash": (5_000, 1)}
    assert rows(report, "people") == {"C1": (sale.total, 1)} and rows(report, "hours") == {"10": (sale.total, 1)}
    assert sum(row.amount for row in report.ranges) == sale.total
    assert (report.expected, report.running) == (105_000, 1_000 + sale.total)


def test_what_comes_back_and_is_paid_later() -> None:
    sale = cash_for(sold(("CUP", 2)))
    one = returned(sale)
    today = of(SaleCompleted(sale), ReturnCompleted(one))
    assert (today.returns, today.return_count, today.net) == (one.refund, 1, sale.total - one.refund)
    assert (today.vat, today.expected) == (sale.vat - one.vat, 100_000 + sale.total)
    part = one.parts[0]
    later = of(RefundPaid(one.id, PaidOut(part.id, "cash", part.amount, interest=164)))
    assert (later.net, later.interest, later.expected) == (0, 164, 100_000 - part.amount - 164)
    assert rows(later, "tenders") == {"cash": (-part.amount - 164, 0)}


def test_interest_is_cash_though_the_rest_goes_to_the_card() -> None:
    report = of(RefundPaid("r", PaidOut("x", "card", 5_000, interest=10)))
    assert rows(report, "tenders") == {"card": (-5_000, 0), "cash": (-10, 0)} and report.expected == 99_990


def test_goods_for_goods() -> None:
    """What comes back pays for what goes out: money only for the rest, and the tenders say so."""
    old, new = cash_for(sold(("CUP", 1))), sold(("CUP", 2))
    one = returned(old, credit=20_000)
    assert one.parts == () and sum(part.amount for part in one.credit) == 20_000
    exchange, rest = Payment("x", "exchange", 20_000), Payment("y", "cash", new.total - 20_000)
    report = of(ReturnCompleted(one), SaleCompleted(replace(new, payments=(exchange, rest))))
    assert rows(report, "tenders")["exchange"] == (0, 1)
    assert sum(row.amount for row in report.tenders) == report.net == new.total - 20_000


@pytest.mark.parametrize("is_of_today", [True, False])
def test_an_order_that_is_cancelled(is_of_today: bool) -> None:
    order = cash_for(sold(("CUP", 2), delivery_fee=2_500))
    cancelled = OrderCancelled(order.id, order.total, order.payments)
    before: tuple[Fact, ...] = (SaleCompleted(order),) if is_of_today else ()
    report = of(*before, cancelled, sales=(order,))
    sign = 0 if is_of_today else -1
    assert (report.net, report.vat, report.expected) == (
        sign * order.total,
        sign * order.vat,
        100_000 + sign * order.total,
    )
    assert (report.cancelled, report.cancelled_count) == (order.total, 1)
    assert sum(row.amount for row in report.people) == report.net


@pytest.mark.parametrize(
    ("fact", "what"),
    [
        (LineVoided("s", "CUP", 1), "voids"),
        (SaleAbandoned("s", (), 0), "abandoned"),
        (ApprovalGiven("s", Approval("a", "b", "B1", "c", NOW)), "approvals"),
        (Reprinted("s"), "reprints"),
        (DrawerOpened("sale"), "no_sales"),
    ],
)
def test_what_is_counted(fact: Fact, what: str) -> None:
    assert getattr(of(fact, fact), what) == 2 and of(fact).net == 0


def test_openings_that_money_explains() -> None:
    moved = (DrawerMoved(Move("in", 1, "x")), DrawerOpened("drawer moved"))
    report = of(DrawerOpened("sale", "s"), *moved, DrawerOpened("drawer moved"), DrawerOpened("refund", "r"))
    assert report.no_sales == 1


# --- the day of the examples -------------------------------------------------------------------------------------


def a_day(chance: random.Random) -> tuple[list[Fact], list[Sale]]:
    """Sales, returns paid now or never, exchanges, moves, cancellations, in any order that can be."""
    facts: list[Fact] = []
    sales: list[Sale] = []
    for nth in range(chance.randrange(1, 9)):
        sale = sold(("CUP", chance.randrange(1, 4)), ("BELLO", chance.randrange(1, 5)))
        cash = chance.choice([0, 5_000, sale.total])
        sale = replace(sale, id=f"s{nth}", payments=paid(sale.total, [("cash", cash)]), cashier=chance.choice("AB"))
        sales.append(sale)
        facts.append(SaleCompleted(sale))
        match chance.randrange(4):
            case 0:
                facts += _back(chance, replace(returned(sale), id=f"r{nth}"))
            case 1:
                facts.append(OrderCancelled(sale.id, sale.total, sale.payments))
            case 2:
                kind: MoveKind = chance.choice(["in", "out", "safe"])
                facts.append(DrawerMoved(Move(kind, chance.randrange(1, 90_000), "x")))
    return facts, sales


def _back(chance: random.Random, one: Return) -> list[Fact]:
    told: list[Fact] = [ReturnCompleted(one)]
    for part in one.parts:
        if chance.random() < 0.7:
            told.append(RefundPaid(one.id, PaidOut(part.id, part.kind, part.amount, interest=chance.choice([0, 7]))))
    return told


def owed_after(facts: Iterable[Fact]) -> int:
    """What was promised less what was paid."""
    owed = 0
    for fact in facts:
        if isinstance(fact, ReturnCompleted):
            owed += sum(part.amount for part in fact.back.parts)
        elif isinstance(fact, RefundPaid):
            owed -= fact.paid.amount
    return owed


@pytest.mark.parametrize("seed", range(40))
def test_what_came_in_is_the_net_and_what_is_still_owed_less_the_interest(seed: int) -> None:
    facts, sales = a_day(random.Random(seed))
    report = of(*facts, sales=sales)
    assert sum(row.amount for row in report.tenders) == report.net + owed_after(facts) - report.interest
    assert sum(row.amount for row in report.people) == report.net
    sold_for = report.sales - report.discounts + report.delivery_fees
    assert sum(row.amount for row in report.hours) == sold_for
    assert sum(row.amount for row in report.ranges) == sold_for - report.delivery_fees
    assert sum(row.amount for row in report.benefits) == report.discounts
    cash = rows(report, "tenders").get("cash", (0, 0))[0]
    assert report.expected == 100_000 + cash + sum(move.change for move in report.moves)


SUMS = ("sales", "discounts", "returns", "cancelled", "net", "vat", "exempt", "interest", "sale_count", "return_count")


@pytest.mark.parametrize("seed", range(40))
def test_a_day_is_the_sum_of_its_parts(seed: int) -> None:
    chance = random.Random(seed)
    facts, sales = a_day(chance)
    cut = chance.randrange(len(facts) + 1)
    whole, first = of(*facts, sales=sales), of(*facts[:cut], sales=sales)
    second = of(*facts[cut:], sales=sales, float_won=0, running=first.running)
    for name in SUMS:
        assert getattr(whole, name) == getattr(first, name) + getattr(second, name), name
    assert whole.running == second.running and whole.expected == first.expected + second.expected
    assert whole.moves == first.moves + second.moves


def test_it_can_be_asked_at_any_moment_and_goes_on() -> None:
    summed = Tally(1_000, lambda _: None)
    assert summed.expected == summed.report(BARE).expected == 1_000
    summed.add(DrawerMoved(Move("out", 400, "x")), who="C1")
    assert summed.expected == 600 and summed.cash().moves == (Move("out", 400, "x"),)
