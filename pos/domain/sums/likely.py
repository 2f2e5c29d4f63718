"""Why a count may differ from what the drawer should hold: guesses, the likeliest first, none of them an accusation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from pos.domain.drawer import DENOMINATIONS, Move
from pos.domain.money import Won

Guess: TypeAlias = Literal["cash_sale", "refund", "move", "move_backwards", "float", "digits", "pieces"]
MOST_GUESSES = 4


class Cause(msgspec.Struct, frozen=True):
    """One guess: a sale, refund or move of just that amount, the float, digits that changed places, or so many pieces.

    `pieces` of `amount` each where notes or coins are missing or too many.
    """

    guess: Guess
    amount: Won
    pieces: int = 1


class Cash(msgspec.Struct, frozen=True):
    """The cash of a shift, one amount each: sales, refunds, what went in and out."""

    float_won: Won
    sales: tuple[Won, ...] = ()
    refunds: tuple[Won, ...] = ()
    moves: tuple[Move, ...] = ()


def likely_causes(difference: Won, cash: Cash) -> tuple[Cause, ...]:
    """What could make just this difference (counted less expected), the likeliest first, at most four."""
    if difference == 0:
        return ()
    size = abs(difference)
    found: list[Cause] = []
    if difference < 0 and size in cash.sales:
        found.append(Cause("cash_sale", size))  # rung up, and the money is not there
    if difference > 0 and size in cash.refunds:
        found.append(Cause("refund", size))  # written down, and the money is still there
    found += _moves(difference, cash.moves)
    if size == cash.float_won:
        found.append(Cause("float", size))
    if piece := _pieces(size):
        found.append(piece)
    if size % 9 == 0 and size >= 90:
        found.append(Cause("digits", size))
    if difference > 0 and size in cash.sales:
        found.append(Cause("cash_sale", size))
    if difference < 0 and size in cash.refunds:
        found.append(Cause("refund", size))
    return tuple(dict.fromkeys(found))[:MOST_GUESSES]


def _moves(difference: Won, moves: Sequence[Move]) -> list[Cause]:
    """One that is written and was not made; and one that went the other way than it is written."""
    causes = [Cause("move", abs(difference)) for move in moves if move.change == -difference]
    return causes + [Cause("move_backwards", move.amount) for move in moves if -2 * move.change == difference]


def _pieces(size: Won) -> Cause | None:
    """A few pieces of one denomination; the largest of which few make it."""
    for won in DENOMINATIONS:
        number, rest = divmod(size, won)
        if not rest and 1 <= number <= 3:
            return Cause("pieces", won, number)
    return None
