"""What the keys do, as a list: one line for everything that does the same. It knows no screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pos.ui.keys import KeyUse


@dataclass(frozen=True, slots=True)
class KeyLine:
    """The keys that do one thing, and the key of its words."""

    keys: tuple[str, ...]
    label: str


def present(uses: Iterable[KeyUse]) -> tuple[KeyLine, ...]:
    """One line a label, in the order of their first keys; a key that is given twice is its first use's."""
    lines: dict[str, list[str]] = {}
    taken: set[str] = set()
    for use in uses:
        if use.key not in taken:
            taken.add(use.key)
            lines.setdefault(use.label, []).append(use.key)
    return tuple(KeyLine(tuple(keys), label) for label, keys in lines.items())
