"""Returns that cannot be what they say wait aside; those that can be move money and stock once."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.back.returns import Claim, PaidOut, Undone
from pos.domain.facts import ClaimMade, HolidayEntered, RefundPaid, ReturnCompleted
from pos.mall.chain import Mall
from tests.domain.sales import a_sale
from tests.mall.backs import ask_sale, bring_back, last_sale, want
from tests.mall.plus import SEED, reasons
from tests.mall.tills import NOON, Till

ALSO_SEEDED = (SEED,)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"till": "9"}, "return.place"),
        ({"boutique": "BUS01"}, "return.place"),
        ({"original": ""}, "return.place"),
        ({"lines": ()}, "return.lines"),
        ({"amount": 7_199}, "return.sums"),
        ({"taxable": 0, "exempt": 7_200}, "return.sums"),
        ({"refund": 7_199}, "return.sums"),
        ({"unpaid": 1}, "return.sums"),
        ({"unpaid": -1}, "return.sums"),
        ({"unpaid": -7_200, "refund": 0, "parts": ()}, "return.sums"),
        ({"vat": -1}, "return.sums"),
        ({"parts": ()}, "return.sums"),
        ({"delivery_fee": -100, "amount": 7_100, "taxable": 7_100, "refund": 7_100}, "return.sums"),
        ({"number": 2**70}, "entry.unstorable"),
    ],
)
def test_a_return_has_to_make_sense(mall: Mall, till: Till, changed: dict[str, Any], reason: str) -> None:
    till.sell(1)
    bring_back(till, last_sale(till), want(), **changed)
    till.sell(1)
    till.push()
    assert reasons(mall, till) == ({2: reason} if reason else {})
    assert len(ask_sale(till, "SEL01-1-000001").original.returns) == (0 if reason else 1)
    assert mall.sums(till.name).count == 2, "and it holds up nobody"


@pytest.mark.parametrize(
    "odd",
    [
        {"quantity": 0},
        {"quantity": 10**12},
        {"position": 0},
        {"amount": -1},
        {"serials": ("A", "B")},
        {"serials": ("A\0",)},
        {"new_serials": ("A",)},
        {"replaced": True},
        {"undone": (Undone("x", -1),)},
        {"product": "AR\0IA"},
    ],
)
def test_a_line_has_to_make_sense(mall: Mall, till: Till, odd: dict[str, object]) -> None:
    till.sell(1)
    back = bring_back(till, last_sale(till), want())
    till.journal.pop()
    till.write(ReturnCompleted(replace(back, lines=(replace(back.lines[0], **odd),))))
    till.push()
    assert reasons(mall, till) == {2: "return.lines"}


def test_a_refund_is_paid_out_once(mall: Mall, till: Till) -> None:
    till.sell(1)
    back = bring_back(till, last_sale(till), want())
    part = back.parts[0]
    for paid in (
        PaidOut(part.id, "cash", part.amount, interest=12),
        PaidOut(part.id, "cash", part.amount),
        PaidOut(part.id, "cash", part.amount + 1),
        PaidOut("nothing", "cash", part.amount),
    ):
        till.write(RefundPaid(back.id, paid))
    till.write(RefundPaid("nothing", PaidOut(part.id, "cash", part.amount)))
    till.push()
    odd = {4: "refund.twice", 5: "refund.sums", 6: "refund.sums", 7: "refund.unknown"}
    assert reasons(mall, till) == odd
    assert ask_sale(till, "SEL01-1-000001").original.paid_out == (PaidOut(part.id, "cash", 7_200, interest=12),)


@pytest.mark.parametrize(
    ("said", "units"),
    [
        ({}, 9),
        ({"reason": "defect", "condition": "used"}, 8),
        ({"reason": "defect", "condition": "used", "replaced": True}, 7),
    ],
)
def test_the_stock_moves_as_the_goods_do(mall: Mall, till: Till, busan: Till, said: dict[str, Any], units: int) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    mall.set_stock("BUS01", "ARIA", 8)
    till.sell(1)
    till.push()
    sold = last_sale(till)
    bring_back(busan, sold, want(**said))
    busan.push()
    assert mall.stock("SEL01")["ARIA"].units == 8
    assert mall.stock("BUS01")["ARIA"].units == units, "where it came back, and not where it was sold"


def test_goods_without_a_receipt_come_back(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    sold = a_sale()
    back = bring_back(till, sold, want())
    till.journal.pop()
    line = replace(back.lines[0], position=0)
    till.write(ReturnCompleted(replace(back, sale="", original="", lines=(line,))))
    till.push()
    assert mall.stock("SEL01")["ARIA"].units == 11 and reasons(mall, till) == {}


def test_claims_and_holidays_are_the_tills_own_affair(mall: Mall, till: Till) -> None:
    till.sell(1)
    till.write(ClaimMade(Claim("claim-1", "sale-1", "SEL01-1-000001", (want(),), NOON)))
    till.write(HolidayEntered(NOON.date(), Approval("calendar.holiday", "2026-11-02", "B1", "announced late", NOON)))
    till.push()
    assert reasons(mall, till) == {}


def test_a_field_of_a_newer_till_is_ignored(mall: Mall, till: Till) -> None:
    till.sell(1)
    back = bring_back(till, last_sale(till), want())
    told = msgspec.json.decode(till.journal.pop().payload)
    told["back"]["weather"] = told["back"]["lines"][0]["colour"] = "red"
    till.write_raw("ReturnCompleted", msgspec.json.encode(told))
    till.push()
    assert ask_sale(till, "SEL01-1-000001").original.returns == (back,) and reasons(mall, till) == {}
