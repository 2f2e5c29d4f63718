"""The small sign at the top that says what the mall still waits for; it opens what there is to know about it."""

from __future__ import annotations

from pos.ui import theme
from pos.ui.widgets.button import Button


class LinkSign(Button):
    """A quiet button in the tone of what it says, which is also in its words: colour alone tells nothing."""

    def __init__(self) -> None:
        super().__init__("", "quiet", sign="link", font="small")
        self.setProperty("tone", "muted")

    def show_state(self, text: str, *, is_late: bool) -> None:
        """Say it, quietly or so that somebody looks."""
        self.setProperty("tone", "warning" if is_late else "muted")
        self.sign = "alert" if is_late else "link"
        self.set_words(text)
        self.update()

    def _colours(self) -> tuple[str, str, str]:
        ground, edge, _ = super()._colours()
        tokens = theme.current().tokens
        return ground, edge, tokens.warning if self.property("tone") == "warning" else tokens.muted
