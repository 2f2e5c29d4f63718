"""What one journal entry adds to the sums: reports, the manager's page and the stored sums add up these and no others.

Pure. What an entry alone does not say (the VAT of a sale that is cancelled) is asked of `Before`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import msgspec

from pos.domain.back.returns import Return
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
    decode_fact,
)
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.sums.figures import ODDITIES, Dimension, Figures, Person, Sums
from pos.domain.sums.report import Row

MOST_PRODUCTS = 50
HOURS = tuple(f"{hour:02}" for hour in range(24))
GIVEN_FREE = "line.free"
"""The cause of a discount that a person gave by hand."""


class Before(Protocol):
    """What the entries before say."""

    def tax_of(self, sale: str) -> tuple[Won, Won]:
        """The VAT and the exempt part of a sale; nothing where it is not known."""

    def is_after_move(self) -> bool:
        """Whether the entry just before moved cash, so that the drawer opens for that."""


class Summed:
    """Totals, and rows (won and how often) by dimension and name. Mutable: it adds up."""

    __slots__ = ("_with_products", "rows", "totals")

    def __init__(self, *, products: bool = True) -> None:
        """Without `products` these are left out, for who adds them up by another way."""
        self._with_products = products
        self.totals: dict[str, int] = {}
        self.rows: dict[tuple[Dimension, str], list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self.totals or self.rows)

    @property
    def sums(self) -> Sums:
        """The totals."""
        return Sums(**self.totals)

    def add(self, fact: Fact, *, who: str, before: Before) -> None:
        """One more entry; most kinds add nothing."""
        match fact:
            case SaleCompleted(sale):
                self._sale(sale)
            case ReturnCompleted(back):
                self._return(back, who)
            case RefundPaid(_, paid):
                self.row("paid_out", who, paid.amount + paid.interest)
                self.row("tender", paid.how, -paid.amount, 0)
                if paid.interest:
                    self.row("tender", "cash", -paid.interest, 0)
            case OrderCancelled():
                vat, exempt = before.tax_of(fact.sale)
                self.total(cancelled=fact.total, cancelled_count=1, vat=-vat, exempt=-exempt)
                self.row("cancelled", who, fact.total)
                for payment in fact.returned:
                    self.row("tender", payment.kind, -payment.amount, 0)
            case _:
                self._odd(fact, who, before)

    def row(self, dimension: Dimension, name: str, amount: Won, count: int = 1) -> None:
        """So much more under a name."""
        key = dimension, name
        found = self.rows.get(key)
        if found is None:
            self.rows[key] = [amount, count]
        else:
            found[0] += amount
            found[1] += count

    def merge(self, other: Summed, *, times: int = 1) -> None:
        """What was added up elsewhere, on top."""
        self.total(**{name: amount * times for name, amount in other.totals.items()})
        for (dimension, name), (amount, count) in other.rows.items():
            self.row(dimension, name, amount * times, count * times)

    def of(self, dimension: Dimension) -> tuple[Row, ...]:
        """The rows of a dimension: hours as they come, everything else by its amount, the largest first."""
        rows = [Row(name, won, count) for (kind, name), (won, count) in self.rows.items() if kind == dimension]
        if dimension == "hour":
            return tuple(sorted(rows, key=lambda row: row.name))
        return tuple(sorted(rows, key=lambda row: (-row.amount, row.name)))

    def count_of(self, dimension: Dimension) -> int:
        """How often, whoever it was."""
        return sum(count for (kind, _), (_, count) in self.rows.items() if kind == dimension)

    def total(self, **more: int) -> None:
        """So much more in total; the names are those of `Sums`."""
        totals = self.totals
        for name, amount in more.items():
            if amount:
                totals[name] = totals.get(name, 0) + amount

    def _sale(self, sale: Sale) -> None:
        self.total(
            sales=sale.goods,
            discounts=sale.discount,
            delivery_fees=sale.delivery_fee,
            vat=sale.vat,
            exempt=sale.exempt,
            sale_count=1,
        )
        row, cashier = self.row, sale.cashier
        for payment in sale.payments:
            row("tender", payment.kind, payment.amount)
        for line in sale.lines:
            paid, quantity = line.amount, line.quantity
            for discount in line.discounts:
                won, code = discount.amount, discount.cause.code
                paid -= won
                row("benefit", code, won)
                if code == GIVEN_FREE:
                    row("discount", cashier, won, quantity)
            row("range", line.range or line.kind or "other", paid, quantity)
            if self._with_products:
                row("product", line.product, paid, quantity)
        row("seller", cashier, sale.total)
        row("hour", HOURS[sale.at.hour], sale.total)

    def _return(self, back: Return, who: str) -> None:
        self.total(returns=back.refund, return_count=1, vat=back.clawback_vat - back.vat, exempt=-back.exempt)
        if not back.benefit:  # nobody at the till gave that back
            self.row("refund", who, back.refund)
        if back.seller == who:
            self.row("own_refund", who, back.refund)
        for part in back.credit:
            self.row("tender", "exchange", -part.amount, 0)

    def _odd(self, fact: Fact, who: str, before: Before) -> None:
        match fact:
            case DrawerMoved(move):
                self.row("moved", who, move.change)
            case LineVoided():
                self.row("void", who, 0)
            case SaleAbandoned():
                self.row("abandoned", who, fact.total)
            case ApprovalGiven():
                self.row("override", who, 0)
            case Reprinted():
                self.row("reprint", who, 0)
            case DrawerOpened(_, None) if not before.is_after_move():  # for a sale or a return it names that
                self.row("no_sale", who, 0)
            case _:
                return


def given_free(sale: Sale) -> tuple[Won, int]:
    """What a person gave for nothing in a sale: won, and units."""
    free = [
        (discount.amount, line.quantity)
        for line in sale.lines
        for discount in line.discounts
        if discount.cause.code == GIVEN_FREE
    ]
    return sum(won for won, _ in free), sum(units for _, units in free)


def added(fact: Fact, *, who: str, before: Before) -> Summed:
    """What one entry adds; it is false where that is nothing."""
    found = Summed()
    found.add(fact, who=who, before=before)
    return found


class Gone:
    """What the entries before said, for who walks along all of them. Mutable: it goes along."""

    def __init__(self) -> None:
        self._taxes: dict[str, tuple[Won, Won]] = {}
        self._moved = False

    def tax_of(self, sale: str) -> tuple[Won, Won]:
        """See `Before`."""
        return self._taxes.get(sale, (0, 0))

    def is_after_move(self) -> bool:
        """See `Before`."""
        return self._moved

    def note(self, fact: Fact) -> None:
        """The entry is over. Only what is delivered can be cancelled."""
        self._moved = isinstance(fact, DrawerMoved)
        if isinstance(fact, SaleCompleted) and fact.sale.shipping is not None:
            self._taxes[fact.sale.id] = (fact.sale.vat, fact.sale.exempt)


def figures_of(entries: Iterable[Entry], first: date, last: date) -> Figures:
    """The figures of a period by the whole journal, from its first entry on: what the stored sums must say."""
    gone, days = Gone(), dict[date, Summed]()
    for entry in entries:
        fact, day = decode_fact(entry.payload), date.fromisoformat(entry.day)
        if first <= day <= last:
            found = added(fact, who=entry.who, before=gone)
            if found:
                days.setdefault(day, Summed()).merge(found)
        gone.note(fact)
    whole = Summed()
    for one in days.values():
        whole.merge(one)
    return figures(first, last, whole, days={day: one.sums for day, one in days.items()})


def figures(first: date, last: date, whole: Summed, *, days: dict[date, Sums]) -> Figures:
    """What was added up, as it is shown."""
    return Figures(
        first,
        last,
        sums=whole.sums,
        days=tuple(sorted(days.items())),
        hours=whole.of("hour"),
        ranges=whole.of("range"),
        benefits=whole.of("benefit"),
        tenders=whole.of("tender"),
        products=whole.of("product")[:MOST_PRODUCTS],
        people=_people(whole),
    )


def people(whole: Summed) -> tuple[Row, ...]:
    """What each person sold less what they gave back, and how many sales, returns and cancellations that were."""
    net = Summed()
    for sign, dimension in _NET:
        for row in whole.of(dimension):
            net.row("seller", row.name, sign * row.amount, row.count)
    return net.of("seller")


def _people(whole: Summed) -> tuple[Person, ...]:
    net = {row.name: row.amount for row in people(whole)}
    sold = {row.name: row for row in whole.of("seller")}
    odd: dict[str, list[Row]] = {}
    for oddity in ODDITIES:
        for row in whole.of(oddity):
            odd.setdefault(row.name, []).append(msgspec.structs.replace(row, name=oddity))
    nobody = Row("", 0, 0)
    found = [
        Person(
            name,
            sold.get(name, nobody).amount,
            sold.get(name, nobody).count,
            tuple(odd.get(name, ())),
            net.get(name, 0),
        )
        for name in {*net, *odd}
    ]
    return tuple(sorted(found, key=lambda one: (-one.sales, one.staff)))


_NET: tuple[tuple[int, Dimension], ...] = ((1, "seller"), (-1, "refund"), (-1, "cancelled"))
