"""The journal: its vocabulary, and the chain that makes a change in the past show.

An entry is a fact in the till's order. It holds no personal data: people appear by their number only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

from pos.domain.approval import Approval
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.tender import CardApproval, Payment, TenderKind

_DOMAIN = b"pos.journal.1"
START = bytes(32)
"""The `previous` of the first entry of a till's first epoch."""


class EpochOpened(msgspec.Struct, frozen=True, tag="EpochOpened"):
    """The till begins a journal, or goes on after a restore."""

    boutique: str
    reason: Literal["enrolled", "restored"]
    public_key: str


class SignedIn(msgspec.Struct, frozen=True, tag="SignedIn"):
    """A person stands at the till."""


class SignedOut(msgspec.Struct, frozen=True, tag="SignedOut"):
    """A person leaves the till."""


class SignInRefused(msgspec.Struct, frozen=True, tag="SignInRefused"):
    """A PIN that was not right, or a person locked out. `failures` counts the wrong PINs in a row."""

    staff: str
    reason: str
    failures: int


class ShiftOpened(msgspec.Struct, frozen=True, tag="ShiftOpened"):
    """A shift begins with so much in the drawer. Its business day is the entry's."""

    shift: str
    float_won: Won


class PricesTaken(msgspec.Struct, frozen=True, tag="PricesTaken"):
    """The cashier took the new prices into an open basket."""

    sale: str


class LineVoided(msgspec.Struct, frozen=True, tag="LineVoided"):
    """Units of a product were taken out of a basket before payment."""

    sale: str
    product: str
    quantity: int


class LineRestored(msgspec.Struct, frozen=True, tag="LineRestored"):
    """Units that were taken out came back by undoing it."""

    sale: str
    product: str
    quantity: int


class BasketHeld(msgspec.Struct, frozen=True, tag="BasketHeld"):
    """A basket was put aside."""

    sale: str


class BasketRecalled(msgspec.Struct, frozen=True, tag="BasketRecalled"):
    """A basket that was put aside is worked on again."""

    sale: str


class CardAsked(msgspec.Struct, frozen=True, tag="CardAsked"):
    """Written before the terminal is asked for money."""

    sale: str
    attempt: str
    tender: TenderKind
    amount: Won
    instalments: int


class CardAnswered(msgspec.Struct, frozen=True, tag="CardAnswered"):
    """What the terminal said, or that it said nothing ("unknown").

    "reversing" is written before an approved payment is given back, "reversed" after it was.
    """

    sale: str
    attempt: str
    outcome: Literal["approved", "declined", "cancelled", "not_sent", "unknown", "reversing", "reversed"]
    reason: str = ""
    approval: CardApproval | None = None


class PartPaid(msgspec.Struct, frozen=True, tag="PartPaid"):
    """A part of a sale was paid in cash or by transfer; the rest is still due."""

    sale: str
    payment: Payment


class SaleCompleted(msgspec.Struct, frozen=True, tag="SaleCompleted"):
    """A sale is paid."""

    sale: Sale


class SaleAbandoned(msgspec.Struct, frozen=True, tag="SaleAbandoned"):
    """A basket was given up, whole, with what it held, and the payments in `returned` were handed back.

    Card payments were reversed before.
    """

    sale: str
    lines: tuple[tuple[str, int], ...]
    total: Won
    returned: tuple[Payment, ...] = ()


class ApprovalGiven(msgspec.Struct, frozen=True, tag="ApprovalGiven"):
    """A second person allowed one action; the entry's `who` asked for it."""

    sale: str
    approval: Approval


class ApprovalRefused(msgspec.Struct, frozen=True, tag="ApprovalRefused"):
    """An approval that was asked for and not given: a wrong PIN, the asker themself, a person without the power."""

    sale: str
    action: str
    about: str
    by: str
    cause: str


class OrderRefused(msgspec.Struct, frozen=True, tag="OrderRefused"):
    """An order was not taken, for one of the nine reasons (terms 10 (1)). The note holds nothing personal."""

    sale: str
    reason: int
    note: str
    lines: tuple[tuple[str, int], ...]
    total: Won
    approval: Approval | None = None


class OrderConfirmed(msgspec.Struct, frozen=True, tag="OrderConfirmed"):
    """The confirmation of a delivery order reached the customer: the contract exists (terms 10 (2))."""

    sale: str


class OrderStopped(msgspec.Struct, frozen=True, tag="OrderStopped"):
    """The mall keeps a delivery order from leaving, and its money is about to go back; written before any does."""

    sale: str


class OrderCancelled(msgspec.Struct, frozen=True, tag="OrderCancelled"):
    """A delivery order was cancelled before it left (terms 12 (2)); `returned` are the payments that were given back.

    Card payments were reversed before. Benefits it used are free again, a benefit it began never was.
    """

    sale: str
    total: Won
    returned: tuple[Payment, ...]
    lines: tuple[tuple[str, int], ...] = ()


class StockCorrected(msgspec.Struct, frozen=True, tag="StockCorrected"):
    """Somebody counted: so many units more (or fewer) of a product than the till thought, and why."""

    product: str
    change: int
    reason: Literal["counted", "broken", "received", "sample", "other"]
    note: str = ""


class DrawerOpened(msgspec.Struct, frozen=True, tag="DrawerOpened"):
    """The drawer was opened: for a sale's cash, or without one, for a reason."""

    reason: str
    sale: str | None = None


class Reprinted(msgspec.Struct, frozen=True, tag="Reprinted"):
    """A receipt was printed again, as a copy."""

    sale: str


class ClockMoved(msgspec.Struct, frozen=True, tag="ClockMoved"):
    """The clock stands before the last entry's time; it reads `clock`, and the entry's time is the last one's."""

    clock: datetime


Fact: TypeAlias = (
    EpochOpened
    | SignedIn
    | SignedOut
    | SignInRefused
    | ShiftOpened
    | PricesTaken
    | LineVoided
    | LineRestored
    | BasketHeld
    | BasketRecalled
    | CardAsked
    | CardAnswered
    | PartPaid
    | SaleCompleted
    | SaleAbandoned
    | ApprovalGiven
    | ApprovalRefused
    | OrderRefused
    | OrderConfirmed
    | OrderStopped
    | OrderCancelled
    | StockCorrected
    | DrawerOpened
    | Reprinted
    | ClockMoved
)

SIGNED = frozenset(
    {
        "EpochOpened",
        "CardAsked",
        "CardAnswered",
        "PartPaid",
        "SaleCompleted",
        "SaleAbandoned",
        "ApprovalGiven",
        "OrderCancelled",
    }
)
"""Kinds of entries that always carry the till's signature: they move money or begin the chain.

The last entry of each transaction carries one, too, whatever its kind, so that no end of a journal stands unsigned.
"""


class Entry(msgspec.Struct, frozen=True):
    """One fact in the journal, as stored and as sent. `at` is ISO 8601 Korean time with milliseconds."""

    till: str
    epoch: int
    seq: int
    at: str
    day: str
    who: str
    kind: str
    payload: bytes
    previous: bytes
    hash: bytes
    signature: bytes = b""


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Fact] = msgspec.json.Decoder(Fact)


def encode_fact(fact: Fact) -> bytes:
    """The stored bytes of a fact."""
    return _encoder.encode(fact)


def decode_fact(payload: bytes) -> Fact:
    """The fact in stored bytes. Raises msgspec.ValidationError or DecodeError where it is none."""
    return _decoder.decode(payload)


def kind_of(fact: Fact) -> str:
    """The stable name of a fact's kind."""
    return type(fact).__name__


def write_time(moment: datetime) -> str:
    """An entry's time as it is stored."""
    return moment.isoformat(timespec="milliseconds")


def entry_hash(entry: Entry) -> bytes:
    """SHA-256 over everything the entry says and the hash before it; each text with its length, so none can shift."""
    told = hashlib.sha256(_DOMAIN)
    for text in (entry.till, str(entry.epoch), str(entry.seq), entry.at, entry.day, entry.who, entry.kind):
        raw = text.encode()
        told.update(b"%d:" % len(raw) + raw)
    told.update(b"%d:" % len(entry.payload))
    told.update(entry.payload)
    told.update(entry.previous)
    return told.digest()


def make_entry(fact: Fact, *, till: str, epoch: int, seq: int, at: str, day: date, who: str, previous: bytes) -> Entry:
    """The next entry of a chain, unsigned."""
    bare = Entry(till, epoch, seq, at, day.isoformat(), who, kind_of(fact), encode_fact(fact), previous, b"")
    return msgspec.structs.replace(bare, hash=entry_hash(bare))


class Break(msgspec.Struct, frozen=True):
    """Where a journal does not hold, and how; "payload" is one that can be no fact, or none that could follow."""

    seq: int
    how: Literal["gap", "hash", "previous", "time", "signature", "payload"]


def find_break(entries: Iterable[Entry], *, previous: bytes = START, next_seq: int = 1) -> Break | None:
    """The first entry that does not follow from the one before it, or None where the whole chain holds."""
    at = ""
    for entry in entries:
        if entry.seq != next_seq:
            return Break(next_seq, "gap")
        if entry.previous != previous:
            return Break(entry.seq, "previous")
        if entry_hash(entry) != entry.hash:
            return Break(entry.seq, "hash")
        if entry.at < at:
            return Break(entry.seq, "time")
        previous, next_seq, at = entry.hash, entry.seq + 1, entry.at
    return None
