"""What the terminal's answers mean to the till: one of a closed set, with a reason, and of a card what may be kept."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from msgspec.structs import replace

from pos.devices.terminal.nexo.messages import (
    Acquirer,
    CardData,
    DiagnosisResponse,
    Instrument,
    PaymentResponse,
    PaymentResult,
    Result,
    ReversalResponse,
    Transaction,
)
from pos.domain.calendar import KST
from pos.domain.money import Won
from pos.domain.tender import CardApproval
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest, TerminalState
from pos.till.ports import Clock

_DECLINED = CardAnswer("declined", "terminal.declined")

_WHY = {
    "Aborted": CardAnswer("cancelled", "terminal.called_off"),
    "Busy": CardAnswer("not_sent", "terminal.busy"),
    "Cancel": CardAnswer("cancelled", "terminal.cancelled"),
    "DeviceOut": CardAnswer("not_sent", "terminal.out_of_order"),
    "InProgress": CardAnswer("unknown", "terminal.in_progress"),
    "InsertedCard": CardAnswer("declined", "terminal.card_inside"),
    "InvalidCard": CardAnswer("declined", "terminal.invalid_card"),
    "LoggedOut": CardAnswer("not_sent", "terminal.out_of_order"),
    "NotFound": CardAnswer("declined", "terminal.not_known"),
    "PaymentRestriction": CardAnswer("declined", "terminal.restricted"),
    "Refusal": _DECLINED,
    "UnavailableDevice": CardAnswer("not_sent", "terminal.out_of_order"),
    "UnavailableService": CardAnswer("not_sent", "terminal.no_such_service"),
    "UnreachableHost": CardAnswer("declined", "terminal.van_down"),
    "WrongPin": CardAnswer("declined", "terminal.wrong_pin"),
}
"""The terminal says that it failed, and why. A reason that is not here is a refusal: failed is failed."""

_STATES = {
    "OK": "",
    "Busy": "terminal.busy",
    "Maintenance": "terminal.maintenance",
    "Unreachable": "terminal.van_down",
}

_FIRST, _LAST, _LONGEST = 6, 4, 19
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){12,}")
_SHORT = 12


def failed(result: Result) -> CardAnswer:
    """What an answer that is no success means."""
    return _WHY.get(result.error_condition, _DECLINED)


def of_payment(response: PaymentResponse, request: CardRequest, clock: Clock) -> CardAnswer:
    """What a payment's answer means; one about another attempt, or about another amount, is not believed."""
    if response.sale_data.sale_transaction_id.transaction_id != request.attempt:
        return CardAnswer("unknown", "terminal.garbled")
    if response.response.result == "Failure":
        return failed(response.response)
    result = response.payment_result or PaymentResult()
    taken = result.amounts_resp
    if response.response.result == "Partial" or (
        taken is not None and (taken.currency != "KRW" or not _is(taken.authorized_amount, request.amount))
    ):
        return CardAnswer("unknown", "terminal.other_amount")
    instrument = result.payment_instrument_data or Instrument()
    acquirer, card = result.payment_acquirer_data or Acquirer(), instrument.card_data or CardData()
    number = response.poi_data.poi_transaction_id
    approval = CardApproval(
        approval_number=_approval_number(acquirer, number),
        approved_at=_moment(number, clock),
        masked_number=masked(card.masked_pan),
        issuer=_without_numbers(card.payment_brand),
        acquirer=_without_numbers(acquirer.acquirer_id),
        merchant=_without_numbers(acquirer.merchant_id),
        terminal=_without_numbers(acquirer.acquirer_poi_id),
        instalments=request.instalments,
    )
    return CardAnswer("approved", approval=approval)


def of_reversal(response: ReversalResponse, amount: Won | None, approval: CardApproval, clock: Clock) -> CardAnswer:
    """What a reversal's answer means; `amount` is what was to go back, None where nobody remembers."""
    if response.response.result == "Failure":
        return failed(response.response)
    gone = response.reversed_amount
    if response.response.result == "Partial" or (gone is not None and amount is not None and not _is(gone, amount)):
        return CardAnswer("unknown", "terminal.other_amount")
    if response.poi_data is None:
        return CardAnswer("approved", approval=replace(approval, approved_at=_now(clock)))
    number = response.poi_data.poi_transaction_id
    return CardAnswer(
        "approved",
        approval=replace(approval, approval_number=_short(number), approved_at=_moment(number, clock)),
    )


def of_giving_back(response: ReversalResponse, request: BackRequest, clock: Clock) -> CardAnswer:
    """What the answer to a cancellation means. What a terminal does not allow of one is that it is in part."""
    if response.response.result == "Failure" and response.response.error_condition == "NotAllowed":
        return CardAnswer("declined", "terminal.no_partial")
    return of_reversal(response, request.amount, request.approval, clock)


def of_diagnosis(response: DiagnosisResponse, model: str) -> TerminalState:
    """How the terminal says it is."""
    if response.response.result == "Failure" or response.poi_status is None:
        reason = failed(response.response).reason
        return TerminalState("terminal.out_of_order" if reason == "terminal.declined" else reason, model)
    status = response.poi_status
    code = _STATES.get(status.global_status, "terminal.out_of_order")
    if not code and not status.card_reader_ok_flag:
        code = "terminal.out_of_order"
    if not code and (
        not status.communication_ok_flag
        or (response.host_status and not any(host.is_reachable_flag for host in response.host_status))
    ):
        code = "terminal.van_down"
    return TerminalState(code, model)


def masked(number: str) -> str:
    """A card's number with its first six and last four digits at most, whatever arrives; "" for nothing."""
    places = ["*" if not one.isdecimal() or not one.isascii() else one for one in number if one not in " -"]
    if len(places) > _LONGEST:
        places = places[:_FIRST] + ["*"] * (_LONGEST - _FIRST - _LAST) + places[-_LAST:]
    if len(places) < _FIRST + _LAST + 1:
        return "*" * max(len(places) - _LAST, 0) + "".join(places[-_LAST:])
    return "".join(places[:_FIRST]) + "*" * (len(places) - _FIRST - _LAST) + "".join(places[-_LAST:])


def _is(said: Decimal, amount: Won) -> bool:
    return said.is_finite() and said == amount


def _without_numbers(text: str) -> str:
    """A name as it may be kept: a terminal that puts a card's number into it does not make the till keep that."""
    return _LONG_NUMBER.sub(lambda found: masked(found.group()), text)


def _approval_number(acquirer: Acquirer, number: Transaction) -> str:
    return _without_numbers(acquirer.approval_code) or _short(acquirer.acquirer_transaction_id or number)


def _short(number: Transaction) -> str:
    """The end of a terminal's long number: too short to be a card's."""
    return number.transaction_id[-_SHORT:]


def _moment(number: Transaction, clock: Clock) -> str:
    """When the terminal says it was, in Korean time; a time that cannot be read is now."""
    try:
        said = datetime.fromisoformat(number.time_stamp)
        return (said if said.tzinfo else said.replace(tzinfo=KST)).astimezone(KST).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return _now(clock)


def _now(clock: Clock) -> str:
    return clock.now().isoformat(timespec="seconds")
