"""How figures are written for people: won, times, days. It takes values and gives text; nothing here reckons."""

from __future__ import annotations

from datetime import date, datetime

from pos.domain.calendar import KST
from pos.domain.money import Won
from pos.till.feed import Language

_WEEKDAYS: dict[Language, str] = {"ko": "월화수목금토일", "en": "MonTueWedThuFriSatSun"}


def amount(won: Won) -> str:
    """An amount without its unit, for columns: "12,345"."""
    return f"{won:,}"


def won(value: Won, language: Language) -> str:
    """An amount with its unit: "12,345원", or "₩12,345" in English."""
    if language == "ko":
        return f"{value:,}원"
    return f"-₩{-value:,}" if value < 0 else f"₩{value:,}"


def clock(moment: datetime) -> str:
    """The time of day in Korea: "14:02"."""
    return moment.astimezone(KST).strftime("%H:%M")


def day(value: date, language: Language) -> str:
    """A day as people write it: "5월 3일 (토)", or "Sat 3 May" in English."""
    at = value.weekday()
    if language == "ko":
        return f"{value.month}월 {value.day}일 ({_WEEKDAYS['ko'][at]})"
    return f"{_WEEKDAYS['en'][at * 3 : at * 3 + 3]} {value.day} {_MONTHS[value.month - 1]}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
