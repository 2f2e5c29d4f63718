"""What entries of a journal change beside the sales: benefits, orders, stock, machines, returns; whole, or not at all.

An entry that contradicts what is known is kept, and the reason says what somebody should look at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from pos.domain.back.decided import ClaimClosed
from pos.domain.back.returns import Return
from pos.domain.calendar import korean_day
from pos.domain.cash_receipt import CashReceiptAnswered, CashReceiptAsked, CashReceiptOwed
from pos.domain.epochs import AsideLookedAt
from pos.domain.facts import (
    ClaimMade,
    Fact,
    OrderCancelled,
    OrderConfirmed,
    OrderRefused,
    RefundPaid,
    ReturnCompleted,
    SaleAbandoned,
    SaleCompleted,
    StockCorrected,
    WarrantyRegistered,
)
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.plus import Entitlement
from pos.domain.sale import Sale
from pos.mall import (
    benefits,
    cash_receipts,
    changes,
    claims,
    delivery_claims,
    dossiers,
    machines,
    membership,
    orders,
    people,
    person_facts,
    reservations,
    returns,
    reviews,
    slots,
    stock,
    tax,
)
from pos.mall.reviews import Aside
from pos.sync.contract import TillName

_EFFECTIVE = (
    *(SaleCompleted, SaleAbandoned, OrderRefused, OrderConfirmed, OrderCancelled, StockCorrected),
    *(ReturnCompleted, RefundPaid, WarrantyRegistered),
    *(CashReceiptOwed, CashReceiptAsked, CashReceiptAnswered),
    *person_facts.ABOUT_PEOPLE,
    *(AsideLookedAt, ClaimMade, ClaimClosed),
)

_LOCAL = (StockCorrected, CashReceiptOwed, CashReceiptAsked, CashReceiptAnswered)


class Effects:
    """What a run of one till's entries came to, so far; it is written out at the end, in the same transaction."""

    def __init__(self, connection: sa.Connection, name: TillName, *, now: datetime) -> None:
        """`now` is the time it is."""
        self._connection, self._name, self._now, self._at = connection, name, now, now.isoformat()
        self._moved: Counter[str] = Counter()
        self._members: set[str] = set()
        self._arrived: list[Sale] = []
        self._used_after: set[str] = set()
        self._told: defaultdict[str, set[TillName]] = defaultdict(set)
        self._over: set[str] = set()
        self._freed: set[str] = set()

    def take(self, facts: Sequence[tuple[Entry, Fact]]) -> list[Aside]:
        """Take facts in, in their order; those that somebody should look at come back with the reason."""
        self._over.update(sale for _, fact in facts if (sale := _basket_over(fact)))
        used = set[str]().union(*(_benefits_in(fact) for _, fact in facts))
        if used:
            slots.lock(self._connection, used | reservations.kept_for(self._connection, self._over))
        taken = [(entry, fact, self._guarded(entry, fact)) for entry, fact in facts]
        return [Aside(entry, reason, _money_in(fact, reason)) for entry, fact, reason in taken if reason]

    def write(self, *, seen: int) -> None:
        """Write the stock out and tell the boutiques; `seen` is the place of the last entry.

        What had come back before its sale arrived is looked at now.
        """
        at = self._at
        wait_for_turn(self._connection)  # what came back of a sale, and the sale, must not pass each other by
        self._members |= returns.look_again(self._connection, self._arrived, at=at)
        returns.look_at_benefits(self._connection, self._used_after, at=at)
        self._freed |= reservations.conclude(self._connection, self._name, self._over)
        self._members |= claims.settle(self._connection, self._freed, now=self._now)
        self._look_at_receipts(at=at)
        stock.move(self._connection, self._name, self._moved, seen=seen, at=at)
        dossiers.tell(self._connection, self._members)

    def _guarded(self, entry: Entry, fact: Fact) -> str:
        if isinstance(fact, StockCorrected):
            return self._corrected(fact)
        if isinstance(fact, SaleCompleted):
            self._arrived.append(fact.sale)
        if isinstance(fact, SaleCompleted) and not _is_more_than_goods(fact.sale):
            self._handed_over(fact.sale)
            return ""
        return reviews.guarded(self._connection, lambda: self._taken(entry, fact), "entry.unstorable")

    def _taken(self, entry: Entry, fact: Fact) -> str:
        match fact:
            case SaleCompleted(sale):
                return self._sold(entry, sale)
            case OrderConfirmed(sale_id):
                return orders.conclude(self._connection, self._name, sale_id)
            case OrderCancelled():
                return self._cancelled(fact)
            case ReturnCompleted(back):
                return self._came_back(entry, back)
            case RefundPaid():
                return returns.pay_out(self._connection, self._name, fact)
            case WarrantyRegistered():
                return machines.register(self._connection, fact, korean_day(datetime.fromisoformat(entry.at)))
            case CashReceiptOwed() | CashReceiptAsked() | CashReceiptAnswered():
                return self._told_of(entry, fact)
            case AsideLookedAt():
                return self._looked_at(entry, fact)
            case ClaimMade() | ClaimClosed():
                return delivery_claims.take(self._connection, self._name, fact)
        return self._about_member(entry, fact) if person_facts.is_about(fact) else ""

    def _sold(self, entry: Entry, sale: Sale) -> str:
        reasons = []
        if sale.begins is not None:
            reasons.append(self._begun(sale.begins))
        for benefit in sale.uses:
            reasons.append(benefits.use(self._connection, sale, benefit, now=self._now))
            self._members |= benefits.owners(self._connection, benefit)
            self._used_after |= benefits.returned(self._connection, benefit)
            self._freed.add(benefit)
        if sale.shipping is not None:
            reasons.append(orders.take(self._connection, sale, sale.shipping))
        self._members |= claims.take(self._connection, entry, sale, now=self._now)
        reasons.append(machines.sell(self._connection, sale))
        if sale.member is not None and (sale.uses or sale.begins or sale.shipping):
            self._members.add(sale.member)
        self._handed_over(sale)
        return next((reason for reason in reasons if reason), "")

    def _begun(self, entitlement: Entitlement) -> str:
        """Who left meanwhile has no benefit of it."""
        reason = benefits.begin(self._connection, entitlement)
        if not reason and people.is_gone(self._connection, entitlement.member):
            benefits.end(self._connection, entitlement, "left")
        return reason

    def _about_member(self, entry: Entry, fact: person_facts.PersonFact) -> str:
        taken = membership.take(self._connection, self._name, entry, fact, at=self._at)
        self._members |= taken.members
        return taken.reason

    def _cancelled(self, fact: OrderCancelled) -> str:
        reason = orders.cancel(self._connection, self._name, fact.sale)
        if reason != "order.unknown":
            boutique = self._name.boutique
            self._freed |= benefits.used_by(self._connection, fact.sale)
            self._members |= claims.withdraw(self._connection, fact.sale, boutique=boutique, now=self._now)
            self._members |= benefits.give_back(self._connection, fact.sale, boutique=boutique)
            machines.cancel(self._connection, fact.sale, boutique=self._name.boutique)
        self._told[fact.sale].add(self._name)
        if not reason and returns.is_returned(self._connection, self._name, fact.sale):
            return "return.order_cancelled"
        return reason

    def _came_back(self, entry: Entry, back: Return) -> str:
        taken = returns.take(self._connection, entry, back)
        delivery_claims.settle(self._connection, self._name, back)
        if taken.reason != "return.repeated":
            self._members |= taken.members
            self._moved.update(back.moved)
            self._told[back.sale].update(returns.seller_of(back))
        return taken.reason

    def _told_of(self, entry: Entry, fact: cash_receipts.ReceiptFact) -> str:
        taken = cash_receipts.take(self._connection, self._name, entry, fact)
        if taken.sale:
            self._told[taken.sale].add(self._name)
        return taken.reason

    def _looked_at(self, entry: Entry, fact: AsideLookedAt) -> str:
        """A boutique settles what is its own, for all of its tills."""
        place = reviews.Place(TillName(self._name.boutique, fact.till), fact.epoch, fact.seq)
        reason = reviews.reason_of(self._connection, place)
        if reason and reviews.owner_of(reason) != "boutique":
            return "entry.not_theirs"
        if reason == fact.reason:
            reviews.look_at(self._connection, place, by=entry.who, note=fact.note, at=entry.at)
        return ""

    def _look_at_receipts(self, *, at: str) -> None:
        """What the tax office is told of each sale that something happened to."""
        for sale in tax.to_look_at(self._connection, self._arrived):
            self._told[sale].add(self._name)
        for sale, names in sorted(self._told.items()):
            look = partial(tax.look_at, self._connection, sale, names, at=at)
            reviews.guarded(self._connection, look, None)

    def _handed_over(self, sale: Sale) -> None:
        """What is delivered comes out of the mall's stock, not out of the shop's."""
        if sale.shipping is None:
            for line in sale.lines:
                self._moved[line.product] -= line.quantity

    def _corrected(self, fact: StockCorrected) -> str:
        if abs(fact.change) > stock.MOST_UNITS or not fact.product.isprintable():
            return "entry.unstorable"
        self._moved[fact.product] += fact.change
        return ""


def is_effective(fact: Fact) -> bool:
    """Whether a fact changes anything here."""
    return isinstance(fact, _EFFECTIVE)


def is_local(fact: Fact) -> bool:
    """Whether a fact touches nothing before the end of its run that another till could touch as well."""
    is_goods = isinstance(fact, SaleCompleted) and not _is_more_than_goods(fact.sale)
    return is_goods or isinstance(fact, _LOCAL)


def wait_for_turn(connection: sa.Connection) -> None:
    """One after the other from here on: two tills that use one benefit at once must not both be the first.

    Whoever goes on to lock a shop's stock, a member or a benefit has waited first, so that no two wait for each other.
    """
    changes.newest(connection, lock=True)


def _basket_over(fact: Fact) -> str:
    """The basket that is none any more, "" where the fact ends none."""
    match fact:
        case SaleCompleted(sale):
            return sale.id
        case SaleAbandoned(sale=basket) | OrderRefused(sale=basket):
            return basket
    return ""


def _benefits_in(fact: Fact) -> set[str]:
    """The benefits that a sale used or claims."""
    if not isinstance(fact, SaleCompleted):
        return set()
    return {*fact.sale.uses, *(one.benefit for one in fact.sale.claims)}


def _money_in(fact: Fact, reason: str) -> Won:
    """What it is about that a benefit was used too often: what it took off that sale."""
    if not isinstance(fact, SaleCompleted) or not reason.endswith(".double_use"):
        return 0
    return sum(benefits.taken_off(fact.sale, one) for one in fact.sale.uses if one.startswith(reason.split(".")[0]))


def _is_more_than_goods(sale: Sale) -> bool:
    is_special = bool(sale.uses or sale.claims) or sale.begins is not None or sale.shipping is not None
    return is_special or any(line.serials for line in sale.lines)
