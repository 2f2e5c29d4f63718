"""A member's page as finished texts: its sections at the left, the chosen one with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pos.domain.calendar import korean_day
from pos.domain.members import mask_name, mask_phone
from pos.domain.people.joining import REQUIRED, ConsentKind
from pos.domain.people.rights import SubjectRequest
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.ui.figures import clock
from pos.ui.screens.person import facts, steps
from pos.ui.screens.person.course import (
    Course,
    may_handle,
    member_of,
    open_requests,
    request_of,
    stands,
)
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane, Told
from pos.ui.words import Words

SECTIONS = ("profile", "standing", "benefits", "consents", "asking")


def present(counter: Counter, words: Words, course: Course) -> Pane:
    """The page, or the step somebody is in."""
    member = member_of(counter, course)
    if member is None:
        return Pane(told=Told("news", words("person.nobody")))
    page = _page(counter, member, words, course)
    if course.stage == "page":
        return page
    step = steps.present(counter, member, words, course)
    return step if step.rows else replace(step, rows=page.rows)  # a section is a way out of a step


def sections(counter: Counter, number: str) -> tuple[str, ...]:
    """What can be looked at: open requests stand first, they are watched."""
    return (*(f"request:{one.id}" for one in open_requests(counter, number)), *SECTIONS)


def optional(counter: Counter) -> tuple[ConsentKind, ...]:
    """What a member may agree to and take back, in the order of the texts."""
    return tuple(text.kind for text in counter.ports.texts if text.kind not in REQUIRED)


def _page(counter: Counter, member: Member, words: Words, course: Course) -> Pane:
    asked = request_of(counter, replace(course, stage="page"))
    told, choices, note = _section(counter, member, words, course)
    name = f"request:{asked.id}" if asked is not None else course.section
    return Pane(
        summary=words("person.summary", name=mask_name(member.name), number=member.number),
        rows=(
            *(_request_row(counter, one, words, chosen=name) for one in open_requests(counter, member.number)),
            *(
                Entry(each, words(f"person.section.{each}"), _glance(counter, member, words, each), "", each == name)
                for each in SECTIONS
            ),
        ),
        heading=words(f"person.kind.{asked.kind}") if asked is not None else words(f"person.section.{course.section}"),
        facts=told,
        note=note,
        choices=() if course.is_busy else choices,
        is_busy=course.is_busy,
    )


def _request_row(counter: Counter, one: SubjectRequest, words: Words, *, chosen: str) -> Entry:
    row, detail = f"request:{one.id}", facts.due_in_words(counter, one, words)
    pressing = facts.is_pressing(counter, one)
    return Entry(row, words(f"person.kind.{one.kind}"), detail, "", row == chosen, is_pressing=pressing)


def _glance(counter: Counter, member: Member, words: Words, section: str) -> str:
    """What a row says before it is chosen."""
    if section == "profile":
        return mask_phone(member.mobile)
    if section == "standing":
        return words(f"person.standing.{member.standing}")
    if section == "benefits":
        return facts.benefits(counter, member, words)[0].text
    if section == "consents":
        agreed = any(one.kind == "marketing" for one in member.consents)
        return words("person.consent.advertising" if agreed else "person.consent.no_advertising")
    return words("person.asking_glance")


_Section = tuple[tuple[Fact, ...], tuple[Choice, ...], str]


def _section(counter: Counter, member: Member, words: Words, course: Course) -> _Section:
    """What the chosen section says, what can be done there, and what stands under it."""
    asked = request_of(counter, course)
    if asked is not None:
        note = "" if counter.may("refuse_subject_requests") else words("person.others_refuse")
        return facts.request(counter, asked, words), _for_request(counter, asked), note
    shown: dict[str, Callable[[], _Section]] = {
        "standing": lambda: (_standing(counter, member, words, course), _for_standing(counter, member),
                             "" if counter.may("suspend_member") else words("person.managers_limit")),
        "benefits": lambda: (facts.benefits(counter, member, words), (), ""),
        "consents": lambda: (facts.consents(counter, member, words), _for_consents(counter, member),
                             words("person.consent.note")),
        "asking": lambda: (facts.past_requests(counter, member, words), _for_asking(counter, member),
                           words("person.asking_note")),
    }  # fmt: skip
    made = shown.get(course.section)
    return made() if made is not None else _profile(counter, member, words, course)


def _standing(counter: Counter, member: Member, words: Words, course: Course) -> tuple[Fact, ...]:
    told = facts.told(counter, course, words) if member.standing == "suspended" else ()
    return (*facts.standing(counter, member, words), *told)


def _profile(counter: Counter, member: Member, words: Words, course: Course) -> _Section:
    told, whole = facts.profile(counter, member, words, course), course.whole
    if whole is not None:
        text = words("person.recorded", time=clock(whole.at), purpose=words(f"person.purpose.{whole.purpose}"))
        recorded = Fact(words("person.record"), text, "warning")
        return (recorded, *told), (Choice("hide", "Enter", "primary"),), words("person.soon_hidden")
    may_see = bool(steps.purposes(counter))
    return told, (Choice("see", "Enter", "primary"),) if may_see else (), "" if may_see else words("person.not_yours")


def _for_standing(counter: Counter, member: Member) -> tuple[Choice, ...]:
    told = Choice("told", "3")
    if member.standing != "suspended":
        return (Choice("suspend", "1", "danger"),) if counter.may("suspend_member") else ()
    if not counter.may("suspend_member"):
        return (told,)
    found = stands(counter, member)
    if found is None or found.takes_effect is None:
        return (Choice("lift", "1"), Choice("announce", "2", "danger"), told)
    if korean_day(counter.now()) < found.takes_effect:
        return (Choice("lift", "1"), told)
    return (Choice("lift", "1"), Choice("cancel", "2", "danger"), told)


def _for_consents(counter: Counter, member: Member) -> tuple[Choice, ...]:
    """One key gives or takes back what is optional."""
    given = {one.kind for one in member.consents}
    kinds = optional(counter)
    return tuple(
        Choice(f"take_{kind}" if kind in given else f"give_{kind}", str(place)) for place, kind in enumerate(kinds, 1)
    )


def _for_asking(counter: Counter, member: Member) -> tuple[Choice, ...]:
    there = {one.kind for one in open_requests(counter, member.number)}
    choices = (Choice("ask_copy", "1"), Choice("ask_correction", "2"))
    new = tuple(one for one in choices if one.name.removeprefix("ask_") not in there)
    return (*new, Choice("leave", "Del", "danger"))


def _for_request(counter: Counter, asked: SubjectRequest) -> tuple[Choice, ...]:
    if not may_handle(counter):
        return ()
    does = {"copy": "gather", "correction": "enter", "deletion": "delete"}[asked.kind]
    refuses = (Choice("refuse", "Del", "danger"),) if counter.may("refuse_subject_requests") else ()
    return (Choice(does, "Enter", "primary"), *refuses)
