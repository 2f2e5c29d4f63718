"""How cash is rounded here, and from when on; without a rule nothing is."""

from __future__ import annotations

from datetime import date

from pos.domain.money import Won
from pos.domain.tender import Rounding, rounded, rounding_on
from pos.till.counter import Counter


def rule(counter: Counter, day: date | None = None) -> Rounding | None:
    """The rule in force on a business day, the open one by default."""
    boutique = counter.ports.shelf.boutique()
    return rounding_on(boutique.cash_rounding, day or counter.day()) if boutique else None


def in_cash(counter: Counter, due: Won) -> Won:
    """What is due in cash, where cash pays all that is due."""
    return rounded(due, rule(counter))
