"""What the tax office is to be told, as the till can look it up: cash receipts, and the numbers they are issued to.

A Protocol like those in `ports.py`, and the values it speaks in.
"""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

import msgspec

from pos.domain.cash_receipt import CashReceipt, Number

ReceiptState: TypeAlias = Literal["owed", "asked", "unknown", "refused", "issued"]
"""owed: to be asked for. asked, unknown: nobody knows, the terminal is enquired first. refused: a person must act."""


class Numbered(msgspec.Struct, frozen=True):
    """Personal. A customer's number, to be sealed under its id; `sale` is the basket it was given for."""

    id: str
    sale: str
    number: Number


class Told(msgspec.Struct, frozen=True):
    """A cash receipt with what became of it: the newest attempt, and its approval where it is issued."""

    receipt: CashReceipt
    state: ReceiptState = "owed"
    attempt: str = ""
    reason: str = ""
    approval_number: str = ""
    issued_at: str = ""


class TaxBook(Protocol):
    """The till's database, for reading; quick enough for the screen's own thread."""

    def open_receipts(self) -> tuple[Told, ...]:
        """Every receipt and cancellation that is not issued yet, the oldest first."""

    def receipts_of(self, sale: str) -> tuple[Told, ...]:
        """The receipts of a sale, and what cancels them, in order."""

    def number(self, number_id: str) -> Number | None:
        """A sealed number, None once it was destroyed and where it never was here."""
