"""Looking back, for the screen's own thread: sales, what came back, what is owed, machines. It writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from pos.domain.apart import ClaimSettled
from pos.domain.back.decided import ClaimDecided
from pos.domain.back.returns import Claim, Original, PaidOut, Part, Return
from pos.domain.calendar import KST
from pos.domain.facts import ClaimMade, Fact, RefundPaid, ReturnCompleted, SaleCompleted, decode_fact
from pos.domain.journal import Entry, write_time
from pos.domain.papers.receipt_token import Token
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.storage import benefit_claims, decisions, machines, photographs, products, tills
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import OF_EPOCHS, entries
from pos.storage.outbox import next_expected
from pos.storage.people import OF_PERSON
from pos.till.back.past import Owed, RefundAttempt

_SALES = "(epoch, seq) IN (SELECT epoch, seq FROM sale WHERE {})"
_BACKS = "(epoch, seq) IN (SELECT epoch, seq FROM back WHERE {})"
_OF_CARD = (
    "id IN (SELECT DISTINCT sale.id FROM payment JOIN sale ON sale.id = payment.sale "
    "WHERE card = ? AND day = ? ORDER BY number DESC LIMIT ?)"
)
_OF_MEMBER = f"id IN (SELECT id FROM sale WHERE member IN {OF_PERSON} ORDER BY at DESC, number DESC LIMIT ?2)"
_NEWEST = "number IN (SELECT number FROM back ORDER BY number DESC LIMIT ?)"
_OWED = "id IN (SELECT back FROM refund_part WHERE how = '')"
_OWED_PARTS = "SELECT id FROM refund_part WHERE how = ''"
_PAID = "(epoch, seq) IN (SELECT paid_epoch, paid_seq FROM refund_part WHERE back = ? AND paid_seq IS NOT NULL)"
_ATTEMPTS = "SELECT back, id, part, amount, outcome, recharge FROM refund_attempt WHERE back = ? ORDER BY seq"
_CLAIMS = "(epoch, seq) IN (SELECT epoch, seq FROM claim WHERE settled_by IS NULL)"
_COUNT = f"SELECT count(*) FROM back WHERE {{}} AND id NOT IN ({benefit_claims.OF_CLAIMS})"
_GRANTS = (
    f"SELECT count(*) FROM journal WHERE {OF_EPOCHS} AND seq >= ? AND kind = 'ApprovalGiven' "
    "AND json_extract(CAST(payload AS TEXT), '$.approval.action') = 'benefit.grant'"
)
_part = msgspec.json.Decoder(Part)


class SqlPast:
    """Implements `pos.till.back.past.Past`. The key signs what receipts say; it is the till's own."""

    def __init__(self, database: Database, *, boutique: str, till: str, key: Ed25519PrivateKey) -> None:
        self._database, self._boutique, self._till, self._key = database, boutique, till, key

    def original(self, sale_id: str) -> Original | None:
        """See `pos.till.back.past.Past`."""
        with self._database.read() as connection:
            found = self._sales(connection, "id = ?", sale_id)
            if not found:
                return None
            returns = self._returns(connection, "sale = ?", sale_id)
            paid = [one for back in returns for one in self._paid(connection, back.id)]
        return Original(found[0], returns, tuple(paid))

    def sale_by_code(self, code: str) -> Sale | None:
        """See `pos.till.back.past.Past`."""
        return next((sale for sale in self._sales_where("number = ?", _number(code)) if sale.code == code), None)

    def sale_by_serial(self, serial: str) -> Sale | None:
        """See `pos.till.back.past.Past`."""
        return next(iter(self._sales_where("id = (SELECT sale FROM machine WHERE serial = ?)", serial)), None)

    def sales_by_card(self, last_four: str, day: date, *, most: int = 20) -> tuple[Sale, ...]:
        """See `pos.till.back.past.Past`."""
        return self._sales_where(_OF_CARD, last_four, day.isoformat(), most)

    def sales_of_member(self, number: str, *, most: int = 20) -> tuple[Sale, ...]:
        """See `pos.till.back.past.Past`."""
        return self._sales_where(_OF_MEMBER, number, most)

    def returned(self, back_id: str) -> Return | None:
        """See `pos.till.back.past.Past`."""
        return next(iter(self._returns_where("id = ?", back_id)), None)

    def return_by_code(self, code: str) -> Return | None:
        """See `pos.till.back.past.Past`."""
        return next((back for back in self._returns_where("number = ?", _number(code)) if back.code == code), None)

    def entry_of_return(self, back_id: str) -> Entry | None:
        """See `pos.till.back.past.Past`."""
        with self._database.read() as connection:
            found = entries(connection, self._till, _BACKS.format("id = ?"), (back_id,))
        return found[0] if found else None

    def returns(self, *, most: int = 50) -> tuple[Return, ...]:
        """See `pos.till.back.past.Past`."""
        return self._returns_where(_NEWEST, most)[::-1]

    def returns_of(self, sale_id: str) -> tuple[Return, ...]:
        """See `pos.till.back.past.Past`. What came back without a receipt is of no sale."""
        return self._returns_where("sale = ?", sale_id) if sale_id else ()

    def paid_out(self, back_id: str) -> tuple[PaidOut, ...]:
        """See `pos.till.back.past.Past`."""
        with self._database.read() as connection:
            return self._paid(connection, back_id)

    def owed(self) -> tuple[Owed, ...]:
        """See `pos.till.back.past.Past`."""
        with self._database.read() as connection:
            parts = {row[0] for row in connection.exec_driver_sql(_OWED_PARTS)}
            returns = self._returns(connection, _OWED) if parts else ()
        return tuple(Owed(back, part) for back in returns for part in back.parts if part.id in parts)

    def refund_attempts(self, back_id: str) -> tuple[RefundAttempt, ...]:
        """See `pos.till.back.past.Past`."""
        with self._cursor() as cursor:
            rows = cursor.execute(_ATTEMPTS, (back_id,)).fetchall()
        return tuple(
            RefundAttempt(back, attempt, _part.decode(part), amount, outcome, recharge)
            for back, attempt, part, amount, outcome, recharge in rows
        )

    def count_returns(self, *, member: str | None = None, cashier: str | None = None, since: datetime) -> int:
        """See `pos.till.back.past.Past`."""
        asked = [(name, value) for name, value in (("member", member), ("cashier", cashier)) if value is not None]
        where = " AND ".join([*(f"{name} = ?" for name, _ in asked), "at >= ?"])
        values = (*(value for _, value in asked), write_time(since.astimezone(KST)))
        with self._cursor() as cursor:
            return int(cursor.execute(_COUNT.format(where), values).fetchone()[0])

    def open_claims(self) -> tuple[Claim, ...]:
        """See `pos.till.back.past.Past`."""
        with self._database.read() as connection:
            facts = self._facts(connection, _CLAIMS)
        return tuple(fact.claim for fact in facts if isinstance(fact, ClaimMade))

    def claims_decided(self) -> tuple[ClaimDecided, ...]:
        """See `pos.till.back.past.Past`."""
        with self._cursor() as cursor:
            return decisions.heard(cursor, till=self._till)

    def claims_heard(self) -> tuple[ClaimSettled, ...]:
        """See `pos.till.back.past.Past`."""
        with self._cursor() as cursor:
            return benefit_claims.heard(cursor, till=self._till)

    def grants_unheard(self) -> int:
        """See `pos.till.back.past.Past`."""
        with self._database.read() as connection:
            return int(cursor_of(connection).execute(_GRANTS, (next_expected(connection),)).fetchone()[0])

    def photograph(self, photograph_id: str) -> bytes | None:
        """See `pos.till.back.past.Past`."""
        with self._cursor() as cursor:
            return photographs.opened(cursor, photograph_id)

    def machine(self, serial: str) -> Machine | None:
        """See `pos.till.back.past.Past`. A sale that does not say how long the warranty is had the product's."""
        with self._database.read() as connection:
            found = machines.found(cursor_of(connection), serial)
            if found is None or found.months:
                return found
            product = products.by_code(connection, found.product)
        return msgspec.structs.replace(found, months=product.warranty_months) if product else found

    def holidays(self) -> frozenset[date]:
        """See `pos.till.back.past.Past`."""
        with self._cursor() as cursor:
            rows = cursor.execute("SELECT day FROM holiday").fetchall()
        return frozenset(date.fromisoformat(row[0]) for row in rows)

    def sign(self, told: bytes) -> bytes:
        """See `pos.till.back.past.Past`."""
        return self._key.sign(told)

    def is_genuine(self, token: Token) -> bool:
        """See `pos.till.back.past.Past`."""
        is_own = (token.boutique, token.till) == (self._boutique, self._till)
        if is_own and tills.signed(token, self._key.public_key().public_bytes_raw()):
            return True
        with self._cursor() as cursor:
            key = tills.key_of(cursor, token.boutique, token.till)
        return key is not None and tills.signed(token, key)

    # --- what the entries say ---

    def _sales_where(self, where: str, *values: object) -> tuple[Sale, ...]:
        with self._database.read() as connection:
            return self._sales(connection, where, *values)[::-1]

    def _returns_where(self, where: str, *values: object) -> tuple[Return, ...]:
        with self._database.read() as connection:
            return self._returns(connection, where, *values)

    def _sales(self, connection: Connection, where: str, *values: object) -> tuple[Sale, ...]:
        facts = self._facts(connection, _SALES.format(where), *values)
        return tuple(fact.sale for fact in facts if isinstance(fact, SaleCompleted))

    def _returns(self, connection: Connection, where: str, *values: object) -> tuple[Return, ...]:
        facts = self._facts(connection, _BACKS.format(where), *values)
        return tuple(fact.back for fact in facts if isinstance(fact, ReturnCompleted))

    def _paid(self, connection: Connection, back_id: str) -> tuple[PaidOut, ...]:
        facts = self._facts(connection, _PAID, back_id)
        return tuple(fact.paid for fact in facts if isinstance(fact, RefundPaid))

    def _facts(self, connection: Connection, where: str, *values: object) -> list[Fact]:
        return [decode_fact(entry.payload) for entry in entries(connection, self._till, where, values)]

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        with self._database.read() as connection:
            yield cursor_of(connection)


def _number(code: str) -> int:
    """The running number in a code, 0 where there is none: no sale and no return has that."""
    digits = code.rpartition("-")[2].removeprefix("R")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else 0
