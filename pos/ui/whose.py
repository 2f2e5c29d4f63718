"""Whose a shift is, and which drawer its cash lies in; nothing where it is everybody's and there is one drawer."""

from __future__ import annotations

from pos.domain.sums.belonging import Standing
from pos.till.counter import Counter
from pos.ui.words import Words


def name_of(counter: Counter, staff: str) -> str:
    """A person's name; their number where they are not known any more."""
    return next((one.name for one in counter.ports.shelf.staff() if one.id == staff), staff)


def has_two(counter: Counter) -> bool:
    """Whether there is a drawer to choose."""
    boutique = counter.ports.shelf.boutique()
    return boutique is not None and boutique.drawers > 1


def drawer_in_words(counter: Counter, words: Words, drawer: int) -> str:
    """ "Drawer 2"; "" where there is only one."""
    return words("whose.drawer", number=drawer) if drawer > 1 or has_two(counter) else ""


def in_words(counter: Counter, words: Words, shift: Standing) -> str:
    """ "Kim Ga-eul · drawer 2", as far as it needs to be said."""
    return told(counter, words, cashier=shift.cashier if shift.own else "", drawer=shift.drawer)


def told(counter: Counter, words: Words, *, cashier: str, drawer: int) -> str:
    """The same of what is written down; no cashier where it was everybody's."""
    parts = (name_of(counter, cashier) if cashier else "", drawer_in_words(counter, words, drawer))
    return " · ".join(part for part in parts if part)
