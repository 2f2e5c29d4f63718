"""What the stock panel says of a product: the estimate and its time, what moved it, and what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from pos.domain.calendar import KST, korean_day
from pos.domain.catalogue import Product
from pos.till import stocking
from pos.till.books import Movement
from pos.till.counter import Counter, Notice
from pos.till.stocking import Reason
from pos.ui.find.panel import Found
from pos.ui.notices import explain
from pos.ui.words import Words

REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of what changed the stock: when, what, who, and by how much."""

    when: str
    what: str
    who: str
    change: str


@dataclass(frozen=True, slots=True)
class ReasonChip:
    """A reason for a correction."""

    code: Reason
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class StockView:
    """`estimate` is "" where the mall keeps no stock of it; `counted` is what was typed."""

    name: str
    code: str
    estimate: str
    as_of: str
    moved: tuple[Moved, ...]
    counted: str
    difference: str
    reasons: tuple[ReasonChip, ...]
    message: tuple[str, bool]
    is_writing: bool
    can_correct: bool

    @property
    def is_kept(self) -> bool:
        """Whether the mall keeps stock of it."""
        return bool(self.estimate)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the person has put in so far."""

    counted: str
    reason: Reason
    has_note: bool
    said: Notice | None
    is_writing: bool


def found(counter: Counter, products: Sequence[Product], words: Words) -> tuple[Found, ...]:
    """Rows of a search, with what there is of each."""
    stock = counter.ports.books.stock([product.code for product in products])
    rows = []
    for product in products:
        known = stock.get(product.code)
        units = words("stock.units", count=f"{known.units:,}") if known is not None else "–"
        rows.append(Found(product.code, product.name.in_language(words.language), product.code, units))
    return tuple(rows)


def present(counter: Counter, product: Product, entry: Entry, words: Words) -> StockView:
    """The view of a product's stock."""
    known = stocking.stock_of(counter, product.code)
    counted, is_kept = int(entry.counted) if entry.counted else None, known is not None
    difference = ""
    if known is not None and counted is not None:
        change = _signed(counted - known.units)
        difference = words("stock.difference", old=f"{known.units:,}", new=f"{counted:,}", change=change)
    is_enough = entry.reason != "other" or entry.has_note
    return StockView(
        name=product.name.in_language(words.language),
        code=product.code,
        estimate=words("stock.units", count=f"{known.units:,}") if known is not None else "",
        as_of=words("stock.as_of", time=_when(known.at, counter)) if known is not None else words("stock.not_kept"),
        moved=tuple(_moved(counter, one, words) for one in stocking.movements(counter, product.code)),
        counted=entry.counted,
        difference=difference,
        reasons=tuple(ReasonChip(one, words(f"stock.reason.{one}"), one == entry.reason) for one in REASONS),
        message=_message(entry, words, product.name.in_language(words.language), is_enough=is_enough),
        is_writing=entry.is_writing,
        can_correct=is_kept and counted is not None and is_enough and not entry.is_writing,
    )


def _message(entry: Entry, words: Words, name: str, *, is_enough: bool) -> tuple[str, bool]:
    if entry.said is not None:
        told = explain(entry.said, words, name_of=lambda _: name, tells_raw=False)
        return f"{told.what} {told.do}", entry.said.grade == "error"
    return ("" if is_enough else words("stock.say_more")), False


def _moved(counter: Counter, one: Movement, words: Words) -> Moved:
    key = f"stock.moved.{one.reason}"
    what = words(key if words.has(key) else "stock.moved.other")
    who = next((staff.name for staff in counter.ports.shelf.staff() if staff.id == one.who), one.who)
    return Moved(_when(one.at, counter), what, who, _signed(one.change))


def _when(at: str, counter: Counter) -> str:
    """The time of today, the day before it otherwise."""
    moment = datetime.fromisoformat(at).astimezone(KST)
    is_today = korean_day(moment) == korean_day(counter.now())
    return f"{moment:%H:%M}" if is_today else f"{moment:%m-%d %H:%M}"


def _signed(change: int) -> str:
    return f"+{change:,}" if change > 0 else f"−{-change:,}" if change < 0 else "0"
