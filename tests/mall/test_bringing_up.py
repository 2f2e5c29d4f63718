"""A mall that was there before goes on with all it had, whichever program made its database, whoever comes first."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pos.domain.errors import Unavailable
from pos.mall import schema, tables, tables_at_first
from pos.mall.chain import Mall
from pos.mall.engine import open_engine
from pos.mall.migrations.make import difference
from tests.mall.tills import SEED, FixedClock, Till


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    opened = open_engine(database)
    yield opened
    opened.dispose()


def test_the_steps_lead_to_the_tables_that_the_program_has(engine: sa.Engine) -> None:
    """Red? `python -m pos.mall.migrations.make 0003 "Why."` prints what is lacking; see pos/mall/schema.py."""
    with engine.begin() as connection:
        schema.upgrade(connection, None)
        found = compare_metadata(MigrationContext.configure(connection), tables.metadata)
        assert [one for one in found if one[0] != "remove_table"] == []
        assert schema.revision_of(connection) == schema.REVISION


def test_what_a_new_database_has_is_what_steps_lead_to(engine: sa.Engine) -> None:
    schema.bring_up(engine)
    with engine.begin() as connection:
        assert schema.revision_of(connection) == schema.REVISION
        assert sa.inspect(connection).has_table("entry")


def test_everything_with_tables_is_known() -> None:
    """A file of tables that nobody imports would be forgotten."""
    found = {path.stem for path in Path(tables.__file__).parent.glob("tables*.py")} - {"tables_at_first"}
    assert {one.__name__.rpartition(".")[2] for one in schema.WITH_THEM} == found


def test_a_database_from_before_there_were_steps_is_taken_over(engine: sa.Engine, database: str) -> None:
    with engine.begin() as connection:
        tables_at_first.metadata.create_all(connection)
        entry = {"boutique": "SEL01", "till": "1", "epoch": 1, "at": "a", "day": "d", "who": "", "kind": "k"}
        entry |= {"payload": b"p", "previous": b"0", "signature": b"", "received_at": "2026-11-02"}
        rows = [entry | {"seq": seq, "hash": bytes([seq])} for seq in (1, 2)]
        connection.execute(tables_at_first.metadata.tables["entry"].insert(), rows)
    mall = Mall(database, clock=FixedClock())
    mall.seed(SEED)
    with engine.begin() as connection:
        held = connection.exec_driver_sql("SELECT first, next, head, received_at FROM held").all()
        assert [(one[0], one[1], bytes(one[2]), one[3]) for one in held] == [(1, 3, b"\x02", "2026-11-02")]
    mall.close()


def test_one_that_is_older_still_gets_what_it_lacks(engine: sa.Engine, database: str) -> None:
    with engine.begin() as connection:
        tables_at_first.metadata.create_all(connection)
        connection.exec_driver_sql(
            "INSERT INTO benefit_use VALUES ('promotion:P1', 'sale-1', 'SEL01', '1', NULL, 1, 0)"
        )
        connection.exec_driver_sql("ALTER TABLE benefit_use DROP COLUMN amount")
        connection.exec_driver_sql("DROP INDEX sale_number")
        for table in ("back", "machine", "paid_out"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    mall = Mall(database, clock=FixedClock())
    with engine.begin() as connection:
        assert connection.execute(sa.select(tables.benefit_use.c.amount)).scalars().all() == [0]
        assert connection.execute(sa.select(tables.back)).all() == []
        assert "sale_number" in {index["name"] for index in sa.inspect(connection).get_indexes("sale")}
    mall.close()


def test_one_brings_it_up_and_the_others_wait(database: str) -> None:
    went: list[Mall | Exception] = []

    def come() -> None:
        try:
            went.append(Mall(database, clock=FixedClock()))
        except Exception as error:  # noqa: BLE001 - told below
            went.append(error)

    several = [threading.Thread(target=come) for _ in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    malls = [one for one in went if isinstance(one, Mall)]
    assert len(malls) == 3, went
    till = Till.enrolled_at(malls[0], FixedClock())
    assert till.push_these([], first=1).next == 1
    for mall in malls:
        mall.close()


def test_an_older_program_leaves_a_newer_database_alone(engine: sa.Engine, database: str) -> None:
    schema.bring_up(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable, match=re.escape("database.newer")):
        Mall(database, clock=FixedClock())


def test_what_is_lacking_is_told() -> None:
    lacking = sa.Table("forgotten", tables.metadata, sa.Column("id", sa.Text, primary_key=True))
    try:
        assert "create_table('forgotten'" in difference()
    finally:
        tables.metadata.remove(lacking)
    assert "create_table" not in difference()
