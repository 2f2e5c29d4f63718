"""Products as the shop sells them: ranges, selling units, dated prices, tax. It never decides what a basket costs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from pos.domain.errors import Refused
from pos.domain.money import Won

Kind: TypeAlias = Literal["capsule", "machine", "accessory", "food", "recycling"]
Range: TypeAlias = Literal["original", "vertuo", "professional"]
Tax: TypeAlias = Literal["taxable", "exempt"]


class Name(msgspec.Struct, frozen=True):
    """A display name in both languages; never an identity."""

    ko: str
    en: str

    def in_language(self, language: str) -> str:
        """The name in `language` ("ko" or "en"), in Korean where English is missing."""
        return (self.en or self.ko) if language == "en" else self.ko


class Price(msgspec.Struct, frozen=True):
    """A shelf price in won, VAT inside, from an instant on (terms 9 (2))."""

    since: datetime
    won: Won


class Product(msgspec.Struct, frozen=True):
    """One thing with a code and a shelf price. A capsule product is sold in units of `capsules`.

    `max_per_member` and `max_per_address` limit the units in the last `limit_days` days (terms 10 (1)).
    """

    code: str
    name: Name
    kind: Kind
    range: Range | None = None
    capsules: int = 0
    tax: Tax = "taxable"
    prices: tuple[Price, ...] = ()
    barcodes: tuple[str, ...] = ()
    min_per_order: int | None = None
    max_per_order: int | None = None
    max_per_member: int | None = None
    max_per_address: int | None = None
    limit_days: int = 30
    limited_edition: bool = False
    serial_tracked: bool = False
    serial_pattern: str | None = None
    warranty_months: int = 0
    plus_plan: str | None = None
    favourite: int | None = None
    colour: str | None = None


def price_at(product: Product, moment: datetime) -> Won | None:
    """The shelf price in force at `moment`, or None where the product has none yet.

    `product.prices` may stand in any order; of two with the same instant the later one counts.
    """
    newest: Price | None = None
    for price in product.prices:
        if price.since <= moment and (newest is None or price.since >= newest.since):
            newest = price
    return None if newest is None else newest.won


def units_of(product: Product, capsules: int) -> int:
    """How many selling units `capsules` capsules are (terms 9 (5)).

    Raises Refused("order.unit_multiple") unless it is a whole number of units, at least one.
    """
    size = product.capsules
    if size <= 0 or capsules <= 0 or capsules % size:
        raise Refused("order.unit_multiple", product=product.code, unit=size, asked=capsules)
    return capsules // size


def check_digit_is_right(barcode: str) -> bool:
    """Whether an EAN-8, UPC-A, EAN-13 or GTIN-14 ends in the digit that its others demand (GS1, modulo ten)."""
    if not (barcode.isascii() and barcode.isdigit()) or len(barcode) not in (8, 12, 13, 14):
        return False
    digits = [int(digit) for digit in reversed(barcode)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def looks_like_gtin(code: str) -> bool:
    """Whether a code has the length and letters of a retail barcode, whatever its check digit says."""
    return code.isascii() and code.isdigit() and len(code) in (8, 12, 13, 14)


_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def initials(text: str) -> str:
    """The initial consonants of a hangul text ("아리아" → "ㅇㄹㅇ"); what is no syllable stays as it is."""
    return "".join(_INITIALS[(ord(letter) - 0xAC00) // 588] if "가" <= letter <= "힣" else letter for letter in text)


def all_initials(text: str) -> bool:
    """Whether a search text is made of initial consonants only."""
    return bool(text) and all(letter in _INITIALS for letter in text)
