"""Adding up a shift's entries: pure, so that a report says what the journal says, and nothing that a screen kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from pos.domain.drawer import Move
from pos.domain.facts import DrawerMoved, Fact, OrderCancelled, RefundPaid, ReturnCompleted, SaleCompleted
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.sums.likely import Cash
from pos.domain.sums.report import Report
from pos.domain.sums.summing import Summed, people
from pos.domain.tender import Payment


class Tally:
    """Adds up the entries of one shift. Mutable: entries are added one by one."""

    def __init__(self, float_won: Won, sale_of: Callable[[str], Sale | None]) -> None:
        """`sale_of` finds the sale of an order that was cancelled, which may be of another shift."""
        self._float, self._sale_of = float_won, sale_of
        self._summed = Summed()
        self._unpaid = self._interest = self._rounded = 0
        self._moves: list[Move] = []
        self._opens_for_move = False
        self._cash_sales: list[Won] = []
        self._cash_refunds: list[Won] = []

    def add(self, fact: Fact, *, who: str) -> None:
        """One more entry; those that no report speaks of add nothing."""
        self._summed.add(fact, who=who, before=self)
        self._opens_for_move = isinstance(fact, DrawerMoved)
        match fact:
            case SaleCompleted(sale):
                self._cash_sales += _cash_in(sale.payments)
                self._rounded += sum(payment.rounded for payment in sale.payments)
            case ReturnCompleted(back):
                self._unpaid += back.unpaid
            case RefundPaid(_, paid):
                self._interest += paid.interest
                out = ((paid.how, paid.amount + paid.rounded), ("cash", paid.interest))
                self._cash_refunds += [won for how, won in out if how == "cash" and won]
                self._rounded -= paid.rounded
            case OrderCancelled():
                self._cash_refunds += _cash_in(fact.returned)
                self._rounded -= sum(payment.rounded for payment in fact.returned)
            case DrawerMoved(move):
                self._moves.append(move)
            case _:
                return

    def tax_of(self, sale: str) -> tuple[Won, Won]:
        """See `pos.domain.sums.summing.Before`."""
        found = self._sale_of(sale)
        return (found.vat, found.exempt) if found is not None else (0, 0)

    def is_after_move(self) -> bool:
        """See `pos.domain.sums.summing.Before`."""
        return self._opens_for_move

    @property
    def expected(self) -> Won:
        """What the drawer should hold."""
        cash = self._summed.rows.get(("tender", "cash"), [0, 0])[0]
        return self._float + cash + self._rounded + sum(move.change for move in self._moves)

    def report(self, bare: Report) -> Report:
        """`bare` with the sums of everything that was added."""
        summed, sums = self._summed, self._summed.sums
        return msgspec.structs.replace(
            bare,
            **{name: getattr(sums, name) for name in sums.__struct_fields__},
            net=sums.net,
            unpaid=self._unpaid,
            interest=self._interest,
            rounded=self._rounded,
            tenders=summed.of("tender"),
            ranges=summed.of("range"),
            benefits=summed.of("benefit"),
            hours=summed.of("hour"),
            people=people(summed),
            voids=summed.count_of("void"),
            abandoned=summed.count_of("abandoned"),
            approvals=summed.count_of("override"),
            no_sales=summed.count_of("no_sale"),
            reprints=summed.count_of("reprint"),
            float_won=self._float,
            moves=tuple(self._moves),
            expected=self.expected,
            running=bare.running + sums.net,
        )

    def cash(self) -> Cash:
        """The cash amounts, for guessing why a count differs."""
        return Cash(self._float, tuple(self._cash_sales), tuple(self._cash_refunds), tuple(self._moves))


def _cash_in(payments: Iterable[Payment]) -> list[Won]:
    """What lay on the counter for each payment in cash."""
    return [payment.amount + payment.rounded for payment in payments if payment.kind == "cash"]


def tally(entries: Iterable[tuple[str, Fact]], float_won: Won, sale_of: Callable[[str], Sale | None]) -> Tally:
    """All entries of a shift, each with who did it."""
    found = Tally(float_won, sale_of)
    for who, fact in entries:
        found.add(fact, who=who)
    return found
