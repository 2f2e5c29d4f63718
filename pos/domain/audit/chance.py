"""How often something happens by chance: the arithmetic behind a question. No money is reckoned here.

Events come at a rate, and honest people and days differ in their rates; that is a negative binomial distribution, which
is a Poisson distribution where they all are alike.
"""

from __future__ import annotations

from math import comb, exp, log1p

MOST = 1_000_000
"""No rarer than once in a million is ever claimed: nobody knows the tails so well."""


def at_least(count: int, mean: float, *, shape: float) -> float:
    """The probability of `count` events or more where `mean` are expected.

    The smaller `shape`, the more people differ.
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    more = mean / (shape + mean)
    one = exp(shape * log1p(-more))
    below = one
    for number in range(1, count):
        one *= more * (shape + number - 1) / number
        below += one
    return max(1 - below, 0.0)


def at_least_of(count: int, tries: int, rate: float) -> float:
    """The probability of `count` or more out of so many tries that each have this rate."""
    return sum(comb(tries, one) * rate**one * (1 - rate) ** (tries - one) for one in range(count, tries + 1))


def once_in(probability: float) -> int:
    """A probability as people say it: once in so many."""
    return MOST if probability * MOST <= 1 else round(1 / probability)
