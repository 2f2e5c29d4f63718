"""What is seen while a sale is being found: which way, what was written, and the sales or members that fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from pos.domain.calendar import korean_day
from pos.domain.sale import Sale
from pos.till.counter import Counter
from pos.ui import figures
from pos.ui.screens.returning import told
from pos.ui.screens.returning.view import Day
from pos.ui.words import Words

Way: TypeAlias = Literal["number", "card", "member", "serial"]
WAYS: tuple[tuple[Way, str], ...] = (("number", "F2"), ("member", "F3"), ("card", "F4"), ("serial", "F5"))


@dataclass(frozen=True, slots=True)
class Hit:
    """One that was found: `id` is a receipt's code, or a member's number."""

    id: str
    title: str
    detail: str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class FindView:
    """`said` is what is going on or what to do, in the place of what was not found."""

    way: Way
    day: Day | None
    hits: tuple[Hit, ...]
    at: int
    said: str
    is_busy: bool
    whose: str = ""


def hits_of(counter: Counter, sales: Iterable[Sale], words: Words) -> tuple[Hit, ...]:
    """Sales as rows: when, what, how much."""
    return tuple(_hit(counter, sale, words) for sale in sales)


def _hit(counter: Counter, sale: Sale, words: Words) -> Hit:
    today = korean_day(counter.now())
    when = f"{told.day(korean_day(sale.at), words, today=today)} {figures.clock(sale.at)}"
    names = [line.name.in_language(words.language) for line in sale.lines]
    things = words("sale.and_more", first=names[0], count=len(names) - 1) if len(names) > 1 else "".join(names)
    ways = dict.fromkeys(told.way(one.money, one.approval, words) for one in sale.payments)
    detail = " · ".join(part for part in (things, *ways) if part)
    return Hit(sale.code, words("returning.hit", when=when, number=sale.number), detail, figures.amount(sale.total))


def day_of(value: date, words: Words, *, today: date) -> Day:
    """The day of a card's sale."""
    text = words("returning.today") if value == today else told.day(value, words, today=today)
    return Day(words("returning.day_of_sale"), text, can_go_on=value < today)
