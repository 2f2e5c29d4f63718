"""Cash receipts and sums of days, in memory: read from the entries the till in memory wrote."""

from __future__ import annotations

from datetime import date
from typing import cast

from msgspec.structs import replace

from pos.domain.cash_receipt import CashReceiptAnswered, CashReceiptAsked, CashReceiptOwed, Number
from pos.domain.facts import decode_fact
from pos.domain.journal import Entry
from pos.domain.sums.figures import Figures, Oddity, Told
from pos.till.paying import tax
from pos.till.paying.tax import ReceiptState
from pos.till.ports import Commit

_STATES = {"approved": "issued", "unknown": "unknown", "not_sent": "owed"}


class FakeTax:
    """Implements `pos.till.paying.tax.TaxBook` over the entries of the memory."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries
        self.numbers: dict[str, Number] = {}

    def take(self, commit: Commit) -> None:
        """What a commit brings besides entries."""
        if commit.number is not None:
            self.numbers[commit.number.id] = commit.number.number

    def _all(self) -> tuple[tax.Told, ...]:
        found: dict[str, tax.Told] = {}
        for entry in self._entries:
            fact = decode_fact(entry.payload) if entry.kind.startswith("CashReceipt") else None
            if isinstance(fact, CashReceiptOwed):
                found[fact.receipt.id] = tax.Told(fact.receipt)
            elif isinstance(fact, CashReceiptAsked):
                found[fact.receipt] = replace(found[fact.receipt], state="asked", attempt=fact.attempt)
            elif isinstance(fact, CashReceiptAnswered):
                found[fact.receipt] = replace(
                    found[fact.receipt],
                    state=cast(ReceiptState, _STATES.get(fact.outcome, "refused")),
                    reason=fact.reason,
                    approval_number=fact.approval_number,
                    issued_at=fact.issued_at,
                )
        return tuple(found.values())

    def open_receipts(self) -> tuple[tax.Told, ...]:
        return tuple(told for told in self._all() if told.state != "issued")

    def receipts_of(self, sale: str) -> tuple[tax.Told, ...]:
        return tuple(told for told in self._all() if told.receipt.sale == sale)

    def number(self, number_id: str) -> Number | None:
        return self.numbers.get(number_id)


class FakeLedgers:
    """Implements `pos.till.day.figures.Ledgers`: says what a test put in."""

    def __init__(self) -> None:
        self.known: dict[tuple[date, date], Figures] = {}
        self.entries: tuple[Told, ...] = ()

    def figures(self, first: date, last: date) -> Figures:
        return self.known.get((first, last), Figures(first, last))

    def days(self) -> tuple[date, date] | None:
        days = [day for known in self.known for day in known]
        return (min(days), max(days)) if days else None

    def told(
        self, first: date, last: date, *, who: str = "", oddity: Oddity | None = None, most: int = 500
    ) -> tuple[Told, ...]:
        del oddity
        return tuple(one for one in self.entries if first <= one.at.date() <= last and who in ("", one.who))[:most]
