"""What the page of people at work shows: everybody with what somebody has to see to, and one of them in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from pos.domain.calendar import korean_day
from pos.till.counter import Counter
from pos.till.feed import Staff
from pos.ui.figures import clock, day
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane, Told
from pos.ui.words import Words

Stage: TypeAlias = Literal["list", "badge", "remove"]
Deed: TypeAlias = Literal["add", "trained", "first_pin", "badge", "unlock", "remove"]
DEEDS: dict[Deed, str] = {
    "trained": "F5",
    "first_pin": "F6",
    "badge": "F7",
    "unlock": "F8",
    "remove": "Del",
    "add": "F2",
}
"""Beside changing, what can be done with somebody, and its key."""
_OTHERS: frozenset[Deed] = frozenset({"first_pin", "unlock", "remove"})


@dataclass(frozen=True, slots=True)
class Course:
    """Who is looked at, and what is asked. `locked` is who may not try a PIN now, and until when."""

    chosen: str = ""
    stage: Stage = "list"
    is_busy: bool = False
    has_last_day: bool = False
    locked: Mapping[str, datetime] = field(default_factory=dict)


def in_order(counter: Counter) -> tuple[Staff, ...]:
    """Who may come today, then who will, then who did."""
    today = korean_day(counter.now())
    return tuple(sorted(counter.ports.shelf.staff(), key=lambda one: _place(one, today)))


def chosen_of(counter: Counter, course: Course) -> Staff | None:
    """Who is looked at: the first one before anybody was chosen."""
    people = in_order(counter)
    return next((one for one in people if one.id == course.chosen), people[0] if people else None)


def open_deeds(counter: Counter, course: Course, one: Staff | None) -> frozenset[Deed]:
    """What can be done now; nobody gives a PIN to themselves, lets themselves in again, or goes."""
    if course.is_busy or course.stage != "list":
        return frozenset()
    if one is None or not one.active:
        return frozenset({"add"})
    closed: set[Deed] = set() if one.id in course.locked else {"unlock"}
    if counter.staff is not None and counter.staff.id == one.id:
        closed |= _OTHERS
    return frozenset(DEEDS) - closed


def is_training_over(one: Staff, today: date) -> bool:
    """Whether somebody has to be told again how personal data is handled: after a year, or for the first time."""
    if one.trained_on is None:
        return True
    then = one.trained_on
    return (today.year, today.month, today.day) > (then.year + 1, then.month, then.day)


def present(counter: Counter, words: Words, course: Course) -> Pane:
    """The page as it is to be seen."""
    people, one = in_order(counter), chosen_of(counter, course)
    here = sum(person.active for person in people)
    pane = Pane(summary=words("people.summary", count=here), is_busy=course.is_busy)
    if one is None:
        return pane
    return Pane(
        summary=pane.summary,
        rows=tuple(_row(counter, words, course, person, is_chosen=person.id == one.id) for person in people),
        heading=one.name,
        facts=_facts(counter, words, course, one),
        told=_told(words, course, one),
        note=_note(counter, words, course, one, here=here),
        choices=_choices(course, one),
        is_busy=course.is_busy,
    )


def _place(one: Staff, today: date) -> int:
    if one.may_come_on(today):
        return 0
    return 1 if one.active and one.valid_from is not None and one.valid_from > today else 2


def _row(counter: Counter, words: Words, course: Course, one: Staff, *, is_chosen: bool) -> Entry:
    is_self = counter.staff is not None and counter.staff.id == one.id
    pressing = _pressing(counter, words, course, one)
    days = _days(one, korean_day(counter.now()), words)
    given = words("people.pin.must_change_short") if one.must_change and one.active else ""
    told = (words(f"sign_in.role.{one.role}"), *pressing, given, days)
    detail = " · ".join(part for part in told if part)
    sign = "alert" if pressing else ""
    return Entry(one.id, one.name, detail, words("people.you") if is_self else "", is_chosen, sign=sign)


def _pressing(counter: Counter, words: Words, course: Course, one: Staff) -> tuple[str, ...]:
    """What somebody has to see to."""
    if not one.active:
        return ()
    today, until = korean_day(counter.now()), course.locked.get(one.id)
    found = [words("people.locked", time=_moment(until, today, words))] if until else []
    if is_training_over(one, today):
        found.append(words("people.trained.over" if one.trained_on else "people.trained.never"))
    return tuple(found)


def _days(one: Staff, today: date, words: Words) -> str:
    """Since or until when, as far as it matters on a row."""
    if not one.active:
        return words("people.gone")
    if one.valid_from is not None and one.valid_from > today:
        return words("people.from", day=str(one.valid_from))
    if one.valid_until is not None:
        return words("people.over" if one.valid_until < today else "people.until", day=str(one.valid_until))
    return ""


def _facts(counter: Counter, words: Words, course: Course, one: Staff) -> tuple[Fact, ...]:
    today, until = korean_day(counter.now()), course.locked.get(one.id)
    badge = words("people.badge.yes" if one.badge else "people.badge.no")
    facts = [
        Fact(words("people.field.role"), words(f"sign_in.role.{one.role}")),
        Fact(words("people.field.days"), _span(one, words)),
        Fact(words("people.field.badge"), badge),
    ]
    if until is not None:
        told = words("people.locked_long", time=_moment(until, today, words))
        facts.append(Fact(words("people.field.pin"), told, "warning"))
    else:
        pin = words("people.pin.must_change" if one.must_change else "people.pin.theirs")
        facts.append(Fact(words("people.field.pin"), pin))
    facts.append(Fact(words("people.field.trained"), *_training(one, today, words)))
    facts.append(Fact(words("people.field.language"), words(f"people.language.{one.language}")))
    return tuple(facts)


def _moment(until: datetime, today: date, words: Words) -> str:
    """A time of today, or of another day with its day."""
    then = korean_day(until)
    return clock(until) if then == today else f"{day(then, words.language)} {clock(until)}"


def _span(one: Staff, words: Words) -> str:
    first, last = one.valid_from, one.valid_until
    if not one.active:
        return words("people.gone")
    if first is not None and last is not None:
        return words("people.span", first=str(first), last=str(last))
    if last is not None:
        return words("people.until", day=str(last))
    return words("people.from", day=str(first)) if first is not None else words("people.open")


def _training(one: Staff, today: date, words: Words) -> tuple[str, Literal["ink", "warning"]]:
    if one.trained_on is None:
        return words("people.trained.never"), "warning" if one.active else "ink"
    if one.active and is_training_over(one, today):
        return words("people.trained.on_over", day=str(one.trained_on)), "warning"
    return str(one.trained_on), "ink"


def _told(words: Words, course: Course, one: Staff) -> Told | None:
    if course.stage == "badge":
        has = words("people.ask.badge_has") if one.badge else ""
        return Told("news", words("people.ask.badge", name=one.name), tuple(part for part in (has,) if part))
    if course.stage == "remove":
        return Told("warning", words("people.ask.remove", name=one.name), (words("people.ask.remove_text"),))
    return None


def _note(counter: Counter, words: Words, course: Course, one: Staff, *, here: int) -> str:
    if course.stage != "list":
        return ""
    if here == 1:
        return words("people.alone")
    is_self = counter.staff is not None and counter.staff.id == one.id
    return words("people.about_self") if is_self else ""


def _choices(course: Course, one: Staff) -> tuple[Choice, ...]:
    if course.is_busy:
        return ()
    if course.stage == "badge":
        away = (Choice("take_badge", "Del", "danger"),) if one.badge else ()
        return (*away, Choice("stay", "Esc"))
    if course.stage == "remove":
        name = "remove_on" if course.has_last_day else "remove_now"
        return (Choice(name, "Enter", "danger"), Choice("stay", "Esc"))
    return (Choice("change", "Enter", "primary"),) if one.active else ()
