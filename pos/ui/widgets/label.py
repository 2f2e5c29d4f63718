"""Text in one of the theme's fonts and tones."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos.ui.theme import Role

Tone: TypeAlias = Literal["ink", "muted", "accent", "danger", "warning"]


class Label(QLabel):
    """A line of text, or several where `wraps`; always plain text, whatever it is given."""

    def __init__(
        self, text: str = "", font: Role = "body", *, tone: Tone = "ink", wraps: bool = False, right: bool = False
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("face", font)  # "font" and "size" are properties of every widget
        self.setProperty("tone", tone)
        self.setWordWrap(wraps)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def set_tone(self, tone: Tone) -> None:
        """Say it in another tone."""
        self._look("tone", tone)

    def set_face(self, font: Role) -> None:
        """Say it in another font."""
        self._look("face", font)

    def _look(self, name: str, value: str) -> None:
        if self.property(name) != value:
            self.setProperty(name, value)
            self.style().unpolish(self)
            self.style().polish(self)
