"""A verdict in plain words: yes until when, with the arithmetic of the period; or no, and which ways are still open."""

from __future__ import annotations

from datetime import date

from pos.domain.back.returns import Part
from pos.domain.back.withdrawal import Deadline, Verdict
from pos.domain.money import Won
from pos.domain.policy import Rules
from pos.domain.tender import CardApproval
from pos.ui import figures
from pos.ui.clauses import written
from pos.ui.words import Words

_REST = {5: "saturday", 6: "sunday"}


def day(value: date, words: Words, *, today: date) -> str:
    """A day, with its year where that is another one."""
    told = figures.day(value, words.language)
    return told if value.year == today.year else words("returning.day_of_year", day=told, year=value.year)


def deadline(one: Deadline, words: Words, *, today: date) -> str:
    """A period as it is reckoned: from which day, how long, where it moved and why, until when."""
    count = one.months or one.days
    period = words("returning.months" if one.months else "returning.days", count=count)
    rest = words(f"returning.rest.{_REST.get(one.reckoned.weekday(), 'holiday')}")
    return words(
        "returning.deadline" if one.reckoned == one.last else "returning.deadline_moved",
        first=day(one.first, words, today=today),
        period=period,
        rest=rest,
        last=day(one.last, words, today=today),
        clause=written(one.clause, words.language),
    )


def verdict(
    found: Verdict,
    words: Words,
    rules: Rules,
    *,
    today: date,
    care: str = "",
    is_whole: bool = False,
    is_allowed: bool = False,
) -> str:
    """Yes or no with its reason; `is_whole` says every period, not only the one that counts.

    `is_allowed`: a manager has decided already. `care` is the number of customer care.
    """
    deadlines = found.deadlines if is_whole else found.deadlines[:1]
    periods = [deadline(one, words, today=today) for one in deadlines]
    if not found.code:
        return words("returning.may", until=" · ".join(periods)) if periods else words("returning.may_plain")
    why = words(f"returning.verdict.{found.code}_allowed" if is_allowed else f"returning.verdict.{found.code}")
    if found.needs_approval:
        return " · ".join([why, *periods])
    open_ways = words("returning.ways", ways=paths(found, words, rules, care=care)) if found.paths else ""
    return "\n".join(part for part in (" · ".join([why, *periods]), open_ways) if part)


def paths(found: Verdict, words: Words, rules: Rules, *, care: str) -> str:
    """What the customer can still do, and whom to call: about a repair who answers for machines, otherwise `care`."""
    phone = rules.warranty.service_phone
    months, days = rules.withdrawal.not_as_described_months, rules.withdrawal.not_as_described_days
    facts = {"phone": phone, "care": care or phone, "months": months, "days": days}
    return " · ".join(words(f"returning.path.{path}", **facts) for path in found.paths)


def way(kind: str, approval: CardApproval | None, words: Words) -> str:
    """Which way money goes back: the card with its last digits, cash, a transfer."""
    name = words(f"returning.tender.{kind}")
    if approval is None:
        return name
    return words("returning.card", issuer=approval.issuer, last=approval.masked_number[-4:])


def part(one: Part, words: Words) -> tuple[str, Won]:
    """Which way a part goes, and how much."""
    return way(one.kind, one.approval, words), one.amount
