"""What the shop should have, as an estimate, and putting it right where somebody counted."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pos.domain.errors import Refused
from pos.domain.facts import StockCorrected
from pos.domain.quote import Stock
from pos.domain.refusal import check_note
from pos.till.books import Movement
from pos.till.counter import Counter
from pos.till.selling import ends_with_late_scans

Reason: TypeAlias = Literal["counted", "broken", "received", "sample", "other"]
MOST = 9_999


def stock_of(counter: Counter, code: str) -> Stock | None:
    """The estimate of a product with the time it is of, None where the mall keeps no stock of it."""
    return counter.ports.books.stock((code,)).get(code)


def movements(counter: Counter, code: str) -> tuple[Movement, ...]:
    """What changed it at this till, newest first."""
    return counter.ports.books.movements(code)


@ends_with_late_scans
async def correct(counter: Counter, code: str, units: int, *, reason: Reason, note: str = "") -> None:
    """Somebody counted: the shop has `units` of a product now. The entry says the difference, who, and why.

    Raises Refused("stock.units") outside 0 to 9,999, ("stock.not_kept"), ("stock.same"), and "note.missing" for the
    reason "other".
    """
    counter.who_may("sell")
    if counter.is_busy:  # what is being written may be a sale of it, or the same count
        raise Refused("payment.in_progress")
    if not 0 <= units <= MOST:
        raise Refused("stock.units", units=units, most=MOST)
    if note or reason == "other":
        check_note(note)
    known = stock_of(counter, code)
    if known is None:
        raise Refused("stock.not_kept", product=code)
    if known.units == units:
        raise Refused("stock.same", product=code, units=units)
    fact = StockCorrected(code, units - known.units, reason, note.strip())
    await counter.write(counter.commit_of(facts=(fact,)))
    if counter.draft is not None and counter.draft.agreed is None:
        counter.requote()
    counter.touch("stock")
