"""A strip of receipt paper: what was printed on it, as columns of text and as a picture. It understands no command."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from PIL import Image, ImageDraw

from pos.devices.printer.fonts import font_for

CELL_WIDTH, CELL_HEIGHT = 12, 24
_INK, _PAPER = 0, 255


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one style; `wide` and `high` are 1 to 8."""

    text: str
    bold: bool = False
    underline: bool = False
    inverse: bool = False
    wide: int = 1
    high: int = 1

    @property
    def columns(self) -> int:
        """Width in columns of normal size."""
        return self.wide * sum(1 if character.isascii() else 2 for character in self.text)


@dataclass(frozen=True, slots=True)
class TextRow:
    """One printed line. `align` is 0 left, 1 centre, 2 right; `spacing` is its height in dots at normal size."""

    runs: tuple[Run, ...]
    align: int = 0
    spacing: int = 30

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs).rstrip(" ")

    @property
    def columns(self) -> int:
        """Width in columns of normal size."""
        return sum(run.columns for run in self.runs)

    @property
    def height(self) -> int:
        """Dots of paper."""
        return max((CELL_HEIGHT * run.high + 6 for run in self.runs), default=self.spacing)


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A raster picture, QR code or barcode. `kind` and `content` say what it is for those who read no pictures."""

    kind: str
    content: str
    size: tuple[int, int]
    bits: bytes
    align: int = 0

    def __str__(self) -> str:
        return f"[{self.kind} {self.content}]"

    @property
    def height(self) -> int:
        """Dots of paper."""
        return self.size[1]


Row: TypeAlias = TextRow | PictureRow


@dataclass(slots=True)
class Paper:
    """One strip, from cut to cut. Mutable: it grows while it is printed."""

    columns: int
    dots: int
    rows: list[Row] = field(default_factory=list)
    is_cut: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands on it, a line a row; codes and pictures in brackets."""
        return tuple(str(row) for row in self.rows)

    @property
    def widest(self) -> int:
        """The columns of its widest line of text."""
        return max((row.columns for row in self.rows if isinstance(row, TextRow)), default=0)

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Kind and content of each QR code and barcode that the printer drew by itself."""
        rows = (row for row in self.rows if isinstance(row, PictureRow) and row.kind != "raster")
        return tuple((row.kind, row.content) for row in rows)

    def picture(self) -> Image.Image:
        """The strip as it looks, one pixel a dot, with a margin of two lines at both ends."""
        rows = tuple(self.rows)
        image = Image.new("L", (self.dots, sum(row.height for row in rows) + 4 * CELL_HEIGHT), _PAPER)
        y = 2 * CELL_HEIGHT
        for row in rows:
            drawn = _draw_text(row) if isinstance(row, TextRow) else _draw_bits(row)
            if drawn is not None:
                image.paste(drawn, (max(self.dots - drawn.width, 0) * row.align // 2, y))
            y += row.height
        return image


def _draw_text(row: TextRow) -> Image.Image | None:
    if not row.columns:
        return None
    image = Image.new("L", (row.columns * CELL_WIDTH, row.height), _PAPER)
    x = 0
    for run in row.runs:
        tile = _draw_run(run)
        if tile is not None:
            image.paste(tile, (x, 0))
            x += tile.width
    return image


def _draw_run(run: Run) -> Image.Image | None:
    width = run.columns // run.wide * CELL_WIDTH
    if not width:
        return None
    tile = Image.new("L", (width, CELL_HEIGHT + 4), _INK if run.inverse else _PAPER)
    pen, x = ImageDraw.Draw(tile), 0
    for character in run.text:
        font = font_for(character, CELL_HEIGHT - 2, bold=run.bold)
        if font is not None:
            pen.text((x, 0), character, fill=_PAPER if run.inverse else _INK, font=font)
        x += CELL_WIDTH if character.isascii() else 2 * CELL_WIDTH
    if run.underline:
        pen.line((0, CELL_HEIGHT + 2, width, CELL_HEIGHT + 2), fill=_INK)
    return tile.resize((tile.width * run.wide, tile.height * run.high), Image.Resampling.NEAREST)


def _draw_bits(row: PictureRow) -> Image.Image:
    return Image.frombytes("1", row.size, row.bits).convert("L").point(lambda dot: _PAPER - dot)
