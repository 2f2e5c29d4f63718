"""What the payment screen asks or says where the number pad is not: finished texts, a question and its explanation."""

from __future__ import annotations

from pos.domain.money import Won
from pos.till.counter import Counter
from pos.till.paying import checkout
from pos.ui.figures import clock, won
from pos.ui.screens.exchange import view as exchange
from pos.ui.screens.payment.states import State, Terminal, sent_at
from pos.ui.words import Words


def question_of(counter: Counter, state: State, entered: Won, words: Words, terminal: Terminal) -> tuple[str, str]:
    """What is asked in a state, and what is to be known about it; nothing where the pad is shown."""
    asked = won(entered, words.language)
    if state == "asking":
        return words(f"payment.asking.{terminal.errand}"), _asking(terminal, words)
    if state == "doubt":
        return _doubt(counter, words, terminal)
    if state == "calling_off":
        attempt = checkout.in_doubt(counter)
        amount = won(attempt.asked.amount if attempt else 0, words.language)
        return words("payment.call_off_question", amount=amount), words("payment.call_off_more")
    if state == "giving_up":
        return words("payment.give_up_question"), _what_goes_back(counter, words)
    if state in ("other", "easy"):
        return words(f"payment.{state}_question", amount=asked), words(f"payment.{state}_more", amount=asked)
    if state == "nothing_due":
        return _nothing_due(counter, words)
    return (words("payment.writing"), "") if state == "writing" else ("", "")


def _asking(terminal: Terminal, words: Words) -> str:
    told = [words("payment.in_months", months=terminal.months)] if terminal.months else []
    told += [words("payment.signs")] if terminal.signs else []
    return "\n".join([*told, words(f"payment.asking.{terminal.errand}_more")])


def _nothing_due(counter: Counter, words: Words) -> tuple[str, str]:
    """That nothing is to be paid; in an exchange perhaps that the customer gets money, and which way."""
    back = exchange.gets_back(counter)
    if not back:
        return words("payment.nothing_due"), words("payment.nothing_due_more")
    ways = (f"{exchange.way_of(part, words)} · {won(part.amount, words.language)}"
            for part in exchange.goes_back(counter))  # fmt: skip
    asked = words("payment.gets_back", amount=won(back, words.language))
    return asked, "\n".join([*ways, words("payment.gets_back_more")])


def _doubt(counter: Counter, words: Words, terminal: Terminal) -> tuple[str, str]:
    """The ways out of a doubt that are no buttons are told: whom to call, about which amount, at what time."""
    attempt = checkout.in_doubt(counter)
    asked = won(attempt.asked.amount if attempt else 0, words.language)
    is_reversal = attempt is not None and attempt.outcome == "reversing"
    key = "payment.doubt_reversing" if is_reversal else "payment.doubt"
    told = [words(f"{key}_more")]
    if terminal.unknown_at is not None:
        told.append(words("payment.still_unknown", time=clock(terminal.unknown_at)))
    told.append(words("payment.doubt_call", time=clock(sent_at(counter, terminal)), amount=asked))
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
