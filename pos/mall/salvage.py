"""Taking in the file of a till that could not send, as a push would be taken in, though the till may be shut out.

Whoever was shut out gives nobody power any more: changes of the staff that come this way are left.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import BinaryIO

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from pos.domain.errors import Refused
from pos.domain.journal import Entry, write_time
from pos.mall import entrance, intake, membership, orders, persons, staffing, tables
from pos.mall.effects import wait_for_turn
from pos.mall.tables_of_identity import salvaged
from pos.sync.contract import PersonPut, Push, StaffPut, TillName
from pos.sync.salvage import Letters, checked, letters_in, pushes_in, read_whose

_HEX = 32


class Taken(msgspec.Struct, frozen=True):
    """What came of a file: the places in it, how much of it was new, and how many letters were taken and left.

    `written_since` counts entries that say they were written after the till was shut out.
    """

    boutique: str
    till: str
    digest: str
    taken_in_by: str
    at: str
    first: int
    last: int
    new_entries: int
    written_since: int
    letters: int
    letters_left: int

    @property
    def name(self) -> TillName:
        """The till whose entries they are."""
        return TillName(self.boutique, self.till)


class Salvaging:
    """Takes files in. `project` reads what was stored of a till; `on_progress` is told the place that was reached."""

    def __init__(
        self, engine: sa.Engine, key: X25519PrivateKey, *, project: Callable[[TillName], None], now: datetime
    ) -> None:
        self._engine, self._key, self._project, self._now = engine, key, project, now

    def take_in(self, file: BinaryIO, *, by: str, on_progress: Callable[[int], None]) -> Taken:
        """Store what is new in a file; again changes nothing. Nothing is stored of a file that is not whole.

        Raises Refused("salvage.unreadable"), ("salvage.broken"), ("salvage.gap"), ("mall.unknown_till").
        """
        name = read_whose(file)
        with self._engine.begin() as connection:
            till, _ = entrance.known_till(connection, name)
            shut_out_at = _shut_out_at(connection, name)
        end, digest = checked(file, name, public_key=till.public_key)
        places: list[int] = []
        new = since = 0
        for push in pushes_in(file):
            new += self._store(name, push)
            since += sum(_is_after(entry, shut_out_at) for entry in push.entries)
            places += [push.first, push.first + len(push.entries) - 1]
            self._project(name)
            on_progress(places[-1])
        letters = letters_in(end, name, self._key)
        taken = 0 if letters is None else self._bring(name, letters, is_shut_out=shut_out_at is not None)
        told = Taken(
            name.boutique,
            name.till,
            digest.hex()[:_HEX],
            by,
            self._now.isoformat(),
            min(places, default=0),
            max(places, default=0),
            new,
            since,
            taken,
            end.letters - taken,
        )
        self._remember(told)
        return told

    def _store(self, name: TillName, push: Push) -> int:
        """One push, with the till's row locked as for a request of its own; how many entries were new."""
        with self._engine.begin() as connection:
            till, _ = entrance.known_till(connection, name)
            before = _count(connection, name)
            try:
                with connection.begin_nested():
                    held = intake.take_in(connection, till, push, now=self._now)
                refused = None
            except Refused as error:
                held, refused = intake.Held(), error
                if "seq" in error.facts:
                    intake.raise_alarm(connection, name, push.epoch, error, now=self._now)
            new = _count(connection, name) - before
        if refused is not None:
            raise Refused("salvage.broken", how=str(refused.facts.get("how", refused.code))) from refused
        if held.next < push.first:
            raise Refused("salvage.gap", expects=held.next, first=push.first)
        return new

    def _bring(self, name: TillName, letters: Letters, *, is_shut_out: bool) -> int:
        """How many letters were taken; one that nobody would have stops no other."""
        keep = orders.keep_recipient
        brought: list[Callable[[sa.Connection], None]] = [
            *(partial(keep, name=name, sale=sale, recipient=recipient) for sale, recipient in letters.recipients),
            *(partial(self._member, name=name, put=put) for put in letters.members),
            *(partial(_staff, name=name, put=put) for put in letters.staff if not is_shut_out),
        ]
        return sum(self._is_taken(bring) for bring in brought)

    def _is_taken(self, bring: Callable[[sa.Connection], None]) -> bool:
        try:
            with self._engine.begin() as connection:
                bring(connection)
        except Refused:
            return False
        return True

    def _member(self, connection: sa.Connection, name: TillName, put: PersonPut) -> None:
        told = persons.read_put(msgspec.json.encode(put), put.member.number)
        if not persons.is_read(connection, name, told.epoch, told.seq):
            raise Refused("mall.busy")
        wait_for_turn(connection)
        membership.bring(connection, name, told, at=write_time(self._now))

    def _remember(self, told: Taken) -> None:
        c = salvaged.c
        same = (c.boutique == told.boutique) & (c.till == told.till) & (c.digest == told.digest)
        with self._engine.begin() as connection:
            if connection.execute(sa.select(c.at).where(same)).first() is None:
                connection.execute(salvaged.insert().values(msgspec.structs.asdict(told)))


def salvaged_of(connection: sa.Connection, name: TillName) -> tuple[Taken, ...]:
    """What was taken in by hand of a till, each file once, as it was the first time."""
    c = salvaged.c
    columns = [c[field] for field in Taken.__struct_fields__]
    query = sa.select(*columns).where(c.boutique == name.boutique, c.till == name.till).order_by(c.at, c.digest)
    return tuple(Taken(*row) for row in connection.execute(query))


def _staff(connection: sa.Connection, name: TillName, put: StaffPut) -> None:
    staffing.take(connection, name, staffing.read_put(msgspec.json.encode(put), put.change.id))


def _count(connection: sa.Connection, name: TillName) -> int:
    c = tables.entry.c
    query = sa.select(sa.func.count()).where(c.boutique == name.boutique, c.till == name.till)
    return int(connection.execute(query).scalar_one())


def _shut_out_at(connection: sa.Connection, name: TillName) -> datetime | None:
    c = tables.till.c
    found = connection.execute(sa.select(c.revoked_at).where(c.boutique == name.boutique, c.till == name.till))
    at = found.scalar_one()
    return None if at is None else datetime.fromisoformat(at)


def _is_after(entry: Entry, moment: datetime | None) -> bool:
    if moment is None:
        return False
    try:
        return datetime.fromisoformat(entry.at) > moment
    except (ValueError, TypeError):  # no time, or one without an offset
        return True
