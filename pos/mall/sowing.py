"""Putting a chain's document into the mall. What the document owns is made as it says; what lives on is only begun.

Read again it changes products, people and promotions that differ, and leaves alone stock, benefits and standing, and
people whom a till has changed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.easy_order import EasyOrder
from pos.domain.pin import keyed_badge
from pos.domain.plus import Entitlement, Plan
from pos.mall import benefits, changes, dossiers, people, persons, staffing, stock
from pos.mall.changes import Change, change_of
from pos.mall.pins import is_pin, pin_verifier
from pos.mall.seed import Seed, SeedEntitlement, SeedStaff, boutique_of, bulletin_of, product_of, promotion_of
from pos.till.feed import Staff, StockLevel


def sow(connection: sa.Connection, seed: Seed, *, pepper: bytes, now: datetime) -> None:
    """Put a document in, all of it or, where something raises, nothing."""
    changes.newest(connection, lock=True)
    boutique = seed.boutique.id
    changes.announce(connection, _documents(connection, seed, pepper))
    for number in _sow_members(connection, seed):
        dossiers.introduce(connection, boutique, number)
    _sow_benefits(connection, seed, now)
    _sow_stock(connection, seed, now)
    dossiers.tell(connection, [member.number for member in seed.member])


def _documents(connection: sa.Connection, seed: Seed, pepper: bytes) -> list[Change]:
    """What is made as the document says."""
    boutique = boutique_of(seed.boutique)
    things = [change_of(boutique), *(change_of(product_of(product)) for product in seed.product)]
    things += [change_of(plan) for plan in seed.plus_plan]
    things += [change_of(promotion_of(promotion)) for promotion in seed.promotion]
    for bulletin in seed.bulletin:
        if changes.find(connection, "bulletin", bulletin.id, bulletin.boutique) is None:  # it may have been withdrawn
            things.append(change_of(bulletin_of(bulletin), bulletin.boutique))
    for person in seed.staff:
        if staffing.is_theirs(connection, boutique.id, person.id):
            continue
        staff = _staff(connection, person, boutique.id, pepper=pepper)
        things.append(change_of(replace(staff, demo_pin=person.pin if seed.demo else ""), boutique.id))
    return things


def _staff(connection: sa.Connection, person: SeedStaff, boutique: str, *, pepper: bytes) -> Staff:
    """The person with a verifier of their PIN; the one they have stays where the PIN did."""
    document = changes.find(connection, "staff", person.id, boutique)
    verifier = "" if document is None else msgspec.json.decode(document, type=Staff).pin_verifier
    if not is_pin(person.pin, verifier=verifier, pepper=pepper):
        verifier = pin_verifier(person.pin, pepper=pepper)
    return Staff(
        person.id,
        person.name,
        person.role,
        verifier,
        person.language,
        badge=keyed_badge(person.badge, pepper=pepper) if person.badge else "",
        valid_from=person.valid_from,
        valid_until=person.valid_until,
        must_change=person.must_change,
        trained_on=person.trained_on,
        pin_digits=len(person.pin),
    )


def _sow_members(connection: sa.Connection, seed: Seed) -> list[str]:
    """Members in the document's order; who left stays away, and who was suspended stays so.

    Whom a till has told of since is as all that was told has them.
    """
    numbers = []
    for member in seed.member:
        before = people.known(connection, member.number)
        if before is not None and before.standing == "withdrawn":
            continue
        if persons.held(connection, member.number) is None:
            people.keep(connection, member if before is None else replace(member, standing=before.standing))
        numbers.append(member.number)
    for one in seed.mark:
        if one.member in numbers:
            people.mark(connection, one.member, one.mark)
    return numbers


def _sow_benefits(connection: sa.Connection, seed: Seed, now: datetime) -> None:
    plans = {plan.id: plan for plan in seed.plus_plan}
    for one in seed.entitlement:
        if benefits.entitlement_of(connection, one.id) is None:
            entitlement = _entitlement(one, plans[one.plan], now)
            benefits.keep_entitlement(connection, entitlement)
            benefits.have_used(connection, entitlement, one.uses)
    for voucher in seed.voucher:
        if benefits.voucher_of(connection, voucher.code) is None:
            benefits.keep_voucher(connection, voucher)
    for order in seed.easy_order:
        if order.id not in {known.id for known in benefits.easy_orders_of(connection, order.member)}:
            chosen = (now + timedelta(days=order.in_days)).date()
            benefits.keep_easy_order(
                connection, order.member, EasyOrder(order.id, chosen, order.every_weeks, order.lines)
            )


def _entitlement(one: SeedEntitlement, plan: Plan, now: datetime) -> Entitlement:
    shipped = None if one.shipped_days_ago is None else now - timedelta(days=one.shipped_days_ago)
    bought = now - timedelta(days=one.bought_days_ago)
    return Entitlement(one.id, one.member, plan, one.machine, bought, one.at_boutique, one.serial, shipped)


def _sow_stock(connection: sa.Connection, seed: Seed, now: datetime) -> None:
    boutique = seed.boutique.id
    known = stock.levels_of(connection, boutique)
    for one in seed.stock:
        if one.product not in known:
            stock.set_level(connection, boutique, StockLevel(one.product, one.units, now.isoformat()))
