"""Entries as lines: each kind says what it is about, by numbers and codes; what cannot be read is a line as well."""

from datetime import date, timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.audit.lines import GROUPS, Line, Wanted, line_of
from pos.domain.cash_receipt import CashReceipt, CashReceiptOwed
from pos.domain.drawer import Move, fewest
from pos.domain.facts import (
    ApprovalGiven,
    ApprovalRefused,
    CardAnswered,
    CardAsked,
    ClockMoved,
    DrawerMoved,
    Fact,
    HolidayEntered,
    LineVoided,
    OrderRefused,
    PartPaid,
    SaleCompleted,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
    SignInRefused,
    StockCorrected,
)
from pos.domain.journal import Entry, make_entry, write_time
from pos.domain.people.staff import PinSet
from pos.domain.sums.report import Report
from pos.domain.tender import Payment
from tests.domain.products import NOW
from tests.domain.sales import a_sale

DAY = NOW.date()


def entry(fact: Fact) -> Entry:
    return make_entry(fact, till="1", epoch=2, seq=7, at=write_time(NOW), day=DAY, who="C1", previous=b"")


def said(fact: Fact) -> dict[str, object]:
    """What a line says beyond when, who and what kind."""
    line = line_of(entry(fact))
    plain = Line(line.place, line.at, line.day, line.who, line.kind)
    return {name: getattr(line, name) for name in Line.__struct_fields__ if getattr(line, name) != getattr(plain, name)}


def test_every_kind_is_in_one_group() -> None:
    kinds = [kind for group in GROUPS.values() for kind in group]
    assert sorted(kinds) == sorted(kind.__name__ for kind in get_args(Fact))
    assert GROUPS["system"] == (
        "EpochOpened",
        "HolidayEntered",
        "ClockMoved",
        "MallWentBack",
        "AsideLookedAt",
    )


REPORT = Report("SEL01", "1", "s1", DAY, NOW, NOW, "C1", number=4, expected=10_000, count=fewest(9_000))
RECEIPT = CashReceipt("r1", "sale-1", "income", "010****0000", 11_000, 1_000, NOW)


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [
        (LineVoided("s", "ARIA", 2), {"subject": "ARIA", "units": 2}),
        (DrawerMoved(Move("out", 3_000, "stamps")), {"amount": -3_000, "code": "out", "note": "stamps"}),
        (ShiftOpened("s1", 100_000), {"subject": "s1", "amount": 100_000, "units": 1}),
        (ShiftCounted("s1", 2, fewest(5_000)), {"subject": "s1", "amount": 5_000, "units": 2}),
        (ShiftClosed(REPORT), {"subject": "s1", "amount": -1_000, "number": 4}),
        (PartPaid("s", Payment("p", "cash", 4_000, 4_000)), {"subject": "s", "amount": 4_000, "code": "cash"}),
        (CashReceiptOwed(RECEIPT), {"subject": "sale-1", "amount": 11_000, "code": "income"}),
        (CardAsked("s", "a", "easy", 9_000, 0), {"subject": "s", "amount": 9_000, "code": "easy"}),
        (CardAnswered("s", "a", "declined", "limit"), {"subject": "s", "code": "declined", "note": "limit"}),
        (SignInRefused("B1", "session.wrong_pin", 2), {"by": "B1", "code": "session.wrong_pin", "units": 2}),
        (
            ApprovalRefused("s", "line.free", "x", "B1", "approval.wrong_pin"),
            {"subject": "s", "code": "line.free", "by": "B1", "note": "approval.wrong_pin"},
        ),
        (
            ApprovalGiven("s", Approval("line.free", "x", "B1", "friend", NOW)),
            {"subject": "s", "code": "line.free", "by": "B1", "note": "friend"},
        ),
        (OrderRefused("s", 3, "why", (), 7_000), {"subject": "s", "number": 3, "note": "why", "amount": 7_000}),
        (StockCorrected("CUP", -2, "broken", "x"), {"subject": "CUP", "units": -2, "code": "broken", "note": "x"}),
        (HolidayEntered(date(2026, 5, 1), Approval("x", "x", "B1", "r", NOW)), {"note": "2026-05-01", "by": "B1"}),
        (ClockMoved(NOW - timedelta(hours=1)), {"note": write_time(NOW - timedelta(hours=1))[:16].replace("T", " ")}),
        (PinSet("C2", "own"), {"by": "C2", "code": "own"}),
    ],
)  # fmt: skip
def test_what_each_says(fact: Fact, wanted: dict[str, object]) -> None:
    assert said(fact) == wanted


def test_a_sale_by_its_number_and_its_members() -> None:
    found = said(SaleCompleted(replace(a_sale(5), member="m1")))
    assert (found["number"], found["member"], found["subject"], found["amount"]) == (5, "m1", "sale-1", a_sale().total)
    assert "code" not in found  # it was paid in three ways


def test_what_cannot_be_read_is_a_line() -> None:
    line = line_of(replace(entry(LineVoided("s", "ARIA", 2)), payload=b"{"))
    assert (line.place, line.who, line.kind, line.subject) == ((2, 7), "C1", "LineVoided", "")


def test_amounts_from_and_to_whichever_way_money_went() -> None:
    wanted = Wanted(DAY, DAY, least=1_000, most=3_000)
    assert [wanted.has(won) for won in (999, 1_000, -3_000, -3_001, 0)] == [False, True, True, False, False]
    assert Wanted(DAY, DAY).has(0) and Wanted(DAY, DAY, groups=("system",)).kinds == GROUPS["system"]
