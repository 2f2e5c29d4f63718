"""A sale's statements are prepared once, whatever else the same connection has done since the till was started."""

from collections import Counter

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests.storage.conftest import Rig


@pytest.mark.parametrize("others", [0, 300])
def test_a_second_sale_prepares_nothing_anew(rig: Rig, others: int) -> None:
    prepared: Counter[str] = Counter()

    def noted(action: int, table: str | None, *_: object) -> int:
        prepared.update([table or ""] if action == sqlcipher.SQLITE_INSERT else [])
        return int(sqlcipher.SQLITE_OK)

    with rig.database.outside_transaction() as connection:
        connection.set_authorizer(noted)
        for number in range(others):
            connection.execute(f"SELECT {number}").fetchall()
    rig.sell("first")
    assert prepared["sale"] and prepared["journal"], "it was heard"
    prepared.clear()
    rig.sell("second")
    assert not prepared
