"""What the chain's office told, as it came, and who read it at this till. Whether it is over is not asked here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from pos.domain.bulletins import Bulletin, BulletinRead
from pos.domain.journal import Entry
from pos.storage.statements import Rows

_PUT = "INSERT OR REPLACE INTO bulletin (id, body) VALUES (?, ?)"
_READ = "INSERT OR IGNORE INTO bulletin_read (bulletin, who, at) VALUES (?, ?, ?)"
_UNREAD = (
    "SELECT body FROM bulletin WHERE NOT EXISTS "
    "(SELECT 1 FROM bulletin_read WHERE bulletin_read.bulletin = bulletin.id AND who = ?) ORDER BY id"
)
_encode = msgspec.json.Encoder().encode
_bulletin = msgspec.json.Decoder(Bulletin)


def take_in(rows: Rows, arrived: Iterable[Bulletin]) -> None:
    """Keep what is told; the newest version of each stands."""
    for one in arrived:
        rows.execute(_PUT, (one.id, _encode(one)))


def write_rows(rows: Rows, entry: Entry, fact: BulletinRead) -> None:
    """Somebody read it; the first time counts."""
    rows.execute(_READ, (fact.bulletin, entry.who, entry.at))


def unread(cursor: Any, person: str) -> tuple[Bulletin, ...]:
    """What somebody has not read at this till, whether it is over or not."""
    return tuple(_bulletin.decode(body) for (body,) in cursor.execute(_UNREAD, (person,)).fetchall())
