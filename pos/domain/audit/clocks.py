"""The clock set back while somebody sells or refunds: what happens then bears another time than its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from pos.domain.audit.flags import Hit, Place
from pos.domain.facts import ClockMoved, Fact, RefundPaid, ReturnCompleted, SaleCompleted
from pos.domain.journal import Entry
from pos.domain.money import Won

LEAST = timedelta(minutes=5)
"""A clock that is put right by the network goes back by seconds."""


class Clocks:
    """Mutable: it goes along a day. While time stands still, entries bear the last one's time.

    A clock that stood wrong over night is found by whoever comes first; only who was selling before can have set it.
    """

    kinds: tuple[type, ...] = (ClockMoved, SaleCompleted, ReturnCompleted, RefundPaid)

    def __init__(self) -> None:
        self._sold: set[str] = set()
        self._moves: dict[tuple[str, str], Place] = {}
        self._hits: list[Hit] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """A move waits for what is done under it."""
        match fact:
            case ClockMoved(clock):
                if entry.who in self._sold and datetime.fromisoformat(entry.at) - clock >= LEAST:
                    self._moves.setdefault((entry.who, entry.at), (entry.epoch, entry.seq))
            case SaleCompleted(sale):
                self._under(entry, sale.total)
                self._sold.add(entry.who)
            case ReturnCompleted(back):
                self._under(entry, back.refund)
            case _:
                self._under(entry, 0)

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - what was done says its amount
        """What was done under a clock that was set back, each with the move."""
        return self._hits

    def _under(self, entry: Entry, amount: Won) -> None:
        move = self._moves.get((entry.who, entry.at))
        if move is not None:
            self._hits.append(Hit("ask.clock_set_back", entry.who, (move, (entry.epoch, entry.seq)), amount))
