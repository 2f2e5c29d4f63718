"""Bars on paper: what a picture is about is filled, what it is held against is an outline; no colour is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm

from pos.domain.sums.tables import Bars, round_top
from pos.exports import fonts
from pos.exports.fonts import BOLD, REGULAR
from pos.exports.harmless import plain

STANDING, BAR, HEAD = 52 * mm, 12.0, 22.0
SMALL, STEPS = 6.5, 4
MOST_LYING = 10
GUTTER = 8 * mm


@dataclass(frozen=True, slots=True)
class Strip:
    """One picture over the whole width, or two beside each other."""

    bars: tuple[Bars, ...]
    tall: float

    def draw(self, canvas: Any, x: float, y: float, wide: float) -> None:
        """Draw it upwards from (x, y)."""
        each = (wide - GUTTER * (len(self.bars) - 1)) / len(self.bars)
        for place, bars in enumerate(self.bars):
            _draw(canvas, bars, x + place * (each + GUTTER), y, each, self.tall)


def beside(pictures: tuple[Bars, ...]) -> Iterator[Strip]:
    """Standing bars have a strip of their own, lying ones share one by two."""
    lying = [bars for bars in pictures if bars.shape == "lying"]
    yield from (Strip((bars,), STANDING + HEAD) for bars in pictures if bars.shape == "standing")
    for at in range(0, len(lying), 2):
        pair = tuple(lying[at : at + 2])
        yield Strip(pair, HEAD + max(len(_rows(bars)) for bars in pair) * _row(pair) + 4)


def _rows(bars: Bars) -> tuple[str, ...]:
    return bars.labels[:MOST_LYING]


def _row(pair: tuple[Bars, ...]) -> float:
    return BAR * max(len(bars.series) for bars in pair) + 4


def _draw(canvas: Any, bars: Bars, x: float, y: float, wide: float, tall: float) -> None:
    canvas.setFont(BOLD, 9.5)
    canvas.setFillGray(0)
    canvas.drawString(x, y + tall - 10, fonts.shortened(plain(bars.title), BOLD, 9.5, wide * 0.6))
    if len(bars.series) > 1:
        _legend(canvas, bars, x + wide, y + tall - 10)
    if bars.shape == "standing":
        _standing(canvas, bars, x, y, wide, tall - HEAD)
    else:
        _lying(canvas, bars, x, y, wide, tall - HEAD)


def _legend(canvas: Any, bars: Bars, right: float, y: float) -> None:
    for place, one in reversed(tuple(enumerate(bars.series))):
        name = plain(one.name)
        right -= fonts.width(name, REGULAR, SMALL)
        canvas.setFillGray(0)
        canvas.setFont(REGULAR, SMALL)
        canvas.drawString(right, y, name)
        right -= 10
        _bar(canvas, right, y, 7, 6, nth=place)
        right -= 8


def _bar(canvas: Any, x: float, y: float, wide: float, tall: float, *, nth: int) -> None:
    canvas.setLineWidth(0.6)
    canvas.setStrokeGray(0)
    canvas.setFillGray(0.25 if nth == 0 else 1)
    canvas.rect(x, y, wide, tall, stroke=1, fill=1)
    canvas.setFillGray(0)


def _standing(canvas: Any, bars: Bars, x: float, y: float, wide: float, tall: float) -> None:
    top = round_top(max(bars.most, -bars.least, STEPS), steps=STEPS)
    left = x + fonts.width(f"{top:,}", REGULAR, SMALL) + 4
    foot, room = y + 10, tall - 14
    low = room * -bars.least / (top - bars.least) if bars.least else 0.0
    scale = (room - low) / top
    canvas.setFont(REGULAR, SMALL)
    for step in range(STEPS + 1):
        at, value = foot + low + scale * top * step / STEPS, top * step // STEPS
        canvas.setStrokeGray(0.4 if step == 0 else 0.8)
        canvas.setLineWidth(0.4)
        canvas.line(left, at, x + wide, at)
        canvas.drawRightString(left - 3, at - 2, f"{value:,}")
    each = (x + wide - left) / max(len(bars.labels), 1)
    thick = each * 0.72 / len(bars.series)
    every = max(1, -(-len(bars.labels) * 22 // int(x + wide - left)))
    for place, label in enumerate(bars.labels):
        begin = left + place * each + each * 0.14
        for nth, one in enumerate(bars.series):
            value = one.values[place] or 0
            if value:
                _bar(canvas, begin + nth * thick, foot + low, thick, value * scale, nth=nth)
        if place % every == 0:
            canvas.setFont(REGULAR, SMALL)
            canvas.drawCentredString(begin + each * 0.36, y, plain(label))


def _lying(canvas: Any, bars: Bars, x: float, y: float, wide: float, tall: float) -> None:
    top = max(bars.most, -bars.least, 1)
    names = wide * 0.3
    figures = fonts.width(f"{-top:,}", REGULAR, SMALL) + 6
    room, row = wide - names - figures, _row((bars,))
    for place, label in enumerate(_rows(bars)):
        head = y + tall - place * row
        canvas.setFont(REGULAR, 7.5)
        canvas.drawString(x, head - 10, fonts.shortened(plain(label), REGULAR, 7.5, names - 4))
        for nth, one in enumerate(bars.series):
            value, at = one.values[place], head - (nth + 1) * BAR
            long = room * abs(value or 0) / top
            _bar(canvas, x + names, at + 1.5, long, BAR - 3, nth=nth)
            canvas.setFont(REGULAR, SMALL)
            canvas.drawString(x + names + long + 3, at + 3.5, "–" if value is None else f"{value:,}")
