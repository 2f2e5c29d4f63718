"""Which benefits a basket gets: each is worked out, of those that exclude each other the one that saves most is taken.

Plus, payback and promotions exclude each other unless a promotion says that it combines (terms 9 (8) 7, 9 (9) 7).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from pos.domain.basket import NO_BENEFIT
from pos.domain.catalogue import Name
from pos.domain.money import Won
from pos.domain.plus import Entitlement
from pos.domain.quote.combining import take_best, total
from pos.domain.quote.counting import Priced
from pos.domain.quote.payback import payback
from pos.domain.quote.plus import plus
from pos.domain.quote.promotions import promotions
from pos.domain.quote.spreading import Benefit, Seen, Taken
from pos.domain.quote.values import Choice, Missed


class Given(msgspec.Struct, frozen=True):
    """What the benefits take off the lines, and what was chosen among what."""

    taken: Taken
    choices: tuple[Choice, ...]
    in_use: str
    missed: tuple[Missed, ...]
    begins: Entitlement | None

    @property
    def uses(self) -> tuple[str, ...]:
        """The benefits that do something for this basket."""
        given = zip(self.taken.benefits, self.taken.shares, strict=True)
        return tuple([one.id for one, shares in given if one.delivers or any(shares)])


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
    to_pay = [line.to_pay for line in priced.lines]
    seen: Seen = {}
    without = take_best(combine, (), to_pay, seen, fee)
    taken = {one.id: take_best(combine, (one,), to_pay, seen, fee) for one in exclude}
    choices = _choices(exclude, taken, total(without, fee), fee, names)
    in_use = _chosen(priced.basket.chosen, choices)
    for choice in choices:
        if choice.benefit != in_use:
            clause = next(one.cause.clause for one in exclude if one.id == choice.benefit)
            missed.append(
                Missed(choice.benefit, choice.kind, "benefit.exclusive", clause, worth=choice.saves, name=choice.name)
            )
    chosen = taken.get(in_use, without)
    missed += [
        Missed(one.id, one.kind, "benefit.no_gain", one.cause.clause, name=names[one.id])
        for one in combine
        if one not in chosen.benefits
    ]
    adds = {promotion.benefit for promotion in priced.known.promotions if promotion.combinable}
    displaced = next((choice.saves for choice in choices if choice.benefit == in_use), 0)
    return Given(chosen, tuple(choices), in_use, tuple(_gains(missed, adds, displaced)), begins)


def _gains(missed: Sequence[Missed], adds: Collection[str], displaced: Won) -> Iterator[Missed]:
    """What each benefit that is nearly reached would bring on top of what is given now."""
    for one in missed:
        gain = one.worth - (0 if one.benefit in adds else displaced)
        yield msgspec.structs.replace(one, gain=gain) if one.missing and gain > 0 else one


def _choices(
    exclude: Sequence[Benefit], taken: Mapping[str, Taken], without: Won, fee: Won, names: Mapping[str, Name]
) -> list[Choice]:
    """Those that save something, the best one first."""
    totals = {one.id: total(taken[one.id], fee) for one in exclude}
    best_first = sorted(exclude, key=lambda one: (totals[one.id], one.uses_up, one.ends, one.id))
    return [
        Choice(one.id, one.kind, without - totals[one.id], totals[one.id], one.uses_up, names.get(one.id))
        for one in best_first
        if totals[one.id] < without
    ]


def _chosen(wanted: str, choices: Sequence[Choice]) -> str:
    """What the cashier chose where it can be given, otherwise what saves most; of equals what is not used up."""
    if wanted == NO_BENEFIT or not choices:
        return ""
    return wanted if any(choice.benefit == wanted for choice in choices) else choices[0].benefit
