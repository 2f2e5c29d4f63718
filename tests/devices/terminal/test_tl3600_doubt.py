"""A lost answer is found out by the last approval, after a restart too; what cannot be told stays unknown."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.devices.emulators.tl3600 import Terminal3600Behaviour
from pos.devices.terminal.tl3600.notes import Notes
from pos.devices.terminal.tl3600.opening import open_tl3600
from pos.domain.errors import Unavailable
from pos.till.paying.cards import CardAnswer
from tests.devices.terminal.tl3600_bench import HASTY, Bench, Hands, back, bench, card, receipt

NO_ANSWER = CardAnswer("unknown", "terminal.no_answer")
NOT_KNOWN = CardAnswer("declined", "terminal.not_known")
BUSY = CardAnswer("unknown", "terminal.busy")


@pytest.fixture(params=["tcp", "pty"])
def hasty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """A bench whose driver loses patience quickly."""
    with bench(tmp_path, wire=request.param) as one:
        one.restart(HASTY)
        yield one


@pytest.fixture
def tcp(tmp_path: Path) -> Iterator[Bench]:
    """The same on TCP alone."""
    with bench(tmp_path) as one:
        one.restart(HASTY)
        yield one


@pytest.mark.parametrize("behaviour", ["lose_answer", "bad_check_always"])
def test_an_approval_that_was_lost_is_found(hasty: Bench, behaviour: Terminal3600Behaviour) -> None:
    hasty.paid(card("a0", 5_000))
    hasty.emulator.then(behaviour)
    assert hasty.driver.charge(card()) == NO_ANSWER
    found = hasty.restart().enquire(card())
    assert found.outcome == "approved"
    assert found.approval is not None
    assert found.approval.masked_number == "999003******9012"
    assert hasty.restart().charge(card()) == found
    assert sorted(hasty.emulator.charged.values()) == [5_000, 21_600]


def test_an_approval_whose_line_broke_is_found(tcp: Bench) -> None:
    tcp.emulator.then("break_off")
    assert tcp.driver.charge(card()) == NO_ANSWER
    assert tcp.restart().enquire(card()).outcome == "approved"
    assert len(tcp.emulator.charged) == 1


def test_asking_again_to_charge_finds_it_out_and_does_not_charge(hasty: Bench) -> None:
    hasty.emulator.then("lose_answer")
    assert hasty.driver.charge(card()) == NO_ANSWER
    assert hasty.restart().charge(card()).outcome == "approved"
    assert len(hasty.emulator.charged) == 1


def test_what_never_arrived_is_not_known_once_the_terminal_has_given_up(hasty: Bench) -> None:
    hasty.paid(card("a0"))
    hasty.emulator.then("mute")
    assert hasty.driver.charge(card()) == NO_ANSWER
    assert hasty.restart(HASTY).enquire(card()) == BUSY
    hasty.clock.move(3)
    assert hasty.restart().enquire(card()) == NOT_KNOWN
    assert hasty.restart().charge(card()) == NOT_KNOWN
    assert len(hasty.emulator.charged) == 1


def test_a_clock_set_back_only_makes_it_wait_again(tcp: Bench) -> None:
    tcp.emulator.then("mute")
    assert tcp.driver.charge(card()) == NO_ANSWER
    tcp.clock.move(-86_400)
    assert tcp.restart(HASTY).enquire(card()) == BUSY
    tcp.clock.move(3)
    assert tcp.restart().enquire(card()) == NOT_KNOWN


def test_another_approval_of_another_amount_leaves_it_unknown_for_good(tcp: Bench) -> None:
    tcp.emulator.then("mute")
    assert tcp.driver.charge(card()) == NO_ANSWER
    other = open_tl3600(tcp.emulator.address, notes=tcp.notes.with_name("by hand"), clock=tcp.clock)
    assert other.charge(card("x", 9_000)).outcome == "approved"
    assert tcp.driver.enquire(card()) == NO_ANSWER
    assert other.charge(card("y")).outcome == "approved"
    assert tcp.restart().enquire(card()) == NO_ANSWER
    assert tcp.restart().charge(card()) == NO_ANSWER


def test_an_approval_of_another_kind_is_not_taken_for_it(tcp: Bench) -> None:
    tcp.emulator.then("mute")
    assert tcp.driver.charge(card()) == NO_ANSWER
    other = open_tl3600(tcp.emulator.address, notes=tcp.notes.with_name("by hand"), clock=tcp.clock)
    assert other.charge(card("x", tender="easy", barcode="2810")).outcome == "approved"
    assert tcp.driver.enquire(card()) == NO_ANSWER


def test_the_cancellation_of_an_earlier_charge_is_not_taken_for_an_approval(tcp: Bench) -> None:
    first = tcp.paid(card("a0"))
    tcp.emulator.then("mute")
    assert tcp.driver.charge(card()) == NO_ANSWER
    by_hand = open_tl3600(tcp.emulator.address, notes=tcp.notes.with_name("by hand"), clock=tcp.clock)
    assert by_hand.give_back(back("x", first)).outcome == "approved"
    assert tcp.driver.enquire(card()) == NO_ANSWER


def test_no_money_is_asked_for_while_the_terminal_may_still_charge(tcp: Bench) -> None:
    tcp.emulator.then("mute")
    assert tcp.driver.charge(card()) == NO_ANSWER
    assert tcp.restart(HASTY).charge(card("a2")) == CardAnswer("not_sent", "terminal.busy")
    assert tcp.emulator.charged == {}
    tcp.forget()
    assert tcp.restart().charge(card("a2")).outcome == "approved"
    assert tcp.driver.enquire(card()) == NOT_KNOWN


def test_the_next_charge_finds_out_what_became_of_the_one_before(tcp: Bench) -> None:
    """Afterwards nobody could: the terminal tells of its last approval only."""
    tcp.emulator.then("lose_answer")
    assert tcp.driver.charge(card()) == NO_ANSWER
    assert tcp.restart().charge(card("a2")).outcome == "approved"
    found = tcp.restart().enquire(card())
    assert found.outcome == "approved"
    assert found.approval is not None
    assert found.approval.approval_number == "30000001"


def test_a_late_answer_is_the_answer_to_its_own_request(hasty: Bench) -> None:
    hasty.emulator.then("late", "decline")
    assert hasty.driver.charge(card()) == NO_ANSWER
    hasty.emulator.release()
    assert hasty.emulator.wait_for(lambda: bool(hasty.emulator.charged))
    assert hasty.restart().charge(card("a2")) == CardAnswer("declined", "terminal.declined")
    assert hasty.driver.enquire(card()).outcome == "approved"
    assert len(hasty.emulator.charged) == 1


def test_a_terminal_that_is_gone_leaves_it_unknown(tmp_path: Path) -> None:
    with bench(tmp_path) as one:
        one.restart(HASTY)
        one.emulator.then("lose_answer")
        assert one.driver.charge(card()) == NO_ANSWER
    one.forget()
    assert one.driver.enquire(card()) == CardAnswer("unknown", "terminal.unreachable")
    assert one.driver.charge(card()) == CardAnswer("unknown", "terminal.unreachable")


# --- money back and receipts ----------------------------------------------------------------------------------


def test_a_lost_cancellation_is_found_where_the_terminal_tells_of_it(hasty: Bench) -> None:
    approval = hasty.paid(card())
    hasty.emulator.then("lose_answer")
    assert hasty.driver.give_back(back("b1", approval)) == NO_ANSWER
    assert hasty.restart().enquire(card("b1")).outcome == "approved"
    assert len(hasty.emulator.book.given_back) == 1


def test_a_lost_reversal_is_found_by_asking_about_the_charge(tcp: Bench) -> None:
    approval = tcp.paid(card())
    tcp.emulator.then("lose_answer")
    assert tcp.driver.reverse(card(), approval) == NO_ANSWER
    assert tcp.restart().enquire(card()) == CardAnswer("declined", "terminal.reversed")
    assert tcp.driver.reverse(card(), approval).outcome == "approved"
    assert len(tcp.emulator.book.given_back) == 1


@pytest.mark.parametrize("behaviour", ["lose_answer", "mute"])
def test_a_terminal_that_tells_of_charges_only_leaves_a_cancellation_unknown(
    tcp: Bench, behaviour: Terminal3600Behaviour
) -> None:
    tcp.emulator.tells_cancellations = False
    approval = tcp.paid(card())
    tcp.emulator.then(behaviour)
    assert tcp.driver.reverse(card(), approval) == NO_ANSWER
    tcp.forget()
    assert tcp.restart(HASTY).enquire(card()) == NO_ANSWER
    assert tcp.restart().charge(card("a2")).outcome == "approved"
    assert tcp.restart().enquire(card()) == NO_ANSWER


def test_a_terminal_known_to_tell_of_cancellations_says_that_there_was_none(tcp: Bench) -> None:
    approval = tcp.paid(card())
    tcp.emulator.then("mute")
    assert tcp.driver.reverse(card(), approval) == NO_ANSWER
    tcp.forget()
    driver = tcp.restart(tells_cancellations=True)
    assert driver.enquire(card()).outcome == "approved"
    assert driver.reverse(card(), approval).outcome == "approved"
    assert tcp.emulator.charged == {}


def test_a_lost_receipt_is_found(tcp: Bench) -> None:
    tcp.emulator.then("lose_answer")
    assert tcp.driver.cash_receipt(receipt()) == NO_ANSWER
    assert tcp.restart().enquire_receipt(receipt()).outcome == "approved"
    assert tcp.driver.cash_receipt(receipt()).outcome == "approved"
    assert len(tcp.emulator.book.receipts) == 1


# --- the notes ------------------------------------------------------------------------------------------------


def test_every_frame_has_a_later_time_than_all_before(tcp: Bench) -> None:
    tcp.restart()
    times: list[str] = []
    obey = tcp.emulator._obey
    tcp.emulator._obey = lambda frame: (times.append(frame[17:31].decode()), obey(frame))[1]  # type: ignore[method-assign,func-returns-value]  # looked at on the way
    tcp.driver.charge(card("a1"))
    tcp.clock.move(-3_600)
    tcp.driver.charge(card("a2"))
    tcp.restart().charge(card("a3"))
    tcp.driver.state()
    tcp.restart().state()
    tcp.clock.move(86_400)
    tcp.driver.charge(card("a4"))
    assert len(times) == 12
    assert times == sorted(set(times))
    assert times[-1] == "20250211110001"


def test_without_a_note_nothing_is_asked(tcp: Bench) -> None:
    tcp.notes.unlink()
    assert tcp.driver.charge(card()) == CardAnswer("not_sent", "terminal.notes_failed")
    assert tcp.driver.state().code == "terminal.notes_failed"
    assert tcp.emulator.heard == ""


def test_an_answer_that_cannot_be_noted_counts_all_the_same(tcp: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    tcp.restart()
    written = 0
    flush = os.fsync

    def full_after_the_asking(file: int) -> None:
        nonlocal written
        written += 1
        if written > 2:
            raise OSError(28, "No space left on device")
        flush(file)

    def of_the_notes(file: int) -> None:
        if "terminal.notes" in str(Path(f"/proc/self/fd/{file}").readlink()):
            full_after_the_asking(file)
        else:
            flush(file)

    monkeypatch.setattr(os, "fsync", of_the_notes)
    answer = tcp.driver.charge(card())
    assert answer.outcome == "approved"
    assert tcp.driver.charge(card()) == answer
    monkeypatch.undo()
    assert tcp.driver.charge(card("a2", 7_000)).outcome == "approved"
    assert len(tcp.emulator.charged) == 2


def test_a_note_that_broke_off_is_written_over(tmp_path: Path) -> None:
    clock, path = Hands(), tmp_path / "notes"
    notes = Notes(path, now=clock.now())
    notes.pass_time("20250210120000")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"type":"time","se')
    again = Notes(path, now=clock.now())
    assert again.next_time(clock.now()) == "20250210120001"
    again.pass_time("20250210120001")
    assert Notes(path, now=clock.now()).next_time(clock.now()) == "20250210120002"


def test_notes_that_cannot_be_read_keep_the_till_from_opening(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_bytes(b'{"type":"note"}\n')
    with pytest.raises(Unavailable) as caught:
        open_tl3600("tcp://127.0.0.1:1", notes=path, clock=Hands())
    assert caught.value.code == "terminal.notes_broken"
    assert path.read_bytes() == b'{"type":"note"}\n'


def test_old_notes_are_forgotten_and_doubts_never(tcp: Bench) -> None:
    tcp.paid(card("old", 4_000))
    tcp.clock.move(500 * 86_400)
    assert tcp.restart(HASTY).enquire(card("old", 4_000)).outcome == "approved"
    tcp.emulator.then("lose_answer")
    assert tcp.driver.charge(card()) == NO_ANSWER
    driver = tcp.restart()
    assert driver.enquire(card("old", 4_000)) == NOT_KNOWN
    assert driver.enquire(card()).outcome == "approved"


def test_only_its_owner_may_read_the_notes(tcp: Bench) -> None:
    assert tcp.notes.stat().st_mode & 0o077 == 0


def test_what_stood_in_lost_notes_was_not_never_asked(tcp: Bench) -> None:
    """The till would be free to charge again."""
    tcp.emulator.then("lose_answer")
    assert tcp.driver.charge(card()) == NO_ANSWER
    tcp.notes.unlink()
    for _ in range(2):  # and the next start remembers that they were
        tcp.restart(doubts=1)
        assert tcp.driver.enquire(card()) == CardAnswer("unknown", "terminal.notes_lost")
        assert tcp.driver.enquire_receipt(receipt()).outcome == "unknown"
    assert tcp.driver.charge(card("a2", 4_000)).outcome == "approved"
    assert tcp.driver.enquire(card("a2", 4_000)).outcome == "approved"
    assert tcp.restart(doubts=0).enquire(card()) == NOT_KNOWN  # once everything is settled it is as before


def test_doubts_that_are_noted_need_no_gap(tcp: Bench) -> None:
    tcp.emulator.then("lose_answer")
    assert tcp.driver.charge(card()) == NO_ANSWER
    driver = tcp.restart(doubts=2)
    assert driver.enquire(card("never asked")) == NOT_KNOWN
    assert driver.enquire(card()).outcome == "approved"
