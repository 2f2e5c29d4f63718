"""The journal as a person reads it: a line an entry, with codes for words, and members by their number.

It puts nothing into words: whoever shows a line does, in the reader's language.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias, get_args

import msgspec

from pos.domain.approval import Approval
from pos.domain.audit.flags import Place
from pos.domain.cash_receipt import CashReceiptOwed
from pos.domain.epochs import AsideLookedAt, MallWentBack
from pos.domain.facts import (
    ApprovalRefused,
    CardAnswered,
    CardAsked,
    ClockMoved,
    EpochOpened,
    Fact,
    HolidayEntered,
    OrderRefused,
    PartPaid,
    SaleCompleted,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
    SignInRefused,
    StockCorrected,
    decode_fact,
)
from pos.domain.journal import Entry, write_time
from pos.domain.money import Won
from pos.domain.people.facts import PersonFact
from pos.domain.people.staff import StaffFact
from pos.domain.settled import FeedDismissed, FeedReleased
from pos.domain.sums.telling import told_of

Group: TypeAlias = Literal["sales", "voids", "money", "people", "members", "system"]


def _names(union: Any) -> tuple[str, ...]:
    return tuple(kind.__name__ for kind in get_args(union))


_PLACED: Final[dict[Group, tuple[str, ...]]] = {
    "sales": (
        "SaleCompleted",
        "BasketHeld",
        "BasketRecalled",
        "PricesTaken",
        "OrderRefused",
        "OrderConfirmed",
        "Reprinted",
        "StockCorrected",
        "FeedReleased",
        "FeedDismissed",
    ),
    "voids": (
        "LineVoided",
        "LineRestored",
        "SaleAbandoned",
        "OrderStopped",
        "OrderCancelled",
        "ReturnCompleted",
        "ClaimMade",
        "ClaimClosed",
        "BenefitClaimClosed",
    ),
    "money": (
        "ShiftOpened",
        "ShiftCounted",
        "ShiftClosed",
        "DrawerMoved",
        "DrawerOpened",
        "CardAsked",
        "CardAnswered",
        "PartPaid",
        "RefundAsked",
        "RefundAnswered",
        "RefundPaid",
        "CashReceiptOwed",
        "CashReceiptAsked",
        "CashReceiptAnswered",
    ),
    "people": (
        *("SignedIn", "SignedOut", "SignInRefused", "ApprovalGiven", "ApprovalRefused", "BulletinRead"),
        *_names(StaffFact),
    ),
    "members": ("WarrantyRegistered", *_names(PersonFact)),
}
GROUPS: Final[dict[Group, tuple[str, ...]]] = {
    **_PLACED,
    "system": tuple(kind for kind in _names(Fact) if not any(kind in kinds for kinds in _PLACED.values())),
}
"""Which kinds of entries belong together; what belongs nowhere else is the system's."""


class Wanted(msgspec.Struct, frozen=True):
    """Which lines: business days with both ends, a person, groups of kinds (none: all), an amount with both ends.

    `places` wants these entries and no others.
    """

    first: date
    last: date
    who: str = ""
    groups: tuple[Group, ...] = ()
    least: Won | None = None
    most: Won | None = None
    places: tuple[Place, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are wanted, none for all."""
        return tuple(kind for group in self.groups for kind in GROUPS[group])

    def has(self, amount: Won) -> bool:
        """Whether an amount is wanted; the sign says only which way money went."""
        low = self.least is None or abs(amount) >= self.least
        return low and (self.most is None or abs(amount) <= self.most)


class Line(msgspec.Struct, frozen=True):
    """One entry. `subject` is the sale, return, shift or product it is about, `number` a receipt's or a Z report's.

    `code` is a stable one (an outcome, what was approved, how money went), `by` another person it names, `note` what
    somebody wrote, `member` a member's number.
    """

    place: Place
    at: datetime
    day: date
    who: str
    kind: str
    amount: Won = 0
    number: int = 0
    subject: str = ""
    units: int = 0
    code: str = ""
    by: str = ""
    note: str = ""
    member: str = ""


def line_of(entry: Entry) -> Line:
    """An entry as a line; one that cannot be read is a line with its kind alone."""
    bare = Line((entry.epoch, entry.seq), datetime.fromisoformat(entry.at), _day(entry), entry.who, entry.kind)
    try:
        fact = decode_fact(entry.payload)
    except msgspec.DecodeError:
        return bare
    told = told_of(entry)
    found: dict[str, Any] = {name: getattr(told, name) for name in _TOLD if getattr(told, name)}
    return msgspec.structs.replace(bare, **(_more(fact) | found))


_TOLD = ("amount", "number", "subject", "units", "code", "by", "note")
_SUBJECTS = ("sale", "back", "shift", "receipt", "serial")
_CODES = ("outcome", "cause", "how", "purpose", "role")


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry.day)


def _more(fact: Fact) -> dict[str, Any]:
    """What kinds say that move no sums."""
    match fact:
        case SaleCompleted(sale):
            return {"member": sale.member or "", "code": sale.payments[0].kind if len(sale.payments) == 1 else ""}
        case ShiftOpened(shift, float_won):
            return {"subject": shift, "amount": float_won, "units": fact.drawer}
        case ShiftCounted(shift, nth, count):
            return {"subject": shift, "amount": count.total, "units": nth}
        case ShiftClosed(report):
            return {"subject": report.shift, "amount": report.difference, "number": report.number}
        case PartPaid(sale_id, payment):
            return {"subject": sale_id, "amount": payment.amount, "code": payment.kind}
        case CashReceiptOwed(receipt):
            return {"subject": receipt.sale, "amount": receipt.amount, "code": receipt.use}
        case _:
            return _of_card(fact)


def _of_card(fact: Fact) -> dict[str, Any]:
    match fact:
        case CardAsked(sale_id, _, tender, amount):
            return {"subject": sale_id, "amount": amount, "code": tender}
        case CardAnswered(sale_id, _, outcome):
            return {"subject": sale_id, "code": outcome, "note": fact.reason}
        case SignInRefused(staff, reason, failures):
            return {"by": staff, "code": reason, "units": failures}
        case ApprovalRefused(sale_id, action):
            return {"subject": sale_id, "code": action, "by": fact.by, "note": fact.cause}
        case OrderRefused(sale_id, reason_number, note):
            return {"subject": sale_id, "number": reason_number, "note": note, "amount": fact.total}
        case StockCorrected(product, change):
            return {"subject": product, "units": change, "code": fact.reason, "note": fact.note}
        case HolidayEntered(day, approval):
            return {"note": day.isoformat(), "by": approval.by}
        case FeedReleased(things, reason) | FeedDismissed(things, reason):
            return {"subject": things[0].key if len(things) == 1 else "", "units": len(things), "note": reason}
        case ClockMoved(clock):
            return {"note": write_time(clock)[:16].replace("T", " ")}
        case _:
            return _of_journal(fact)


def _of_journal(fact: Fact) -> dict[str, Any]:
    match fact:
        case EpochOpened(approval=Approval() as approval):
            return {"by": approval.by, "note": approval.reason, "units": fact.brought}
        case MallWentBack(expects, confirmed):
            return {"units": confirmed - expects}
        case AsideLookedAt():
            return {"code": fact.reason, "note": fact.note}
        case _:
            return _by_name(fact)


def _by_name(fact: Fact) -> dict[str, Any]:
    """What others are about, by the names that facts have in common."""
    found: dict[str, Any] = {}
    for field, names in (("subject", _SUBJECTS), ("code", _CODES), ("by", ("staff",)), ("member", ("member",))):
        said = next((value for name in names if isinstance(value := getattr(fact, name, None), str) and value), "")
        if said:
            found[field] = said
    amount = getattr(fact, "amount", 0)
    return found | ({"amount": amount} if isinstance(amount, int) else {})
