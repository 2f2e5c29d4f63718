"""Limiting a membership and losing it: days by the terms of the day, reasons by their number."""

from datetime import date

import pytest

from pos.domain.calendar import WorkingDays
from pos.domain.errors import Refused
from pos.domain.people.standing import REASONS, announced_loss, check_suspension, cure_until
from pos.domain.policy import Membership, read_policy
from tests.domain.products import POLICIES


def rule(version: str) -> Membership:
    return read_policy((POLICIES / f"{version}.toml").read_text("utf-8")).rules.membership


BEFORE, SINCE = "2024-11-11", "2025-02-10"


@pytest.mark.parametrize(
    ("version", "day", "cure", "effect"),
    [
        (BEFORE, date(2024, 12, 2), date(2025, 1, 2), date(2025, 1, 3)),
        (SINCE, date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 10)),
        (SINCE, date(2026, 11, 3), date(2026, 11, 6), date(2026, 11, 10)),
        (SINCE, date(2026, 12, 22), date(2026, 12, 28), date(2026, 12, 29)),  # Christmas, then a weekend
    ],
)
def test_days_to_put_it_right_and_to_explain(version: str, day: date, cure: date, effect: date) -> None:
    assert cure_until(day, rule(version), WorkingDays()) == cure
    explain, takes = announced_loss(day, rule(version), WorkingDays())
    assert takes == effect and (takes - explain).days == 1


@pytest.mark.parametrize("reason", [None, 0, 9, -1])
def test_there_are_eight_reasons(reason: int | None) -> None:
    assert [check_suspension(one, "eleven returns") for one in REASONS] == [1, 2, 3, 4, 5, 6, 7, 8]
    with pytest.raises(Refused, match=r"member\.reason"):
        check_suspension(reason, "eleven returns")


def test_a_reason_needs_its_note() -> None:
    with pytest.raises(Refused):
        check_suspension(5, " ")
