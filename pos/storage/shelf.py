"""Reading, for the screen's own thread: products, people, the shift, baskets, sales. It writes nothing."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.facts import CardAsked, SaleCompleted, ShiftClosed, decode_fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.policy import Policy
from pos.domain.sale import Sale
from pos.domain.sums.report import Report
from pos.domain.tender import CardApproval
from pos.storage import closing, held, products, staff, terms
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import OF_EPOCHS, entries
from pos.till.feed import Boutique, PutAside, Staff
from pos.till.held_changes import HeldChange
from pos.till.ports import Attempt, Draft, Job, Shift, Waiting

_draft = msgspec.json.Decoder(Draft)
_approval = msgspec.json.Decoder(CardApproval)

# Its ends are looked up, and nothing between them is read: a till that was alone for a week has much that waits.
_WAITING = (
    "SELECT max(last - first + 1, 0), "
    f"coalesce((SELECT at FROM journal WHERE {OF_EPOCHS} AND seq = ends.first), '') FROM (SELECT "
    "(SELECT coalesce(max(CAST(value AS INTEGER)), 1) FROM setting WHERE name = 'next_expected') AS first, "
    "coalesce((SELECT max(seq) FROM journal WHERE seq > 0 "
    "AND epoch = (SELECT coalesce(max(epoch), 1) FROM epoch_line)), 0) AS last) AS ends"
)


class SqlShelf:
    """The till's database for reading. Implements `pos.till.ports.Shelf`."""

    def __init__(self, database: Database, *, till: str) -> None:
        self._database, self._till = database, till

    def product(self, code: str) -> Product | None:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return products.by_code(connection, code)

    def by_barcode(self, barcode: str) -> Product | None:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return products.by_barcode(connection, barcode)

    def search(self, text: str, *, most: int = 30) -> tuple[Product, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return products.search(connection, text, most)

    def favourites(self) -> tuple[Product, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return products.with_favourite(connection)

    def policies(self) -> tuple[Policy, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return terms.stored(connection)

    def boutique(self) -> Boutique | None:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            text = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'boutique'").scalar()
        return msgspec.json.decode(text, type=Boutique) if text else None

    def staff(self) -> tuple[Staff, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return staff.everybody(connection)

    def open_shifts(self) -> tuple[Shift, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM shift WHERE closed = 0 ORDER BY rowid").all()
        return tuple(
            Shift(
                row.id,
                date.fromisoformat(row.day),
                datetime.fromisoformat(row.opened_at),
                row.cashier,
                row.float_won,
                row.drawer,
                bool(row.own),
            )
            for row in rows
        )

    def who_took(self, sale: str) -> str:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return closing.who_took(cursor_of(connection), sale)

    def open_draft(self) -> Draft | None:
        """See `pos.till.ports.Shelf`."""
        open_ = [draft for draft in self._drafts("held_at = ''") if not draft.basket.is_empty or draft.payments]
        return open_[-1] if open_ else None

    def held(self) -> tuple[Draft, ...]:
        """See `pos.till.ports.Shelf`."""
        return self._drafts("held_at <> ''")

    def _drafts(self, where: str) -> tuple[Draft, ...]:
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(f"SELECT body FROM draft WHERE {where} ORDER BY held_at, rowid").all()
        return tuple(_draft.decode(row[0]) for row in rows)

    def attempts(self, sale: str) -> tuple[Attempt, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM attempt WHERE sale = ? ORDER BY seq", (sale,)).all()
        return tuple(
            Attempt(
                CardAsked(row.sale, row.id, row.tender, row.amount, row.instalments),
                row.outcome,
                _approval.decode(row.approval) if row.approval else None,
            )
            for row in rows
        )

    def sale(self, sale_id: str) -> Sale | None:
        """See `pos.till.ports.Shelf`."""
        entry = self.entry_of_sale(sale_id)
        return _sale_in(entry) if entry else None

    def last_sale(self) -> Sale | None:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            newest = connection.exec_driver_sql("SELECT id FROM sale ORDER BY number DESC LIMIT 1").scalar()
        return self.sale(newest) if newest else None

    def entry_of_sale(self, sale_id: str) -> Entry | None:
        """See `pos.till.ports.Shelf`."""
        where = "(epoch, seq) = (SELECT epoch, seq FROM sale WHERE id = ?)"
        with self._database.read() as connection:
            found = entries(connection, self._till, where, (sale_id,))
        return found[0] if found else None

    def jobs(self) -> tuple[Job, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT id, kind, subject, state, code FROM job "
                "WHERE state NOT IN ('done', 'dropped') ORDER BY position"
            ).all()
        return tuple(Job(*row) for row in rows)

    def waiting(self) -> Waiting:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            row = cursor_of(connection).execute(_WAITING).fetchone()
        return Waiting(*row)

    def put_aside(self) -> tuple[PutAside, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT till, epoch, seq, reason, amount, owner FROM put_aside ORDER BY till, epoch, seq"
            )
            return tuple(PutAside(*row) for row in rows)

    def held_changes(self) -> tuple[HeldChange, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return held.everything(connection)

    def last_time(self) -> str:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            at = connection.exec_driver_sql("SELECT at FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1").scalar()
        return at or ""

    def entries_of_shift(self, shift: str) -> tuple[Entry, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            found = entries(connection, self._till, closing.WHILE_OPEN, (shift,))
            return closing.belonging(cursor_of(connection), shift, found)

    def entry_of_report(self, shift: str) -> Entry | None:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            found = entries(connection, self._till, closing.OF_REPORT, (shift,))
        return found[0] if found else None

    def reports(self, *, most: int = 60) -> tuple[Report, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            found = entries(connection, self._till, closing.OF_REPORTS, (most,))
        facts = [decode_fact(entry.payload) for entry in reversed(found)]
        return tuple(fact.report for fact in facts if isinstance(fact, ShiftClosed))

    def kept_paper(self, shift: str) -> bytes | None:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            body = connection.exec_driver_sql(closing.KEPT, (shift,)).scalar()
        return None if body is None else bytes(body)

    def unkept(self) -> tuple[str, ...]:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return tuple(connection.exec_driver_sql(closing.UNKEPT).scalars())

    def running_total(self) -> Won:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return closing.running_total(cursor_of(connection))

    def cash_in_drawer(self, shift: str) -> Won:
        """See `pos.till.ports.Shelf`."""
        with self._database.read() as connection:
            return closing.cash_in_drawer(cursor_of(connection), shift) or 0


def _sale_in(entry: Entry) -> Sale:
    fact = decode_fact(entry.payload)
    if not isinstance(fact, SaleCompleted):
        raise Refused("sale.none")
    return fact.sale
