"""Reading journals into tables that can be asked: beside the storing, so that nothing it cannot use holds up a till.

What cannot be read goes to review with a reason, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TypeAlias

import msgspec
import sqlalchemy as sa

from pos.domain.cash_receipt import CashReceiptOwed
from pos.domain.errors import Refused
from pos.domain.facts import Fact, ReturnCompleted, SaleCompleted, decode_fact, kind_of
from pos.domain.journal import Entry
from pos.domain.sale import Sale
from pos.domain.signed import is_claimed
from pos.mall import dossiers, membership, reviews, tables
from pos.mall.checking import check_cash_receipt, check_return, check_sale
from pos.mall.effects import Effects, is_effective, is_local, wait_for_turn
from pos.mall.intake import broken, entries_of, is_vouched, raise_alarm
from pos.mall.person_facts import is_about
from pos.mall.reviews import Aside, Place, put_aside
from pos.mall.twice import numbered_twice
from pos.sync.contract import TillName

Doubt: TypeAlias = Callable[[Entry], str | None]
"""A further reason against an entry, for trials of what happens then."""

BATCH = 500
_BEGIN = sa.text(
    "INSERT INTO projected (boutique, till, epoch, next) SELECT :boutique, :till, :epoch, coalesce(min(seq), 1)"
    " FROM entry WHERE boutique = :boutique AND till = :till AND epoch = :epoch ON CONFLICT DO NOTHING"
)


def project(
    connection: sa.Connection,
    name: TillName,
    epoch: int,
    *,
    now: datetime,
    doubt: Doubt,
    waits: bool = True,
    most: int = BATCH,
) -> int | None:
    """Read the next entries of a till; how many they were. Where somebody reads them at this moment: wait, or None."""
    since = _next_of(connection, name, epoch, waits=waits)
    if since is None:
        return None
    entries = entries_of(connection, name, epoch, since=since, until=since + most)
    forged = _forged(connection, name, entries, now=now)
    facts, aside = _read_all(name, [one for one in entries if one.seq not in forged], doubt)
    aside += [Aside(one, "entry.signature") for one in entries if one.seq in forged]
    if facts:
        if not all(is_local(fact) for _, fact in facts):
            wait_for_turn(connection)
        sold = [(entry, fact.sale) for entry, fact in facts if isinstance(fact, SaleCompleted)]
        refused = _insert(connection, sold)
        effects = Effects(connection, name, now=now)
        unused = {one.entry.seq for one in refused}
        aside += numbered_twice(connection, name, sold) if epoch > 1 else []
        aside += refused + effects.take([one for one in facts if one[0].seq not in unused])
        effects.write(seen=entries[-1].seq)
    for entry, reason, amount in aside:
        put_aside(connection, Place(name, epoch, entry.seq), reason, at=now.isoformat(), amount=amount)
    if entries:
        _move_to(connection, name, epoch, entries[-1].seq + 1)
    return len(entries)


def pass_over(connection: sa.Connection, name: TillName, epoch: int, *, now: datetime) -> int:
    """Put the next entry of a till aside unread: the database will not have what comes of it. Whether there was one."""
    since = _next_of(connection, name, epoch, waits=True)
    entries = () if since is None else entries_of(connection, name, epoch, since=since, until=since + 1)
    for entry in entries:
        put_aside(connection, Place(name, epoch, entry.seq), "entry.unstorable", at=now.isoformat())
        _move_to(connection, name, epoch, entry.seq + 1)
    return len(entries)


def read_again(connection: sa.Connection, name: TillName, epoch: int, *, now: datetime, doubt: Doubt) -> None:
    """What an older mall could not read of members, and this one can: before the person comes, who were nobody here."""
    at, members = now.isoformat(), set[str]()
    wait_for_turn(connection)
    for seq in reviews.unread(connection, name, epoch):
        entries = entries_of(connection, name, epoch, since=seq, until=seq + 1)
        facts, _ = _read_all(name, entries, doubt)
        for entry, fact in facts:
            if is_about(fact):
                take = partial(membership.take, connection, name, entry, fact, at=at)
                taken = reviews.guarded(connection, take, membership.Taken("entry.unstorable"))
                members |= taken.members
                reviews.settle(connection, Place(name, epoch, seq), taken.reason, at=at)
    dossiers.tell(connection, members)


def _read_all(name: TillName, entries: Iterable[Entry], doubt: Doubt) -> tuple[list[tuple[Entry, Fact]], list[Aside]]:
    """The facts that change something, and the entries that cannot be used."""
    facts: list[tuple[Entry, Fact]] = []
    aside: list[Aside] = []
    for entry in entries:
        try:
            fact = _read(name, entry, doubt)
        except Refused as refused:
            aside.append(Aside(entry, refused.code))
        except Exception:  # noqa: BLE001 - whatever stands in an entry, those after it are read
            aside.append(Aside(entry, "entry.unreadable"))
        else:
            facts += [(entry, fact)] if is_effective(fact) else []
    return facts, aside


def _read(name: TillName, entry: Entry, doubt: Doubt) -> Fact:
    """The fact in an entry. Raises Refused where it cannot be used."""
    reason = doubt(entry)
    if reason is not None:
        raise Refused(reason)
    try:
        fact = decode_fact(entry.payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("entry.unreadable") from error
    if kind_of(fact) != entry.kind:
        raise Refused("entry.kind")
    if isinstance(fact, SaleCompleted):
        check_sale(name, fact.sale)
    if isinstance(fact, ReturnCompleted):
        check_return(name, fact.back)
    if isinstance(fact, CashReceiptOwed):
        check_cash_receipt(fact.receipt)
    return fact


def _insert(connection: sa.Connection, sold: list[tuple[Entry, Sale]]) -> list[Aside]:
    """Write sales, all at once where that goes; what the database will not have comes back with a reason."""
    if not sold:
        return []
    try:
        with connection.begin_nested():
            connection.execute(tables.sale.insert(), [_sale_row(*one) for one in sold])
    except (sa.exc.IntegrityError, sa.exc.DataError, OverflowError) as error:
        if len(sold) > 1:
            return [left for one in sold for left in _insert(connection, [one])]
        twice = isinstance(error, sa.exc.IntegrityError)
        return [Aside(sold[0][0], "sale.twice" if twice else "entry.unstorable")]
    return []


def _sale_row(entry: Entry, sale: Sale) -> dict[str, object]:
    return {
        "boutique": sale.boutique,
        "till": sale.till,
        "id": sale.id,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "number": sale.number,
        "day": sale.day.isoformat(),
        "at": sale.at.isoformat(),
        "cashier": sale.cashier,
        "member": sale.member,
        "goods": sale.goods,
        "discount": sale.discount,
        "total": sale.total,
        "taxable": sale.taxable,
        "exempt": sale.exempt,
        "vat": sale.vat,
    }


def _forged(connection: sa.Connection, name: TillName, entries: Iterable[Entry], *, now: datetime) -> set[int]:
    """The places whose signature is not the till's. When they were taken in, only the last of a push was looked at."""
    c = tables.till.c
    query = sa.select(c.public_key).where(c.boutique == name.boutique, c.till == name.till)
    key = connection.execute(query).scalar_one()
    forged = [one for one in entries if is_claimed(one) and not is_vouched(one, key)]
    for one in forged:
        raise_alarm(connection, name, one.epoch, broken(one.seq, "signature"), now=now)
    return {one.seq for one in forged}


def _next_of(connection: sa.Connection, name: TillName, epoch: int, *, waits: bool) -> int | None:
    """Where to go on, locked, so that nobody else reads the same entries meanwhile; None where somebody does.

    It is not the till's own row, so that a till can go on sending while what it sent is read.
    """
    c = tables.projected.c
    plain = sa.select(c.next).where(_of(name, epoch))
    query = plain.with_for_update(skip_locked=not waits)
    found: int | None = connection.execute(query).scalar_one_or_none()
    if found is None and connection.execute(plain).first() is None:
        connection.execute(_BEGIN, {"boutique": name.boutique, "till": name.till, "epoch": epoch})
        found = connection.execute(query).scalar_one_or_none()
    return found


def _move_to(connection: sa.Connection, name: TillName, epoch: int, next_seq: int) -> None:
    connection.execute(tables.projected.update().where(_of(name, epoch)).values(next=next_seq))


def _of(name: TillName, epoch: int) -> sa.ColumnElement[bool]:
    c = tables.projected.c
    return (c.boutique == name.boutique) & (c.till == name.till) & (c.epoch == epoch)
