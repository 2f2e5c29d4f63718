"""The return in hand as finished texts: its lines with their verdicts, what was said, what it comes to.

What the till refuses to reckon is said in words, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from pos.domain.back.proposal import Proposal
from pos.domain.back.returns import AT_FAULT, CLAIMS
from pos.domain.calendar import KST, korean_day
from pos.domain.errors import TillError
from pos.domain.sale import Sale
from pos.till.back import returning
from pos.till.counter import Counter, Notice
from pos.till.in_hand import Returning
from pos.ui import figures
from pos.ui.notices import explain
from pos.ui.screens.returning import told
from pos.ui.screens.returning.choosing import CONDITIONS, Choosing, Place
from pos.ui.screens.returning.lines import Row, name_of, rows_of, tracked
from pos.ui.screens.returning.sums import Sums, sums_of
from pos.ui.widgets.label import Tone
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Toggle:
    """One of a few to choose from, with the key that chooses it; `spoken` is the whole of what it means."""

    code: str
    text: str
    key: str
    is_chosen: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day that can be stepped."""

    name: str
    text: str
    can_go_on: bool


@dataclass(frozen=True, slots=True)
class Head:
    """Whose receipt it is: `sure` says whether the mall knows of no other returns, in its tone."""

    title: str
    detail: str
    sure: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Main:
    """The one action, and why it cannot be done yet."""

    text: str
    can_press: bool


@dataclass(frozen=True, slots=True)
class GoodsView:
    """Everything that is seen of a return in hand. A `Day` or `replaced` is None where it plays no part.

    `warranty` is the serial number of a machine that cannot come back and can be repaired.
    """

    head: Head
    rows: tuple[Row, ...]
    scope: str
    is_own: bool
    conditions: tuple[Toggle, ...]
    reasons: tuple[Toggle, ...]
    noticed: Day | None
    arrived: Day | None
    replaced: Toggle | None
    new_serial: str
    sums: Sums
    need: str
    trouble: str
    warranty: str
    main: Main
    is_unproven: bool
    can_exchange: bool
    can_claim: bool
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Where the person is: the line that is marked, whether what they say is for it alone, whether it is being done."""

    marked: Place | None = None
    is_own: bool = False
    is_busy: bool = False


def present(counter: Counter, hand: Returning, choosing: Choosing, wish: Wish, words: Words) -> GoodsView:
    """The return as it is."""
    found, trouble = _proposal(counter, words)
    today, place = korean_day(counter.now()), wish.marked if wish.is_own else None
    said = choosing.said(place)
    serial = choosing.lacking_serial(tracked=tracked(counter, choosing))
    fault = any(choosing.said(one).reason in AT_FAULT - CLAIMS for one in choosing.chosen)
    can_replace = said.reason in AT_FAULT and hand.original is not None
    replaced = (
        Toggle("replaced", words("returning.replace"), "F4", said.replaced, words("returning.replace"))
        if can_replace
        else None
    )
    view = GoodsView(
        head=_head(counter, hand, words),
        rows=rows_of(counter, choosing, found, wish.marked, words),
        scope=_scope(counter, place, words),
        is_own=wish.is_own,
        conditions=tuple(_toggle("condition", one, "", words, is_chosen=one == said.condition) for one in CONDITIONS),
        reasons=tuple(
            _toggle("reason", one, str(at), words, is_chosen=one == said.reason)
            for at, one in enumerate(choosing.reasons, 1)
        ),
        noticed=_day("noticed", choosing.state.noticed or today, words, today=today) if fault else None,
        arrived=_day("arrived", choosing.state.arrived, words, today=today) if choosing.is_delivered else None,
        replaced=replaced,
        new_serial=words("returning.new_serial", name=name_of(counter, serial.product, words)) if serial else "",
        sums=sums_of(counter, hand, found, words),
        need=_need(counter, found, words),
        trouble=trouble,
        warranty=_warranty(found),
        main=Main("", False),
        is_unproven=hand.original is None,
        can_exchange=_can_exchange(choosing, found) and not wish.is_busy,
        can_claim=_can_claim(choosing) and not wish.is_busy,
        can_undo=choosing.can_undo and not wish.is_busy,
    )
    return replace(view, main=_main(counter, choosing, found, view, wish, words))


def _toggle(kind: str, code: str, key: str, words: Words, *, is_chosen: bool) -> Toggle:
    text = words(f"returning.{kind}.{code}")
    whole = f"returning.{kind}_whole.{code}"
    return Toggle(code, text, key, is_chosen, words(whole) if words.has(whole) else text)


def _proposal(counter: Counter, words: Words) -> tuple[Proposal, str]:
    try:
        return returning.proposal(counter), ""
    except TillError as error:
        said = explain(Notice(error.code, error.facts), words, tells_raw=False)
        return Proposal(), f"{said.what} {said.do}"


def _head(counter: Counter, hand: Returning, words: Words) -> Head:
    if hand.original is None:
        return Head(words("returning.no_receipt"), words("returning.no_receipt_more"), "", "ink")
    sale = hand.original.sale
    title = words("returning.receipt", code=sale.code)
    if counter.is_looking_back:
        return Head(title, sold(sale, words, counter.now()), words("returning.asking"), "accent")
    if hand.is_sure:
        return Head(title, sold(sale, words, counter.now()), words("returning.sure"), "muted")
    key = "returning.by_code" if hand.facts.by_code else "returning.not_sure"
    return Head(title, sold(sale, words, counter.now()), words(key), "warning")


def sold(sale: Sale, words: Words, now: datetime) -> str:
    """When a sale was, and how it was paid."""
    at = sale.at.astimezone(KST)
    ways = dict.fromkeys(told.way(one.money, one.approval, words) for one in sale.payments)
    when = f"{told.day(korean_day(at), words, today=korean_day(now))} {figures.clock(at)}"
    return words("returning.sold", when=when, amount=figures.won(sale.total, words.language), ways=" + ".join(ways))


def _scope(counter: Counter, place: Place | None, words: Words) -> str:
    if place is None:
        return words("returning.scope_all")
    name = name_of(counter, place.product, words)
    return words("returning.scope_line", name=f"{name} {place.serial}".strip())


def _day(name: str, value: date | None, words: Words, *, today: date) -> Day:
    if value is None:
        return Day(words(f"returning.{name}"), words("returning.day_unknown"), can_go_on=False)
    text = words("returning.today") if value == today else told.day(value, words, today=today)
    return Day(words(f"returning.{name}"), text, can_go_on=value < today)


def _need(counter: Counter, found: Proposal, words: Words) -> str:
    if not found.needs or found.refused is not None:
        return ""
    need = found.needs[0]
    notice = Notice(need.code, need.facts)
    return explain(notice, words, name_of=lambda code: name_of(counter, code, words), tells_raw=False).what


def _warranty(found: Proposal) -> str:
    refused = (one for one in found.lines if one.verdict.is_refused and "warranty" in one.verdict.paths)
    return next((serial for one in refused for serial in one.wanted.serials), "")


def _can_exchange(choosing: Choosing, found: Proposal) -> bool:
    return _is_acceptable(choosing, found) and choosing.original is not None and not _replaced(found)


def _can_claim(choosing: Choosing) -> bool:
    chosen = choosing.chosen
    return bool(chosen) and all(choosing.said(place).reason in CLAIMS for place in chosen)


def _is_acceptable(choosing: Choosing, found: Proposal) -> bool:
    return bool(found.lines) and found.refused is None and not choosing.lacks_reason


def _replaced(found: Proposal) -> bool:
    return any(one.line.replaced for one in found.lines)


def _main(counter: Counter, choosing: Choosing, found: Proposal, view: GoodsView, wish: Wish, words: Words) -> Main:
    """The steps that are left, in their order; then the refund."""
    missing = (
        ("returning.main.busy", wish.is_busy),
        ("returning.main.name" if view.is_unproven else "returning.main.choose", not choosing.chosen),
        ("returning.main.reason", choosing.lacks_reason),
        ("returning.main.trouble", bool(view.trouble)),
        ("returning.main.arrived", found.refused is not None and found.refused.verdict.code == "claim.not_arrived"),
        ("returning.main.refused", found.refused is not None),
        ("returning.main.serial", bool(view.new_serial)),
        ("returning.main.asking", counter.is_looking_back),
    )
    for key, is_missing in missing:
        if is_missing:
            return Main(words(key), can_press=False)
    if found.needs:
        return Main(words("returning.main.approve"), can_press=True)
    if found.refund:
        amount = figures.won(found.refund, words.language)
        return Main(words("returning.main.refund", amount=amount), can_press=True)
    is_swap = _replaced(found) and not found.amount
    return Main(words("returning.main.replace" if is_swap else "returning.main.nothing"), can_press=True)
