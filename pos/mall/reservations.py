"""Uses of benefits that are kept for open baskets, so that two tills that are online never give the same one.

It keeps for a quarter of an hour and gives nothing: the sale's own entry does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from pos.domain import payback, plus
from pos.domain.apart import Hold, Reservation, Wanted
from pos.domain.errors import Refused
from pos.domain.journal import write_time
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement
from pos.mall import benefits, people, slots, tables
from pos.mall.aliases import root_of
from pos.mall.slots import Slots
from pos.mall.tables_of_benefits import reservation
from pos.sync.contract import TillName

KEPT_FOR = timedelta(minutes=15)
_AT_ONCE = 100
_c = reservation.c


class HeldReservation(msgspec.Struct, frozen=True):
    """One order of a benefit that is kept for an open basket; a member by number."""

    benefit: str
    nth: int
    sale: str
    boutique: str
    till: str
    member: str
    until: str


class _Asked(msgspec.Struct, frozen=True):
    """One benefit that a basket could use, and why it cannot, by the mall's time."""

    held: Entitlement | Voucher
    reason: str


def reserve(connection: sa.Connection, name: TillName, wanted: Wanted, *, now: datetime) -> Reservation:
    """Keep for a basket what it could use, and nothing else any more; what is kept stays, and its end moves.

    Raises Refused("member.unknown"), ("request.invalid") for a basket of another till.
    """
    before = _of_sale(connection, wanted.sale)
    if any((row.boutique, row.till) != (name.boutique, name.till) for row in before):
        raise Refused("request.invalid", cause="sale")
    if wanted.member is None or _is_sold(connection, name, wanted.sale):
        release(connection, name, wanted.sale)
        return Reservation(wanted.sale)
    member = people.member_of(connection, wanted.member)
    slots.lock(connection, [*(row.benefit for row in before), *_names(connection, wanted)])
    asked = _asked(connection, wanted, now=now) if member.standing == "active" else []
    _forget(connection, {one.held.benefit for one in asked}, wanted.sale, now=now)
    held, taken = _choose(connection, asked, wanted.sale, member=member.number, now=now)
    _keep(connection, name, wanted.sale, held, member=member.number)
    sweep(connection, now=now)
    return Reservation(wanted.sale, tuple(held), tuple(taken), min(taken.values(), default=None))


def release(connection: sa.Connection, name: TillName, sale: str) -> set[str]:
    """Keep nothing for a till's basket any more; the benefits that this sets free."""
    return conclude(connection, name, [sale])


def conclude(connection: sa.Connection, name: TillName, sales: Iterable[str]) -> set[str]:
    """Baskets of a till became sales, or were given up: nothing is kept for them; the benefits that concerns."""
    ours = (_c.boutique == name.boutique) & (_c.till == name.till) & _c.sale.in_(tuple(sales))
    found = set(connection.execute(sa.select(_c.benefit).where(ours)).scalars())
    if found:
        connection.execute(reservation.delete().where(ours))
    return found


def kept_for(connection: sa.Connection, sales: Iterable[str]) -> set[str]:
    """The benefits of which something is kept for baskets."""
    query = sa.select(_c.benefit).where(_c.sale.in_(tuple(sales))).distinct()
    return set(connection.execute(query).scalars())


def reservations_of(
    connection: sa.Connection, *, boutique: str | None = None, now: datetime
) -> tuple[HeldReservation, ...]:
    """Everything that is kept now, or for a boutique's baskets, what ends first before the rest."""
    columns = (_c[field] for field in HeldReservation.__struct_fields__)
    ours = sa.true() if boutique is None else _c.boutique == boutique
    which = ours & (_c.until > write_time(now))
    rows = connection.execute(sa.select(*columns).where(which).order_by(_c.until, _c.sale, _c.benefit))
    return tuple(HeldReservation(*row) for row in rows)


def sweep(connection: sa.Connection, *, now: datetime) -> None:
    """Forget what is kept for nobody any more, except what somebody else has in hand at this moment."""
    over = sa.select(_c.sale, _c.benefit).where(_c.until <= write_time(now)).with_for_update(skip_locked=True)
    for sale, benefit in connection.execute(over.limit(_AT_ONCE)).all():
        connection.execute(reservation.delete().where(_c.sale == sale, _c.benefit == benefit))


def _names(connection: sa.Connection, wanted: Wanted) -> list[str]:
    """What a basket could use, by name, before anybody is kept from changing it."""
    held = benefits.entitlements_of(connection, wanted.member) if wanted.member else ()
    voucher = benefits.voucher_of(connection, wanted.voucher) if wanted.voucher else None
    return [*(one.benefit for one in held), *([voucher.benefit] if voucher else [])]


def _asked(connection: sa.Connection, wanted: Wanted, *, now: datetime) -> list[_Asked]:
    """The benefits of a member and a voucher, as they stand now that nobody else changes them."""
    member = root_of(connection, wanted.member or "")
    found = [
        _Asked(one, plus.reason_against(one, benefits.uses_of_benefit(connection, one.benefit), now))
        for one in benefits.entitlements_of(connection, member)
    ]
    voucher = benefits.voucher_of(connection, wanted.voucher) if wanted.voucher else None
    if voucher is not None:
        found.append(_Asked(voucher, payback.reason_against(voucher, member=member, at_boutique=True, moment=now)))
    return found


def _choose(
    connection: sa.Connection, asked: Iterable[_Asked], sale: str, *, member: str, now: datetime
) -> tuple[list[Hold], dict[str, datetime]]:
    """What a basket has, and what others have all of, with the first end of that. What it has stays though the benefit
    ended meanwhile."""
    held: list[Hold] = []
    taken: dict[str, datetime] = {}
    for one in asked:
        found = slots.slots_of(connection, one.held, now=now)
        is_had = found.of(sale) is not None
        if one.reason and not (is_had and one.reason in ("plus.expired", "payback.expired")):
            continue
        nth = None if _is_anothers(one.held, found, sale, member) else found.free_for(sale)
        if nth is not None:
            held.append(Hold(one.held.benefit, nth, now + KEPT_FOR, len(found.used)))
        elif others := found.of_others(sale):
            taken[one.held.benefit] = datetime.fromisoformat(min(other.until for other in others))
    return held, taken


def _is_anothers(held: Entitlement | Voucher, found: Slots, sale: str, member: str) -> bool:
    """Whether a voucher that nobody used yet may be somebody else's in a moment (terms 9 (9) 6)."""
    if isinstance(held, Entitlement) or held.account is not None:
        return False
    return any(one.member != member for one in found.of_others(sale))


def _keep(connection: sa.Connection, name: TillName, sale: str, held: Iterable[Hold], *, member: str) -> None:
    connection.execute(reservation.delete().where(_c.sale == sale))
    place = {"sale": sale, "boutique": name.boutique, "till": name.till, "member": member}
    rows = [place | {"benefit": one.benefit, "nth": one.nth, "until": write_time(one.until)} for one in held]
    if rows:
        connection.execute(reservation.insert(), rows)


def _forget(connection: sa.Connection, found: Iterable[str], sale: str, *, now: datetime) -> None:
    """Of some benefits, what was kept for other baskets too long ago: it stands in the way of what is kept now."""
    over = _c.benefit.in_(tuple(found)) & (_c.until <= write_time(now)) & (_c.sale != sale)
    connection.execute(reservation.delete().where(over))


def _of_sale(connection: sa.Connection, sale: str) -> list[sa.Row[Any]]:
    return list(connection.execute(sa.select(_c.benefit, _c.boutique, _c.till).where(_c.sale == sale)))


def _is_sold(connection: sa.Connection, name: TillName, sale: str) -> bool:
    """Whether the basket is a sale already: a question that was long on its way keeps nothing."""
    c = tables.sale.c
    query = sa.select(c.id).where(c.boutique == name.boutique, c.till == name.till, c.id == sale)
    return connection.execute(query).first() is not None
