"""What of a page is odd, beside what this till knows: it looks it up, and the domain's rules say why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import TypeAlias

import msgspec
from sqlalchemy import Connection

from pos.domain import suspicion
from pos.domain.calendar import korean_day
from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.members import Dossier
from pos.domain.plus import Plan
from pos.domain.policy import Policy, read_policy
from pos.domain.promotions import Promotion
from pos.domain.suspicion import Bounds, Person
from pos.storage import range_changes, staff, terms
from pos.storage.engine import cursor_of
from pos.till.feed import Boutique, FeedPage, Staff
from pos.till.held_changes import HeldChange

Odd: TypeAlias = dict[tuple[str, str], tuple[str, ...]]
"""Why a thing is held, by its kind and key."""

RANGE = "odd.range"
_IS_KNOWN = "SELECT body FROM {table} WHERE id = ?"
_PROMOTIONS = "SELECT body FROM promotion ORDER BY id"
_SETTING = "SELECT value FROM setting WHERE name = 'boutique'"
_plan = msgspec.json.Decoder(Plan)
_promotion = msgspec.json.Decoder(Promotion)
_boutique = msgspec.json.Decoder(Boutique)


class Judge(msgspec.Struct, frozen=True):
    """By which bounds it is judged, and what time it is."""

    bounds: Bounds
    now: Callable[[], datetime]


class Delivery(msgspec.Struct, frozen=True):
    """One catch-up with the feed, over as many pages as it has: where it began, when, and when the one before was."""

    began: int
    now: datetime
    heard: date | None = None


def odd_in(
    connection: Connection, page: FeedPage, bounds: Bounds, delivery: Delivery, held: Iterable[HeldChange]
) -> Odd:
    """Why things of a page are odd; what is not in there is believed."""
    odd: Odd = _odd_products(connection, page.products, bounds, delivery, held)
    for key, codes in _others(connection, page, bounds, delivery):
        if codes:
            odd[key] = codes
    return odd


def policy_of(document: str) -> Policy | None:
    """A document of the terms, None where it is not understood."""
    try:
        return read_policy(document)
    except Refused:
        return None


# --- the shelf -----------------------------------------------------------------------------------------------------


def _odd_products(
    connection: Connection,
    arrived: tuple[Product, ...],
    bounds: Bounds,
    delivery: Delivery,
    held: Iterable[HeldChange],
) -> Odd:
    if not arrived:
        return {}
    known = range_changes.known(connection, (one.code for one in arrived))
    before = range_changes.before(connection, now=delivery.now, hours=bounds.hours)
    taken = _with_taken_codes(connection, arrived)
    scanned = _scanned(connection, arrived, before)
    odd: Odd = {}
    others = []
    for one in arrived:
        was = known.get(one.code)
        if was is not None and not suspicion.is_other(was, one, now=delivery.now):
            continue
        others += [one.code] if was is not None else []
        codes = suspicion.of_prices(before.get(one.code, was), one, bounds, now=delivery.now)
        codes += _by_its_barcodes(one, scanned, bounds, now=delivery.now)
        codes += ("odd.barcode",) if one.code in taken else ()
        if codes:
            odd["products", one.code] = tuple(dict.fromkeys(codes))
    waiting = {one.key for one in held if RANGE in one.reasons}
    changed = len({*others, *before, *waiting})
    if others and suspicion.is_too_much(changed, of=range_changes.size_of_range(connection), bounds=bounds):
        for code in others:
            odd["products", code] = (*odd.get(("products", code), ()), RANGE)
    fine = [known[code] for code in others if ("products", code) not in odd]
    range_changes.note(connection, fine, now=delivery.now, delivery=delivery.began)
    return odd


def _with_taken_codes(connection: Connection, arrived: tuple[Product, ...]) -> set[str]:
    """The products that claim a barcode which is another's, as far as that one does not give it up in the same page."""
    told = {one.code: frozenset(one.barcodes) for one in arrived}
    owners = range_changes.owners(connection, (code for codes in told.values() for code in codes))
    owned = {code: whose for code, whose in owners.items() if code in told.get(whose, (code,))}
    taken = set()
    for one in arrived:
        for code in one.barcodes:
            if owned.setdefault(code, one.code) != one.code:
                taken.add(one.code)
    return taken


def _scanned(connection: Connection, arrived: tuple[Product, ...], before: dict[str, Product]) -> dict[str, Product]:
    """What is scanned by barcodes that arrive, as it was when the hours began."""
    owners = range_changes.owners(connection, (code for one in arrived for code in one.barcodes))
    known = range_changes.known(connection, owners.values())
    found = {code: before.get(whose, known[whose]) for code, whose in owners.items()}
    return found | {code: one for one in before.values() for code in one.barcodes}


def _by_its_barcodes(
    arrived: Product, scanned: dict[str, Product], bounds: Bounds, *, now: datetime
) -> tuple[str, ...]:
    """Why it is odd that this is scanned from now on: a price does not change by another product with the same code."""
    others = {one.code: one for code in arrived.barcodes if (one := scanned.get(code)) and one.code != arrived.code}
    return tuple(code for one in others.values() for code in suspicion.of_prices(one, arrived, bounds, now=now))


# --- everything else -------------------------------------------------------------------------------------------------


def _others(
    connection: Connection, page: FeedPage, bounds: Bounds, delivery: Delivery
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for plan in page.plans:
        body = _body(connection, "plan", plan.id)
        known = _plan.decode(body) if body else None
        yield ("plans", plan.id), () if known == plan else suspicion.of_plan(known, plan, bounds)
    yield from _of_promotions(connection, page, bounds, delivery)
    for dossier in page.dossiers:
        yield ("dossiers", dossier.member), _of_dossier(dossier, bounds)
    for level in page.stock:
        yield ("stock", level.product), suspicion.of_stock(level.units, bounds)
    if page.boutique is not None:
        yield ("boutique", page.boutique.id), _of_boutique(connection, page.boutique)
    yield from _of_staff(connection, page.staff, bounds, korean_day(delivery.now))
    yield from _of_policies(connection, page.policies, delivery)


def _of_promotions(
    connection: Connection, page: FeedPage, bounds: Bounds, delivery: Delivery
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Each beside those that are there, and those before it in the page."""
    if not page.promotions:
        return
    rows = cursor_of(connection).execute(_PROMOTIONS).fetchall()
    beside = {one.id: one for one in (_promotion.decode(body) for (body,) in rows)}
    shelf = {one.code: one for one in (*range_changes.shelf(connection), *page.products)}.values()
    for one in page.promotions:
        if beside.get(one.id) == one:
            continue
        codes = suspicion.of_promotion(one, bounds, shelf=shelf, beside=beside.values(), now=delivery.now)
        yield ("promotions", one.id), codes
        if not codes:
            beside[one.id] = one


def _of_dossier(dossier: Dossier, bounds: Bounds) -> tuple[str, ...]:
    codes = (suspicion.of_plan(None, one.plan, bounds) for one in dossier.entitlements)
    return next((code for code in codes if code), ())


def _of_boutique(connection: Connection, arrived: Boutique) -> tuple[str, ...]:
    text = connection.exec_driver_sql(_SETTING).scalar()
    known = _boutique.decode(text) if text else None
    told = (known.id, known.business_number) if known else None
    return suspicion.of_boutique(told, (arrived.id, arrived.business_number))


def _of_staff(
    connection: Connection, arrived: tuple[Staff, ...], bounds: Bounds, today: date
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    if not arrived:
        return
    known = [_person(one, today) for one in staff.everybody(connection)]
    odd = suspicion.of_staff(known, [_person(one, today) for one in arrived], bounds)
    yield from ((("staff", one), codes) for one, codes in odd.items())


def _person(one: Staff, today: date) -> Person:
    return Person(one.id, one.role, one.may_come_on(today))


def _of_policies(
    connection: Connection, documents: tuple[str, ...], delivery: Delivery
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """What a till that begins is told of the terms is all there is, in whatever order."""
    if not documents or not delivery.began:
        return
    known = terms.stored(connection)
    versions = {one.version for one in known}
    for document in documents:
        policy = policy_of(document)
        if policy is None or policy.version in versions:
            continue
        if terms.was_announced(connection, policy):  # else it is refused, and nobody could release it
            codes = suspicion.of_policy(policy, known, now=delivery.now, heard=delivery.heard)
            yield ("policies", policy.version), codes


def _body(connection: Connection, table: str, name: str) -> bytes:
    row = cursor_of(connection).execute(_IS_KNOWN.format(table=table), (name,)).fetchone()
    return bytes(row[0]) if row else b""
