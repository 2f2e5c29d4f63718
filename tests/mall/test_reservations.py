"""The next order of a benefit is kept for an open basket: one till has it, no other, and not for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from msgspec.structs import replace

from pos.domain.apart import Hold, Reservation
from pos.domain.errors import Refused
from pos.domain.facts import OrderRefused, SaleAbandoned
from pos.domain.payback import Voucher
from pos.domain.people.standing import MemberSuspended
from pos.mall import slots
from pos.mall.chain import Mall
from pos.mall.reservations import KEPT_FOR, reservations_of
from pos.sync.contract import TillName
from tests.mall.apart import granted, kept, release, reserve, use
from tests.mall.people import HONG, A, B, joined
from tests.mall.plus import SEED, YESTERDAY, begun, reasons
from tests.mall.tills import NOON, FixedClock, Till

ALSO_SEEDED = (SEED,)
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Rules are the same on both databases; one of them is enough."""
V = Voucher("V1", 10_000, 2, date(2026, 12, 31))


@pytest.fixture
def second(mall: Mall, clock: FixedClock) -> Till:
    """Another till of the same boutique."""
    return Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))


def test_each_basket_has_an_order_of_its_own_until_none_is_left(mall: Mall, till: Till, busan: Till) -> None:
    held = granted(mall, uses=1)
    assert reserve(till, "a") == Reservation("a", (Hold(held, 1, NOON + KEPT_FOR, used=1),))
    assert kept(busan, "b") == {held: 2}
    assert reserve(busan, "c") == Reservation("c", (), (held,), NOON + KEPT_FOR)
    assert kept(till, "a") == {held: 1}, "and asking again changes nothing"


@ON_ONE
def test_what_is_used_up_is_neither_kept_nor_taken(mall: Mall, till: Till) -> None:
    granted(mall, uses=3)
    assert reserve(till, "a") == Reservation("a")


def test_the_first_order_that_is_free_is_next(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall)
    assert (kept(till, "a"), kept(second, "b")) == ({held: 0}, {held: 1})
    use(second, "b", held)
    release(till, "a")
    assert kept(second, "c") == {held: 0}
    assert kept(till, "d") == {held: 2}


def test_it_ends_and_another_basket_has_it(mall: Mall, till: Till, second: Till, clock: FixedClock) -> None:
    held = granted(mall, uses=2)
    reserve(till, "a")
    clock.pass_by(minutes=14)
    assert reserve(till, "a").held == (Hold(held, 2, clock.now() + KEPT_FOR, used=2),), "asking again moves the end"
    clock.pass_by(minutes=14)
    assert reserve(second, "b").taken == (held,)
    clock.pass_by(minutes=1)
    assert kept(second, "b") == {held: 2}
    assert reserve(till, "a").taken == (held,)


@ON_ONE
def test_what_is_over_is_swept_away(mall: Mall, till: Till, clock: FixedClock) -> None:
    granted(mall)
    reserve(till, "a")
    clock.pass_by(minutes=15)
    reserve(till, "b", "M2")
    with mall.engine.begin() as connection:
        assert reservations_of(connection, now=NOON) == (), "not even to somebody whose clock is behind"


def test_the_sale_confirms_it(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    reserve(till, "a")
    use(till, "a", held)
    assert (mall.reservations(), reasons(mall, till)) == ((), {})
    assert reserve(second, "b") == Reservation("b"), "which is used up, and not kept"
    assert reserve(till, "a") == Reservation("a"), "and a question that was long on its way keeps nothing"


@ON_ONE
@pytest.mark.parametrize("how", ["abandoned", "refused", "sold without it"])
def test_a_basket_that_is_over_keeps_nothing(mall: Mall, till: Till, second: Till, how: str) -> None:
    held = granted(mall, uses=2)
    reserve(till, "a")
    if how == "abandoned":
        till.write(SaleAbandoned("a", (("ARIA", 1),), 7_200))
    elif how == "refused":
        till.write(OrderRefused("a", 4, "", (("ARIA", 1),), 7_200))
    else:
        till.sell(1, id="a", member="M1")
    till.push()
    assert kept(second, "b") == {held: 2}


def test_only_the_till_that_asked_lets_it_go(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    reserve(till, "a")
    release(second, "a")
    with pytest.raises(Refused, match=r"request\.invalid"):
        reserve(second, "a")
    second.write(SaleAbandoned("a", (), 0))
    second.push()
    assert reserve(second, "b").taken == (held,)
    release(till, "a")
    release(till, "a")
    assert kept(second, "b") == {held: 2}


def test_a_basket_that_has_another_member_keeps_nothing_of_the_first(mall: Mall, till: Till, second: Till) -> None:
    first, other = granted(mall, uses=2), granted(mall, member="M2")
    assert kept(till, "a") == {first: 2}
    assert kept(till, "a", "M2") == {other: 0}
    assert kept(second, "b") == {first: 2}
    assert kept(till, "a", None) == {} and len(mall.reservations()) == 1


@ON_ONE
def test_each_benefit_of_a_member_is_kept(mall: Mall, till: Till) -> None:
    first, other = granted(mall), granted(mall, uses=1)
    assert kept(till, "a") == {first: 0, other: 1}


@ON_ONE
def test_nobody_has_anything_who_may_not_order(mall: Mall, till: Till, second: Till) -> None:
    held = granted(mall, uses=2)
    reserve(till, "a")
    till.write(MemberSuspended("M1", 5, "eleven returns", NOON.date()))
    till.push()
    assert reserve(till, "a") == Reservation("a") and mall.reservations() == ()
    mall.set_standing("M2", "withdrawn")
    for number in ("M2", "nobody"):
        with pytest.raises(Refused, match=r"member\.unknown"):
            reserve(second, "b", number)
    assert held


@ON_ONE
@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (90, True), (91, False)])
def test_only_what_runs_by_the_malls_time_is_kept(
    mall: Mall,
    till: Till,
    clock: FixedClock,
    days: int,
    expected: bool,
) -> None:
    held = granted(mall)
    clock.moment = YESTERDAY
    clock.pass_by(days=days)
    assert (held in kept(till, "a")) is expected


@ON_ONE
def test_a_basket_keeps_what_ends_while_it_is_open(mall: Mall, till: Till, clock: FixedClock) -> None:
    held = granted(mall)
    clock.moment = YESTERDAY.replace(hour=23, minute=55)
    clock.pass_by(days=90)
    assert kept(till, "a") == {held: 0}
    clock.pass_by(minutes=10)
    assert (kept(till, "a"), kept(till, "b")) == ({held: 0}, {})


@ON_ONE
def test_who_has_two_numbers_is_one_member(mall: Mall, till: Till, busan: Till) -> None:
    joined(till)
    till.sell(1, id="sale-2", member=A, begins=begun("sale-2", A))
    till.push()
    joined(busan, replace(HONG, number=B))
    assert kept(busan, "b", B) == {"plus:sale-2": 0}
    assert kept(till, "a", A) == {"plus:sale-2": 1}
    assert [one.member for one in mall.reservations()] == [A, A]


@ON_ONE
def test_a_voucher_is_kept_for_one_member_at_a_time(mall: Mall, till: Till, second: Till) -> None:
    mall.add_voucher(V)
    assert kept(till, "a", "M1", "V1") == {"payback:V1": 0}
    assert reserve(second, "b", "M2", "V1") == Reservation("b", (), ("payback:V1",), NOON + KEPT_FOR), (
        "it may be M1's in a moment"
    )
    assert kept(second, "b", "M1", "V1") == {"payback:V1": 1}
    release(second, "b")
    use(till, "a", "payback:V1", off=10_000)
    assert reserve(second, "b", "M2", "V1") == Reservation("b"), "and then it is"
    assert kept(second, "b", "M1", "V1") == {"payback:V1": 1}
    assert kept(second, "c", "M1", "unknown") == {}


def test_uses_that_were_written_without_a_place_have_the_first_ones(mall: Mall, till: Till) -> None:
    held = granted(mall)
    with mall._engine.begin() as connection:  # as an older mall wrote them
        connection.exec_driver_sql(
            "INSERT INTO benefit_use (benefit, sale, boutique, till, place, amount)"
            f" VALUES ('{held}', 'old', 'SEL01', '1', 1, 20000)"
        )
    assert kept(till, "a") == {held: 1}


def test_two_tills_that_ask_at_once(mall: Mall, till: Till, second: Till, busan: Till, database: str) -> None:
    """Two malls beside each other, and one order left."""
    held = granted(mall, uses=2)
    other = Mall(database, clock=till.clock)
    second.mall = other
    for attempt in range(5):
        start = Barrier(3)

        def ask(which: Till, sale: str, start: Barrier = start) -> Reservation:
            start.wait(10)
            return reserve(which, sale)

        with ThreadPoolExecutor(3) as pool:
            asked = [pool.submit(ask, one, f"{one.name}-{attempt}") for one in (till, second, busan)]
            answers = [one.result() for one in asked]
        assert sorted(len(one.held) for one in answers) == [0, 0, 1]
        assert all(one.held or one.taken == (held,) for one in answers)
        for one in (till, second, busan):
            release(one, f"{one.name}-{attempt}")
    other.close()


def test_a_basket_and_a_sale_that_was_on_its_way(mall: Mall, till: Till, second: Till, database: str) -> None:
    """One order is left: a sale without a question and a basket ask for it at once. Nobody has it twice."""
    held = granted(mall, uses=2)
    other = Mall(database, clock=till.clock)
    second.mall = other
    with ThreadPoolExecutor(2) as pool:
        sold, asked = pool.submit(use, till, "a", held), pool.submit(reserve, second, "b")
        sold.result(), asked.result()
    found = asked.result()
    assert kept(second, "c") == {}
    if found.held:
        use(second, "b", held)
        assert reasons(mall, second) == {1: "plus.double_use"}
    other.close()


def test_without_the_lock_two_have_it(
    mall: Mall, till: Till, second: Till, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    """What the test above can find: nobody waits, and both see the order free."""
    if not database.startswith("postgresql"):  # the other database has one writer at a time whatever is locked
        return
    granted(mall, uses=2)
    monkeypatch.setattr(slots, "lock", lambda *_args: None)
    both_have_looked = Barrier(2)
    looked = slots.slots_of

    def look(*args: object, **more: object) -> slots.Slots:
        found = looked(*args, **more)  # type: ignore[arg-type]  # passed on as they came
        both_have_looked.wait(10)
        return found

    monkeypatch.setattr(slots, "slots_of", look)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(reserve, one, str(one.name)) for one in (till, second)]
        failed = [one.exception() for one in asked]
    assert any(failed), "only the table itself stood in the way"
