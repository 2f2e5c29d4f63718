"""A chain to begin with, from a TOML document, read strictly: an unknown key refuses all of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from pos.domain.bulletins import Bulletin
from pos.domain.calendar import KST
from pos.domain.catalogue import Kind, Name, Price, Product, Range, Tax
from pos.domain.errors import Refused
from pos.domain.members import Mark
from pos.domain.money import Won
from pos.domain.payback import Voucher
from pos.domain.plus import Plan
from pos.domain.promotions import Promotion
from pos.domain.tender import Rounding
from pos.till.feed import Boutique, Drawers, Language, Member, Role, Shifts

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
    cash_tolerance: Won = 0
    shifts: Shifts = "shared"
    drawers: Drawers = 1
    cash_rounding: tuple[Rounding, ...] = ()
    lock_minutes: int = 5


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


class SeedStaff(_Strict, frozen=True):
    """A person with a PIN, and perhaps a badge, by its code."""

    id: str
    name: str
    role: Role
    pin: str
    language: Language = "ko"
    badge: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    must_change: bool = False
    trained_on: date | None = None


class SeedStock(_Strict, frozen=True):
    """So many units of a product in the shop to begin with."""

    product: str
    units: int


class SeedEntitlement(_Strict, frozen=True):
    """A member's Plus benefit, from a machine bought so many days before the document is read for the first time.

    Bought elsewhere it begins `shipped_days_ago`, or not yet.
    """

    id: str
    member: str
    plan: str
    machine: str
    bought_days_ago: int
    at_boutique: bool
    serial: str = ""
    shipped_days_ago: int | None = None
    uses: int = 0


class SeedEasyOrder(_Strict, frozen=True):
    """A member's Easy-Order, the next one chosen for so many days after the document is read for the first time."""

    id: str
    member: str
    in_days: int
    every_weeks: int
    lines: tuple[tuple[str, int], ...]


class SeedMark(_Strict, frozen=True):
    """What a manager should know of a member."""

    member: str
    mark: Mark


class Seed(_Strict, frozen=True):
    """The whole document. In a demo, and only there, the PINs are shown where people sign in."""

    boutique: SeedBoutique
    product: tuple[SeedProduct, ...] = ()
    plus_plan: tuple[Plan, ...] = ()
    promotion: tuple[Promotion, ...] = ()
    bulletin: tuple[Bulletin, ...] = ()
    voucher: tuple[Voucher, ...] = ()
    stock: tuple[SeedStock, ...] = ()
    member: tuple[Member, ...] = ()
    mark: tuple[SeedMark, ...] = ()
    entitlement: tuple[SeedEntitlement, ...] = ()
    easy_order: tuple[SeedEasyOrder, ...] = ()
    staff: tuple[SeedStaff, ...] = ()
    demo: bool = False


def read_seed(document: str) -> Seed:
    """The chain in a document. Raises Refused("seed.rejected", cause) unless all of it is understood."""
    try:
        raw = tomllib.loads(document)
        seed = msgspec.convert(raw, Seed)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refused("seed.rejected", cause=str(error)) from error
    for unknown in (*_unknown_keys(raw, msgspec.to_builtins(seed)), *_unknown_names(seed)):
        raise Refused("seed.rejected", cause=f"unknown: {unknown}")
    return seed


def promotion_of(seed: Promotion) -> Promotion:
    """The promotion as the feed carries it."""
    return msgspec.structs.replace(seed, since=_instant(seed.since), until=_instant(seed.until))


def bulletin_of(seed: Bulletin) -> Bulletin:
    """The bulletin as the feed carries it."""
    return msgspec.structs.replace(seed, since=_instant(seed.since), until=_instant(seed.until))


def _unknown_keys(raw: object, understood: object, place: str = "") -> Iterator[str]:
    """What stands in a document and was not understood; the structs of the feed ignore it themselves."""
    if isinstance(raw, dict) and isinstance(understood, dict):
        for key, value in raw.items():
            if key in understood:
                yield from _unknown_keys(value, understood[key], f"{place}.{key}")
            else:
                yield f"{place}.{key}"
    elif isinstance(raw, list) and isinstance(understood, list | tuple):
        for value, other in zip(raw, understood, strict=True):
            yield from _unknown_keys(value, other, place)


def _unknown_names(seed: Seed) -> Iterator[str]:
    """References to a product, member or plan that is not in the document."""
    products, plans = {one.code for one in seed.product}, {one.id for one in seed.plus_plan}
    members = {one.number for one in seed.member}
    people = [one.member for one in seed.mark] + [one.member for one in seed.entitlement]
    people += [one.member for one in seed.easy_order]
    goods = [one.product for one in seed.stock] + [one.machine for one in seed.entitlement]
    goods += [product for one in seed.easy_order for product, _ in one.lines]
    goods += [product for one in seed.promotion for product in (*one.on.products, one.gift) if product]
    yield from sorted(set(people) - members)
    yield from sorted(set(goods) - products)
    yield from sorted({one.plan for one in seed.entitlement} - plans)


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
