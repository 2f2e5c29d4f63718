"""How amounts, times and counts are written in the scenarios."""

from __future__ import annotations

from datetime import datetime

from pos.domain.calendar import KST

WON = r"(?P<won>-?[\d,]+)"
WHEN = r"(?P<when>\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?)"
CODE = r"(?P<code>[A-Z0-9]+)"
CODE_TEXT = r'"(?P<code>[\w.]+)"'
DAY = r"(?P<day>\d{4}-\d\d-\d\d)"
MEMBER = r'member "(?P<member>\w+)"'
BENEFIT = r'"(?P<name>[^"]+)"'


def amount(text: str) -> int:
    """An amount, with or without thousands separators."""
    return int(text.replace(",", ""))


def moment(text: str) -> datetime:
    """Korean time; a date alone is its 00:00."""
    return datetime.fromisoformat(text).replace(tzinfo=KST)
