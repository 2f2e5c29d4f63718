"""Shifts on disk: closed once, Z numbers without a gap, moves of the drawer, and reports held against their entries."""

from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.drawer import Move, fewest
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import (
    DrawerMoved,
    DrawerOpened,
    Fact,
    OrderCancelled,
    RefundPaid,
    ReturnCompleted,
    SaleCompleted,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
    SignedIn,
    decode_fact,
)
from pos.domain.sums.report import Report
from pos.storage import closing
from tests.storage.closings import close_shift, report_of
from tests.storage.conftest import Rig
from tests.storage.deals import deal, delivered
from tests.storage.given_back import back, paid


@pytest.fixture
def opened(rig: Rig) -> Rig:
    rig.commit(ShiftOpened("shift-1", 100_000))
    return rig


def sold(name: str, shift: str = "shift-1", **more: Any) -> Fact:
    return SaleCompleted(deal(name, cash=4_000, shift=shift, **more))


def code_of(rig: Rig, *facts: Fact) -> str:
    before = rig.verify().entries
    with pytest.raises(Refused) as refused:
        rig.commit(*facts)
    assert rig.verify().entries == before
    return refused.value.code


def test_a_shift_is_open_until_it_has_a_report(opened: Rig) -> None:
    assert opened.shelf.open_shifts() and opened.shelf.entry_of_report("shift-1") is None
    opened.commit(sold("a"))
    report = close_shift(opened)
    assert opened.shelf.open_shifts() == ()
    entry = opened.shelf.entry_of_report("shift-1")
    assert entry is not None and decode_fact(entry.payload) == ShiftClosed(report)
    assert (report.number, report.net, report.running, report.expected) == (1, 24_400, 24_400, 104_000)


def test_z_numbers_go_on_after_a_restart_and_totals_run_on(rig: Rig) -> None:
    for nth in range(1, 4):
        rig.commit(ShiftOpened(f"shift-{nth}", 100_000), sold(f"s{nth}", f"shift-{nth}"))
        report = close_shift(rig, f"shift-{nth}")
        assert (report.number, report.running) == (nth, nth * 24_400)
        rig.reopen()
    assert [one.number for one in rig.shelf.reports()] == [3, 2, 1]
    assert [one.number for one in rig.shelf.reports(most=2)] == [3, 2]
    assert rig.shelf.running_total() == 3 * 24_400
    assert rig.verify().holds


def test_a_shift_is_closed_once(opened: Rig) -> None:
    close_shift(opened)
    assert code_of(opened, ShiftClosed(report_of(opened))) == "shift.closed"
    assert code_of(opened, ShiftClosed(report_of(opened, number=7))) == "shift.closed"
    opened.commit(ShiftOpened("shift-2", 0))
    assert close_shift(opened, "shift-2", float_won=0).number == 2


def test_a_shift_that_never_was_is_not_closed(opened: Rig) -> None:
    assert code_of(opened, ShiftClosed(replace(report_of(opened), shift="shift-9"))) == "shift.not_open"


def test_a_report_that_cash_has_overtaken_is_not_written(opened: Rig) -> None:
    report = report_of(opened)
    opened.commit(sold("late"))
    assert code_of(opened, ShiftClosed(report)) == "closing.moved"
    assert close_shift(opened).number == 1


def test_the_entries_of_a_shift_are_those_from_its_opening_to_its_closing(opened: Rig) -> None:
    opened.commit(SignedIn(), sold("a"))
    close_shift(opened)
    opened.commit(SignedIn(), SignedIn())
    opened.commit(ShiftOpened("shift-2", 0), sold("b", "shift-2"))
    kinds = [one.kind for one in opened.shelf.entries_of_shift("shift-1")]
    assert kinds == ["ShiftOpened", "SignedIn", "SaleCompleted", "ShiftClosed"]
    assert [one.kind for one in opened.shelf.entries_of_shift("shift-2")] == ["ShiftOpened", "SaleCompleted"]
    assert opened.shelf.entries_of_shift("shift-9") == ()


def test_the_drawer_holds_what_moved_too(opened: Rig) -> None:
    moves = (Move("safe", 30_000, "drop"), Move("out", 5_000, "stamps"), Move("in", 20_000, "change"))
    opened.commit(*(DrawerMoved(one) for one in moves), sold("a"))
    assert opened.shelf.cash_in_drawer("shift-1") == 89_000 == report_of(opened).expected
    assert opened.shelf.cash_in_drawer("shift-9") == 0


def test_what_happens_later_is_of_the_next_shift(opened: Rig) -> None:
    """A refund for the day before is paid from today's drawer; between shifts nothing touches either."""
    sale = delivered("d", cash=10_000)
    opened.commit(SaleCompleted(sale), sold("a"))
    first = opened.shelf.sale("a")
    opened.commit(ReturnCompleted(back("r", first)))
    expected = close_shift(opened).expected
    opened.commit(DrawerMoved(Move("in", 1_000, "between")))
    opened.commit(ShiftOpened("shift-2", 50_000))
    opened.commit(RefundPaid("r", paid("r-1", 7_200)), OrderCancelled("d", sale.total, sale.payments))
    opened.commit(DrawerMoved(Move("out", 500, "stamps")))
    assert opened.shelf.cash_in_drawer("shift-1") == expected == 114_000
    assert opened.shelf.cash_in_drawer("shift-2") == 50_000 - 7_200 - 10_000 - 500
    assert close_shift(opened, "shift-2", float_won=50_000).cancelled == 24_400
    assert opened.verify().holds


def test_a_count_is_kept_and_moves_nothing(opened: Rig) -> None:
    opened.commit(ShiftCounted("shift-1", 1, fewest(100_000)), DrawerOpened("coins"))
    assert opened.shelf.cash_in_drawer("shift-1") == 100_000
    assert close_shift(opened).no_sales == 1


@pytest.mark.parametrize("change", ["SET net = 0", "SET number = 2", "SET shift = 'x'"])
def test_reports_are_never_edited(opened: Rig, change: str) -> None:
    close_shift(opened)
    with pytest.raises(Unavailable, match="never edited"), opened.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE report {change}")


def test_reports_are_never_deleted(opened: Rig) -> None:
    close_shift(opened)
    with pytest.raises(Unavailable, match="never deleted"), opened.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM report")


# --- what `verify` finds ---------------------------------------------------------------------------------------------

FORGED: dict[str, dict[str, Any]] = {
    "net": {"net": 1},
    "sales": {"sales": 1},
    "vat": {"vat": 1},
    "tenders": {"tenders": ()},
    "ranges": {"ranges": ()},
    "people": {"people": ()},
    "moves": {"moves": ()},
    "running": {"running": 7},
    "voids": {"voids": 3},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_report_that_is_not_what_its_entries_come_to(opened: Rig, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed and chained, by a till that adds up wrongly or was made to."""
    opened.commit(sold("a"), DrawerMoved(Move("in", 500, "change")))
    forge(opened, report_of(opened, **FORGED[what]), monkeypatch)
    assert opened.verify().faults == ("journal.reports",)


def forge(rig: Rig, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write it down at a till that does not look what the reports before came to."""
    with monkeypatch.context() as patched:
        patched.setattr(closing, "running_total", lambda _: report.running - report.net)
        rig.commit(ShiftClosed(report))


def test_a_running_total_that_does_not_go_on_from_the_report_before(
    opened: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.commit(sold("a"))
    close_shift(opened)
    opened.commit(ShiftOpened("shift-2", 0), sold("b", "shift-2"))
    wrong = report_of(opened, "shift-2", float_won=0, running=24_400)
    assert code_of(opened, ShiftClosed(wrong)) == "closing.moved"
    forge(opened, wrong, monkeypatch)
    assert opened.verify().faults == ("journal.reports",)


@pytest.mark.parametrize("number", [2, 9])
def test_a_gap_between_z_numbers(opened: Rig, number: int) -> None:
    opened.commit(ShiftClosed(report_of(opened, number=number)))
    assert opened.verify().faults == ("journal.report_numbers",)


def test_no_two_reports_have_one_number(opened: Rig) -> None:
    close_shift(opened)
    opened.commit(ShiftOpened("shift-2", 0))
    before = opened.verify()
    with pytest.raises(Unavailable):
        opened.commit(ShiftClosed(report_of(opened, "shift-2", float_won=0, number=1)))
    assert opened.verify() == before
