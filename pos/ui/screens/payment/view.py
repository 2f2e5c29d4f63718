"""What the payment screen shows, as finished texts: its state follows from the counter and what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pos.domain.money import Won
from pos.domain.tender import NOTES, Payment, quick_cash
from pos.till import checkout
from pos.till.counter import Counter
from pos.ui.figures import amount, clock, won
from pos.ui.screens.exchange import view as exchange
from pos.ui.words import Words

State = Literal["open", "asking", "doubt", "writing", "giving_up", "other", "nothing_due"]
Asked = Literal["", "giving_up", "other"]
# What the terminal was asked for; the customer holds a card to it for the first only.
Errand = Literal["charge", "enquire", "reverse"]


@dataclass(frozen=True, slots=True)
class Part:
    """What was paid already: how, of which card, how much."""

    kind: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is being paid for: one line of the basket."""

    name: str
    quantity: str
    amount: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """`outcome` says what the entry would come to: change, a part, or a doubt about it.

    `can_charge` where it could be paid without change: by card, by transfer. `completes` is what the last button says
    where nothing is due. `gives_back`: `due` is what the customer gets.
    """

    state: State
    total: str
    due: str
    items: tuple[Item, ...] = ()
    parts: tuple[Part, ...] = ()
    entry: str = ""
    is_fresh: bool = True
    outcome: str = ""
    outcome_tone: Literal["muted", "accent", "warning"] = "muted"
    quick: tuple[tuple[Won, str], ...] = ()
    question: str = ""
    explanation: str = ""
    can_leave: bool = True
    can_charge: bool = False
    completes: str = ""
    gives_back: bool = False


def state_of(counter: Counter, asked: Asked) -> State:
    """What the screen is about at this moment."""
    if counter.is_committing:
        return "writing"
    if counter.is_paying:
        return "asking"
    if checkout.in_doubt(counter):
        return "doubt"
    if asked:
        return asked
    return "open" if checkout.due(counter) else "nothing_due"


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the terminal was sent for, and when it last could not say what became of a card."""

    errand: Errand = "charge"
    unknown_at: datetime | None = None


def present(
    counter: Counter,
    words: Words,
    *,
    entered: Won,
    is_fresh: bool,
    asked: Asked = "",
    terminal: Terminal = Terminal(),
) -> PaymentView:
    """The payment as it stands; `entered` is the amount in the field, in won."""
    due, state, language = checkout.due(counter), state_of(counter, asked), words.language
    back = exchange.gets_back(counter)
    total = counter.quote.total if counter.quote else 0
    outcome, tone = _outcome(entered, due, words)
    question, explanation = _question(counter, state, entered, words, terminal)
    return PaymentView(
        state=state,
        total=won(total, language),
        due=won(back or due, language),
        items=_items(counter, words),
        parts=(*_credit(counter, words), *(_part(payment, words) for payment in counter.payments)),
        entry=won(entered, language),
        is_fresh=is_fresh,
        outcome=outcome,
        outcome_tone=tone,
        quick=tuple((note, amount(note)) for note in quick_cash(due)),
        question=question,
        explanation=explanation,
        can_leave=not counter.payments,
        can_charge=state == "open" and 0 < entered <= due,
        completes=_completes(counter, words) if state == "nothing_due" else "",
        gives_back=bool(back),
    )


def _items(counter: Counter, words: Words) -> tuple[Item, ...]:
    lines = counter.quote.lines if counter.quote else ()
    return tuple(
        Item(line.name.in_language(words.language), amount(line.quantity), amount(line.to_pay)) for line in lines
    )


def _outcome(entered: Won, due: Won, words: Words) -> tuple[str, Literal["muted", "accent", "warning"]]:
    over = entered - due
    if over >= NOTES[0]:
        return words("payment.implausible", amount=won(over, words.language)), "warning"
    if over > 0:
        return words("payment.change", amount=won(over, words.language)), "accent"
    if over < 0 < entered:
        return words("payment.left_over", amount=won(-over, words.language)), "muted"
    return words("payment.exact") if entered else "", "muted"


def _question(counter: Counter, state: State, entered: Won, words: Words, terminal: Terminal) -> tuple[str, str]:
    if state == "asking":
        return words(f"payment.asking.{terminal.errand}"), words(f"payment.asking.{terminal.errand}_more")
    if state == "doubt":
        return _doubt(counter, words, terminal)
    if state == "giving_up":
        return words("payment.give_up_question"), _what_goes_back(counter, words)
    if state == "other":
        return words("payment.other_question", amount=won(entered, words.language)), words("payment.other_more")
    if state == "nothing_due":
        return _nothing_due(counter, words)
    return (words("payment.writing"), "") if state == "writing" else ("", "")


def _nothing_due(counter: Counter, words: Words) -> tuple[str, str]:
    """That nothing is to be paid; in an exchange perhaps that the customer gets money, and which way."""
    back = exchange.gets_back(counter)
    if not back:
        return words("payment.nothing_due"), words("payment.nothing_due_more")
    ways = (f"{exchange.way_of(part, words)} · {won(part.amount, words.language)}"
            for part in exchange.goes_back(counter))  # fmt: skip
    asked = words("payment.gets_back", amount=won(back, words.language))
    return asked, "\n".join([*ways, words("payment.gets_back_more")])


def _completes(counter: Counter, words: Words) -> str:
    back = exchange.gets_back(counter)
    if back:
        return words("payment.answer.give_back", amount=won(back, words.language))
    return words("payment.answer.complete")


def _credit(counter: Counter, words: Words) -> tuple[Part, ...]:
    """What goods that come back pay of it."""
    known = exchange.of_basket(counter)
    if known is None:
        return ()
    return (Part(words("tender.exchange"), known.original.sale.code, amount(known.credit)),)


def _doubt(counter: Counter, words: Words, terminal: Terminal) -> tuple[str, str]:
    attempt = checkout.in_doubt(counter)
    asked = won(attempt.asked.amount if attempt else 0, words.language)
    key = "payment.doubt_reversing" if attempt and attempt.outcome == "reversing" else "payment.doubt"
    told = [words(f"{key}_more")]
    if terminal.unknown_at is not None:
        told.append(words("payment.still_unknown", time=clock(terminal.unknown_at)))
    return words(key, amount=asked), "\n\n".join(told)


def _what_goes_back(counter: Counter, words: Words) -> str:
    """The card first, then what lies in the drawer or was transferred."""
    told = []
    cards = sum(payment.amount for payment in counter.payments if payment.approval is not None)
    cash = sum(payment.amount for payment in counter.payments if payment.kind == "cash")
    transfer = sum(payment.amount for payment in counter.payments if payment.kind == "transfer")
    for key, part in (("card", cards), ("cash", cash), ("transfer", transfer)):
        if part:
            told.append(words(f"payment.give_back_{key}", amount=won(part, words.language)))
    if exchange.of_basket(counter) is not None:
        told.append(words("payment.give_up_exchange"))
    return "\n".join([*told, words("payment.give_up_more")])


def _part(payment: Payment, words: Words) -> Part:
    detail = payment.reference
    if payment.approval is not None:
        detail = f"{payment.approval.issuer} ·· {payment.approval.masked_number[-4:]}"
    return Part(words(f"tender.{payment.kind}"), detail, amount(payment.amount))
