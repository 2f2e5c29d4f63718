"""What the days held against the mall's show: a verdict for each, and for the chosen one both ends side by side."""

from __future__ import annotations

from datetime import date, datetime

from pos.domain.agreement import FIGURES, Checked, Figure, Figures
from pos.ui.figures import clock, day, won
from pos.ui.screens.refunds.pane import Entry, Fact, Pane
from pos.ui.widgets.label import Tone
from pos.ui.words import Words

HEAD_LETTERS = 8


def chosen_of(found: tuple[Checked, ...], chosen: str) -> Checked | None:
    """The day the person means; else the newest that differs, else the newest."""
    differing = [one for one in reversed(found) if one.verdict == "differs"]
    named = [one for one in found if one.day == chosen]
    return next(iter((*named, *differing, *reversed(found))), None)


def summary(found: tuple[Checked, ...], words: Words) -> str:
    """How the days stand, in one line; "" where none was compared."""
    if not found:
        return ""
    differing = sum(one.verdict == "differs" for one in found)
    if differing:
        return words("agreements.summary_differs", count=len(found), differing=differing)
    reading = sum(one.verdict == "reading" for one in found)
    if reading:
        return words("agreements.summary_reading", count=len(found), reading=reading)
    return words("agreements.summary", count=len(found))


def present(found: tuple[Checked, ...], words: Words, chosen: str) -> Pane:
    """The days as they stand, the newest first."""
    one = chosen_of(found, chosen)
    if one is None:
        return Pane()
    verdict = words(f"agreements.verdict.{one.verdict}")
    return Pane(
        summary=summary(found, words),
        rows=tuple(_row(each, words, is_chosen=each is one) for each in reversed(found)),
        heading=words("agreements.heading", day=_day(one, words), verdict=verdict),
        facts=(*(_fact(name, one, words) for name in FIGURES), *_where(one, words)),
        note=words("agreements.asked", day=day(_at(one).date(), words.language), time=clock(_at(one))),
    )


def _row(one: Checked, words: Words, *, is_chosen: bool) -> Entry:
    detail = words(f"agreements.verdict.{one.verdict}")
    differs = one.verdict == "differs"
    trailing = words("agreements.count", count=f"{one.ours.entries:,}")
    return Entry(
        one.day, _day(one, words), detail, trailing, is_chosen, is_pressing=differs, sign="alert" if differs else ""
    )


def _fact(name: Figure, one: Checked, words: Words) -> Fact:
    """One figure at both ends; where they are the same it is said once."""
    ours, theirs = _told(name, one.ours, words), _told(name, one.theirs, words)
    tone: Tone = "danger" if name in one.differing else "ink"
    text = words("agreements.both", ours=ours, theirs=theirs) if ours != theirs else ours
    return Fact(words(f"agreements.figure.{name}"), text, tone)


def _told(name: Figure, figures: Figures, words: Words) -> str:
    if name == "head":
        return figures.head.hex()[:HEAD_LETTERS] or words("agreements.none")
    value: int = getattr(figures, name)
    return won(value, words.language) if name in ("sold", "refunded") else words("agreements.count", count=f"{value:,}")


def _where(one: Checked, words: Words) -> tuple[Fact, ...]:
    """What follows from it: where the difference begins, and what to do."""
    facts: list[Fact] = []
    if one.unread:
        text = words("agreements.unread", count=f"{one.unread:,}")
        facts.append(Fact(words("agreements.waits"), text, "warning"))
    if one.first:
        facts.append(Fact(words("agreements.begins"), words("agreements.entry", seq=one.first), "danger"))
    if one.verdict != "equal":
        facts.append(Fact(words("open_items.next"), words(f"agreements.do.{one.verdict}")))
    return tuple(facts)


def _day(one: Checked, words: Words) -> str:
    return day(date.fromisoformat(one.day), words.language)


def _at(one: Checked) -> datetime:
    return datetime.fromisoformat(one.at)
