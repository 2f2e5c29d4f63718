"""The nexo driver before an emulated terminal: every answer of the closed set, and what money moved."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pos.devices.emulators.nexo_brain import Behaviour
from pos.devices.terminal.nexo import wire
from pos.domain.cash_receipt import Cancelled
from pos.domain.tender import CardApproval
from pos.till.paying.cards import CardRequest, CashReceiptRequest
from tests.devices.terminal.nexo_bench import Bench, back, bench, charge, receipt


@pytest.fixture(params=["sealed", "in clear"])
def shop(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench(tmp_path, is_sealed=request.param == "sealed") as made:
        yield made


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as made:
        yield made


def approved(shop: Bench, request: CardRequest | None = None) -> CardApproval:
    answer = shop.till().charge(request or charge())
    assert answer.approval is not None, answer
    return answer.approval


def test_an_approval_holds_what_may_be_kept_and_nothing_more(shop: Bench) -> None:
    assert approved(shop, charge(instalments=3)) == CardApproval(
        "30000001", "2025-02-10T12:00:00+09:00", "999001******1234", "시험카드", "시험매입", "0000000001", "T0000001", 3
    )
    assert shop.terminal.charged == {"a1": 21_600}


def test_what_is_asked_for_is_said_in_nexo_s_words(sealed: Bench) -> None:
    till = sealed.till()
    till.charge(charge(instalments=3, vat=1_963, signature=True))
    till.charge(CardRequest("a2", "easy", 5_000, barcode="281006020123456789"))
    till.charge(CardRequest("a3", "easy", 5_000))
    first, second, third = sealed.asked("Payment")
    assert first["SaleData"]["SaleToAcquirerData"] == "vat=1963&signature=required"
    assert first["PaymentTransaction"] == {"AmountsReq": {"Currency": "KRW", "RequestedAmount": 21_600}}
    assert first["PaymentData"] == {
        "PaymentType": "IssuerInstalment",
        "Instalment": {
            "InstalmentType": ["EqualInstalments"],
            "Period": 1,
            "PeriodUnit": "Monthly",
            "TotalNbOfPayments": 3,
        },
    }
    assert second["PaymentData"] == {
        "PaymentType": "Normal",
        "PaymentInstrumentData": {
            "PaymentInstrumentType": "Mobile",
            "CardData": {
                "EntryMode": ["Scanned"],
                "PaymentToken": {"TokenRequestedType": "Transaction", "TokenValue": "281006020123456789"},
            },
        },
    }
    assert third["PaymentData"]["PaymentInstrumentData"] == {"PaymentInstrumentType": "Mobile"}
    assert sealed.terminal.brain.signed == {"a1"}


@pytest.mark.parametrize(
    ("behaviour", "outcome", "reason", "enquired"),
    [
        ("decline", "declined", "terminal.declined", ("declined", "terminal.declined")),
        ("cancel", "cancelled", "terminal.cancelled", ("cancelled", "terminal.cancelled")),
        ("host_down", "declined", "terminal.van_down", ("declined", "terminal.van_down")),
        ("busy", "not_sent", "terminal.busy", ("declined", "terminal.not_known")),
        ("lose_request", "unknown", "terminal.no_answer", ("declined", "terminal.not_known")),
        ("refuse_http", "unknown", "terminal.garbled", ("declined", "terminal.not_known")),
        ("lose_answer", "unknown", "terminal.no_answer", ("approved", "")),
        ("reset", "unknown", "terminal.no_answer", ("approved", "")),
        ("garbled", "unknown", "terminal.garbled", ("approved", "")),
    ],
)
def test_what_can_go_wrong(
    shop: Bench, behaviour: Behaviour, outcome: str, reason: str, enquired: tuple[str, str]
) -> None:
    shop.terminal.then(behaviour)
    answer = shop.till().charge(charge())
    assert (answer.outcome, answer.reason) == (outcome, reason)
    later = shop.till().enquire(charge())
    assert (later.outcome, later.reason) == enquired
    assert shop.terminal.charged == ({"a1": 21_600} if enquired[0] == "approved" else {})


@pytest.mark.parametrize("behaviour", ["late", "trickle"])
def test_an_answer_that_takes_too_long_is_no_answer_and_can_be_asked_for(sealed: Bench, behaviour: Behaviour) -> None:
    till = sealed.hurried()
    sealed.terminal.then(behaviour)
    answer = till.charge(charge())
    assert (answer.outcome, answer.reason) == ("unknown", "terminal.no_answer")
    assert sealed.till().enquire(charge()).outcome == "approved"
    sealed.terminal.let_go()
    assert sealed.terminal.payments == [("a1", 21_600)]


def test_that_the_wait_is_over_is_known_before_the_line_ends(sealed: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, cut = threading.Event(), wire._cut
    monkeypatch.setattr(wire, "_cut", lambda line: (cut(line), asked.wait(30)))
    till = sealed.hurried()
    sealed.terminal.then("trickle")
    assert till.charge(charge()).reason == "terminal.no_answer"
    asked.set()


def test_a_rule_declines_by_amount(sealed: Bench) -> None:
    sealed.terminal.brain._declines = lambda amount: amount > 50_000
    till = sealed.till()
    assert till.charge(charge("a1", 50_000)).outcome == "approved"
    assert till.charge(charge("a2", 50_001)).outcome == "declined"


def test_the_same_attempt_is_charged_once_by_any_till(sealed: Bench) -> None:
    sealed.terminal.then("lose_answer")
    assert sealed.till().charge(charge()).outcome == "unknown"
    again = sealed.till().charge(charge())
    assert again.outcome == "approved" and again == sealed.till().charge(charge())
    assert sealed.terminal.payments == [("a1", 21_600)]


def test_an_attempt_that_never_arrived_may_be_asked_again(sealed: Bench) -> None:
    sealed.terminal.then("lose_request")
    till = sealed.till()
    assert till.charge(charge()).outcome == "unknown"
    assert till.charge(charge()).outcome == "approved"
    assert sealed.terminal.payments == [("a1", 21_600)]


def test_a_till_that_lost_its_notes_still_finds_what_it_asked(sealed: Bench) -> None:
    sealed.terminal.then("lose_answer")
    sealed.till().charge(charge())
    (sealed.folder / "terminal.notes").unlink()
    till = sealed.till()
    found = till.enquire(charge())
    assert found.approval is not None
    assert till.reverse(charge(), found.approval).outcome == "approved"
    assert sealed.terminal.charged == {}


def test_what_cannot_be_noted_is_not_asked(sealed: Bench) -> None:
    till = sealed.till()
    (sealed.folder / "terminal.notes").mkdir()
    answer = till.charge(charge())
    assert (answer.outcome, answer.reason) == ("not_sent", "terminal.notes_failed")
    assert not sealed.asked("Payment")


def test_another_amount_than_asked_is_not_taken_for_an_approval_and_can_be_called_off(sealed: Bench) -> None:
    sealed.terminal.then("less")
    till = sealed.till()
    for answer in (till.charge(charge()), till.enquire(charge())):
        assert (answer.outcome, answer.reason) == ("unknown", "terminal.other_amount")
    assert till.call_off(charge()).outcome == "approved"
    assert sealed.terminal.charged == {}


# --- giving back -----------------------------------------------------------------------------------------------


def test_a_reversal_gives_back_once(shop: Bench) -> None:
    approval, till = approved(shop), shop.till()
    assert till.reverse(charge(), approval).outcome == "approved"
    assert till.reverse(charge(), approval).outcome == "approved"
    assert len(shop.asked("Reversal")) == 1
    assert shop.terminal.charged == {}
    told = shop.till().enquire(charge())
    assert (told.outcome, told.reason) == ("declined", "terminal.reversed")


@pytest.mark.parametrize("behaviour", ["lose_answer", "reset", "garbled"])
def test_a_reversal_whose_answer_is_lost_is_found(sealed: Bench, behaviour: Behaviour) -> None:
    approval, till = approved(sealed), sealed.till()
    sealed.terminal.then(behaviour)
    assert till.reverse(charge(), approval).outcome == "unknown"
    assert sealed.till().enquire(charge()).reason == "terminal.reversed"
    assert sealed.till().reverse(charge(), approval).outcome == "approved"
    assert len(sealed.asked("Reversal")) == 1


def test_a_reversal_that_was_declined_may_be_tried_again(sealed: Bench) -> None:
    approval, till = approved(sealed), sealed.till()
    sealed.terminal.then("host_down", "lose_request")
    assert till.reverse(charge(), approval).reason == "terminal.van_down"
    assert till.enquire(charge()).outcome == "approved"
    assert till.reverse(charge(), approval).outcome == "unknown"
    assert till.enquire(charge()).outcome == "approved"
    assert till.reverse(charge(), approval).outcome == "approved"
    assert sealed.terminal.charged == {}


def test_parts_go_back_each_once(shop: Bench) -> None:
    approval, till = approved(shop), shop.till()
    first = back("b1", charge(), approval, 6_500)
    answer = till.give_back(first)
    assert answer.approval is not None and answer.approval.masked_number == approval.masked_number
    assert answer.approval.approval_number != approval.approval_number
    assert till.give_back(first) == answer == shop.till().enquire(CardRequest("b1", "card", 6_500))
    assert shop.terminal.charged == {"a1": 15_100}
    assert till.enquire(charge()).outcome == "approved"
    assert till.give_back(back("b2", charge(), approval, 15_101)).outcome == "declined"
    assert till.give_back(back("b3", charge(), approval, 15_100)).outcome == "approved"
    assert shop.terminal.charged == {}


def test_a_part_whose_answer_is_lost_is_found(sealed: Bench) -> None:
    approval = approved(sealed)
    sealed.terminal.then("lose_answer", "lose_request")
    asked = back("b1", charge(), approval, 6_500)
    assert sealed.till().give_back(asked).outcome == "unknown"
    found = sealed.till().enquire(CardRequest("b1", "card", 6_500))
    assert found.outcome == "approved" and found.approval is not None and found.approval.issuer == "시험카드"
    assert sealed.till().give_back(back("b2", charge(), approval, 1_000)).outcome == "unknown"
    assert sealed.till().enquire(CardRequest("b2", "card", 1_000)).reason == "terminal.not_known"
    assert sealed.terminal.charged == {"a1": 15_100}


def test_a_card_that_takes_only_a_whole_cancellation_says_so(sealed: Bench) -> None:
    approval = approved(sealed)
    sealed.terminal.then("no_partial")
    answer = sealed.till().give_back(back("b1", charge(), approval, 6_500))
    assert (answer.outcome, answer.reason) == ("declined", "terminal.no_partial")


def test_another_terminal_s_payment_is_named_by_its_approval(sealed: Bench) -> None:
    elsewhere = CardApproval("40000007", "2025-02-01T10:00:00+09:00", "999001******1", "시험카드", "", "", "T9")
    answer = sealed.till().give_back(back("b1", charge("elsewhere"), elsewhere, 6_500))
    assert answer.outcome == "approved"
    assert sealed.terminal.brain.ledger.elsewhere == {"40000007": 6_500}


# --- calling off -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", ["approve", "lose_answer", "lose_request", "decline", "cancel"])
def test_calling_off_leaves_nothing_charged(shop: Bench, behaviour: Behaviour) -> None:
    shop.terminal.then(behaviour)
    till = shop.till()
    till.charge(charge())
    for _ in range(2):
        answer = till.call_off(charge())
        assert (answer.outcome, answer.reason) == ("approved", "terminal.called_off")
    assert shop.terminal.charged == {}


def test_a_terminal_that_waits_for_a_card_is_told_to_stop(sealed: Bench) -> None:
    hurried = sealed.hurried()
    sealed.terminal.then("wait")
    assert hurried.charge(charge()).reason == "terminal.no_answer"
    waiting = sealed.till().enquire(charge())
    assert (waiting.outcome, waiting.reason) == ("unknown", "terminal.in_progress")
    assert sealed.till().call_off(charge()).outcome == "approved"
    told = sealed.till().enquire(charge())
    assert (told.outcome, told.reason) == ("cancelled", "terminal.called_off")
    assert sealed.terminal.payments == []


def test_calling_off_what_cannot_be_given_back_stays_open(sealed: Bench) -> None:
    till = sealed.till()
    till.charge(charge())
    sealed.terminal.then("lose_request")
    assert till.call_off(charge()).outcome == "unknown"
    sealed.terminal.then("decline")
    assert till.call_off(charge()).outcome == "declined"
    assert sealed.terminal.charged == {"a1": 21_600}


# --- cash receipts ---------------------------------------------------------------------------------------------


def test_a_cash_receipt_is_issued_once_and_cancelled_in_parts(shop: Bench) -> None:
    till = shop.till()
    issued = till.cash_receipt(receipt())
    assert issued.approval is not None and issued.approval.approval_number
    assert issued.approval.masked_number == ""
    assert till.cash_receipt(receipt()) == issued == shop.till().enquire_receipt(receipt())
    taken = Cancelled("r1", issued.approval.approval_number, date(2025, 2, 10))
    cancel = CashReceiptRequest("r2", "income", "01012345678", 21_600, 1_963, taken)
    assert till.cash_receipt(cancel).outcome == "approved"
    assert till.cash_receipt(CashReceiptRequest("r3", "income", "", 1, 0, taken)).reason == "terminal.too_much"
    assert till.enquire_receipt(receipt("r9")).reason == "terminal.not_known"


def test_a_cash_receipt_whose_answer_is_lost_is_found(sealed: Bench) -> None:
    sealed.terminal.then("lose_answer", "lose_request")
    till = sealed.till()
    for attempt, found in (("r1", ""), ("r2", "terminal.not_known")):
        assert till.cash_receipt(receipt(attempt)).outcome == "unknown"
        assert till.enquire_receipt(receipt(attempt)).reason == found


def test_a_terminal_without_cash_receipts_says_so_and_charges_nothing(sealed: Bench) -> None:
    sealed.terminal.brain.issues_receipts = False
    answer = sealed.till().cash_receipt(receipt())
    assert (answer.outcome, answer.reason) == ("declined", "terminal.no_cash_receipts")
    assert sealed.terminal.payments == []


# --- how it is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "is_reached", "code"),
    [
        ("OK", True, ""),
        ("OK", False, "terminal.van_down"),
        ("Busy", True, "terminal.busy"),
        ("Maintenance", True, "terminal.maintenance"),
        ("Unreachable", True, "terminal.van_down"),
        ("Molten", True, "terminal.out_of_order"),
    ],
)
def test_it_says_how_it_is(sealed: Bench, status: str, is_reached: bool, code: str) -> None:
    brain = sealed.terminal.brain
    brain.global_status, brain.is_host_reached = status, is_reached
    state = sealed.till().state()
    assert (state.code, state.model) == (code, "EMULATOR-000000001")


def test_switched_off_nothing_is_sent_and_nothing_known(sealed: Bench) -> None:
    approval, till = approved(sealed), sealed.till()
    sealed.terminal.stop()
    assert till.charge(charge("a2")).outcome == "not_sent"
    assert till.reverse(charge(), approval).outcome == "not_sent"
    assert till.give_back(back("b1", charge(), approval, 1)).outcome == "not_sent"
    assert till.cash_receipt(receipt()).outcome == "not_sent"
    assert till.enquire(charge()).outcome == "unknown"
    assert till.enquire_receipt(receipt()).outcome == "unknown"
    assert till.call_off(charge()).outcome == "unknown"
    assert till.state().code == "terminal.unreachable"
    sealed.terminal.start()
    assert till.enquire(charge()).outcome == "approved"
