"""Every colour of the program, by what it means, for light and for dark. Nothing else in the program names a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Mode: TypeAlias = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of a mode; pairs named "x" and "on_x" keep a contrast of 4.5 to 1 or more."""

    ground: str
    surface: str
    raised: str
    pressed: str
    line: str
    edge: str
    ink: str
    muted: str
    accent: str
    accent_pressed: str
    on_accent: str
    chosen: str
    danger: str
    danger_ground: str
    on_danger: str
    warning_ground: str
    warning: str
    training: str
    on_training: str
    shade: str


LIGHT = Tokens(
    ground="#f4f1ec",
    surface="#fffdfa",
    raised="#ece7df",
    pressed="#ddd5c9",
    line="#e2dbd1",
    edge="#8d8175",
    ink="#231b16",
    muted="#665a50",
    accent="#17594a",
    accent_pressed="#0f4438",
    on_accent="#ffffff",
    chosen="#e3eee9",
    danger="#a32a1c",
    danger_ground="#fbe9e4",
    on_danger="#ffffff",
    warning_ground="#fbf0d6",
    warning="#6d4a00",
    training="#c2410c",
    on_training="#ffffff",
    shade="#231b1680",
)

DARK = Tokens(
    ground="#161310",
    surface="#201c18",
    raised="#2e2924",
    pressed="#3b352e",
    line="#38322b",
    edge="#8a7f73",
    ink="#f4ede3",
    muted="#b9ada0",
    accent="#7cc9b0",
    accent_pressed="#63b098",
    on_accent="#0b211a",
    chosen="#213a33",
    danger="#ff9d8c",
    danger_ground="#43211b",
    on_danger="#33100a",
    warning_ground="#3d3115",
    warning="#f2cf82",
    training="#ff9f45",
    on_training="#2b1400",
    shade="#000000a0",
)

MODES: dict[Mode, Tokens] = {"light": LIGHT, "dark": DARK}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours ("#rrggbb"), from 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
