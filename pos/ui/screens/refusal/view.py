"""What refusing an order says: the nine reasons in words (terms 10 (1)), and what becomes of the basket."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.errors import Detail
from pos.domain.quote import Block
from pos.domain.refusal import REASONS
from pos.till.counter import Counter, Notice
from pos.ui.figures import won
from pos.ui.notices import explain
from pos.ui.words import Words

NOTES = ("1", "2", "3", "4")

# What stands in the way of a basket names its reason; the cashier can choose another.
SUGGESTED = {
    "order.out_of_stock": 1,
    "delivery.recipient": 3,
    "delivery.forwarder": 3,
    "order.limit_exceeded": 4,
    "order.excessive_returns": 5,
    "price.missing": 6,
}


@dataclass(frozen=True, slots=True)
class Begun:
    """What was chosen and written before a manager was asked, to go on with."""

    reason: int
    note: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the nine; its number is the digit that chooses it."""

    number: int
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RefusalView:
    """`outcome` is what becomes of the basket. `asks_manager`: the one who is signed in cannot decide alone."""

    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    outcome: str
    message: tuple[str, bool]
    asks_manager: bool
    is_writing: bool
    can_refuse: bool


def suggested(about: object) -> int:
    """The reason that what stands in the way suggests, 0 where it suggests none."""
    return SUGGESTED.get(about.code, 0) if isinstance(about, Block) else 0


def present(
    counter: Counter, words: Words, *, chosen: int, has_note: bool, said: Notice | None, is_writing: bool
) -> RefusalView:
    """The view of refusing the order in the basket."""
    draft, quote = counter.draft, counter.quote
    goods = draft.basket.lines if draft is not None else ()
    is_empty = draft is None or draft.basket.is_empty or quote is None
    facts: dict[str, Detail] = {"lines": len(goods), "count": sum(line.quantity for line in goods)}
    total = won(quote.total, words.language) if quote is not None else ""
    return RefusalView(
        reasons=tuple(Reason(one, words(f"refusal.reason.{one}"), one == chosen) for one in REASONS),
        notes=tuple(words(f"refusal.note.{place}") for place in NOTES),
        outcome=words("refusal.empty") if is_empty else words("refusal.outcome", total=total, **facts),
        message=_message(words, chosen, said, has_note=has_note),
        asks_manager=not counter.may_allow("order.refuse"),
        is_writing=is_writing,
        can_refuse=bool(chosen) and has_note and not is_empty and not is_writing,
    )


def _message(words: Words, chosen: int, said: Notice | None, *, has_note: bool) -> tuple[str, bool]:
    """What is still missing, or what went wrong."""
    if said is not None:
        told = explain(said, words, tells_raw=False)
        return f"{told.what} {told.do}", True
    if not chosen:
        return words("refusal.choose"), False
    return ("" if has_note else words("refusal.say_more")), False
