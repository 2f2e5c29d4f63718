"""What lies in the cash drawer: counted by denomination, and what goes in and out of it without a sale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.tender import COINS, NOTES

DENOMINATIONS: tuple[Won, ...] = (*NOTES, *COINS)
MOST_PIECES = 9_999
MOST_MOVED: Won = 10_000_000

MoveKind: TypeAlias = Literal["in", "out", "safe"]
"""Paid in (change from the bank), paid out (stamps), taken to the safe."""


class Move(msgspec.Struct, frozen=True):
    """Cash that went in or out without a sale. `amount` is positive; the note says what for."""

    kind: MoveKind
    amount: Won
    note: str

    @property
    def change(self) -> Won:
        """What it does to the drawer."""
        return self.amount if self.kind == "in" else -self.amount


class Count(msgspec.Struct, frozen=True):
    """A drawer as it was counted: how many pieces of each denomination, none of which is left out unless it is 0."""

    pieces: tuple[tuple[Won, int], ...] = ()

    @property
    def total(self) -> Won:
        """What was counted, in won."""
        return sum(won * number for won, number in self.pieces)


def counted(pieces: Iterable[tuple[Won, int]]) -> Count:
    """A count, largest first. Raises Refused("drawer.count") for what is no note or coin, named twice, or no number."""
    found: dict[Won, int] = {}
    for won, number in pieces:
        if won not in DENOMINATIONS or won in found or not 0 <= number <= MOST_PIECES:
            raise Refused("drawer.count", denomination=won, pieces=number)
        found[won] = number
    return Count(tuple((won, found[won]) for won in DENOMINATIONS if found.get(won)))


def fewest(total: Won) -> Count:
    """An amount in the fewest pieces. Raises Refused("drawer.count") for what no coins make."""
    pieces, rest = [], total
    for won in DENOMINATIONS:
        number, rest = divmod(rest, won)
        pieces.append((won, number))
    if rest or total < 0:
        raise Refused("drawer.count", denomination=rest, pieces=1)
    return counted(pieces)


def check_move(move: Move) -> None:
    """Raises Refused("drawer.amount") for nothing, less, or more than ten million won."""
    if not 0 < move.amount <= MOST_MOVED:
        raise Refused("drawer.amount", amount=move.amount, most=MOST_MOVED)
