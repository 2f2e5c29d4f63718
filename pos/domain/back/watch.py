"""What a manager should look at in a return: nothing of it forbids anything, all of it is written down with it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from pos.domain.back.proposal import Proposal
from pos.domain.sale import Sale

Flag: TypeAlias = Literal[
    "no_receipt", "by_code", "not_confirmed", "own_sale", "unpaid", "many_by_member", "many_by_cashier"
]

DAYS = 30
"""How many days back returns are counted."""
MOST_BY_MEMBER = 3
MOST_BY_CASHIER = 20


class Habits(msgspec.Struct, frozen=True):
    """How many returns a member, and the person at the till, had in the last `DAYS` days, as this till knows."""

    by_member: int = 0
    by_cashier: int = 0


def flags(
    found: Proposal, sale: Sale | None, cashier: str, habits: Habits, *, is_sure: bool, by_code: bool
) -> tuple[Flag, ...]:
    """What is unusual: no receipt, the mall not asked, whoever sold takes back, a rest unpaid, unusually many."""
    seen: dict[Flag, bool] = {
        "no_receipt": sale is None,
        "by_code": by_code,
        "not_confirmed": sale is not None and not is_sure,
        "own_sale": sale is not None and sale.cashier == cashier,
        "unpaid": found.unpaid > 0,
        "many_by_member": habits.by_member >= MOST_BY_MEMBER,
        "many_by_cashier": habits.by_cashier >= MOST_BY_CASHIER,
    }
    return tuple(flag for flag, is_so in seen.items() if is_so)
