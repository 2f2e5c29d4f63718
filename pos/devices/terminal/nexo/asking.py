"""The questions of the till in nexo's words: a request of the port becomes the body of a message."""

from __future__ import annotations

from urllib.parse import urlencode

from pos.devices.terminal.nexo.messages import (
    AmountsReq,
    AskedCard,
    AskedInstrument,
    Instalment,
    Original,
    PaymentData,
    PaymentRequest,
    PaymentToken,
    PaymentTransaction,
    ReversalRequest,
    SaleData,
    Transaction,
)
from pos.devices.terminal.nexo.notes import Note
from pos.domain.money import Won
from pos.domain.tender import CardApproval
from pos.till.paying.cards import CardRequest
from pos.till.ports import Clock


def payment(request: CardRequest, clock: Clock) -> PaymentRequest:
    """Take money. Nexo has no words for the tax inside and for a signature that is wanted: they are said beside it."""
    beside: dict[str, str | int] = {"vat": request.vat}
    if request.signature:
        beside["signature"] = "required"
    return PaymentRequest(
        sale_data=SaleData(sale_transaction_id=_name(request.attempt, clock), sale_to_acquirer_data=urlencode(beside)),
        payment_transaction=PaymentTransaction(amounts_req=AmountsReq(currency="KRW", requested_amount=request.amount)),
        payment_data=PaymentData(
            # The issuer lends and the shop is paid at once, as everywhere in Korea.
            payment_type="IssuerInstalment" if request.instalments > 1 else "Normal",
            instalment=Instalment(total_nb_of_payments=request.instalments) if request.instalments > 1 else None,
            payment_instrument_data=_instrument(request),
        ),
    )


def reversal(attempt: str, original: Original, *, amount: Won | None, reason: str, clock: Clock) -> ReversalRequest:
    """Give money back; all that is left of it where no amount is named."""
    return ReversalRequest(
        sale_data=SaleData(sale_transaction_id=_name(attempt, clock)),
        original_poi_transaction=original,
        reversed_amount=amount,
        reversal_reason=reason,
    )


def original_of(note: Note, approval: CardApproval | None) -> Original:
    """A payment by the terminal's own number."""
    number = Transaction(transaction_id=note.number, time_stamp=note.at)
    return Original(poi_transaction_id=number, approval_code=approval.approval_number if approval else "")


def original_elsewhere(approval: CardApproval) -> Original:
    """A payment of which only the approval is known: another terminal's, or too long ago."""
    return Original(poi_id=approval.terminal, approval_code=approval.approval_number)


def _instrument(request: CardRequest) -> AskedInstrument | None:
    if request.tender != "easy":
        return None
    if not request.barcode:
        return AskedInstrument(payment_instrument_type="Mobile")
    token = PaymentToken(token_requested_type="Transaction", token_value=request.barcode)
    return AskedInstrument(
        payment_instrument_type="Mobile", card_data=AskedCard(entry_mode=("Scanned",), payment_token=token)
    )


def _name(attempt: str, clock: Clock) -> Transaction:
    return Transaction(transaction_id=attempt, time_stamp=clock.now().isoformat(timespec="seconds"))
