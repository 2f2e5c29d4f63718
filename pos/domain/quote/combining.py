"""Which of the benefits that combine are taken: all of them, unless one of them makes the rest worth less.

Rounding to the won can do that where benefits share some lines and not others; and a benefit that is counted in orders
is not used up where another one already pays for everything it would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from pos.domain.money import Won
from pos.domain.quote.spreading import Benefit, Seen, Taken, take_all

MOST_TO_TRY = 6
"""Of more that combine only one at a time is left out: all their combinations would take too long."""


def take_best(
    combine: Sequence[Benefit], alone: Sequence[Benefit], to_pay: Sequence[Won], seen: Seen, fee: Won
) -> Taken:
    """What `alone` takes with those that combine, so that the customer pays least.

    Of equal totals the one that uses up fewer, then the one that gives more of them. `fee` is what the delivery costs
    where no benefit pays for it.
    """
    full = take_all([*combine, *alone], to_pay, seen)
    if not _can_mislead(combine, full):
        return full
    tries = [take_all([*some, *alone], to_pay, seen) for some in _some_of(combine)]
    return min(tries, key=lambda taken: (total(taken, fee), *_cost(taken)))


def total(taken: Taken, fee: Won) -> Won:
    """What the customer pays after some benefits."""
    return sum(taken.left) + (0 if taken.delivers else fee)


def _cost(taken: Taken) -> tuple[int, int]:
    return sum([one.uses_up for one in taken.benefits]), -len(taken.benefits)


def _can_mislead(combine: Sequence[Benefit], full: Taken) -> bool:
    """Whether all together could be worse than fewer of them.

    Two never are; nor more of which each is on all lines of those before it or on none: then only sums count.
    """
    benefits = full.benefits
    if not combine or len(benefits) < 2:
        return False
    if any(one.uses_up for one in combine):
        return True
    if len(benefits) < 3:
        return False
    several = [frozenset(one.places) for one in benefits]
    return any(early & late and not early <= late for early, late in combinations(several, 2))


def _some_of(combine: Sequence[Benefit]) -> Iterator[tuple[Benefit, ...]]:
    sizes = range(len(combine) + 1) if len(combine) <= MOST_TO_TRY else (len(combine), len(combine) - 1)
    for size in sizes:
        yield from combinations(combine, size)
