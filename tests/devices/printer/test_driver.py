"""The driver and the emulator: the drawer, recovery, answers that come too late, printers that may not be asked."""

import threading

import pytest
from msgspec.structs import replace

from pos.devices.emulators.printer import EmulatedPrinter, FaultKind
from pos.devices.printer.driver import EscPosPrinter
from pos.devices.printer.profile import PROFILES
from pos.domain.papers.paper import Document, Text
from pos.till.ports import PrintResult
from tests.devices.conftest import IMPATIENT, PATIENT
from tests.devices.receipts import NUMBER, awkward, receipt

DONE = PrintResult("done")


@pytest.fixture
def driver(emulator: EmulatedPrinter) -> EscPosPrinter:
    """A patient driver of the emulator."""
    return EscPosPrinter(emulator.address, deadlines=PATIENT)


@pytest.mark.parametrize("wire", ["tcp", "pty"])
@pytest.mark.parametrize(("columns", "profile"), [(48, "80mm"), (42, "80mm-42"), (32, "58mm"), (48, "80mm-asb")])
def test_jobs_one_after_another(wire: str, columns: int, profile: str) -> None:
    with EmulatedPrinter(columns=columns, wire="pty" if wire == "pty" else "tcp") as emulator:
        driver = EscPosPrinter(emulator.address, PROFILES[profile], deadlines=PATIENT)
        assert [driver.print(document) for document in (receipt(12), awkward(), receipt(1))] == [DONE] * 3
        assert not emulator.failures
        assert [paper.widest <= columns for paper in emulator.papers] == [True] * 3
        assert emulator.papers[0].codes == (("qr", NUMBER),)


def test_the_drawer_opens_as_a_job_of_its_own(emulator: EmulatedPrinter, driver: EscPosPrinter) -> None:
    assert driver.open_drawer() == DONE
    assert emulator.events == ("drawer",)
    assert not emulator.failures


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "offline"])
def test_the_drawer_opens_while_nothing_can_be_printed(
    emulator: EmulatedPrinter, driver: EscPosPrinter, fault: FaultKind
) -> None:
    emulator.set_fault(fault)
    assert driver.open_drawer() == DONE
    assert emulator.events == ("drawer",)


def test_a_drawer_that_may_have_opened_is_unknown(emulator: EmulatedPrinter) -> None:
    driver = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
    assert driver.open_drawer().outcome == "done"
    emulator.set_fault("stall", after=9)
    assert driver.open_drawer() == PrintResult("unknown", "printer.no_answer")


def test_a_drawer_at_a_mute_printer_was_not_kicked(emulator: EmulatedPrinter) -> None:
    emulator.set_fault("mute")
    driver = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
    assert driver.open_drawer() == PrintResult("not_started", "printer.no_answer")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("tcp://127.0.0.1:1", "printer.unreachable"),
        ("serial:///dev/there/is/none", "printer.unreachable"),
        ("carrier-pigeon://loft", "printer.address"),
        ("tcp://127.0.0.1:99999", "printer.address"),
        ("serial:///dev/x?baud=fast", "printer.address"),
        ("", "printer.address"),
    ],
)
def test_a_printer_that_is_not_there(address: str, code: str) -> None:
    driver = EscPosPrinter(address, deadlines=IMPATIENT)
    assert driver.print(receipt()) == PrintResult("not_started", code)
    assert driver.open_drawer() == PrintResult("not_started", code)
    assert driver.state().code == code
    assert driver.model() == ""


def test_it_tells_its_model(driver: EscPosPrinter) -> None:
    assert driver.model() == "EMULATED"


def test_after_a_job_that_broke_inside_a_command_the_next_is_whole(
    emulator: EmulatedPrinter,
) -> None:
    driver = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
    assert driver.print(receipt()).outcome == "done"
    at_the_code = 9 + emulator_bytes_before_code()
    emulator.set_fault("stall", after=at_the_code)
    assert driver.print(receipt()).outcome == "unknown"
    emulator.set_fault("reset")  # what the stalled printer had not taken is gone
    emulator.clear()
    assert driver.print(receipt()) == DONE
    whole = emulator.papers[0].lines
    assert emulator.papers[-1].lines[-len(whole) :] == whole


def emulator_bytes_before_code() -> int:
    """Where in the receipt's bytes its QR code's content is half through."""
    from pos.devices.printer.escpos import render

    return render(receipt(), PROFILES["80mm"]).body.index(NUMBER[4:].encode(), 200)


def test_an_answer_to_the_job_before_is_not_taken_for_this_one() -> None:
    """On a serial port the answer of a broken job may come when the next has begun."""
    with EmulatedPrinter(wire="pty") as emulator:
        driver = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
        emulator.set_fault("lying")  # takes the job and its fence, and keeps them
        assert driver.print(receipt()) == PrintResult("unknown", "printer.no_answer")
        patient = EscPosPrinter(emulator.address, deadlines=PATIENT)
        results: list[PrintResult] = []
        thread = threading.Thread(target=lambda: results.append(patient.print(Document("", (Text("둘째"),)))))
        thread.start()
        assert emulator.wait_for(lambda: emulator.backlog > 2_000)  # the second job waits behind the first
        assert not results
        emulator.clear()
        thread.join(20)
        assert results == [DONE]
        assert emulator.printed_lines[-1] == "둘째"


def test_a_printer_that_must_not_be_asked_can_never_be_believed() -> None:
    with EmulatedPrinter() as emulator:
        driver = EscPosPrinter(emulator.address, PROFILES["80mm-silent"], deadlines=PATIENT)
        assert driver.print(receipt()) == PrintResult("unknown", "printer.cannot_confirm")
        assert emulator.wait_for(lambda: len(emulator.papers) == 1)
        assert driver.state().code == ""


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "offline", "error"])
def test_automatic_status_tells_the_same(emulator: EmulatedPrinter, fault: FaultKind) -> None:
    full = EscPosPrinter(emulator.address, deadlines=PATIENT)
    asb = EscPosPrinter(emulator.address, PROFILES["80mm-asb"], deadlines=PATIENT)
    assert asb.state() == full.state()
    emulator.set_fault("paper_low")
    assert asb.state() == full.state()
    assert full.state().paper_low


def test_a_document_that_cannot_be_set_stops_nothing(
    emulator: EmulatedPrinter, driver: EscPosPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Document("", ("no block",))  # type: ignore[arg-type]  # what a mistake elsewhere would look like
    assert driver.print(broken) == PrintResult("not_started", "printer.cannot_render")
    assert not emulator.printed_lines


def test_lost_characters_are_counted_and_not_told(driver: EscPosPrinter, caplog: pytest.LogCaptureFixture) -> None:
    assert driver.print(Document("", (Text("홍길동 😀"),))) == DONE
    assert "printer.lost_characters count=1" in caplog.text
    assert "홍길동" not in caplog.text


def test_the_second_drawer_hangs_on_the_other_pin(emulator: EmulatedPrinter, driver: EscPosPrinter) -> None:
    assert driver.open_drawer(2) == DONE
    assert driver.open_drawer() == DONE
    assert list(emulator.events) == ["drawer_2", "drawer"]
    emulator.set_fault("paper_out")
    assert driver.open_drawer(2).outcome == "done"
    assert emulator.events[-1] == "drawer_2"


def test_a_drawer_that_the_printer_does_not_drive_is_said(emulator: EmulatedPrinter) -> None:
    one = EscPosPrinter(emulator.address, replace(PROFILES["80mm"], drawers=1), deadlines=PATIENT)
    assert one.open_drawer(2) == PrintResult("not_started", "printer.no_drawer")
    turned = EscPosPrinter(emulator.address, replace(PROFILES["80mm"], drawer_pin=5), deadlines=PATIENT)
    assert turned.open_drawer() == turned.open_drawer(2) == DONE
    assert emulator.events == ("drawer_2", "drawer")
