"""What sales claim because the mall could not be asked: judged by the time of the sale, and told to its boutique.

It pays nothing out and never grants more than was claimed; what another open basket holds it waits for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Literal, TypeAlias

import msgspec
import sqlalchemy as sa

from pos.domain.apart import Claimed, ClaimSettled
from pos.domain.journal import Entry, write_time
from pos.domain.money import Won
from pos.domain.plus import Use
from pos.domain.sale import Sale
from pos.mall import benefits, changes, claimed_goods, dossiers, entitled, reviews, sales, slots
from pos.mall.reviews import Place
from pos.mall.tables_of_benefits import claim
from pos.sync.contract import TillName

State: TypeAlias = Literal["waiting", "granted", "refused", "withdrawn"]

WITHDRAWN = "claim.withdrawn"
_c = claim.c


class HeldClaim(msgspec.Struct, frozen=True):
    """A claim as it stands. `asked` is what the till would have given, `amount` what was granted."""

    sale: str
    benefit: str
    boutique: str
    till: str
    epoch: int
    seq: int
    member: str
    at: str
    asked: Won
    state: State
    due: str = ""
    amount: Won = 0
    reason: str = ""
    settled_at: str = ""

    @property
    def place(self) -> Place:
        """Where its sale's entry stands."""
        return Place(TillName(self.boutique, self.till), self.epoch, self.seq)


class _Order(msgspec.Struct, frozen=True):
    """Which of a benefit's orders it is, counted from 0, and what that is worth."""

    nth: int
    worth: Won


def take(connection: sa.Connection, entry: Entry, sale: Sale, *, now: datetime) -> set[str]:
    """A sale claims benefits: each is granted, refused, or waits; the members that concerns."""
    for claimed in sale.claims:
        if _find(connection, sale.id, claimed.benefit) is None:
            fresh = _fresh(entry, sale, claimed)
            connection.execute(claim.insert().values(msgspec.structs.asdict(fresh)))
            _judge(connection, fresh, sale, now=now)
    return {sale.member} if sale.claims and sale.member else set()


def settle(connection: sa.Connection, freed: Iterable[str], *, now: datetime) -> set[str]:
    """Judge again what waited for `freed`, or long enough; the members that concerns."""
    waiting = _select(connection, _waits(freed, now))
    if waiting:
        slots.lock(connection, [one.benefit for one in waiting])
    for one in waiting:
        sale = sales.by_id(connection, one.place.name, one.sale)
        if sale is not None:  # in every run of every till: one that cannot be judged stops none of the others
            reviews.guarded(connection, partial(_judge, connection, one, sale, now=now), None)
    return {one.member for one in waiting}


def wait_for_turn(connection: sa.Connection, freed: Iterable[str], *, now: datetime) -> bool:
    """Whether anything waits for what is free, or will be in a moment: then nobody else settles it meanwhile."""
    waits = connection.execute(sa.select(_c.sale).where(_waits(freed, now)).limit(1)).first() is not None
    if waits:
        changes.newest(connection, lock=True)
    return waits


def look_again(connection: sa.Connection, freed: Iterable[str] = (), *, now: datetime) -> None:
    """Settle what waited for `freed`, or long enough, and tell everybody whom it concerns."""
    if wait_for_turn(connection, freed, now=now):
        dossiers.tell(connection, settle(connection, freed, now=now))


def _waits(freed: Iterable[str], now: datetime) -> sa.ColumnElement[bool]:
    return (_c.state == "waiting") & (_c.benefit.in_(tuple(freed)) | (_c.due <= write_time(now)))


def withdraw(connection: sa.Connection, sale: str, *, boutique: str, now: datetime) -> set[str]:
    """A sale was cancelled, and its money went back whole: it claims nothing; the members that concerns."""
    found = _select(connection, (_c.sale == sale) & (_c.boutique == boutique) & (_c.state != "refused"))
    for one in found:
        benefits.forget_use(connection, one.benefit, sale)
        _close(connection, one, "withdrawn", reason=WITHDRAWN, now=now)
    return {one.member for one in found}


def claims_of(connection: sa.Connection, *, boutique: str | None = None) -> tuple[HeldClaim, ...]:
    """Every claim, or a boutique's, oldest first."""
    return tuple(_select(connection, sa.true() if boutique is None else _c.boutique == boutique))


def _judge(connection: sa.Connection, one: HeldClaim, sale: Sale, *, now: datetime) -> None:
    """Whether a claim is one of its benefit's orders; where the last ones are kept for open baskets, it waits."""
    held = benefits.held_of(connection, one.benefit)
    reason = entitled.reason_against(connection, sale, held, now=now)
    if reason:
        _refuse(connection, one, reason, now=now)
        return
    found = slots.slots_of(connection, held, now=now)
    nth, others = found.free_for(sale.id), found.of_others(sale.id)
    if nth is not None:
        _grant(connection, one, sale, _Order(nth, found.amounts[nth]), now=now)
    elif others:
        _change(connection, one, due=min(other.until for other in others))
    else:
        _refuse(connection, one, f"{one.benefit.partition(':')[0]}.used_up", now=now)


def _grant(connection: sa.Connection, one: HeldClaim, sale: Sale, order: _Order, *, now: datetime) -> None:
    """Grant what was claimed, as the order that it turned out to be; never more than that takes off such a sale."""
    (claimed,) = (each for each in sale.claims if each.benefit == one.benefit)
    expected = claimed_goods.taken_off(connection, sale, order.worth)
    asked = claimed.amount  # where it is another order: with the difference that makes, which the coffee may cap
    if claimed.worth:
        asked += expected - claimed_goods.taken_off(connection, sale, claimed.worth)
    amount = max(min(asked, expected), 0)
    if asked != expected:
        off = abs(asked - expected)
        reviews.put_aside(connection, one.place, "claim.amount", at=write_time(now), amount=off)
    if amount == 0:
        _refuse(connection, one, "benefit.exclusive", now=now)
        return
    original = sales.original_of(connection, sale)
    told = Use(one.benefit, sale.id, claimed_goods.of_what_stayed(original, min(amount, order.worth)))
    place = {"boutique": one.boutique, "till": one.till}
    benefits.remember_use(connection, told, member=sale.member, nth=order.nth, **place)
    _close(connection, one, "granted", amount=amount, now=now)


def _refuse(connection: sa.Connection, one: HeldClaim, reason: str, *, now: datetime) -> None:
    _close(connection, one, "refused", reason=reason, now=now)


def _close(
    connection: sa.Connection, one: HeldClaim, state: State, *, amount: Won = 0, reason: str = "", now: datetime
) -> None:
    """Settle a claim, and tell its boutique."""
    at = write_time(now)
    _change(connection, one, state=state, due="", amount=amount, reason=reason, settled_at=at)
    told = ClaimSettled(one.sale, one.till, one.benefit, amount, reason, now)
    changes.announce(connection, [changes.change_of(told, one.boutique)])


def _change(connection: sa.Connection, one: HeldClaim, **values: object) -> None:
    connection.execute(claim.update().where(_c.sale == one.sale, _c.benefit == one.benefit).values(**values))


def _find(connection: sa.Connection, sale: str, benefit: str) -> HeldClaim | None:
    return next(iter(_select(connection, (_c.sale == sale) & (_c.benefit == benefit))), None)


def _select(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[HeldClaim]:
    columns = (_c[field] for field in HeldClaim.__struct_fields__)
    rows = connection.execute(sa.select(*columns).where(which).order_by(_c.at, _c.sale, _c.benefit))
    return [HeldClaim(*row) for row in rows]


def _fresh(entry: Entry, sale: Sale, claimed: Claimed) -> HeldClaim:
    return HeldClaim(
        sale.id,
        claimed.benefit,
        sale.boutique,
        sale.till,
        entry.epoch,
        entry.seq,
        sale.member or "",
        write_time(sale.at),
        claimed.amount,
        "waiting",
    )
