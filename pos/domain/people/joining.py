"""Becoming a member (terms 6; privacy policy 1): the form, what it needs, and consents with the version of their text.

The form is personal and is in no journal; what joined and to what it agreed is.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from pos.domain.catalogue import Name
from pos.domain.errors import Refused
from pos.domain.members import phone_digits
from pos.domain.refusal import check_sealed
from pos.domain.spelling import can_be_written, plain

ConsentKind: TypeAlias = Literal["terms", "privacy", "crm", "marketing", "transfer"]
"""The terms of sale, the collection of what is required, of what is optional, advertising, transfer abroad (9)."""

REQUIRED: tuple[ConsentKind, ...] = ("terms", "privacy")
Sex: TypeAlias = Literal["", "female", "male"]

_MOST_LETTERS, _MOST_DIGITS = 80, 12
_MOBILE_PREFIXES = ("010", "011", "016", "017", "018", "019")


class ConsentText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody agrees to, in one version; the Korean text binds, the English one explains it."""

    kind: ConsentKind
    version: str
    title: Name
    text: Name

    @property
    def is_required(self) -> bool:
        """Whether nobody joins without it."""
        return self.kind in REQUIRED


class Consent(msgspec.Struct, frozen=True):
    """An agreement to one version of a text. Whose, when and before whom stands in the entry."""

    kind: ConsentKind
    version: str


class Guardian(msgspec.Struct, frozen=True):
    """Personal. The legal representative of somebody under fourteen, who agreed for them (privacy policy 2.2, 6)."""

    name: str
    mobile: str
    relation: str = ""


class Joining(msgspec.Struct, frozen=True):
    """Personal. The form as it is filled in: a fresh one agrees to nothing."""

    name: str = ""
    mobile: str = ""
    email: str = ""
    phone: str = ""
    sex: Sex = ""
    postcode: str = ""
    address: str = ""
    detail: str = ""
    is_under_14: bool = False
    guardian: Guardian | None = None
    consents: frozenset[ConsentKind] = frozenset()


class MemberJoined(msgspec.Struct, frozen=True, tag="MemberJoined"):
    """Somebody became a member at this till, under a number of its own, and agreed to these texts."""

    member: str
    consents: tuple[Consent, ...]
    by_guardian: bool = False


class ConsentsChanged(msgspec.Struct, frozen=True, tag="ConsentsChanged"):
    """A member agreed to further texts, or took back what is optional."""

    member: str
    given: tuple[Consent, ...] = ()
    withdrawn: tuple[ConsentKind, ...] = ()


def check_joining(form: Joining) -> None:
    """Whether somebody may join with this form.

    Raises Refused("member.required", field=...) for the first thing that is missing: name, mobile, consent_terms,
    consent_privacy; ("member.mobile") for what is no mobile number, ("member.too_long", field=..., most=...),
    ("member.guardian") for somebody under fourteen without a representative who can be reached, and what `check_text`
    raises.
    """
    if not plain(form.name):
        raise Refused("member.required", field="name")
    if not phone_digits(form.mobile):
        raise Refused("member.required", field="mobile")
    for field in ("name", "email", "address", "detail"):
        check_text(field, getattr(form, field))
    if form.is_under_14 and form.guardian is not None:
        check_text("guardian_name", form.guardian.name)
        check_text("guardian_name", form.guardian.relation)
    check_phone(form.phone)
    if not is_mobile(form.mobile):
        raise Refused("member.mobile")
    for kind in REQUIRED:
        if kind not in form.consents:
            raise Refused("member.required", field=f"consent_{kind}")
    if form.is_under_14 and not can_be_reached(form.guardian):
        raise Refused("member.guardian")


def check_text(field: str, text: str) -> None:
    """Whether a record takes a text.

    Raises Refused("member.too_long", field=..., most=...), also for what no file takes, and ("privacy.sensitive") where
    it looks like a card or resident number.
    """
    longest = max(len(text), len(plain(text)))  # one letter may stand for eighteen
    if longest > _MOST_LETTERS or not can_be_written(text):
        raise Refused("member.too_long", field=field, most=_MOST_LETTERS)
    check_sealed(text)


def check_phone(text: str) -> None:
    """Whether a second number may be one. Raises Refused("member.too_long", field="phone", most=...)."""
    if len(phone_digits(text)) > _MOST_DIGITS:
        raise Refused("member.too_long", field="phone", most=_MOST_DIGITS)


def member_number(boutique: str, till: str, running: int) -> str:
    """The number a till gives who joins there ("SEL01-1-M000123"); a scanner tells it from a receipt's by its M."""
    return f"{boutique}-{till}-M{running:06d}"


def joined_at(number: str, boutique: str, till: str) -> bool:
    """Whether a till gave this number itself."""
    return number.startswith(f"{boutique}-{till}-M")


def is_mobile(text: str) -> bool:
    """Whether it is a whole Korean mobile number, in any spelling; only those from before 010 may be a digit short."""
    digits = phone_digits(text)
    is_short = len(digits) == 10 and not digits.startswith("010")
    return digits.startswith(_MOBILE_PREFIXES) and (len(digits) == 11 or is_short)


def can_be_reached(guardian: Guardian | None) -> bool:
    """Whether a representative is named with a mobile number."""
    return guardian is not None and bool(plain(guardian.name)) and is_mobile(guardian.mobile)
