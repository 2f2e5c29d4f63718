"""Who may speak to the mall: tills that were invited, by a signature over each request.

A pass spares the mall the looking up where a till only asks; it never takes the place of the signature.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from pos.domain.errors import Refused
from pos.mall import changes, tables
from pos.mall.passes import Passes
from pos.sync import packing
from pos.sync.contract import MOST_BODY_BYTES, MOST_SKEW_SECONDS, Enrol, TillName
from pos.sync.signing import enrol_bytes, is_signed, request_bytes
from pos.sync.slip import read_slip
from pos.till.feed import NO_KEY, TillKey

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_GROUPS = 3
_VALID_FOR = timedelta(hours=24)
_LOCKED = (  # made once: each request needs it
    sa.select(tables.till)
    .where(tables.till.c.boutique == sa.bindparam("of"), tables.till.c.till == sa.bindparam("at"))
    .with_for_update()
)


class Asked(msgspec.Struct, frozen=True):
    """A request as it came in: what it wants, who it says it is, and the proof, which is over what was `sent`."""

    method: str
    target: str
    till: str
    at: str
    signature: bytes
    sent: bytes = b""
    shown: str = ""  # its pass
    coding: str = ""

    @property
    def body(self) -> bytes:
        """What was sent, unpacked; to be asked for once it is known whose it is.

        Raises Refused("mall.too_large"), ("request.invalid").
        """
        if self.coding in ("", "identity"):
            return self.sent
        if self.coding != packing.CODING:
            raise Refused("request.invalid", cause="coding")
        try:
            return packing.unpack(self.sent, most=MOST_BODY_BYTES)
        except packing.TooLarge as error:
            raise Refused("mall.too_large") from error
        except ValueError as error:
            raise Refused("request.invalid", cause="coding") from error

    @property
    def name(self) -> TillName:
        """The till that it says it is."""
        boutique, _, number = self.till.partition("/")
        return TillName(boutique, number)


class KnownTill(msgspec.Struct, frozen=True):
    """A till that was enrolled."""

    name: TillName
    public_key: bytes


def invite(connection: sa.Connection, name: TillName, *, now: datetime) -> str:
    """A new one-time code for a till, good for a day; the mall keeps its digest only."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    until = (now + _VALID_FOR).isoformat()
    connection.execute(
        tables.invitation.insert().values(digest=_digest(code), boutique=name.boutique, till=name.till, until=until)
    )
    return code


def redeem(connection: sa.Connection, asked: Enrol, *, now: datetime) -> TillName:
    """The name of the till that a code was made for. The same till may ask again, for its answer may have been lost.

    Raises Refused("mall.signature"), ("enrol.code") for one that is unknown, used or too old, or whose till was shut
    out since, ("enrol.taken") where the till already has a journal here under another key.
    """
    told = enrol_bytes(asked.code, asked.public_key)
    if not is_signed(told, signature=asked.signature, public_key=asked.public_key):
        raise Refused("mall.signature")
    table = tables.invitation
    ours = table.c.digest == _digest(asked.code)
    row = connection.execute(sa.select(table).where(ours).with_for_update()).one_or_none()
    if row is None or (row.public_key is not None and row.public_key != asked.public_key):
        raise Refused("enrol.code")
    name = TillName(row.boutique, row.till)
    if row.public_key is None:
        if datetime.fromisoformat(row.until) < now:
            raise Refused("enrol.code")
        connection.execute(table.update().where(ours).values(public_key=asked.public_key))
        _register(connection, name, asked.public_key, now=now)
    elif _is_shut_out(connection, name):
        raise Refused("enrol.code")
    return name


def _is_shut_out(connection: sa.Connection, name: TillName) -> bool:
    c = tables.till.c
    return (
        connection.execute(
            sa.select(c.till).where(c.boutique == name.boutique, c.till == name.till, c.revoked_at.is_not(None))
        ).first()
        is not None
    )


def _register(connection: sa.Connection, name: TillName, public_key: bytes, *, now: datetime) -> None:
    held = tables.entry.c
    journal = sa.select(held.seq).where(held.boutique == name.boutique, held.till == name.till).limit(1)
    if connection.execute(journal).first() is not None:
        raise Refused("enrol.taken", till=str(name))
    table = tables.till
    connection.execute(table.delete().where(table.c.boutique == name.boutique, table.c.till == name.till))
    connection.execute(
        table.insert().values(
            boutique=name.boutique, till=name.till, public_key=public_key, enrolled_at=now.isoformat()
        )
    )
    changes.announce(connection, [changes.change_of(TillKey(name.boutique, name.till, public_key))])


def announce_tills(connection: sa.Connection) -> None:
    """Let the whole chain know whose receipts to believe; who heard of it already hears nothing.

    Of a till that is shut out it heard then.
    """
    c = tables.till.c
    query = sa.select(c.boutique, c.till, c.public_key).where(c.revoked_at.is_(None)).order_by(c.enrolled_at, c.till)
    heard = changes.all_of(connection, "till")
    news = [changes.change_of(TillKey(*row)) for row in connection.execute(query)]
    news = [one for one in news if heard.get(one.key) != one.document]
    if news:
        changes.announce(connection, news)


def admit(connection: sa.Connection, asked: Asked, *, now: datetime) -> KnownTill:
    """The till that asks; its row stays locked, so that one till's requests are taken one after the other.

    Raises Refused("mall.unknown_till"), ("mall.revoked"), ("mall.signature"), ("mall.clock").
    """
    till, is_shut_out = known_till(connection, asked.name)
    _check_signature(asked, till)
    if is_shut_out:
        raise Refused("mall.revoked", till=str(till.name))
    _check_time(asked.at, now=now)
    return till


def hear(connection: sa.Connection, asked: Asked, *, passes: Passes, now: datetime) -> KnownTill:
    """The till that only asks: with a pass nothing is looked up, and nothing locked; otherwise see `admit`.

    A till that was shut out is heard no more after `passes.HEARD_WITHIN`.
    """
    held = passes.holder(connection, asked.shown, now=now) if asked.shown else None
    if held is None or held[0] != asked.name:
        return admit(connection, asked, now=now)
    till = KnownTill(*held)
    _check_signature(asked, till)
    _check_time(asked.at, now=now)
    return till


def known_till(connection: sa.Connection, name: TillName) -> tuple[KnownTill, bool]:
    """A till with its row locked, and whether it is shut out. Raises Refused("mall.unknown_till")."""
    row = connection.execute(_LOCKED, {"of": name.boutique, "at": name.till}).one_or_none()
    if row is None:
        raise Refused("mall.unknown_till", till=str(name))
    return KnownTill(name, row.public_key), row.revoked_at is not None


def _check_signature(asked: Asked, till: KnownTill) -> None:
    told = request_bytes(till.name, method=asked.method, target=asked.target, at=asked.at, body=asked.sent)
    if not is_signed(told, signature=asked.signature, public_key=till.public_key):
        raise Refused("mall.signature", till=str(till.name))


def revoke(connection: sa.Connection, name: TillName, *, now: datetime) -> bool:
    """Shut a till out: whoever has its key signs receipts with it, so that every till hears to believe it no more.

    The sales it had told of are found at the mall as before. False where there is no such till.
    """
    table = tables.till
    ours = (table.c.boutique == name.boutique) & (table.c.till == name.till)
    again = sa.func.coalesce(table.c.revoked_at, now.isoformat())
    if not connection.execute(table.update().where(ours).values(revoked_at=again)).rowcount:
        return False
    changes.announce(connection, [changes.change_of(TillKey(name.boutique, name.till, NO_KEY))])
    return True


def _check_time(at: str, *, now: datetime) -> None:
    try:
        claimed = datetime.fromisoformat(at)
        off = abs((claimed - now).total_seconds())
    except (ValueError, TypeError) as error:  # no time, or one without an offset
        raise Refused("mall.clock", mall=now.isoformat()) from error
    if off > MOST_SKEW_SECONDS:
        raise Refused("mall.clock", mall=now.isoformat(), till=at)


def _digest(code: str) -> bytes:
    """People type codes in any case, with or without the dashes; a till that knows no slips sends what was on one."""
    plain = "".join(letter for letter in read_slip(code).code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).digest()
