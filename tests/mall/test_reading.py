"""What is stored is read beside, by as many as there are: once, in order, and nobody waits for another's till."""

import threading
from collections.abc import Callable, Iterator

import msgspec
import pytest
import sqlalchemy as sa

from pos.mall import projection
from pos.mall.chain import Mall
from pos.mall.changes import change_of
from pos.mall.reading import behind
from pos.sync.contract import TillName
from pos.till.feed import Staff
from tests.mall import plus
from tests.mall.test_epochs import goes_on, push
from tests.mall.tills import FixedClock, Till


@pytest.fixture
def called() -> list[str]:
    return []


@pytest.fixture
def beside(database: str, clock: FixedClock, mall: Mall, called: list[str]) -> Iterator[Mall]:
    """A mall that only stores, over the same database."""
    opened = Mall(database, clock=clock, beside=lambda: called.append("read"))
    yield opened
    opened.close()


def run_both(*calls: Callable[[], object]) -> None:
    """At once."""
    threads = [threading.Thread(target=call) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_what_is_taken_in_is_read_by_who_stands_beside(
    mall: Mall, beside: Mall, clock: FixedClock, called: list[str]
) -> None:
    till = Till.enrolled_at(beside, clock)
    till.sell(3)
    assert till.push().next == 4
    assert (called, mall.sums(till.name).count) == (["read"], 0)
    assert mall.reading.read_behind()
    assert mall.sums(till.name).count == 3
    assert not mall.reading.read_behind()


def test_two_who_read_at_once_read_each_entry_once(mall: Mall, beside: Mall, clock: FixedClock) -> None:
    tills = [Till.enrolled_at(beside, clock, name=TillName("SEL01", str(number))) for number in range(1, 5)]
    for till in tills:
        till.sell(20)
        till.push()
    run_both(mall.reading.read_behind, beside.reading.read_behind)
    while mall.reading.read_behind():
        pass
    assert [mall.sums(till.name).count for till in tills] == [20] * 4
    assert [mall.reviews(till.name) for till in tills] == [()] * 4


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_till_that_is_being_read_is_left_to_who_reads_it(
    mall: Mall, beside: Mall, clock: FixedClock, database: str
) -> None:
    till = Till.enrolled_at(beside, clock)
    till.sell()
    till.push()
    assert mall.reading.read_behind()
    till.sell()
    till.push()
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        assert projection.project(connection, till.name, 1, now=clock.now(), doubt=lambda _: None) == 1
        assert mall.reading.read(till.name, waits=False)
        assert not mall.reading.read_behind()  # who asked again at once would turn in circles
        till.sell()
        assert till.push().next == 4  # nor does the till wait for it
        connection.rollback()
    engine.dispose()
    assert mall.sums(till.name).count == 1
    mall.reading.read_behind()
    assert mall.sums(till.name).count == 3


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_epoch_is_read_before_the_one_it_follows(mall: Mall, beside: Mall, clock: FixedClock, database: str) -> None:
    """Somebody reads the first one at this moment: the second waits, though nobody reads it."""
    till = Till.enrolled_at(beside, clock)
    mall._announce([change_of(Staff("B1", "점장", "manager", "-"), "SEL01")])
    till.sell()
    till.push()
    assert mall.reading.read_behind()
    till.sell()
    till.push()
    end = till.journal[-1]
    goes_on(till, end)
    push(till, end, first=3)
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        assert projection.project(connection, till.name, 1, now=clock.now(), doubt=lambda _: None) == 1
        assert not mall.reading.read_behind()
    engine.dispose()
    assert mall.reading.read_behind()
    assert mall.sums(till.name).count == 2


def test_who_waits_longest_is_read_first(mall: Mall, beside: Mall, clock: FixedClock) -> None:
    names = [TillName("SEL01", "2"), TillName("SEL01", "1")]
    for name in names:
        till = Till.enrolled_at(beside, clock, name=name)
        clock.pass_by(seconds=5)
        till.sell()
        till.push()
    with mall.engine.begin() as connection:
        assert behind(connection) == tuple(names)


def test_a_signature_that_is_not_the_tills_is_found_when_its_entry_is_read(mall: Mall, till: Till) -> None:
    """The last one vouches for the chain, so that the push is held; the sale counts nowhere, and somebody is told."""
    till.sell(3)
    wrong = msgspec.structs.replace(till.journal[1], signature=till.key.sign(b"something else"))
    assert till.push_these([till.journal[0], wrong, till.journal[2]], first=1).next == 4
    assert mall.sums(till.name).count == 2
    assert [(one.seq, one.reason) for one in mall.reviews(till.name)] == [(2, "entry.signature")]
    assert [(one.seq, one.how) for one in mall.alarms(till.name)] == [(2, "signature")]


def test_two_tills_race_for_the_last_order_of_a_benefit_through_two_workers(
    mall: Mall, beside: Mall, clock: FixedClock
) -> None:
    """Whoever is read first has it, and the other is told of; whichever worker took which, and whoever reads."""
    mall.seed(plus.SEED)
    held = mall.grant_plan("M1", "U20", bought_at=plus.YESTERDAY, at_boutique=True, uses=2)
    tills = [Till.enrolled_at(beside, clock, name=TillName("SEL01", number)) for number in ("1", "2")]
    for till in tills:
        till.sell(1, id=f"sale-of-{till.name.till}", member="M1", uses=(f"plus:{held}",))
        till.push()
    run_both(mall.reading.read_behind, beside.reading.read_behind)
    while mall.reading.read_behind():
        pass
    found = [reason for till in tills for reason in plus.reasons(mall, till).values()]
    assert found == ["plus.double_use"]
