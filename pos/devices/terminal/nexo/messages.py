"""The messages of nexo's Sale to POI protocol that the till uses, in its words and no more of them.

What arrives is read strictly by type; what is not named here is passed over, and nothing shows in a representation.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

Category: TypeAlias = Literal["Payment", "Reversal", "TransactionStatus", "Abort", "Diagnosis", "Transmit"]

_CAPITALS = {"id": "ID", "poi": "POI", "ok": "OK", "nb": "Nb"}


def _named(field: str) -> str:
    return "".join(_CAPITALS.get(part, part.capitalize()) for part in field.split("_"))


class Part(msgspec.Struct, frozen=True, kw_only=True, rename=_named, omit_defaults=True):
    """A part of a message. A customer's code or number may be in it, so that it tells its name and nothing else."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class Header(Part, frozen=True, kw_only=True):
    """Who speaks to whom about what; an answer repeats the request's."""

    protocol_version: str = ""
    message_class: str
    message_category: str
    message_type: str
    service_id: str = ""
    sale_id: str = ""
    poi_id: str = msgspec.field(name="POIID")


class Transaction(Part, frozen=True, kw_only=True):
    """A transaction by the number that one side gave it, and its time."""

    transaction_id: str
    time_stamp: str


# --- what the till asks ----------------------------------------------------------------------------------------


class SaleData(Part, frozen=True, kw_only=True):
    """The till's own name for it. `sale_to_acquirer_data` is free for the two: the tax inside, and a signature."""

    sale_transaction_id: Transaction
    sale_to_acquirer_data: str = ""


class AmountsReq(Part, frozen=True, kw_only=True):
    """Whole won: the currency has no smaller unit."""

    currency: Literal["KRW"]
    requested_amount: int


class PaymentTransaction(Part, frozen=True, kw_only=True):
    """How much."""

    amounts_req: AmountsReq


class Instalment(Part, frozen=True, kw_only=True, omit_defaults=False):
    """So many monthly payments to the card's issuer."""

    instalment_type: tuple[str, ...] = ("EqualInstalments",)
    period: int = 1
    period_unit: str = "Monthly"
    total_nb_of_payments: int


class PaymentToken(Part, frozen=True, kw_only=True):
    """What stands for a means of payment: here the code of the customer's app, good for one transaction."""

    token_requested_type: str
    token_value: str


class AskedCard(Part, frozen=True, kw_only=True):
    """How the means of payment comes to the terminal."""

    entry_mode: tuple[str, ...]
    payment_token: PaymentToken


class AskedInstrument(Part, frozen=True, kw_only=True):
    """What kind of means of payment it is to be."""

    payment_instrument_type: str
    card_data: AskedCard | None = None


class PaymentData(Part, frozen=True, kw_only=True):
    """In what way."""

    payment_type: str
    instalment: Instalment | None = None
    payment_instrument_data: AskedInstrument | None = None


class PaymentRequest(Part, frozen=True, kw_only=True):
    """Take money."""

    sale_data: SaleData
    payment_transaction: PaymentTransaction
    payment_data: PaymentData


class Original(Part, frozen=True, kw_only=True):
    """The payment that is taken back: by the terminal's number, or by its approval where nobody has that any more."""

    poi_transaction_id: Transaction | None = msgspec.field(name="POITransactionID", default=None)
    poi_id: str = msgspec.field(name="POIID", default="")
    approval_code: str = ""


class ReversalRequest(Part, frozen=True, kw_only=True):
    """Give money back; all of it where no amount is named."""

    sale_data: SaleData
    original_poi_transaction: Original
    reversed_amount: int | None = None
    reversal_reason: str


class MessageReference(Part, frozen=True, kw_only=True):
    """Another message, by its number."""

    message_category: str
    service_id: str
    sale_id: str
    poi_id: str = msgspec.field(name="POIID")


class TransactionStatusRequest(Part, frozen=True, kw_only=True):
    """What became of a message?"""

    message_reference: MessageReference
    receipt_reprint_flag: Literal[False]


class AbortRequest(Part, frozen=True, kw_only=True):
    """Stop waiting for the customer. It has no answer."""

    message_reference: MessageReference
    abort_reason: str


class DiagnosisRequest(Part, frozen=True, kw_only=True):
    """How are you, and those you speak to?"""

    host_diagnosis_flag: Literal[True]


class TransmitRequest(Part, frozen=True, kw_only=True):
    """Words for somebody behind the terminal; a terminal that has nobody there refuses, and no card is asked for."""

    destination_address: str
    maximum_transmit_time: int
    message: bytes


Body: TypeAlias = (
    PaymentRequest | ReversalRequest | TransactionStatusRequest | AbortRequest | DiagnosisRequest | TransmitRequest
)


class Request(Part, frozen=True, kw_only=True):
    """A message of the till's; one of the bodies is there."""

    message_header: Header
    payment_request: PaymentRequest | None = None
    reversal_request: ReversalRequest | None = None
    transaction_status_request: TransactionStatusRequest | None = None
    abort_request: AbortRequest | None = None
    diagnosis_request: DiagnosisRequest | None = None
    transmit_request: TransmitRequest | None = None


class Asked(Part, frozen=True, kw_only=True):
    """The whole of what is sent in clear."""

    sale_to_poi_request: Request


# --- what the terminal answers ---------------------------------------------------------------------------------


class Result(Part, frozen=True, kw_only=True):
    """Whether it was done; `error_condition` says why not, in nexo's words or a newer one's."""

    result: Literal["Success", "Failure", "Partial"]
    error_condition: str = ""


class PoiData(Part, frozen=True, kw_only=True):
    """The terminal's own number of the transaction."""

    poi_transaction_id: Transaction


class AnsweredSale(Part, frozen=True, kw_only=True):
    """The till's number, repeated."""

    sale_transaction_id: Transaction


class AmountsResp(Part, frozen=True, kw_only=True):
    """What was really taken; read as it is written, never by way of a fraction."""

    currency: str = "KRW"
    authorized_amount: Decimal


class CardData(Part, frozen=True, kw_only=True):
    """What is kept of a card."""

    payment_brand: str = ""
    masked_pan: str = ""


class Instrument(Part, frozen=True, kw_only=True):
    """What was paid with."""

    card_data: CardData | None = None


class Acquirer(Part, frozen=True, kw_only=True):
    """Who approved it."""

    acquirer_id: str = ""
    merchant_id: str = ""
    acquirer_poi_id: str = msgspec.field(name="AcquirerPOIID", default="")
    acquirer_transaction_id: Transaction | None = None
    approval_code: str = ""


class PaymentResult(Part, frozen=True, kw_only=True):
    """What was paid."""

    amounts_resp: AmountsResp | None = None
    payment_instrument_data: Instrument | None = None
    payment_acquirer_data: Acquirer | None = None


class PaymentResponse(Part, frozen=True, kw_only=True):
    """What became of a payment."""

    response: Result
    sale_data: AnsweredSale
    poi_data: PoiData = msgspec.field(name="POIData")
    payment_result: PaymentResult | None = None


class ReversalResponse(Part, frozen=True, kw_only=True):
    """What became of a reversal."""

    response: Result
    poi_data: PoiData | None = msgspec.field(name="POIData", default=None)
    reversed_amount: Decimal | None = None


class RepeatedBody(Part, frozen=True, kw_only=True):
    """The answer that was given then."""

    payment_response: PaymentResponse | None = None
    reversal_response: ReversalResponse | None = None


class RepeatedMessage(Part, frozen=True, kw_only=True):
    """The whole message that was given then."""

    message_header: Header
    repeated_response_message_body: RepeatedBody


class StatusResponse(Part, frozen=True, kw_only=True):
    """What became of a message: the answer to it, once more."""

    response: Result
    repeated_message_response: RepeatedMessage | None = None


class PoiStatus(Part, frozen=True, kw_only=True):
    """How the terminal is."""

    global_status: str
    card_reader_ok_flag: bool = True
    communication_ok_flag: bool = True


class HostStatus(Part, frozen=True, kw_only=True):
    """Whether the one who approves is reached."""

    is_reachable_flag: bool = True


class DiagnosisResponse(Part, frozen=True, kw_only=True):
    """How it is."""

    response: Result
    poi_status: PoiStatus | None = msgspec.field(name="POIStatus", default=None)
    host_status: tuple[HostStatus, ...] = ()


class TransmitResponse(Part, frozen=True, kw_only=True):
    """What was said behind the terminal."""

    response: Result
    message: bytes = b""


class Response(Part, frozen=True, kw_only=True):
    """A message of the terminal's; one of the bodies is there."""

    message_header: Header
    payment_response: PaymentResponse | None = None
    reversal_response: ReversalResponse | None = None
    transaction_status_response: StatusResponse | None = None
    diagnosis_response: DiagnosisResponse | None = None
    transmit_response: TransmitResponse | None = None


class EventNotification(Part, frozen=True, kw_only=True):
    """What the terminal says unasked; instead of an answer it says here that it could not read the question."""

    event_to_notify: str


class Event(Part, frozen=True, kw_only=True):
    """A message the terminal begins."""

    event_notification: EventNotification | None = None


class Answered(Part, frozen=True, kw_only=True):
    """The whole of what arrives in clear: an answer, or an event in its place."""

    sale_to_poi_response: Response | None = None
    sale_to_poi_request: Event | None = None
