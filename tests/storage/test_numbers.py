"""Numbers of cash receipts: sealed, apart from everything else, destroyed when no basket and no receipt needs them."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.domain.cash_receipt import CashReceiptAnswered
from pos.domain.errors import Unavailable
from pos.domain.facts import Fact
from pos.storage import numbers
from pos.storage.tax import SqlTax
from pos.till.paying.tax import Numbered
from pos.till.ports import Commit, Draft
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.test_recipients import holds, pages
from tests.storage.told import FIRM, MOBILE, approved, asked, draft, numbered, owed

LATER = NOW + timedelta(days=1)


def save(rig: Rig, draft: Draft, number: Numbered | None = None, *facts: Fact) -> None:
    rig.store.commit(Commit("C1", NOW, NOW.date(), facts, save=draft, number=number))


def drop(rig: Rig, sale: str, *facts: Fact) -> None:
    rig.store.commit(Commit("C1", NOW, NOW.date(), facts, drop=sale))


def forget(rig: Rig) -> None:
    numbers.destroy(rig.database, told_before=LATER)


def kept(rig: Rig) -> set[str]:
    with rig.database.read() as connection:
        keys = connection.exec_driver_sql("SELECT id FROM receipt_number_key").scalars().all()
        boxes = connection.exec_driver_sql("SELECT id FROM receipt_number").scalars().all()
    assert sorted(keys) == sorted(boxes)
    return set(keys)


def sealed(rig: Rig, number: str) -> tuple[bytes, bytes]:
    with rig.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT sealed, secret FROM receipt_number JOIN receipt_number_key USING (id) WHERE id = ?", (number,)
        ).one()
    return row[0], row[1]


def test_a_number_waits_with_its_basket_and_opens(rig: Rig) -> None:
    save(rig, draft("d", "n1"), numbered())
    save(rig, draft("d", "n1"))
    rig.reopen()
    tax = SqlTax(rig.database)
    assert (tax.number("n1"), tax.number("n9"), tax.number("")) == (MOBILE, None, None)


def test_another_number_or_none_destroys_the_first(rig: Rig) -> None:
    save(rig, draft("d", "n1"), numbered())
    save(rig, draft("d", "n2"), numbered("n2", number=FIRM))
    assert (SqlTax(rig.database).number("n2"), kept(rig)) == (FIRM, {"n2"})
    save(rig, draft("d"))
    assert kept(rig) == set()


def test_giving_up_destroys_it_and_no_other(rig: Rig) -> None:
    save(rig, draft("d", "n1"), numbered())
    save(rig, replace(draft("e", "n2"), held_at=NOW), numbered("n2", "e"))
    drop(rig, "d")
    assert kept(rig) == {"n2"}


def test_a_receipt_keeps_it_when_its_basket_goes(rig: Rig) -> None:
    save(rig, draft("d", "n1"), numbered())
    drop(rig, "d", owed("r1", "d"))
    save(rig, draft("d"))
    assert SqlTax(rig.database).number("n1") == MOBILE
    forget(rig)
    assert kept(rig) == {"n1"}, "nobody has told the receipt yet"


def test_a_number_given_after_the_sale_is_its_receipts(rig: Rig) -> None:
    rig.store.commit(Commit("C1", NOW, NOW.date(), (owed("r1", "d"),), number=numbered()))
    forget(rig)
    assert kept(rig) == {"n1"}


@pytest.mark.parametrize("end", [(approved(),), (CashReceiptAnswered("r1", "a1", "declined", "no"),)])
def test_what_is_over_long_enough_is_destroyed(rig: Rig, end: tuple[Fact, ...]) -> None:
    save(rig, draft("d", "n1"), numbered())
    drop(rig, "d", owed("r1", "d"))
    rig.commit(asked(), *end)
    numbers.destroy(rig.database, told_before=NOW)
    assert kept(rig) == {"n1"}, "its receipt can still be cancelled"
    forget(rig)
    assert (SqlTax(rig.database).number("n1"), kept(rig)) == (None, set())


def test_one_of_two_receipts_keeps_it(rig: Rig) -> None:
    save(rig, draft("d", "n1"), numbered())
    drop(rig, "d", owed("r1", "d"), owed("r2", "d"))
    rig.commit(asked(), approved())
    forget(rig)
    assert kept(rig) == {"n1"}


def test_a_number_of_a_basket_that_is_gone_is_destroyed_and_an_open_baskets_stays(rig: Rig) -> None:
    rig.store.commit(Commit("C1", NOW, NOW.date(), number=numbered("n9", "nobody")))
    save(rig, draft("d", "n1"), numbered())
    forget(rig)
    assert kept(rig) == {"n1"}


def test_a_commit_that_fails_keeps_no_number_and_destroys_none(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    save(rig, draft("d", "n1"), numbered())
    monkeypatch.setattr("pos.storage.store._DROP_DRAFT", "DELETE FROM nothing WHERE id = ?")
    with pytest.raises(Unavailable, match=r"disk\.failed"):
        rig.store.commit(Commit("C1", NOW, NOW.date(), drop="d", number=numbered("n2", "e")))
    assert kept(rig) == {"n1"}


def test_a_sealed_number_opens_as_no_other(rig: Rig) -> None:
    save(rig, draft("d", "n1"), numbered())
    save(rig, draft("e", "n2"), numbered("n2", "e"))
    (first, one), (second, two) = sealed(rig, "n1"), sealed(rig, "n2")
    assert first != second and one != two
    with rig.database.write() as connection:
        connection.exec_driver_sql("UPDATE receipt_number SET sealed = ? WHERE id = 'n2'", (first,))
        connection.exec_driver_sql("UPDATE receipt_number_key SET secret = ? WHERE id = 'n2'", (one,))
    with pytest.raises(Unavailable, match=r"database\.broken"):
        SqlTax(rig.database).number("n2")


@pytest.mark.parametrize("way", ["dropped", "forgotten"])
def test_what_was_destroyed_is_gone_from_the_file(rig: Rig, way: str) -> None:
    save(rig, draft("d", "n1"), numbered())
    box, key = sealed(rig, "n1")
    rig.database.checkpoint()
    assert holds(rig, box) and holds(rig, key)
    if way == "dropped":
        drop(rig, "d")
    else:
        drop(rig, "d", owed("r1", "d"), asked(), approved())
        forget(rig)
    assert not holds(rig, box) and not holds(rig, key)


def test_no_file_and_nothing_in_the_open_file_says_the_number(rig: Rig, tmp_path: Path) -> None:
    """Not in the journal, nor anywhere else, for who has the database's key but not the number's."""
    save(rig, draft("d", "n1"), numbered())
    save(rig, draft("e", "n2"), numbered("n2", "e", FIRM))
    drop(rig, "d", owed("r1", "d"), asked(), approved())
    seen = b"".join(pages(rig))
    assert b"CashReceiptOwed" in seen and b"010-****-8642" in seen, "the reading works"
    secrets = [MOBILE.digits, FIRM.digits, "9753", "22081625"]
    files = [path.read_bytes() for path in rig.path.parent.iterdir()]
    assert not any(secret.encode() in raw for secret in secrets for raw in (seen, *files))
