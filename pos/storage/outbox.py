"""The journal as its sender sees it, and where the feed arrives: whole pages, each with its cursor."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import Connection

from pos.domain.journal import Entry
from pos.storage import arrivals, member_changes, recipients, rereading, staff
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import OF_EPOCHS, entries
from pos.storage.judging import Judge
from pos.storage.lines import lines_of
from pos.storage.taking import set_to
from pos.till.abreast import Line, epoch_of
from pos.till.books import Sent
from pos.till.feed import FeedPage, MemberSent, StaffSent

_FROM = f"{OF_EPOCHS} AND seq >= ? AND seq < ?"


class SqlOutbox:
    """Implements `pos.till.ports.Outbox`; used on the disk lane only."""

    def __init__(self, database: Database, *, till: str, judge: Judge | None = None) -> None:
        """Without a judge, as where people practise, nothing that arrives is held."""
        self._database, self._till, self._judge = database, till, judge

    def unsent(self, *, most: int, most_bytes: int) -> tuple[Entry, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            start = next_expected(connection)
            waiting = entries(connection, self._till, _FROM, (start, start + most))
        chosen: list[Entry] = []
        size = 0
        for entry in waiting:
            size += len(entry.payload) * 4 // 3 + 400
            if chosen and size > most_bytes:
                break
            chosen.append(entry)
        return tuple(chosen)

    def next_expected(self) -> int:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return next_expected(connection)

    def acknowledged(self, next_seq: int) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            expect(connection, next_seq)

    def lines(self) -> tuple[Line, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return lines_of(connection)

    def unsent_recipients(self, *, most: int) -> tuple[Sent, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return recipients.unsent(cursor_of(connection), before=next_expected(connection), most=most)

    def recipient_sent(self, recipient_id: str) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            recipients.set_sent(cursor_of(connection), recipient_id)

    def unsent_members(self, *, most: int) -> tuple[MemberSent, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            found = member_changes.unsent(cursor_of(connection), before=next_expected(connection), most=most)
            lines = lines_of(connection)
        return tuple(replace(one, epoch=epoch_of(lines, one.seq)) for one in found)

    def member_sent(self, sent: MemberSent) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            member_changes.set_sent(cursor_of(connection), sent)

    def unsent_staff(self, *, most: int) -> tuple[StaffSent, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            found = staff.unsent(cursor_of(connection), before=next_expected(connection), most=most)
            lines = lines_of(connection)
        return tuple(replace(one, epoch=epoch_of(lines, one.seq)) for one in found)

    def staff_sent(self, sent: StaffSent) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            staff.set_sent(cursor_of(connection), sent)

    def cursor(self) -> int:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return _number(connection, "cursor", 0)

    def begin_anew(self) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            begin_anew(connection)

    def arrive(self, page: FeedPage) -> tuple[str, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            return arrivals.take_in(connection, page, till=self._till, judge=self._judge)

    def read_again(self) -> tuple[str, ...]:
        """See `pos.storage.rereading`: after a start, what another program could not read."""
        with self._database.read() as connection:
            if not rereading.is_any(connection):
                return ()
        with self._database.write() as connection:
            return rereading.read_again(connection, till=self._till, judge=self._judge)

    def feed_is_signed(self) -> bool:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return bool(_number(connection, arrivals.SIGNED_ONCE, 0))


def next_expected(connection: Connection) -> int:
    """The place in the journal up to which the mall has said it holds everything."""
    return _number(connection, "next_expected", 1)


def expect(connection: Connection, seq: int) -> None:
    """The mall was found to hold everything before a place; never goes backwards."""
    if seq > next_expected(connection):
        set_to(connection, "next_expected", str(seq))


def begin_anew(connection: Connection) -> None:
    """The feed is asked for from its beginning."""
    set_to(connection, "cursor", "0")


def _number(connection: Connection, name: str, default: int) -> int:
    value = connection.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (name,)).scalar()
    return default if value is None else int(value)
