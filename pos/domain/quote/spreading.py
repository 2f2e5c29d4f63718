"""Taking benefits off lines: what is left on each after each benefit, to the won, whatever order the lines stand in."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pos.domain.money import Won, spread
from pos.domain.quote.values import BenefitKind, Cause, Discount, QuoteLine


class Benefit(msgspec.Struct, frozen=True):
    """One benefit that could be given to this basket: a percentage or an amount off the lines at `places`.

    `free` has the amount of each place that a gift makes free. `delivers`: it is delivered for nothing. `ends` orders
    benefits that are worth the same (ISO 8601).
    """

    id: str
    kind: BenefitKind
    cause: Cause
    places: tuple[int, ...]
    percent: int = 0
    amount: Won = 0
    free: tuple[Won, ...] = ()
    delivers: bool = False
    uses_up: bool = False
    ends: str = ""

    @property
    def turn(self) -> tuple[int, str]:
        """Its turn among others: gifts, then percentages, then amounts, which is best for the customer."""
        return (0 if self.free else 1 if self.percent else 2), self.id


def canonical(lines: Sequence[QuoteLine]) -> tuple[int, ...]:
    """The places of the lines in an order that does not depend on the order they were added in."""
    return tuple(sorted(range(len(lines)), key=lambda i: (lines[i].product, lines[i].amount, lines[i].id)))


def take(benefit: Benefit, left: list[Won]) -> tuple[Won, ...]:
    """Take a benefit off what is left on each line, in place; returns what it took at each of its places."""
    weights = [left[place] for place in benefit.places]
    if benefit.free:
        shares: tuple[Won, ...] = tuple(min(free, weight) for free, weight in zip(benefit.free, weights, strict=True))
    else:
        whole = sum(weights)
        off = whole * benefit.percent // 100 if benefit.percent else min(benefit.amount, whole)
        shares = spread(off, weights)
    for place, share in zip(benefit.places, shares, strict=True):
        left[place] -= share
    return shares


def take_all(benefits: Sequence[Benefit], left: list[Won]) -> Won:
    """Take benefits off in their turn; returns the sum. `left` is changed in place."""
    return sum(sum(take(benefit, left)) for benefit in benefits)


def with_discounts(
    lines: tuple[QuoteLine, ...], benefits: Sequence[Benefit], left: list[Won]
) -> tuple[tuple[QuoteLine, ...], dict[str, Won]]:
    """The lines with the discounts of all benefits on them, and what each benefit took."""
    given: list[tuple[Discount, ...]] = [line.discounts for line in lines]
    sums: dict[str, Won] = {}
    for benefit in benefits:
        shares = take(benefit, left)
        sums[benefit.id] = sum(shares)
        for place, share in zip(benefit.places, shares, strict=True):
            if share:
                given[place] = (*given[place], Discount(benefit.cause, share))
    return tuple([_discounted(line, more) for line, more in zip(lines, given, strict=True)]), sums


def _discounted(line: QuoteLine, discounts: tuple[Discount, ...]) -> QuoteLine:
    if discounts is line.discounts:
        return line
    return QuoteLine(
        line.id,
        line.product,
        line.name,
        line.range,
        line.tax,
        line.quantity,
        line.unit_price,
        line.amount,
        line.cause,
        discounts,
        line.serials,
    )
