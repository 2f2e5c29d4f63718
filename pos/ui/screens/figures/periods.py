"""Days and periods as people mean them: a day, a week, a month so far; the one before, and what it is held against."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from pos.ui.figures import day
from pos.ui.words import Words

Quick: TypeAlias = Literal["today", "yesterday", "this_week", "last_week", "this_month", "last_month"]
QUICK: tuple[Quick, ...] = ("today", "yesterday", "this_week", "last_week", "this_month", "last_month")
LONGEST = timedelta(days=5 * 366)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """Business days, both ends included."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def moved(self, step: int) -> Period:
        """The period after (1) or before (-1): a month by months, anything else by its own length."""
        if self.first.day == 1 and self.first.month == self.last.month and not self.is_day:
            first = month_of(self.first, step)
            if self.last.day == _length(self.last):
                return Period(first, first.replace(day=_length(first)))
            return Period(first, first.replace(day=min(self.last.day, _length(first))))
        by = timedelta(days=self.days * step)
        return Period(self.first + by, self.last + by)

    def weeks(self, step: int) -> Period:
        """The same days so many weeks later."""
        return Period(self.first + step * _WEEK, self.last + step * _WEEK)

    @property
    def usual_against(self) -> Period:
        """What it is held against unless somebody says otherwise: the same weekday before, the month before."""
        return self.weeks(-1) if self.days <= _WEEK.days else self.moved(-1)

    def told(self, words: Words) -> str:
        """In words, with the year."""
        if self.is_day:
            return _told(self.first, words)
        if self.first.year == self.last.year:
            last = day(self.last, words.language)
            return words("figures.period", first=_told(self.first, words), last=last)
        return words("figures.period", first=_told(self.first, words), last=_told(self.last, words))

    def briefly(self, words: Words) -> str:
        """In few words, for a legend."""
        first = day(self.first, words.language)
        return first if self.is_day else words("figures.period", first=_short(self.first), last=_short(self.last))


def quick(name: Quick, today: date) -> Period:
    """A period by what people call it; weeks begin on Monday, and what is not over goes to today."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    before = month_of(first, -1)
    yesterday = today - timedelta(days=1)
    return {
        "today": Period(today, today),
        "yesterday": Period(yesterday, yesterday),
        "this_week": Period(monday, today),
        "last_week": Period(monday - _WEEK, monday - timedelta(days=1)),
        "this_month": Period(first, today),
        "last_month": Period(before, before.replace(day=_length(before))),
    }[name]


def read_day(text: str) -> date | None:
    """A day as it was typed: "2025-05-03", "20250503", "2025.5.3"; None for what is none."""
    parts = [part for part in text.replace(".", "-").replace("/", "-").replace(" ", "-").split("-") if part]
    if len(parts) == 1 and len(parts[0]) == len("20250503"):
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        year, month, at = (int(part) for part in parts)
        return date(year, month, at)
    except ValueError:
        return None


def month_of(first: date, step: int) -> date:
    """The first day of the month that is `step` months after a day's."""
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def _length(at: date) -> int:
    return monthrange(at.year, at.month)[1]


def _told(at: date, words: Words) -> str:
    told = day(at, words.language)
    return f"{at.year}년 {told}" if words.language == "ko" else f"{told} {at.year}"


def _short(at: date) -> str:
    return f"{at.month}/{at.day}"
