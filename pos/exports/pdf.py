"""Tables and pictures of figures as pages of A4, for a printer in black and white as well: no meaning in a colour."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from pos.domain.sums.tables import Bars, Cell, Column, Kind, Table
from pos.exports import charts, fonts
from pos.exports.fonts import BOLD, REGULAR
from pos.exports.harmless import plain

WIDE, TALL = A4
MARGIN, FOOT = 18 * mm, 16 * mm
ROOM = WIDE - 2 * MARGIN
SIZE, SMALL, ROW, LINE = 8.5, 6.5, 13.5, 11.0
MANY = 8
GAP = 6 * mm
_WEIGHTS: dict[Kind, float] = {"text": 3.0, "won": 1.8, "count": 1.1, "percent": 1.2, "day": 1.6, "moment": 2.4}


def written(tables: tuple[Table, ...], pictures: tuple[Bars, ...]) -> bytes:
    """The file. Raises Unavailable("export.no_font")."""
    fonts.load()
    title = plain(tables[0].title) if tables else ""
    sheets = _Sheets()
    sheets.put(24, lambda canvas, y: _say(canvas, title, MARGIN, y + 8, font=BOLD, size=15))
    for strip in charts.beside(pictures):
        sheets.put(strip.tall + GAP, partial(_draw_strip, strip))
    for table in tables:
        _lay(sheets, table)
    return _bound(sheets.pages, title)


class _Sheets:
    """Mutable while a document is laid out: what is drawn on which page, and how much room is left on the last."""

    def __init__(self) -> None:
        self.pages: list[list[tuple[float, Callable[[Any, float], None]]]] = [[]]
        self._y = TALL - MARGIN

    def has_room(self, tall: float) -> bool:
        """Whether so much still fits on this page."""
        return self._y - tall >= FOOT + 4 * mm

    def put(self, tall: float, draw: Callable[[Any, float], None]) -> None:
        """Something so tall, drawn upwards from its foot; on a new page where this one is full."""
        if not self.has_room(tall) and self.pages[-1]:
            self.pages.append([])
            self._y = TALL - MARGIN
        self._y -= tall
        self.pages[-1].append((self._y, draw))

    def begin_page(self) -> None:
        """What follows stands on a new page."""
        self._y = 0


def _bound(pages: list[list[tuple[float, Callable[[Any, float], None]]]], title: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=1, lang="ko")
    canvas.setTitle(title)
    for number, page in enumerate(pages, start=1):
        for y, draw in page:
            canvas.setFillGray(0)
            canvas.setStrokeGray(0)
            draw(canvas, y)
        canvas.setFillGray(0.3)
        _say(canvas, title, MARGIN, FOOT - 8, size=7)
        _say(canvas, f"{number} / {len(pages)}", WIDE - MARGIN, FOOT - 8, size=7, right=True)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


# --- tables ---


def _lay(sheets: _Sheets, table: Table) -> None:
    places = tuple(_places(table.columns))
    if not sheets.has_room(34 + 3 * ROW):
        sheets.begin_page()
    sheets.put(26, lambda canvas, y: _say(canvas, plain(table.title), MARGIN, y + 5, font=BOLD, size=11))
    _head(sheets, table.columns, places)
    for row in table.rows:
        lines = _broken(row, table.columns, places) if table.wraps else (row,)
        tall = ROW + LINE * (len(lines) - 1)
        if not sheets.has_room(tall):
            sheets.begin_page()
            _head(sheets, table.columns, places)
        sheets.put(tall, partial(_draw_lines, lines, table.columns, places))
    for line in fonts.wrapped(plain(table.note), REGULAR, 7.5, ROOM) if table.note else ():
        sheets.put(11, partial(_draw_note, line))


def _places(columns: tuple[Column, ...]) -> Iterator[tuple[float, float]]:
    """Where each column begins, and how wide it is."""
    whole, at = sum(_WEIGHTS[column.kind] for column in columns), MARGIN
    for column in columns:
        wide = ROOM * _WEIGHTS[column.kind] / whole
        yield at, wide
        at += wide


def _head(sheets: _Sheets, columns: tuple[Column, ...], places: tuple[tuple[float, float], ...]) -> None:
    def draw(canvas: Any, y: float) -> None:
        for column, place in zip(columns, places, strict=True):
            _cell(canvas, plain(column.title), column.kind, place, y, font=BOLD, size=_size(columns))
        canvas.setLineWidth(0.8)
        canvas.line(MARGIN, y, WIDE - MARGIN, y)

    sheets.put(ROW + 1, draw)


def _draw_strip(strip: charts.Strip, canvas: Any, y: float) -> None:
    strip.draw(canvas, MARGIN, y + GAP, ROOM)


def _draw_note(line: str, canvas: Any, y: float) -> None:
    _say(canvas, line, MARGIN, y + 2, size=7.5)


def _broken(
    row: tuple[Cell, ...], columns: tuple[Column, ...], places: tuple[tuple[float, float], ...]
) -> tuple[tuple[Cell, ...], ...]:
    """A row as so many lines as its longest text needs; what is short stands in the first."""
    cells: list[list[Cell]] = []
    for cell, column, (x, wide) in zip(row, columns, places, strict=True):
        room = wide - (2 if x <= MARGIN else 12)
        is_text = isinstance(cell, str) and column.kind == "text"
        cells.append(list(fonts.wrapped(plain(str(cell)), REGULAR, _size(columns), room)) if is_text else [cell])
    most = max(len(lines) for lines in cells)
    return tuple(tuple(lines[at] if at < len(lines) else "" for lines in cells) for at in range(most))


def _draw_lines(
    lines: tuple[tuple[Cell, ...], ...],
    columns: tuple[Column, ...],
    places: tuple[tuple[float, float], ...],
    canvas: Any,
    y: float,
) -> None:
    for above, row in enumerate(reversed(lines)):
        for cell, column, place in zip(row, columns, places, strict=True):
            _cell(canvas, told(cell, column.kind), column.kind, place, y + above * LINE, size=_size(columns))
    canvas.setStrokeGray(0.8)
    canvas.setLineWidth(0.3)
    canvas.line(MARGIN, y, WIDE - MARGIN, y)


def _size(columns: tuple[Column, ...]) -> float:
    """Many columns are written small."""
    return SMALL if len(columns) > MANY else SIZE


def _cell(
    canvas: Any,
    text: str,
    kind: Kind,
    place: tuple[float, float],
    y: float,
    *,
    font: str = REGULAR,
    size: float = SIZE,
) -> None:
    x, wide = place
    is_number = kind in ("won", "count", "percent")
    begin = x if x <= MARGIN else x + 10
    fitting = fonts.shortened(text, font, size, x + wide - 2 - begin if not is_number else wide - 4)
    _say(canvas, fitting, x + wide - 2 if is_number else begin, y + 3.5, font=font, size=size, right=is_number)


def told(cell: Cell, kind: Kind) -> str:
    """A cell as it is read."""
    if cell is None:
        return "–"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return plain(cell)
    return f"{cell / 10:.1f}%" if kind == "percent" else f"{cell:,}"


def _say(
    canvas: Any, text: str, x: float, y: float, *, font: str = REGULAR, size: float = SIZE, right: bool = False
) -> None:
    canvas.setFont(font, size)
    if right:
        canvas.drawRightString(x, y, text)
    else:
        canvas.drawString(x, y, text)
