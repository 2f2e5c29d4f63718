"""Tables as spreadsheets, read back by what did not write them."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from pos.domain.calendar import KST
from pos.domain.sums.tables import Column, Table
from pos.exports import Exports
from pos.exports.harmless import harmless

NASTY = ("=1+1", "+82 10", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1", "＠x", "﹦1", "﹢1", "﹣1", "﹫x")
TABLE = Table(
    "시간별 매출",
    (Column("시간"), Column("금액", "won"), Column("몫", "percent"), Column("날", "day"), Column("시각", "moment")),
    (
        ("09시", 1_234_500, 125, date(2025, 5, 3), datetime(2025, 5, 3, 9, 1, 2, tzinfo=KST)),
        ('=HYPERLINK("x")', -6_900, -125, None, None),
    ),
    note="-메모",
)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_begins_with_the_mark_and_ends_its_lines_as_the_standard_says() -> None:
    content = Exports().csv((TABLE,))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(rows_of(content))


def test_a_csv_reads_back_with_its_hangul_and_plain_numbers() -> None:
    rows = rows_of(Exports().csv((TABLE,)))
    assert rows[0] == ["시간별 매출"]
    assert rows[2] == ["09시", "1234500", "12.5", "2025-05-03", "2025-05-03 09:01:02"]
    assert rows[3] == ['\'=HYPERLINK("x")', "-6900", "-12.5", "", ""]
    assert rows[4] == ["'-메모"]


@pytest.mark.parametrize("text", NASTY)
def test_what_would_begin_a_formula_is_text(text: str) -> None:
    assert harmless(text).startswith("'")
    assert not set(harmless(text)) & set("\t\r\n")


@pytest.mark.parametrize("text", ("", "아침 숲", "3+4", "a=b", "12"))
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_several_tables_of_a_csv_are_apart() -> None:
    rows = rows_of(Exports().csv((TABLE, TABLE)))
    assert [] in rows and rows.count(["시간별 매출"]) == 2


def test_a_workbook_holds_numbers_as_numbers_and_text_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(Exports().xlsx((TABLE,))))
    sheet = book.worksheets[0]
    assert sheet.title == "시간별 매출"
    assert [cell.value for cell in sheet[1]] == ["시간", "금액", "몫", "날", "시각"]
    first, second = ([cell.value for cell in sheet[line]] for line in (2, 3))
    assert first == ["09시", 1_234_500, 0.125, datetime(2025, 5, 3), datetime(2025, 5, 3, 9, 1, 2)]  # noqa: DTZ001 - as a workbook has it
    assert second[:2] == ['=HYPERLINK("x")', -6_900]
    assert sheet["A3"].data_type == "s" and sheet["A3"].quotePrefix
    assert sheet["B2"].number_format == "#,##0"


def test_a_workbook_holds_no_formula_and_no_link() -> None:
    nasty = Table("=나쁜 표", (Column("=이름"),), tuple((text,) for text in (*NASTY, "http://a.example")), note="=1")
    sheet = openpyxl.load_workbook(io.BytesIO(Exports().xlsx((nasty,)))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == len(NASTY) + 3
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_sheets_have_names_that_a_workbook_takes() -> None:
    titles = ("아주 " * 20, "아주 " * 20, "a/b:c*d?e[f]", "'", "")
    book = openpyxl.load_workbook(io.BytesIO(Exports().xlsx(tuple(Table(one, (Column("x"),), ()) for one in titles))))
    assert len(set(book.sheetnames)) == len(titles)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)


def test_the_same_tables_make_the_same_file() -> None:
    assert Exports().xlsx((TABLE,)) == Exports().xlsx((TABLE,))
    assert Exports().csv((TABLE,)) == Exports().csv((TABLE,))
