"""How the program looks: colours by meaning, fonts by role, sizes by zoom. Widgets ask here and name none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from pos.ui.theme import fonts
from pos.ui.theme.fonts import Role
from pos.ui.theme.sheet import sheet
from pos.ui.theme.tokens import LIGHT, MODES, Mode, Tokens

TOUCH = 48


@dataclass(frozen=True, slots=True)
class Theme:
    """A mode at a zoom (per cent)."""

    mode: Mode = "light"
    zoom: int = 100

    @property
    def tokens(self) -> Tokens:
        """The colours of the mode."""
        return MODES[self.mode]

    def px(self, pixels: int) -> int:
        """A length at this zoom."""
        return pixels * self.zoom // 100

    def font(self, role: Role) -> QFont:
        """The font of a role at this zoom."""
        return _font(role, self.zoom)


@lru_cache
def _font(role: Role, zoom: int) -> QFont:
    return fonts.font(role, zoom)


class _Worn:
    theme: Theme = Theme()


def fitting_zoom(width: int, height: int) -> int:
    """The zoom, in steps of five from 100 to 200, at which a screen of this size looks like one of 1024 by 768."""
    return max(100, min(200, min(width * 100 // 1024, height * 100 // 768) // 5 * 5))


def current() -> Theme:
    """The theme that is worn."""
    return _Worn.theme


def dress(app: QApplication, theme: Theme = Theme()) -> tuple[str, ...]:
    """Wear a theme, unless it is worn already; returns the font files that are missing."""
    missing = fonts.load()
    looks = sheet(theme.tokens, theme.zoom)
    if theme == _Worn.theme and app.styleSheet() == looks:
        return missing
    _Worn.theme = theme
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(theme.font("body"))
    app.setPalette(_palette(theme.tokens))
    app.setStyleSheet(looks)
    for widget in app.allWidgets():
        widget.updateGeometry()
        widget.update()
    return missing


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette(QColor(tokens.surface), QColor(tokens.ground))
    roles = {
        QPalette.ColorRole.WindowText: tokens.ink,
        QPalette.ColorRole.Text: tokens.ink,
        QPalette.ColorRole.ButtonText: tokens.ink,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.Window: tokens.ground,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette


__all__ = ["LIGHT", "TOUCH", "Mode", "Role", "Theme", "Tokens", "current", "dress", "fitting_zoom"]
