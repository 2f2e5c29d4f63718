"""Shifts of one cashier each, as the people at the counter see and choose them."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from pos.domain.calendar import korean_day
from pos.domain.facts import ShiftClosed, decode_fact
from pos.domain.tender import Rounding
from pos.till.ports import Shift
from pos.ui.screens.reports.actions import Reports
from pos.ui.screens.sign_in.tile import PersonTile
from tests.ui.fakes import START, Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import dressed

CASHIER, MANAGER = STAFF[0], STAFF[1]


def shift(name: str, who: str, drawer: int) -> Shift:
    return Shift(name, korean_day(START), START, who, 100_000, drawer, True)


@pytest.fixture
def till() -> Till:
    """Each cashier has their own shift; there are two drawers."""
    made = Till()
    made.memory.shop = replace(made.memory.shop, shifts="own", drawers=2)
    dressed()
    return made


@pytest.fixture
def front(qapp: QApplication, till: Till) -> Iterator[Shopfront]:
    """The cashier works in the first drawer; the manager has just signed in."""
    till.memory.shifts = (shift("a", CASHIER.id, 1),)
    till.counter.staff = MANAGER
    made = Shopfront(till)
    yield made
    made.close()
    assert not till.bugs


def test_the_free_drawer_is_proposed_and_who_uses_the_other_is_said(front: Shopfront) -> None:
    assert front.at == "shift"
    seen = front.seen()
    assert "내 근무를 시작합니다" in seen and "김하늘 · 돈통 1" in seen
    front.touch("drawer-1")  # which is somebody's
    front.press("50000", "Enter")
    assert front.counter.shift is not None
    assert (front.counter.shift.drawer, front.counter.shift.own, front.counter.shift.cashier) == (2, True, MANAGER.id)
    assert front.window.top.person.second == "돈통 2"


def test_trays_are_swapped_where_both_are_used_and_that_is_said(till: Till, front: Shopfront) -> None:
    till.memory.shifts = (shift("a", CASHIER.id, 1), shift("b", "p9", 2))
    front.window.go("shift")
    assert "빈 돈통이 없습니다" in front.seen()
    front.press("F6", "0", "Enter")
    assert front.counter.shift is not None and front.counter.shift.drawer == 2


def test_a_drawer_is_chosen_where_both_are_free(till: Till, front: Shopfront) -> None:
    till.memory.shifts = ()
    front.window.go("shift")
    assert "지금 근무 중" not in front.seen()
    front.touch("drawer-2")
    front.press("0", "Enter")
    assert front.counter.shift is not None and front.counter.shift.drawer == 2


def test_the_kick_goes_to_the_drawer_that_was_chosen(till: Till, front: Shopfront) -> None:
    front.press("0", "Enter")
    front.scan(front.barcode(0))
    front.press("F9")
    assert till.printer.kicked == [2]


def test_signing_in_shows_whose_shift_is_open(front: Shopfront) -> None:
    front.window.go("sign_in")
    tiles = {tile.objectName(): tile.role for tile in front.window.front.screen.findChildren(PersonTile)}
    assert tiles[f"person-{CASHIER.id}"] == "판매 직원 · 근무 중 · 돈통 1"
    assert tiles[f"person-{MANAGER.id}"] == "점장"


def test_a_manager_counts_and_closes_the_shift_of_who_left(till: Till, front: Shopfront) -> None:
    front.till.desk.open("tools")
    front.touch("tool-closing")
    assert front.at == "shift+shifts" and "김하늘" in front.seen()
    front.press("Enter")
    assert front.at == "closing" and "김하늘 · 돈통 1" in front.seen()
    assert till.printer.kicked == [1]
    front.press("Enter", "10", *["Enter"] * 7, "Enter", "Enter")
    closed = [fact for entry in till.memory.entries if isinstance(fact := decode_fact(entry.payload), ShiftClosed)]
    assert [(one.report.shift, one.report.opened_by, one.report.cashier) for one in closed] == [("a", "p1", "p2")]
    assert "김하늘 · 돈통 1" in front.seen()
    front.press("Enter")
    assert front.at == "shift"


def test_where_there_are_several_it_is_asked_which(front: Shopfront) -> None:
    front.press("0", "Enter")
    front.till.desk.open("tools")
    front.touch("tool-closing")
    assert front.at == "sale+shifts" and "내 근무" in front.seen()
    front.press("Down", "Up", "2", "Enter")
    assert front.counter.closing is not None and front.counter.closing.shift == "a"
    front.press("Esc")
    assert front.at == "sale" and front.counter.closing is None


def test_a_cashier_closes_their_own_and_is_asked_nothing(till: Till, front: Shopfront) -> None:
    till.memory.shifts = (shift("a", CASHIER.id, 1), shift("b", MANAGER.id, 2))
    till.counter.staff = CASHIER
    till.counter.look_at_shift()
    front.window.go("sale")
    front.till.desk.open("tools")
    front.touch("tool-closing")
    assert front.at == "closing" and front.counter.closing is not None and front.counter.closing.shift == "a"


def test_the_manager_reads_every_open_shift_so_far(front: Shopfront) -> None:
    front.press("0", "Enter")
    front.till.desk.open("reports")
    assert "중간 정산 (X) · 김하늘 · 돈통 1" in front.seen()
    front.press("Down")
    assert front.window.front.view().chosen == "now:a"  # type: ignore[attr-defined]  # it is the reports' panel
    paper = front.window.front.view().paper  # type: ignore[attr-defined]  # as above
    assert paper is not None and any("김하늘" in str(block) for block in paper.blocks)


def test_a_report_that_comes_late_is_not_shown_as_another_ones(till: Till, front: Shopfront) -> None:
    front.press("0", "Enter")
    till.disk.is_held = True
    front.till.desk.open("reports")
    reports = front.window.panels["reports"]
    assert isinstance(reports, Reports)
    first = till.disk.oldest()
    front.press("Down")
    first()
    assert reports.view().chosen == "now:a" and reports.view().paper is None
    till.disk.let_go()
    paper = reports.view().paper
    assert paper is not None and any("김하늘" in str(block) for block in paper.blocks)


def test_in_english(front: Shopfront) -> None:
    front.till.desk.speak("en")
    assert "Opening your shift" in front.seen() and "Shifts open now: 김하늘 · Drawer 1" in front.seen()


def test_rounded_cash_is_said_and_taken(till: Till, front: Shopfront) -> None:
    till.memory.shop = replace(till.memory.shop, cash_rounding=(Rounding(korean_day(START), 100, "down"),))
    product = next(iter(till.memory.products.values()))
    till.memory.raise_price(product.code, 3_350, at=START)
    front.press("0", "Enter")
    front.scan(front.barcode(0))
    front.press("Enter")
    assert "3,300원" in front.seen()
    front.press("Enter")
    sale = till.memory.sales[-1]
    assert (sale.total, sale.payments[0].rounded, sale.payments[0].handed_over) == (3_350, -50, 3_300)
