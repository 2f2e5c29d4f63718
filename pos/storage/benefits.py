"""Benefits: what this till's own sales used and began, and the mall's copy of a member's dossier, put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from pos.domain.back.returns import Return
from pos.domain.members import Dossier
from pos.domain.money import Won
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Use
from pos.domain.sale import Sale
from pos.storage import tables
from pos.storage.engine import cursor_of
from pos.storage.members import number_now
from pos.storage.people import OF_PERSON, known_better
from pos.storage.statements import Rows, insertion

_USE = insertion(tables.benefit_use)
_USE_LATE = _USE.replace("INSERT", "INSERT OR IGNORE", 1)
_BEGIN = insertion(tables.entitlement)
_LESS = "UPDATE benefit_use SET amount = amount - ? WHERE sale = ? AND benefit = ?"
_CHANGE = insertion(tables.entitlement_change).replace("INSERT", "INSERT OR REPLACE", 1)
_CHANGED = f"SELECT body FROM entitlement_change WHERE member IN {OF_PERSON} ORDER BY id"
_NO_USE = "DELETE FROM benefit_use WHERE sale = ?"
_END = "UPDATE entitlement SET ended = 'cancelled' WHERE sale = ?"
_PUT = "INSERT OR REPLACE INTO dossier (member, body) VALUES (?, ?)"
_COPY = "SELECT body FROM dossier WHERE member = ?"
_STANDING = "SELECT standing FROM member WHERE number = ?"
_BEGUN = f"SELECT ended, body FROM entitlement WHERE member IN {OF_PERSON} ORDER BY id"
_USES = f"SELECT benefit, sale, amount FROM benefit_use WHERE member IN {OF_PERSON} ORDER BY sale, benefit"
_CANCELLED = f"SELECT sale FROM delivery_order WHERE member IN {OF_PERSON} AND state = 'cancelled'"
_GIVEN_BACK = "SELECT sale FROM delivery_order WHERE state = 'cancelled' AND sale IN (SELECT value FROM json_each(?))"
_USED = (
    "SELECT benefit_use.sale, benefit_use.member FROM benefit_use JOIN sale ON sale.id = benefit_use.sale "
    "WHERE benefit = ? ORDER BY sale.number"
)
_OWN = f"SELECT id FROM entitlement WHERE member IN {OF_PERSON}"

_encode = msgspec.json.Encoder().encode
_entitlement = msgspec.json.Decoder(Entitlement)
_dossier = msgspec.json.Decoder(Dossier)


def write(rows: Rows, sale: Sale) -> None:
    """Write what a sale used, and what its machine began."""
    if sale.uses:
        off = _off(sale)
        uses = [(sale.id, benefit, sale.member, off.get(benefit, 0)) for benefit in dict.fromkeys(sale.uses)]
        rows.executemany(_USE, uses)
    begun = sale.begins
    if begun is not None:
        rows.execute(_BEGIN, (sale.id, begun.id, begun.member, begun.ended, _encode(begun)))


def give_back(rows: Rows, sale: str) -> None:
    """A sale was cancelled: what it used is free again, what it began has ended."""
    rows.execute(_NO_USE, (sale,))
    rows.execute(_END, (sale,))


def take_back(rows: Rows, back: Return) -> None:
    """Goods came back: their share of each discount was not had, and the benefit of a machine is another one now.

    Without goods the sale used a benefit after all.
    """
    shares = [(one.amount, back.sale, one.benefit) for line in back.lines for one in line.undone]
    if shares:
        rows.executemany(_LESS, shares)
    if back.benefit:
        rows.execute(_USE_LATE, (back.sale, back.benefit, back.member, sum(one.amount for one in back.rebates)))
    if back.plan is not None:
        rows.execute(_CHANGE, (back.plan.id, back.plan.member, _encode(back.plan)))


def take_in(connection: Connection, dossiers: Iterable[Dossier]) -> None:
    """Keep the mall's dossiers; each replaces the one before, but for what this till knows better."""
    cursor = cursor_of(connection)
    for told in dossiers:
        ours = known_better(cursor, told.member)
        if ours.is_no_more:
            continue
        one = replace(told, standing=ours.standing_of(told.standing))
        connection.exec_driver_sql(_PUT, (one.member, _encode(one)))


def dossier(cursor: Any, number: str) -> Dossier | None:
    """What the mall told with what this till sold; see `pos.till.books.Books.dossier`."""
    begun = [_begun(*row) for row in cursor.execute(_BEGUN, (number,)).fetchall()]
    uses = [Use(*row) for row in cursor.execute(_USES, (number,)).fetchall()]
    changed = [_entitlement.decode(body) for (body,) in cursor.execute(_CHANGED, (number,)).fetchall()]
    known = _copy(cursor, number)
    if known is None:
        if not (begun or uses or changed):
            return None
        known = Dossier(number)
    if not (begun or uses or changed or known.uses):
        return known
    cancelled = {row[0] for row in cursor.execute(_CANCELLED, (number,)).fetchall()}
    everywhere = {(use.benefit, use.sale): use for use in (*known.uses, *uses)}
    return replace(
        known,
        entitlements=_merged(known.entitlements, begun, changed),
        uses=tuple(use for use in everywhere.values() if use.sale not in cancelled),
    )


def as_used(cursor: Any, voucher: Voucher) -> Voucher:
    """A voucher with the uses of own sales, less what was cancelled here and the mall may not know yet.

    The first use binds it to its account (terms 9 (9) 6), by whichever number that is known now.
    """
    told = _encode(voucher.sales).decode()
    given_back = {row[0] for row in cursor.execute(_GIVEN_BACK, (told,)).fetchall()} if voucher.sales else set()
    kept = [sale for sale in voucher.sales if sale not in given_back]
    used = cursor.execute(_USED, (voucher.benefit,)).fetchall()
    accounts = [number and number_now(cursor, number) for number in (voucher.account, *(member for _, member in used))]
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


def _off(sale: Sale) -> dict[str, Won]:
    """What each benefit took off the sale."""
    off: dict[str, Won] = {}
    for line in sale.lines:
        for discount in line.discounts:
            benefit = discount.cause.benefit
            off[benefit] = off.get(benefit, 0) + discount.amount
    return off


def _merged(
    told: Iterable[Entitlement], begun: Iterable[Entitlement], changed: Iterable[Entitlement]
) -> tuple[Entitlement, ...]:
    """The mall's entitlements, then those it does not know yet.

    It knows better, but for an order cancelled here, and for what a return here made of one that it has not ended.
    """
    ours, after = {one.id: one for one in begun}, {one.id: one for one in changed}
    both = {one.id: one if one.ended else _here(one, ours.get(one.id), after) for one in told}
    return tuple({**ours, **after, **both}[key] for key in {**both, **ours, **after})


def _here(one: Entitlement, here: Entitlement | None, after: dict[str, Entitlement]) -> Entitlement:
    if here is not None and here.ended == "cancelled":
        return replace(one, ended="cancelled")
    return after.get(one.id, one)
