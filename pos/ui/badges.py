"""A badge that is read where nobody asked for one: its owner comes to the till. It signs nobody in."""

from __future__ import annotations

from typing import Final

from pos.till import session
from pos.till.counter import Counter
from pos.ui.idle import is_at_work

OWN: Final = frozenset({"sign_in", "payment", "approval", "people", "new_pin"})
"""Screens and panels that say themselves what a badge means there."""


def switches(counter: Counter, *, screen: str, panel: str, code: str) -> bool:
    """Whether a code is the badge of somebody who comes to the till now; goods are asked about first."""
    if counter.staff is None or {screen, panel} & OWN or is_at_work(counter):
        return False
    return counter.ports.shelf.by_barcode(code) is None and session.who_has(counter, code) is not None
