"""Making and bringing up the schema. alembic is only imported when a cheap look says that it is needed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from pos.domain.errors import Unavailable
from pos.storage import members, sums
from pos.storage.engine import Database
from pos.storage.tables import REVISION

_MIGRATIONS = Path(__file__).parent / "migrations"
_MARKED_AS_NOW = "0009"


def bring_up(database: Database) -> None:
    """Make the schema, or bring an older one up to date.

    Raises Unavailable("database.newer") where a newer program wrote it; nothing is touched then.
    """
    with database.write() as connection:
        found = _revision(connection)
        if found != REVISION:
            _upgrade(connection, found)


def _revision(connection: Connection) -> str | None:
    table = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.exec_driver_sql(table).first() is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


def _upgrade(connection: Connection, found: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    if found is not None:
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if found not in known:
            raise Unavailable("database.newer", found=found, known=REVISION)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if found is None or found < _MARKED_AS_NOW:
        members.mark_again(connection)
    sums.fill(connection)
