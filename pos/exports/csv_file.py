"""Tables as comma-separated values: UTF-8 with a mark that spreadsheets look for, lines ended as RFC 4180 says."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from pos.domain.sums.tables import Cell, Table
from pos.exports.harmless import harmless

_MARK = "\ufeff"


def written(tables: tuple[Table, ...]) -> bytes:
    """The file: each table with its title and its headings, an empty line between two."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    for place, table in enumerate(tables):
        if place:
            lines.writerow([])
        lines.writerow([harmless(table.title)])
        lines.writerow([harmless(column.title) for column in table.columns])
        lines.writerows([_told(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
                        for row in table.rows)  # fmt: skip
        if table.note:
            lines.writerow([harmless(table.note)])
    return (_MARK + text.getvalue()).encode("utf-8")


def _told(cell: Cell, kind: str) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int):
        return _tenths(cell) if kind == "percent" else cell
    return harmless(cell)


def _tenths(cell: int) -> str:
    sign = "-" if cell < 0 else ""
    return f"{sign}{abs(cell) // 10}.{abs(cell) % 10}"
