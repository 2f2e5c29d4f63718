"""Whether a sale had a benefit that it claims, by the time it was made: whose it is, whether it ran, what it was for.

It does not count orders.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain import payback, plus
from pos.domain.back.returns import AT_FAULT
from pos.domain.catalogue import Product
from pos.domain.journal import write_time
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Plan
from pos.domain.sale import Sale
from pos.mall import aliases, changes, people, person_facts, sales, tables
from pos.mall.slots import PAYBACK, PLUS
from pos.sync.contract import TillName

_EXCLUSIVE = (PLUS, PAYBACK)


def reason_against(connection: sa.Connection, sale: Sale, held: Entitlement | Voucher | None, *, now: datetime) -> str:
    """Why a sale had no right to a benefit, however many orders are left of it; "" where it had."""
    if sale.member is None or held is None:
        return "plus.none"
    if sales.is_cancelled(connection, sale):
        return "claim.withdrawn"
    if any(use.startswith(_EXCLUSIVE) for use in sale.uses) or _is_second(connection, sale, held):
        return "benefit.exclusive"
    if _was_suspended(connection, sale.member, sale.at):
        return "member.suspended"
    member, moment = aliases.root_of(connection, sale.member), min(sale.at, now)
    match held:
        case Entitlement():
            return _against_plus(connection, sale, held, member, moment)
        case Voucher():
            fresh = replace(held, sales=())
            return payback.reason_against(fresh, member=member, at_boutique=True, moment=moment)


def _against_plus(connection: sa.Connection, sale: Sale, held: Entitlement, member: str, moment: datetime) -> str:
    if held.member != member:
        return "plus.none"
    if held.ended == "returned" and _was_had_until_later(connection, held, sale.at):
        held = replace(held, ended="")
    reason = plus.reason_against(held, (), moment)
    if reason:
        return reason
    return "plus.min_capsules" if _capsules(connection, sale, held.plan) < held.plan.min_capsules else ""


def _is_second(connection: sa.Connection, sale: Sale, held: Entitlement | Voucher) -> bool:
    """Whether another claim of the same sale was one of its benefit's orders."""
    c = tables.benefit_use.c
    others = sa.select(c.benefit).where(c.sale == sale.id, c.benefit != held.benefit)
    return any(one.startswith(_EXCLUSIVE) for one in connection.execute(others).scalars())


def _was_suspended(connection: sa.Connection, number: str, at: datetime) -> bool:
    """Whether a member was, where they are today; who was by the office's word alone is."""
    member = people.known(connection, number)
    if member is None or member.standing != "suspended":
        return False
    told = person_facts.told_of(connection, aliases.numbers_of(connection, number))
    by_then = [one for one in told if one.stamp[0] <= write_time(at)]
    by_office = not person_facts.is_suspended(told, {}, {})
    return by_office or person_facts.is_suspended(by_then, {}, {})


def _was_had_until_later(connection: sa.Connection, held: Entitlement, at: datetime) -> bool:
    """Whether its machine came back after that, for a reason that takes nothing back (terms 9 (8) 3)."""
    c = tables.back.c
    query = sa.select(c.sold_boutique, c.sold_till).where(c.sale == held.id).limit(1)
    row = connection.execute(query).one_or_none()
    sale = None if row is None else sales.by_id(connection, TillName(*row), held.id)
    if sale is None:
        return False
    gone = [
        (back.at, line.reason)
        for back in sales.original_of(connection, sale).returns
        for line in back.lines
        if line.product == held.machine and not line.replaced
    ]
    return all(when > at and reason in AT_FAULT for when, reason in gone)


def _capsules(connection: sa.Connection, sale: Sale, plan: Plan) -> int:
    """The capsules of a plan's ranges that were paid for."""
    lines = [line for line in sale.lines if line.kind in ("", "capsule") and line.range in plan.ranges and line.amount]
    return sum(_capsules_in(connection, line.product) * line.quantity for line in lines)


def _capsules_in(connection: sa.Connection, code: str) -> int:
    document = changes.find(connection, "product", code)
    return 0 if document is None else msgspec.json.decode(document, type=Product).capsules
