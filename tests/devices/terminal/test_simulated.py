"""The simulated card terminal: every answer of the closed set, a memory, and never a whole card number."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pos.devices.terminal.simulated import Behaviour, SimulatedTerminal, decline_above
from pos.till.paying.cards import CardRequest

NOON = datetime(2025, 2, 10, 12, tzinfo=timezone(timedelta(hours=9)))


class NoonClock:
    """It is always noon."""

    def now(self) -> datetime:
        """Noon."""
        return NOON


def request(attempt: str = "a1", amount: int = 21_600, instalments: int = 0) -> CardRequest:
    """A request by card."""
    return CardRequest(attempt, "card", amount, instalments)


@pytest.fixture
def terminal() -> SimulatedTerminal:
    """A terminal that approves everything."""
    return SimulatedTerminal(NoonClock())


def test_an_approval_looks_like_one_and_holds_nothing_more(terminal: SimulatedTerminal) -> None:
    answer = terminal.charge(request(instalments=3))
    assert answer.outcome == "approved"
    approval = answer.approval
    assert approval is not None
    assert re.fullmatch(r"\d{8}", approval.approval_number)
    assert re.fullmatch(r"\d{6}\*{6}\d{4}", approval.masked_number)
    assert approval.approved_at == "2025-02-10T12:00:00+09:00"
    assert approval.instalments == 3
    assert terminal.charged == {"a1": 21_600}


@pytest.mark.parametrize(
    ("behaviour", "outcome", "reason", "charged", "enquired"),
    [
        ("decline", "declined", "terminal.declined", {}, "declined"),
        ("cancel", "cancelled", "terminal.cancelled", {}, "cancelled"),
        ("lose_answer", "unknown", "terminal.no_answer", {"a1": 21_600}, "approved"),
        ("lose_request", "unknown", "terminal.no_answer", {}, "declined"),
        ("unreachable", "not_sent", "terminal.unreachable", {}, "declined"),
    ],
)
def test_what_can_go_wrong(
    terminal: SimulatedTerminal,
    behaviour: Behaviour,
    outcome: str,
    reason: str,
    charged: dict[str, int],
    enquired: str,
) -> None:
    terminal.then(behaviour)
    answer = terminal.charge(request())
    assert (answer.outcome, answer.reason) == (outcome, reason)
    assert terminal.charged == charged
    assert terminal.enquire(request()).outcome == enquired
    assert terminal.charge(request("a2")).outcome == "approved"


def test_the_same_attempt_is_charged_once(terminal: SimulatedTerminal) -> None:
    terminal.then("lose_answer")
    terminal.charge(request())
    again = terminal.charge(request())
    assert again.outcome == "approved"
    assert again == terminal.enquire(request())
    assert terminal.charged == {"a1": 21_600}


def test_a_declined_attempt_stays_declined(terminal: SimulatedTerminal) -> None:
    terminal.then("decline", "approve")
    assert terminal.charge(request()) == terminal.charge(request())


def test_a_rule_declines_by_amount() -> None:
    terminal = SimulatedTerminal(NoonClock(), declines=decline_above(50_000))
    assert terminal.charge(request("a1", 50_000)).outcome == "approved"
    assert terminal.charge(request("a2", 50_001)).outcome == "declined"


def test_an_attempt_that_never_arrived_is_not_known(terminal: SimulatedTerminal) -> None:
    answer = terminal.enquire(request())
    assert (answer.outcome, answer.reason) == ("declined", "terminal.not_known")


def test_a_reversal_gives_back_once(terminal: SimulatedTerminal) -> None:
    approval = terminal.charge(request()).approval
    assert approval is not None
    assert terminal.reverse(request(), approval).outcome == "approved"
    assert terminal.reverse(request(), approval).outcome == "approved"
    assert terminal.charged == {}
    assert terminal.reversed == {"a1": 21_600}
    assert terminal.enquire(request()).reason == "terminal.reversed"


def test_a_reversal_of_something_else_is_declined(terminal: SimulatedTerminal) -> None:
    first = terminal.charge(request("a1")).approval
    terminal.charge(request("a2"))
    assert first is not None
    assert terminal.reverse(request("a3"), first).reason == "terminal.not_known"
    assert terminal.reverse(request("a2"), first).reason == "terminal.other_approval"


def test_out_of_reach_nothing_is_known(terminal: SimulatedTerminal) -> None:
    approval = terminal.charge(request()).approval
    assert approval is not None
    terminal.is_reachable = False
    assert terminal.charge(request("a2")).outcome == "not_sent"
    assert terminal.enquire(request()).outcome == "unknown"
    assert terminal.reverse(request(), approval).outcome == "not_sent"


def test_it_remembers_what_it_approved_when_the_till_was_killed(tmp_path: Path) -> None:
    ledger = tmp_path / "terminal.json"
    terminal = SimulatedTerminal(NoonClock(), ledger=ledger)
    terminal.then("lose_answer", "decline")
    terminal.charge(request())
    terminal.charge(request("a2"))
    reborn = SimulatedTerminal(NoonClock(), ledger=ledger)
    assert reborn.enquire(request()).outcome == "approved"
    assert reborn.enquire(request("a2")).outcome == "declined"
    assert reborn.charged == {"a1": 21_600}


def test_no_file_has_a_whole_card_number(tmp_path: Path) -> None:
    ledger = tmp_path / "terminal.json"
    terminal = SimulatedTerminal(NoonClock(), ledger=ledger)
    for attempt in range(20):
        terminal.charge(request(f"attempt-{attempt}"))
    assert not re.search(r"\d{13,19}", ledger.read_text())
