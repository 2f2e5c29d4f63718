"""Which entries the till signs. It names them only; the signing is the journal's."""

from __future__ import annotations

from pos.domain.journal import Entry

SIGNED = frozenset(
    {
        "EpochOpened",
        "CardAsked",
        "CardAnswered",
        "DrawerMoved",
        "ShiftCounted",
        "ShiftClosed",
        "PartPaid",
        "SaleCompleted",
        "SaleAbandoned",
        "ApprovalGiven",
        "StaffAdded",
        "StaffChanged",
        "StaffRemoved",
        "PinSet",
        "BadgeSet",
        "PinUnlocked",
        "OrderCancelled",
        "ReturnCompleted",
        "RefundAsked",
        "RefundAnswered",
        "RefundPaid",
        "CashReceiptOwed",
        "CashReceiptAsked",
        "CashReceiptAnswered",
        "FeedReleased",
    }
)
"""Kinds of entries that always carry the till's signature: they move money, give power over it, or
begin the chain.

The last entry of each transaction carries one, too, whatever its kind, so that no end of a journal stands unsigned.
"""


def is_claimed(entry: Entry) -> bool:
    """Whether an entry says, or has to say, that its till signed it."""
    return bool(entry.signature) or entry.kind in SIGNED
