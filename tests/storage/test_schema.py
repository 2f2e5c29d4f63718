"""The schema: made by the migrations, equal to the tables, refused when it is newer."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from pos.domain.errors import Unavailable
from pos.storage import tables
from pos.storage.engine import Database
from pos.storage.schema import bring_up
from tests.storage.conftest import Rig


def shape(connection: object) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    for name in [*tables.metadata.tables]:
        found[name] = [tuple(row) for row in connection.execute(f"PRAGMA table_info({name})")]  # type: ignore[attr-defined]  # a driver's connection
        indexes = connection.execute(f"PRAGMA index_list({name})").fetchall()  # type: ignore[attr-defined]  # the same
        found[name] += sorted(tuple(row[2:5]) for row in indexes)
        for index in sorted(row[1] for row in indexes):
            found[name] += [(index, *row) for row in connection.execute(f"PRAGMA index_xinfo({index})")]  # type: ignore[attr-defined]  # the same
    return found


def test_migrations_make_what_the_tables_say(rig: Rig) -> None:
    engine = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
    tables.metadata.create_all(engine)
    raw = engine.raw_connection()
    with rig.database.outside_transaction() as connection:
        assert shape(connection) == shape(raw.driver_connection)
    raw.close()
    engine.dispose()


def test_migrations_make_what_the_metadata_cannot_say(rig: Rig) -> None:
    made = "SELECT sql FROM sqlite_master WHERE type = 'trigger' OR name = 'product_grams'"
    with rig.database.read() as connection:
        assert sorted(connection.exec_driver_sql(made).scalars()) == sorted((*tables.TRIGGERS, tables.GRAMS))


def test_the_revision_is_the_newest_migration(rig: Rig) -> None:
    with rig.database.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == tables.REVISION


def test_bringing_up_twice_changes_nothing(rig: Rig) -> None:
    rig.sell()
    rig.reopen()
    assert rig.verify().sales == 1


def test_a_newer_database_is_refused_untouched(rig: Rig) -> None:
    rig.tamper("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable) as refused:
        bring_up(rig.database)
    assert refused.value.code == "database.newer"
    with rig.database.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"disk\.unwritable"):
        bring_up(Database(tmp_path / "missing" / "till.db", b"k" * 32))
