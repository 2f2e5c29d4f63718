"""Deliveries, orders and Easy-Orders for every hand and ear: large enough, named, and every key has words."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from pos.domain.delivery import Recipient
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Unavailable
from pos.till import delivering, membership, selling
from pos.till.feed import Member
from pos.till.paying import checkout
from pos.ui import theme
from tests.ui.shopfront import Shopfront

HOME = Recipient("홍길동", "010-1111-2222", "06133", "서울특별시 강남구 테헤란로 123", "5층")
ODD = Recipient("홍길동", "010-1111-2222", "48058", "서울특별시 강남구 테헤란로 123, 배송대행 창고")


FRONT = Shopfront


def attach(front: Shopfront) -> None:
    front.till.books.put(Member("M1", "홍길동", "010-1111-2222", addresses=(HOME, ODD)))
    front.till.stage.start(membership.attach(front.counter, "M1"))


def places(front: Shopfront) -> None:
    attach(front)
    front.scan(front.barcode(0))
    front.press("/")


def form(front: Shopfront) -> None:
    places(front)
    front.press("0")


def question(front: Shopfront) -> None:
    places(front)
    front.press("2")


def forwarder(front: Shopfront) -> None:
    question(front)
    front.press("Enter")


def listed(front: Shopfront) -> None:
    counter, start = front.counter, front.till.stage.start
    selling.scan(counter, front.barcode(0))
    start(delivering.deliver_to(counter, HOME))
    start(checkout.pay_exact(counter))
    front.window.go("sale")
    front.till.desk.open("orders")


def asked(front: Shopfront) -> None:
    listed(front)
    front.press("Del")


def refused(front: Shopfront) -> None:
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    asked(front)
    front.press("1")


def easy(front: Shopfront) -> None:
    attach(front)
    front.till.mall.easy_order_list["M1"] = (EasyOrder("E1", date(2025, 5, 6), 4, (("C001", 5),)),)
    front.till.desk.open("easy_orders")


def silent(front: Shopfront) -> None:
    front.till.mall.refuse_with = Unavailable("mall.slow")
    attach(front)
    front.till.desk.open("easy_orders")


SCENES = (places, form, question, forwarder, listed, asked, refused, easy, silent)


def mine(front: Shopfront) -> list[QWidget]:
    """What can be pressed or written in on the panel that the scene opened."""
    QApplication.processEvents()
    room = front.window.front.screen if front.window.panel_name else front.sale.sides["delivery"].screen
    found = [*room.findChildren(QAbstractButton), *room.findChildren(QLineEdit)]
    return [one for one in found if one.isVisible()]


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_everything_has_a_name_words_and_room_for_a_finger(
    front: Shopfront, scene: Callable[[Shopfront], None], language: str
) -> None:
    if language == "en":
        front.touch("language")
    scene(front)
    found = mine(front)
    least = theme.current().px(theme.TOUCH)
    assert found
    assert [one.objectName() for one in found if not one.accessibleName().strip()] == []
    assert [one.objectName() for one in found if min(one.width(), one.height()) < least] == []
    uses, words = front.window.keys(), front.till.desk.words
    assert [use.key for use in uses if not words.has(use.label)] == []
    assert "⟨" not in front.seen()


@pytest.mark.parametrize("scene", SCENES)
def test_every_button_is_as_wide_as_its_words(front: Shopfront, scene: Callable[[Shopfront], None]) -> None:
    front.touch("language")
    scene(front)
    cut = [one.objectName() for one in mine(front) if one.width() < one.minimumSizeHint().width()]
    assert cut == []


def test_tab_reaches_every_field_and_button_of_the_form_in_their_order(front: Shopfront) -> None:
    form(front)
    reached = []
    for _ in range(6):
        focus = QApplication.focusWidget()
        reached.append(focus.objectName() if focus else "")
        QTest.keyClick(focus or front.window, Qt.Key.Key_Tab)
    assert reached == [f"delivery-{name}" for name in ("postcode", "address", "detail", "name", "phone", "back")]
