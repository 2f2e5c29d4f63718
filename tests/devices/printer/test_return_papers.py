"""The papers of returns at both widths, and the long code on a receipt: it fits, and a foreign reader finds it."""

import pytest
import segno
import zxingcpp

from pos.devices.emulators.escpos_stream import EscPosStream
from pos.devices.emulators.paper import Paper
from pos.devices.emulators.press import Press
from pos.devices.printer.escpos import render
from pos.devices.printer.profile import PROFILES, PrinterProfile
from pos.domain.papers.paper import Cut, Document, Qr
from pos.domain.papers.receipt import receipt_of
from pos.domain.papers.receipt_token import MOST_PRINTED, on_paper, token, told_of
from tests.devices.printer.return_papers import GOLDEN, WIDTHS, as_text, papers, path_of
from tests.domain.backs import sold
from tests.domain.baskets import TERMS
from tests.domain.sales import SHOP, a_delivery

PAPERS = papers()


def printed(document: Document, profile: PrinterProfile) -> tuple[Paper, list[str]]:
    """The paper and complaints that come of a document's bytes."""
    cut: list[Paper] = []
    failures: list[str] = []
    press = Press(profile.columns, profile.dots, failures.append, cut.append)
    for command in EscPosStream().feed(render(document, profile).body):
        press.do(command)
    return cut[0], failures


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAPERS)
def test_what_stands_on_it(name: str, width: str) -> None:
    text = as_text(PAPERS[name], WIDTHS[width])
    assert text == path_of(name, width).read_text("utf-8")


def test_no_paper_is_kept_that_nobody_prints() -> None:
    assert set(GOLDEN.iterdir()) == {path_of(name, width) for name in PAPERS for width in WIDTHS}


@pytest.mark.parametrize("profile", ["80mm", "58mm", "80mm-raster-qr", "58mm-raster-qr"])
@pytest.mark.parametrize("name", PAPERS)
def test_it_comes_out_whole(name: str, profile: str) -> None:
    paper, failures = printed(PAPERS[name], PROFILES[profile])
    assert not failures
    assert paper.is_cut
    assert paper.widest <= PROFILES[profile].columns


def code(length: int) -> str:
    """Letters and digits as they are in a long code."""
    return ("PR1" + "K7QXW2" * 400)[:length]


@pytest.mark.parametrize("length", [90, 91, 280, 311, 312, 402, 600, 601, 765, MOST_PRINTED])
@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_long_code_fits_and_is_read(length: int, profile: str) -> None:
    paper, failures = printed(Document("", (Qr(code(length)), Cut())), PROFILES[profile])
    assert not failures
    assert [one.text for one in zxingcpp.read_barcodes(paper.picture())] == [code(length)]


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("length", [90, 311, 600, MOST_PRINTED])
def test_a_printer_that_sets_letters_as_bytes_has_room_too(length: int, profile: str) -> None:
    sent = [
        command.content
        for command in EscPosStream().feed(render(Document("", (Qr(code(length)),)), PROFILES[profile]).body)
        if command.content[3:5] == b"1C"
    ]
    module = sent[0][5] if sent else 3
    clumsy = segno.make(code(length), error="m", mode="byte", micro=False, boost_error=False)
    assert module >= 3
    assert clumsy.symbol_size(scale=module, border=0)[0] <= PROFILES[profile].dots


def test_letters_and_digits_take_less_room_than_bytes() -> None:
    long = code(600)
    as_bytes = segno.make(long.lower(), error="m", micro=False, boost_error=False)
    as_letters = segno.make(long, error="m", micro=False, boost_error=False)
    assert as_letters.mode == "alphanumeric"
    assert (as_letters.version, as_bytes.version) == (15, 19)
    assert segno.make(code(MOST_PRINTED), error="m", micro=False, boost_error=False).version == 20
    assert segno.make(code(MOST_PRINTED + 1), error="m", micro=False, boost_error=False).version == 21


@pytest.mark.parametrize("profile", ["80mm", "58mm", "58mm-raster-qr"])
def test_the_receipt_of_a_sale_is_read_by_its_long_code(profile: str) -> None:
    sale = a_delivery()
    long = token(told_of(sale), bytes(range(64)))
    document = receipt_of(sale, SHOP, cashier="", rules=TERMS.rules, mark="", is_copy=False, token=long)
    paper, failures = printed(document, PROFILES[profile])
    assert not failures
    assert [one.text for one in zxingcpp.read_barcodes(paper.picture())] == [long]
    assert sale.code in "".join(paper.lines)


def test_a_sale_too_long_for_a_paper_has_its_short_code() -> None:
    sale = sold(*[("CUP", 1)] * 25)
    long = token(told_of(sale), bytes(64))
    assert len(long) > MOST_PRINTED
    document = receipt_of(sale, SHOP, cashier="", rules=TERMS.rules, mark="", is_copy=False, token=long)
    assert [block.payload for block in document.blocks if isinstance(block, Qr)] == [sale.code]


@pytest.mark.parametrize(
    ("length", "is_long"), [(0, False), (1, True), (MOST_PRINTED, True), (MOST_PRINTED + 1, False)]
)
def test_by_length(length: int, is_long: bool) -> None:
    assert on_paper(code(length), "short") == (code(length) if is_long else "short")
