"""A day against the days before: what is usual is no question, what is rare is one, with its arithmetic."""

from datetime import date, timedelta

import pytest

from pos.domain.audit.chance import MOST, at_least, at_least_of, once_in
from pos.domain.audit.flags import CODES, Code, Counted, Hit, Seen
from pos.domain.audit.judging import ONCE_IN, flags

FIRST = date(2026, 10, 1)


def day(nth: int, sales: dict[str, int] | None = None, *hits: Hit, counted: tuple[Counted, ...] = ()) -> Seen:
    return Seen(FIRST + timedelta(days=nth), sales or {"C1": 120, "C2": 120}, hits, counted)


def often(code: Code, who: str, times: int, about: str = "") -> tuple[Hit, ...]:
    return tuple(Hit(code, who, ((1, nth),), 1_000, about) for nth in range(times))


def past(code: Code, a_day: dict[str, int], days: int = 28) -> list[Seen]:
    return [
        day(nth, None, *(hit for who, times in a_day.items() for hit in often(code, who, times))) for nth in range(days)
    ]


def test_what_others_do_as_often_is_no_question() -> None:
    code: Code = "ask.drawer_without_sale"
    days = past(code, {"C1": 1, "C2": 6})
    assert flags([*days, day(28, None, *often(code, "C2", 7))]) == ()
    assert flags([*days, day(28, None, *often(code, "C1", 7))]) == ()


def test_what_nobody_does_is_one() -> None:
    code: Code = "ask.drawer_without_sale"
    days = past(code, {"C2": 1})
    (found,) = flags([*days, day(28, None, *often(code, "C1", 9))])
    assert (found.code, found.who, found.day, found.count, found.chances) == (code, "C1", FIRST + timedelta(28), 9, 120)
    assert found.amount == 9_000 and found.places == tuple((1, nth) for nth in range(9))
    assert 0 < found.expected < 2_000 and found.once_in >= ONCE_IN


def test_ones_own_habit_excuses_only_so_much() -> None:
    code: Code = "ask.void_before_payment"
    days = past(code, {"C1": 10, "C2": 1})
    assert [one.who for one in flags([*days, day(28, None, *often(code, "C1", 14))])] == ["C1"]


def test_fewer_than_three_are_never_one() -> None:
    for code in CODES:
        if code != "ask.clock_set_back":
            assert flags([day(0), day(1, {"C1": 1}, *often(code, "C1", 2))]) == ()


def test_a_till_without_a_past_asks_all_the_same() -> None:
    assert flags([day(0, None, *often("ask.refund_no_receipt", "C1", 4))])


def test_what_is_counted_together_is_counted_apart() -> None:
    code: Code = "ask.member_again"
    apart = [hit for nth in range(5) for hit in often(code, "C1", 1, f"m{nth}")]
    assert flags([day(0, None, *apart)]) == ()
    (found,) = flags([day(0, None, *often(code, "C1", 5, "m1"))])
    assert found.about == "m1"


def test_once_is_enough_for_the_clock() -> None:
    (found,) = flags([day(0, None, *often("ask.clock_set_back", "C1", 1))])
    assert (found.once_in, found.count) == (0, 1)


def test_counts_that_are_short_again_and_again() -> None:
    def counts(*short: int) -> list[Seen]:
        others = (Counted("C2", (1, 90), 0), Counted("C3", (1, 91), -50))
        return [day(nth, counted=(Counted("C1", (1, nth), won), *others)) for nth, won in enumerate(short)]

    (found,) = flags(counts(0, 0, -4_000, -5_000, -3_500, -6_000))
    assert (found.code, found.who, found.amount, found.count) == ("ask.short_again", "C1", 18_500, 4)
    assert found.places == ((1, 2), (1, 3), (1, 4), (1, 5))
    assert flags(counts(0, -4_000, -5_000, -3_500, -6_000, 0)) == ()
    assert flags(counts(0, 0, -900, -500, -900, -100)) == ()
    assert flags(counts(0, 0, 0, 0, 0, -90_000)) == ()


def test_a_kind_can_be_left_out() -> None:
    days = [day(0, None, *often("ask.clock_set_back", "C1", 1))]
    assert flags(days) and not flags(days, without=["ask.clock_set_back"])


@pytest.mark.parametrize(
    ("count", "mean", "shape", "wanted"), [(0, 1.0, 3.0, 1.0), (1, 0.0, 3.0, 0.0), (1, 2.0, 1.0, 2 / 3)]
)
def test_chance(count: int, mean: float, shape: float, wanted: float) -> None:
    assert at_least(count, mean, shape=shape) == pytest.approx(wanted)


def test_a_large_shape_is_a_poisson_distribution() -> None:
    assert at_least(3, 1.0, shape=1e9) == pytest.approx(0.0803, abs=1e-4)
    assert at_least_of(2, 3, 0.5) == pytest.approx(0.5)


def test_nobody_claims_more_than_once_in_a_million() -> None:
    assert (once_in(0.0), once_in(1e-12), once_in(0.01)) == (MOST, MOST, 100)
