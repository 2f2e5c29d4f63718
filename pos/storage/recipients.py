"""Addresses of deliveries: each sealed under a key of its own, sent to the mall after its sale, destroyed when nothing
names it any more. They are in no journal."""

from __future__ import annotations

from typing import Any

import msgspec

from pos.domain.delivery import Recipient
from pos.domain.facts import Fact, SaleCompleted
from pos.storage.marks import read_marks
from pos.storage.people import OF_PERSON
from pos.storage.sealing import fresh_key, seal, unseal
from pos.till.books import Sent
from pos.till.ports import Commit

_PUT = (
    "INSERT INTO recipient (id, sale, place, state, sealed) VALUES (?, ?, ?, "
    "CASE WHEN EXISTS (SELECT 1 FROM sale WHERE id = ?) THEN 'waiting' ELSE 'draft' END, ?) "
    "ON CONFLICT (id) DO UPDATE SET sale = excluded.sale, place = excluded.place, sealed = excluded.sealed"
)
_PUT_KEY = "INSERT OR REPLACE INTO recipient_key (id, secret) VALUES (?, ?)"
_GET = "SELECT secret, sealed FROM recipient JOIN recipient_key USING (id) WHERE id = ?"
_SOLD = "UPDATE recipient SET state = 'waiting' WHERE id = ? AND state = 'draft'"
_OF_DRAFT = "SELECT id FROM recipient WHERE sale = ? AND state = 'draft'"
_DESTROY_KEY = "DELETE FROM recipient_key WHERE id = ?"
_DESTROY = "DELETE FROM recipient WHERE id = ?"
_UNSENT = (
    "SELECT recipient.id, recipient.sale, secret, sealed FROM recipient JOIN recipient_key USING (id) "
    "JOIN sale ON sale.id = recipient.sale WHERE recipient.state = 'waiting' AND sale.seq < ? "
    "ORDER BY sale.epoch, sale.seq LIMIT ?"
)
_SENT = "UPDATE recipient SET state = 'sent' WHERE id = ? AND state = 'waiting'"
_WHOSE = (
    "SELECT sale.member FROM recipient JOIN sale ON sale.id = recipient.sale "
    "LEFT JOIN member_alias ON member_alias.number = sale.member WHERE recipient.id = ? AND ("
    "coalesce(into_number, sale.member) IN (SELECT member FROM gone) "
    "OR coalesce(into_number, sale.member) IN (SELECT number FROM member WHERE standing = 'withdrawn'))"
)
_SENT_OF = (
    "SELECT recipient.id FROM sale JOIN recipient ON recipient.sale = sale.id "
    f"WHERE member IN {OF_PERSON} AND state = 'sent'"
)
_BLANK = "UPDATE recipient SET sealed = x'' WHERE id = ?"

_encode = msgspec.json.Encoder().encode
_recipient = msgspec.json.Decoder(Recipient)


def follow(cursor: Any, commit: Commit) -> None:
    """Bring the addresses in line with a commit: one comes, one is bound by its sale, others are named no more."""
    if commit.recipient is not None:
        _keep(cursor, commit.recipient)
    for fact in commit.facts:
        if (named := _named_by(fact)) is not None:
            cursor.execute(_SOLD, (named,))
    for basket in _baskets_of(commit):
        _destroy_unnamed(cursor, basket, commit)


def opened(cursor: Any, recipient_id: str) -> Recipient | None:
    """An address, None once it was destroyed."""
    row = cursor.execute(_GET, (recipient_id,)).fetchone()
    return _open(recipient_id, *row) if row else None


def unsent(cursor: Any, *, before: int, most: int) -> tuple[Sent, ...]:
    """Addresses of sales with a place before `before`, which the mall has not been given, oldest first."""
    rows = cursor.execute(_UNSENT, (before, most)).fetchall()
    return tuple(Sent(name, sale, _open(name, secret, sealed)) for name, sale, secret, sealed in rows)


def set_sent(cursor: Any, recipient_id: str) -> None:
    """The mall has it; of who has left nothing is kept here then."""
    cursor.execute(_SENT, (recipient_id,))
    row = cursor.execute(_WHOSE, (recipient_id,)).fetchone()
    if row is not None:
        destroy_sent(cursor, row[0])


def destroy_sent(cursor: Any, member: str) -> None:
    """Destroy the addresses of a member's deliveries that the mall has; that something went to a place stays known."""
    for (name,) in cursor.execute(_SENT_OF, (member,)).fetchall():
        cursor.execute(_DESTROY_KEY, (name,))
        cursor.execute(_BLANK, (name,))


def _keep(cursor: Any, sent: Sent) -> None:
    key = fresh_key()
    sealed = seal(key, _encode(sent.recipient), of=sent.id)
    place = read_marks(cursor).place(sent.recipient)
    cursor.execute(_PUT, (sent.id, sent.sale, place, sent.sale, sealed))
    cursor.execute(_PUT_KEY, (sent.id, key))


def _open(name: str, secret: bytes, sealed: bytes) -> Recipient:
    return _recipient.decode(unseal(secret, sealed, of=name))


def _named_by(fact: Fact) -> str | None:
    if isinstance(fact, SaleCompleted) and fact.sale.shipping is not None:
        return fact.sale.shipping.recipient
    return None


def _baskets_of(commit: Commit) -> tuple[str, ...]:
    """The baskets whose address may have changed: the one that goes, and the one that is written."""
    dropped = () if commit.drop is None else (commit.drop,)
    return dropped if commit.save is None else (*dropped, commit.save.basket.id)


def _destroy_unnamed(cursor: Any, basket: str, commit: Commit) -> None:
    found = {row[0] for row in cursor.execute(_OF_DRAFT, (basket,)).fetchall()}
    saved = commit.save.basket.delivery if commit.save is not None else None
    named = {saved.recipient if saved else "", commit.recipient.id if commit.recipient else ""}
    for name in found - named:
        cursor.execute(_DESTROY_KEY, (name,))
        cursor.execute(_DESTROY, (name,))
