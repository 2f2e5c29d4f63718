"""Remembers when each till was last heard: to the minute, so that asking does not become writing."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from pos.mall.tables_of_service import heard
from pos.sync.contract import TillName

_PUT = sa.text(
    f"INSERT INTO {heard.name} (boutique, till, at) VALUES (:boutique, :till, :at)"
    " ON CONFLICT (boutique, till) DO UPDATE SET at = excluded.at"
)


class Hearing:
    """Mutable: it knows which minute of each till this process has written down, and forgets it when it ends."""

    def __init__(self) -> None:
        self._minutes: dict[TillName, str] = {}

    def note(self, connection: sa.Connection, name: TillName, *, now: datetime) -> None:
        """A till was heard, and was who it says."""
        minute = now.isoformat(timespec="minutes")
        if self._minutes.get(name) != minute:
            connection.execute(_PUT, {"boutique": name.boutique, "till": name.till, "at": now.isoformat()})
            self._minutes[name] = minute
