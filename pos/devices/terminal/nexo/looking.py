"""What the terminal remembers of an attempt, and of the reversals of a payment. It asks, and moves nothing."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pos.devices.terminal.nexo import answers
from pos.devices.terminal.nexo.line import Line
from pos.devices.terminal.nexo.messages import (
    Category,
    MessageReference,
    Original,
    PaymentResponse,
    RepeatedBody,
    ReversalResponse,
    TransactionStatusRequest,
)
from pos.devices.terminal.nexo.notes import service_for_once, service_of
from pos.devices.terminal.nexo.wire import NoAnswer
from pos.domain.tender import CardApproval
from pos.till.paying.cards import CardAnswer, CardRequest
from pos.till.ports import Clock

NOT_KNOWN = CardAnswer("declined", "terminal.not_known")
_BLANK = CardApproval("", "", "", "", "", "", "")
_TRIES = 20


class Look(msgspec.Struct, frozen=True):
    """What became of an attempt; `original` names a payment that was made, whatever is to be thought of it."""

    answer: CardAnswer
    original: Original | None = None


class Reversals(msgspec.Struct, frozen=True):
    """Whether a payment was reversed; if not, the number of the message that may try it."""

    is_reversed: bool
    free: str = ""


class Memory:
    """The terminal's memory. Every question raises NotSent or NoAnswer where it stays open."""

    def __init__(self, line: Line, clock: Clock, seconds: float) -> None:
        self._line, self._clock, self._seconds = line, clock, seconds

    def reference(self, category: Category, service: str) -> MessageReference:
        """A message of this till's by its number."""
        names = self._line.names
        return MessageReference(message_category=category, service_id=service, sale_id=names.sale, poi_id=names.poi)

    def attempt(self, request: CardRequest, approval: CardApproval | None) -> Look:
        """What became of an attempt to charge; of one to give back, whose payment's approval may be remembered."""
        service = service_of(request.attempt)
        charged = self._repeated("Payment", service)
        if isinstance(charged, RepeatedBody):
            return self._of_payment(charged.payment_response, request)
        if charged != NOT_KNOWN:
            return Look(charged)
        back = self._repeated("Reversal", service)
        if not isinstance(back, RepeatedBody):
            return Look(back)
        if back.reversal_response is None:
            raise NoAnswer("terminal.garbled")
        answer = answers.of_reversal(back.reversal_response, request.amount, approval or _BLANK, self._clock)
        return Look(_then(answer))

    def reversals(self, attempt: str) -> Reversals:
        """What became of the reversals of a payment: each try has a number of its own, none is taken for another."""
        for tried in range(_TRIES):
            service = service_of(f"{attempt}/reversal/{tried}")
            found = self._repeated("Reversal", service)
            if found == NOT_KNOWN:
                return Reversals(False, service)
            response = found.reversal_response if isinstance(found, RepeatedBody) else None
            if response is None:
                raise NoAnswer(found.reason if isinstance(found, CardAnswer) else "terminal.garbled")
            if _is_done(response):
                return Reversals(True)
        raise NoAnswer("terminal.no_answer")

    def _of_payment(self, response: PaymentResponse | None, request: CardRequest) -> Look:
        if response is None:
            raise NoAnswer("terminal.garbled")
        answer = _then(answers.of_payment(response, request, self._clock))
        is_made = response.response.result != "Failure" and answer.reason != "terminal.garbled"
        code = answer.approval.approval_number if answer.approval is not None else ""
        number = response.poi_data.poi_transaction_id
        return Look(answer, Original(poi_transaction_id=number, approval_code=code) if is_made else None)

    def _repeated(self, category: Category, service: str) -> RepeatedBody | CardAnswer:
        """The answer that was given to a message; NOT_KNOWN where it never arrived, unknown where that stays open."""
        body = TransactionStatusRequest(message_reference=self.reference(category, service), receipt_reprint_flag=False)
        asked = self._line.ask(body, service=service_for_once(), seconds=self._seconds)
        status = asked.transaction_status_response
        if status is None:
            raise NoAnswer("terminal.garbled")
        if status.response.result != "Success":
            if status.response.error_condition == "NotFound":
                return NOT_KNOWN
            return CardAnswer("unknown", answers.failed(status.response).reason)
        repeated = status.repeated_message_response
        if repeated is None or (repeated.message_header.message_category, repeated.message_header.service_id) != (
            category,
            service,
        ):
            raise NoAnswer("terminal.garbled")
        return repeated.repeated_response_message_body


def _then(answer: CardAnswer) -> CardAnswer:
    """What was not begun then is declined now: nothing of it is still on its way."""
    return replace(answer, outcome="declined") if answer.outcome == "not_sent" else answer


def _is_done(response: ReversalResponse) -> bool:
    return response.response.result == "Success"
