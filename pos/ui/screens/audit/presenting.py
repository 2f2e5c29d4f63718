"""From what was read to what is seen on the audit page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pos.domain.papers.paper import Document
from pos.ui.figures import day, won
from pos.ui.screens.audit.view import (
    AuditView,
    Course,
    Loaded,
    Names,
    line_facts,
    line_row,
    question_facts,
    question_row,
    what,
)
from pos.ui.screens.figures.periods import Period
from pos.ui.widgets.label import Tone
from pos.ui.words import Words


def present(
    course: Course,
    loaded: Loaded,
    words: Words,
    names: Names,
    *,
    chain: tuple[str, Tone],
    message: str,
    today: date,
    paper: Document | None,
) -> AuditView:
    """The questions, or lines of the journal; `message` stands in for both while there is nothing to see."""
    view = AuditView(words("audit.title"), "", chain[0], chain[1], course.mode, message=message, paper=paper)
    if course.mode == "questions" and course.flag is None:
        return _questions(view, course, loaded, words, names)
    if course.flag is not None:
        who = names.person(course.flag.who, words)
        title = words("audit.behind", what=words(f"audit.flag.{course.flag.code}.title"), who=who)
        when = day(course.flag.day, words.language)
        view = replace(view, title=title, when=when, is_behind=True, can_go_back=False)
    else:
        groups = course.wanted.groups
        view = replace(
            view,
            when=told(course, words, names),
            has_groups=True,
            group=groups[0] if groups else "",
            can_go_on=course.wanted.last < today,
            has_newer=len(course.pages) > 1,
            has_older=loaded.has_more,
        )
    return _lines(view, course, loaded, words, names)


def _questions(view: AuditView, course: Course, loaded: Loaded, words: Words, names: Names) -> AuditView:
    at = day(loaded.day, words.language) if loaded.day else ""
    view = replace(
        view,
        when=words("audit.question_day", day=at, count=len(loaded.flags)) if loaded.day else "",
        can_go_on=bool(course.until),
        can_go_back=loaded.day is not None,
    )
    if view.message:
        return view
    if not loaded.flags:
        key = "audit.no_questions" if loaded.day else "audit.no_days"
        return replace(view, message=words(key, day=at))
    flag = loaded.flags[min(course.chosen, len(loaded.flags) - 1)]
    return replace(
        view,
        rows=tuple(question_row(one, words, names) for one in loaded.flags),
        chosen=course.chosen,
        heading=words("audit.behind", what=words(f"audit.flag.{flag.code}.title"), who=names.person(flag.who, words)),
        facts=question_facts(flag, words, names),
        note=words("audit.question_only"),
        open_words=words("audit.show_entries", count=len(flag.places)),
    )


def _lines(view: AuditView, course: Course, loaded: Loaded, words: Words, names: Names) -> AuditView:
    if view.message:
        return view
    if not loaded.lines:
        return replace(view, message=words("audit.empty"))
    line = loaded.lines[min(course.chosen, len(loaded.lines) - 1)]
    wanted = course.wanted
    if course.flag is not None and course.flag.code != "ask.short_again":
        wanted = type(wanted)(course.flag.day, course.flag.day)
    return replace(
        view,
        rows=tuple(line_row(one, wanted, words, names) for one in loaded.lines),
        chosen=course.chosen,
        heading=what(line, words),
        facts=line_facts(line, words, names),
        note="" if view.paper is not None else words("audit.no_paper"),
        can_export=True,
    )


def told(course: Course, words: Words, names: Names) -> str:
    """What is looked for, in one line."""
    wanted = course.wanted
    parts = [Period(wanted.first, wanted.last).told(words)]
    parts += [names.person(wanted.who, words)] if wanted.who else []
    if wanted.least is not None or wanted.most is not None:
        low = won(wanted.least, words.language) if wanted.least is not None else ""
        high = won(wanted.most, words.language) if wanted.most is not None else ""
        parts.append(words("figures.period", first=low, last=high).strip())
    return " · ".join(parts)
