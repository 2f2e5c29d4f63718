"""A reseller's voucher, whatever is in the basket (terms 9 (9))."""

from datetime import date

import pytest

from pos.domain.payback import Voucher, reason_against
from tests.domain.baskets import at

VOUCHER = Voucher("V1", 30_000, 2, date(2027, 1, 31))
MINE = Voucher("V1", 30_000, 2, date(2027, 1, 31), "M1", ("s1",))
SPENT = Voucher("V1", 30_000, 2, date(2027, 1, 31), "M1", ("s1", "s2", "s1"))


def test_one_sale_uses_it_once() -> None:
    assert [voucher.left for voucher in (VOUCHER, MINE, SPENT)] == [2, 1, 0]
    assert Voucher("V1", 1, 2, date(2027, 1, 31), "M1", ("s1", "s1")).left == 1
    assert VOUCHER.benefit == "payback:V1"


@pytest.mark.parametrize(
    ("voucher", "member", "at_boutique", "now", "reason"),
    [
        (VOUCHER, "M1", True, "2026-11-02 10:00:00", ""),
        (VOUCHER, "M1", True, "2027-01-31 23:59:59", ""),
        (VOUCHER, "M1", True, "2027-02-01 00:00:00", "payback.expired"),
        (VOUCHER, "M1", False, "2026-11-02 10:00:00", "payback.not_at_boutique"),
        (VOUCHER, None, True, "2026-11-02 10:00:00", "payback.no_member"),
        (MINE, "M1", True, "2026-11-02 10:00:00", ""),
        (MINE, "M2", True, "2026-11-02 10:00:00", "payback.other_account"),
        (SPENT, "M1", True, "2026-11-02 10:00:00", "payback.used_up"),
        (SPENT, "M2", True, "2026-11-02 10:00:00", "payback.other_account"),
    ],
)
def test_the_reason_against(voucher: Voucher, member: str | None, at_boutique: bool, now: str, reason: str) -> None:
    assert reason_against(voucher, member=member, at_boutique=at_boutique, moment=at(now)) == reason
