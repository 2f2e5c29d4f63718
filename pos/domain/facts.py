"""The journal's vocabulary: everything that can happen at a till, each with what it says.

A fact holds no personal data: people appear by their number only.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

from pos.domain.apart import BenefitClaimClosed
from pos.domain.approval import Approval
from pos.domain.back.decided import ClaimClosed
from pos.domain.back.returns import Claim, PaidOut, Part, Return
from pos.domain.bulletins import BulletinRead
from pos.domain.cash_receipt import CashReceiptAnswered, CashReceiptAsked, CashReceiptOwed
from pos.domain.drawer import Count, Move
from pos.domain.epochs import AsideLookedAt, Follows, MallWentBack
from pos.domain.money import Won
from pos.domain.people.facts import PersonFact
from pos.domain.people.staff import StaffFact
from pos.domain.sale import Sale
from pos.domain.settled import SettledFact
from pos.domain.sums.report import Report
from pos.domain.tender import CardApproval, Payment, TenderKind


class EpochOpened(msgspec.Struct, frozen=True, tag="EpochOpened", omit_defaults=True):
    """The till begins a journal, or goes on after an old copy of it was put back.

    Then `opens` is the epoch that begins, `follows` the last entry that it has in common with the mall, `brought` how
    many the mall sent back, `apart` how many the till had written that the mall has other ones for, and `approval` says
    who let it go on.
    """

    boutique: str
    reason: Literal["enrolled", "restored"]
    public_key: str
    opens: int = 1
    follows: Follows | None = None
    approval: Approval | None = None
    brought: int = 0
    apart: int = 0


class SignedIn(msgspec.Struct, frozen=True, tag="SignedIn"):
    """A person stands at the till."""


class SignedOut(msgspec.Struct, frozen=True, tag="SignedOut"):
    """A person leaves the till; "idle" where nobody had a hand on it for a while."""

    reason: Literal["", "idle"] = ""


class SignInRefused(msgspec.Struct, frozen=True, tag="SignInRefused"):
    """A PIN that was not right, or a person locked out. `failures` counts the wrong PINs in a row."""

    staff: str
    reason: str
    failures: int


class ShiftOpened(msgspec.Struct, frozen=True, tag="ShiftOpened"):
    """A shift begins with so much in a drawer. Its business day is the entry's.

    `own`: it is the shift of who opened it, and of nobody else; otherwise it is everybody's.
    """

    shift: str
    float_won: Won
    drawer: int = 1
    own: bool = False


class DrawerMoved(msgspec.Struct, frozen=True, tag="DrawerMoved"):
    """Cash went in or out of the drawer without a sale."""

    move: Move


class ShiftCounted(msgspec.Struct, frozen=True, tag="ShiftCounted"):
    """The drawer was counted before anybody was told what it should hold; `nth` is 1, or 2 for the one recount."""

    shift: str
    nth: int
    count: Count


class ShiftClosed(msgspec.Struct, frozen=True, tag="ShiftClosed"):
    """A shift is over; its Z report says what it came to. `approval` is a second person's, over the tolerance."""

    report: Report
    approval: Approval | None = None


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

    Card payments were reversed before. `reason` is a person's, where a held basket is given up at closing.
    """

    sale: str
    lines: tuple[tuple[str, int], ...]
    total: Won
    returned: tuple[Payment, ...] = ()
    reason: str = ""


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


class ReturnCompleted(msgspec.Struct, frozen=True, tag="ReturnCompleted"):
    """Goods came back and are the shop's again; from now on the refund's parts are owed (terms 16 (1))."""

    back: Return


class RefundAsked(msgspec.Struct, frozen=True, tag="RefundAsked"):
    """Written before a terminal is asked to give money back: `amount` of what `part` came by, a part of it or all.

    `recharge` is the attempt that charged anew what the customer keeps, where all of it has to be cancelled.
    """

    back: str
    attempt: str
    part: Part
    amount: Won
    recharge: str = ""


class RefundAnswered(msgspec.Struct, frozen=True, tag="RefundAnswered"):
    """What the terminal said about giving money back, or that it said nothing ("unknown")."""

    back: str
    attempt: str
    outcome: Literal["approved", "declined", "cancelled", "not_sent", "unknown"]
    reason: str = ""
    approval: CardApproval | None = None


class RefundPaid(msgspec.Struct, frozen=True, tag="RefundPaid"):
    """A part of a refund reached the customer; it is owed no more."""

    back: str
    paid: PaidOut


class ClaimMade(msgspec.Struct, frozen=True, tag="ClaimMade"):
    """A customer claims that a delivery came damaged or short."""

    claim: Claim


class WarrantyRegistered(msgspec.Struct, frozen=True, tag="WarrantyRegistered"):
    """A machine was registered for a member (terms 9 (8) 8). `sold_on` and `months` are those of its sale."""

    serial: str
    product: str
    member: str
    sold_on: date
    months: int


class HolidayEntered(msgspec.Struct, frozen=True, tag="HolidayEntered"):
    """A holiday that was announced late was entered by hand; it counts from now on."""

    day: date
    approval: Approval


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
    | DrawerMoved
    | ShiftCounted
    | ShiftClosed
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
    | ReturnCompleted
    | BenefitClaimClosed
    | RefundAsked
    | RefundAnswered
    | RefundPaid
    | CashReceiptOwed
    | CashReceiptAsked
    | CashReceiptAnswered
    | ClaimMade
    | WarrantyRegistered
    | HolidayEntered
    | StockCorrected
    | DrawerOpened
    | Reprinted
    | ClockMoved
    | MallWentBack
    | AsideLookedAt
    | PersonFact
    | StaffFact
    | SettledFact
    | BulletinRead
    | ClaimClosed
)

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
