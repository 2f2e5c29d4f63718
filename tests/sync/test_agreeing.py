"""Till and mall compare their days: what is the same is said to be, and what was changed at either end is found."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.agreement import Checked, Due, Figures, Halving
from pos.domain.drawer import Count
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import DrawerOpened, Fact, ReturnCompleted, ShiftCounted
from pos.mall import tables
from pos.mall.chain import Mall
from pos.storage.agreement import SqlAgreements
from pos.sync import agreeing, contract
from pos.sync.agreeing import Agreeing
from pos.sync.contract import DayAnswer, Push
from pos.sync.conversation import Identity
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.mall.tills import SEED, FixedClock, Till, small_mall
from tests.storage.conftest import Rig
from tests.storage.given_back import back
from tests.sync.rig import AtOnce, drive

TODAY, TOMORROW = "2026-11-02", "2026-11-03"
COUNTED = ShiftCounted("shift-1", 1, Count(((10_000, 10),)))


class Pair:
    """A till with its own database, and its mall. Mutable: it sells, sends and compares."""

    def __init__(self, rig: Rig, mall: Mall, clock: FixedClock) -> None:
        self.rig, self.mall, self.clock = rig, mall, clock
        self.till = Till(mall, clock)
        self.till.key = rig.keys.signer()
        self.till.enrolled = mall.enrol(self.till.enrolment(mall.invite(self.till.name)))
        self.store = SqlAgreements(rig.database)
        self.found: list[Checked] = []
        self.asked: list[tuple[str, int]] = []
        self.error: Exception | None = None
        identity = Identity(self.till.name, self.till.enrolled.mall_key)
        self.agreeing = Agreeing(
            self.store,
            self,
            identity=identity,
            disk=AtOnce(),
            network=AtOnce(),
            clock=clock,
            on_found=self.found.append,
        )

    def day(self, day: str, until: int) -> DayAnswer:
        """The way to the mall. See `Holder`."""
        self.asked.append((day, until))
        if self.error is not None:
            raise self.error
        asked = self.till.asked("GET", f"{contract.DAY.format(day=day)}?until={until}")
        return self.mall.archive.day(asked, day, until)

    def write(self, *facts: Fact, on: str = TODAY) -> None:
        day = date.fromisoformat(on)
        self.rig.store.commit(Commit("C1", NOW + (day - NOW.date()), day, facts))

    def send(self) -> None:
        entries = self.rig.outbox.unsent(most=200, most_bytes=1_000_000)
        body = msgspec.json.encode(Push(1, entries[0].seq, entries))
        answer = self.mall.push(self.till.asked("POST", contract.JOURNAL, body))
        self.rig.outbox.acknowledged(answer.next)

    def look(self) -> list[Checked]:
        """What is found until it rests."""
        self.found.clear()
        drive(self.rest())
        while self.seconds == 0:
            drive(self.rest())
        return list(self.found)

    async def rest(self) -> None:
        self.seconds = await self.agreeing.look()

    def sell_a_day(self) -> None:
        for number in range(1, 4):
            self.rig.sell(f"sale-{number}")
        self.write(ReturnCompleted(back("back-1", self.rig.shelf.sale("sale-1"), taxable=7_200, vat=655)))
        self.write(COUNTED)
        self.send()

    def alter(self, table: sa.Table, **values: object) -> None:
        """Somebody changes figures at the mall."""
        with self.mall._engine.begin() as connection:
            connection.execute(table.update().values(values))


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    clock, rig = FixedClock(), Rig.fresh(tmp_path)
    with small_mall(SEED, clock=clock) as mall:
        yield Pair(rig, mall, clock)
    rig.close()


def test_a_day_that_is_the_same_is_said_to_be(pair: Pair) -> None:
    pair.sell_a_day()
    (found,) = pair.look()
    assert (found.day, found.verdict, found.differing, found.first) == (TODAY, "equal", (), 0)
    assert found.ours == found.theirs
    assert (found.ours.sales, found.ours.sold, found.ours.returns) == (3, 73_200, 1)
    assert found.ours.refunded > 0 and found.ours.seq == found.ours.entries
    assert pair.store.of(NOW.date(), NOW.date()) == (found,)
    assert pair.look() == [] and pair.seconds == agreeing.REST, "nothing happened since"


def test_nothing_is_asked_before_somebody_counts_and_all_of_it_is_acknowledged(pair: Pair) -> None:
    pair.rig.sell()
    pair.send()
    assert pair.look() == []
    pair.write(COUNTED)
    assert pair.look() == [], "the mall does not have it"
    pair.send()
    assert [one.verdict for one in pair.look()] == ["equal"]


def test_a_day_is_asked_about_again_when_more_of_it_arrives(pair: Pair) -> None:
    pair.sell_a_day()
    pair.look()
    pair.write(COUNTED)
    pair.write(DrawerOpened("change"))
    pair.send()
    (found,) = pair.look()
    assert (found.day, found.verdict) == (TODAY, "equal")
    pair.write(DrawerOpened("change"))
    pair.write(DrawerOpened("change"), on=TOMORROW)
    pair.send()
    (late,) = pair.look()
    assert (late.day, late.ours.entries) == (TODAY, found.ours.entries + 1), "the day is over, and had one more"


@pytest.mark.parametrize(
    ("table", "values", "figure"),
    [
        (tables.sale, {"total": 24_401}, "sold"),
        (tables.sale, {"day": TOMORROW}, "sales"),
        (tables.back, {"refund": 1}, "refunded"),
        (tables.back, {"day": TOMORROW}, "returns"),
        (tables.entry, {"hash": b"x" * 32}, "head"),
        (tables.entry, {"day": TOMORROW}, "entries"),
    ],
)
def test_what_is_changed_at_the_mall_is_found(
    pair: Pair, table: sa.Table, values: dict[str, object], figure: str
) -> None:
    pair.sell_a_day()
    pair.alter(table, **values)
    (found,) = pair.look()
    assert found.verdict == "differs" and figure in found.differing
    assert pair.store.differing() == (found,)


def test_what_is_changed_at_the_till_is_found_and_where(pair: Pair) -> None:
    pair.sell_a_day()
    with pair.rig.database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER sale_is_never_edited")
        connection.exec_driver_sql("UPDATE sale SET total = total - 1 WHERE id = 'sale-2'")
        (place,) = connection.exec_driver_sql("SELECT seq FROM sale WHERE id = 'sale-2'").one()
    (found,) = pair.look()
    assert (found.verdict, found.differing, found.first) == ("differs", ("sold",), place)
    assert (found.ours.sold, found.theirs.sold) == (73_199, 73_200)


def test_without_the_comparison_nothing_would_be_found(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pos.domain.agreement.differing", lambda _ours, _theirs: ())
    pair.sell_a_day()
    pair.alter(tables.sale, total=1)
    assert [one.verdict for one in pair.look()] == ["equal"], "so that the tests above test something"


def test_a_difference_is_looked_at_again_and_may_be_over(pair: Pair) -> None:
    pair.sell_a_day()
    pair.alter(tables.sale, total=1)
    assert pair.look() and pair.look() == []
    pair.alter(tables.sale, total=24_400)
    pair.clock.pass_by(hours=2)
    (found,) = pair.look()
    assert found.verdict == "equal" and pair.store.differing() == ()


def test_what_the_mall_has_not_read_yet_is_no_difference(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pair.mall, "_project", lambda _name: None)
        pair.sell_a_day()
        (found,) = pair.look()
        assert (found.verdict, found.unread, found.theirs.sales) == ("reading", found.ours.entries, 0)
    pair.mall.catch_up()
    pair.clock.pass_by(hours=2)
    assert [one.verdict for one in pair.look()] == ["equal"]


def test_a_mall_that_went_back_is_asked_once_more(pair: Pair) -> None:
    pair.sell_a_day()
    (found,) = pair.look()
    with pair.rig.database.write() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = '3' WHERE name = 'next_expected'")
    assert pair.look() == [] and pair.store.of(NOW.date(), NOW.date()) == ()
    pair.rig.outbox.acknowledged(found.ours.seq + 1)
    assert [one.verdict for one in pair.look()] == ["equal"]


def test_a_till_that_never_asked_asks_about_its_last_weeks(pair: Pair) -> None:
    for days in (0, 1, 40, 41):
        day = (NOW + timedelta(days=days)).date()
        pair.write(DrawerOpened("change"), on=day.isoformat())
    pair.send()
    assert [one.day for one in pair.look()] == ["2026-12-12"], "today is not over, and before that is long ago"


def test_an_older_mall_holds_up_nothing(pair: Pair) -> None:
    pair.sell_a_day()
    pair.error = Unavailable("mall.older")
    assert pair.look() == [] and pair.seconds == agreeing.OLDER
    pair.error = Unavailable("mall.unreachable")
    with pytest.raises(Unavailable):
        pair.look()


@pytest.mark.parametrize("wrong", [{"signature": b"x" * 64}, {"unread": 3}, {"day": TOMORROW}, {"held": Figures()}])
def test_what_the_mall_did_not_sign_is_not_believed(
    pair: Pair, wrong: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.sell_a_day()
    (day,) = pair.store.due(again_before="")
    answer = replace(pair.day(*msgspec.structs.astuple(day)), **wrong)
    monkeypatch.setattr(pair, "day", lambda _day, _until: answer)
    with pytest.raises(Unavailable) as unavailable:
        pair.look()
    assert unavailable.value.code == "mall.garbage"


def test_what_is_confirmed_at_closing_is_what_is_known(pair: Pair) -> None:
    pair.sell_a_day()
    length = pair.look()[0].ours.entries
    pair.write(DrawerOpened("change"))
    told = pair.store.confirmed(NOW.date())
    assert (told.entries, told.acknowledged, told.compared, told.verdict) == (length + 1, length, length, "equal")
    assert (told.before, told.before_verdict) == ("", "")
    later = pair.store.confirmed((NOW + timedelta(days=1)).date())
    assert (later.entries, later.verdict, later.before, later.before_compared, later.before_verdict) == (
        (0, "", TODAY, length, "equal")
    )


def test_a_wrong_request_is_told(pair: Pair) -> None:
    with pytest.raises(Refused):
        pair.day("2026-99-99", 1)


@pytest.mark.parametrize("wrong", range(1, 12))
def test_the_first_difference_is_found_by_few_questions(wrong: int) -> None:
    places = tuple(range(10, 120, 10))
    search, asked = Halving.of(places), 0
    while place := search.next:
        asked += 1
        search = search.heard(is_same=place < wrong * 10)
    assert search.found == wrong * 10 and asked <= 4


def test_due_days_are_asked_about_in_the_order_in_which_they_ended(pair: Pair) -> None:
    pair.sell_a_day()
    for on in (TOMORROW, "2026-11-04"):
        pair.write(COUNTED, on=on)
    pair.send()
    assert [one.day for one in pair.store.due(again_before="")] == [TODAY, TOMORROW, "2026-11-04"]
    assert isinstance(pair.store.due(again_before="")[0], Due)


def test_between_two_days_it_is_the_entries_turn(pair: Pair) -> None:
    pair.sell_a_day()
    pair.write(COUNTED, on=TOMORROW)
    pair.send()
    drive(pair.rest())
    assert [day for day, _ in pair.asked] == [TODAY] and pair.seconds == 0
    drive(pair.rest())
    assert [day for day, _ in pair.asked] == [TODAY, TOMORROW] and pair.seconds > 0
