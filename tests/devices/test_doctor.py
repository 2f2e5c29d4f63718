"""Checks of a printer: each fault is named by the check it belongs to, in time."""

import pytest

from pos.devices.doctor import CHECK_DEADLINES, check_printer, trial_page
from pos.devices.emulators.printer import EmulatedPrinter, FaultKind
from pos.devices.printer.driver import EscPosPrinter
from tests.devices.conftest import IMPATIENT, PATIENT


def failed(printer: EscPosPrinter) -> list[tuple[str, str]]:
    """The checks that did not pass, with their causes."""
    return [(finding.code, finding.cause) for finding in check_printer(printer) if not finding.passed]


def test_a_sound_printer_passes_everything(emulator: EmulatedPrinter) -> None:
    findings = check_printer(EscPosPrinter(emulator.address, deadlines=PATIENT))
    assert [finding.code for finding in findings if finding.passed] == [
        "check.printer_reached",
        "check.printer_answers",
        "check.printer_cover",
        "check.printer_paper",
        "check.printer_ready",
    ]
    assert findings[0].facts == {"address": emulator.address}


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ("paper_out", [("check.printer_paper", "printer.paper_out"), ("check.printer_ready", "printer.paper_out")]),
        ("paper_low", [("check.printer_paper", "printer.paper_low")]),
        ("cover_open", [("check.printer_cover", "printer.cover_open"), ("check.printer_ready", "printer.cover_open")]),
        ("error", [("check.printer_ready", "printer.failed")]),
        ("offline", [("check.printer_ready", "printer.offline")]),
        ("drawer_open", []),
    ],
)
def test_a_fault_is_named(emulator: EmulatedPrinter, fault: FaultKind, wanted: list[tuple[str, str]]) -> None:
    emulator.set_fault(fault)
    assert failed(EscPosPrinter(emulator.address, deadlines=PATIENT)) == wanted


def test_a_mute_printer_is_reached_and_does_not_answer(emulator: EmulatedPrinter) -> None:
    emulator.set_fault("mute")
    printer = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
    assert failed(printer) == [("check.printer_answers", "printer.no_answer")]


def test_a_printer_that_is_not_there() -> None:
    printer = EscPosPrinter("tcp://127.0.0.1:1", deadlines=CHECK_DEADLINES)
    assert failed(printer) == [("check.printer_reached", "printer.unreachable")]


def test_the_deadlines_of_a_check_add_up_to_five_seconds_at_most() -> None:
    # Connected, one question unanswered, and once more after flushing what a broken job left.
    longest = CHECK_DEADLINES.connect + 2 * CHECK_DEADLINES.answer + CHECK_DEADLINES.progress
    assert longest <= 5


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_the_trial_page_fits(columns: int) -> None:
    with EmulatedPrinter(columns=columns) as emulator:
        from pos.devices.printer.profile import PROFILES

        profile = {32: PROFILES["58mm"], 42: PROFILES["80mm-42"], 48: PROFILES["80mm"]}[columns]
        printer = EscPosPrinter(emulator.address, profile, deadlines=PATIENT)
        assert printer.print(trial_page(columns)).outcome == "done"
        assert not emulator.failures
        assert emulator.papers[0].widest == columns
        assert "샾똠뷁" in "".join(emulator.papers[0].lines)
