"""What the terminal remembers, held against what the till wrote down: nobody charged twice, or for nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.shop import Till
from pos.devices.terminal import ledger as ledgers
from pos.domain.cash_receipt import CashReceiptAsked, CashReceiptOwed
from pos.domain.facts import CardAnswered, CardAsked, SaleCompleted, decode_fact
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.storage.journal import entries
from pos.storage.verify import verify
from pos.till.paying.moving import IN_DOUBT


@dataclass(slots=True)
class Journal:
    """What a dead till wrote down about money. Mutable: it is read entry by entry."""

    asked: dict[str, CardAsked] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)
    sold: Counter[str] = field(default_factory=Counter)
    receipt_of: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, CashReceiptOwed] = field(default_factory=dict)
    doubted: str = ""
    paid: dict[str, Won] = field(default_factory=dict)

    def doubts(self, sale: str) -> list[str]:
        """The attempts for a sale of which nobody knows."""
        return [name for name, one in self.asked.items() if one.sale == sale and self.outcomes[name] in IN_DOUBT]


def read(home: Path) -> tuple[Journal, list[str]]:
    """The journal of a dead till, and what `verify` has to say against it."""
    till, found = Till(home), Journal()
    verdict = verify(till.database, till="1", public_key=till.keys.public())
    with till.database.read() as connection:
        told = [decode_fact(entry.payload) for entry in entries(connection, "1", "1")]
    for fact in told:
        match fact:
            case CardAsked():
                found.asked[fact.attempt], found.outcomes[fact.attempt] = fact, "asked"
            case CardAnswered():
                found.outcomes[fact.attempt] = fact.outcome
            case SaleCompleted(sale):
                found.sales[sale.id] = sale
                found.sold[sale.id] += 1
            case CashReceiptOwed(receipt):
                found.receipts[receipt.id] = fact
            case CashReceiptAsked(receipt_id, attempt):
                found.receipt_of[attempt] = receipt_id
            case _:
                pass
    draft = till.shelf.open_draft()
    if draft is not None:
        found.doubted = next(iter(found.doubts(draft.basket.id)), "")
        found.paid = {payment.id: payment.amount for payment in draft.payments}
    till.close()
    return found, [] if verdict.holds else [f"broken: {verdict.broken} {verdict.differing} {verdict.faults}"]


def against(home: Path) -> tuple[Journal, list[str]]:
    """The journal, and everything in which the terminal's memory contradicts it."""
    journal, wrong = read(home)
    ledger = ledgers.read(home / "terminal.json")
    paid = {part.id: part.amount for sale in journal.sales.values() for part in sale.payments} | journal.paid
    for attempt, kept in ledger.kept.items():
        outcome = journal.outcomes.get(attempt, "")
        if not outcome:
            wrong.append("asked for money that is not on disk")
        elif outcome not in IN_DOUBT and kept.held != paid.get(attempt, 0):
            wrong.append(f"charged {kept.held} where {paid.get(attempt, 0)} was paid ({outcome})")
    wrong += [f"paid by a card that knows nothing of it: {lost}" for lost in _unheard_of(journal, ledger)]
    wrong += [f"sold {count} times" for count in journal.sold.values() if count > 1]
    wrong += _doubled(journal, ledger)
    return journal, wrong


def _unheard_of(journal: Journal, ledger: ledgers.Ledger) -> list[str]:
    cards = [part.id for sale in journal.sales.values() for part in sale.payments if part.approval is not None]
    return [attempt for attempt in cards if attempt not in ledger.kept]


def _doubled(journal: Journal, ledger: ledgers.Ledger) -> list[str]:
    """Charges beyond what a sale costs, and cash receipts that were issued twice or that nobody wrote down."""
    wrong, held, issued = [], Counter[str](), Counter[str]()
    for attempt, kept in ledger.kept.items():
        if attempt in journal.asked:
            held[journal.asked[attempt].sale] += kept.held
    wrong += [
        f"charged {held[sale.id]} for {sale.total}" for sale in journal.sales.values() if held[sale.id] > sale.total
    ]
    for attempt, told in ledger.receipts.items():
        if told.answer.outcome == "approved":
            issued[journal.receipt_of.get(attempt, "")] += 1
    wrong += [
        f"a cash receipt issued {count} times ({name})" for name, count in issued.items() if count > 1 or not name
    ]
    return wrong
