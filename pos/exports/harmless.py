"""Text that a spreadsheet shows and never reckons: what would begin a formula is no beginning any more."""

from __future__ import annotations

import unicodedata

_BEGINS_A_FORMULA = frozenset("=+-@")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might reckon it; one set to Korean takes wide and small signs for the others."""
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return first[:1] in _BEGINS_A_FORMULA and bool(first)


def plain(text: str) -> str:
    """One line of text: control characters, line ends and tabs among them, become blanks."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def harmless(text: str) -> str:
    """The same text, with an apostrophe before what would begin a formula."""
    begins_with_control = text[:1] in ("\t", "\r", "\n")
    told = plain(text)
    return f"'{told}" if is_formula(told) or begins_with_control else told
