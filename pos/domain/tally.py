"""Adding up a shift's entries: pure, so that a report says what the journal says, and nothing that a screen kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from pos.domain.drawer import Move
from pos.domain.facts import (
    ApprovalGiven,
    DrawerMoved,
    DrawerOpened,
    Fact,
    LineVoided,
    OrderCancelled,
    RefundPaid,
    Reprinted,
    ReturnCompleted,
    SaleAbandoned,
    SaleCompleted,
)
from pos.domain.likely import Cash
from pos.domain.money import Won
from pos.domain.report import Report, Row
from pos.domain.sale import Sale


class Tally:
    """Adds up the entries of one shift. Mutable: entries are added one by one."""

    def __init__(self, float_won: Won, sale_of: Callable[[str], Sale | None]) -> None:
        """`sale_of` finds the sale of an order that was cancelled, which may be of another shift."""
        self._float, self._sale_of = float_won, sale_of
        self._sums: Counter[str] = Counter()
        self._rows: dict[str, dict[str, list[int]]] = {
            name: {} for name in ("tenders", "ranges", "benefits", "people", "hours")
        }
        self._moves: list[Move] = []
        self._opens_for_move = False
        self._cash_sales: list[Won] = []
        self._cash_refunds: list[Won] = []

    def add(self, fact: Fact, *, who: str) -> None:
        """One more entry; those that no report speaks of add nothing."""
        match fact:
            case SaleCompleted(sale):
                self._sale(sale)
            case ReturnCompleted(back):
                self._sums.update(returns=back.refund, unpaid=back.unpaid, return_count=1)
                self._sums.update(vat=back.clawback_vat - back.vat, exempt=-back.exempt)
                self._row("people", who, -back.refund)
                for part in back.credit:
                    self._row("tenders", "exchange", -part.amount, 0)
            case RefundPaid(_, paid):
                self._money_back(paid.how, paid.amount)
                self._sums["interest"] += paid.interest
                if paid.interest:
                    self._money_back("cash", paid.interest)
            case OrderCancelled():
                self._cancelled(fact, who)
            case DrawerMoved(move):
                self._moves.append(move)
                self._opens_for_move = True
            case _:
                self._counts(fact)

    @property
    def expected(self) -> Won:
        """What the drawer should hold."""
        return self._float + self._tender("cash") + sum(move.change for move in self._moves)

    def report(self, bare: Report) -> Report:
        """`bare` with the sums of everything that was added."""
        sums = self._sums
        net = sums["sales"] - sums["discounts"] + sums["delivery_fees"] - sums["returns"] - sums["cancelled"]
        named = {name: sums[name] for name in _SUMS}
        rows = {name: _in_order(name, found) for name, found in self._rows.items()}
        return msgspec.structs.replace(
            bare,
            **named,
            **rows,
            net=net,
            float_won=self._float,
            moves=tuple(self._moves),
            expected=self.expected,
            running=bare.running + net,
        )

    def cash(self) -> Cash:
        """The cash amounts, for guessing why a count differs."""
        return Cash(self._float, tuple(self._cash_sales), tuple(self._cash_refunds), tuple(self._moves))

    def _sale(self, sale: Sale) -> None:
        self._sums.update(sales=sale.goods, discounts=sale.discount, delivery_fees=sale.delivery_fee, sale_count=1)
        self._sums.update(vat=sale.vat, exempt=sale.exempt)
        for payment in sale.payments:
            self._row("tenders", payment.kind, payment.amount)
            if payment.kind == "cash":
                self._cash_sales.append(payment.amount)
        for line in sale.lines:
            self._row("ranges", line.range or line.kind or "other", line.paid, line.quantity)
            for discount in line.discounts:
                self._row("benefits", discount.cause.code, discount.amount)
        self._row("people", sale.cashier, sale.total)
        self._row("hours", f"{sale.at:%H}", sale.total)

    def _cancelled(self, fact: OrderCancelled, who: str) -> None:
        self._sums.update(cancelled=fact.total, cancelled_count=1)
        self._row("people", who, -fact.total)
        for payment in fact.returned:
            self._money_back(payment.kind, payment.amount)
        sale = self._sale_of(fact.sale)
        if sale is not None:
            self._sums.update(vat=-sale.vat, exempt=-sale.exempt)

    def _money_back(self, how: str, amount: Won) -> None:
        self._row("tenders", how, -amount, 0)
        if how == "cash":
            self._cash_refunds.append(amount)

    def _counts(self, fact: Fact) -> None:
        if isinstance(fact, LineVoided):
            self._sums["voids"] += 1
        elif isinstance(fact, SaleAbandoned):
            self._sums["abandoned"] += 1
        elif isinstance(fact, ApprovalGiven):
            self._sums["approvals"] += 1
        elif isinstance(fact, Reprinted):
            self._sums["reprints"] += 1
        elif isinstance(fact, DrawerOpened) and fact.sale is None:  # for a sale or a return it names that
            self._sums["no_sales"] += not self._opens_for_move
            self._opens_for_move = False

    def _row(self, table: str, name: str, amount: Won, count: int = 1) -> None:
        row = self._rows[table].setdefault(name, [0, 0])
        row[0] += amount
        row[1] += count

    def _tender(self, kind: str) -> Won:
        return self._rows["tenders"].get(kind, [0, 0])[0]


_SUMS = (
    "sales",
    "discounts",
    "delivery_fees",
    "returns",
    "cancelled",
    "vat",
    "exempt",
    "unpaid",
    "interest",
    "sale_count",
    "return_count",
    "cancelled_count",
    "voids",
    "abandoned",
    "approvals",
    "no_sales",
    "reprints",
)


def tally(entries: Iterable[tuple[str, Fact]], float_won: Won, sale_of: Callable[[str], Sale | None]) -> Tally:
    """All entries of a shift, each with who did it."""
    found = Tally(float_won, sale_of)
    for who, fact in entries:
        found.add(fact, who=who)
    return found


def _in_order(table: str, found: dict[str, list[int]]) -> tuple[Row, ...]:
    """Hours as they come, everything else by its amount, the largest first."""
    rows = [Row(name, amount, count) for name, (amount, count) in found.items()]
    if table == "hours":
        return tuple(sorted(rows, key=lambda row: row.name))
    return tuple(sorted(rows, key=lambda row: (-row.amount, row.name)))
