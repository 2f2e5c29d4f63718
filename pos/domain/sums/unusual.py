"""What a manager looks at first: who does something oftener, for what they sell, than the others did in the same days.

A question and never a verdict: a few times are nothing, and who works alone is compared with nobody.
"""

from __future__ import annotations

from pos.domain.sums.figures import ODDITIES, Figures, Oddity, Person, Unusual
from pos.domain.sums.report import Row

FEWEST = 3
"""Less often than this is chance."""
LEAST_TIMES = 20
"""How many times the others' rate it takes, in tenths."""
_FINE = 1_000


def unusual(figures: Figures) -> tuple[Unusual, ...]:
    """Everybody's oddities that are at least twice as frequent per sale as the others', the most unusual first."""
    found = [one for person in figures.people for row in person.odd for one in _weigh(figures.people, person, row)]
    return tuple(one for _, one in sorted(found, key=_order))


def _weigh(people: tuple[Person, ...], person: Person, row: Row) -> list[tuple[int, Unusual]]:
    """Nothing, or how far it is from what the others' rate would have come to, and what it is."""
    others = [one for one in people if one.staff != person.staff and one.sale_count]
    sold, theirs = sum(one.sale_count for one in others), sum(_count(one, row.name) for one in others)
    oddity = next((one for one in ODDITIES if one == row.name), None)
    if oddity is None or not sold or row.count < FEWEST:
        return []
    own = max(person.sale_count, 1)
    times = row.count * sold * 10 // (own * theirs) if theirs else 0
    if theirs and times < LEAST_TIMES:
        return []
    # How often it would be expected is own * theirs / sold; what is more, squared, over what is expected and one.
    above, expected = row.count * sold - own * theirs, own * theirs + sold
    return [(above * above * _FINE // (expected * sold), Unusual(oddity, person.staff, row.count, row.amount, times))]


def _count(person: Person, oddity: str) -> int:
    return sum(row.count for row in person.odd if row.name == oddity)


def _order(weighed: tuple[int, Unusual]) -> tuple[int, int, str, Oddity]:
    weight, one = weighed
    return -weight, -one.amount, one.staff, one.oddity
