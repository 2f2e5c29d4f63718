"""Making and bringing up the mall's schema. alembic is only imported when a cheap look says that it is needed.

How a table or a column is added: change `tables*.py`, run `python -m pos.mall.migrations.make`, put what it prints into
the next file of `migrations/versions`. A test compares what comes of it.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from pos.domain.errors import Unavailable
from pos.mall import (
    tables,
    tables_of_benefits,
    tables_of_deliveries,
    tables_of_epochs,
    tables_of_identity,
    tables_of_service,
)

WITH_THEM = (tables, tables_of_benefits, tables_of_deliveries, tables_of_epochs, tables_of_identity, tables_of_service)
"""Everything that puts tables into `tables.metadata`."""
_MIGRATIONS = Path(__file__).parent / "migrations"
REVISION = max(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
"""The schema that this program writes: where its last step leads."""
_TURN = 0x706F73  # the advisory lock of who brings the schema up: the others wait, and find it done
_version = sa.table("alembic_version", sa.column("version_num", sa.Text))


def bring_up(engine: sa.Engine) -> None:
    """Make the schema, or bring an older one up to date; of several who come at once one does it, and the others wait.

    Raises Unavailable("database.newer") where a newer program made it; nothing is touched then.
    """
    try:
        _bring_up(engine)
    except Exception:
        engine.dispose()  # nobody will work on it
        raise


def _bring_up(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # SQLite's BEGIN IMMEDIATE lets one in at a time as it is
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURN)))
        found = revision_of(connection)
        if found == REVISION:
            return
        if found is None and not sa.inspect(connection).has_table(tables.chain.name):
            _make(connection)
        else:
            upgrade(connection, found)


def revision_of(connection: sa.Connection) -> str | None:
    """The revision a database is at, None where it has none."""
    if not sa.inspect(connection).has_table(_version.name):
        return None
    return connection.execute(sa.select(_version.c.version_num)).scalar_one_or_none()


def _make(connection: sa.Connection) -> None:
    """A new database begins where migrations would lead."""
    tables.metadata.create_all(connection, checkfirst=False)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute(sa.insert(_version).values(version_num=REVISION))


def upgrade(connection: sa.Connection, found: str | None) -> None:
    """Take the steps from what was found. Raises Unavailable("database.newer")."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise Unavailable("database.newer", found=found, known=REVISION)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
