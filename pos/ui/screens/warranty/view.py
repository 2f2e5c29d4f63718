"""What the warranty card says of a machine: until when, registered or not, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.domain.warranty import Machine, is_in_time, register_until
from pos.till import machines
from pos.till.back import finding
from pos.till.counter import Counter
from pos.ui import notices
from pos.ui.figures import day
from pos.ui.notices import Explained
from pos.ui.screens.member.view import Found
from pos.ui.screens.refunds.pane import Choice, Fact, Pane, Told
from pos.ui.words import Words

Step: TypeAlias = Literal["asking", "looking_up", "found", "whose", "writing", "done", "refused"]


@dataclass(frozen=True, slots=True)
class Course:
    """Where the person is. `members` are those to choose from, `marked` the place of the one Enter would take."""

    step: Step = "asking"
    machine: Machine | None = None
    receipt: str = ""
    members: tuple[Found, ...] = ()
    marked: int = 0
    error: TillError | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class WarrantyView:
    """The card: the serial number's field is there while one is asked for, the member's while it is whose."""

    pane: Pane
    asks_serial: bool
    asks_member: bool
    receipt: str = ""
    members: tuple[Found, ...] = ()
    marked: int = 0


def present(counter: Counter, words: Words, course: Course) -> WarrantyView:
    """The card as it stands."""
    machine = course.machine
    pane = Pane(
        heading=_name(counter, machine, words) if machine else words("warranty.nothing_yet"),
        figure=_figure(counter, machine, words) if machine and not course.members else "",
        facts=_of_machine(counter, course, words),
        told=_told(counter, course, words),
        note=course.said,
        choices=_choices(course),
        is_busy=course.step in ("looking_up", "writing"),
    )
    return WarrantyView(
        pane=pane,
        asks_serial=course.step in ("asking", "looking_up", "found", "refused"),
        asks_member=course.step == "whose",
        receipt=course.receipt,
        members=course.members,
        marked=course.marked,
    )


def can_register(machine: Machine) -> bool:
    """Whether nobody registered it, and it is still somebody's."""
    return machine.registered_by is None and not machine.is_back


def refusal(error: TillError, words: Words) -> Explained:
    """Why not, as it is about a warranty."""
    return notices.refusal(error, words, about=f"warranty.refused.{error.code}")


def _name(counter: Counter, machine: Machine, words: Words) -> str:
    product = counter.ports.shelf.product(machine.product)
    return product.name.in_language(words.language) if product else machine.product


def _figure(counter: Counter, machine: Machine, words: Words) -> str:
    if machine.is_back:
        return words("warranty.is_back")
    until = machines.until(counter, machine)
    key = "warranty.until" if korean_day(counter.now()) <= until else "warranty.over"
    return words(key, day=until.isoformat())


def _of_machine(counter: Counter, course: Course, words: Words) -> tuple[Fact, ...]:
    if course.members:
        return ()  # they need its room
    return _facts(counter, course.machine, words) if course.machine else _help(counter, words)


def _facts(counter: Counter, machine: Machine, words: Words) -> tuple[Fact, ...]:
    def of(name: str, text: str, tone: Literal["ink", "warning", "accent"] = "ink") -> Fact:
        return Fact(words(f"warranty.fact.{name}"), text, tone)

    facts = [of("serial", machine.serial), of("sold", machine.sold_on.isoformat())]
    if machine.member:
        facts.append(of("buyer", machine.member))
    if machine.registered_on is not None:
        text = words("warranty.registered", day=machine.registered_on.isoformat(), member=machine.registered_by or "–")
        facts.append(of("registered", text, "accent"))
    elif not machine.is_back:
        facts.append(of("registered", *_still(counter, machine, words)))
    return (*facts, *_help(counter, words))


def _still(counter: Counter, machine: Machine, words: Words) -> tuple[str, Literal["ink", "warning"]]:
    """Within how many days registering still makes the warranty longer."""
    rule, calendar = finding.plus_of(counter, machine.serial), counter.calendar()
    if not is_in_time(machine.sold_on, rule, calendar, counter.now()):
        return words("warranty.too_late"), "ink"
    last = register_until(machine.sold_on, rule, calendar)
    left = (last - korean_day(counter.now())).days
    key = "warranty.still" if left else "warranty.still_today"
    when = day(last, words.language)
    return words(key, days=left, day=when, months=rule.registration_months), "warning"


def _help(counter: Counter, words: Words) -> tuple[Fact, ...]:
    phone = counter.policy().rules.warranty.service_phone
    return (Fact(words("warranty.fact.service"), phone),)


def _choices(course: Course) -> tuple[Choice, ...]:
    if course.step == "asking":
        return (Choice("look_up", "Enter", "primary"),)
    if course.step == "found" and course.machine is not None and can_register(course.machine):
        return (Choice("register", "Enter", "primary"),)
    if course.step == "whose":
        return (Choice("for_member" if course.receipt else "take_receipt", "Enter", "primary"), Choice("stay", "Esc"))
    if course.step in ("done", "refused"):
        return (Choice("next", "Enter", "primary"),)
    return ()


def _told(counter: Counter, course: Course, words: Words) -> Told | None:
    if course.step in ("looking_up", "writing"):
        return Told("panel", words(f"warranty.{course.step}"))
    if course.step == "whose" and not course.members:
        key = "warranty.whose_receipt" if not course.receipt else "warranty.whose_member"
        return Told("panel", words(key), (words(f"{key}_more"),))
    if course.step == "done" and course.machine is not None:
        until = machines.until(counter, course.machine).isoformat()
        return Told("news", words("warranty.done", day=until), (words("warranty.done_more"),))
    if course.step == "refused" and course.error is not None:
        told = refusal(course.error, words)
        return Told("error", told.what, (told.safe, told.do), told.short)
    return None
