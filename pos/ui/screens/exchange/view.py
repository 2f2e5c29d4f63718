"""What is said of an exchange: what comes back, what that is worth, and the difference either way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from pos.domain.back.proposal import money_back
from pos.domain.back.returns import Part
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.till.back import exchanging
from pos.till.counter import Counter
from pos.till.in_hand import Exchange
from pos.till.paying import checkout
from pos.ui.figures import won
from pos.ui.screens.refunds.view import way_of as way_of
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class ExchangeStrip:
    """Two lines above the basket: what comes back for how much, and what the customer has to pay or gets."""

    credit: str
    difference: str


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The exchange of the open basket. `ways` say how the rest goes back, where the customer gets any."""

    code: str
    lines: tuple[tuple[str, str], ...]
    credit: str
    total: str
    difference: str
    ways: tuple[str, ...]
    can_drop: bool


def of_basket(counter: Counter) -> Exchange | None:
    """The exchange of the open basket."""
    return counter.draft.exchange if counter.draft else None


def strip(counter: Counter, words: Words) -> ExchangeStrip | None:
    """The strip above the basket, None where there is no exchange."""
    exchange = of_basket(counter)
    if exchange is None:
        return None
    credit = words("exchange.strip", amount=won(exchange.credit, words.language))
    return ExchangeStrip(credit, difference_in_words(counter, words))


def present(counter: Counter, words: Words) -> ExchangeView | None:
    """The whole of it, None where there is no exchange."""
    exchange, draft = of_basket(counter), counter.draft
    if exchange is None or draft is None:
        return None
    total = counter.quote.total if counter.quote else 0
    lines = tuple(
        (f"{line.name.in_language(words.language)} × {line.quantity}", won(line.amount, words.language))
        for line in exchange.back.lines
    )
    return ExchangeView(
        code=words("exchange.of", code=exchange.original.sale.code),
        lines=(*lines, *_besides(exchange, words)),
        credit=won(exchange.credit, words.language),
        total=won(total, words.language),
        difference=difference_in_words(counter, words),
        ways=tuple(f"{way_of(part, words)} · {won(part.amount, words.language)}" for part in goes_back(counter)),
        can_drop=draft.agreed is None and not counter.is_busy,
    )


def difference_in_words(counter: Counter, words: Words) -> str:
    """Who pays whom how much."""
    value = exchanging.difference(counter)
    key = "pays" if value > 0 else "gets" if value < 0 else "even"
    return words(f"exchange.{key}", amount=won(abs(value), words.language))


def gets_back(counter: Counter) -> Won:
    """What the customer gets back once the basket is paid, in won; 0 where they pay, or nothing goes either way."""
    return max(-exchanging.difference(counter), 0) if of_basket(counter) and not checkout.due(counter) else 0


def goes_back(counter: Counter) -> tuple[Part, ...]:
    """What of the credit goes back as money, and which way, as it will be when the basket is paid."""
    exchange, rest = of_basket(counter), gets_back(counter)
    if exchange is None or not rest:
        return ()
    names: Iterator[int] = count()
    try:
        credit = exchange.credit - rest
        parts, _ = money_back(exchange.original, refund=exchange.credit, credit=credit, new_id=lambda: str(next(names)))
    except Refused:
        return ()  # the verb says why when it is asked
    return parts


def _besides(exchange: Exchange, words: Words) -> tuple[tuple[str, str], ...]:
    """What besides the goods makes the credit what it is."""
    back, rows = exchange.back, []
    if back.delivery_fee:
        rows.append((words("exchange.fee"), won(back.delivery_fee, words.language)))
    if back.clawed_back:
        rows.append((words("past_returns.fact.clawback"), won(-back.clawed_back, words.language)))
    return tuple(rows)
