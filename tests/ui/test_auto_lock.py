"""A till that nobody touches says so, then locks; what must not be left it never leaves. A badge brings its owner."""

from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos.domain.errors import Unavailable
from pos.domain.facts import CardAsked, SignedOut, decode_fact
from pos.domain.tender import Payment
from pos.till import session
from pos.till.ports import Attempt
from pos.ui.idle import WARNING
from pos.ui.screens.person.actions import PersonPage
from tests.ui.fakes import Till
from tests.ui.shop import JISU, STAFF, held_plan
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
LIMIT = 60
BADGE = "BADGE-000123"


def furnish(till: Till) -> None:
    till.memory.shop = replace(till.memory.shop, lock_minutes=1)
    badge = till.pins.badge(BADGE)
    till.memory.people = tuple(replace(one, badge=badge if one.id == "p2" else "") for one in STAFF)


def pass_by(front: Shopfront, seconds: int) -> None:
    for _ in range(seconds):
        front.window.idle.beat()


def who(front: Shopfront) -> str:
    return front.counter.staff.id if front.counter.staff else ""


def shows_all(front: Shopfront) -> bool:
    page = front.window.panels["person"]
    assert isinstance(page, PersonPage)
    return page.page.course.whole is not None


def is_warning(front: Shopfront) -> bool:
    return not front.window.idle.bar.isHidden()


def test_nobody_touches_it_and_it_locks_with_the_basket_kept(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    before = front.counter.basket
    pass_by(front, LIMIT - WARNING - 1)
    assert not is_warning(front)
    pass_by(front, 1)
    assert front.text("idle-text").startswith("30초 뒤 잠깁니다")
    pass_by(front, WARNING)
    assert (front.at, front.counter.staff, front.counter.basket) == ("sign_in", None, before)
    assert not is_warning(front)
    last = decode_fact(front.till.memory.entries[-1].payload)
    assert last == SignedOut("idle")
    assert front.window.top.notice.code == "session.idle"


def test_the_key_that_says_somebody_is_there_does_nothing_else(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    pass_by(front, LIMIT - 1)
    front.press("Del")
    assert not is_warning(front) and len(front.rows) == 1
    front.press("Del")
    assert not front.rows
    pass_by(front, LIMIT - 1)
    front.touch("tools")
    assert (front.at, is_warning(front)) == ("sale", False)
    front.touch("tools")
    assert front.at == "sale+tools"


def test_no_scan_is_lost_to_the_warning(front: Shopfront) -> None:
    pass_by(front, LIMIT - 1)
    front.scan(front.barcode(0))
    assert len(front.rows) == 1 and not is_warning(front)


def test_what_is_under_way_is_waited_for(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    counter = front.counter
    draft = counter.draft
    assert draft is not None
    counter.is_paying = True
    pass_by(front, 2 * LIMIT)
    counter.is_paying = False
    counter.attempts = (Attempt(CardAsked(draft.basket.id, "a", "card", 6_900, 0), "asked"),)
    pass_by(front, 2 * LIMIT)
    counter.attempts = ()
    counter.draft = replace(draft, payments=(Payment("p", "cash", 1_000, 1_000),))
    pass_by(front, 2 * LIMIT)
    counter.draft = draft
    front.till.desk.open("paper")
    pass_by(front, 2 * LIMIT)
    assert counter.staff is not None
    front.till.desk.close()
    pass_by(front, LIMIT)
    assert counter.staff is None


def test_a_count_that_was_begun_is_there_for_who_comes_back(front: Shopfront) -> None:
    front.window.go("closing")
    front.press("3", "Enter")
    seen = front.seen()
    pass_by(front, LIMIT)
    assert front.at == "sign_in"
    front.press("1")
    for digit in "1111":
        front.press(digit)
    front.press("Enter")
    front.window.go("closing")
    assert front.seen() == seen


def test_what_is_unmasked_goes_before_it_is_locked(front: Shopfront) -> None:
    front.till.books.put(JISU, held_plan(JISU))
    front.till.desk.open("person", about=JISU.number)
    front.press("Enter", "1", "Enter")
    assert shows_all(front)
    front.till.disk.is_held = True
    pass_by(front, LIMIT)
    assert front.at == "sign_in" and not shows_all(front)
    front.press("Esc")
    front.till.disk.let_go()
    assert (front.at, who(front)) == ("sign_in", "")


def test_who_was_let_go_elsewhere_is_not_left_at_the_till(front: Shopfront) -> None:
    front.till.memory.people = STAFF[1:]
    front.till.stage.start(session.look_again(front.counter))
    assert (front.at, who(front)) == ("sign_in", "")


def test_a_disk_that_refuses_shows_nothing_and_is_tried_again(front: Shopfront) -> None:
    front.till.memory.refuse_with = Unavailable("disk.full")
    pass_by(front, LIMIT)
    assert front.at == "sign_in" and front.counter.staff is not None
    front.till.memory.refuse_with = None
    pass_by(front, WARNING)
    assert front.counter.staff is None


def test_it_never_locks_where_the_boutique_says_so(front: Shopfront) -> None:
    front.till.memory.shop = replace(front.till.memory.shop, lock_minutes=0)
    pass_by(front, 3 * LIMIT)
    assert front.counter.staff is not None


def test_a_badge_brings_its_owner_to_the_till_and_the_pin_follows(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    before = front.counter.basket
    front.till.desk.open("help")
    front.scan(BADGE)
    assert front.at == "sign_in"
    assert who(front) == "p1"
    front.press("2222", "Enter")
    assert (front.at, front.counter.basket) == ("sale", before)
    assert who(front) == "p2"


def test_on_payment_a_badge_is_no_reason_to_leave(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.press("Enter")
    assert front.at == "payment"
    front.scan(BADGE)
    assert front.at == "payment" and front.notices() == ["payment.in_progress"]


def test_a_badge_of_somebody_who_may_not_come_is_no_unknown_product(front: Shopfront) -> None:
    over = front.till.clock.at.date() - timedelta(days=1)
    people = front.till.memory.people
    front.till.memory.people = tuple(replace(one, valid_until=over) if one.id == "p2" else one for one in people)
    front.scan(BADGE)
    assert (front.at, front.rows, front.notices()) == ("sale", [], ["staff.badge_unknown"])


def test_a_touch_beside_everything_is_a_hand_too(front: Shopfront) -> None:
    pass_by(front, LIMIT - WARNING - 1)
    QTest.mouseClick(front.window.pages, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    pass_by(front, WARNING - 1)
    assert not is_warning(front)
