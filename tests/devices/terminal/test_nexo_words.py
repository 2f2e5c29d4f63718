"""Nexo's JSON as it stands on the wire, written out by hand; amounts to the won; of a card never its whole number."""

import logging
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.devices.terminal.nexo import answers, asking
from pos.devices.terminal.nexo.driver import NexoTerminal
from pos.devices.terminal.nexo.line import Line
from pos.devices.terminal.nexo.messages import Answered, AskedCard, PaymentResponse, PaymentToken
from pos.devices.terminal.nexo.notes import MOST, Note, Notes, service_for_once, service_of
from pos.domain.cash_receipt import Cancelled
from pos.till.paying.cards import CardAnswer, CardRequest, CashReceiptRequest
from tests.devices.terminal.nexo_bench import CALM, NAMES, NoonClock, back, bench, charge, receipt

HEADER = '"ProtocolVersion":"3.0","MessageClass":"Service","MessageCategory":"{kind}","MessageType":"{type}"'
NAMED = '"ServiceID":"{service}","SaleID":"SEL01-1","POIID":"EMULATOR-000000001"'

ASKED = (
    '{"SaleToPOIRequest":{"MessageHeader":{%s,%s},"PaymentRequest":{"SaleData":{"SaleTransactionID":'
    '{"TransactionID":"a1","TimeStamp":"2025-02-10T12:00:00+09:00"},"SaleToAcquirerData":"vat=1963"},'
    '"PaymentTransaction":{"AmountsReq":{"Currency":"KRW","RequestedAmount":21600}},'
    '"PaymentData":{"PaymentType":"Normal"}}}}'
)
ANSWERED = """{"SaleToPOIResponse": {
  "MessageHeader": {%s, %s},
  "PaymentResponse": {
    "Response": {"Result": "Success", "AdditionalResponse": "tid=1&unconfirmed=true"},
    "SaleData": {"SaleTransactionID": {"TransactionID": "a1", "TimeStamp": "2025-02-10T03:00:00.000Z"}},
    "POIData": {
      "POITransactionID": {"TransactionID": "BV0q001739156400000.ABCDEFGH", "TimeStamp": "2025-02-10T03:00:02.000Z"},
      "POIReconciliationID": "1000"
    },
    "PaymentResult": {
      "OnlineFlag": true, "AuthenticationMethod": ["SignatureCapture"],
      "AmountsResp": {"Currency": "KRW", "AuthorizedAmount": %s},
      "PaymentInstrumentData": {"PaymentInstrumentType": "Card", "CardData": {
        "PaymentBrand": "%s", "MaskedPan": "%s", "CardCountryCode": "410", "EntryMode": ["ICC"],
        "SensitiveCardData": {"ExpiryDate": "0228", "CardSeqNumb": "01"}}},
      "PaymentAcquirerData": {"AcquirerID": "Acquirer", "MerchantID": "Shop", "AcquirerPOIID": "P400-1",
        "AcquirerTransactionID": {"TransactionID": "ABCDEFGH", "TimeStamp": "2025-02-10T03:00:02.000Z"},
        "ApprovalCode": "123456"},
      "SomethingNew": {"deep": [1, 2, {"er": null}]}
    },
    "PaymentReceipt": [{"DocumentQualifier": "CashierReceipt"}]
  }
}}"""
STATUS = """{"SaleToPOIResponse": {
  "MessageHeader": {%s, %s},
  "TransactionStatusResponse": {
    "Response": {"Result": "Failure", "ErrorCondition": "%s", "AdditionalResponse": "message=…"}
  }
}}"""


class Wire:
    """Answers by template, and keeps the questions. Mutable."""

    def __init__(self, template: str, *facts: str) -> None:
        self.template, self.facts = template, facts
        self.asked: list[bytes] = []

    def __call__(self, question: bytes, _: float) -> bytes:
        """The answer, with the question's own numbers."""
        self.asked.append(question)
        service = re.findall(rb'"ServiceID":"(\w+)"', question)[0].decode()
        kind = re.findall(rb'"MessageCategory":"(\w+)"', question)[0].decode()
        head = HEADER.format(kind=kind, type="Response"), NAMED.format(service=service)
        return (self.template % (*head, *self.facts)).encode()


def till(wire: Wire, folder: Path) -> NexoTerminal:
    return NexoTerminal(Line(wire, NAMES, None), Notes(folder / "notes"), NoonClock(), CALM)


def paid(folder: Path, amount: str = "21600", brand: str = "visa", number: str = "411111 **** 1111") -> CardAnswer:
    return till(Wire(ANSWERED, amount, brand, number), folder).charge(charge())


def test_a_payment_as_it_stands_on_the_wire(tmp_path: Path) -> None:
    wire = Wire(ANSWERED, "21600", "visa", "411111 **** 1111")
    answer = till(wire, tmp_path).charge(charge(vat=1_963))
    service = service_of("a1")
    head = HEADER.format(kind="Payment", type="Request"), NAMED.format(service=service)
    assert wire.asked == [(ASKED % head).encode()]
    assert answer.approval is not None
    assert msgspec.to_builtins(answer.approval) == {
        "approval_number": "123456",
        "approved_at": "2025-02-10T12:00:02+09:00",
        "masked_number": "411111****1111",
        "issuer": "visa",
        "acquirer": "Acquirer",
        "merchant": "Shop",
        "terminal": "P400-1",
        "instalments": 0,
    }


@pytest.mark.parametrize(
    ("condition", "outcome", "reason"),
    [
        ("NotFound", "declined", "terminal.not_known"),
        ("InProgress", "unknown", "terminal.in_progress"),
        ("Busy", "unknown", "terminal.busy"),
        ("UnreachableHost", "unknown", "terminal.van_down"),
        ("SomethingNew", "unknown", "terminal.declined"),
    ],
)
def test_what_a_status_that_is_none_means(tmp_path: Path, condition: str, outcome: str, reason: str) -> None:
    answer = till(Wire(STATUS, condition), tmp_path).enquire(charge())
    assert (answer.outcome, answer.reason) == (outcome, reason)


@pytest.mark.parametrize("wrong", ["ServiceID", "SaleID", "POIID", "MessageCategory", "MessageType"])
def test_an_answer_to_another_question_is_none(tmp_path: Path, wrong: str) -> None:
    wire = Wire(ANSWERED, "21600", "visa", "4111")

    def mixed_up(question: bytes, seconds: float) -> bytes:
        return re.sub(rb'("%s": ?")' % wrong.encode(), rb"\1X", wire(question, seconds))

    answer = NexoTerminal(Line(mixed_up, NAMES, None), Notes(tmp_path / "n"), NoonClock(), CALM).charge(charge())
    assert (answer.outcome, answer.reason) == ("unknown", "terminal.garbled")


def test_an_answer_about_another_attempt_is_none(tmp_path: Path) -> None:
    answer = till(Wire(ANSWERED, "21600", "visa", "4111"), tmp_path).charge(charge("a2"))
    assert (answer.outcome, answer.reason) == ("unknown", "terminal.garbled")


# --- amounts ---------------------------------------------------------------------------------------------------


@given(st.integers(1, 10**12))
def test_won_go_out_as_whole_numbers(amount: int) -> None:
    body = msgspec.json.encode(asking.payment(charge(amount=amount), NoonClock()))
    assert b'"RequestedAmount":%d}' % amount in body


@given(st.integers(1, 10**18), st.sampled_from(["{}", "{}.0", "{}.00", "{}e0"]))
def test_the_same_amount_is_the_same_however_it_is_written(amount: int, written: str) -> None:
    assert outcome_of(written.format(amount), amount) == "approved"


@given(st.integers(1, 10**18), st.integers(-(10**6), 10**6).filter(bool))
def test_another_amount_is_another_by_a_won(amount: int, off: int) -> None:
    assert outcome_of(str(amount + off), amount) == "unknown"


@pytest.mark.parametrize("said", ["21600.5", "-21600", "0", "1e999999999", "21600.000000000001", '"sNaN"', '"NaN"'])
def test_what_is_no_such_amount_is_not_believed(said: str) -> None:
    assert outcome_of(said, 21_600) == "unknown"


def outcome_of(said: str, amount: int) -> str:
    content = (
        ANSWERED
        % ('"MessageClass":"Service","MessageCategory":"P","MessageType":"Response"', '"POIID":"P"', said, "", "")
    ).encode()
    response = msgspec.json.decode(content, type=Answered).sale_to_poi_response
    assert response is not None and isinstance(response.payment_response, PaymentResponse)
    return answers.of_payment(response.payment_response, charge(amount=amount), NoonClock()).outcome


# --- numbers of cards ------------------------------------------------------------------------------------------


@given(st.text(alphabet="0123456789*X -", max_size=40))
def test_of_whatever_arrives_ten_digits_stay_at_most(number: str) -> None:
    kept = answers.masked(number)
    assert sum(one.isdecimal() for one in kept) <= 10
    assert not re.search(r"\d{7}", kept)


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("4111111111111111", "411111******1111"),
        ("4111 1111 1111 1111", "411111******1111"),
        ("541333FFFFFF9999", "541333******9999"),
        ("999001******1234", "999001******1234"),
        ("1234", "1234"),
        ("1234567890", "******7890"),
        ("", ""),
    ],
)
def test_a_number_is_masked_again(number: str, kept: str) -> None:
    assert answers.masked(number) == kept


def test_a_number_in_the_wrong_place_is_masked_there(tmp_path: Path) -> None:
    answer = paid(tmp_path, brand="visa 4111-1111-1111-1111")
    assert answer.approval is not None and answer.approval.issuer == "visa 411111******1111"


def test_no_whole_number_is_kept_shown_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with bench(tmp_path) as shop:
        shop.terminal.then("whole_number")
        driver = shop.till()
        told = [driver.charge(charge()), driver.enquire(charge())]
        approval = told[0].approval
        assert approval is not None and approval.masked_number == "999001******1234"
        told.append(driver.give_back(back("b1", charge(), approval, 100)))
        told.append(driver.charge(CardRequest("a2", "easy", 5_000, barcode="281006020123456789")))
        told.append(driver.cash_receipt(receipt(number="01012345678")))
        taken = Cancelled("r1", "1", date(2025, 2, 10))
        told.append(driver.cash_receipt(CashReceiptRequest("r2", "income", "01012345678", 1, 0, taken)))
    shown = "".join(map(repr, told)) + caplog.text
    shown += "".join(path.read_text("utf-8") for path in (*tmp_path.glob("*.json"), *tmp_path.glob("*.notes")))
    for secret in ("9990010000001234", "281006020123456789", "01012345678"):
        assert secret not in shown
    assert not re.search(r"\d{13}", shown)


def test_a_message_tells_its_name_and_nothing_else() -> None:
    token = PaymentToken(token_requested_type="Transaction", token_value="281006020123456789")
    assert repr(AskedCard(entry_mode=("Scanned",), payment_token=token)) == "AskedCard(…)"
    assert "2810" not in repr(asking.payment(CardRequest("a", "easy", 1, barcode="2810"), NoonClock()))


# --- notes -----------------------------------------------------------------------------------------------------


def test_message_numbers_follow_from_the_attempt_and_fit() -> None:
    numbers = {service_of(f"attempt-{number}") for number in range(5_000)}
    assert len(numbers) == 5_000 and all(re.fullmatch(r"[A-Z2-7]{10}", number) for number in numbers)
    assert service_of("a1") == service_of("a1") != service_for_once() != service_for_once()


def test_a_note_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    notes = Notes(path)
    notes.write(Note("a1", "P1", "then"))
    path.write_bytes(path.read_bytes() + b'{"attempt":"a2","num')
    again = Notes(path)
    assert again.of("a1") == Note("a1", "P1", "then") and again.of("a2") is None
    again.write(Note("a3"))
    assert Notes(path).of("a3") == Note("a3")


def test_notes_do_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_bytes(b"".join(msgspec.json.encode(Note(f"a{number}")) + b"\n" for number in range(MOST + 5)))
    notes = Notes(path)
    assert notes.of("a4") is not None and len(path.read_bytes().splitlines()) == MOST + 5, "who looks changes nothing"
    notes.write(Note("a5"))
    assert notes.of("a4") is None and notes.of("a5") == Note("a5") and notes.of(f"a{MOST + 4}") is not None
    assert len(path.read_bytes().splitlines()) == MOST + 1


def test_an_amount_is_read_without_a_fraction() -> None:
    content = (
        ANSWERED % ('"MessageClass":"","MessageCategory":"","MessageType":""', '"POIID":""', "0.1", "", "")
    ).encode()
    response = msgspec.json.decode(content, type=Answered).sale_to_poi_response
    assert response is not None and response.payment_response is not None
    result = response.payment_response.payment_result
    assert result is not None and result.amounts_resp is not None
    assert result.amounts_resp.authorized_amount == Decimal("0.1")
