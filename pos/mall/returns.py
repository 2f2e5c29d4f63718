"""What came back, at whichever till, put to the sale it came from: its money, its machines, the benefits it undoes.

Everything is kept, for it happened; a return that came before its sale is looked at again once that is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.back.machine_return import PlanAfter
from pos.domain.back.returns import Original, Return
from pos.domain.facts import RefundPaid, ReturnCompleted, decode_fact
from pos.domain.journal import Entry
from pos.domain.plus import Entitlement, Use
from pos.domain.sale import Sale
from pos.mall import benefits, comparing, machines, reviews, sales, tables
from pos.mall.aliases import root_of
from pos.mall.reviews import Place
from pos.sync.contract import TillName

_back = tables.back


class Taken(msgspec.Struct, frozen=True):
    """What is wrong with a return, or "", and the members that it concerns."""

    reason: str = ""
    members: frozenset[str] = frozenset()


def take(connection: sa.Connection, entry: Entry, back: Return) -> Taken:
    """Keep a return, and put it to its sale where that is here."""
    if connection.execute(sa.select(_back.c.seq).where(_is(back))).first() is not None:
        return Taken("return.repeated")
    connection.execute(_back.insert().values(_row(entry, back)))
    if not back.sale:
        return Taken(machines.come_back(connection, back, None))
    sale = sales.by_code(connection, back.original, back.sale)
    return Taken("return.unknown_sale") if sale is None else _count(connection, sale, back)


def look_again(connection: sa.Connection, sold: Sequence[Sale], *, at: str) -> set[str]:
    """Sales arrived: put to them what had come back before; the members that concerns."""
    if not sold:
        return set()
    c, by_id = _back.c, {sale.id: sale for sale in sold}
    query = sa.select(c.boutique, c.till, c.epoch, c.seq).where(
        c.sold_boutique == sold[0].boutique,
        c.sold_till == sold[0].till,
        c.sale.in_(list(by_id)),
        c.is_counted == sa.false(),
    )
    members: set[str] = set()
    for place in _places(connection, query):
        back = _read(connection, place)
        sale = by_id[back.sale]
        if sale.code != back.original:
            continue
        # It is another till's word: whatever stands there, the sale's own journal is read on.
        taken = reviews.guarded(connection, partial(_count, connection, sale, back), Taken("entry.unstorable"))
        members |= taken.members
        if taken.reason:
            reviews.put_aside(connection, place, taken.reason, at=at)
        else:
            reviews.clear(connection, place)
    return members


def look_at_benefits(connection: sa.Connection, entitlements: Iterable[str], *, at: str) -> None:
    """Benefits were used that went back with their machine: what was taken back for it may be too little now."""
    c = _back.c
    for one in sorted(entitlements):
        query = sa.select(c.boutique, c.till, c.epoch, c.seq).where(c.sale == one, c.is_counted == sa.true())
        for place in _places(connection, query):
            is_short = reviews.guarded(connection, partial(_is_short, connection, place), otherwise=False)
            if is_short and not reviews.reason_of(connection, place):
                reviews.put_aside(connection, place, "return.clawback_short", at=at)


def pay_out(connection: sa.Connection, name: TillName, fact: RefundPaid) -> str:
    """A part of a refund reached the customer; what is wrong with it, or ""."""
    c = _back.c
    query = sa.select(c.boutique, c.till, c.epoch, c.seq)
    here = query.where(c.boutique == name.boutique, c.till == name.till, c.id == fact.back)
    place = next(iter(_places(connection, here)), None)
    if place is None:
        return "refund.unknown"
    back, paid = _read(connection, place), fact.paid
    if not any((part.id, part.amount) == (paid.part, paid.amount) for part in back.parts) or paid.interest < 0:
        return "refund.sums"
    if paid.part in {one.part for one in sales.paid_out_of(connection, back)}:
        return "refund.twice"
    row = {"boutique": name.boutique, "till": name.till, "back": back.id, "part": paid.part}
    connection.execute(tables.paid_out.insert().values(row | {"document": msgspec.json.encode(paid)}))
    return ""


def seller_of(back: Return) -> tuple[TillName, ...]:
    """The till that sold what comes back, none where its receipt's code names none."""
    place = sales.place_in(back.original)
    return (place[0],) if place else ()


def is_returned(connection: sa.Connection, name: TillName, sale: str) -> bool:
    """Whether anything came back of a boutique's sale."""
    c = _back.c
    query = sa.select(c.id).where(c.sold_boutique == name.boutique, c.sale == sale)
    return connection.execute(query.limit(1)).first() is not None


def _count(connection: sa.Connection, sale: Sale, back: Return) -> Taken:
    """Put a return to its sale."""
    before = sales.original_of(connection, sale)
    reasons = ["return.order_cancelled"] if sales.is_cancelled(connection, sale) else []
    reasons.append(comparing.reason_against(before, back))
    undone = [one for line in back.lines for one in line.undone]
    for one in undone:
        benefits.undo(connection, Use(one.benefit, sale.id, one.amount))
    if back.benefit:
        reasons.append(_rebated(connection, before, back))
    elif reasons[-1] != "return.lines":
        after = comparing.plan_by(before, back, _uses(connection, sale))
        reasons.append("return.clawback_short" if comparing.is_short(after, back) else "")
        reasons.append(_keep_plan(connection, sale, back.plan or (after.held if after else None)))
    reasons.append(machines.come_back(connection, back, sale))
    connection.execute(_back.update().where(_is(back)).values(is_counted=True))
    members = {back.member, sale.member}.union(*(benefits.owners(connection, one.benefit) for one in undone))
    reason = next((reason for reason in reasons if reason), "")
    return Taken(reason, frozenset(member for member in members if member is not None))


def _rebated(connection: sa.Connection, before: Original, back: Return) -> str:
    """A claim was settled: its use took off what falls on the goods that had not come back by then."""
    if any(one.benefit == back.benefit for one in before.returns):
        return "claim.twice"
    off = sum(one.amount for one in back.rebates)
    is_one = benefits.took_off(connection, Use(back.benefit, back.sale, off))
    return "" if is_one else "claim.not_granted"


def _keep_plan(connection: sa.Connection, sale: Sale, plan: Entitlement | None) -> str:
    """The benefit as it stands from now on; one that is over stays so."""
    if plan is None:
        return ""
    held = benefits.entitlement_of(connection, plan.id)
    if held is None or (held.id, held.member) != (sale.id, root_of(connection, plan.member)):
        return "return.plan"
    if not held.ended:
        benefits.keep_entitlement(connection, plan)
    return ""


def _is_short(connection: sa.Connection, place: Place) -> bool:
    """Whether a return took too little back, by what is known today."""
    back = _read(connection, place)
    sale = sales.by_code(connection, back.original, back.sale)
    return sale is not None and comparing.is_short(_plan_by(connection, sale, back), back)


def _plan_by(connection: sa.Connection, sale: Sale, back: Return) -> PlanAfter | None:
    """What a return meant for its sale's benefit, by what is known today."""
    original = sales.original_of(connection, sale)
    place = next((nth for nth, one in enumerate(original.returns) if _is_same(one, back)), 0)
    return comparing.plan_by(replace(original, returns=original.returns[:place]), back, _uses(connection, sale))


def _uses(connection: sa.Connection, sale: Sale) -> tuple[Use, ...]:
    return benefits.uses_of_benefit(connection, sale.begins.benefit) if sale.begins is not None else ()


def _is_same(one: Return, other: Return) -> bool:
    return (one.boutique, one.till, one.id) == (other.boutique, other.till, other.id)


def _places(connection: sa.Connection, query: sa.Select[Any]) -> tuple[Place, ...]:
    rows = connection.execute(query.order_by(_back.c.at, _back.c.id)).all()
    return tuple(Place(TillName(row.boutique, row.till), row.epoch, row.seq) for row in rows)


def _read(connection: sa.Connection, place: Place) -> Return:
    """The return in an entry that was read as one before."""
    c, name = tables.entry.c, place.name
    here = (c.boutique == name.boutique) & (c.till == name.till) & (c.epoch == place.epoch) & (c.seq == place.seq)
    fact = decode_fact(connection.execute(sa.select(c.payload).where(here)).scalar_one())
    assert isinstance(fact, ReturnCompleted)
    return fact.back


def _row(entry: Entry, back: Return) -> dict[str, object]:
    place = sales.place_in(back.original)
    sold = place[0] if place else TillName("", "")
    return {
        "boutique": back.boutique,
        "till": back.till,
        "id": back.id,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "number": back.number,
        "day": back.day.isoformat(),
        "at": back.at.isoformat(),
        "cashier": back.cashier,
        "member": back.member,
        "sale": back.sale,
        "sold_boutique": sold.boutique,
        "sold_till": sold.till,
        "amount": back.amount,
        "refund": back.refund,
        "is_counted": not back.sale,
    }


def _is(back: Return) -> sa.ColumnElement[bool]:
    c = _back.c
    return (c.boutique == back.boutique) & (c.till == back.till) & (c.id == back.id)
