"""Plans, entitlements and what is left of them (terms 9 (8))."""

from datetime import date

import pytest

from pos.domain.plus import Entitlement, Plan, Use, best_plan, last_day, left, reason_against, runs, to_use, used
from tests.domain.baskets import D25, U20, at, bought, uses

BOUGHT = bought(U20, "2026-11-02 10:00")
ONLINE = bought(U20, "2026-11-01 10:00", id="e2", at_boutique=False)
SHIPPED = bought(U20, "2026-10-30 10:00", id="e3", at_boutique=False, shipped_at=at("2026-11-01 09:00"))


def test_a_plan_is_worth_all_its_amounts() -> None:
    assert (U20.worth, D25.worth) == (60_000, 115_000)


def test_of_machines_bought_together_the_plan_worth_most_counts() -> None:
    twin = Plan("TWIN", (60_000,), 30, 70, ("original",))
    assert best_plan([U20, D25]) == best_plan([D25, U20]) == D25
    assert best_plan([U20, twin]) == U20
    assert best_plan([twin, U20]) == twin
    assert best_plan([]) is None


@pytest.mark.parametrize(
    ("entitlement", "expected"),
    [
        (BOUGHT, "2027-01-31"),
        (bought(D25, "2026-11-02 23:59"), "2027-03-02"),
        (SHIPPED, "2027-01-30"),
        (ONLINE, None),
    ],
)
def test_the_last_day(entitlement: Entitlement, expected: str | None) -> None:
    found = last_day(entitlement)
    assert found == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("entitlement", "times", "now", "reason"),
    [
        (BOUGHT, 0, "2026-11-02 10:00:00", ""),
        (BOUGHT, 0, "2026-11-02 09:59:59", "plus.not_started"),
        (BOUGHT, 2, "2027-01-31 23:59:59", ""),
        (BOUGHT, 0, "2027-02-01 00:00:00", "plus.expired"),
        (BOUGHT, 3, "2026-11-03 10:00:00", "plus.used_up"),
        (BOUGHT, 4, "2027-03-01 10:00:00", "plus.used_up"),
        (ONLINE, 0, "2026-11-02 10:00:00", "plus.not_started"),
        (SHIPPED, 0, "2026-11-01 08:59:59", "plus.not_started"),
        (SHIPPED, 0, "2026-11-01 09:00:00", ""),
        (bought(U20, "2026-11-01 10:00", ended="returned"), 0, "2026-11-02 10:00:00", "plus.none"),
    ],
)
def test_the_reason_against(entitlement: Entitlement, times: int, now: str, reason: str) -> None:
    made = uses(entitlement, times)
    assert reason_against(entitlement, made, at(now)) == reason
    assert runs(entitlement, made, at(now)) is (reason in ("", "plus.not_started"))


def test_one_sale_uses_it_once_whoever_tells_of_it() -> None:
    made = (*uses(BOUGHT, 2), *uses(BOUGHT, 1), Use("plus:other", "s9"))
    assert used(BOUGHT.benefit, made) == 2
    assert left(BOUGHT, made) == 1
    assert left(BOUGHT, uses(BOUGHT, 9)) == 0
    assert left(bought(U20, "2026-11-01 10:00", ended="cancelled"), ()) == 0


NOW = at("2026-12-01 10:00")
LATER = bought(D25, "2026-11-20 10:00", id="e9")
OLD = bought(U20, "2026-05-01 10:00", id="e0")


@pytest.mark.parametrize(
    ("entitlements", "made", "expected", "reason"),
    [
        ((), (), None, "plus.none"),
        ((BOUGHT, LATER), (), BOUGHT, ""),
        ((LATER, BOUGHT), (), BOUGHT, ""),
        ((LATER, BOUGHT), uses(BOUGHT, 3), LATER, ""),
        ((OLD, BOUGHT), (), BOUGHT, ""),
        ((OLD,), (), OLD, "plus.expired"),
        ((OLD, BOUGHT), uses(BOUGHT, 3), BOUGHT, "plus.used_up"),
        ((BOUGHT, OLD), uses(BOUGHT, 3), BOUGHT, "plus.used_up"),
        ((ONLINE,), (), ONLINE, "plus.not_started"),
        ((OLD, bought(U20, "2026-11-30 10:00", id="e8", ended="returned")), (), OLD, "plus.expired"),
        ((bought(U20, "2026-11-30 10:00", ended="returned"),), (), None, "plus.none"),
    ],
)
def test_which_of_several_is_used(
    entitlements: tuple[Entitlement, ...], made: tuple[Use, ...], expected: Entitlement | None, reason: str
) -> None:
    assert to_use(entitlements, made, NOW) == (expected, reason)
