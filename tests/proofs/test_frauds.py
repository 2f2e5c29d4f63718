"""Twelve frauds in a month of 20,000 sales are asked about the next day, honest shifts hardly ever; and each needs its
own watch. `python -m benchmarks.frauds` does it for as many months as one likes.
"""

from functools import cache

from benchmarks.frauds import Outcome, a_month
from benchmarks.plays import PLAYS
from pos.domain.audit.flags import CODES

SEED = 11


@cache
def month() -> Outcome:
    return a_month(SEED)


def test_every_fraud_is_asked_about_the_next_day() -> None:
    assert set(PLAYS) == set(CODES) and month().sales >= 20_000
    assert month().caught == set(CODES)


def test_at_most_one_honest_shift_in_a_hundred_is_asked_about() -> None:
    found = month()
    assert found.honest_shifts * 100 <= found.shifts - len(found.dishonest), found.honest
    assert found.naive * 20 >= found.shifts  # whatever happens three times a day would be far more


def test_a_question_leads_to_its_entries_and_shows_its_arithmetic() -> None:
    for flag in month().flags:
        assert flag.places and len(set(flag.places)) == len(flag.places)
        assert flag.count and (flag.once_in or flag.code == "ask.clock_set_back")
        assert flag.once_in == 0 or flag.expected < flag.count * 1_000


def test_what_nobody_watches_for_is_missed() -> None:
    found = month()
    for code in CODES:
        others = {(one.who, one.day) for one in found.flags if one.code != code}
        played = next(one for one in found.played if one.code == code)
        assert (played.who, played.day) not in others, code
