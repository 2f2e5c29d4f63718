"""The steps on a member's page: a purpose, how somebody showed who they are, a correction, a reason; one a pane."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from pos.domain.delivery import Recipient
from pos.domain.members import mask_name
from pos.domain.people.access import Purpose
from pos.domain.people.rights import FIELDS, Shown
from pos.domain.people.standing import REASONS
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.ui.figures import day
from pos.ui.screens.person import facts
from pos.ui.screens.person.course import Course
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane, Told
from pos.ui.words import Words

BACK = Choice("back", "Esc")
NOTES = 4
"""How many ready notes each step has that wants one."""


def present(counter: Counter, member: Member, words: Words, course: Course) -> Pane:
    """The pane of the step."""
    made = _STEPS[course.stage](counter, member, words, course)
    return Pane(
        summary=words("person.summary", name=mask_name(member.name), number=member.number),
        rows=made.rows,
        heading=made.heading or words(f"person.step.{course.stage}"),
        facts=made.facts,
        told=made.told,
        note=made.note,
        choices=() if course.is_busy else made.choices,
        is_busy=course.is_busy,
    )


def purposes(counter: Counter) -> tuple[str, ...]:
    """What who is signed in may open a record for."""
    staff, powers = counter.staff, counter.ports.powers
    return tuple(one for one in get_args(Purpose) if staff is not None and powers.may_open(staff.role, one))


def rows_of(counter: Counter, member: Member, course: Course) -> tuple[str, ...]:
    """What is chosen from in a step, by the digits 1 to 9."""
    lists: dict[str, Callable[[], tuple[str, ...]]] = {
        "purpose": lambda: purposes(counter),
        "identity": lambda: get_args(Shown),
        "leave": lambda: get_args(Shown),
        "fields": lambda: FIELDS,
        "suspend": lambda: tuple(str(one) for one in REASONS),
        "correct": lambda: _places(member, course),
    }
    made = lists.get(course.stage)
    return made() if made is not None else ()


def _places(member: Member, course: Course) -> tuple[str, ...]:
    several = "address" in course.fields and len(member.addresses) > 1
    return tuple(str(place) for place in range(len(member.addresses))) if several else ()


def _rows(names: tuple[str, ...], course: Course, title: Callable[[str], str]) -> tuple[Entry, ...]:
    return tuple(
        Entry(name, f"{place}  {title(name)}", "", "", name == course.chosen) for place, name in enumerate(names, 1)
    )


def _purpose(counter: Counter, _: Member, words: Words, course: Course) -> Pane:
    rows = _rows(purposes(counter), course, lambda name: words(f"person.purpose.{name}"))
    told = Told("panel", words("person.purpose_title"), (words("person.purpose_text"),))
    return Pane(rows=rows, told=told, choices=(Choice("open", "Enter", "primary"), BACK))


def _identity(_c: Counter, _m: Member, words: Words, course: Course) -> Pane:
    rows = _rows(get_args(Shown), course, lambda name: words(f"person.identity.{name}"))
    told = Told("panel", words(f"person.kind.{course.kind}"), (words("person.identity_text"), _wanted(words, course)))
    return Pane(rows=rows, told=told, choices=(Choice("take_down", "Enter", "primary"), BACK))


def _wanted(words: Words, course: Course) -> str:
    if course.kind != "correction":
        return ""
    fields = ", ".join(words(f"person.field.{name}") for name in course.fields)
    return words("person.fields_frozen", fields=fields)


def _fields(_c: Counter, _m: Member, words: Words, course: Course) -> Pane:
    rows = tuple(
        Entry(name, f"{place}  {words(f'person.field.{name}')}", "", "✓" if name in course.fields else "",
              name == course.chosen)
        for place, name in enumerate(FIELDS, 1)
    )  # fmt: skip
    told = Told("panel", words("person.fields_title"), (words("person.fields_text"),))
    return Pane(rows=rows, told=told, choices=(Choice("next", "Enter", "primary"), BACK))


def _copy(_c: Counter, _m: Member, words: Words, course: Course) -> Pane:
    made = course.copy
    if made is None:
        return Pane(told=Told("panel", words("person.gathering")), choices=(BACK,))
    counts = words("person.copy_holds", sales=len(made.sales), handed=len(made.handed_over))
    told = Told("news", words("person.copy_ready"), (counts, words("person.copy_text")))
    return Pane(told=told, choices=(Choice("save", "Enter", "primary"), Choice("print", "F12"), BACK))


def _correct(_c: Counter, member: Member, words: Words, course: Course) -> Pane:
    rows = _rows(_places(member, course), course, lambda at: _where(member.addresses[int(at)]))
    return Pane(rows=rows, note=words("person.enter_text"), choices=(Choice("correct", "Enter", "primary"), BACK))


def _where(one: Recipient) -> str:
    return ", ".join(part for part in (one.address, one.detail) if part)


def _corrected(counter: Counter, _m: Member, words: Words, course: Course) -> Pane:
    names = {one.id: one.name.in_language(words.language) for one in counter.ports.processors}
    today = day(counter.now().date(), words.language)
    told = tuple(words("person.told_processor", name=names.get(one, one), day=today) for one in course.told_processors)
    texts = (words("person.corrected_text"), *(told or (words("person.told_nobody"),)))
    return Pane(told=Told("news", words("person.corrected"), texts), choices=(Choice("done", "Enter", "primary"),))


def _leave(counter: Counter, member: Member, words: Words, course: Course) -> Pane:
    rows = _rows(get_args(Shown), course, lambda name: words(f"person.identity.{name}"))
    rule = counter.policy().rules.retention
    kept = words("person.leave_kept", years=rule.contract_years, months=rule.visit_months)
    lines = (
        Fact(words("person.leave_benefits"), facts.benefits(counter, member, words)[0].text, "warning"),
        Fact(words("person.leave_gone"), words("person.leave_gone_text")),
        Fact(words("person.leave_law"), kept),
        Fact(words("person.leave_final"), words("person.leave_final_text"), "danger"),
    )
    note = "" if course.chosen else words("person.leave_identity")
    return Pane(rows=rows, facts=lines, note=note, choices=(Choice("leave_now", "Enter", "danger"), BACK))


def _suspend(counter: Counter, _m: Member, words: Words, course: Course) -> Pane:
    names = tuple(str(one) for one in REASONS)
    rows = _rows(names, course, lambda name: facts.reason(int(name), words))
    return Pane(rows=rows, facts=facts.cure_dates(counter, words), choices=(Choice("limit", "Enter", "danger"), BACK))


def _lift(_c: Counter, _m: Member, words: Words, _: Course) -> Pane:
    lines = (Fact(words("person.state"), words("person.lift_text")),)
    return Pane(facts=lines, choices=(Choice("lift_now", "Enter", "primary"), BACK))


def _announce(counter: Counter, _m: Member, words: Words, _: Course) -> Pane:
    return Pane(facts=facts.loss_dates(counter, words), choices=(Choice("announce_now", "Enter", "danger"), BACK))


def _cancel(counter: Counter, member: Member, words: Words, _: Course) -> Pane:
    rule = counter.policy().rules.retention
    kept = words("person.leave_kept", years=rule.contract_years, months=rule.visit_months)
    told = facts.benefits(counter, member, words)[0].text
    texts = (words("person.cancel_text", benefits=told), kept, words("person.leave_final_text"))
    choices = (Choice("cancel_now", "1", "danger"), BACK)
    return Pane(told=Told("warning", words("person.step.cancel"), texts), choices=choices)


def _refuse(_c: Counter, _m: Member, words: Words, course: Course) -> Pane:
    lines = (Fact(words("person.to_refuse"), words(f"person.kind.{course.kind}")),)
    return Pane(facts=lines, note=words("person.refuse_note"), choices=(Choice("refuse_now", "Enter", "danger"), BACK))


def _tell(counter: Counter, member: Member, words: Words, course: Course) -> Pane:
    found = facts.standing(counter, member, words)
    texts = tuple(f"{one.name}: {one.text}" for one in found if one.name != words("person.note"))
    told = Told("news", words(f"person.done.{course.done}"), (*texts, words("person.tell_text")))
    return Pane(told=told, choices=(Choice("have_told", "Enter", "primary"), Choice("later", "Esc")))


_STEPS: dict[str, Callable[[Counter, Member, Words, Course], Pane]] = {
    "purpose": _purpose,
    "fields": _fields,
    "identity": _identity,
    "copy": _copy,
    "correct": _correct,
    "corrected": _corrected,
    "leave": _leave,
    "refuse": _refuse,
    "suspend": _suspend,
    "lift": _lift,
    "announce": _announce,
    "cancel": _cancel,
    "tell": _tell,
}
