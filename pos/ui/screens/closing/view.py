"""What closing a shift says at each step. Before the count is on disk it knows no figure but what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.catalogue import Product
from pos.domain.drawer import DENOMINATIONS
from pos.domain.money import Won
from pos.domain.sums.likely import Cause
from pos.domain.sums.report import Open, Report
from pos.till.counter import Counter
from pos.till.day import closing
from pos.till.in_hand import Closing
from pos.till.ports import Draft, Job
from pos.ui import whose
from pos.ui.figures import clock, won
from pos.ui.screens.shift.view import Count
from pos.ui.widgets.label import Tone
from pos.ui.words import Words

Step: TypeAlias = Literal["held", "count", "result", "closed"]

PANELS = {
    "card.in_doubt": "open_items",
    "request.due": "open_items",
    "request.open": "open_items",
    "agreement.differs": "open_items",
    "tax.overdue": "open_items",
    "tax.unissued": "open_items",
    "entries.waiting": "open_items",
    "change.held": "open_items",
    "change.unread": "open_items",
    "entry.aside": "open_items",
    "benefit.refused": "open_items",
    "refund.owed": "refunds",
    "claim.open": "claims",
    "basket.held": "held",
    "paper.unknown": "paper",
    "order.stopped": "orders",
}
"""Where what stays open is seen to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A held basket of which nobody has said what becomes of it."""

    id: str
    title: str
    detail: str
    total: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class HeldView:
    """`reasons` are there to touch once a basket `is_given_up`."""

    baskets: tuple[Kept, ...]
    is_given_up: bool
    reasons: tuple[str, ...]
    can_give_up: bool
    is_writing: bool


@dataclass(frozen=True, slots=True)
class CountView:
    """The count so far. `is_said` once there is any figure, `is_again` for the recount; `whose` shift and drawer."""

    rows: tuple[Count, ...]
    is_again: bool
    is_writing: bool
    whose: str = ""

    @property
    def total(self) -> Won:
        """What was counted."""
        return sum(row.amount for row in self.rows)

    @property
    def is_said(self) -> bool:
        """Whether anything was typed, be it a nought."""
        return any(row.text for row in self.rows)

    @property
    def chosen(self) -> Count | None:
        """The denomination that is being counted."""
        return next((row for row in self.rows if row.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Left:
    """Something that stays open: `panel` is where it is seen to, `key` the digit that opens it."""

    panel: str
    key: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """What the count came to. `figures` are names and amounts, `causes` guesses and what to check."""

    figures: tuple[tuple[str, str], ...]
    difference: str
    tone: Tone
    causes: tuple[tuple[str, str], ...]
    left: tuple[Left, ...]
    can_recount: bool
    needs_second: bool
    is_writing: bool


@dataclass(frozen=True, slots=True)
class ClosedView:
    """The shift is over."""

    title: str
    sums: tuple[tuple[str, str], ...]
    paper: tuple[str, Tone]


def held(
    counter: Counter, words: Words, *, chosen: str, is_given_up: bool, has_note: bool, is_writing: bool
) -> HeldView:
    """The held baskets that are undecided, oldest first; `chosen` is one's id."""
    drafts = closing.undecided(counter)
    known = chosen if any(draft.basket.id == chosen for draft in drafts) else drafts[0].basket.id if drafts else ""
    return HeldView(
        baskets=tuple(_kept(counter, draft, words, is_chosen=draft.basket.id == known) for draft in drafts),
        is_given_up=is_given_up,
        reasons=tuple(words(f"closing.held.reason.{place}") for place in (1, 2, 3)),
        can_give_up=is_given_up and has_note and not is_writing,
        is_writing=is_writing,
    )


def whose_of(counter: Counter, words: Words) -> str:
    """Whose shift is being closed, as far as it needs to be said."""
    about = counter.closing.shift if counter.closing else ""
    found = next((one for one in counter.ports.shelf.open_shifts() if one.id == about), None)
    return whose.in_words(counter, words, found) if found else ""


def count(typed: dict[Won, str], chosen: int | None, *, is_again: bool, is_writing: bool, whose: str = "") -> CountView:
    """The count as far as it is typed."""
    rows = tuple(Count(one, typed.get(one, ""), place == chosen) for place, one in enumerate(DENOMINATIONS))
    return CountView(rows, is_again, is_writing, whose)


def result(counter: Counter, found: Closing, words: Words, *, is_writing: bool) -> ResultView:
    """What the count on disk came to."""
    language, last = words.language, found.counts[-1].total
    figures = [(words("closing.expected"), won(last - found.difference, language))]
    if len(found.counts) > 1:
        figures.append((words("closing.counted_first"), won(found.counts[0].total, language)))
    figures.append(
        (words("closing.counted_again" if len(found.counts) > 1 else "closing.counted"), won(last, language))
    )
    return ResultView(
        figures=tuple(figures),
        difference=difference_in_words(found.difference, words),
        tone="accent" if not found.difference else "danger",
        causes=tuple((cause_in_words(one, words), _check(one, found.difference, words)) for one in found.causes),
        left=left(closing.still_open(counter), words),
        can_recount=len(found.counts) < closing.MOST_COUNTS and not is_writing,
        needs_second=abs(found.difference) > counter.boutique.cash_tolerance,
        is_writing=is_writing,
    )


def closed(counter: Counter, report: Report, words: Words) -> ClosedView:
    """What the Z report says, and whether it is on paper."""
    language = words.language
    rows = (
        ("sales", report.sales, report.sale_count),
        ("discounts", -report.discounts, 0),
        ("delivery_fees", report.delivery_fees, 0),
        ("returns", -report.returns, report.return_count),
        ("cancelled", -report.cancelled, report.cancelled_count),
        ("net", report.net, 0),
        ("vat", report.vat, 0),
    )
    always = {"sales", "net", "vat"}
    sums = [
        (words(f"closing.sum.{name}_count" if number else f"closing.sum.{name}", count=number), won(amount, language))
        for name, amount, number in rows
        if amount or name in always
    ]
    sums += [(words(f"tender.{one.name}"), won(one.amount, language)) for one in report.tenders]
    if report.rounded:
        sums.append((words("closing.sum.rounded"), won(report.rounded, language)))
    sums.append((words("closing.counted"), won(report.counted, language)))
    sums.append((words("closing.difference"), difference_in_words(report.difference, words)))
    title = words("closing.closed.title", number=report.number)
    owner = whose.told(counter, words, cashier=report.opened_by if report.own else "", drawer=report.drawer)
    title = f"{title} · {owner}" if owner else title
    return ClosedView(title, tuple(sums), _paper(counter, report, words))


def difference_in_words(difference: Won, words: Words) -> str:
    """Short, over, or neither."""
    if not difference:
        return words("closing.even")
    return words("closing.short" if difference < 0 else "closing.over", amount=won(abs(difference), words.language))


def cause_in_words(cause: Cause, words: Words) -> str:
    """One guess: "one cash sale of 7,200 won"."""
    key = "closing.cause.piece" if cause.guess == "pieces" and cause.pieces == 1 else f"closing.cause.{cause.guess}"
    return words(key, amount=f"{cause.amount:,}", pieces=cause.pieces)


def left(found: tuple[Open, ...], words: Words) -> tuple[Left, ...]:
    """What stays open, each with the panel where somebody sees to it."""
    return tuple(
        Left(
            PANELS[one.code],
            str(place),
            words(f"closing.open.{one.code}.title", count=one.count),
            won(one.amount, words.language) if one.amount else words(f"closing.open.{one.code}.detail"),
        )
        for place, one in enumerate(found, start=1)
    )


def job_of(counter: Counter, shift: str) -> Job | None:
    """The print job of a shift's report that is not done."""
    jobs = counter.ports.shelf.jobs()
    return next((job for job in jobs if job.kind in ("z", "z_copy") and job.subject == shift), None)


def _check(cause: Cause, difference: Won, words: Words) -> str:
    return words(f"closing.check.{cause.guess}.{'short' if difference < 0 else 'over'}")


def _paper(counter: Counter, report: Report, words: Words) -> tuple[str, Tone]:
    job = job_of(counter, report.shift)
    if job is None:
        return words("closing.paper.printed"), "muted"
    if job.state == "unknown":
        return words("closing.paper.unknown"), "warning"
    if job.code:
        return words("closing.paper.not_printed"), "danger"
    return words("closing.paper.printing"), "muted"


def _kept(counter: Counter, draft: Draft, words: Words, *, is_chosen: bool) -> Kept:
    basket, total = draft.basket, counter.quote_of(draft).total
    names = [_name(counter.ports.shelf.product(line.product), line.product, words) for line in basket.lines]
    first = names[0] if names else basket.unknown[0].text if basket.unknown else "–"
    kinds, items = len(names) + len(basket.unknown), sum(line.quantity for line in basket.lines) + len(basket.unknown)
    return Kept(
        id=basket.id,
        title=words("held.first", first=first, others=kinds - 1) if kinds > 1 else first,
        detail=words("held.detail", time=clock(draft.held_at or basket.opened_at), count=items),
        total=won(total, words.language),
        is_chosen=is_chosen,
    )


def _name(product: Product | None, code: str, words: Words) -> str:
    return product.name.in_language(words.language) if product else code
