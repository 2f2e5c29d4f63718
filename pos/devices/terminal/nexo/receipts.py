"""Cash receipts by way of the terminal. Nexo has none: they travel in its Transmit message, which asks for no card.

A terminal that has nobody behind it to issue them says so, and nothing happens.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from pos.devices.terminal.nexo import answers
from pos.devices.terminal.nexo.line import Line
from pos.devices.terminal.nexo.messages import TransmitRequest, TransmitResponse
from pos.devices.terminal.nexo.notes import service_for_once
from pos.devices.terminal.nexo.wire import NoAnswer, NotSent
from pos.domain.tender import CardApproval
from pos.till.paying.cards import CardAnswer, CashReceiptRequest

DESTINATION = "cash-receipt"

_NOBODY_THERE = frozenset({"UnavailableService", "NotAllowed", "MessageFormat"})
_SAID = {
    "declined": CardAnswer("declined", "terminal.declined"),
    "too_much": CardAnswer("declined", "terminal.too_much"),
    "cancelled": CardAnswer("cancelled", "terminal.cancelled"),
    "not_known": CardAnswer("declined", "terminal.not_known"),
    "host_down": CardAnswer("declined", "terminal.van_down"),
    "in_progress": CardAnswer("unknown", "terminal.in_progress"),
}


class _Taken(msgspec.Struct, frozen=True, rename="camel"):
    approval: str
    issued_on: str
    reason: int


class _Receipt(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    attempt: str
    use: str
    number: str
    amount: int
    vat: int
    cancels: _Taken | None = None

    def __repr__(self) -> str:
        return "_Receipt(…)"


class _Issue(msgspec.Struct, frozen=True, rename="camel"):
    cash_receipt: _Receipt


class _Enquiry(msgspec.Struct, frozen=True, rename="camel"):
    cash_receipt_status: str


class _Outcome(msgspec.Struct, frozen=True):
    attempt: str
    outcome: Literal["approved", "declined", "too_much", "cancelled", "not_known", "host_down", "in_progress"]
    approval: str = ""
    at: str = ""


def issue(line: Line, request: CashReceiptRequest, *, seconds: float) -> CardAnswer:
    """Have a receipt issued, or one cancelled."""
    gone = request.cancels
    cancels = _Taken(gone.approval_number, gone.issued_on.isoformat(), gone.reason) if gone is not None else None
    asked = _Receipt(request.attempt, request.use, request.number, request.amount, request.vat, cancels)
    return _transmit(line, request.attempt, _Issue(asked), seconds)


def enquire(line: Line, request: CashReceiptRequest, *, seconds: float) -> CardAnswer:
    """What became of that; what could not be asked is not known."""
    answer = _transmit(line, request.attempt, _Enquiry(request.attempt), seconds)
    return CardAnswer("unknown", answer.reason) if answer.outcome == "not_sent" else answer


def _transmit(line: Line, attempt: str, message: _Issue | _Enquiry, seconds: float) -> CardAnswer:
    body = TransmitRequest(
        destination_address=DESTINATION, maximum_transmit_time=int(seconds), message=msgspec.json.encode(message)
    )
    try:
        response = line.ask(body, service=service_for_once(), seconds=seconds).transmit_response
    except NotSent as error:
        return CardAnswer("not_sent", error.code)
    except NoAnswer as error:
        return CardAnswer("unknown", error.code)
    return CardAnswer("unknown", "terminal.garbled") if response is None else _meaning(response, attempt)


def _meaning(response: TransmitResponse, attempt: str) -> CardAnswer:
    if response.response.result == "Failure":
        if response.response.error_condition in _NOBODY_THERE:
            return CardAnswer("declined", "terminal.no_cash_receipts")
        return answers.failed(response.response)
    try:
        outcome = msgspec.json.decode(response.message, type=_Outcome)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return CardAnswer("unknown", "terminal.garbled")
    if outcome.attempt != attempt:
        return CardAnswer("unknown", "terminal.garbled")
    if outcome.outcome != "approved":
        return _SAID[outcome.outcome]
    if not outcome.approval or not outcome.at:
        return CardAnswer("unknown", "terminal.no_approval")
    return CardAnswer("approved", approval=CardApproval(outcome.approval, outcome.at, "", "", "", "", ""))
