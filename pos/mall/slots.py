"""A benefit as a row of slots, one for each order that it pays for: which are used, which are kept, which is the next.

It grants nothing. Who goes on to write has locked the benefits before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa

from pos.domain.journal import write_time
from pos.domain.money import Won
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement
from pos.mall import tables
from pos.mall.tables_of_benefits import reservation

PLUS, PAYBACK = "plus:", "payback:"
_use, _kept = tables.benefit_use, reservation.c


class Kept(msgspec.Struct, frozen=True):
    """A slot that is kept for a basket."""

    nth: int
    sale: str
    member: str
    until: str


class Slots(msgspec.Struct, frozen=True):
    """What a benefit pays for, order by order; `used` are the slots that sales have, `kept` those of open baskets."""

    amounts: tuple[Won, ...]
    used: frozenset[int]
    kept: tuple[Kept, ...]

    def of(self, sale: str) -> int | None:
        """The slot that is kept for a sale and that nobody used."""
        return next((one.nth for one in self.kept if one.sale == sale and one.nth not in self.used), None)

    def of_others(self, sale: str) -> tuple[Kept, ...]:
        """What is kept for other baskets."""
        return tuple(one for one in self.kept if one.sale != sale)

    def free_for(self, sale: str) -> int | None:
        """The slot a sale can have: its own, or the first that nobody used and that is kept for nobody."""
        own = self.of(sale)
        return self._first(self.used | {one.nth for one in self.kept}) if own is None else own

    def next_for(self, sale: str) -> int | None:
        """The slot of a sale that used the benefit, whatever is kept for others; None where there was none left."""
        free = self.free_for(sale)
        return self._first(self.used) if free is None else free

    def _first(self, gone: Iterable[int]) -> int | None:
        taken = frozenset(gone)
        return next((nth for nth in range(len(self.amounts)) if nth not in taken), None)


def lock(connection: sa.Connection, benefits: Iterable[str]) -> None:
    """Let nobody else keep or use these benefits until the end; always in one order, so that no two wait in a ring."""
    named = sorted(set(benefits))
    for prefix, key in ((PLUS, tables.entitlement.c.id), (PAYBACK, tables.voucher.c.code)):
        wanted = [one.removeprefix(prefix) for one in named if one.startswith(prefix)]
        if wanted:
            connection.execute(sa.select(key).where(key.in_(wanted)).order_by(key).with_for_update()).all()


def slots_of(connection: sa.Connection, held: Entitlement | Voucher | None, *, now: datetime) -> Slots:
    """The slots of a benefit as they stand; none where there is no such benefit."""
    if held is None:
        return Slots((), frozenset(), ())
    amounts = held.plan.amounts if isinstance(held, Entitlement) else (held.amount,) * held.orders
    used = _used(connection, held.benefit, len(amounts))
    return Slots(amounts, used, _live(connection, held.benefit, now=now))


def _used(connection: sa.Connection, benefit: str, total: int) -> frozenset[int]:
    """The slots that are gone. A use that was written without one has the first that is left."""
    query = sa.select(_use.c.nth).where(_use.c.benefit == benefit)
    told = list(connection.execute(query).scalars())
    used = {nth for nth in told if nth is not None}
    rest = [nth for nth in range(total) if nth not in used]
    return frozenset(used.union(rest[: sum(nth is None for nth in told)]))


def _live(connection: sa.Connection, benefit: str, *, now: datetime) -> tuple[Kept, ...]:
    query = sa.select(_kept.nth, _kept.sale, _kept.member, _kept.until)
    rows = connection.execute(query.where(_kept.benefit == benefit, _kept.until > write_time(now)).order_by(_kept.nth))
    return tuple(Kept(*row) for row in rows)
