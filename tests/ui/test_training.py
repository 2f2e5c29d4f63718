"""Training on the screen: nobody takes it for the till, one key leads back, and what stands in the way is said."""

from typing import Final, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.app.practising import MarkedPrinter
from pos.till.practice import PracticePaper
from pos.ui import theme
from pos.ui.theme.tokens import MODES, Mode, contrast
from tests.ui.fakes import Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["Home"], KEYS["."] = Qt.Key.Key_Home, Qt.Key.Key_Period
PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa471"
    "0000000049454e44ae426082"
)


class Door:
    """The door to a place to practise that remembers who went through it."""

    def __init__(self) -> None:
        self.is_on = self.is_begun = False
        self.papers: tuple[PracticePaper, ...] = ()
        self.went: list[str] = []

    def begin(self, *, afresh: bool) -> None:
        self.went.append("afresh" if afresh else "begin")

    def end(self) -> None:
        self.went.append("end")


class Practised(Shopfront):
    """The window as it is in the training."""

    def __init__(self, till: Till) -> None:
        door_of(till).is_on = True
        till.counter.ports.printer = MarkedPrinter(till.printer)
        super().__init__(till)


FRONT = Shopfront


def furnish(till: Till) -> None:
    till.counter.ports.practice = Door()


def door_of(till: Till) -> Door:
    return cast(Door, till.counter.ports.practice)


@pytest.fixture
def practised(qapp: object, till: Till) -> object:
    furnish(till)
    made = Practised(till)
    yield made
    made.close()
    assert not till.bugs


@pytest.mark.parametrize("mode", MODES)
def test_an_orange_frame_and_the_word_stand_around_everything(practised: Practised, mode: Mode) -> None:
    window = practised.window
    window.desk.wear(mode)
    try:
        for words in ("연습 TRAINING", "TRAINING 연습"):
            assert practised.text("training") == words and words in window.windowTitle()
            for panel in ("", "tools", "help"):
                window.open(panel) if panel else window.close_panel()
                QApplication.processEvents()
                shot, orange = window.grab().toImage(), QColor(theme.current().tokens.training)
                edges = ((2, 300), (window.width() - 3, 300), (500, 2), (500, window.height() - 3))
                assert all(shot.pixelColor(*at) == orange for at in edges)
            window.close_panel()
            practised.touch("language")
    finally:
        window.desk.wear("light")


@pytest.mark.parametrize("mode", MODES)
def test_the_orange_can_be_told_apart(mode: Mode) -> None:
    worn = MODES[mode]
    assert contrast(worn.on_training, worn.training) >= 4.5
    assert all(contrast(worn.training, ground) >= 3 for ground in (worn.ground, worn.surface))


def test_the_till_itself_has_neither(front: Shopfront) -> None:
    assert front.window.frame is None and not front.find("training").isVisible()
    uses = front.window.keys()
    assert all(use.key != "Home" for use in uses)


def test_one_key_leads_back_from_anywhere(practised: Practised) -> None:
    for place in ("sale", "sale+tools", "sale+training"):
        practised.window.go("sale")
        if "+" in place:
            practised.window.open(place.split("+")[1])
        assert practised.at == place
        practised.press("Home")
    practised.touch("training")
    practised.touch("training-back")
    assert door_of(practised.till).went == ["end"] * 4


def test_before_it_begins_a_screen_says_what_it_is(front: Shopfront) -> None:
    front.press(".", "F10")
    assert front.at == "sale+training" and "돈통은 열리지 않습니다" in front.seen()
    front.touch("language")
    assert "The drawer stays shut" in front.seen() and "⟨" not in front.seen()
    front.press("Enter")
    assert door_of(front.till).went == ["begin"] and front.counter.staff is None


def test_what_was_practised_today_goes_on_or_begins_afresh(front: Shopfront) -> None:
    door_of(front.till).is_begun = True
    front.window.open("training")
    assert "이어서" in front.text("training-begin")
    front.press("F7")
    assert door_of(front.till).went == ["afresh"]


def test_an_open_payment_comes_first_and_the_person_stays(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.counter.is_paying = True
    front.window.open("training")
    front.press("Enter")
    assert front.notices() == ["training.payment"] and door_of(front.till).went == []
    assert front.counter.staff is not None


def test_whose_role_does_not_train_does_not(front: Shopfront) -> None:
    front.counter.staff = next(
        (one for one in STAFF if not front.till.counter.ports.powers.may(one.role, "train")), None
    )
    front.window.open("training")
    assert front.find("training-begin").isEnabled() == (front.counter.staff is None)


def test_somebody_new_begins_where_people_sign_in(front: Shopfront) -> None:
    front.counter.staff = None
    front.window.go("sign_in")
    front.press("F10")
    assert front.at == "sign_in+training"
    front.press("Enter")
    assert door_of(front.till).went == ["begin"]


def test_where_people_sign_in_to_practise_the_same_key_leads_back(practised: Practised) -> None:
    practised.counter.staff = None
    practised.window.go("sign_in")
    assert "연습입니다" in practised.seen()
    practised.touch("sign-in-training")
    assert door_of(practised.till).went == ["end"]


def test_papers_are_looked_at_and_scanned_by_a_touch(practised: Practised) -> None:
    door_of(practised.till).papers = (PracticePaper(PNG), PracticePaper(PNG, practised.barcode(1)))
    practised.counter.touch("paper")
    button = practised.find("training")
    assert isinstance(button, QAbstractButton) and "2" in button.accessibleName()
    practised.touch("training")
    practised.window.front.screen.scanned.emit(practised.barcode(1))  # type: ignore[attr-defined]  # the panel's signal
    assert practised.at == "sale" and len(practised.rows) == 1
