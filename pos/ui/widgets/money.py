"""An amount of won, large, in digits of one width, right-aligned."""

from __future__ import annotations

from pos.domain.money import Won
from pos.till.feed import Language
from pos.ui.figures import won
from pos.ui.theme import Role
from pos.ui.widgets.label import Label, Tone


class Money(Label):
    """Shows an amount with its unit."""

    def __init__(self, font: Role = "figure", *, tone: Tone = "ink") -> None:
        super().__init__("", font, tone=tone, right=True)

    def set_amount(self, value: Won, language: Language) -> None:
        """Show `value`."""
        self.setText(won(value, language))
