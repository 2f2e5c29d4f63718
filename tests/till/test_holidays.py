"""A holiday that was announced late counts from the moment it is entered, here and after a restart."""

from datetime import date

import pytest

from pos.domain.facts import HolidayEntered
from pos.till.back import returning
from pos.till.day import holidays
from tests.till.backs import CUP, bring_back, code_of, facts, returns, sell, unchecked, want
from tests.till.scene import Scene

LATE = date(2026, 11, 4)


def enter(scene: Scene, day: date = LATE, *, by: str = "B1", pin: str = "930275") -> str:
    """Enter a holiday; the code it is refused with."""
    return code_of(scene, holidays.enter(scene.counter, day, by=by, pin=pin, reason="announced today"))


def test_refunds_are_due_later_from_then_on(shop: Scene) -> None:
    for _ in range(2):
        bring_back(shop, sell(shop, CUP))
        assert enter(shop) == ""
    shop.dies_and_starts_again()
    bring_back(shop, sell(shop, CUP))
    assert [back.due for back in returns(shop)] == [date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 6)]


def test_it_moves_the_last_day_of_a_legal_period(shop: Scene) -> None:
    sale = sell(shop, CUP)
    shop.clock.at = shop.clock.at.replace(day=10)
    want(shop, sale)
    assert unchecked(shop) == "return.too_late"
    assert enter(shop, date(2026, 11, 9)) == ""
    assert unchecked(shop) == "" and not returning.proposal(shop.counter).needs


def test_again_is_the_same(shop: Scene) -> None:
    assert (enter(shop), enter(shop)) == ("", "")
    (entered,) = [fact for fact in facts(shop) if isinstance(fact, HolidayEntered)]
    assert (entered.day, entered.approval.by) == (LATE, "B1") and shop.rig.verify().holds


@pytest.mark.parametrize(
    ("day", "by", "pin", "code"),
    [
        (date(2099, 1, 1), "B1", "930275", "calendar.not_covered"),
        (date(1999, 1, 1), "B1", "930275", "calendar.not_covered"),
        (LATE, "C1", "930275", "approval.same_person"),
        (LATE, "B1", "000000", "approval.wrong_pin"),
        (LATE, "B9", "930275", "approval.unknown"),
    ],
)
def test_only_a_manager_and_only_within_the_calendar(shop: Scene, day: date, by: str, pin: str, code: str) -> None:
    assert enter(shop, day, by=by, pin=pin) == code
    assert shop.counter.ports.past.holidays() == frozenset()
