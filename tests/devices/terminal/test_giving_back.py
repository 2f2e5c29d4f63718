"""The simulated terminal gives money back: never more than a charge holds, never twice, and it remembers."""

from pathlib import Path

import pytest

from pos.app.no_terminal import NoTerminal
from pos.devices.terminal.simulated import Behaviour, SimulatedTerminal
from pos.domain.tender import CardApproval
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest
from tests.devices.terminal.test_simulated import NoonClock, request


@pytest.fixture
def terminal() -> SimulatedTerminal:
    """A terminal that approves everything."""
    return SimulatedTerminal(NoonClock())


def charged(terminal: SimulatedTerminal, attempt: str = "a1", amount: int = 21_600) -> CardApproval:
    """A charge that was approved."""
    approval = terminal.charge(request(attempt, amount)).approval
    assert approval is not None
    return approval


def back(
    terminal: SimulatedTerminal, amount: int, approval: CardApproval, *, attempt: str = "b1", charge: str = "a1"
) -> CardAnswer:
    """Ask for some of it back."""
    return terminal.give_back(BackRequest(attempt, charge, "card", amount, approval))


def asked(attempt: str = "b1") -> CardRequest:
    """An enquiry about a cancellation."""
    return CardRequest(attempt, "card", 7_200)


def test_parts_go_back_until_nothing_is_held(terminal: SimulatedTerminal) -> None:
    approval = charged(terminal)
    first = back(terminal, 7_200, approval)
    assert first.outcome == "approved" and terminal.charged == {"a1": 14_400}
    assert first.approval is not None and first.approval.approval_number != approval.approval_number
    assert first.approval.masked_number == approval.masked_number
    assert back(terminal, 14_400, approval, attempt="b2").outcome == "approved"
    assert terminal.charged == {} and terminal.given_back == {"b1": 7_200, "b2": 14_400}


@pytest.mark.parametrize("before", [0, 1, 21_600])
def test_no_more_goes_back_than_is_held(terminal: SimulatedTerminal, before: int) -> None:
    approval = charged(terminal)
    if before:
        back(terminal, before, approval)
    answer = back(terminal, 21_601 - before, approval, attempt="b2")
    assert (answer.outcome, answer.reason) == ("declined", "terminal.too_much")
    assert sum(terminal.charged.values()) == 21_600 - before


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_amount(terminal: SimulatedTerminal, amount: int) -> None:
    assert back(terminal, amount, charged(terminal)).reason == "terminal.declined"


def test_what_never_was_a_charge_gives_nothing_back(terminal: SimulatedTerminal) -> None:
    other = charged(terminal, "a2", 100)
    terminal.then("decline")
    terminal.charge(request())
    assert back(terminal, 100, other).reason == "terminal.other_approval"
    charged(terminal, "a3", 500)
    assert back(terminal, 100, other, attempt="b2", charge="a3").reason == "terminal.other_approval"
    assert terminal.charged == {"a2": 100, "a3": 500}


@pytest.mark.parametrize(
    ("behaviour", "outcome", "reason", "held", "enquired"),
    [
        ("decline", "declined", "terminal.declined", 21_600, "terminal.declined"),
        ("lose_answer", "unknown", "terminal.no_answer", 14_400, ""),
        ("lose_request", "unknown", "terminal.no_answer", 21_600, "terminal.not_known"),
        ("unreachable", "not_sent", "terminal.unreachable", 21_600, "terminal.not_known"),
        ("no_partial", "declined", "terminal.no_partial", 21_600, "terminal.no_partial"),
    ],
)
def test_what_can_go_wrong(
    terminal: SimulatedTerminal, behaviour: Behaviour, outcome: str, reason: str, held: int, enquired: str
) -> None:
    approval = charged(terminal)
    terminal.then(behaviour)
    answer = back(terminal, 7_200, approval)
    assert (answer.outcome, answer.reason) == (outcome, reason)
    assert terminal.charged == {"a1": held}
    found = terminal.enquire(asked())
    assert found.reason == enquired and (found.outcome == "approved") is (enquired == "")
    assert back(terminal, 7_200, approval, attempt="b2").outcome == "approved"


def test_a_card_without_partial_cancellation_takes_a_whole_one(terminal: SimulatedTerminal) -> None:
    approval = charged(terminal)
    back(terminal, 600, approval)
    terminal.then("no_partial", "no_partial")
    assert back(terminal, 20_999, approval, attempt="b2").reason == "terminal.no_partial"
    assert back(terminal, 21_000, approval, attempt="b3").outcome == "approved"
    assert terminal.charged == {}


def test_the_same_attempt_gives_back_once(terminal: SimulatedTerminal) -> None:
    approval = charged(terminal)
    terminal.then("lose_answer")
    back(terminal, 7_200, approval)
    again = back(terminal, 7_200, approval)
    assert again.outcome == "approved" and again == terminal.enquire(asked())
    assert terminal.charged == {"a1": 14_400}


def test_a_charge_of_another_terminal_is_believed_by_its_number(terminal: SimulatedTerminal) -> None:
    elsewhere = charged(SimulatedTerminal(NoonClock()), "far-away")
    assert back(terminal, 7_200, elsewhere, charge="far-away").outcome == "approved"
    assert back(terminal, 1_000, elsewhere, attempt="b2", charge="far-away").outcome == "approved"
    assert terminal.charged == {}
    assert terminal.given_back_elsewhere == {elsewhere.approval_number: 8_200}


def test_what_was_partly_cancelled_is_not_reversed(terminal: SimulatedTerminal) -> None:
    approval = charged(terminal)
    back(terminal, 7_200, approval)
    answer = terminal.reverse(request(), approval)
    assert (answer.outcome, answer.reason) == ("declined", "terminal.partly_cancelled")
    assert terminal.charged == {"a1": 14_400}


def test_what_was_reversed_gives_nothing_back(terminal: SimulatedTerminal) -> None:
    approval = charged(terminal)
    terminal.reverse(request(), approval)
    assert back(terminal, 1, approval).reason == "terminal.too_much"


def test_out_of_reach_nothing_is_sent(terminal: SimulatedTerminal) -> None:
    approval = charged(terminal)
    terminal.is_reachable = False
    assert back(terminal, 7_200, approval).outcome == "not_sent"
    assert terminal.enquire(asked()).outcome == "unknown"


def test_it_remembers_what_went_back_when_the_till_was_killed(tmp_path: Path) -> None:
    ledger = tmp_path / "terminal.json"
    terminal = SimulatedTerminal(NoonClock(), ledger=ledger)
    approval, elsewhere = charged(terminal), charged(SimulatedTerminal(NoonClock()), "far-away")
    terminal.then("lose_answer")
    back(terminal, 7_200, approval)
    back(terminal, 500, elsewhere, attempt="b2", charge="far-away")
    reborn = SimulatedTerminal(NoonClock(), ledger=ledger)
    assert reborn.enquire(asked()).outcome == "approved"
    assert reborn.charged == {"a1": 14_400} and reborn.given_back_elsewhere == {elsewhere.approval_number: 500}
    assert back(reborn, 14_401, approval, attempt="b3").reason == "terminal.too_much"
    assert reborn.reverse(request(), approval).reason == "terminal.partly_cancelled"


def test_a_ledger_from_before_cancellations_is_still_read(tmp_path: Path) -> None:
    ledger = tmp_path / "terminal.json"
    ledger.write_text('{"kept":{"a1":{"amount":500,"answer":{"outcome":"approved"},"is_reversed":false}}}')
    assert SimulatedTerminal(NoonClock(), ledger=ledger).charged == {"a1": 500}


def test_without_a_terminal_nothing_is_sent() -> None:
    approval = charged(SimulatedTerminal(NoonClock()))
    answer = NoTerminal().give_back(BackRequest("b1", "a1", "card", 100, approval))
    assert (answer.outcome, answer.reason) == ("not_sent", "terminal.none")
