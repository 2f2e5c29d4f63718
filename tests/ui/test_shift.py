"""Opening the shift as a person does it: typed, counted, by touch."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from pos.domain.errors import Unavailable
from pos.ui import haste
from tests.ui.fakes import Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import dressed


@pytest.fixture
def front(qapp: QApplication) -> Iterator[Shopfront]:
    """Somebody is signed in, and the shift is not open."""
    till = Till()
    till.counter.staff = STAFF[0]
    dressed()
    made = Shopfront(till)
    yield made
    made.close()
    assert not till.bugs


def opened_with(front: Shopfront) -> int | None:
    return front.counter.shift.float_won if front.counter.shift else None


def test_the_amount_and_one_key(front: Shopfront) -> None:
    front.press("200000")
    assert front.text("float-amount") == "200,000원"
    assert front.text("open-shift") == "200,000원으로 시작"
    front.press("Enter")
    assert opened_with(front) == 200_000
    assert front.at == "sale"


def test_nothing_in_the_drawer_is_said_with_a_nought(front: Shopfront) -> None:
    front.press("0", "Enter")
    assert opened_with(front) == 0


def test_an_enter_right_after_the_pin_is_not_scolded(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(haste, "MS", 3_600_000)
    front.press("Enter")
    assert opened_with(front) is None and front.notices() == []
    front.press("50000", "Enter")
    assert opened_with(front) == 50_000


def test_the_enter_after_a_pin_opens_nothing(front: Shopfront) -> None:
    assert front.text("open-shift") == "준비금을 입력하세요"
    front.press("Enter")
    assert opened_with(front) is None
    assert front.notices() == ["shift.no_float"]
    front.press("50000", "Enter")
    assert opened_with(front) == 50_000
    assert front.notices() == []


def test_counted_by_denomination_with_enter_for_the_next(front: Shopfront) -> None:
    front.press("Down", "2", "Enter", "15", "Enter", "Enter", "7", "Enter", "Enter", "Enter", "Enter", "3", "Enter")
    assert front.text("float-amount") == "257,030원"
    front.press("Enter")
    assert opened_with(front) == 257_030


def test_counted_by_touch(front: Shopfront) -> None:
    front.touch("count-10000")
    front.touch("pad-1")
    front.touch("pad-0")
    front.touch("float-whole")
    front.touch("open-shift")
    assert opened_with(front) == 100_000


def test_a_count_is_replaced_when_it_is_chosen_again(front: Shopfront) -> None:
    front.press("Down", "2", "Down", "Up", "3", "Esc")
    assert front.text("float-amount") == "150,000원"


def test_typing_an_amount_forgets_the_count(front: Shopfront) -> None:
    front.press("Down", "2", "Esc", "5000")
    assert front.text("float-amount") == "5,000원"


def test_backspace_takes_back_one_digit(front: Shopfront) -> None:
    front.press("2000", "Backspace")
    assert front.text("float-amount") == "200원"


def test_more_than_any_drawer_holds_is_refused_and_may_be_put_right(front: Shopfront) -> None:
    front.press("99999999", "Enter")
    assert front.notices() == ["shift.float"]
    assert opened_with(front) is None
    front.press(*["Backspace"] * 3, "Enter")
    assert opened_with(front) == 99_999


def test_a_full_disk_opens_nothing_and_says_so(front: Shopfront) -> None:
    front.till.memory.refuse_with = Unavailable("disk.full")
    front.press("1000", "Enter")
    assert opened_with(front) is None
    assert front.at == "shift"
    assert front.notices() == ["disk.full"]
    front.till.memory.refuse_with = None
    front.press("Enter")
    assert opened_with(front) == 1_000


def test_pressing_twice_opens_once(front: Shopfront) -> None:
    front.till.disk.is_held = True
    front.press("1000", "Enter", "Enter", "5")
    front.till.disk.let_go()
    assert opened_with(front) == 1_000
    assert [entry.kind for entry in front.till.memory.entries] == ["ShiftOpened"]


def test_a_scan_is_no_float(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    assert front.notices() == ["shift.not_open"]
    assert front.text("float-amount") == "0원"


def test_escape_gives_the_till_to_somebody_else(front: Shopfront) -> None:
    front.press("Esc")
    assert front.at == "sign_in"
