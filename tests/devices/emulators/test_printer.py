"""The emulated printer itself: it is strict, it keeps what it cannot print yet, and it can be watched."""

import threading

import pytest
import zxingcpp

from pos.devices.emulators import code128
from pos.devices.emulators.escpos_stream import EscPosStream
from pos.devices.emulators.paper import Paper
from pos.devices.emulators.press import Press
from pos.devices.emulators.printer import EmulatedPrinter
from pos.devices.printer.driver import EscPosPrinter
from tests.devices.conftest import IMPATIENT, PATIENT
from tests.devices.receipts import receipt


def complaints(sent: bytes, columns: int = 48) -> list[str]:
    """What a printer has to say against a stream of bytes."""
    failures: list[str] = []
    press = Press(columns, columns * 12, failures.append, lambda paper: None)
    for command in EscPosStream().feed(sent):
        press.do(command)
    return failures


@pytest.mark.parametrize(
    "sent",
    [
        b"\x1bz\n",
        b"\x1d\x99\n",
        b"\x07",
        b"\x1d(k\x03\x002A2",
        b"\x1dk\x49\x03abc",
        "한".encode("cp949") * 25 + b"\n",
        b"x" * 49 + b"\n",
        b"\x1d!\x11" + b"x" * 25 + b"\n",
        b"\x1c&\xc9\xa1\n",
        b"\x1dv0\x00\x49\x00\x01\x00" + b"\xff" * 73,
    ],
)
def test_what_it_cannot_obey_is_a_failure(sent: bytes) -> None:
    assert complaints(b"\x1c&" + sent)


@pytest.mark.parametrize("sent", [b"x" * 48 + b"\n", "한".encode("cp949") * 24 + b"\n", b"\0" * 9_000])
def test_what_it_can_obey_is_none(sent: bytes) -> None:
    assert not complaints(b"\x1c&" + sent)


def test_a_stream_cut_anywhere_is_the_same_stream() -> None:
    sent = (
        b"\x1b@\x1c&"
        + "한글".encode("cp949")
        + b"\n\x1d(k\x04\x001A2\x00\x1dVB\x00\x10\x04\x01\x1dv0\x00\x01\x00\x02\x00\x1b@"
    )
    whole = [command for command in EscPosStream().feed(sent) if command.name != "text"]
    for cut in range(len(sent)):
        stream = EscPosStream()
        pieces = stream.feed(sent[:cut]) + stream.feed(sent[cut:])
        assert [command for command in pieces if command.name != "text"] == whole
        text = b"".join(command.content for command in pieces if command.name == "text")
        assert text == "한글".encode("cp949")


@pytest.mark.parametrize("content", [b"{BABC-abc{{1", b"{C\x00\x01\x63", b"{B1{C\x17\x2d", b"{B~"])
def test_a_foreign_reader_reads_the_bars(content: bytes) -> None:
    bars = code128.modules(content)
    from PIL import Image

    line = bytes(0 if bar else 255 for bar in [False] * 20 + bars + [False] * 20 for _ in range(2))
    picture = Image.frombytes("L", (len(line), 60), line * 60)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [code128.text(content)]


@pytest.mark.parametrize("content", [b"", b"abc", b"{X1", b"{C\x64", "{B가".encode(), b"{B"])
def test_bars_that_cannot_be_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        code128.modules(content)


def test_what_came_without_paper_is_printed_when_there_is_some(emulator: EmulatedPrinter) -> None:
    driver = EscPosPrinter(emulator.address, deadlines=PATIENT)
    assert driver.print(receipt()).outcome == "done"
    hasty = EscPosPrinter(emulator.address, deadlines=IMPATIENT)
    emulator.set_fault("lying")
    assert hasty.print(receipt()).outcome == "unknown"
    assert len(emulator.papers) == 1
    emulator.clear("lying")
    assert len(emulator.papers) == 2


def test_a_watcher_is_told_of_every_paper() -> None:
    seen = threading.Event()
    with EmulatedPrinter(on_change=lambda: seen.set() if emulator.papers else None) as emulator:
        EscPosPrinter(emulator.address, deadlines=PATIENT).print(receipt())
        assert seen.wait(5)


def test_the_picture_is_as_wide_as_the_paper_and_black_on_white() -> None:
    paper = Paper(32, 384)
    assert paper.picture().getextrema() == (255, 255)
    assert paper.picture().width == 384


def test_stopping_ends_every_thread() -> None:
    before = threading.active_count()
    with EmulatedPrinter() as emulator:
        emulator.set_fault("mute")
        EscPosPrinter(emulator.address, deadlines=IMPATIENT).state()
    assert threading.active_count() == before
