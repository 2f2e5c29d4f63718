"""A choice among a few that stand side by side: the chosen one has an edge and a tick."""

from __future__ import annotations

from pos.ui import theme
from pos.ui.widgets.button import Button


class Chip(Button):
    """Which one is chosen is what the view says, never what was clicked."""

    def __init__(self, text: str = "", *, key: str = "") -> None:
        super().__init__(text, "plain", key=key, font="body")
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """A click asks; the answer comes from the view."""

    def choose(self, chosen: bool) -> None:
        """Look chosen, or not."""
        if chosen != self.isChecked():
            self.setChecked(chosen)
            self.sign = "check" if chosen else ""
            self.updateGeometry()
            self.update()

    def _colours(self) -> tuple[str, str, str]:
        if self.isChecked() and self.isEnabled() and not self.isDown():
            tokens = theme.current().tokens
            return (tokens.chosen, tokens.accent, tokens.ink)
        return super()._colours()
