"""Taking benefits off lines: what is left on each after each benefit, to the won, whatever order the lines stand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

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


def _turn(benefit: Benefit) -> tuple[int, str]:
    """Its turn among others: gifts, then percentages, then amounts, which is best for the customer."""
    return (0 if benefit.free else 1 if benefit.percent else 2), benefit.id


def canonical(lines: Sequence[QuoteLine]) -> tuple[int, ...]:
    """The places of the lines in an order that does not depend on the order they were added in."""
    keys = sorted([(one.product, one.amount, one.id, place) for place, one in enumerate(lines)])
    return tuple([key[3] for key in keys])


Shares: TypeAlias = tuple[Won, ...]
Seen: TypeAlias = dict[tuple[str, Shares], Shares]
"""What benefits took, by the benefit and what was left on its lines: several choices often leave a line alike."""


class Taken(msgspec.Struct, frozen=True):
    """What some benefits took: the benefits in their turn, the shares of each at its places, what is left of lines."""

    benefits: tuple[Benefit, ...]
    shares: tuple[Shares, ...]
    left: tuple[Won, ...]

    @property
    def delivers(self) -> Cause | None:
        """What pays for the delivery."""
        for benefit in self.benefits:
            if benefit.delivers:
                return benefit.cause
        return None


def take_all(benefits: Sequence[Benefit], to_pay: Sequence[Won], seen: Seen) -> Taken:
    """Take benefits in their turn off what is to pay for each line."""
    in_turn = sorted(benefits, key=_turn) if len(benefits) > 1 else benefits
    left = list(to_pay)
    taken = []
    for benefit in in_turn:
        weights = tuple([left[place] for place in benefit.places])
        shares = seen.get((benefit.id, weights))
        if shares is None:
            shares = seen[benefit.id, weights] = _shares(benefit, weights)
        for place, share in zip(benefit.places, shares, strict=True):
            left[place] -= share
        taken.append(shares)
    return Taken(tuple(in_turn), tuple(taken), tuple(left))


def _shares(benefit: Benefit, weights: Shares) -> Shares:
    if benefit.free:
        return tuple([min(free, weight) for free, weight in zip(benefit.free, weights, strict=True)])
    whole = sum(weights)
    off = whole * benefit.percent // 100 if benefit.percent else min(benefit.amount, whole)
    return spread(off, weights)


def with_discounts(lines: tuple[QuoteLine, ...], taken: Taken) -> tuple[QuoteLine, ...]:
    """The lines with the discounts of all benefits on them."""
    if not taken.benefits:
        return lines
    given: list[tuple[Discount, ...]] = [line.discounts for line in lines]
    for benefit, shares in zip(taken.benefits, taken.shares, strict=True):
        cause = benefit.cause
        for place, share in zip(benefit.places, shares, strict=True):
            if share:
                given[place] += (Discount(cause, share),)
    return tuple(
        [line if more is line.discounts else _discounted(line, more) for line, more in zip(lines, given, strict=True)]
    )


def _discounted(line: QuoteLine, discounts: tuple[Discount, ...]) -> QuoteLine:
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
