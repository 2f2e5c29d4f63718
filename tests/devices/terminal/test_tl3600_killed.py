"""The till killed at every step of its talk with a terminal: afterwards it knows what the terminal's book says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.devices.emulators.tl3600 import Terminal3600Behaviour
from pos.devices.terminal.tl3600.line import TcpLine
from pos.devices.terminal.tl3600.notes import Notes
from pos.till.paying.cards import CardAnswer
from tests.devices.terminal.tl3600_bench import HASTY, Bench, bench, card, receipt

BEHAVIOURS: list[Terminal3600Behaviour] = ["approve", "decline", "lose_answer", "mute", "break_off", "bad_check_always"]
MOST_STEPS = 60
SELDOM = replace(HASTY, gap=0.25)
"""Each read of a silent line is a step, so that it is read seldom."""


class Killed(BaseException):
    """The process ends here: nothing catches it."""


class Axe:
    """Kills at a step, and counts them. Mutable: it is sharpened for each run."""

    def __init__(self) -> None:
        self.left = MOST_STEPS
        self.is_up = False

    def step(self) -> None:
        """One more; whoever is at the last is killed."""
        if self.is_up:
            self.left -= 1
            if self.left < 0:
                raise Killed


@pytest.fixture
def axe(monkeypatch: pytest.MonkeyPatch) -> Axe:
    """Before and after each note, each write to the line and each read from it."""
    one = Axe()

    def around(kind: type, name: str) -> None:
        original: Callable[..., object] = getattr(kind, name)

        def with_steps(*arguments: object) -> object:
            one.step()
            result = original(*arguments)
            one.step()
            return result

        monkeypatch.setattr(kind, name, with_steps)

    around(Notes, "_append")
    around(TcpLine, "write")
    around(TcpLine, "read")
    return one


@pytest.fixture
def desk(tmp_path: Path, axe: Axe) -> Iterator[Bench]:
    """A bench whose till may be killed."""
    with bench(tmp_path) as one:
        one.restart(SELDOM)
        yield one


def killed_at(axe: Axe, step: int, work: Callable[[], CardAnswer]) -> CardAnswer | None:
    """What it answered, None where it was killed."""
    axe.left, axe.is_up = step, True
    try:
        return work()
    except Killed:
        return None
    finally:
        axe.is_up = False


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_charge_is_known_after_a_kill_at_any_step(desk: Bench, axe: Axe, behaviour: Terminal3600Behaviour) -> None:
    """As the terminal's book has it, and asking again to charge moves nothing that moved before."""
    for step in range(MOST_STEPS):
        attempt, before = f"a{step}", len(desk.emulator.charged)
        desk.emulator.then(behaviour)
        driver = desk.restart(SELDOM)
        answer = killed_at(axe, step, lambda d=driver, a=attempt: d.charge(card(a)))  # type: ignore[misc]  # bound now
        desk.emulator.wait_for(lambda: not desk.emulator._link, 1.0)
        desk.emulator._script.clear()
        desk.forget()
        told = desk.restart().enquire(card(attempt))
        has_moved = len(desk.emulator.charged) > before
        assert told.outcome == ("approved" if has_moved else "declined"), (step, told)
        again = desk.restart().charge(card(attempt))
        assert (again.outcome == "approved") is (len(desk.emulator.charged) > before)
        assert len(desk.emulator.charged) - before <= 1
        if answer is not None:
            return
    pytest.fail("it was killed at every step, and never came through")


def test_a_reversal_is_never_done_twice_by_a_kill(desk: Bench, axe: Axe) -> None:
    for step in range(MOST_STEPS):
        attempt = f"a{step}"
        approval = desk.restart().charge(card(attempt)).approval
        assert approval is not None
        driver = desk.restart(SELDOM)
        answer = killed_at(axe, step, lambda d=driver, a=attempt, p=approval: d.reverse(card(a), p))  # type: ignore[misc]  # bound now
        desk.emulator.wait_for(lambda: not desk.emulator._link, 1.0)
        desk.forget()
        told = desk.restart(tells_cancellations=True).enquire(card(attempt))
        is_gone = approval.approval_number not in desk.emulator.charged
        assert told.reason == ("terminal.reversed" if is_gone else ""), (step, told)
        assert desk.restart(tells_cancellations=True).reverse(card(attempt), approval).outcome == "approved"
        assert desk.emulator.charged == {}
        assert len(desk.emulator.book.given_back) == step + 1
        if answer is not None:
            return
    pytest.fail("it was killed at every step, and never came through")


def test_a_receipt_is_issued_once_whenever_it_is_killed(desk: Bench, axe: Axe) -> None:
    for step in range(MOST_STEPS):
        attempt = f"r{step}"
        before = len(desk.emulator.book.receipts)
        driver = desk.restart(SELDOM)
        answer = killed_at(axe, step, lambda d=driver, a=attempt: d.cash_receipt(receipt(a)))  # type: ignore[misc]  # bound now
        desk.emulator.wait_for(lambda: not desk.emulator._link, 1.0)
        desk.forget()
        told = desk.restart().enquire_receipt(receipt(attempt))
        assert told.outcome == ("approved" if len(desk.emulator.book.receipts) > before else "declined"), (step, told)
        if answer is not None:
            return
    pytest.fail("it was killed at every step, and never came through")
