"""What stays of a till that the mall shut out: its journal and what waits for the mall; copies of members do not."""

from __future__ import annotations

from datetime import datetime

from pos.domain.journal import write_time
from pos.storage.engine import Database

_GET = "SELECT 1 FROM setting WHERE name = 'shut_out_at'"
_PUT = "INSERT OR IGNORE INTO setting (name, value) VALUES ('shut_out_at', ?)"
_UNTOLD = "SELECT number FROM member_waiting"
_FORGET = (
    f"DELETE FROM member_mark WHERE number NOT IN ({_UNTOLD})",
    f"DELETE FROM person_key WHERE number NOT IN ({_UNTOLD})",
    f"DELETE FROM member WHERE number NOT IN ({_UNTOLD})",
    f"DELETE FROM dossier WHERE member NOT IN ({_UNTOLD})",
    "DELETE FROM recipient_key WHERE id IN (SELECT id FROM recipient WHERE state = 'sent')",
    "UPDATE recipient SET sealed = x'' WHERE state = 'sent'",
    "DELETE FROM held_change WHERE kind IN ('members', 'dossiers')",
)


def is_noted(database: Database) -> bool:
    """Whether this till has heard that it is shut out."""
    with database.read() as connection:
        return connection.exec_driver_sql(_GET).first() is not None


def note(database: Database, at: datetime) -> None:
    """Write it down for good, and destroy every copy of a member or an address that the mall has itself. Again is
    nothing.

    What the mall was not told stays, sealed, until a technician brings it.
    """
    with database.write() as connection:
        connection.exec_driver_sql(_PUT, (write_time(at),))
        for statement in _FORGET:
            connection.exec_driver_sql(statement)
    database.checkpoint()
