"""The lines of a return as finished texts: what each is, how many of it come back, and whether it may."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.back.judging import Judged
from pos.domain.back.proposal import Proposal
from pos.domain.back.refunds import paid_share
from pos.domain.back.returns import Original
from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.domain.policy import Rules
from pos.till.back import finding
from pos.till.counter import Counter
from pos.ui import figures
from pos.ui.screens.returning import told
from pos.ui.screens.returning.choosing import Choosing, Place
from pos.ui.widgets.label import Tone
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can come back. `said` is why, where that differs from the others; `tone` is the verdict's."""

    place: Place
    name: str
    detail: str
    quantity: int
    left: int
    amount: str
    said: str
    verdict: str
    tone: Tone
    is_marked: bool


def rules_of(counter: Counter, original: Original | None) -> Rules:
    """The rules of the sale's own terms, of today's where nobody knows which they were."""
    return (counter.policies().of(original.sale.terms) if original else counter.policy()).rules


def tracked(counter: Counter, choosing: Choosing) -> frozenset[str]:
    """The products of the return whose pieces have numbers."""
    products = {place.product for place in choosing.places}
    known = (counter.ports.shelf.product(code) for code in products)
    by_serial = {place.product for place in choosing.places if place.serial}
    return frozenset(one.code for one in known if one is not None and one.serial_tracked) | by_serial


def rows_of(
    counter: Counter, choosing: Choosing, found: Proposal, marked: Place | None, words: Words
) -> tuple[Row, ...]:
    judged = {place: one for one in found.lines for place in choosing.places if _is_about(one, place)}
    made = []
    for place in choosing.places:
        one = judged.get(place) if choosing.count(place) else None
        text, tone = _verdict(counter, choosing, one, words, is_marked=place == marked, is_allowed=_allowed(found, one))
        made.append(
            Row(
                place=place,
                name=_name_in(counter, choosing, place, words),
                detail=_detail(counter, choosing, place, words),
                quantity=choosing.count(place),
                left=choosing.left(place),
                amount=_paid(counter, choosing, place, words),
                said=_said(choosing, place, words),
                verdict=text,
                tone=tone,
                is_marked=place == marked,
            )
        )
    return tuple(made)


def _allowed(found: Proposal, one: Judged | None) -> bool:
    """Whether a manager has decided what was theirs to decide."""
    if one is None or not one.verdict.needs_approval:
        return False
    return all((need.code, need.facts.get("product")) != (one.verdict.code, one.line.product) for need in found.needs)


def _is_about(one: Judged, place: Place) -> bool:
    wanted = one.wanted
    if place.serial:
        return wanted.position == place.position and place.serial in wanted.serials
    return wanted.position == place.position and wanted.product in ("", place.product)


def _verdict(
    counter: Counter, choosing: Choosing, one: Judged | None, words: Words, *, is_marked: bool, is_allowed: bool
) -> tuple[str, Tone]:
    if one is None:
        return "", "muted"
    rules, today = rules_of(counter, choosing.original), korean_day(counter.now())
    if choosing.original is None and not one.verdict.code:
        return words("returning.may_plain"), "muted"
    care = counter.boutique.service_phone or counter.boutique.phone
    text = told.verdict(one.verdict, words, rules, today=today, care=care, is_whole=is_marked, is_allowed=is_allowed)
    is_open = one.verdict.needs_approval and not is_allowed
    tone: Tone = "danger" if one.verdict.is_refused else "warning" if is_open else "accent"
    return text, tone


def _name_in(counter: Counter, choosing: Choosing, place: Place, words: Words) -> str:
    if choosing.original is not None:
        return choosing.original.line(place.position).name.in_language(words.language)
    return name_of(counter, place.product, words)


def name_of(counter: Counter, code: str, words: Words) -> str:
    """A product by the name it has today."""
    product = counter.ports.shelf.product(code)
    return product.name.in_language(words.language) if product else code


def _detail(counter: Counter, choosing: Choosing, place: Place, words: Words) -> str:
    if choosing.original is None:
        won = _lowest(counter, place.product)
        return words("returning.lowest", amount=figures.won(won, words.language)) if won is not None else ""
    if place.serial:
        new = choosing.state.new.get(place) if choosing.is_replaced(place) else None
        key = "returning.serial_new" if new else "returning.serial"
        return words(key, serial=place.serial, new=new or "")
    sold, left = choosing.original.line(place.position).quantity, choosing.left(place)
    return words("returning.left" if left < sold else "returning.bought", count=sold, left=left)


def _lowest(counter: Counter, product: str) -> int | None:
    try:
        return finding.lowest(counter, product)[1]
    except TillError:
        return None


def _paid(counter: Counter, choosing: Choosing, place: Place, words: Words) -> str:
    """What was paid for what is chosen; for all that is left while nothing is."""
    if choosing.original is None:
        won = _lowest(counter, place.product)
        return figures.amount(won * choosing.count(place)) if won is not None else words("sale.no_price")
    units = 1 if place.serial else choosing.count(place) or choosing.left(place)
    if not choosing.left(place):
        return figures.amount(choosing.original.line(place.position).paid)
    return figures.amount(paid_share(choosing.original, place.position, min(units, choosing.left(place))))


def _said(choosing: Choosing, place: Place, words: Words) -> str:
    """What was said of this line alone."""
    if place not in choosing.state.own or not choosing.count(place):
        return ""
    said = choosing.said(place)
    parts = [words(f"returning.condition.{said.condition}")]
    if said.reason:
        parts.append(words(f"returning.reason.{said.reason}"))
    if choosing.is_replaced(place):
        parts.append(words("returning.replace_short"))
    return words("returning.own", said=" · ".join(parts))
