"""What an emulated nexo terminal answers, and what it does with the money; it knows no network.

It is as strict as a terminal may be: a message number that it had before, or an amount that is no whole won, is refused
and stands in `failures`.
"""

from __future__ import annotations

import base64
import json
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qs

from pos.devices.emulators.nexo_ledger import Json, NexoLedger
from pos.till.ports import Clock

Behaviour: TypeAlias = Literal[
    "approve",
    "decline",
    "cancel",  # the customer gives up
    "host_down",  # nobody who approves can be reached
    "busy",
    "no_partial",  # of a reversal: only a whole one
    "less",  # approves a won less than it was asked for
    "whole_number",  # approves, and shows the whole card number where a masked one belongs
    "wait",  # for a card that does not come, until it is let go or called off
    "lose_request",  # it never arrives
    "lose_answer",  # approved, and nothing of the answer leaves
    "cut",  # approved, and the answer ends after `cut_at` bytes
    "reset",  # approved, and the connection breaks
    "late",  # approved, and the answer waits until it is let go
    "trickle",  # approved, and the answer comes a byte at a time
    "garbled",  # approved, and the answer cannot be read
    "refuse_http",  # it never arrives at the terminal proper: HTTP says 503
]

REFUSALS = {"decline": "Refusal", "cancel": "Cancel", "host_down": "UnreachableHost", "busy": "Busy"}
_KINDS = ("Payment", "Reversal", "TransactionStatus", "Abort", "Diagnosis", "Transmit")
_CARD = "9990010000001234"
_LONGEST_ID = 10


class Brain:
    """Mutable: it has a ledger, a script of what it does next, and payments it is at."""

    def __init__(self, clock: Clock, ledger: NexoLedger, declines: Callable[[int], bool]) -> None:
        self.ledger, self._clock, self._declines = ledger, clock, declines
        self.script: deque[Behaviour] = deque()
        self.failures: list[str] = []
        self.asked: list[Json] = []
        self.signed: set[str] = set()
        self.global_status, self.is_host_reached, self.issues_receipts = "OK", True, True
        self._lock, self._at_it = threading.Lock(), dict[str, threading.Event]()
        self._aborted: set[str] = set()

    def answer(self, request: Json, behaviour: Behaviour) -> Json | None:
        """The response to a request in clear; None where there is none."""
        header = request["MessageHeader"]
        kind = header["MessageCategory"]
        body = request.get(f"{kind}Request")
        if kind not in _KINDS or not isinstance(body, dict) or header.get("MessageType") != "Request":
            self.failures.append(f"not understood: {kind}")
            return None
        with self._lock:
            self.asked.append({"kind": kind, "header": header, "body": body})
        deeds: dict[str, Callable[[str, Json, Behaviour], Json | None]] = {
            "Payment": self._payment,
            "Reversal": self._reversal,
            "TransactionStatus": self._status,
            "Abort": self._abort,
            "Diagnosis": self._diagnosis,
            "Transmit": self._transmit,
        }
        said = deeds[kind](self._key(header, kind), body, behaviour)
        if said is None:
            return None
        return {"MessageHeader": {**header, "MessageType": "Response"}, f"{kind}Response": said}

    def let_go(self) -> None:
        """Whatever waits goes on."""
        for event in list(self._at_it.values()):
            event.set()

    def _key(self, header: Json, kind: str) -> str:
        return f"{header.get('SaleID')}/{kind}/{header.get('ServiceID')}"

    def _is_new(self, key: str) -> bool:
        number = key.rpartition("/")[2]
        if not 0 < len(number) <= _LONGEST_ID or not number.isalnum():
            self.failures.append(f"no message number: {number}")
            return False
        if key in self.ledger.answers or key in self._at_it:
            self.failures.append(f"a message number twice: {key}")
            return False
        return True

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="milliseconds")

    def _payment(self, key: str, body: Json, behaviour: Behaviour) -> Json:
        sale = body["SaleData"]["SaleTransactionID"]
        amounts = body["PaymentTransaction"]["AmountsReq"]
        said: Json = {"SaleData": {"SaleTransactionID": sale}, "POIData": self._poi_data("P")}
        if not self._is_new(key):
            return {**said, "Response": _failure("NotAllowed")}
        amount = amounts.get("RequestedAmount")
        if type(amount) is not int or amount <= 0 or amounts.get("Currency") != "KRW":
            self.failures.append(f"no amount: {amounts}")
            return {**said, "Response": _failure("MessageFormat")}
        if behaviour == "wait" and self._wait(key):
            return self._kept(key, {**said, "Response": _failure("Aborted")})
        if behaviour == "busy":  # it has not looked at it, and remembers nothing of it
            return {**said, "Response": _failure("Busy")}
        refusal = REFUSALS.get(behaviour, "Refusal" if self._declines(amount) else "")
        if refusal:
            return self._kept(key, {**said, "Response": _failure(refusal)})
        beside = parse_qs(body["SaleData"].get("SaleToAcquirerData", ""))
        if beside.get("signature") == ["required"]:
            self.signed.add(sale["TransactionID"])
        taken = amount - 1 if behaviour == "less" else amount
        return self._approve(key, said, body, taken, is_whole=behaviour == "whole_number")

    def _approve(self, key: str, said: Json, body: Json, amount: int, *, is_whole: bool) -> Json:
        number = said["POIData"]["POITransactionID"]["TransactionID"]
        approval = f"{30_000_000 + self.ledger.count:08d}"
        self.ledger.payments[number] = {
            "attempt": said["SaleData"]["SaleTransactionID"]["TransactionID"],
            "amount": amount,
            "gone": 0,
            "approval": approval,
        }
        shown = _CARD if is_whole else f"{_CARD[:6]}******{_CARD[-4:]}"
        kind = body.get("PaymentData", {}).get("PaymentInstrumentData", {}).get("PaymentInstrumentType", "Card")
        result = {
            "PaymentType": body.get("PaymentData", {}).get("PaymentType", "Normal"),
            "OnlineFlag": True,
            "AuthenticationMethod": ["SignatureCapture"],
            "AmountsResp": {"Currency": "KRW", "AuthorizedAmount": amount},
            "PaymentInstrumentData": {
                "PaymentInstrumentType": kind,
                "CardData": {"PaymentBrand": "시험카드", "MaskedPan": shown, "EntryMode": ["ICC"]},
            },
            "PaymentAcquirerData": {
                "AcquirerID": "시험매입",
                "MerchantID": "0000000001",
                "AcquirerPOIID": "T0000001",
                "AcquirerTransactionID": {"TransactionID": f"A{number}", "TimeStamp": self._now()},
                "ApprovalCode": approval,
            },
        }
        kept = {**said, "Response": {"Result": "Success"}, "PaymentResult": result}
        self._kept(key, _without_number(kept) if is_whole else kept)
        return kept

    def _reversal(self, key: str, body: Json, behaviour: Behaviour) -> Json:
        said: Json = {"POIData": self._poi_data("R"), "OriginalPOITransaction": body["OriginalPOITransaction"]}
        if not self._is_new(key):
            return {**said, "Response": _failure("NotAllowed")}
        refusal = REFUSALS.get(behaviour) or self._give_back(key, body, is_whole_only=behaviour == "no_partial")
        if refusal:
            return self._kept(key, {**said, "Response": _failure(refusal)})
        gone = {"ReversedAmount": body["ReversedAmount"]} if "ReversedAmount" in body else {}
        return self._kept(key, {**said, "Response": {"Result": "Success"}, **gone})

    def _give_back(self, key: str, body: Json, *, is_whole_only: bool) -> str:
        """Move the money; a reason where it does not."""
        original, wanted = body["OriginalPOITransaction"], body.get("ReversedAmount")
        payment = self.ledger.payment(original)
        if payment is None:
            if "POITransactionID" in original or "ApprovalCode" not in original or wanted is None:
                return "NotFound"
            elsewhere = self.ledger.elsewhere
            elsewhere[original["ApprovalCode"]] = elsewhere.get(original["ApprovalCode"], 0) + wanted
            return ""
        left = payment["amount"] - payment["gone"]
        back = left if wanted is None else wanted
        if is_whole_only and back < left:
            return "NotAllowed"
        if type(back) is not int or not 0 < back <= left:
            return "Refusal"
        payment["gone"] += back
        self.ledger.backs[key] = back
        return ""

    def _status(self, _: str, body: Json, __: Behaviour) -> Json:
        reference = body["MessageReference"]
        key = self._key(reference, reference["MessageCategory"])
        if key in self._at_it:
            return {"Response": _failure("InProgress")}
        kept = self.ledger.answers.get(key)
        if kept is None:
            return {"Response": _failure("NotFound")}
        kind = reference["MessageCategory"]
        header = {
            "MessageClass": "Service",
            "MessageCategory": kind,
            "MessageType": "Response",
            "ServiceID": reference["ServiceID"],
            "SaleID": reference["SaleID"],
            "POIID": reference.get("POIID", ""),
        }
        repeated = {"MessageHeader": header, "RepeatedResponseMessageBody": {f"{kind}Response": kept}}
        return {"Response": {"Result": "Success"}, "RepeatedMessageResponse": repeated}

    def _abort(self, _: str, body: Json, __: Behaviour) -> None:
        reference = body["MessageReference"]
        key = self._key(reference, reference["MessageCategory"])
        event = self._at_it.get(key)
        if event is not None:
            self._aborted.add(key)
            event.set()

    def _diagnosis(self, _: str, __: Json, ___: Behaviour) -> Json:
        status = {"GlobalStatus": self.global_status, "CardReaderOKFlag": True, "CommunicationOKFlag": True}
        hosts = [{"AcquirerID": "시험매입", "IsReachableFlag": self.is_host_reached}]
        return {"Response": {"Result": "Success"}, "POIStatus": status, "HostStatus": hosts}

    def _transmit(self, _: str, body: Json, behaviour: Behaviour) -> Json:
        if not self.issues_receipts or body.get("DestinationAddress") != "cash-receipt":
            return {"Response": _failure("UnavailableService")}
        said = self._receipt(json.loads(base64.b64decode(body["Message"])), behaviour)
        return {"Response": {"Result": "Success"}, "Message": base64.b64encode(json.dumps(said).encode()).decode()}

    def _receipt(self, asked: Json, behaviour: Behaviour) -> Json:
        receipts = self.ledger.receipts
        if "cashReceiptStatus" in asked:
            attempt = asked["cashReceiptStatus"]
            kept = receipts.get(attempt)
            return {"attempt": attempt, "outcome": "not_known"} if kept is None else kept["said"]
        wanted = asked["cashReceipt"]
        attempt, number, taken = wanted["attempt"], wanted["number"], wanted.get("cancels", {}).get("approval", "")
        if attempt in receipts:
            return dict(receipts[attempt]["said"])
        outcome = {"decline": "declined", "cancel": "cancelled", "host_down": "host_down"}.get(behaviour, "approved")
        if outcome == "approved" and taken and wanted["amount"] > self._left_of(taken):
            outcome = "too_much"
        said: Json = {"attempt": attempt, "outcome": outcome}
        if outcome == "approved":
            said |= {"approval": self.ledger.number("1"), "at": self._now()}
        receipts[attempt] = {
            "said": said,
            "use": wanted["use"],
            "amount": wanted["amount"],
            "vat": wanted["vat"],
            "last": number[-4:],
            "cancels": taken,
        }
        self.ledger.keep()
        return said

    def _left_of(self, approval: str) -> int:
        """What is not cancelled of a receipt; one that was issued elsewhere is believed."""
        made = [one for one in self.ledger.receipts.values() if one["said"]["outcome"] == "approved"]
        issued = [one["amount"] for one in made if one["said"]["approval"] == approval]
        gone = [one["amount"] for one in made if one["cancels"] == approval]
        return sum(issued) - sum(gone) if issued else 10**12

    def _wait(self, key: str) -> bool:
        """Wait for the customer; whether it was called off meanwhile."""
        event = self._at_it[key] = threading.Event()
        event.wait()
        del self._at_it[key]
        return key in self._aborted

    def _poi_data(self, letter: str) -> Json:
        return {"POITransactionID": {"TransactionID": self.ledger.number(letter), "TimeStamp": self._now()}}

    def _kept(self, key: str, said: Json) -> Json:
        self.ledger.answers[key] = said
        self.ledger.keep()
        return said


def is_scripted(request: Json) -> bool:
    """Whether a request does something; a question about what was is answered whatever the script says."""
    kind = request["MessageHeader"]["MessageCategory"]
    if kind == "Transmit":
        return "cashReceipt" in json.loads(base64.b64decode(request["TransmitRequest"]["Message"]))
    return kind in ("Payment", "Reversal")


def _failure(condition: str) -> Json:
    return {"Result": "Failure", "ErrorCondition": condition, "AdditionalResponse": "emulated"}


def _without_number(said: Json) -> Json:
    """A copy for the ledger, which has no whole number whatever was shown."""
    copy: Any = json.loads(json.dumps(said))
    copy["PaymentResult"]["PaymentInstrumentData"]["CardData"]["MaskedPan"] = f"{_CARD[:6]}******{_CARD[-4:]}"
    return dict(copy)
