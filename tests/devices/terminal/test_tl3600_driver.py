"""The TL3600 driver and its emulator: the closed set of answers, once for ever, and nothing kept of card or person."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.devices.emulators.tl3600 import Terminal3600Behaviour
from pos.devices.terminal.tl3600.opening import open_tl3600
from pos.domain.errors import Unavailable
from pos.domain.tender import CardApproval
from pos.till.paying.cards import CardAnswer, Terminal
from tests.devices.terminal.tl3600_bench import CALM, HASTY, Bench, Hands, back, bench, card, receipt


@pytest.fixture(params=["tcp", "pty"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """A bench on each kind of cable."""
    with bench(tmp_path, wire=request.param) as one:
        yield one


@pytest.fixture
def tcp(tmp_path: Path) -> Iterator[Bench]:
    """A bench on TCP."""
    with bench(tmp_path) as one:
        yield one


def approval_of(answer: CardAnswer) -> CardApproval:
    """The approval that has to be there."""
    assert answer.outcome == "approved", answer
    assert answer.approval is not None
    return answer.approval


def test_a_charge_is_approved_with_what_may_be_kept_and_no_more(desk: Bench) -> None:
    terminal: Terminal = desk.driver
    approval = approval_of(terminal.charge(replace(card(), instalments=3, signature=True)))
    assert approval == CardApproval(
        approval_number="30000001",
        approved_at="2025-02-10T12:00:00+09:00",
        masked_number="999002******5678",
        issuer="연습카드",
        acquirer="시험매입",
        merchant="000000000000001",
        terminal="T0000001",
        instalments=3,
    )
    (taken,) = desk.emulator.book.charges
    assert (taken.amount, taken.vat, taken.instalments, taken.is_signed) == (21_600, 1_963, 3, True)
    assert desk.emulator.heard == "LB"


def test_a_known_attempt_gets_its_first_answer_again_even_after_a_restart(desk: Bench) -> None:
    first = desk.driver.charge(card())
    assert desk.driver.charge(card()) == first
    assert desk.restart().charge(card()) == first
    assert desk.driver.enquire(card()) == first
    assert len(desk.emulator.charged) == 1


@pytest.mark.parametrize(
    ("behaviour", "answer"),
    [
        ("decline", CardAnswer("declined", "terminal.declined")),
        ("cancel", CardAnswer("cancelled", "terminal.cancelled")),
        ("van_down", CardAnswer("declined", "terminal.van_down")),
    ],
)
def test_no_money_moves(tcp: Bench, behaviour: Terminal3600Behaviour, answer: CardAnswer) -> None:
    tcp.emulator.then(behaviour)
    assert tcp.driver.charge(card()) == answer
    assert tcp.restart().charge(card()) == answer
    assert tcp.emulator.charged == {}
    assert tcp.driver.charge(card("a2")).outcome == "approved"


@pytest.mark.parametrize("behaviour", ["rubbish", "bad_check", "unmasked"])
def test_what_does_not_keep_an_answer_from_arriving(desk: Bench, behaviour: Terminal3600Behaviour) -> None:
    desk.emulator.then(behaviour)
    assert approval_of(desk.driver.charge(card())).masked_number == "999002******5678"
    assert len(desk.emulator.charged) == 1


def test_a_whole_card_number_is_masked_before_it_is_anywhere(tcp: Bench, caplog: pytest.LogCaptureFixture) -> None:
    tcp.emulator.then("unmasked")
    answer = tcp.driver.charge(card())
    kept = tcp.notes.read_text() + repr(answer) + caplog.text
    assert "9990020000005678" not in kept
    assert "999002******5678" in kept


def test_a_refused_frame_is_sent_three_times_and_then_it_was_not_sent(tcp: Bench) -> None:
    tcp.emulator.then("nak", "nak", "nak")
    assert tcp.driver.charge(card()) == CardAnswer("not_sent", "terminal.not_taken")
    assert tcp.emulator.heard == "LBBB"
    assert tcp.driver.enquire(card()) == CardAnswer("declined", "terminal.not_known")
    assert tcp.driver.charge(card()).outcome == "approved"
    assert len(tcp.emulator.charged) == 1


def test_two_refusals_do_no_harm(tcp: Bench) -> None:
    tcp.emulator.then("nak", "nak")
    assert tcp.driver.charge(card()).outcome == "approved"
    assert len(tcp.emulator.charged) == 1


def test_a_lost_ack_is_no_reason_to_send_again(tcp: Bench) -> None:
    tcp.emulator.knows_repeats = False
    tcp.emulator.then("no_ack")
    assert tcp.driver.charge(card()).outcome == "approved"
    assert tcp.emulator.heard == "LB"
    assert len(tcp.emulator.charged) == 1


def test_nobody_there_is_not_sent(tmp_path: Path) -> None:
    with bench(tmp_path) as one:
        gone = one
    assert gone.driver.charge(card()) == CardAnswer("not_sent", "terminal.unreachable")
    assert gone.driver.enquire(card()) == CardAnswer("declined", "terminal.not_known")
    assert gone.driver.state().code == "terminal.unreachable"
    assert gone.driver.cash_receipt(receipt()) == CardAnswer("not_sent", "terminal.unreachable")


def test_a_port_that_is_no_terminal_is_not_sent(tmp_path: Path) -> None:
    terminal = open_tl3600(str(tmp_path / "no-such-port"), notes=tmp_path / "notes", clock=Hands())
    assert terminal.charge(card()) == CardAnswer("not_sent", "terminal.unreachable")


@pytest.mark.parametrize("amount", [0, -1, 10**10])
def test_what_no_frame_takes_is_declined_unasked(tcp: Bench, amount: int) -> None:
    assert tcp.driver.charge(card(amount=amount)).outcome == "declined"
    assert tcp.emulator.heard == ""


# --- money back -----------------------------------------------------------------------------------------------


def test_a_whole_charge_is_given_back_without_the_card(desk: Bench) -> None:
    approval = approval_of(desk.driver.charge(card()))
    given = approval_of(desk.driver.give_back(back("b1", approval)))
    assert (given.masked_number, given.approval_number) == (approval.masked_number, approval.approval_number)
    assert desk.emulator.charged == {}
    assert [one.way for one in desk.emulator.book.given_back] == ["3"]
    assert desk.driver.give_back(back("b1", approval)).approval == given
    assert desk.restart().enquire(card("b1")).approval == given
    assert desk.driver.give_back(back("b2", approval)) == CardAnswer("declined", "terminal.too_much")
    assert len(desk.emulator.book.given_back) == 1


def test_a_part_is_refused_without_asking(tcp: Bench) -> None:
    approval = approval_of(tcp.driver.charge(card()))
    assert tcp.driver.give_back(back("b1", approval, 1_000)) == CardAnswer("declined", "terminal.no_partial")
    assert tcp.driver.give_back(back("b2", approval, 99_000)) == CardAnswer("declined", "terminal.too_much")
    other = replace(approval, approval_number="1")
    assert tcp.driver.give_back(back("b3", other)) == CardAnswer("declined", "terminal.other_approval")
    assert tcp.emulator.heard == "LB"


def test_another_tills_charge_is_given_back_with_the_card(tcp: Bench) -> None:
    approval = CardApproval("77778888", "2025-02-09T18:05:09+09:00", "999001******1234", "", "", "", "")
    assert tcp.driver.give_back(back("b1", approval, charge="elsewhere")).outcome == "approved"
    (given,) = tcp.emulator.book.given_back
    assert (given.way, given.is_elsewhere, given.amount) == ("1", True, 21_600)


def test_a_reversal_gives_the_whole_back_once(desk: Bench) -> None:
    approval = approval_of(desk.driver.charge(card()))
    other = replace(approval, approval_number="1")
    assert desk.driver.reverse(card(), other) == CardAnswer("declined", "terminal.other_approval")
    assert desk.driver.reverse(card(), approval).outcome == "approved"
    assert desk.restart().reverse(card(), approval).outcome == "approved"
    assert desk.emulator.charged == {}
    assert len(desk.emulator.book.given_back) == 1
    assert desk.driver.enquire(card()) == CardAnswer("declined", "terminal.reversed")
    assert desk.driver.charge(card()) == CardAnswer("declined", "terminal.reversed")
    assert desk.driver.give_back(back("b1", approval)) == CardAnswer("declined", "terminal.too_much")


def test_a_reversal_that_was_refused_may_be_asked_again(tcp: Bench) -> None:
    approval = approval_of(tcp.driver.charge(card()))
    tcp.emulator.then("van_down")
    assert tcp.driver.reverse(card(), approval) == CardAnswer("declined", "terminal.van_down")
    assert tcp.driver.enquire(card()).outcome == "approved"
    assert tcp.driver.reverse(card(), approval).outcome == "approved"
    assert tcp.emulator.charged == {}


def test_what_was_given_back_is_not_reversed(tcp: Bench) -> None:
    approval = approval_of(tcp.driver.charge(card()))
    tcp.driver.give_back(back("b1", approval))
    assert tcp.driver.reverse(card(), approval) == CardAnswer("declined", "terminal.partly_cancelled")


def test_there_is_no_network_cancellation(tcp: Bench) -> None:
    assert tcp.driver.call_off(card()) == CardAnswer("declined", "terminal.no_call_off")


# --- apps and cash receipts -----------------------------------------------------------------------------------


def test_a_barcode_and_a_receipts_number_are_kept_nowhere(
    tcp: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    paid = tcp.driver.charge(card(tender="easy", barcode="281006020000112233445566"))
    assert approval_of(paid).masked_number == ""
    told = tcp.driver.cash_receipt(receipt())
    assert approval_of(told) == CardApproval("30000002", "2025-02-10T12:00:00+09:00", "", "", "", "", "")
    files = "".join(path.read_text() for path in tmp_path.iterdir())
    for secret in ("281006020000112233445566", "0000112233445566", "01012345678"):
        assert secret not in files + caplog.text + repr((paid, told))
    assert tcp.emulator.heard == "LQLQ"


def test_receipts_are_issued_once_and_cancelled(desk: Bench) -> None:
    issued = approval_of(desk.driver.cash_receipt(receipt()))
    assert desk.restart().cash_receipt(receipt()).approval == issued
    assert desk.driver.enquire_receipt(receipt()).approval == issued
    gone = desk.driver.cash_receipt(receipt("r2", cancels=issued.approval_number))
    assert gone.outcome == "approved"
    (one,) = desk.emulator.book.receipts
    assert one.is_cancelled
    assert desk.driver.enquire_receipt(receipt("r3")) == CardAnswer("declined", "terminal.not_known")


def test_a_receipt_for_a_business_and_for_nobody(tcp: Bench) -> None:
    tcp.driver.cash_receipt(receipt("r1", use="business", number="1234567890"))
    tcp.driver.cash_receipt(receipt("r2", use="self", number=""))
    tcp.driver.cash_receipt(receipt("r3", number=""))
    assert [one.instalments for one in tcp.emulator.book.receipts] == [1, 0, 0]


# --- how it is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modules", "code"),
    [
        ("OOOO", ""),
        ("OONO", ""),
        ("NOOO", ""),
        ("XOOO", "terminal.reader_failed"),
        ("NXOO", "terminal.reader_failed"),
        ("OOXO", "terminal.van_down"),
        ("OOFN", "terminal.van_down"),
        ("OONN", "terminal.van_down"),
    ],
)
def test_a_terminal_says_how_it_is(tcp: Bench, modules: str, code: str) -> None:
    tcp.emulator.modules = modules
    state = tcp.driver.state()
    assert (state.code, state.model) == (code, "TL3600_00000003")


def test_while_a_customer_pays_the_terminal_is_busy(tcp: Bench) -> None:
    driver = tcp.restart(replace(CALM, state=0.5))
    tcp.emulator.then("late")
    answers: list[CardAnswer] = []
    paying = threading.Thread(target=lambda: answers.append(driver.charge(card())))
    paying.start()
    assert tcp.emulator.wait_for(lambda: "B" in tcp.emulator._heard)
    assert driver.state().code == "terminal.busy"
    tcp.emulator.release()
    paying.join(10)
    assert [answer.outcome for answer in answers] == ["approved"]


def test_two_threads_with_one_attempt_charge_once_and_with_two_charge_each(tcp: Bench) -> None:
    answers: list[CardAnswer] = []
    attempts = ["a1", "a1", "a2", "a1"]
    threads = [threading.Thread(target=lambda a=a: answers.append(tcp.driver.charge(card(a)))) for a in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [answer.outcome for answer in answers] == ["approved"] * 4
    assert len(tcp.emulator.charged) == 2


def test_the_wait_for_a_customer_can_be_ended(tcp: Bench) -> None:
    tcp.emulator.then("late")
    answers: list[CardAnswer] = []
    paying = threading.Thread(target=lambda: answers.append(tcp.driver.charge(card())))
    paying.start()
    assert tcp.emulator.wait_for(lambda: "B" in tcp.emulator._heard)
    tcp.driver.stop_waiting()
    paying.join(10)
    assert answers == [CardAnswer("unknown", "terminal.no_answer")]
    tcp.emulator.release()
    assert tcp.emulator.wait_for(lambda: bool(tcp.emulator.charged))
    assert tcp.driver.enquire(card()).outcome == "approved"


@pytest.mark.parametrize("address", ["", "tcp://", "tcp://host", "ftp://host:1", "/dev/x?baud=fast", "/dev/x?baud=0"])
def test_what_is_no_address_is_refused_when_the_till_opens(tmp_path: Path, address: str) -> None:
    with pytest.raises(Unavailable) as caught:
        open_tl3600(address, notes=tmp_path / "notes", clock=Hands())
    assert caught.value.code == "terminal.address"


def test_a_mute_terminal_is_not_asked_for_money(tcp: Bench) -> None:
    driver = tcp.restart(HASTY)
    tcp.emulator._obey = lambda frame: None  # type: ignore[method-assign]  # switched on, and hears nothing
    assert driver.charge(card()) == CardAnswer("not_sent", "terminal.no_answer")
    assert driver.state().code == "terminal.no_answer"
