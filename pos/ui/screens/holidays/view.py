"""What the holidays card shows: the days that were entered by hand, and the one that is being typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pos.domain.calendar import FIRST_YEAR, LAST_YEAR, korean_day
from pos.till.counter import Counter
from pos.ui.figures import day
from pos.ui.words import Words

DIGITS = 8
_SHAPE = "0000-00-00"


@dataclass(frozen=True, slots=True)
class HolidaysView:
    """`figure` is the day as far as it is typed ("2026-05-__"); `said` what it is, and whether that is bad."""

    days: tuple[str, ...]
    figure: str
    said: tuple[str, bool]
    can_enter: bool


def typed_day(typed: str) -> date | None:
    """The day that eight digits name, None where there is no such day."""
    if len(typed) != DIGITS:
        return None
    try:
        return date(int(typed[:4]), int(typed[4:6]), int(typed[6:]))
    except ValueError:
        return None


def present(counter: Counter, words: Words, typed: str, said: str = "") -> HolidaysView:
    """The card as it stands; `said` is what became of the last one."""
    entered = sorted(counter.ports.past.holidays(), reverse=True)
    told, can_enter = _of_day(counter, words, typed)
    return HolidaysView(
        days=tuple(f"{one.year} · {day(one, words.language)}" for one in entered),
        figure=_figure(typed),
        said=told if typed else (said or words("holidays.hint"), False),
        can_enter=can_enter,
    )


def _figure(typed: str) -> str:
    digits = iter(typed.ljust(DIGITS, "_"))
    return "".join(next(digits) if letter == "0" else letter for letter in _SHAPE)


def _of_day(counter: Counter, words: Words, typed: str) -> tuple[tuple[str, bool], bool]:
    """What there is to say of the typed day, whether that is bad, and whether the day can be entered."""
    if len(typed) < DIGITS:
        return (words("holidays.go_on"), False), False
    chosen = typed_day(typed)
    if chosen is None:
        return (words("holidays.no_day"), True), False
    if not FIRST_YEAR <= chosen.year <= LAST_YEAR:
        return (words("holidays.not_covered", first=FIRST_YEAR, last=LAST_YEAR), True), False
    name = day(chosen, words.language)
    if chosen in counter.ports.past.holidays():
        return (words("holidays.already", day=name), True), False
    if counter.calendar().is_holiday(chosen):
        return (words("holidays.known", day=name), True), False
    if chosen < korean_day(counter.now()):
        return (words("holidays.past", day=name), False), True
    key = "holidays.weekend" if not counter.calendar().is_working_day(chosen) else "holidays.counts"
    return (words(key, day=name), False), True
