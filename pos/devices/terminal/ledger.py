"""What the simulated terminal keeps: what it was asked, by attempt, and what each approved charge still holds.

On disk before it counts, where there is a place for it. It holds no whole card number.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from pos.domain.cash_receipt import Cancelled, Number
from pos.domain.money import Won
from pos.till.paying.cards import BackRequest, CardAnswer, CashReceiptRequest
from pos.whole_file import replace_whole


class Kept(msgspec.Struct, frozen=True):
    """One attempt to charge; `given_back` is what was cancelled of it since."""

    amount: Won
    answer: CardAnswer
    is_reversed: bool = False
    given_back: Won = 0

    @property
    def held(self) -> Won:
        """The money taken and not given back."""
        return self.amount - self.given_back if self.answer.outcome == "approved" and not self.is_reversed else 0


class KeptBack(msgspec.Struct, frozen=True):
    """One attempt to give money back."""

    amount: Won
    answer: CardAnswer


class KeptReceipt(msgspec.Struct, frozen=True):
    """One attempt to issue a cash receipt or to cancel one; the number it was issued to is masked."""

    use: str
    masked: str
    amount: Won
    answer: CardAnswer
    cancels: Cancelled | None = None


class Ledger(msgspec.Struct, frozen=True):
    """Charges, cancellations and cash receipts by attempt; `elsewhere`: what went back of other terminals' charges, by
    approval."""

    kept: dict[str, Kept] = {}
    backs: dict[str, KeptBack] = {}
    elsewhere: dict[str, Won] = {}
    receipts: dict[str, KeptReceipt] = {}

    def with_charge(self, attempt: str, kept: Kept) -> Ledger:
        """The ledger with a charge as it stands now."""
        return replace(self, kept={**self.kept, attempt: kept})

    def with_receipt(self, request: CashReceiptRequest, answer: CardAnswer) -> Ledger:
        """The ledger with a cash receipt that was issued, cancelled or refused."""
        masked = Number(request.use, request.number).masked if request.number else ""
        kept = KeptReceipt(request.use, masked, request.amount, answer, request.cancels)
        return replace(self, receipts={**self.receipts, request.attempt: kept})

    def with_back(self, request: BackRequest, answer: CardAnswer) -> Ledger:
        """The ledger with a cancellation, and where it was approved with the money gone."""
        backs = {**self.backs, request.attempt: KeptBack(request.amount, answer)}
        known, number = self.kept.get(request.charge), request.approval.approval_number
        if answer.outcome != "approved":
            return replace(self, backs=backs)
        if known is None:
            gone = self.elsewhere.get(number, 0) + request.amount
            return replace(self, backs=backs, elsewhere={**self.elsewhere, number: gone})
        less = replace(known, given_back=known.given_back + request.amount)
        return replace(self, backs=backs).with_charge(request.charge, less)


def read(path: Path | None) -> Ledger:
    """The ledger on disk, or an empty one."""
    return msgspec.json.decode(path.read_bytes(), type=Ledger) if path is not None and path.exists() else Ledger()


def write(path: Path | None, ledger: Ledger) -> None:
    """Replace the ledger on disk, whole or not at all."""
    if path is not None:
        replace_whole(path, msgspec.json.encode(ledger))
