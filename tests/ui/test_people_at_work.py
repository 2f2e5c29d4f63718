"""Who works here, on the screen: looked at, changed, given a PIN and a badge, let in again, and let go."""

from datetime import date, timedelta

from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from pos.domain.facts import decode_fact
from pos.domain.people.staff import BadgeSet, PinSet, PinUnlocked, StaffAdded, StaffChanged, StaffRemoved
from pos.till import session
from pos.till.feed import Staff
from tests.ui.fakes import START, Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
TODAY = START.date()
TEMP = Staff("p4", "이서연", "senior_cashier", "x", badge="", must_change=True, trained_on=TODAY)
GONE = Staff("p5", "정예린", "cashier", "x", active=False)


def furnish(till: Till) -> None:
    """A manager is signed in; somebody was never trained, somebody a year and a day ago, somebody has gone."""
    trained = {"p1": date(2024, 5, 2), "p2": TODAY}
    people = tuple(replace(one, trained_on=trained.get(one.id)) for one in STAFF)
    till.memory.people = (GONE, *people, TEMP)
    till.counter.staff = people[1]


def facts(front: Shopfront) -> list[object]:
    return [decode_fact(entry.payload) for entry in front.till.memory.entries]


def known(front: Shopfront, staff_id: str) -> Staff:
    return next(one for one in front.till.memory.people if one.id == staff_id)


def row(front: Shopfront, staff_id: str) -> str:
    QApplication.processEvents()
    found = front.find(f"people-row-{staff_id}")
    assert isinstance(found, QAbstractButton)
    return found.accessibleName()


def write(front: Shopfront, field: str, text: str) -> None:
    edit = front.find(field)
    assert isinstance(edit, QLineEdit)
    edit.clear()
    if text.isascii():
        QTest.keyClicks(edit, text)
    else:
        edit.insert(text)  # as an input method does


def note(front: Shopfront, name: str) -> str:
    label = front.find(f"staff-note-{name}")
    assert isinstance(label, QLabel)
    return label.text()


def open_page(front: Shopfront, about: str = "p1") -> None:
    front.till.desk.open("people", about=about)


def test_everybody_with_what_has_to_be_seen_to(front: Shopfront) -> None:
    front.till.pins.locked["p4"] = START + timedelta(minutes=5)
    front.touch("tools")
    front.touch("tool-people")
    assert front.at == "sale+people"
    assert row(front, "p1") == "김하늘 판매 직원 · 교육 1년 지남"
    assert row(front, "p3") == "박기술 기술 담당 · 교육 기록 없음"
    assert row(front, "p4") == "이서연 선임 판매 직원 · 10:29까지 잠김 · 첫 비밀번호"
    assert row(front, "p5") == "정예린 판매 직원 · 그만둠"
    rows = [
        one.text() for one in front.window.front.screen.findChildren(QAbstractButton) if "-row-" in one.objectName()
    ]
    assert rows[-1] == "정예린"
    assert row(front, "p2").startswith("Alex Morgan 점장")


def test_who_may_not_edit_people_does_not_come_here(front: Shopfront) -> None:
    front.counter.staff = STAFF[0]
    front.press("Esc")
    front.till.desk.open("tools")
    assert not front.find("tool-people").isEnabled()
    open_page(front)
    assert "김하늘" not in front.seen()


def test_a_training_of_today_is_one_key(front: Shopfront) -> None:
    open_page(front)
    front.press("F5")
    assert known(front, "p1").trained_on == TODAY and "1년 지남" not in row(front, "p1")


def test_somebody_new_gets_a_first_pin_that_is_shown_nowhere(front: Shopfront) -> None:
    open_page(front)
    front.press("F2", "F12")
    assert "이름을" in note(front, "name")
    write(front, "staff-name", "한지민")
    write(front, "staff-valid_until", "2025")
    front.press("F12")
    assert "20260301처럼" in note(front, "valid_until")
    write(front, "staff-valid_until", "20251231")
    front.press("F6", "F5", "F12")
    assert front.at == "sale+new_pin"
    front.press("123456", "Enter")
    assert "짐작하기 쉬운" in front.text("new-pin-message")
    front.press("571046", "Enter", "571047", "Enter")
    assert "다릅니다" in front.text("new-pin-message")
    front.press("571046", "Enter", "571046")
    assert "571046" not in front.seen()
    front.press("Enter")
    assert front.at == "sale+people"
    new = front.till.memory.people[-1]
    assert (new.name, new.role, new.valid_until, new.trained_on) == (
        "한지민",
        "senior_cashier",
        date(2025, 12, 31),
        TODAY,
    )
    assert new.must_change and front.notices() == ["people.added"]
    assert [type(one) for one in facts(front)[-2:]] == [StaffAdded, PinSet]
    assert "한지민" in front.seen()


def test_back_from_the_pin_nothing_that_was_typed_is_lost(front: Shopfront) -> None:
    open_page(front)
    front.press("F2")
    write(front, "staff-name", "한지민")
    front.press("F12", "Esc")
    assert front.at == "sale+staff_form"
    edit = front.find("staff-name")
    assert isinstance(edit, QLineEdit) and edit.text() == "한지민"
    front.press("Esc")
    assert front.at == "sale+people"
    front.press("F2")
    assert edit.text() == ""


def test_what_differs_is_changed_by_enter_alone(front: Shopfront) -> None:
    open_page(front)
    front.press("Enter")
    write(front, "staff-name", "김하늘빛")
    front.press("Enter", "Enter", "Enter", "Enter")
    assert front.at == "sale+people" and known(front, "p1").name == "김하늘빛"
    (changed,) = [one for one in facts(front) if isinstance(one, StaffChanged)]
    assert changed.what == ("name",)


def test_ones_own_role_is_refused_at_its_place(front: Shopfront) -> None:
    open_page(front, "p2")
    assert not any(front.find(f"people-{deed}").isEnabled() for deed in ("first_pin", "unlock", "remove"))
    front.press("Enter")
    front.touch("staff-auditor")
    front.press("F12")
    assert (front.at, "자기 자신의 직책" in note(front, "role")) == ("sale+staff_form", True)
    assert known(front, "p2").role == "manager"


def test_a_badge_is_scanned_taken_and_says_whose_it_is(front: Shopfront) -> None:
    open_page(front)
    front.scan("BADGE-1")
    assert front.notices() == ["people.badge_free"]
    front.press("F7")
    assert "김하늘 님의 사원증을 스캔하세요" in front.seen()
    front.scan("BADGE-1")
    assert known(front, "p1").badge and front.notices() == ["people.badge_set"]
    front.press("Down", "F7")
    front.scan("BADGE-1")
    assert "staff.badge_taken" in front.notices() and front.at == "sale+people"
    front.press("Esc")
    front.scan("BADGE-1")
    assert front.notices() == ["people.badge_of"]
    front.press("F7", "Del")
    assert known(front, "p1").badge == ""
    assert [one.has_one for one in facts(front) if isinstance(one, BadgeSet)] == [True, False]


def test_who_is_locked_out_is_let_in_again_or_given_another_pin(front: Shopfront) -> None:
    front.till.pins.locked["p1"] = START + timedelta(minutes=5)
    open_page(front)
    front.press("F8")
    assert any(isinstance(one, PinUnlocked) for one in facts(front)) and "잠김" not in row(front, "p1")
    front.press("F6", "571046", "Enter", "571046", "Enter")
    assert front.at == "sale+people" and known(front, "p1").must_change
    assert front.notices() == ["people.first_pin"]


def test_who_was_let_in_again_signs_in_at_once(front: Shopfront) -> None:
    front.window.go("sign_in")
    front.till.pins.failures = 5
    front.press("1", "111111", "Enter")
    assert "5:00" in front.text("pin-message")
    front.till.pins.failures = 0
    front.window.go("sale")
    front.window.go("sign_in")
    front.touch("person-p1")
    front.press("1111", "Enter")
    assert front.counter.staff is not None and front.counter.staff.id == "p1"


def test_somebody_goes_at_once_or_on_a_day(front: Shopfront) -> None:
    open_page(front, "p4")
    front.press("Del")
    write(front, "people-last-day", "20250531")
    front.press("Enter")
    assert known(front, "p4").valid_until == date(2025, 5, 31) and known(front, "p4").active
    front.press("Del", "Esc", "Del", "Enter")
    assert not known(front, "p4").active
    assert [one.last_day for one in facts(front) if isinstance(one, StaffRemoved)] == [date(2025, 5, 31), None]
    assert not front.find("people-remove").isEnabled()


def test_nothing_of_it_is_left_for_who_comes_next(front: Shopfront) -> None:
    open_page(front)
    front.press("F2")
    write(front, "staff-name", "한지민")
    front.press("F12", "5710")
    front.till.stage.start(session.lock(front.counter))
    edit = front.window.panels["staff_form"].screen.findChild(QLineEdit, "staff-name")
    assert isinstance(edit, QLineEdit) and edit.text() == ""


def test_ones_own_pin_old_new_again(front: Shopfront) -> None:
    front.till.memory.people = tuple(
        replace(one, demo_pin="580294") if one.id == "p2" else one for one in front.till.memory.people
    )
    front.counter.staff = known(front, "p2")
    front.press("Esc")
    front.till.desk.open("tools")
    front.press("F8", "999999", "571046", "Enter", "571046", "Enter")
    assert "4번 더 틀리면" in front.text("new-pin-message")
    front.press("580294", "580294", "Enter")
    assert "지금 쓰는 비밀번호와 같습니다" in front.text("new-pin-message")
    front.press("571046", "Enter", "571046", "Enter")
    assert (front.at, front.notices()) == ("sale", ["people.pin_changed"])
    assert known(front, "p2").pin_verifier == front.till.pins.verifier("571046")
    (chosen,) = [one for one in facts(front) if isinstance(one, PinSet)]
    assert chosen.how == "own"


def test_in_english_with_room_for_fingers(front: Shopfront) -> None:
    front.touch("language")
    open_page(front)
    for key, panel in (
        ("", "people"),
        ("F7", "people"),
        ("Esc", "people"),
        ("F2", "staff_form"),
        ("Esc", "people"),
        ("F6", "new_pin"),
    ):
        front.press(key) if key else None
        assert front.at == f"sale+{panel}" and "⟨" not in front.seen()
        named = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= 48 for one in named)
