"""Figures and papers as PDF, read back by what did not write them."""

import io
from pathlib import Path

import pypdf
import pytest

from pos.domain.errors import Unavailable
from pos.domain.papers.paper import Barcode, Cut, Document, Feed, Item, Pair, Qr, Rule, Text
from pos.domain.sums.tables import Bars, Column, Series, Table
from pos.exports import Exports, fonts
from tests.domain.report_papers import REPORTS

HOURS = tuple(f"{hour:02}" for hour in range(9, 21))
BARS = Bars(
    "시간별 매출",
    HOURS,
    (Series("5월 3일", tuple(range(0, 1_200_000, 100_000))), Series("4월 26일", (None, *range(11)))),
)
LYING = Bars("상품군별", ("오리지널", "버츄오"), (Series("5월 3일", (300_000, -20_000)),), "lying")
TABLE = Table(
    "5월 3일", (Column("담당"), Column("매출", "won")), tuple(("김하늘", at * 1_000) for at in range(90)), note="=1"
)
EVERYTHING = Document(
    "모든 것",
    (
        Text("뷁 가운데", align="centre", size=2, bold=True),
        Text("거꾸로", inverse=True),
        Text("밑줄", underline=True, align="right"),
        Pair("아주 긴 이름이 왼쪽에 서서 오른쪽 금액보다 먼저 줄을 바꾸어야 하는 줄", "1,234,567"),
        Item("에티오피아 예가체프", "9,800", "2", "19,600"),
        Rule(double=True),
        Rule(),
        Qr("SEL01-1-000001", caption="영수증 코드"),
        Barcode("SEL01-1-000001"),
        Feed(2),
        Text("가" * 200),
        Cut(),
    ),
)


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """The words of all pages, whatever the spaces between."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def test_a_z_report_is_one_page_as_wide_as_the_roll_and_its_text_can_be_searched() -> None:
    content = Exports().paper(REPORTS["a full shift, a copy"])
    (page,) = read(content).pages
    assert round(float(page.mediabox.width) / 72 * 25.4) == 80
    told = text_of(content)
    for words in (
        "재발행",
        "마감 정산 (Z) 1234",
        "순매출 2,447,500",
        "차이 -7,400",
        "미지급 환불 2건 45,000",
        "김계산",
    ):
        assert words in told


def test_what_is_no_copy_does_not_say_so() -> None:
    assert "** 재발행" not in text_of(Exports().paper(REPORTS["a quiet shift"]))


def test_every_kind_of_block_comes_out() -> None:
    told = text_of(Exports().paper(EVERYTHING))
    for words in ("뷁 가운데", "거꾸로", "밑줄", "1,234,567", "9,800 × 2", "19,600", "영수증 코드", "SEL01-1-000001"):
        assert words in told
    assert told.replace(" ", "").count("가" * 10) >= 10


def test_the_hangul_font_is_in_the_file() -> None:
    (page,) = read(Exports().paper(REPORTS["a quiet shift"])).pages
    found = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]  # pypdf's own
    hangul = [font for font in found if "/FontDescriptor" in font]
    assert hangul and all("/FontFile2" in font["/FontDescriptor"] and "/ToUnicode" in font for font in hangul)


def test_figures_have_their_pictures_their_tables_and_a_foot_on_each_page() -> None:
    content = Exports().pdf((TABLE,), (BARS, LYING))
    pages = [" ".join(page.extract_text().split()) for page in read(content).pages]
    assert len(pages) == 3
    assert "시간별 매출" in pages[0] and "오리지널 300,000" in pages[0] and "-20,000" in pages[0]
    assert all(f"{number} / 3" in page and "담당" in page for number, page in enumerate(pages, 1))
    assert "89,000" in pages[2] and "=1" in pages[2]


def test_many_columns_and_none_at_all_come_out() -> None:
    wide = Table("넓은 표", tuple(Column(f"열{at}", "won") for at in range(13)), (tuple(range(13)),))
    assert "열12" in text_of(Exports().pdf((wide,), ()))
    empty = Bars("빈 그림", (), (Series("5월 3일", ()),))
    assert "빈 그림" in text_of(Exports().pdf((Table("빈 표", (Column("가"),), ()),), (empty,)))


def test_a_table_that_wraps_leaves_out_no_word() -> None:
    words = " ".join(f"주소{nth}" for nth in range(40))
    columns, rows = (Column("항목"), Column("내용")), (("주소", words), ("끝", "마지막"))
    whole = text_of(Exports().pdf((Table("사본", columns, rows, wraps=True),), ()))
    cut = text_of(Exports().pdf((Table("사본", columns, rows),), ()))
    assert all(word in whole.split() for word in words.split()) and "마지막" in whole
    assert "주소39" not in cut


def test_the_same_figures_make_the_same_file() -> None:
    assert Exports().pdf((TABLE,), (BARS, LYING)) == Exports().pdf((TABLE,), (BARS, LYING))
    assert Exports().paper(EVERYTHING) == Exports().paper(EVERYTHING)


def test_without_a_hangul_font_there_is_no_pdf(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        fonts.load((tmp_path,))
    assert refused.value.code == "export.no_font"


def test_a_broken_font_is_none(tmp_path: Path) -> None:
    (tmp_path / "NanumGothic.ttf").write_bytes(b"no font")
    with pytest.raises(Unavailable):
        fonts.load((tmp_path,))
