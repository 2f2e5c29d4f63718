"""Which benefits a basket gets: each is worked out, of those that exclude each other the one that saves most is taken.

Plus, payback and promotions exclude each other unless a promotion says that it combines (terms 9 (8) 7, 9 (9) 7).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pos.domain.basket import NO_BENEFIT
from pos.domain.money import Won
from pos.domain.plus import Entitlement
from pos.domain.quote.counting import Priced
from pos.domain.quote.payback import payback
from pos.domain.quote.plus import plus
from pos.domain.quote.promotions import promotions
from pos.domain.quote.spreading import Benefit, Seen, take_all, with_discounts
from pos.domain.quote.values import Cause, Choice, Missed, QuoteLine


class Given(msgspec.Struct, frozen=True):
    """The lines with their discounts, and what was chosen among what. `delivers`: what pays the delivery."""

    lines: tuple[QuoteLine, ...]
    choices: tuple[Choice, ...]
    in_use: str
    missed: tuple[Missed, ...]
    uses: tuple[str, ...]
    delivers: Cause | None
    begins: Entitlement | None


def give(priced: Priced, fee: Won) -> Given:
    """Work out all benefits; `fee` is what the delivery costs where no benefit pays for it."""
    missed: list[Missed] = []
    plus_benefit, begins = plus(priced, missed)
    voucher = payback(priced, missed)
    offered = promotions(priced, missed)
    combine = [benefit for promotion, benefit in offered if promotion.combinable]
    exclude = [one for one in (plus_benefit, voucher) if one is not None]
    exclude += [benefit for promotion, benefit in offered if not promotion.combinable]
    names = {benefit.id: promotion.name for promotion, benefit in offered}
    left = [line.to_pay for line in priced.lines]
    seen: Seen = {}
    without = _total(combine, left, fee, seen)
    ends = {one.id: one.ends for one in exclude}
    totals = [(one, _total([*combine, one], left, fee, seen)) for one in exclude]
    choices = [
        Choice(one.id, one.kind, without - total, total, one.uses_up, names.get(one.id))
        for one, total in totals
        if total < without
    ]
    choices.sort(key=lambda choice: (choice.total, choice.uses_up, ends[choice.benefit], choice.benefit))
    in_use = _chosen(priced.basket.chosen, choices)
    for choice in choices:
        if choice.benefit != in_use:
            clause = next(one.cause.clause for one in exclude if one.id == choice.benefit)
            missed.append(
                Missed(choice.benefit, choice.kind, "benefit.exclusive", clause, worth=choice.saves, name=choice.name)
            )
    given = _in_turn([*combine, *[one for one in exclude if one.id == in_use]])
    taken = take_all(given, left, seen)
    lines = with_discounts(priced.lines, given, taken)
    delivers = next((one.cause for one in given if one.delivers), None)
    uses = tuple([one.id for one, shares in zip(given, taken, strict=True) if one.delivers or any(shares)])
    return Given(lines, tuple(choices), in_use, tuple(missed), uses, delivers, begins)


def _in_turn(benefits: Sequence[Benefit]) -> list[Benefit]:
    return sorted(benefits, key=lambda one: one.turn)


def _total(benefits: Sequence[Benefit], left: Sequence[Won], fee: Won, seen: Seen) -> Won:
    """What the customer would pay with some benefits."""
    rest = list(left)
    take_all(_in_turn(benefits), rest, seen)
    return sum(rest) + (0 if any(one.delivers for one in benefits) else fee)


def _chosen(wanted: str, choices: Sequence[Choice]) -> str:
    """What the cashier chose where it can be given, otherwise what saves most; of equals what is not used up."""
    if wanted == NO_BENEFIT or not choices:
        return ""
    return wanted if any(choice.benefit == wanted for choice in choices) else choices[0].benefit
