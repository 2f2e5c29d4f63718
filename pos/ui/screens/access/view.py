"""What the review of the access log shows: what there is to ask about with its arithmetic, then every opening."""

from __future__ import annotations

from collections.abc import Mapping

from pos.domain.people.access import Opening
from pos.domain.people.watching import Asked
from pos.till.people.reviewing import Review, arithmetic, fields_in_words
from pos.ui.figures import clock, day
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane, Told
from pos.ui.words import Words

SPANS = (7, 30, 90, 730)
"""Days that can be looked at; the log is kept for two years."""
MOST_ROWS, MOST_BEHIND = 100, 8


def in_order(found: Review) -> tuple[Opening, ...]:
    """What somebody asks about comes first, then the newest."""
    odd = {id(one) for asked in found.asked for one in asked.openings}
    return tuple(sorted(found.openings, key=lambda one: id(one) not in odd))


def rows_of(found: Review) -> tuple[str, ...]:
    """The ids of the rows, in their order."""
    openings = min(len(found.openings), MOST_ROWS)
    return (*(f"asked:{at}" for at in range(len(found.asked))), *(f"opening:{at}" for at in range(openings)))


def member_in(found: Review, chosen: str) -> str:
    """Whose record the chosen row is about, "" where it is several people's."""
    kind, _, place = chosen.partition(":")
    if kind == "opening":
        return in_order(found)[int(place)].member
    members = {one.member for one in found.asked[int(place)].openings} if place else set()
    return members.pop() if len(members) == 1 else ""


def present(
    found: Review | None, names: Mapping[str, str], words: Words, *, chosen: str, span: int, may_export: bool
) -> Pane:
    """The review of the last `span` days; None while it is being read."""
    if found is None:
        return Pane(summary=_of(span, words), told=Told("panel", words("access.reading")))
    rows = rows_of(found)
    if not rows:
        told = Told("news", words("access.nothing"), (words("access.nothing_text"),))
        return Pane(summary=_of(span, words), told=told, choices=_choices("", may_export=may_export))
    at = chosen if chosen in rows else rows[0]
    count = words("access.summary", span=_of(span, words), count=len(found.openings), asked=len(found.asked))
    kind, _, place = at.partition(":")
    if kind == "asked":
        one = found.asked[int(place)]
        heading, facts = words(f"access.asked.{one.kind}.title"), _asked(one, names, words)
    else:
        heading, facts = words("access.opening"), _opening(in_order(found)[int(place)], found, names, words)
    return Pane(
        summary=count,
        rows=_rows(found, names, words, at),
        heading=heading,
        facts=facts,
        note=words("access.verdict") if kind == "asked" else _cut(found, words),
        choices=_choices(member_in(found, at), may_export=may_export),
    )


def _of(span: int, words: Words) -> str:
    return words(f"access.span.{span}")


def _cut(found: Review, words: Words) -> str:
    return words("access.most", count=MOST_ROWS) if len(found.openings) > MOST_ROWS else ""


def _choices(member: str, *, may_export: bool) -> tuple[Choice, ...]:
    person = (Choice("person", "Enter", "primary"),) if member else ()
    return (*person, Choice("export", "F12"), *((Choice("marketing", "F11"),) if may_export else ()))


def _rows(found: Review, names: Mapping[str, str], words: Words, chosen: str) -> tuple[Entry, ...]:
    asked = [
        Entry(
            f"asked:{at}",
            words("access.row", who=names.get(one.who, one.who), what=words(f"access.asked.{one.kind}.title")),
            arithmetic(one, words),
            "?",
            chosen == f"asked:{at}",
        )
        for at, one in enumerate(found.asked)
    ]
    odd = {id(opening) for one in found.asked for opening in one.openings}
    openings = [
        Entry(
            f"opening:{at}",
            words("access.row", who=when(one, words), what=names.get(one.who, one.who)),
            _outcome(one, words),
            "?" if id(one) in odd else "",
            chosen == f"opening:{at}",
        )
        for at, one in enumerate(in_order(found)[:MOST_ROWS])
    ]
    return (*asked, *openings)


def when(one: Opening, words: Words) -> str:
    """The day and the hour."""
    return f"{day(one.at.date(), words.language)} {clock(one.at)}"


def _outcome(one: Opening, words: Words) -> str:
    purpose = words(f"person.purpose.{one.purpose}")
    told = words("access.refused") if one.is_refused else ""
    return " · ".join(part for part in (one.member, purpose, told) if part)


def _asked(one: Asked, names: Mapping[str, str], words: Words) -> tuple[Fact, ...]:
    facts = [
        Fact(words("access.column.who"), names.get(one.who, one.who)),
        Fact(words("access.column.arithmetic"), arithmetic(one, words), "warning"),
        Fact(words("access.column.ask"), words(f"access.asked.{one.kind}.ask")),
    ]
    newest = one.openings[::-1][:MOST_BEHIND]
    facts += [Fact(when(opening, words), _outcome(opening, words)) for opening in newest]
    more = len(one.openings) - len(newest)
    return (*facts, *([Fact("", words("access.more", count=more), "muted")] if more else []))


def _opening(one: Opening, found: Review, names: Mapping[str, str], words: Words) -> tuple[Fact, ...]:
    told = [words(f"access.asked.{asked.kind}.title") for asked in found.asked if any(one is o for o in asked.openings)]
    facts = [
        Fact(words("access.column.when"), when(one, words)),
        Fact(words("access.column.who"), names.get(one.who, one.who)),
        Fact(words("access.column.member"), one.member),
        Fact(words("access.column.purpose"), words(f"person.purpose.{one.purpose}")),
        Fact(words("access.column.outcome"), words("access.refused" if one.is_refused else "access.opened"),
             "danger" if one.is_refused else "ink"),
    ]  # fmt: skip
    if one.what:
        facts.append(Fact(words("access.column.what"), fields_in_words(one, words)))
    return (*facts, *([Fact(words("access.column.why"), ", ".join(told), "warning")] if told else []))
