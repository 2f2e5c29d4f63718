"""Every fault at many places of a job: what is called done is on paper, what is called not started never gets there."""

import socket
from typing import Literal

import pytest

from pos.devices.emulators.printer import EmulatedPrinter, FaultKind
from pos.devices.printer.driver import EscPosPrinter
from pos.devices.printer.escpos import render
from pos.devices.printer.profile import PROFILES
from pos.domain.papers.paper import Cut, Document, Text
from pos.till.ports import PrintResult
from tests.devices.conftest import IMPATIENT, PATIENT, STEADY
from tests.devices.receipts import receipt

STATUS_BYTES = 9  # three questions before the body
BODY_BYTES = len(render(receipt(), PROFILES["80mm"]).body)
OFFSETS = [
    1,
    5,
    STATUS_BYTES,
    STATUS_BYTES + 1,
    STATUS_BYTES + 60,
    STATUS_BYTES + BODY_BYTES - 30,
    STATUS_BYTES + BODY_BYTES,
    STATUS_BYTES + BODY_BYTES + 2,
]
FAULTS: list[FaultKind] = ["paper_out", "cover_open", "offline", "error", "lying", "stall", "reset", "power_cycle"]


def print_with_fault(
    fault: FaultKind, offset: int, wire: Literal["tcp", "pty"]
) -> tuple[PrintResult, tuple[str, ...], int]:
    """Print one receipt while `fault` begins at byte `offset`, mend it, print another page.

    Returns the result, what came of the receipt on paper, and how many lines a whole one has.
    """
    with EmulatedPrinter(wire=wire) as emulator:
        driver = EscPosPrinter(emulator.address, deadlines=PATIENT)
        assert driver.print(receipt()).outcome == "done"
        before = emulator.printed_lines
        hasty = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
        hasty._is_in_doubt = False  # so that the offsets lie in the body and not in what goes before a first job
        emulator.set_fault(fault, after=offset)
        result = hasty.print(receipt())
        emulator.clear()
        print_until_done(emulator)
        assert emulator.papers[-1].lines[-1] == "끝"
        return result, emulator.printed_lines[len(before) : -1], len(before)


def print_until_done(emulator: EmulatedPrinter) -> None:
    """Another page; where it is not started it may be tried again."""
    driver = EscPosPrinter(emulator.address, deadlines=STEADY)
    page = Document("", (Text("끝"), Cut()))
    last = driver.print(page)
    for _ in range(10):
        if last.outcome == "not_started":
            last = driver.print(page)
    assert last.outcome == "done"


@pytest.mark.parametrize("offset", OFFSETS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_outcome_is_a_lie(fault: FaultKind, offset: int) -> None:
    check(*print_with_fault(fault, offset, "tcp"))


@pytest.mark.parametrize("offset", [5, STATUS_BYTES + 60, STATUS_BYTES + BODY_BYTES])
@pytest.mark.parametrize("fault", FAULTS)
def test_no_outcome_is_a_lie_on_a_serial_port(fault: FaultKind, offset: int) -> None:
    check(*print_with_fault(fault, offset, "pty"))


def check(result: PrintResult, on_paper: tuple[str, ...], whole: int) -> None:
    """The three outcomes against what is on paper after all is said and done."""
    if result.outcome == "done":
        assert len(on_paper) == whole
        assert not result.code
    else:
        assert result.code.startswith("printer.")
    if result.outcome == "not_started":
        assert not on_paper


@pytest.mark.parametrize("fault", ["stall", "reset", "power_cycle", "paper_out", "lying"])
def test_a_fault_in_the_body_is_unknown(fault: FaultKind) -> None:
    result, _, _ = print_with_fault(fault, STATUS_BYTES + 60, "tcp")
    assert result.outcome == "unknown"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_before_the_job_starts_nothing(emulator: EmulatedPrinter, fault: FaultKind) -> None:
    driver = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
    emulator.set_fault("mute" if fault in ("reset", "power_cycle", "lying") else fault)
    result = driver.print(receipt())
    assert result.outcome == "not_started"
    assert result.code in {
        "printer.paper_out",
        "printer.cover_open",
        "printer.offline",
        "printer.failed",
        "printer.no_answer",
    }
    assert not emulator.printed_lines


def test_a_liar_without_paper_is_not_believed(emulator: EmulatedPrinter) -> None:
    emulator.set_fault("lying")
    driver = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
    assert driver.state().code == ""
    assert driver.print(receipt()) == PrintResult("unknown", "printer.no_answer")


@pytest.mark.parametrize("fault", ["paper_low", "drawer_open"])
def test_a_warning_stops_nothing(emulator: EmulatedPrinter, fault: FaultKind) -> None:
    emulator.set_fault(fault)
    driver = EscPosPrinter(emulator.address, deadlines=PATIENT)
    assert driver.print(receipt()).outcome == "done"
    state = driver.state()
    assert (state.code, state.paper_low, state.drawer_open) == ("", fault == "paper_low", fault == "drawer_open")


def test_a_slow_printer_is_waited_for(emulator: EmulatedPrinter) -> None:
    driver = EscPosPrinter(emulator.address, deadlines=PATIENT)
    emulator.set_fault("slow", value=20_000)
    assert driver.print(receipt()).outcome == "done"
    assert len(emulator.papers) == 1


def test_a_printer_busy_with_another_is_not_started_and_then_done(emulator: EmulatedPrinter) -> None:
    emulator.set_fault("one_connection")
    host, port = emulator.address.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port))):
        assert emulator.wait_for(lambda: emulator.clients == 1)
        driver = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
        assert driver.print(receipt()) == PrintResult("not_started", "printer.no_answer")
    assert emulator.wait_for(lambda: emulator.clients == 0)
    assert EscPosPrinter(emulator.address, deadlines=PATIENT).print(receipt()).outcome == "done"
    assert len(emulator.papers) == 1
