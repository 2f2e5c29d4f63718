"""Second persons who allow too readily, or were not there at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from pos.domain.audit.flags import Hit, Place
from pos.domain.facts import ApprovalGiven, Fact, SaleCompleted
from pos.domain.journal import Entry
from pos.domain.money import Won

FREE = "line.free"


class Free:
    """Units given for nothing, by who let it pass. Mutable: it goes along a day."""

    kinds: tuple[type, ...] = (SaleCompleted,)

    def __init__(self) -> None:
        self._hits: list[Hit] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """A sale with something for nothing counts once for each person who allowed it."""
        if not isinstance(fact, SaleCompleted) or not fact.sale.approvals:
            return
        sale = fact.sale
        given = sum(
            discount.amount for line in sale.lines for discount in line.discounts if discount.cause.code == FREE
        )
        allowed = {approval.by for approval in sale.approvals if approval.action == FREE}
        for by in sorted(allowed):
            self._hits.append(Hit("ask.free_same_approver", sale.cashier, ((entry.epoch, entry.seq),), given, about=by))

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - the sale says what it came to
        """A sale each."""
        return self._hits


class Absent:
    """Approvals by somebody who did nothing else at this till that day. Mutable: it goes along a day.

    Who is in the shop and never signs in is no question either, as long as more than one person asks them.
    """

    kinds: tuple[type, ...] = (ApprovalGiven,)

    def __init__(self, present: Set[str]) -> None:
        """`present` is filled by who walks: everybody who did something that day."""
        self._present = present
        self._given: dict[str, list[tuple[str, Place]]] = {}

    def see(self, entry: Entry, fact: Fact) -> None:
        """Whether they were there is known when the day is over."""
        if isinstance(fact, ApprovalGiven):
            self._given.setdefault(fact.approval.by, []).append((entry.who, (entry.epoch, entry.seq)))

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - an approval is of no amount
        """An approval each."""
        for by, given in self._given.items():
            if by not in self._present and len({who for who, _ in given}) == 1:
                for who, place in given:
                    yield Hit("ask.approver_absent", who, (place,), about=by)
