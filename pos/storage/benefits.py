"""Benefits: what this till's own sales used and began, and the mall's copy of a member's dossier, put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from pos.domain.members import Dossier
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Use
from pos.domain.sale import Sale
from pos.storage import tables
from pos.storage.statements import Rows, insertion

_USE = insertion(tables.benefit_use)
_BEGIN = insertion(tables.entitlement)
_NO_USE = "DELETE FROM benefit_use WHERE sale = ?"
_END = "UPDATE entitlement SET ended = 'cancelled' WHERE sale = ?"
_PUT = "INSERT OR REPLACE INTO dossier (member, body) VALUES (?, ?)"
_COPY = "SELECT body FROM dossier WHERE member = ?"
_STANDING = "SELECT standing FROM member WHERE number = ?"
_BEGUN = "SELECT ended, body FROM entitlement WHERE member = ? ORDER BY id"
_USES = "SELECT benefit, sale FROM benefit_use WHERE member = ? ORDER BY sale, benefit"
_CANCELLED = "SELECT sale FROM delivery_order WHERE member = ? AND state = 'cancelled'"
_GIVEN_BACK = "SELECT sale FROM delivery_order WHERE state = 'cancelled' AND sale IN (SELECT value FROM json_each(?))"
_USED = (
    "SELECT benefit_use.sale, benefit_use.member FROM benefit_use JOIN sale ON sale.id = benefit_use.sale "
    "WHERE benefit = ? ORDER BY sale.number"
)
_OWN = "SELECT id FROM entitlement WHERE member = ?"

_encode = msgspec.json.Encoder().encode
_entitlement = msgspec.json.Decoder(Entitlement)
_dossier = msgspec.json.Decoder(Dossier)


def write(rows: Rows, sale: Sale) -> None:
    """Write what a sale used, and what its machine began."""
    if sale.uses:
        rows.executemany(_USE, [(sale.id, benefit, sale.member) for benefit in dict.fromkeys(sale.uses)])
    begun = sale.begins
    if begun is not None:
        rows.execute(_BEGIN, (sale.id, begun.id, begun.member, begun.ended, _encode(begun)))


def give_back(rows: Rows, sale: str) -> None:
    """A sale was cancelled: what it used is free again, what it began has ended."""
    rows.execute(_NO_USE, (sale,))
    rows.execute(_END, (sale,))


def take_in(connection: Connection, dossiers: Iterable[Dossier]) -> None:
    """Keep the mall's dossiers; each replaces the one before."""
    for one in dossiers:
        connection.exec_driver_sql(_PUT, (one.member, _encode(one)))


def dossier(cursor: Any, number: str) -> Dossier | None:
    """What the mall told with what this till sold; see `pos.till.books.Books.dossier`."""
    begun = [_begun(*row) for row in cursor.execute(_BEGUN, (number,)).fetchall()]
    uses = [Use(*row) for row in cursor.execute(_USES, (number,)).fetchall()]
    known = _copy(cursor, number)
    if known is None:
        if not begun and not uses:
            return None
        known = Dossier(number)
    if not (begun or uses or known.uses):
        return known
    cancelled = {row[0] for row in cursor.execute(_CANCELLED, (number,)).fetchall()}
    everywhere = dict.fromkeys((*known.uses, *uses))
    return replace(
        known,
        entitlements=_merged(known.entitlements, begun),
        uses=tuple(use for use in everywhere if use.sale not in cancelled),
    )


def as_used(cursor: Any, voucher: Voucher) -> Voucher:
    """A voucher with the uses of own sales, less what was cancelled here and the mall may not know yet.

    The first use binds it to its account (terms 9 (9) 6).
    """
    told = _encode(voucher.sales).decode()
    given_back = {row[0] for row in cursor.execute(_GIVEN_BACK, (told,)).fetchall()} if voucher.sales else set()
    kept = [sale for sale in voucher.sales if sale not in given_back]
    used = cursor.execute(_USED, (voucher.benefit,)).fetchall()
    accounts = [voucher.account, *(member for _, member in used)]
    return replace(
        voucher,
        account=next((account for account in accounts if account is not None), None),
        sales=tuple(dict.fromkeys((*kept, *(sale for sale, _ in used)))),
    )


def own(cursor: Any, number: str) -> frozenset[str]:
    """The ids of the entitlements that this till began for a member."""
    return frozenset(row[0] for row in cursor.execute(_OWN, (number,)).fetchall())


def _copy(cursor: Any, number: str) -> Dossier | None:
    """The mall's copy; a member it told nothing more of has their standing alone."""
    row = cursor.execute(_COPY, (number,)).fetchone()
    if row is not None:
        return _dossier.decode(row[0])
    row = cursor.execute(_STANDING, (number,)).fetchone()
    return Dossier(number, row[0]) if row else None


def _begun(ended: str, body: bytes) -> Entitlement:
    one = _entitlement.decode(body)
    return replace(one, ended="cancelled") if ended == "cancelled" else one


def _merged(told: Iterable[Entitlement], begun: Iterable[Entitlement]) -> tuple[Entitlement, ...]:
    """The mall's entitlements, then those it does not know yet. It knows better, but for an order cancelled here."""
    ours = {one.id: one for one in begun}
    both: dict[str, Entitlement] = {}
    for one in told:
        here = ours.get(one.id)
        is_cancelled = here is not None and here.ended == "cancelled" and not one.ended
        both[one.id] = replace(one, ended="cancelled") if is_cancelled else one
    return tuple({**ours, **both}[key] for key in {**both, **ours})
