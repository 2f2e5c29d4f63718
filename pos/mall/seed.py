"""A chain to begin with, from a TOML document, read strictly: an unknown key refuses all of it."""

from __future__ import annotations

import tomllib
from datetime import datetime

import msgspec

from pos.domain.calendar import KST
from pos.domain.catalogue import Kind, Name, Price, Product, Range, Tax
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.till.feed import Boutique, Language, Member, Role

_ALWAYS = datetime(2020, 1, 1, tzinfo=KST)


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the document."""


class SeedBoutique(_Strict, frozen=True):
    """The shop, and the number of its first till."""

    id: str
    name: str
    business_number: str
    representative: str
    address: str
    phone: str
    till: str = "1"
    service_phone: str = ""


class SeedPrice(_Strict, frozen=True):
    """A price and the instant from which it holds, in Korean time unless it says otherwise."""

    won: Won
    since: datetime | None = None


class SeedProduct(_Strict, frozen=True):
    """A product; `price` is one price that has always held."""

    code: str
    name: Name
    kind: Kind
    range: Range | None = None
    capsules: int = 0
    tax: Tax = "taxable"
    price: Won | None = None
    prices: tuple[SeedPrice, ...] = ()
    barcode: str | None = None
    barcodes: tuple[str, ...] = ()
    min_per_order: int | None = None
    max_per_order: int | None = None
    limited_edition: bool = False
    serial_tracked: bool = False
    serial_pattern: str | None = None
    warranty_months: int = 0
    plus_plan: str | None = None
    favourite: int | None = None
    colour: str | None = None


class SeedPlan(_Strict, frozen=True):
    """A Plus plan: one amount a coffee order, the days it runs, and what an order has to hold."""

    id: str
    amounts: tuple[Won, ...]
    days: int
    min_capsules: int
    ranges: tuple[Range, ...]


class SeedStaff(_Strict, frozen=True):
    """A person with a PIN."""

    id: str
    name: str
    role: Role
    pin: str
    language: Language = "ko"


class Seed(_Strict, frozen=True):
    """The whole document. In a demo, and only there, the PINs are shown where people sign in."""

    boutique: SeedBoutique
    product: tuple[SeedProduct, ...] = ()
    plus_plan: tuple[SeedPlan, ...] = ()
    member: tuple[Member, ...] = ()
    staff: tuple[SeedStaff, ...] = ()
    demo: bool = False


def read_seed(document: str) -> Seed:
    """The chain in a document. Raises Refused("seed.rejected", cause) unless all of it is understood."""
    try:
        raw = tomllib.loads(document)
        seed = msgspec.convert(raw, Seed)
        unknown = [key for row in raw.get("member", ()) for key in row if key not in Member.__struct_fields__]
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refused("seed.rejected", cause=str(error)) from error
    if unknown:
        raise Refused("seed.rejected", cause=f"unknown key in member: {unknown[0]}")
    return seed


def boutique_of(seed: SeedBoutique) -> Boutique:
    """The shop as receipts name it."""
    fields = Boutique.__struct_fields__
    return Boutique(**{field: getattr(seed, field) for field in fields})


def product_of(seed: SeedProduct) -> Product:
    """The product as the feed carries it."""
    same = set(Product.__struct_fields__) & set(SeedProduct.__struct_fields__) - {"prices", "barcodes"}
    prices = tuple(Price(_instant(price.since), price.won) for price in seed.prices)
    if seed.price is not None:
        prices = (Price(_ALWAYS, seed.price), *prices)
    barcodes = seed.barcodes if seed.barcode is None else (seed.barcode, *seed.barcodes)
    return Product(**{field: getattr(seed, field) for field in same}, prices=prices, barcodes=barcodes)


def _instant(since: datetime | None) -> datetime:
    if since is None:
        return _ALWAYS
    return since if since.tzinfo else since.replace(tzinfo=KST)
