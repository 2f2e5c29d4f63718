"""Signing in as a person does it: by keys, by touch, with wrong PINs, in both languages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from pos.domain.errors import Unavailable
from pos.till import membership
from pos.ui.screens.sign_in.view import present
from tests.ui.fakes import START, Till
from tests.ui.shop import JISU, STAFF, held_plan
from tests.ui.shopfront import Shopfront
from tests.ui.stage import dressed

PINS = {"p1": "111111", "p2": "222222", "p3": "333333"}


@pytest.fixture
def front(qapp: QApplication) -> Iterator[Shopfront]:
    """Nobody is signed in; everybody has a PIN of six digits."""
    till = Till()
    till.memory.people = tuple(replace(one, demo_pin=PINS[one.id]) for one in STAFF)
    dressed()
    made = Shopfront(till)
    yield made
    made.close()
    assert not till.bugs


def test_by_keys_alone(front: Shopfront) -> None:
    front.press("1", "111111")
    assert front.counter.staff and front.counter.staff.id == "p1"
    assert front.at == "shift"


def test_by_arrows_and_enter(front: Shopfront) -> None:
    front.press("Down", "Down", "333333")
    assert front.counter.staff and front.counter.staff.id == "p3"


def test_by_touch_alone(front: Shopfront) -> None:
    front.touch("person-p1")
    for _ in range(6):
        front.touch("pad-1")
    assert front.counter.staff and front.counter.staff.id == "p1"


def test_a_shorter_pin_goes_with_enter_or_the_button(front: Shopfront) -> None:
    front.till.memory.people = STAFF
    front.touch("person-p1")
    front.press("1111", "Enter")
    assert front.counter.staff and front.counter.staff.id == "p1"


def test_the_till_speaks_the_language_of_who_signs_in(front: Shopfront) -> None:
    assert "누가 근무하시나요?" in front.seen()
    front.press("2", "222222")
    assert "Opening the shift" in front.seen()


def test_a_wrong_pin_says_how_many_tries_are_left_and_forgets_what_was_typed(front: Shopfront) -> None:
    front.press("1", "999999")
    assert front.text("pin-message") == "비밀번호가 맞지 않습니다. 4번 더 틀리면 잠깁니다."
    front.press("111111")
    assert front.counter.staff and front.counter.staff.id == "p1"


def test_somebody_locked_out_sees_the_time_run_down_and_others_may_sign_in(front: Shopfront) -> None:
    front.till.pins.failures = 5
    front.press("1", "999999")
    assert front.text("pin-message") == "여러 번 틀려 잠겼습니다. 5:00 뒤에 다시 입력할 수 있습니다."
    front.till.clock.at = START + timedelta(seconds=61)
    front.window.screens["sign_in"].screen.second_passed.emit()  # type: ignore[attr-defined]  # it is SignInScreen
    assert "3:59" in front.text("pin-message")
    front.press("111111")
    assert front.counter.staff is None
    front.till.pins.failures = 0
    front.touch("person-p2")
    front.press("222222")
    assert front.counter.staff and front.counter.staff.id == "p2"


def test_after_the_lock_the_person_may_try_again(front: Shopfront) -> None:
    front.till.pins.failures = 5
    front.press("1", "999999")
    front.till.clock.at = START + timedelta(minutes=5)
    front.till.pins.failures = 0
    front.press("111111")
    assert front.counter.staff and front.counter.staff.id == "p1"


def test_backspace_and_escape_take_back_one_step(front: Shopfront) -> None:
    view = front.window.screens["sign_in"]
    front.press("1", "11", "Backspace")
    assert view.view().typed == 1  # type: ignore[attr-defined]  # it is SignIn
    front.press("Esc")
    assert view.view().typed == 0 and view.view().chosen is not None  # type: ignore[attr-defined]  # it is SignIn
    front.press("Esc")
    assert view.view().chosen is None  # type: ignore[attr-defined]  # it is SignIn


def test_nothing_is_typed_while_the_pin_is_checked(front: Shopfront) -> None:
    front.till.vault.is_held = True
    front.press("1", "111111")
    assert front.text("sign-in-button") == "확인하는 중…"
    front.press("222222", "Esc")
    front.touch("person-p2")
    front.till.vault.let_go()
    assert front.counter.staff and front.counter.staff.id == "p1"


def test_the_pin_is_never_on_the_screen_while_it_is_typed(front: Shopfront) -> None:
    front.till.memory.people = tuple(replace(one, demo_pin="") for one in STAFF)
    front.window.go("sign_in")
    front.press("1", "73951")
    assert "73951" not in front.seen()
    assert "시연용입니다" not in front.seen()


def test_the_demo_says_aloud_that_it_is_one(front: Shopfront) -> None:
    assert "시연용입니다" in front.seen()
    assert "암호화 키는 파일에" in front.seen()
    assert all(present(front.counter).people[place].demo_pin for place in range(3))


def test_a_scan_says_what_to_do_instead(front: Shopfront) -> None:
    front.scan("8801234000017")
    assert front.notices() == ["session.badge"]
    assert front.counter.basket is None


def test_whoever_is_signed_in_goes_back_without_a_pin(front: Shopfront) -> None:
    front.till.at_work()
    front.window.go("sale")
    front.scan(front.barcode(0))
    front.touch("person")
    assert front.at == "sign_in"
    front.press("Esc")
    assert front.at == "sale"
    assert front.rows


def test_who_has_left_is_not_offered(front: Shopfront) -> None:
    front.till.memory.people = (replace(STAFF[0], active=False), *STAFF[1:])
    assert [person.name for person in present(front.counter).people] == ["Alex Morgan", "박기술"]


def test_an_error_that_is_nobodys_pin_is_a_notice(front: Shopfront) -> None:
    front.till.memory.refuse_with = Unavailable("disk.failed")
    front.press("1", "111111")
    assert front.notices() == ["disk.failed"]
    assert front.at == "sign_in"


def test_until_anybody_is_known_it_says_what_is_waited_for(front: Shopfront) -> None:
    people, front.till.memory.people = front.till.memory.people, ()
    front.counter.touch("catalogue")
    assert "본사에서 직원 명단을 받고 있습니다" in front.seen()
    front.till.memory.people = people
    front.counter.touch("catalogue")
    assert "본사에서" not in front.seen()


def test_who_signs_in_after_a_restart_has_the_member_of_the_basket_asked_about(front: Shopfront) -> None:
    counter, mall = front.counter, front.till.mall
    front.till.books.put(JISU, held_plan(JISU))
    front.press("1", "111111", "0", "Enter")
    mall.refuse_with = Unavailable("mall.unreachable")
    front.scan(JISU.number)
    assert membership.is_unsure(counter)
    counter.staff, mall.refuse_with = None, None
    front.window.go("sign_in")
    front.press("1", "111111")
    assert not membership.is_unsure(counter)


def test_a_badge_says_who_comes_and_the_pin_follows(front: Shopfront) -> None:
    people = front.till.memory.people
    front.till.memory.people = (people[0], replace(people[1], badge=front.till.pins.badge("BADGE-0002")), people[2])
    front.press("2", "7")  # a key that was leant on
    front.scan("BADGE-0002")
    assert front.counter.staff is None and front.at == "sign_in"
    front.press("222222")
    assert front.counter.staff and front.counter.staff.id == "p2"


def test_a_longer_pin_goes_with_its_last_digit(front: Shopfront) -> None:
    people = front.till.memory.people
    front.till.memory.people = (replace(people[0], demo_pin="58203174", pin_digits=8), *people[1:])
    front.press("1", "582031")
    assert front.counter.staff is None
    front.press("74")
    assert front.counter.staff and front.counter.staff.id == "p1"


def test_a_pin_that_was_given_out_is_changed_at_the_first_sign_in(front: Shopfront) -> None:
    people = front.till.memory.people
    front.till.memory.people = (replace(people[0], must_change=True), *people[1:])
    front.press("1", "111111")
    assert front.counter.staff is None
    assert front.text("pin-message").startswith("처음 로그인입니다")
    front.press("730518", "Enter", "730581", "Enter")
    assert front.text("pin-message") == "두 번 입력한 비밀번호가 다릅니다. 처음부터 다시 정하세요."
    front.press("123456", "Enter", "123456", "Enter")
    assert front.notices() == ["pin.weak"]
    front.press("730518", "Enter", "730518", "Enter")
    assert front.counter.staff and front.counter.staff.id == "p1" and not front.counter.staff.must_change
    assert "730518" not in front.seen()


def test_who_may_not_come_yet_is_not_offered(front: Shopfront) -> None:
    people = front.till.memory.people
    front.till.memory.people = (replace(people[0], valid_from=START.date() + timedelta(days=1)), *people[1:])
    assert [person.id for person in present(front.counter).people] == [one.id for one in people[1:]]
