"""The feed: what the mall owns, in the order in which it changed, the newest version of each thing once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

import msgspec
import sqlalchemy as sa

from pos.domain.apart import ClaimSettled
from pos.domain.back.decided import ClaimDecided
from pos.domain.bulletins import Bulletin
from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.members import Dossier
from pos.domain.plus import Plan
from pos.domain.promotions import Promotion
from pos.mall import runs, tables
from pos.sync.contract import FeedAnswer
from pos.till.feed import Boutique, Member, Merged, PutAside, Staff, StockLevel, TillKey

_Owned: TypeAlias = Literal["boutique", "product", "policy", "staff", "plan", "promotion", "stock", "till", "aside"]
Kind: TypeAlias = _Owned | Literal["member", "dossier", "merged", "claim", "bulletin", "decided"]
_Whose: TypeAlias = Member | Dossier | Merged | ClaimSettled | ClaimDecided
_Named: TypeAlias = Product | Staff | Plan | Promotion | StockLevel | TillKey | PutAside | Bulletin | _Whose
Thing: TypeAlias = Boutique | _Named | str

PAGE_ROWS = 500
PAGE_BYTES = 1024 * 1024

_TYPES: dict[str, Any] = {
    "boutique": Boutique,
    "product": Product,
    "policy": str,
    "staff": Staff,
    "member": Member,
    "plan": Plan,
    "promotion": Promotion,
    "dossier": Dossier,
    "stock": StockLevel,
    "till": TillKey,
    "aside": PutAside,
    "merged": Merged,
    "claim": ClaimSettled,
    "bulletin": Bulletin,
    "decided": ClaimDecided,
}


class Change(msgspec.Struct, frozen=True):
    """One thing as it is from now on, for one boutique or ("") for all."""

    kind: Kind
    key: str
    document: bytes
    boutique: str = ""


def change_of(thing: Thing, boutique: str = "") -> Change:
    """The change that brings `thing`; a text is the document of a policy, known by what it says."""
    document = msgspec.json.encode(thing)
    match thing:
        case Boutique(id=key):
            return Change("boutique", key, document, key)
        case str():
            return Change("policy", hashlib.sha256(document).hexdigest(), document, boutique)
        case _:
            kind, key = _named(thing)
            return Change(kind, key, document, boutique)


def _named(thing: _Named) -> tuple[Kind, str]:
    """What a thing is, and which one."""
    match thing:
        case Product(code=key):
            return "product", key
        case Staff(id=key):
            return "staff", key
        case Plan(id=key):
            return "plan", key
        case Promotion(id=key):
            return "promotion", key
        case StockLevel(product=key):
            return "stock", key
        case TillKey():
            return "till", till_key(thing.boutique, thing.till)
        case PutAside():
            return "aside", f"{thing.till}/{thing.epoch}/{thing.seq}"
        case Bulletin(id=key):
            return "bulletin", key
        case _:
            return _whose(thing)


def _whose(thing: _Whose) -> tuple[Kind, str]:
    """What a thing about a member is, and about which; a claim is a sale's."""
    match thing:
        case Member(number=key):
            return "member", key
        case Dossier(member=key):
            return "dossier", key
        case Merged(number=key):
            return "merged", key
        case ClaimSettled():
            return "claim", f"{thing.sale}/{thing.benefit}"
        case ClaimDecided():
            return "decided", f"{thing.till}/{thing.claim}"


def till_key(boutique: str, till: str) -> str:
    """Which till a key is told of."""
    return f"{boutique}/{till}"


def announce(connection: sa.Connection, changes: Iterable[Change]) -> int:
    """Put what is new or different at the end of the feed; how many that were.

    The cursor's row stays locked until the end, so that no cursor is seen before a smaller one.
    """
    cursor = newest(connection, lock=True)
    count = 0
    for change in changes:
        table = tables.change
        same = (table.c.kind == change.kind) & (table.c.key == change.key) & (table.c.boutique == change.boutique)
        before = connection.execute(sa.select(table.c.document).where(same)).scalar_one_or_none()
        if before == change.document:
            continue
        count += 1
        connection.execute(table.delete().where(same))
        row = msgspec.structs.asdict(change) | {"cursor": cursor + count}
        connection.execute(table.insert().values(row))
    connection.execute(tables.chain.update().values(cursor=cursor + count))
    return count


def announce_again(connection: sa.Connection, change: Change) -> None:
    """Tell a boutique of a thing once more, whether or not it is other than it was: a till may have passed it over."""
    c = tables.change.c
    same = (c.kind == change.kind) & (c.key == change.key) & (c.boutique == change.boutique)
    connection.execute(tables.change.delete().where(same))
    announce(connection, [change])


def find(connection: sa.Connection, kind: Kind, key: str, boutique: str = "") -> bytes | None:
    """The newest version of one thing."""
    c = tables.change.c
    query = sa.select(c.document).where(c.kind == kind, c.key == key, c.boutique == boutique)
    return connection.execute(query).scalar_one_or_none()


def all_of(connection: sa.Connection, kind: Kind) -> dict[str, bytes]:
    """The newest version of everything of a kind that all boutiques are told of, by its key."""
    c = tables.change.c
    query = sa.select(c.key, c.document).where(c.kind == kind, c.boutique == "")
    return {row.key: bytes(row.document) for row in connection.execute(query)}


def forget(connection: sa.Connection, kind: Kind, key: str) -> None:
    """Tell nobody of a thing any more; who was told of it is not told that."""
    c = tables.change.c
    connection.execute(tables.change.delete().where(c.kind == kind, c.key == key))


def boutiques_with(connection: sa.Connection, kind: Kind, key: str) -> tuple[str, ...]:
    """The boutiques that were told of a thing."""
    c = tables.change.c
    query = sa.select(c.boutique).where(c.kind == kind, c.key == key).order_by(c.boutique)
    return tuple(connection.execute(query).scalars())


def page_after(connection: sa.Connection, cursor: int, *, boutique: str, most: int = PAGE_ROWS) -> FeedAnswer:
    """What changed after `cursor` for a boutique, bounded in number and size.

    Raises Refused("mall.behind") for a cursor it never gave: it lost something it had told.
    """
    head = newest(connection, lock=False)
    if cursor > head or not runs.was_given(connection, cursor):
        raise Refused("mall.behind", expects=head, sent=cursor)
    c = tables.change.c
    query = (
        sa.select(c.cursor, c.kind, c.document)
        .where(c.cursor > cursor, c.boutique.in_(("", boutique)))
        .order_by(c.cursor)
        .limit(most + 1)
    )
    rows = list(connection.execute(query))
    taken = _within(rows, most)
    things: dict[str, list[Any]] = {kind: [] for kind in _TYPES}
    for row in taken:
        things[row.kind].append(msgspec.json.decode(row.document, type=_TYPES[row.kind]))
    more = len(taken) < len(rows)
    return FeedAnswer(
        cursor=taken[-1].cursor if more else head,
        more=more,
        boutique=things["boutique"][-1] if things["boutique"] else None,
        products=tuple(things["product"]),
        policies=tuple(things["policy"]),
        staff=tuple(things["staff"]),
        members=tuple(things["member"]),
        plans=tuple(things["plan"]),
        promotions=tuple(things["promotion"]),
        dossiers=tuple(things["dossier"]),
        stock=tuple(things["stock"]),
        tills=tuple(things["till"]),
        aside=tuple(things["aside"]),
        merged=tuple(things["merged"]),
        claims=tuple(things["claim"]),
        bulletins=tuple(things["bulletin"]),
        decided=tuple(things["decided"]),
    )


def newest(connection: sa.Connection, *, lock: bool) -> int:
    """The cursor of the newest change."""
    query = sa.select(tables.chain.c.cursor)
    cursor: int = connection.execute(query.with_for_update() if lock else query).scalar_one()
    return cursor


def _within(rows: list[Any], most: int) -> list[Any]:
    """The rows that fit a page, at least one."""
    taken: list[Any] = []
    size = 0
    for row in rows[:most]:
        size += len(row.document)
        if taken and size > PAGE_BYTES:
            break
        taken.append(row)
    return taken
