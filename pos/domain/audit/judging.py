"""A day held against the days before it: what happened so often that chance is a poor explanation is a question.

What is usual is what the others do, per sale; a person's own habit counts as well, up to three times the others'. Who
works alone is held against what shops usually see, and against their own past.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from pos.domain.audit.chance import at_least, at_least_of, once_in
from pos.domain.audit.flags import CODES, Code, Counted, Flag, Hit, Seen

BASELINE = 28
"""So many days before are looked at, those on which nothing was sold left out."""

ONCE_IN = 1_000
"""So rare has a person's day to be, by chance alone, for each kind of question. There are a dozen kinds, and counts are
whole numbers, so that by chance about one day in five hundred is asked about."""

PEOPLE = 4.0
DAYS = 8.0
"""How much honest people differ (by half of what is usual), and how much a person's days do (by a third); as shapes."""

HABIT = 3.0
"""Nobody's own past excuses more than so many times what others do."""

SHORT = -1_000
"""A count that is short by less is a slip with coins."""
SHORTS = range(4, 7)
"""So many of a person's last counts are looked at together."""

USUAL: Final[dict[Code, float]] = {
    "ask.void_before_payment": 3.0,
    "ask.basket_given_up": 3.0,
    "ask.refund_no_receipt": 0.4,
    "ask.refund_other_way": 0.4,
    "ask.refund_own_sale": 0.6,
    "ask.drawer_without_sale": 3.0,
    "ask.free_same_approver": 2.0,
    "ask.copy_then_refund": 0.3,
    "ask.paid_out": 1.5,
    "ask.member_again": 0.2,
    "ask.approver_absent": 0.3,
    "ask.pins_tried": 0.3,
}
"""What is usual in a thousand sales before a shop has a past of its own; it counts as much as `PRIOR` sales."""
PRIOR = 1_500.0
USUAL_SHORT = 0.10
PRIOR_COUNTS = 20.0
ONCE_IS_ENOUGH: Final[frozenset[Code]] = frozenset({"ask.clock_set_back"})
FEWEST = 3
"""Less often is chance, whatever the sums say."""


class _Past(msgspec.Struct):
    """What the days before showed. Mutable: it is added up."""

    sales: dict[str, int] = {}
    events: dict[tuple[Code, str], int] = {}


def flags(days: Sequence[Seen], *, without: Collection[Code] = ()) -> tuple[Flag, ...]:
    """The questions about the last of some days, the rarest first; the days before it say what is usual.

    `without` leaves kinds of questions out.
    """
    *before, today = days
    past = _added(before[-BASELINE:])
    found = [*_frequent(today, past), *_once(today), *_short(before[-BASELINE:], today)]
    return tuple(sorted((one for one in found if one.code not in without), key=_order))


def _order(flag: Flag) -> tuple[int, int, str, Code]:
    """Where once is enough goes first."""
    return -flag.once_in if flag.once_in else -(1 << 62), -flag.amount, flag.who, flag.code


def _added(days: Iterable[Seen]) -> _Past:
    past = _Past()
    for seen in days:
        for who, sales in seen.sales.items():
            past.sales[who] = past.sales.get(who, 0) + sales
        for hit in seen.hits:
            key = hit.code, hit.who
            past.events[key] = past.events.get(key, 0) + 1
    return past


def _frequent(today: Seen, past: _Past) -> Iterator[Flag]:
    """What counts by how often: by person, and by what is counted together."""
    groups: dict[tuple[Code, str, str], list[Hit]] = {}
    for hit in today.hits:
        if hit.code in USUAL:
            groups.setdefault((hit.code, hit.who, hit.about), []).append(hit)
    for (code, who, about), hits in groups.items():
        if len(hits) < FEWEST:
            continue
        sales = max(today.sales.get(who, 0), 1)
        mean, shape = _expected(code, who, sales, past)
        rarity = once_in(at_least(len(hits), mean, shape=shape))
        if rarity >= ONCE_IN:
            yield _flag(hits, today, chances=sales, expected=round(mean * 1_000), rarity=rarity, about=about)


def _expected(code: Code, who: str, sales: int, past: _Past) -> tuple[float, float]:
    """How often it is usual in so many sales of a person, and how sure that is (a shape, see `at_least`)."""
    prior = USUAL[code] * PRIOR / 1_000
    others = sum(count for (kind, one), count in past.events.items() if kind == code and one != who) + prior
    rate = others / (sum(count for one, count in past.sales.items() if one != who) + PRIOR)
    own, own_sales = past.events.get((code, who), 0), past.sales.get(who, 0)
    habit = (own + PEOPLE) / (own_sales + PEOPLE / rate)
    usual = min(max(rate, habit), HABIT * rate)
    return usual * sales, 1 / (1 / DAYS + 1 / (PEOPLE + own) + 1 / others)


def _once(today: Seen) -> Iterator[Flag]:
    """What needs no counting."""
    people = dict.fromkeys((hit.code, hit.who) for hit in today.hits if hit.code in ONCE_IS_ENOUGH)
    for code, who in people:
        hits = [hit for hit in today.hits if (hit.code, hit.who) == (code, who)]
        yield _flag(hits, today, chances=today.sales.get(who, 0), expected=0, rarity=0, about="")


def _flag(hits: Sequence[Hit], today: Seen, *, chances: int, expected: int, rarity: int, about: str) -> Flag:
    places = tuple(dict.fromkeys(place for hit in hits for place in hit.places))
    return Flag(
        hits[0].code,
        hits[0].who,
        today.day,
        places,
        sum(hit.amount for hit in hits),
        count=len(hits),
        chances=chances,
        expected=expected,
        once_in=rarity,
        about=about,
    )


def _short(before: Sequence[Seen], today: Seen) -> Iterator[Flag]:
    """People whose last counts, up to one of today's, were short more often than others' are.

    The last two have to be: what was asked about before is not asked again for one more slip.
    """
    earlier = [one for seen in before for one in seen.counted]
    for who in dict.fromkeys(one.who for one in today.counted):
        theirs = [one for one in (*earlier, *today.counted) if one.who == who]
        others = [one for one in (*earlier, *today.counted) if one.who != who]
        if any(one.difference > SHORT for one in theirs[-2:]):
            continue
        rate = (sum(one.difference <= SHORT for one in others) + USUAL_SHORT * PRIOR_COUNTS) / (
            len(others) + PRIOR_COUNTS
        )
        runs = [theirs[-last:] for last in SHORTS if last <= len(theirs)]
        rarest = max(runs, key=lambda run: _rarity(run, rate), default=theirs)
        if _rarity(rarest, rate) >= ONCE_IN:
            yield _short_flag(today, who, rarest, rate=rate)


def _rarity(run: Sequence[Counted], rate: float) -> int:
    short = sum(one.difference <= SHORT for one in run)
    return once_in(at_least_of(short, len(run), rate))


def _short_flag(today: Seen, who: str, counted: Sequence[Counted], *, rate: float) -> Flag:
    short = [one for one in counted if one.difference <= SHORT]
    return Flag(
        "ask.short_again",
        who,
        today.day,
        tuple(one.place for one in short),
        -sum(one.difference for one in short),
        count=len(short),
        chances=len(counted),
        expected=round(rate * len(counted) * 1_000),
        once_in=_rarity(counted, rate),
    )


assert set(CODES) == {*USUAL, *ONCE_IS_ENOUGH, "ask.short_again"}
