"""What a card with a list at the left and the chosen one at the right shows, as finished texts."""

from __future__ import annotations

from dataclasses import dataclass

from pos.ui.screens.orders.detail import Choice as Choice
from pos.ui.screens.orders.view import Told as Told
from pos.ui.widgets.label import Tone


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list; where it `is_pressing` its detail is red, and a `sign` before it warns."""

    id: str
    title: str
    detail: str
    trailing: str
    is_chosen: bool
    is_pressing: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about the chosen one: what it is called, and what it is."""

    name: str
    text: str
    tone: Tone = "ink"


@dataclass(frozen=True, slots=True)
class Pane:
    """`told` takes the place of the facts while something is asked or said. `figure` is what matters most.

    `is_busy`: nothing else can be chosen now, and the card cannot be left.
    """

    summary: str = ""
    rows: tuple[Entry, ...] = ()
    heading: str = ""
    figure: str = ""
    facts: tuple[Fact, ...] = ()
    told: Told | None = None
    note: str = ""
    choices: tuple[Choice, ...] = ()
    is_busy: bool = False

    @property
    def has_detail(self) -> bool:
        """Whether there is anything to show at the right."""
        return bool(self.heading or self.told)


def stepped(pane: Pane, step: int) -> str:
    """The row before or after the chosen one; "" where there is none."""
    ids = [row.id for row in pane.rows]
    at = next((place for place, row in enumerate(pane.rows) if row.is_chosen), 0) + step
    return ids[max(0, min(at, len(ids) - 1))] if ids else ""
