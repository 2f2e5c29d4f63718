"""Lines that CP949 cannot say, drawn as raster pictures in the same columns. It is the slow way, for single lines."""

from __future__ import annotations

from collections.abc import Mapping

from PIL import Image, ImageDraw

from pos.devices.printer import commands
from pos.devices.printer.fonts import font_for
from pos.devices.printer.layout import BOLD, INVERSE, LARGE, UNDERLINED, Line, cells

CELL_WIDTH, CELL_HEIGHT, LINE_HEIGHT = 12, 24, 30
STRIP_ROWS = 128


def raster_strips(picture: Image.Image) -> bytes:
    """A picture of one bit a dot (lit is black) as raster commands of at most 128 rows, which small buffers hold."""
    width_bytes = -(-picture.width // 8)
    bits = picture.tobytes()
    strips = []
    for top in range(0, picture.height, STRIP_ROWS):
        rows = min(STRIP_ROWS, picture.height - top)
        part = bits[top * width_bytes : (top + rows) * width_bytes]
        strips.append(commands.raster(part, width_bytes=width_bytes, rows=rows))
    return b"".join(strips)


def draw_line(line: Line, drawn: Mapping[bytes, str], dots: int) -> bytes:
    """`line` as raster commands; `drawn` says what the places of the user area stand for."""
    scale = 2 if line.marks & LARGE else 1
    width = len(line.text) * CELL_WIDTH
    tile = Image.new("1", (max(width, 1), LINE_HEIGHT))
    pen = ImageDraw.Draw(tile)
    x = 0
    for cell in cells(line.text):
        character = drawn.get(cell) or cell.decode("cp949", "replace")
        font = font_for(character, CELL_HEIGHT - 2, bold=bool(line.marks & BOLD))
        if font is not None:
            pen.text((x, 0), character, fill=1, font=font)
        x += len(cell) * CELL_WIDTH
    if line.marks & UNDERLINED:
        pen.line((0, CELL_HEIGHT + 2, width, CELL_HEIGHT + 2), fill=1)
    if line.marks & INVERSE:
        tile = tile.point(lambda dot: 0 if dot else 255)
    paper = Image.new("1", (dots, LINE_HEIGHT * scale))
    paper.paste(tile.resize((tile.width * scale, tile.height * scale)), (line.pad * CELL_WIDTH, 0))
    return raster_strips(paper)
