"""What the mall answers about a day: what it holds and has read, on the way of the till's journal, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from pos.domain.agreement import Figures
from pos.domain.errors import Refused
from pos.domain.facts import DrawerOpened
from pos.mall import agreement, tables
from pos.mall.chain import Mall
from pos.mall.changes import change_of
from pos.sync import contract
from pos.sync.contract import DayAnswer
from pos.sync.signing import day_bytes, is_signed
from pos.till.feed import Staff
from tests.mall.backs import bring_back, last_sale, want
from tests.mall.test_epochs import branch, goes_on, push
from tests.mall.tills import NAME, NOON, FixedClock, Till

TODAY = "2026-11-02"


def ask(till: Till, day: str = TODAY, until: int = 1_000) -> DayAnswer:
    asked = till.asked("GET", f"{contract.DAY.format(day=day)}?until={until}")
    return till.mall.archive.day(asked, day, until)


def sold(till: Till) -> None:
    """Three sales of 24,400 won, a drawer opened, and a sleeve that came back for 7,200."""
    till.sell(3)
    till.write(DrawerOpened("change"))
    bring_back(till, last_sale(till), want())


def test_a_day_is_counted_and_added_up_and_signed(till: Till) -> None:
    sold(till)
    till.push()
    answer = ask(till)
    assert answer.held == Figures(5, 3, 73_200, 1, 7_200, 5, till.journal[4].hash)
    assert (answer.day, answer.unread) == (TODAY, 0)
    told = day_bytes(till.name, answer, until=1_000)
    assert is_signed(told, signature=answer.signature, public_key=till.enrolled.mall_key)
    other = day_bytes(till.name, answer, until=4)
    assert not is_signed(other, signature=answer.signature, public_key=till.enrolled.mall_key)


def test_up_to_a_place_counts_what_stands_before_it(till: Till) -> None:
    sold(till)
    till.push()
    assert [ask(till, until=place).held for place in (0, 1, 4)] == [
        Figures(),
        Figures(1, 1, 24_400, 0, 0, 1, till.journal[0].hash),
        Figures(4, 3, 73_200, 0, 0, 4, till.journal[3].hash),
    ]


def test_other_days_and_other_tills_do_not_count(till: Till, busan: Till, clock: FixedClock) -> None:
    sold(till)
    busan.sell(2)
    clock.moment = NOON + timedelta(days=1)
    till.write(DrawerOpened("change"))
    for one in (till, busan):
        one.push()
    assert ask(till).held.entries == 5
    assert ask(till, "2026-11-03").held == Figures(1, 0, 0, 0, 0, 6, till.journal[5].hash)
    assert ask(till, "2026-11-01").held == ask(till, "2026-11-04").held == Figures()
    assert ask(busan).held.entries == 2


def test_what_is_stored_and_not_read_yet_is_said(till: Till, mall: Mall, monkeypatch: pytest.MonkeyPatch) -> None:
    till.sell(1)
    till.push()
    monkeypatch.setattr(mall, "_project", lambda _name: None)
    till.sell(2)
    till.push(2)
    answer = ask(till)
    assert (answer.held.entries, answer.held.sales, answer.unread) == (3, 1, 2)


def test_what_is_changed_in_the_malls_tables_shows(till: Till, mall: Mall) -> None:
    sold(till)
    till.push()
    before = ask(till).held
    changes: list[tuple[sa.Table, dict[str, Any]]] = [
        (tables.sale, {"total": 1}),
        (tables.back, {"refund": 1}),
        (tables.entry, {"hash": b"x" * 32}),
    ]
    for table, values in changes:
        with mall._engine.begin() as connection:
            connection.execute(table.update().values(values))
    after = ask(till).held
    assert (after.sold, after.refunded, after.head) == (3, 1, b"x" * 32)
    assert (before.entries, before.sales, before.returns) == (after.entries, after.sales, after.returns)


def test_a_day_is_bounded(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till.sell(5)
    till.push()
    monkeypatch.setattr(agreement, "MOST_PLACES", 2)
    assert ask(till).held.seq == 3


@pytest.mark.parametrize("day", ["today", "2026-13-01", "20261102", "2026-W45-1", "", "9" * 100])
def test_what_is_no_day_is_refused(till: Till, day: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(till, day)
    assert refused.value.code == "request.invalid"


def test_what_another_epoch_left_behind_does_not_count(till: Till, mall: Mall) -> None:
    mall._announce([change_of(Staff("B1", "점장", "manager", "-"), "SEL01")])
    common, left = branch(till, mall)
    before = ask(till).held
    opened = goes_on(till, common)
    mall.archive.allow_branch(NAME, by="office", note="disk replaced")
    push(till, common, first=3)
    held = ask(till).held
    assert (before.entries, before.sales, before.seq, before.head) == (5, 5, 5, left[-1].hash)
    assert (held.entries, held.sales, held.seq, held.head) == (6, 5, 6, opened.hash), "two of old, three of new"
    assert len(mall.sales(NAME)) == 8, "all of them are there"
    assert [ask(till, until=place).held.head for place in (2, 3)] == [common.hash, till.journal[2].hash]
