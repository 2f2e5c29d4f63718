"""The sums of days: what is stored is what the journal comes to, whatever happened in whatever order, and it lasts."""

import random
from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.back.returns import PaidOut
from pos.domain.drawer import Move
from pos.domain.facts import (
    ApprovalGiven,
    DrawerMoved,
    DrawerOpened,
    Fact,
    LineVoided,
    RefundPaid,
    Reprinted,
    ReturnCompleted,
    SaleAbandoned,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
    SignedIn,
)
from pos.domain.journal import Entry
from pos.domain.sums.figures import ODDITIES
from pos.domain.sums.summing import figures_of
from pos.storage.journal import entries
from pos.storage.ledgers import SqlLedgers
from pos.storage.schema import bring_up
from pos.storage.sums import fill
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.domain.test_tally import a_day
from tests.storage.closings import report_of
from tests.storage.conftest import Rig
from tests.storage.given_back import back
from tests.storage.test_random_days import of_shift

FIRST = date(2026, 1, 29)


@pytest.fixture
def ledgers(rig: Rig) -> SqlLedgers:
    return SqlLedgers(rig.database)


def journal(rig: Rig) -> list[Entry]:
    with rig.database.read() as connection:
        return entries(connection, "1", "1 = 1")


def write(rig: Rig, *facts: Fact, day: date, who: str = "C1", at: datetime | None = None) -> None:
    rig.store.commit(Commit(who, at or NOW + (day - FIRST), day, facts))


def odd(chance: random.Random) -> list[Fact]:
    """Now and then something a manager looks at."""
    allowed = Approval("line.free", "x", "B1", "sample", NOW)
    some: list[Fact] = [
        LineVoided("s", "CUP", 2),
        SaleAbandoned("s", (), 7_000),
        ApprovalGiven("s", allowed),
        Reprinted("s"),
        DrawerOpened("change"),
        DrawerOpened("sale", "s"),
        SignedIn(),
    ]
    return [fact for fact in some if chance.random() < 0.4]


def live(rig: Rig, chance: random.Random, days: int) -> date:
    """So many days of a shop, not one after the other; shifts go on past midnight, and over the end of a month."""
    day = FIRST
    for nth in range(days):
        shift = f"shift-{nth}"
        write(rig, ShiftOpened(shift, 50_000), day=day)
        late = timedelta(days=chance.choice([0, 0, 1, 9]))
        for fact in [*a_day(chance)[0], *odd(chance)]:
            told, who = of_shift(fact, shift), chance.choice(["C1", "C2", "B1"])
            if isinstance(told, ReturnCompleted):
                told = ReturnCompleted(replace(told.back, seller=chance.choice(["C1", "C2", ""])))
            elif isinstance(told, SaleCompleted):
                told = SaleCompleted(replace(told.sale, cashier=who))
            write(rig, told, day=day, who=who, at=NOW + (day - FIRST) + late)
        if chance.random() < 0.7:
            write(rig, ShiftClosed(report_of(rig, shift, float_won=50_000)), day=day, at=NOW + (day - FIRST) + late)
        day += timedelta(days=chance.choice([1, 2, 12]))
    return day


@pytest.mark.parametrize("seed", range(6))
def test_what_is_stored_is_what_the_journal_comes_to(rig: Rig, ledgers: SqlLedgers, seed: int) -> None:
    chance = random.Random(seed)
    last, told = live(rig, chance, 12), journal(rig)
    for _ in range(12):
        start = FIRST + timedelta(days=chance.randrange(-3, 60))
        end = start + timedelta(days=chance.choice([0, 1, 31, 90]))
        assert ledgers.figures(start, end) == figures_of(told, start, end)
    whole = ledgers.figures(FIRST, last)
    assert whole == figures_of(told, FIRST, last) and whole.sums.sale_count > 0
    assert ledgers.days() == (whole.days[0][0], whole.days[-1][0])
    assert rig.verify().holds


def test_months_are_added_up_once_they_are_over(rig: Rig, ledgers: SqlLedgers) -> None:
    live(rig, random.Random(1), 9)
    with rig.database.read() as connection:
        months = connection.exec_driver_sql("SELECT DISTINCT month FROM month_sum").scalars().all()
        days = connection.exec_driver_sql("SELECT DISTINCT substr(day, 1, 7) FROM day_total").scalars().all()
    assert set(months) < set(days) and months


def test_what_still_comes_for_a_month_that_was_added_up(rig: Rig, ledgers: SqlLedgers) -> None:
    january, february = date(2026, 1, 30), date(2026, 2, 2)
    write(rig, ShiftOpened("shift-1", 0), LineVoided("s", "CUP", 1), day=january)
    write(rig, ShiftOpened("shift-2", 0), day=february)
    write(rig, LineVoided("s", "CUP", 1), day=january, at=NOW + (february - FIRST))
    found = ledgers.figures(january, date(2026, 1, 31))
    assert [row.count for row in found.people[0].odd] == [2]
    write(rig, ShiftOpened("shift-3", 0), day=february)
    assert ledgers.figures(date(2026, 1, 1), date(2026, 1, 31)).people == found.people and rig.verify().holds


@pytest.mark.parametrize("seed", range(4))
def test_a_day_of_one_shift_is_its_report(rig: Rig, ledgers: SqlLedgers, seed: int) -> None:
    chance = random.Random(seed)
    write(rig, ShiftOpened("shift-1", 50_000), day=FIRST)
    for fact in [*a_day(chance)[0], *odd(chance)]:
        write(rig, of_shift(fact, "shift-1"), day=FIRST)
    day, report = ledgers.figures(FIRST, FIRST), report_of(rig, float_won=50_000)
    assert (day.hours, day.ranges, day.benefits, day.tenders) == (
        report.hours,
        report.ranges,
        report.benefits,
        report.tenders,
    )
    assert day.sums.net == report.net and all(
        getattr(day.sums, name) == getattr(report, name) for name in day.sums.__struct_fields__
    )
    assert {one.staff: one.net for one in day.people if one.net} == {row.name: row.amount for row in report.people}


def test_a_till_from_before_there_were_sums_adds_up_what_it_has(rig: Rig, ledgers: SqlLedgers) -> None:
    last = live(rig, random.Random(3), 9)
    before = ledgers.figures(FIRST, last)
    rig.tamper(*(f"DELETE FROM {name}" for name in ("day_total", "day_sum", "month_sum", "oddity")))
    assert ledgers.figures(FIRST, last).days == () and ledgers.days() is None
    with rig.database.write() as connection:
        fill(connection)
    assert ledgers.figures(FIRST, last) == before and rig.verify().holds
    with rig.database.write() as connection:
        fill(connection)
    bring_up(rig.database)
    assert ledgers.figures(FIRST, last) == before


def test_a_journal_with_rubbish_in_it_is_added_up_all_the_same(rig: Rig, ledgers: SqlLedgers) -> None:
    live(rig, random.Random(3), 3)
    rig.tamper("UPDATE journal SET payload = x'00' WHERE seq = 5", "DELETE FROM day_total", "DELETE FROM day_sum")
    with rig.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM oddity")
        fill(connection)
    assert ledgers.days() is not None


@pytest.mark.parametrize("oddity", ODDITIES)
def test_behind_each_figure_are_its_entries(rig: Rig, ledgers: SqlLedgers, oddity: str) -> None:
    last = live(rig, random.Random(5), 12)
    for person in ledgers.figures(FIRST, last).people:
        row = next((one for one in person.odd if one.name == oddity), None)
        told = ledgers.told(FIRST, last, who=person.staff, oddity=oddity)  # type: ignore[arg-type]  # one of them
        assert len(told) == (row.count if row else 0)
        assert sum(one.amount for one in told) == (row.amount if row else 0)
        assert {one.who for one in told} <= {person.staff}
    everybody = ledgers.told(FIRST, last, oddity=oddity)  # type: ignore[arg-type]  # one of them
    assert [one.seq for one in everybody] == sorted((one.seq for one in everybody), reverse=True)


def test_the_newest_entries_come_first_and_no_more_than_asked(rig: Rig, ledgers: SqlLedgers) -> None:
    last = live(rig, random.Random(7), 6)
    whole = ledgers.told(FIRST, last)
    assert whole and {one.kind for one in whole} >= {"SaleCompleted"}
    days = [entry.day for entry in journal(rig)]
    assert [days[one.seq - 1] for one in whole] == sorted((days[one.seq - 1] for one in whole), reverse=True)
    assert ledgers.told(FIRST, last, most=5) == whole[:5]
    assert ledgers.told(FIRST, last, who="C2") == tuple(one for one in whole if one.who == "C2")
    assert ledgers.told(FIRST, last, who="C9") == ()


def test_cash_that_comes_and_goes_without_a_sale_is_told_whoever_moved_it_and_whenever(
    rig: Rig, ledgers: SqlLedgers
) -> None:
    write(rig, ShiftOpened("shift-1", 50_000), day=FIRST)
    write(rig, DrawerMoved(Move("in", 30_000, "잔돈")), DrawerOpened("drawer moved"), day=FIRST, who="B1")
    sale = of_shift(next(one for one in a_day(random.Random(1))[0] if isinstance(one, SaleCompleted)), "shift-1")
    write(rig, sale, day=FIRST)
    write(rig, DrawerMoved(Move("safe", 70_000, "금고")), DrawerOpened("drawer moved"), day=FIRST, who="B1")
    told = [(one.code, one.amount) for one in ledgers.told(FIRST, FIRST) if one.kind == "DrawerMoved"]
    assert told == [("safe", -70_000), ("in", 30_000)]
    by_person = ledgers.told(FIRST, FIRST, who="B1")
    assert [(one.code, one.amount) for one in by_person if one.kind == "DrawerMoved"] == told
    day = ledgers.figures(FIRST, FIRST)
    assert "B1" not in {one.staff for one in day.people} and rig.verify().holds


def test_who_only_pays_a_refund_out_is_told_by_their_name(rig: Rig, ledgers: SqlLedgers) -> None:
    write(rig, ShiftOpened("shift-1", 50_000), ReturnCompleted(back("r1", None)), day=FIRST)
    write(rig, RefundPaid("r1", PaidOut("r1-1", "cash", 7_200, interest=7)), day=FIRST + timedelta(days=1), who="B1")
    told = ledgers.told(FIRST, FIRST + timedelta(days=9), who="B1")
    assert [(one.kind, one.amount) for one in told] == [("RefundPaid", 7_207)]
