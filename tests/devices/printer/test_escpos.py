"""The bytes of a job, judged by tables and readers that are not ours."""

import io

import pytest
import zxingcpp
from escpos import constants
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pos.devices.emulators.escpos_stream import EscPosStream
from pos.devices.emulators.paper import Paper
from pos.devices.emulators.press import Press
from pos.devices.printer import commands
from pos.devices.printer.escpos import render
from pos.devices.printer.profile import PROFILES, PrinterProfile
from pos.domain.papers.paper import Barcode, Cut, Document, Item, Pair, Qr, Text
from tests.devices.receipts import NUMBER, awkward, receipt


def printed(document: Document, profile: PrinterProfile) -> tuple[Paper, list[str]]:
    """The paper and complaints that come of a document's bytes."""
    papers: list[Paper] = []
    failures: list[str] = []
    press = Press(profile.columns, profile.dots, failures.append, papers.append)
    stream = EscPosStream()
    for command in stream.feed(render(document, profile).body):
        press.do(command)
    assert not stream.is_waiting
    return (papers or [press.paper])[0], failures


@pytest.mark.parametrize("name", sorted(PROFILES))
@pytest.mark.parametrize("document", [receipt(), awkward()], ids=["receipt", "awkward"])
def test_every_profile_prints_everything_without_a_complaint(name: str, document: Document) -> None:
    profile = PROFILES[name]
    paper, failures = printed(document, profile)
    assert not failures
    assert paper.is_cut
    assert paper.widest <= profile.columns


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text(), st.sampled_from(sorted(PROFILES)))
def test_no_data_becomes_a_command(name: str, label: str, profile_name: str) -> None:
    """What the stream holds besides text is the same whatever the texts are."""
    profile = PROFILES[profile_name]

    def spoken(name: str, label: str) -> list[str]:
        blocks = (Item(name, "1", "1", "1"), Pair(label, "2"), Text(label, bold=True), Cut())
        stream = EscPosStream().feed(render(Document("", blocks), profile).body)
        return [command.name for command in stream if command.name not in ("text", "line feed", "raster")]

    # A line that is drawn carries no style command, and only a bold text has any.
    assert [word for word in spoken(name, label) if word != "bold"] == [
        word for word in spoken("a", "b") if word != "bold"
    ]


@pytest.mark.parametrize("name", ["80mm", "58mm", "80mm-raster-qr", "58mm-raster-qr"])
def test_a_foreign_reader_finds_the_number_in_the_picture(name: str) -> None:
    paper, _ = printed(receipt(), PROFILES[name])
    assert [code.text for code in zxingcpp.read_barcodes(paper.picture())] == [NUMBER]


@pytest.mark.parametrize("payload", ["0123456789", "123", "12345", "A-1{B", "a", "T1-0001/2"])
@pytest.mark.parametrize("name", ["80mm", "58mm"])
def test_a_foreign_reader_finds_the_barcode(name: str, payload: str) -> None:
    paper, failures = printed(Document("", (Barcode(payload), Cut())), PROFILES[name])
    assert not failures
    assert [code.text for code in zxingcpp.read_barcodes(paper.picture())] == [payload]
    assert payload in "".join(paper.lines)


@pytest.mark.parametrize("block", [Qr("x" * 5_000, caption="큰 것"), Barcode("가나다"), Barcode("9" * 90), Qr("")])
def test_a_code_that_cannot_be_printed_is_told(block: Qr | Barcode) -> None:
    rendered = render(Document("", (block, Cut())), PROFILES["58mm"])
    assert rendered.lost in (("qr",), ("code128",))


@pytest.mark.parametrize("length", [1, 62, 63, 213, 214, 412, 660])
@pytest.mark.parametrize("name", ["80mm", "58mm", "58mm-raster-qr"])
def test_a_code_of_any_length_fits_the_paper(name: str, length: int) -> None:
    payload = ("가https://x/" * 100).encode()[: length - length % 3].decode("utf-8", "ignore") or "x"
    paper, failures = printed(Document("", (Qr(payload), Cut())), PROFILES[name])
    assert not failures
    assert [code.text for code in zxingcpp.read_barcodes(paper.picture())] == [payload]


def test_a_line_that_cp949_cannot_say_is_drawn_in_the_same_columns() -> None:
    document = Document("", (Pair("❶ 첫째", "1,000"), Text("❷", size=2, bold=True, underline=True), Cut()))
    paper, failures = printed(document, PROFILES["80mm"])
    assert not failures
    assert paper.lines[:2] == ("[raster 576x30]", "[raster 576x60]")
    ink = paper.picture().crop((0, 48, 576, 78)).point(lambda dot: 255 - dot)
    left, _, right, _ = ink.getbbox() or (0, 0, 0, 0)
    assert left < 24
    assert 576 - 24 < right <= 576


def test_strips_have_at_most_128_rows() -> None:
    body = render(Document("", (Qr("x" * 300),)), PROFILES["80mm-raster-qr"]).body
    strips = [command for command in EscPosStream().feed(body) if command.name == "raster"]
    assert len(strips) > 1
    assert all(int.from_bytes(strip.content[4:6], "little") <= 128 for strip in strips)


def test_the_commands_are_those_of_python_escpos() -> None:
    assert constants.HW_INIT == commands.RESET
    assert constants.RT_STATUS_ONLINE == commands.STATUS_PRINTER
    assert constants.RT_STATUS_PAPER == commands.STATUS_PAPER
    assert constants.TXT_STYLE["align"]["center"] == commands.CENTRE
    body = render(Document("", (Text("a", bold=True),)), PROFILES["80mm"]).body
    assert constants.TXT_STYLE["bold"][True] + b"a" + constants.TXT_STYLE["bold"][False] in body
    # Ours is longer: drawers with a heavy spring stay shut at 100 ms.
    assert commands.kick(2).startswith(constants.CD_KICK_2[:3])
    assert commands.kick(5).startswith(constants.CD_KICK_5[:3])


def test_a_receipt_on_paper_is_a_picture_a_person_can_keep() -> None:
    paper, _ = printed(receipt(), PROFILES["80mm"])
    file = io.BytesIO()
    paper.picture().save(file, "png")
    assert Image.open(file).width == 576
