"""The drawer without a sale: opened for nothing, and cash that was paid out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pos.domain.audit.flags import Hit, Place
from pos.domain.facts import DrawerMoved, DrawerOpened, Fact
from pos.domain.journal import Entry
from pos.domain.money import Won


class Drawers:
    """Mutable: it goes along a day. An opening right after a move is the move's."""

    kinds: tuple[type, ...] = (DrawerMoved, DrawerOpened)

    def __init__(self) -> None:
        self._moved: Place = (0, 0)
        self._hits: list[Hit] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """One more of its kinds."""
        place = (entry.epoch, entry.seq)
        match fact:
            case DrawerMoved(move):
                self._moved = place
                if move.kind == "out":
                    self._hits.append(Hit("ask.paid_out", entry.who, (place,), move.amount))
            case DrawerOpened(_, None) if place != (self._moved[0], self._moved[1] + 1):
                self._hits.append(Hit("ask.drawer_without_sale", entry.who, (place,)))
            case _:
                return

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - a move says its own amount
        """An opening, or a payment, each."""
        return self._hits
