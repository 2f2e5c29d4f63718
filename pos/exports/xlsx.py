"""Tables as a workbook: a sheet each, numbers as numbers, text as text and never as a formula."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter

from pos.domain.sums.tables import Cell, Column, Kind, Table
from pos.exports.harmless import is_formula, plain

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no offsets; always the same, so that files can be compared
_NUMBERS: dict[Kind, str] = {
    "text": "@",
    "won": "#,##0",
    "count": "#,##0",
    "percent": "0.0%",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
}
_WIDTHS: dict[Kind, int] = {"text": 24, "won": 16, "count": 10, "percent": 10, "day": 12, "moment": 20}
_FORBIDDEN = frozenset("[]:*?/\\'")
_LONGEST_NAME = 31


def written(tables: tuple[Table, ...]) -> bytes:
    """The workbook."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": MADE, "title": plain(tables[0].title) if tables else ""})
    used: set[str] = set()
    for table in tables:
        _sheet(book, table, _name(table.title, used))
    book.close()
    return file.getvalue()


def _sheet(book: Any, table: Table, name: str) -> None:
    sheet = book.add_worksheet(name)
    strong = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    looks = [book.add_format({"num_format": _NUMBERS[column.kind]}) for column in table.columns]
    quoted = book.add_format({"num_format": "@", "quote_prefix": True})
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, plain(column.title), strong)
        sheet.set_column(at, at, max(_WIDTHS[column.kind], 2 * len(column.title)))
    for line, row in enumerate(table.rows, start=1):
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, (line, at), cell, column, look=looks[at], quoted=quoted)
    if table.note:
        sheet.write_string(len(table.rows) + 2, 0, plain(table.note))
    sheet.freeze_panes(1, 0)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, column: Column, *, look: Any, quoted: Any) -> None:
    if cell is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(cell, datetime):
        sheet.write_datetime(*at, cell.replace(tzinfo=None), look)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, look)
    elif isinstance(cell, int):
        sheet.write_number(*at, cell / 1000 if column.kind == "percent" else cell, look)
    else:
        text = plain(cell)
        sheet.write_string(*at, text, quoted if is_formula(text) else look)


def _name(title: str, used: set[str]) -> str:
    """A sheet's name: short, without the signs that are forbidden in one, and unlike the others."""
    stem = "".join("·" if letter in _FORBIDDEN else letter for letter in plain(title)).strip() or "1"
    name, number = stem[:_LONGEST_NAME], 2
    while name.lower() in used:
        name = f"{stem[: _LONGEST_NAME - 4]} {number}"
        number += 1
    used.add(name.lower())
    return name
