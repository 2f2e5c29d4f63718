"""Texts as people type them, in one spelling, before a rule looks at them. It changes nothing that is kept."""

from __future__ import annotations

import unicodedata

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Hangul fillers: letters by their category, and nothing to see."""


def plain(text: str) -> str:
    """A text as it looks: hangul composed, ０１０ in ordinary width, without letters that nobody can see."""
    seen = [letter for letter in unicodedata.normalize("NFKC", text) if letter not in _FILLERS]
    kinds = [unicodedata.category(letter) for letter in seen]
    shown = [" " if kind == "Cc" else letter for letter, kind in zip(seen, kinds, strict=True) if kind != "Cf"]
    return "".join(shown).strip()


def is_word(text: str, *, most: int) -> bool:
    """Whether a text is something, of no more than `most` letters, and each of them can be written and printed."""
    return bool(text.strip()) and len(text) <= most and text.isprintable()


def can_be_written(text: str) -> bool:
    """Whether a file takes it: half a surrogate is no letter."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
