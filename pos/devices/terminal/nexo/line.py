"""Questions to one terminal and its answers: numbered, sealed where there is a key, believed where they fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

import msgspec

from pos.devices.terminal.nexo.messages import (
    AbortRequest,
    Answered,
    Asked,
    Body,
    Category,
    DiagnosisRequest,
    Header,
    PaymentRequest,
    Request,
    Response,
    ReversalRequest,
    TransactionStatusRequest,
)
from pos.devices.terminal.nexo.seal import Seal, SealBroken, Sealed
from pos.devices.terminal.nexo.wire import NoAnswer

Send: TypeAlias = Callable[[bytes, float], bytes]
"""Carries a question and brings the answer, waited for so many seconds. Raises NotSent, NoAnswer."""

_T = TypeVar("_T")


class Names(msgspec.Struct, frozen=True):
    """What the two are called: the till, and the terminal."""

    sale: str
    poi: str


class _SealedQuestion(msgspec.Struct, frozen=True):
    content: Sealed = msgspec.field(name="SaleToPOIRequest")


class _SealedAnswer(msgspec.Struct, frozen=True):
    content: Sealed = msgspec.field(name="SaleToPOIResponse")


class Line:
    """Speaks with one terminal."""

    def __init__(self, send: Send, names: Names, seal: Seal | None) -> None:
        self.names, self._send, self._seal = names, send, seal

    def ask(self, body: Body, *, service: str, seconds: float) -> Response:
        """The answer to `body`. Raises NotSent, NoAnswer."""
        header = self._header(body, service)
        answered = self._open(self._send(self._close(header, body), seconds))
        event = answered.sale_to_poi_request
        if event is not None and event.event_notification is not None:
            raise NoAnswer("terminal.rejected")
        response = answered.sale_to_poi_response
        if response is None or not _fits(response.message_header, header):
            raise NoAnswer("terminal.garbled")
        return response

    def tell(self, body: AbortRequest, *, service: str, seconds: float) -> None:
        """Say what has no answer. Raises NotSent, NoAnswer."""
        self._send(self._close(self._header(body, service), body), seconds)

    def _header(self, body: Body, service: str) -> Header:
        return Header(
            protocol_version="3.0",
            message_class="Service",
            message_category=_category(body),
            message_type="Request",
            service_id=service,
            sale_id=self.names.sale,
            poi_id=self.names.poi,
        )

    def _close(self, header: Header, body: Body) -> bytes:
        clear = msgspec.json.encode(Asked(sale_to_poi_request=_request(header, body)))
        if self._seal is None:
            return clear
        return msgspec.json.encode(_SealedQuestion(self._seal.close(msgspec.json.encode(header), clear)))

    def _open(self, content: bytes) -> Answered:
        if self._seal is None:
            return _read(content, Answered)
        if b'"SaleToPOIRequest"' in content:  # about a seal that the terminal cannot open it speaks without one
            event = _read(content, Answered)
            if event.sale_to_poi_response is not None:
                raise NoAnswer("terminal.seal")
            return event
        sealed = _read(content, _SealedAnswer).content
        try:
            clear = self._seal.open(sealed)
        except SealBroken as error:
            raise NoAnswer("terminal.seal") from error
        answered = _read(clear, Answered)
        outside = _read(bytes(sealed.header), Header)
        if answered.sale_to_poi_response is None or answered.sale_to_poi_response.message_header != outside:
            raise NoAnswer("terminal.seal")
        return answered


def _read(content: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # Neither the content nor what it was read as goes into a chain that somebody may log.
        raise NoAnswer("terminal.garbled") from error.with_traceback(None)


def _category(body: Body) -> Category:
    match body:
        case PaymentRequest():
            return "Payment"
        case ReversalRequest():
            return "Reversal"
        case TransactionStatusRequest():
            return "TransactionStatus"
        case AbortRequest():
            return "Abort"
        case DiagnosisRequest():
            return "Diagnosis"
        case _:
            return "Transmit"


def _request(header: Header, body: Body) -> Request:
    match body:
        case PaymentRequest():
            return Request(message_header=header, payment_request=body)
        case ReversalRequest():
            return Request(message_header=header, reversal_request=body)
        case TransactionStatusRequest():
            return Request(message_header=header, transaction_status_request=body)
        case AbortRequest():
            return Request(message_header=header, abort_request=body)
        case DiagnosisRequest():
            return Request(message_header=header, diagnosis_request=body)
        case _:
            return Request(message_header=header, transmit_request=body)


def _fits(answer: Header, question: Header) -> bool:
    """Whether an answer is the answer to this question, and not to one before it."""
    return (answer.message_type, answer.message_category, answer.service_id, answer.sale_id, answer.poi_id) == (
        "Response",
        question.message_category,
        question.service_id,
        question.sale_id,
        question.poi_id,
    )
