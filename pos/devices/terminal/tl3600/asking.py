"""What the till asks of a terminal, as frames' content and the note that goes before it. It asks nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pos.devices.terminal.tl3600 import fields
from pos.devices.terminal.tl3600.notes import Note, Purpose
from pos.domain.cash_receipt import NOBODY
from pos.domain.money import Won
from pos.domain.tender import CardApproval, TenderKind
from pos.till.paying.cards import BackRequest, CardRequest, CashReceiptRequest

_BUSINESS, _CONSUMER = 1, 0


@dataclass(frozen=True, slots=True)
class Asking:
    """One frame that moves money, and what is noted of it. Its content is in no repr: it may name a person."""

    key: str
    job: Literal["B", "C", "Q"]
    content: bytes = field(repr=False)
    purpose: Purpose
    tender: TenderKind
    amount: Won
    charge: str = ""
    number: str = ""
    vat: Won = 0
    original: CardApproval | None = None

    @property
    def expects(self) -> str:
        """The jobs of its answers: to a cancellation a terminal may also say what it knows of the card."""
        return {"B": "b", "C": "cd", "Q": "q"}[self.job]

    @property
    def needs_customer(self) -> bool:
        """Whether somebody has to show a card, a barcode or a number; else only the VAN is waited for."""
        return self.purpose in ("charge", "receipt") or (self.purpose == "cancel" and self.content[:1] == b"1")


def reversal_key(attempt: str) -> str:
    """The key of the reversal of an attempt, which has no attempt of its own."""
    return f"reverse:{attempt}"


def to_charge(request: CardRequest) -> Asking:
    """A card by job B, an app's barcode by Q. Raises ValueError for what no frame takes."""
    sums = {"amount": request.amount, "vat": request.vat, "instalments": request.instalments}
    if request.tender == "easy":
        content = fields.barcode(kind="1", signature=request.signature, number=request.barcode, **sums)
        return Asking(request.attempt, "Q", content, "charge", request.tender, request.amount, vat=request.vat)
    content = fields.charge(signature=request.signature, **sums)
    return Asking(request.attempt, "B", content, "charge", request.tender, request.amount, vat=request.vat)


def to_give_back(request: BackRequest, charged: Note | None) -> Asking:
    """A cancellation of all that is left of a charge."""
    return _to_cancel(request.attempt, request.charge, request.tender, request.amount, request.approval, charged)


def to_reverse(request: CardRequest, approval: CardApproval, charged: Note | None) -> Asking:
    """A cancellation of the whole."""
    key = reversal_key(request.attempt)
    return _to_cancel(key, request.attempt, request.tender, request.amount, approval, charged)


def to_tell(request: CashReceiptRequest, issued: Note | None) -> Asking:
    """A cash receipt by job Q, its cancellation by C."""
    number = request.number or (NOBODY if request.use == "self" else "")
    use = _BUSINESS if request.use == "business" else _CONSUMER
    if request.cancels is None:
        content = fields.barcode(
            kind=fields.RECEIPT_KIND,
            amount=request.amount,
            vat=request.vat,
            instalments=use,
            signature=False,
            number=number,
        )
        return Asking(request.attempt, "Q", content, "receipt", "cash", request.amount)
    day, time = request.cancels.issued_on.strftime("%Y%m%d"), "000000"
    if issued is not None and issued.answer is not None and issued.answer.approval is not None:
        day, time = _moment(issued.answer.approval.approved_at)
    content = fields.cancel(
        way="1",
        kind=fields.CASH_RECEIPT,
        amount=request.amount,
        vat=request.vat,
        instalments=use,
        number=request.cancels.approval_number,
        day=day,
        time=time,
        extra=number,
    )
    named = request.cancels.approval_number
    return Asking(request.attempt, "C", content, "receipt_cancel", "cash", request.amount, number=named)


def _to_cancel(
    key: str, charge: str, tender: TenderKind, amount: Won, approval: CardApproval, charged: Note | None
) -> Asking:
    """Without the card where this terminal approved it and its serial number is noted, otherwise with the card."""
    day, time = _moment(approval.approved_at)
    serial = charged.unique[-6:] if charged is not None and len(charged.unique) >= 6 else ""
    content = fields.cancel(
        way="3" if serial else "1",
        kind=charged.kind if charged is not None and charged.kind else fields.CREDIT,
        amount=amount,
        vat=charged.vat if charged is not None else 0,
        instalments=approval.instalments,
        number=approval.approval_number,
        day=day,
        time=serial or time,
        extra="",
    )
    number = approval.approval_number
    return Asking(key, "C", content, "cancel", tender, amount, charge=charge, number=number, original=approval)


def _moment(at: str) -> tuple[str, str]:
    """Day and time of an approval, which is kept in ISO 8601. Raises ValueError."""
    digits = "".join(sign for sign in at[:19] if sign.isdigit())
    if len(digits) != 14:
        raise ValueError("time")
    return digits[:8], digits[8:]
