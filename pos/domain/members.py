"""Members as the counter knows them: standing, masks, and phone numbers in one spelling. It keeps nothing."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

from pos.domain.easy_order import EasyOrder
from pos.domain.plus import Entitlement, Use
from pos.domain.spelling import plain

Standing: TypeAlias = Literal["active", "suspended", "withdrawn"]
Mark: TypeAlias = Literal["excessive_returns"]


class Dossier(msgspec.Struct, frozen=True):
    """What bears on a member's orders, by their number: no name, nothing personal.

    `uses` are sales that used a benefit, wherever they were made.
    """

    member: str
    standing: Standing = "active"
    entitlements: tuple[Entitlement, ...] = ()
    uses: tuple[Use, ...] = ()
    marks: tuple[Mark, ...] = ()
    easy_orders: tuple[EasyOrder, ...] = ()


def mask_name(name: str) -> str:
    """A name on a screen or a paper, its first and last letter: 홍*동, 이*, 남**수, K********i."""
    name = " ".join(plain(name).split())
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_mail(address: str) -> str:
    """An e-mail address with the first two letters of its owner: ab****@example.com; one less than there are."""
    owner, at, where = plain(address).rpartition("@")
    if not at:  # no address: all of it is somebody's
        owner, where = where, ""
    shown = owner[: min(2, len(owner) - 1)] if owner else ""
    return shown + "*" * (len(owner) - len(shown)) + at + where


def mask_phone(phone: str) -> str:
    """A phone number with its middle hidden: 010-****-2222, 02-***-0000."""
    digits = phone_digits(phone)
    if len(digits) < 8:
        return "*" * len(digits)
    area = 2 if digits.startswith("02") else 3
    return f"{digits[:area]}-{'*' * (len(digits) - area - 4)}-{digits[-4:]}"


def phone_digits(text: str) -> str:
    """A phone number as digits, however it was spelt: +82 10-1111-2222 is 01011112222."""
    typed = plain(text)
    digits = re.sub(r"[^0-9]", "", typed)
    if digits.startswith("0082"):
        digits = digits[2:]
    if re.match(r"\+\s*82", typed) or (digits.startswith("82") and len(digits) >= 11):
        digits = "0" + digits[2:].lstrip("0")
    return digits
