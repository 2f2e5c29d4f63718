"""What happens in the menu of tools: a touch or a key opens one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.closing.entering import enter
from pos.ui.screens.tools.card import ToolsCard
from pos.ui.screens.tools.view import present


class Tools:
    """The menu. It holds nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.screen = ToolsCard()
        self.screen.tool_touched.connect(self.open)
        self.screen.close_pressed.connect(desk.close)

    def opened(self) -> None:
        """Who is signed in may have changed."""
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """So may the language."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """A key each."""
        tools = present(self._desk.counter)
        return [
            *(KeyUse(tool.key, f"tools.{tool.name}.title", partial(self.open, tool.name)) for tool in tools),
            KeyUse(".", "key.close", self._desk.close),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    def open(self, name: str) -> None:
        """Open a tool, where the person may use it."""
        if any(tool.name == name and tool.is_open_to for tool in present(self._desk.counter)):
            self._enter(name)
        else:
            self._desk.toned.emit("bad")

    def _enter(self, name: str) -> None:
        if name == "closing":
            enter(self._desk)
        elif name in ("figures", "audit"):
            self._desk.go(name)
        else:
            self._desk.open(name)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(present(self._desk.counter), self._desk.words)
