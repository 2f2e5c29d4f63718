"""What the card of held changes shows: what is sold now beside what was sent, the oddest first, and why it is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from pos.domain import suspicion
from pos.domain.settled import Thing
from pos.till import releasing
from pos.till.counter import Counter, Notice
from pos.till.releasing import Looked
from pos.ui.figures import clock, day, won
from pos.ui.notices import explain
from pos.ui.screens.changes.differing import differences, name_of
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane, Told
from pos.ui.words import Words

GROUP = "all"
MOST_ROWS = 40
"""Rows that are made at once; whoever looks for another one searches."""
EXAMPLES = 5
Step: TypeAlias = Literal["looking", "release", "dismiss"]
READY: dict[Step, tuple[str, ...]] = {
    "looking": (),
    "release": ("asked", "notice"),
    "dismiss": ("wrong", "unsure"),
}
"""Reasons to touch, for what is about to be decided."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where the person is: which one, what was searched for, what they are about to decide, what was said last."""

    chosen: str = ""
    step: Step = "looking"
    search: str = ""
    said: Notice | None = None
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is held, and of that what was searched for."""

    every: tuple[Looked, ...]
    found: tuple[Looked, ...]

    @property
    def together(self) -> tuple[Looked, ...]:
        """Products that can be decided on at once; a single one needs no group, and nobody becomes manager in one."""
        some = tuple(one for one in self.found if one.held.is_understood and one.held.kind == "products")
        return some if len(some) > 1 else ()


def look(counter: Counter, course: Course) -> Held:
    """What there is, as it stands."""
    every = releasing.held(counter)
    wish = course.search.strip().casefold()
    found = tuple(one for one in every if wish in _searched(one)) if wish else every
    return Held(every, found)


def id_of(one: Looked) -> str:
    """What a row is known by."""
    return f"{one.held.kind}/{one.held.key}"


def chosen_of(held: Held, course: Course) -> tuple[Looked, ...]:
    """What the person means: the group, the one they chose, or what comes first."""
    together = held.together
    if together and course.chosen in ("", GROUP):
        return together
    one = next((one for one in held.found if id_of(one) == course.chosen), None)
    if one is not None:
        return (one,)
    return together or held.found[:1]


def things_of(chosen: tuple[Looked, ...]) -> tuple[Thing, ...]:
    """By which they are released: the very versions that are shown."""
    return tuple(one.held.thing for one in chosen)


def present(counter: Counter, words: Words, course: Course) -> Pane:
    """The card as it stands."""
    held = look(counter, course)
    if not held.every:
        return Pane()
    chosen = chosen_of(held, course)
    is_group = len(chosen) > 1
    one = chosen[0] if chosen else None
    return Pane(
        summary=_summary(held, course, words),
        rows=_rows(held, chosen, course, words),
        heading="" if one is None else _group(held, course, words) if is_group else _title(one, words),
        figure=_figure(chosen, words),
        facts=() if one is None else _of_group(chosen, words) if is_group else _of_one(one, words),
        told=Told("news", words("changes.working")) if course.is_busy else None,
        note=_note(counter, held, course, words),
        choices=_choices(counter, chosen, course),
        is_busy=course.is_busy,
    )


def may_decide(counter: Counter) -> bool:
    """Whether who is signed in releases what is held."""
    return counter.may("release_feed")


def _choices(counter: Counter, chosen: tuple[Looked, ...], course: Course) -> tuple[Choice, ...]:
    """What this program does not read can be left away, and nothing else."""
    if course.is_busy or not chosen or not may_decide(counter):
        return ()
    if course.step != "looking":
        return (Choice(course.step, "Enter", "primary"), Choice("back", "Esc"))
    can_release = all(one.held.is_understood for one in chosen)
    return (*([Choice("release", "F6", "primary")] if can_release else []), Choice("dismiss", "F7"))


def _note(counter: Counter, held: Held, course: Course, words: Words) -> str:
    if course.said is not None and course.said.code == "note.missing":
        return words("changes.why_first")
    if course.said is not None:
        told = explain(course.said, words, tells_raw=False)
        return f"{told.what} {told.do}"
    if not may_decide(counter):
        return words("changes.call")
    hidden = len(held.found) - MOST_ROWS
    return words("changes.more", count=hidden) if hidden > 0 else ""


# --- the list ----------------------------------------------------------------------------------------------------


def _summary(held: Held, course: Course, words: Words) -> str:
    if course.search.strip():
        return words("changes.found", count=len(held.every), found=len(held.found))
    return words("changes.summary", count=len(held.every))


def _group(held: Held, course: Course, words: Words) -> str:
    key = "changes.group.found_title" if course.search.strip() else "changes.group.title"
    return words(key, count=f"{len(held.together):,}")


def _rows(held: Held, chosen: tuple[Looked, ...], course: Course, words: Words) -> tuple[Entry, ...]:
    rows = []
    together = held.together
    if together:
        examples = ", ".join(name_of(one, words.language) for one in together[:2])
        detail = words("changes.group.detail", examples=examples)
        rows.append(
            Entry(GROUP, _group(held, course, words), detail, _count(together, words), is_chosen=len(chosen) > 1)
        )
    for one in held.found[:MOST_ROWS]:
        is_chosen = len(chosen) == 1 and chosen[0] is one
        detail = _detail(one, words)
        rows.append(Entry(id_of(one), _title(one, words), detail, _change(one), is_chosen))
    return tuple(rows)


def _title(one: Looked, words: Words) -> str:
    return name_of(one, words.language) or words(f"changes.kind.{one.held.kind}")


def _detail(one: Looked, words: Words) -> str:
    """The first price that differs, or what it is and why."""
    if one.steps:
        return _prices(one.steps[0], words)
    why = words(f"changes.why_held.{one.held.reasons[0]}")
    return f"{words(f'changes.kind.{one.held.kind}')} · {why}"


def _searched(one: Looked) -> str:
    return f"{name_of(one, 'ko')} {name_of(one, 'en')} {one.held.key}".casefold()


def _count(some: tuple[Looked, ...], words: Words) -> str:
    return words("changes.group.figure", count=f"{len(some):,}")


def _figure(chosen: tuple[Looked, ...], words: Words) -> str:
    return _count(chosen, words) if len(chosen) > 1 else _change(chosen[0]) if chosen else ""


def _change(one: Looked) -> str:
    """By how much the price that differs most is another, in per cent."""
    percents = [step.percent for step in one.steps if step.percent is not None]
    worst = max(percents, key=abs, default=0)
    return f"{'+' if worst > 0 else '−'}{abs(worst):,}%" if worst else ""


# --- the chosen one ------------------------------------------------------------------------------------------------


def _of_one(one: Looked, words: Words) -> tuple[Fact, ...]:
    held = one.held
    facts = [Fact(words("changes.reason"), words(f"changes.why_held.{why}"), "warning") for why in held.reasons]
    for step in one.steps[:EXAMPLES]:
        since = step.since if step is not one.steps[0] else None
        name = words("changes.price") if since is None else words("changes.from_day", day=_day(since, words))
        facts.append(Fact(name, _prices(step, words)))
    for name, before, after in differences(one, words):
        facts.append(Fact(name, words("changes.step", before=before, after=after) if before else after))
    if one.after is None:
        facts.append(Fact(words("changes.after"), words("changes.unread")))
    at = datetime.fromisoformat(held.arrived_at)
    facts.append(Fact(words("changes.since"), f"{_day(at, words)} {clock(at)}"))
    return tuple(facts)


def _of_group(chosen: tuple[Looked, ...], words: Words) -> tuple[Fact, ...]:
    reasons = dict.fromkeys(why for one in chosen for why in one.held.reasons)
    facts = [Fact(words("changes.reason"), words(f"changes.why_held.{why}"), "warning") for why in reasons]
    for name, sign in (("up", 1), ("down", -1)):
        count = sum(any((step.percent or 0) * sign > 0 for step in one.steps[:1]) for one in chosen)
        facts += [Fact(words(f"changes.group.{name}"), f"{count:,}")] if count else []
    for one in chosen[:EXAMPLES]:
        told = " ".join(text for text in (_title(one, words), _detail(one, words), _change(one)) if text)
        facts.append(Fact(words("changes.group.example"), told))
    return tuple(facts)


def _prices(step: suspicion.Step, words: Words) -> str:
    before, after = (
        words("changes.nothing") if price is None else won(price, words.language) for price in (step.before, step.after)
    )
    return words("changes.step", before=before, after=after)


def _day(moment: datetime, words: Words) -> str:
    return day(moment.date(), words.language)
