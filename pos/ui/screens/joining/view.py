"""What the joining page shows, as finished texts: what is agreed to, what is missing, who has the mobile already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.errors import Refused
from pos.domain.members import mask_name, mask_phone, phone_digits
from pos.domain.people.joining import (
    REQUIRED,
    ConsentKind,
    ConsentText,
    Guardian,
    Joining,
    Sex,
    can_be_reached,
    is_mobile,
)
from pos.domain.spelling import plain
from pos.till.counter import Counter
from pos.till.people import joining
from pos.ui.words import Words

Page: TypeAlias = Literal["form", "text", "check"]
FieldName: TypeAlias = Literal[
    "mobile",
    "name",
    "guardian_name",
    "guardian_mobile",
    "guardian_relation",
    "email",
    "phone",
    "postcode",
    "address",
    "detail",
]
WHO: tuple[FieldName, ...] = ("mobile", "name")
GUARDIAN: tuple[FieldName, ...] = ("guardian_name", "guardian_mobile", "guardian_relation")
MORE: tuple[FieldName, ...] = ("email", "phone", "postcode", "address", "detail")
SEXES: tuple[Sex, ...] = ("", "female", "male")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A text that is agreed to, or not. `place` names its row."""

    kind: ConsentKind
    title: str
    version: str
    is_required: bool
    is_given: bool

    @property
    def place(self) -> str:
        """What its row is called."""
        return f"consent_{self.kind}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read: the Korean one, which binds, and the English one, "" while it is not shown."""

    agreement: Agreement
    korean: str
    english: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of what the customer looks at. `answer` is "yes" or "no" where it is a consent."""

    name: str
    text: str
    answer: Literal["", "yes", "no"] = ""


@dataclass(frozen=True, slots=True)
class Course:
    """Where the person is in it, and what is ticked. `known` is whose mobile it is already, masked; "" nobody's."""

    page: Page = "form"
    consents: frozenset[ConsentKind] = frozenset()
    is_under_14: bool = False
    is_more: bool = False
    sex: Sex = ""
    wrong: tuple[Refused, ...] = ()
    known: str = ""
    known_as: str = ""
    is_offline: bool = False
    is_joining: bool = False
    read: ConsentKind = "terms"
    is_english: bool = False


@dataclass(frozen=True, slots=True)
class JoiningView:
    """The page as it stands. `wrong` says what is missing or wrong at which place."""

    page: Page
    agreements: tuple[Agreement, ...]
    wrong: Mapping[str, str]
    known: str
    is_offline: bool
    is_joining: bool
    is_under_14: bool
    is_more: bool
    sex: Sex
    reading: Reading | None
    lines: tuple[Shown, ...]

    def of(self, *, required: bool) -> tuple[Agreement, ...]:
        """What has to be agreed to, or what need not."""
        return tuple(one for one in self.agreements if one.is_required is required)


def present(counter: Counter, words: Words, course: Course, form: Joining) -> JoiningView:
    """The page as it stands, with what is written in its fields."""
    texts = joining.texts(counter)
    agreements = tuple(_agreement(text, course, words) for text in texts)
    return JoiningView(
        page=course.page,
        agreements=agreements,
        wrong={place_of(one, form): _told(one, form, words) for one in course.wrong},
        known=_known(course, words),
        is_offline=course.is_offline,
        is_joining=course.is_joining,
        is_under_14=course.is_under_14,
        is_more=course.is_more,
        sex=course.sex,
        reading=_reading(texts, agreements, course) if course.page == "text" else None,
        lines=_lines(form, agreements, words) if course.page == "check" else (),
    )


def place_of(error: Refused, form: Joining) -> str:
    """Where on the page a refusal is about, "" where it is about nothing there."""
    if error.code in ("member.required", "member.too_long"):
        return str(error.facts.get("field", ""))
    if error.code == "member.guardian":
        guardian = form.guardian
        return "guardian_mobile" if guardian and plain(guardian.name) else "guardian_name"
    return {"member.mobile": "mobile", "delivery.postcode": "postcode"}.get(error.code, "")


def missing(form: Joining) -> tuple[Refused, ...]:
    """Everything that joining still needs, from the top of the page to its end."""
    needed: list[Refused] = []
    if not phone_digits(form.mobile):
        needed.append(Refused("member.required", field="mobile"))
    elif not is_mobile(form.mobile):
        needed.append(Refused("member.mobile"))
    if not plain(form.name):
        needed.append(Refused("member.required", field="name"))
    if form.is_under_14 and not can_be_reached(form.guardian):
        needed.append(Refused("member.guardian"))
    consents = (kind for kind in REQUIRED if kind not in form.consents)
    return (*needed, *(Refused("member.required", field=f"consent_{kind}") for kind in consents))


def spelt(text: str) -> str:
    """A mobile as people write it, as far as it is typed: 010-1234-5678; anything else as it is."""
    digits = phone_digits(text)
    if not digits.startswith("01") or len(digits) > 11:
        return text
    middle = 3 if len(digits) == 10 and not digits.startswith("010") else 4
    parts = (digits[:3], digits[3 : 3 + middle], digits[3 + middle :])
    return "-".join(part for part in parts if part)


def first_missing(agreements: tuple[Agreement, ...]) -> Agreement | None:
    """The first that has to be agreed to, and is not."""
    return next((one for one in agreements if one.is_required and not one.is_given), None)


def _agreement(text: ConsentText, course: Course, words: Words) -> Agreement:
    title = text.title.in_language(words.language)
    return Agreement(text.kind, title, text.version, text.is_required, text.kind in course.consents)


def _told(error: Refused, form: Joining, words: Words) -> str:
    what = _what(error, place_of(error, form), form)
    return words(f"joining.wrong.{what}", most=error.facts.get("most", ""))


def _what(error: Refused, place: str, form: Joining) -> str:
    """What it is called that is wrong at a place."""
    if error.code == "member.too_long":
        return "too_long"
    if place.removeprefix("consent_") in REQUIRED:
        return "consent"
    if place == "mobile" and phone_digits(form.mobile):
        return "no_mobile"
    if place == "guardian_mobile" and form.guardian and phone_digits(form.guardian.mobile):
        return "no_mobile"
    return place


def _known(course: Course, words: Words) -> str:
    if not course.known:
        return ""
    return words("joining.known", who=" · ".join(part for part in (course.known_as, course.known) if part))


def masked(name: str, mobile: str) -> str:
    """Somebody told without being named."""
    return " · ".join(part for part in (mask_name(name), mask_phone(mobile)) if part)


def _reading(texts: tuple[ConsentText, ...], agreements: tuple[Agreement, ...], course: Course) -> Reading | None:
    text = next((one for one in texts if one.kind == course.read), None)
    agreement = next((one for one in agreements if one.kind == course.read), None)
    if text is None or agreement is None:
        return None
    return Reading(agreement, text.text.ko, text.text.en if course.is_english else "")


def _lines(form: Joining, agreements: tuple[Agreement, ...], words: Words) -> tuple[Shown, ...]:
    """What was typed and ticked, as the customer looks at it: it is theirs, and not masked."""
    where = " ".join(part for part in (form.postcode, form.address, form.detail) if part)
    written = [
        ("name", plain(form.name)),
        ("mobile", spelt(form.mobile)),
        *_of_guardian(form.guardian if form.is_under_14 else None),
        ("email", form.email),
        ("phone", form.phone),
        ("address", where),
        ("sex", words(f"joining.sex.{form.sex}") if form.sex else ""),
    ]
    always = ("name", "mobile")
    shown = [Shown(words(f"joining.field.{name}"), text or "–") for name, text in written if text or name in always]
    return (*shown, *(_answered(one, words) for one in agreements))


def _of_guardian(guardian: Guardian | None) -> list[tuple[str, str]]:
    if guardian is None:
        return []
    parts = (plain(guardian.name), plain(guardian.relation), spelt(guardian.mobile))
    return [("guardian", " · ".join(part for part in parts if part))]


def _answered(one: Agreement, words: Words) -> Shown:
    answer: Literal["yes", "no"] = "yes" if one.is_given else "no"
    return Shown(one.title, words(f"joining.answer.{answer}"), answer)
