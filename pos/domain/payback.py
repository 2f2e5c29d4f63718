"""Resellers' payback vouchers (terms 9 (9)): what one is worth, how often, until when, and whose it is."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from pos.domain.calendar import end_of_day
from pos.domain.money import Won


class Voucher(msgspec.Struct, frozen=True):
    """A voucher out of a machine's box: `amount` won off each of `orders` orders, up to and with the day `until`.

    `account` is the member who used it first, and the only one who can (9 (9) 6). `sales` are the orders that used it.
    """

    code: str
    amount: Won
    orders: int
    until: date
    account: str | None = None
    sales: tuple[str, ...] = ()

    @property
    def benefit(self) -> str:
        """Its name wherever benefits are counted."""
        return f"payback:{self.code}"

    @property
    def left(self) -> int:
        """How many orders it still pays for."""
        return max(self.orders - len(set(self.sales)), 0)


def reason_against(voucher: Voucher, *, member: str | None, at_boutique: bool, moment: datetime) -> str:
    """Why it cannot be redeemed, whatever is in the basket; "" where it can. `at_boutique`: the policy allows it."""
    if not at_boutique:
        return "payback.not_at_boutique"
    if member is None:
        return "payback.no_member"
    if voucher.account not in (None, member):
        return "payback.other_account"
    if voucher.left == 0:
        return "payback.used_up"
    return "payback.expired" if moment >= end_of_day(voucher.until) else ""
