"""The journal on disk: append only, numbered, signed, and a sale that does not lie about itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Engine, event

from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import CardAsked, ClockMoved, SaleCompleted, SignedIn, decode_fact
from pos.domain.journal import Entry, find_break, write_time
from pos.till.ports import Commit, Draft, Job
from tests.domain.products import NOW
from tests.storage.conftest import Rig, sale_of


def all_entries(rig: Rig) -> tuple[Entry, ...]:
    return rig.outbox.unsent(most=10_000, most_bytes=10**9)


def test_entries_chain_and_sales_are_signed_and_numbered(rig: Rig) -> None:
    for name in ("a", "b", "c"):
        rig.sell(name)
    entries = all_entries(rig)
    assert find_break(entries) is None
    key = Ed25519PublicKey.from_public_bytes(rig.keys.public())
    for entry in entries:
        key.verify(entry.signature, entry.hash)
    assert [rig.shelf.sale(name).number for name in "abc"] == [1, 2, 3]  # type: ignore[union-attr]  # they are there


def test_what_moves_money_and_the_end_of_every_transaction_is_signed(rig: Rig) -> None:
    rig.commit(SignedIn(), SignedIn(), CardAsked("a", "t", "card", 1_000, 0), SignedIn(), SignedIn())
    rig.commit(SignedIn())
    signed = [bool(entry.signature) for entry in all_entries(rig)]
    assert signed == [True, False, False, True, False, True, True]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET who = 'X'",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE seq = 2",
        "UPDATE sale SET total = 1",
        "DELETE FROM sale",
        "INSERT INTO journal SELECT epoch, 99, at, day, who, kind, payload, previous, hash, signature "
        "FROM journal LIMIT 1",
    ],
)
def test_the_database_itself_refuses_to_change_the_past(rig: Rig, statement: str) -> None:
    rig.sell("a")
    rig.sell("b")
    with pytest.raises(Unavailable, match=r"never|gaps"), rig.database.write() as connection:
        connection.exec_driver_sql(statement)
    assert rig.verify().holds


def test_the_same_sale_cannot_be_written_twice(rig: Rig) -> None:
    rig.sell("a")
    with pytest.raises(Refused) as refused:
        rig.commit(SignedIn(), SaleCompleted(sale_of("a")))
    assert (refused.value.code, refused.value.facts) == ("sale.already_written", {"number": 1})
    assert [entry.kind for entry in all_entries(rig)] == ["EpochOpened", "SaleCompleted"]
    rig.sell("b")
    assert rig.verify().holds and rig.verify().sales == 2
    assert rig.shelf.last_sale().number == 2  # type: ignore[union-attr]  # it is there


def test_a_clock_set_back_is_an_entry_and_time_stands_still(rig: Rig) -> None:
    rig.sell("a")
    rig.sell("b", at=NOW - timedelta(days=30))
    kinds = [entry.kind for entry in all_entries(rig)]
    assert kinds == ["EpochOpened", "SaleCompleted", "ClockMoved", "SaleCompleted"]
    moved = decode_fact(all_entries(rig)[2].payload)
    assert isinstance(moved, ClockMoved) and moved.clock == NOW - timedelta(days=30)
    assert len({entry.at for entry in all_entries(rig)}) == 1
    assert rig.verify().holds


def test_a_clock_that_moves_once_is_one_entry_and_moved_again_another(rig: Rig) -> None:
    def moves() -> int:
        return [entry.kind for entry in all_entries(rig)].count("ClockMoved")

    rig.sell("ahead", at=NOW + timedelta(days=900))
    for minute in range(5):
        rig.sell(f"s{minute}", at=NOW + timedelta(minutes=minute))
    assert moves() == 1
    rig.store.commit(Commit("C1", NOW - timedelta(days=1), NOW.date()))  # nothing is written, so nothing is told
    assert moves() == 1
    rig.sell("back", at=NOW - timedelta(days=1))
    rig.sell("on", at=NOW)
    assert moves() == 2
    rig.reopen()
    rig.sell("after a start", at=NOW)
    rig.sell("and on", at=NOW)
    assert moves() == 3
    rig.sell("caught up", at=NOW + timedelta(days=901))
    rig.sell("normal", at=NOW + timedelta(days=902))
    assert moves() == 3
    assert all_entries(rig)[-1].at == write_time(NOW + timedelta(days=902))
    assert rig.verify().holds


def test_all_of_a_commit_or_nothing(rig: Rig) -> None:
    draft = rig.shelf.open_draft()
    assert draft is None
    job = Job("job-1", "receipt", "a")
    rig.store.commit(Commit("C1", NOW, NOW.date(), (SaleCompleted(sale_of("a")),), jobs=(job,)))
    with pytest.raises(Unavailable):  # the job is there already, so the sale must not be
        rig.store.commit(Commit("C1", NOW, NOW.date(), (SaleCompleted(sale_of("b")),), jobs=(job,)))
    assert rig.shelf.sale("b") is None
    assert [one.id for one in rig.shelf.jobs()] == ["job-1"]
    assert rig.verify().sales == 1


@contextmanager
def disk_that_lies(*, written: bool, then: Callable[[], object] = lambda: None) -> Iterator[None]:
    """The flush of a COMMIT reports an error, after the bytes are on the disk or before."""

    def lie(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("COMMIT" if written else "ROLLBACK")
        then()
        raise sqlcipher.OperationalError("disk I/O error")

    event.listen(Engine, "commit", lie)
    try:
        yield
    finally:
        event.remove(Engine, "commit", lie)


def test_an_error_from_commit_means_unknown_and_is_looked_into(rig: Rig) -> None:
    with disk_that_lies(written=True):
        rig.sell("a")
    assert rig.shelf.last_sale().id == "a"  # type: ignore[union-attr]  # that is what is asked
    rig.sell("b")
    assert rig.verify().holds and rig.verify().sales == 2


def test_an_error_from_commit_with_nothing_written_is_said_and_selling_goes_on(rig: Rig) -> None:
    with disk_that_lies(written=False), pytest.raises(Unavailable, match=r"disk\.failed"):
        rig.sell("a")
    rig.sell("a")
    assert rig.verify().holds and rig.verify().sales == 1


@pytest.mark.parametrize("written", [True, False])
def test_what_cannot_be_looked_into_is_in_doubt_until_it_can(rig: Rig, written: bool) -> None:
    """The disk is gone while the till looks. Nothing is written until it is known what became of the last commit."""
    folder = rig.path.parent
    away = Path(f"{folder}-away")
    lies = disk_that_lies(written=written, then=lambda: folder.rename(away))
    with lies, pytest.raises(Unavailable, match=r"disk\.unknown"):
        rig.sell("a")
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"disk\.unknown"):
            rig.sell("a")
    away.rename(folder)
    if written:
        with pytest.raises(Refused, match=r"sale\.already_written"):
            rig.sell("a")
    else:
        rig.sell("a")
    rig.sell("b")
    assert rig.verify().holds and rig.verify().sales == 2


def test_a_full_disk_is_said_and_selling_goes_on_once_there_is_room(rig: Rig) -> None:
    with rig.database.outside_transaction() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    sold: list[str] = []
    with pytest.raises(Unavailable) as refused:
        for number in range(1_000):
            rig.sell(f"s{number}")
            sold.append(f"s{number}")
    assert refused.value.code == "disk.full"
    assert all(rig.shelf.sale(name) for name in sold)
    assert rig.shelf.sale(f"s{len(sold)}") is None
    rig.sell("after")
    assert rig.verify().holds and rig.verify().sales == len(sold) + 1


def test_a_draft_lies_on_disk_until_it_is_sold(rig: Rig) -> None:
    from pos.domain import basket as baskets
    from pos.domain.basket import Basket

    draft = Draft(baskets.add(Basket("a", NOW, NOW), "ARIA"))
    rig.store.commit(Commit("C1", NOW, NOW.date(), save=draft))
    rig.reopen()
    assert rig.shelf.open_draft() == draft
    rig.store.commit(Commit("C1", NOW, NOW.date(), (SaleCompleted(sale_of("a")),), drop="a"))
    assert rig.shelf.open_draft() is None


def test_after_a_start_what_was_being_printed_is_unknown_and_the_drawer_stays_shut(rig: Rig) -> None:
    jobs = (Job("d", "drawer", "a"), Job("r", "receipt", "a"), Job("s", "receipt", "a"))
    rig.store.commit(Commit("C1", NOW, NOW.date(), (SaleCompleted(sale_of("a")),), jobs=jobs))
    rig.store.set_job(Job("r", "receipt", "a", "sent"))
    rig.store.drop_stale_jobs()
    assert [(job.id, job.state) for job in rig.shelf.jobs()] == [("r", "unknown"), ("s", "waiting")]
