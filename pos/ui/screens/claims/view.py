"""What the claims card shows: who waits since when, what is damaged or short, and the eight days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pos.domain.back.returns import Claim, Wanted
from pos.domain.calendar import korean_day
from pos.till.back import claiming
from pos.till.counter import Counter
from pos.ui.figures import clock, day
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a claim in words."""

    name: str
    reason: str


def present(counter: Counter, words: Words, chosen: str, *, is_busy: bool = False) -> Pane:
    """The claims that wait, oldest first; the first one is chosen where `chosen` is none of them."""
    claims = claiming.waiting(counter)
    claim = next((one for one in claims if one.id == chosen), claims[0] if claims else None)
    if claim is None:
        return Pane()
    return Pane(
        summary=words("claims.summary", count=len(claims)),
        rows=tuple(_row(counter, one, words, is_chosen=one.id == claim.id) for one in claims),
        heading=words("claims.heading", code=claim.original),
        figure=age(counter, claim, words),
        facts=_facts(counter, claim, words),
        note=words("claims.looking_up") if is_busy else "",
        choices=() if is_busy else _choices(counter, claim),
        is_busy=is_busy,
    )


def _choices(counter: Counter, claim: Claim) -> tuple[Choice, ...]:
    """A return settles it; what the office refused a manager may close, once the customer knows."""
    decided = claiming.decision_of(counter, claim.id)
    can_close = decided is not None and decided.verdict == "refused" and counter.may("approve")
    return (Choice("take_up", "Enter", "primary"), *([Choice("tell", "F8")] if can_close else []))


def _decided(counter: Counter, claim_id: str, words: Words) -> tuple[Fact, ...]:
    """What the office decided, in words."""
    told = claiming.decision_of(counter, claim_id)
    if told is None:
        return ()
    name = words("claims.fact.decided")
    if told.verdict == "accepted":
        return (Fact(name, words("claims.decided.accepted")),)
    key = f"claims.refused.{told.reason}"
    why = words(key if words.has(key) else "claims.refused.other")
    return (Fact(name, words("claims.decided.refused", why=why), "warning"),)


def chosen_of(counter: Counter, chosen: str) -> Claim | None:
    """The claim that the person means."""
    claims = claiming.waiting(counter)
    return next((one for one in claims if one.id == chosen), claims[0] if claims else None)


def age(counter: Counter, claim: Claim, words: Words) -> str:
    """How long it has been waiting."""
    days = (korean_day(counter.now()) - korean_day(claim.at)).days
    return words("claims.age.today" if days < 1 else "claims.age.one" if days == 1 else "claims.age.more", days=days)


def last_day(counter: Counter, claim: Claim) -> date | None:
    """The last of the eight days for the same product (terms 14 (2)), by the earliest arrival; None where unsaid."""
    arrived = [line.arrived for line in claim.lines if line.arrived is not None]
    if not arrived:
        return None
    sale = counter.ports.shelf.sale(claim.sale)
    policies = counter.policies()
    rules = (policies.of(sale.terms) if sale else policies.at(claim.at)).rules
    return counter.calendar().period_end(min(arrived), days=rules.inspection.days)


def line_of(counter: Counter, claim_sale: str, wanted: Wanted, words: Words) -> Line:
    """A line in words; the product by its name where the sale is known here."""
    sale = counter.ports.shelf.sale(claim_sale)
    known = sale.lines[wanted.position - 1] if sale and 0 < wanted.position <= len(sale.lines) else None
    name = known.name.in_language(words.language) if known else wanted.product or words("claims.no_name")
    return Line(f"{name} × {wanted.quantity}", words(f"claims.reason.{wanted.reason}"))


def _row(counter: Counter, claim: Claim, words: Words, *, is_chosen: bool) -> Entry:
    first = line_of(counter, claim.sale, claim.lines[0], words)
    detail = f"{first.reason} · {first.name}"
    return Entry(claim.id, claim.original, detail, age(counter, claim, words), is_chosen)


def _facts(counter: Counter, claim: Claim, words: Words) -> tuple[Fact, ...]:
    lines = [line_of(counter, claim.sale, one, words) for one in claim.lines]
    last, today = last_day(counter, claim), korean_day(counter.now())
    facts = [*(Fact(line.reason, line.name) for line in lines), *_decided(counter, claim.id, words)]
    made = f"{day(korean_day(claim.at), words.language)} {clock(claim.at)}"
    facts.append(Fact(words("claims.fact.made"), made))
    if last is None:
        facts.append(Fact(words("claims.fact.eight"), words("claims.eight.unsaid"), "muted"))
    else:
        key = "claims.eight.until" if today <= last else "claims.eight.over"
        text = words(key, day=day(last, words.language))
        facts.append(Fact(words("claims.fact.eight"), text, "ink" if today <= last else "warning"))
    if claim.note:
        facts.append(Fact(words("claims.fact.note"), claim.note))
    return tuple(facts)
