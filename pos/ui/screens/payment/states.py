"""What the payment screen is about at a moment: it follows from the counter and from what was asked. No words here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from pos.domain import policy
from pos.till.counter import Counter
from pos.till.paying import checkout

Asked: TypeAlias = Literal["", "giving_up", "other", "easy", "months", "reference", "receipt", "calling_off"]
State: TypeAlias = Literal[
    "open",
    "asking",
    "doubt",
    "writing",
    "nothing_due",
    "giving_up",
    "other",
    "easy",
    "months",
    "reference",
    "receipt",
    "calling_off",
]
TYPING: frozenset[State] = frozenset({"months", "reference", "receipt"})
"""Where digits go into a field of their own, and not into the amount."""

# What the terminal was asked for; only for the first three the customer shows something to it or to the scanner.
Errand: TypeAlias = Literal["charge", "easy", "code", "enquire", "reverse", "call_off", "by_hand"]


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the terminal was sent for: since when, in how many months, whether the customer signs on it.

    `unknown_at` is when it last could not say what became of a card.
    """

    errand: Errand = "charge"
    since: datetime | None = None
    months: int = 0
    signs: bool = False
    unknown_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Typing:
    """What is in a question's field; while it is fresh the next digit replaces it. `trouble` is why it was refused."""

    digits: str = ""
    is_fresh: bool = True
    trouble: str = ""


NO_ERRAND, NOTHING_TYPED = Terminal(), Typing()


def state_of(counter: Counter, asked: Asked) -> State:
    """What the screen is about at this moment."""
    if counter.is_committing:
        return "receipt" if asked == "receipt" else "writing"
    if counter.is_paying:
        return "asking"
    if checkout.in_doubt(counter):
        return "calling_off" if asked == "calling_off" else "doubt"
    if asked and asked != "calling_off":
        return asked
    return "open" if checkout.due(counter) else "nothing_due"


def rules_of(counter: Counter) -> policy.Payment:
    """The rules of payment that the basket is under."""
    terms = counter.quote.terms if counter.quote else counter.policy().version
    return counter.policies().of(terms).rules.payment


def sent_at(counter: Counter, terminal: Terminal) -> datetime:
    """When the terminal was sent for what is in doubt; after a restart no sooner than the basket was begun is known."""
    return terminal.since or (counter.basket.opened_at if counter.basket else counter.now())


def can_call_off(counter: Counter) -> bool:
    """Whether there is a charge in doubt that the network could cancel; what is being given back is not."""
    attempt = checkout.in_doubt(counter)
    return attempt is not None and attempt.outcome != "reversing"
