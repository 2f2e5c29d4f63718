"""What a manager should look at in a return; nothing of it forbids anything."""

from typing import Any

import pytest

from pos.domain.back.proposal import Proposal
from pos.domain.back.watch import Habits, flags
from tests.domain.backs import sold


def seen(**more: Any) -> tuple[str, ...]:
    facts: dict[str, Any] = {"unpaid": 0, "sale": SALE, "cashier": "C2", "habits": Habits(), "is_sure": True} | more
    found = Proposal(unpaid=facts["unpaid"])
    by_code = facts.get("by_code", False)
    return flags(found, facts["sale"], facts["cashier"], facts["habits"], is_sure=facts["is_sure"], by_code=by_code)


SALE = sold(("CUP", 1))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ()),
        ({"sale": None, "is_sure": False}, ("no_receipt",)),
        ({"is_sure": False}, ("not_confirmed",)),
        ({"is_sure": False, "by_code": True}, ("by_code", "not_confirmed")),
        ({"cashier": "C1"}, ("own_sale",)),
        ({"unpaid": 1}, ("unpaid",)),
        ({"unpaid": -1}, ()),
        ({"habits": Habits(2, 19)}, ()),
        ({"habits": Habits(3, 20)}, ("many_by_member", "many_by_cashier")),
    ],
)
def test_what_is_unusual(facts: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert seen(**facts) == expected
