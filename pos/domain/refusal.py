"""Orders that are not taken (terms 10 (1)): the nine reasons, and notes that say nothing about a person."""

from __future__ import annotations

import re

from pos.domain.errors import Refused
from pos.domain.spelling import can_be_written, plain

REASONS = range(1, 10)
"""Article 10 (1) numbers them: 1 stock, 2 unclear order, 3 address, 4 quantity, 5 returns, 6 and 8 errors in what was
displayed, 7 our own constraints, 9 others like these."""

_GAP = r"[\s.\-‐-―·/]{0,3}"
_LONG_NUMBER = re.compile(rf"(?:\d{_GAP}){{12,}}\d")
_PHONE = re.compile(rf"(?<!\d)(?:\+?82{_GAP}\(?0?\)?{_GAP}|0)(?:1\d|2|[3-6]\d)\)?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_MASKED_RESIDENT = re.compile(r"(?<!\d)\d{6}\s?[-‐-―]\s?[1-8]\s?[*●•○×xX]")
MOST_LETTERS = 200
# Thirteen digits are a resident number or the barcode of a product: 8801234567893 would be somebody born on 23 January
# 1988. Nobody tells them apart for sure, and what is written stays for years: both are refused. A product has a name.


def check_reason(reason: int, note: str) -> None:
    """Raises Refused("order.reason") unless it is one of the nine, with a note; and what `check_note` raises."""
    if reason not in REASONS:
        raise Refused("order.reason", reason=reason)
    check_note(note)


def check_note(note: str) -> None:
    """A note that stays in the journal for years. Raises Refused("note.missing"), ("note.too_long"), and
    ("privacy.sensitive") where it holds what looks like a card, resident or phone number, or a mail address."""
    seen = plain(note)
    if not seen or not can_be_written(note):
        raise Refused("note.missing")
    if len(note) > MOST_LETTERS:
        raise Refused("note.too_long", most=MOST_LETTERS)
    if any(looks_like.search(seen) for looks_like in (_LONG_NUMBER, _MASKED_RESIDENT, _PHONE, _MAIL)):
        raise Refused("privacy.sensitive")


def check_sealed(text: str) -> None:
    """A text that is kept sealed and may say whom to call; a card or resident number never belongs into it.

    Raises Refused("privacy.sensitive").
    """
    seen = plain(text)
    if _LONG_NUMBER.search(seen) or _MASKED_RESIDENT.search(seen):
        raise Refused("privacy.sensitive", field="sealed")
