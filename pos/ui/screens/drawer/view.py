"""What the drawer panel shows: what is to be done, how much, and what for. It never tells what the drawer holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.money import Won
from pos.till.counter import Notice
from pos.ui.figures import won
from pos.ui.notices import explain
from pos.ui.words import Words

Doing: TypeAlias = Literal["in", "out", "safe", "open"]
DOINGS: tuple[Doing, ...] = ("safe", "in", "out", "open")


@dataclass(frozen=True, slots=True)
class DrawerView:
    """`rows` are what can be done, each with a title and a detail. `message` is said above the feet."""

    rows: tuple[tuple[Doing, str, str], ...]
    doing: Doing
    figure: str
    do: str
    reasons: tuple[str, ...]
    message: tuple[str, bool]
    can_do: bool
    is_writing: bool

    @property
    def takes_amount(self) -> bool:
        """Whether it is about an amount."""
        return self.doing != "open"


def present(words: Words, doing: Doing, amount: Won, *, note: str, said: Notice | None, is_writing: bool) -> DrawerView:
    """The panel as it stands; `said` is what became of the last one."""
    is_whole = bool(note) and (doing == "open" or amount > 0)
    return DrawerView(
        rows=tuple((one, words(f"drawer.{one}.title"), words(f"drawer.{one}.detail")) for one in DOINGS),
        doing=doing,
        figure=won(amount, words.language),
        do=words(f"drawer.{doing}.{'do' if is_whole or amount else 'title'}", amount=won(amount, words.language)),
        reasons=tuple(words(f"drawer.{doing}.reason.{place}") for place in (1, 2, 3, 4)),
        message=_message(words, doing, amount, note=note, said=said),
        can_do=is_whole and not is_writing,
        is_writing=is_writing,
    )


def _message(words: Words, doing: Doing, amount: Won, *, note: str, said: Notice | None) -> tuple[str, bool]:
    if said is not None and said.grade == "news":
        return words(said.code, amount=won(int(said.facts.get("amount") or 0), words.language)), False
    if said is not None:
        told = explain(said, words, tells_raw=False)
        return f"{told.what} {told.do}", True
    if doing != "open" and not amount:
        return words("drawer.amount_first"), False
    return (words("drawer.reason_first"), False) if not note else ("", False)
