"""What the mall has not confirmed, counted for a person."""

from datetime import timedelta

from pos.domain.facts import SignedIn
from pos.storage.backlog import count_backlog
from pos.till.connection import Backlog
from tests.domain.products import NOW
from tests.storage.conftest import Rig, sale_of


def counted(rig: Rig) -> Backlog:
    return count_backlog(rig.database, rig.outbox)


def test_entries_and_the_sales_among_them_are_counted_with_their_sum(rig: Rig) -> None:
    before = counted(rig).entries
    rig.commit(SignedIn())
    for number in range(3):
        rig.sell(f"sale-{number}", at=NOW + timedelta(minutes=number))
    found = counted(rig)
    assert (found.entries - before, found.sales) == (4, 3)
    assert found.total == 3 * sale_of("sale-0").total > 0


def test_what_was_confirmed_does_not_count_and_the_oldest_of_the_rest_tells_since_when(rig: Rig) -> None:
    rig.sell("sale-1")
    rig.outbox.acknowledged(rig.outbox.unsent(most=200, most_bytes=10**6)[-1].seq + 1)
    assert counted(rig) == Backlog()
    rig.sell("sale-2", at=NOW + timedelta(minutes=7))
    rig.sell("sale-3", at=NOW + timedelta(minutes=9))
    found = counted(rig)
    assert (found.sales, found.since) == (2, NOW + timedelta(minutes=7))


def test_a_database_where_nothing_waits(rig: Rig) -> None:
    rig.outbox.acknowledged(10_000)
    assert counted(rig) == Backlog()
