"""A delivery beside the basket: stored addresses by one key, a new one field by field, the fee, a forwarder."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from pos.domain.calendar import KST
from pos.domain.delivery import Recipient
from pos.domain.errors import Unavailable
from pos.domain.quote import Block
from pos.till import approving, holding, membership, session
from pos.till.feed import Member
from pos.ui.screens.delivery.actions import DeliverySide
from tests.ui.shopfront import Shopfront
from tests.ui.stage import Blank

HOME = Recipient("홍길동", "010-1111-2222", "06133", "서울특별시 강남구 테헤란로 123", "5층")
WORK = Recipient("홍길동", "02-555-1234", "48058", "부산광역시 해운대구 센텀중앙로 97", "1203호")
FORWARDER = Recipient("김배송", "010-3333-4444", "22382", "인천광역시 중구 공항로 1 배송대행 물류센터 A-102")


FRONT = Shopfront


def attach(front: Shopfront, *addresses: Recipient) -> None:
    front.till.books.put(Member("M1", "홍길동", "010-1111-2222", addresses=addresses))
    front.till.stage.start(membership.attach(front.counter, "M1"))


def open_with_goods(front: Shopfront, *places: int) -> None:
    for place in places or (0,):
        front.scan(front.barcode(place))
    front.press("/")


def write(front: Shopfront, text: str) -> None:
    """Into the field with the focus, as a keyboard does; hangul comes from the input method."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(field, letter)
        else:
            field.insert(letter)
    if text and not text.isascii():
        field.textEdited.emit(field.text())


def fill(front: Shopfront, recipient: Recipient) -> None:
    """Field by field with Enter between them; what stands there is selected, and so replaced."""
    parts = (recipient.postcode, recipient.address, recipient.detail, recipient.name, recipient.phone)
    for text in parts:
        write(front, text)
        front.press("Enter")


def focus(front: Shopfront) -> str:
    field = QApplication.focusWidget()
    return field.objectName() if field else ""


def side(front: Shopfront) -> DeliverySide:
    found = front.sale.sides["delivery"]
    assert isinstance(found, DeliverySide)
    return found


def sent(front: Shopfront) -> Recipient | None:
    delivery = front.counter.basket.delivery if front.counter.basket else None
    return front.till.books.recipients.get(delivery.recipient) if delivery else None


def field(front: Shopfront, name: str) -> QLineEdit:
    found = front.find(f"delivery-{name}")
    assert isinstance(found, QLineEdit)
    return found


# --- stored addresses ---


def test_a_stored_address_is_two_keys(front: Shopfront) -> None:
    attach(front, HOME, WORK)
    open_with_goods(front)
    assert (
        front.find("delivery-place-1").accessibleName() == "1 홍*동 · 06133 · 서울 서울특별시 강남구 테헤란로 123, 5층"
    )
    front.press("2")
    assert sent(front) == WORK
    assert front.text("delivery-address") == "(48058) 부산광역시 해운대구 센텀중앙로 97, 1203호"
    assert front.text("delivery-leaving") == "5월 7일 (수) 출고 예정 (늦어도 이날)"
    assert "홍길동" not in front.seen() and "02-555-1234" not in front.seen()


def test_who_looks_at_stored_addresses_is_written_down_before_they_see_them(front: Shopfront) -> None:
    attach(front, HOME, WORK)
    front.till.disk.is_held = True
    open_with_goods(front)
    assert side(front).view().places == () and field(front, "name").text() == ""
    front.till.disk.let_go()
    assert [place.number for place in side(front).view().places] == ["1", "2"]
    front.press("1")
    side(front).change()
    day = front.counter.day()
    (seen,) = front.counter.ports.people.openings(first=day, last=day)
    assert (seen.member, seen.who, seen.purpose, seen.what) == ("M1", "p1", "delivery", ("name", "mobile", "address"))
    front.till.stage.start(session.sign_out(front.counter))
    assert side(front).view().places == ()


def test_a_stored_address_by_touch_beside_the_basket(front: Shopfront) -> None:
    attach(front, HOME)
    open_with_goods(front)
    assert front.at == "sale" and front.rows[0] == "아침 숲 1 6,900"
    front.touch("delivery-place-1")
    assert sent(front) == HOME


def test_once_it_is_taken_the_keys_are_the_sales_again(front: Shopfront) -> None:
    attach(front, HOME)
    open_with_goods(front)
    front.press("1", "Enter")
    assert front.at == "payment"


def test_a_stored_address_that_cannot_be_delivered_to_is_put_right_in_the_form(front: Shopfront) -> None:
    attach(front, Recipient("홍길동", "010-1111-2222", "21036", "인천광역시 계양구 계양우체국 사서함 1117호"))
    open_with_goods(front)
    front.press("1")
    assert front.text("delivery-note-address") == "사서함으로는 배송할 수 없습니다"
    assert field(front, "address").text() == "인천광역시 계양구 계양우체국 사서함 1117호"
    assert sent(front) is None


# --- a new address ---


def test_a_new_address_goes_from_field_to_field_by_enter(front: Shopfront) -> None:
    open_with_goods(front)
    seen = []
    for text in (HOME.postcode, HOME.address, HOME.detail, HOME.name, HOME.phone):
        seen.append(focus(front))
        write(front, text)
        front.press("Enter")
    assert seen == [f"delivery-{name}" for name in ("postcode", "address", "detail", "name", "phone")]
    assert sent(front) == HOME


def test_name_and_phone_of_the_member_are_there_already(front: Shopfront) -> None:
    attach(front, WORK)
    open_with_goods(front)
    front.press("0")
    assert (field(front, "name").text(), field(front, "phone").text()) == ("홍길동", "010-1111-2222")
    write(front, HOME.postcode)
    front.press("Enter")
    write(front, HOME.address)
    front.press("Enter")
    write(front, HOME.detail)
    front.press("Enter", "Enter", "Enter")
    assert sent(front) == HOME


def test_five_digits_show_the_region_at_once(front: Shopfront) -> None:
    open_with_goods(front)
    write(front, "0613")
    assert front.text("delivery-note-postcode") == ""
    write(front, "3")
    assert front.text("delivery-note-postcode") == "서울"


@pytest.mark.parametrize("name, takes_hangul", [("postcode", False), ("phone", False), ("address", True),
                                                ("detail", True), ("name", True)])  # fmt: skip
def test_the_input_method_is_on_where_hangul_goes(front: Shopfront, name: str, takes_hangul: bool) -> None:
    open_with_goods(front)
    edit = field(front, name)
    digits = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhPreferLatin
    assert edit.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) is takes_hangul
    assert bool(edit.inputMethodHints() & digits) is not takes_hangul


def test_letters_do_not_get_into_a_postcode(front: Shopfront) -> None:
    open_with_goods(front)
    write(front, "0a6b133")
    assert field(front, "postcode").text() == "06133"


WRONG = {
    "postcode": (("postcode", "135-081"), "우편번호 다섯 자리를 확인하세요"),
    "po_box": (("address", "서울특별시 중구 사서함 12호"), "사서함으로는 배송할 수 없습니다"),
    "abroad": (("address", "1 Market Street, San Francisco"), "국내 주소가 아닙니다. 시·도부터 쓰세요"),
    "address": (("address", ""), "도로명 주소를 쓰세요"),
    "name": (("name", ""), "받는 분을 쓰세요"),
    "phone": (("phone", "010-12"), "전화번호를 확인하세요"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(front: Shopfront, case: str) -> None:
    (name, text), told = WRONG[case]
    parts = {"postcode": HOME.postcode, "address": HOME.address, "name": HOME.name, "phone": HOME.phone, name: text}
    open_with_goods(front)
    fill(front, Recipient(**parts))
    assert front.text(f"delivery-note-{name}") == told
    assert field(front, name).accessibleDescription() == told
    assert focus(front) == f"delivery-{name}" and sent(front) is None
    assert {part: field(front, part).text() for part in parts} == parts
    write(front, "1")
    assert front.text(f"delivery-note-{name}") != told


def test_a_postcode_of_another_region_is_a_question_not_a_refusal(front: Shopfront) -> None:
    odd = Recipient("홍길동", "010-1111-2222", "48058", "서울특별시 강남구 테헤란로 123")
    open_with_goods(front)
    fill(front, odd)
    assert "우편번호 48058은 부산 지역인데" in front.seen() and sent(front) is None
    front.press("Esc")
    assert focus(front) == "delivery-postcode" and "부산 지역인데" not in front.seen()
    front.press("Enter", "Enter", "Enter", "Enter", "Enter", "Enter")
    assert sent(front) == odd


def test_the_question_goes_when_something_is_changed(front: Shopfront) -> None:
    open_with_goods(front)
    fill(front, Recipient("홍길동", "010-1111-2222", "48058", "서울특별시 강남구 테헤란로 123"))
    write(front, "06133")
    assert "지역인데" not in front.seen()
    front.touch("delivery-take")
    assert sent(front) is not None and sent(front).postcode == "06133"  # type: ignore[union-attr]  # just asked


def test_by_touch_alone_the_last_button_takes_it(front: Shopfront) -> None:
    open_with_goods(front)
    for name, text in (("postcode", HOME.postcode), ("address", HOME.address), ("name", HOME.name)):
        front.touch(f"delivery-{name}")
        write(front, text)
    front.touch("delivery-phone")
    write(front, HOME.phone)
    front.touch("delivery-take")
    assert front.text("delivery-address") == "(06133) 서울특별시 강남구 테헤란로 123"


# --- going on, going back ---


def test_what_was_typed_is_there_after_looking_for_a_product(front: Shopfront) -> None:
    open_with_goods(front)
    write(front, "06133")
    front.press("F2", "Esc", "/")
    assert field(front, "postcode").text() == "06133"
    front.press("Esc")
    assert front.counter.basket is not None and front.counter.basket.delivery is not None
    assert not front.counter.quote.can_be_paid  # type: ignore[union-attr]  # there is a basket


def test_where_nothing_was_typed_going_back_carries_the_goods_out(front: Shopfront) -> None:
    open_with_goods(front)
    assert front.text("delivery-fee") == "2,500원"
    front.press("Esc")
    assert front.counter.basket is not None and front.counter.basket.delivery is None


def test_esc_goes_one_step_back(front: Shopfront) -> None:
    attach(front, HOME)
    open_with_goods(front)
    front.press("0")
    assert focus(front) == "delivery-postcode"
    front.press("Esc")
    assert "홍*동 · 06133 · 서울" in front.seen()
    front.press("Esc")
    assert front.sale.side == "keys"


def test_goods_are_scanned_on_while_an_address_is_written(front: Shopfront) -> None:
    open_with_goods(front)
    write(front, "061")
    front.scan(front.barcode(1))
    assert front.sale.side == "delivery" and len(front.rows) >= 2
    assert field(front, "postcode").text() == "061"


def test_carry_out_undoes_it(front: Shopfront) -> None:
    attach(front, HOME)
    open_with_goods(front)
    front.press("1")
    assert front.counter.quote is not None and front.counter.quote.delivery_fee == 2_500
    front.touch("delivery-carry")
    assert front.counter.quote.delivery_fee == 0 and front.sale.side == "keys"
    assert front.counter.basket is not None and front.counter.basket.delivery is None


def test_another_address_replaces_the_first(front: Shopfront) -> None:
    attach(front, HOME, WORK)
    open_with_goods(front)
    front.press("1")
    front.touch("delivery-change")
    front.press("2")
    assert sent(front) == WORK


def test_nothing_of_one_customer_is_shown_to_the_next(front: Shopfront) -> None:
    open_with_goods(front)
    write(front, "06133")
    front.till.stage.start(holding.hold(front.counter))
    assert front.sale.side == "keys"
    open_with_goods(front, 1)
    assert field(front, "postcode").text() == ""


def test_the_day_is_asked_anew_when_it_is_opened_again(front: Shopfront) -> None:
    front.till.clock.at = datetime(2025, 5, 8, 16, 0, tzinfo=KST)
    attach(front, HOME)
    open_with_goods(front)
    front.press("1")
    assert "5월 8일 (목) 출고 예정" in front.text("delivery-leaving")
    front.press("Esc")
    front.till.clock.at += timedelta(hours=2)
    front.press("/")
    assert "5월 9일 (금) 출고 예정" in front.text("delivery-leaving")


def test_the_address_is_shown_while_it_is_on_its_way_to_the_disk(front: Shopfront) -> None:
    attach(front, HOME)
    open_with_goods(front)
    front.till.memory.refuse_with = Unavailable("disk.full")
    front.press("1")
    assert front.text("delivery-address") == "(06133) 서울특별시 강남구 테헤란로 123, 5층"
    assert "disk.full" in front.notices()


# --- what it costs, and why ---


@pytest.mark.parametrize(
    "places, fee, why",
    [
        ((0,), "2,500원", "상품 6,900원 · 60,000원부터 무료 · 약관 9조 3항, 9조 4항"),
        ((6,) * 8, "무료", "상품 65,600원 · 60,000원 이상이라 무료 · 약관 9조 3항, 9조 4항"),
        ((10,), "무료", "커피 머신 주문은 무료 · 약관 9조 3항, 9조 4항"),
        ((1,), "2,500원", "프로페셔널은 캡슐 300개부터 무료 · 약관 9조 3항, 9조 4항"),
        ((1,) * 6, "무료", "프로페셔널 캡슐 300개 · 300개 이상이라 무료 · 약관 9조 3항, 9조 4항"),
    ],
)
def test_the_fee_says_why(front: Shopfront, places: tuple[int, ...], fee: str, why: str) -> None:
    open_with_goods(front, *places)
    assert (front.text("delivery-fee"), front.text("delivery-why")) == (fee, why)


def test_an_empty_basket_has_no_fee_yet(front: Shopfront) -> None:
    front.press("/")
    assert (front.text("delivery-fee"), front.text("delivery-why")) == ("–", "상품을 담으면 정해집니다")


# --- a forwarder ---


def test_a_forwarders_address_is_taken_and_waits_for_a_manager(front: Shopfront) -> None:
    approval = Blank("approval")
    front.window.panels = {"approval": approval}
    open_with_goods(front)
    fill(front, FORWARDER)
    assert sent(front) is not None
    assert "배송대행지로 보입니다" in front.seen()
    front.touch("delivery-approve")
    block = front.till.desk.about
    assert isinstance(block, Block) and block.code == "delivery.forwarder" and approval.times_opened == 1
    front.window.close_panel()
    front.till.stage.start(
        approving.overrule(front.counter, block, by="p2", pin="2222", reason="고객이 직접 쓰는 창고입니다")
    )
    assert "점장이 이 주소를 확인했습니다" in front.seen()
    assert not front.find("delivery-approve").isVisible()


def test_in_english(front: Shopfront) -> None:
    front.touch("language")
    attach(front, HOME)
    open_with_goods(front)
    assert "free from ₩60,000" in front.text("delivery-why")
    front.press("0")
    assert "⟨" not in front.seen() and "Road-name address" in front.seen()
    front.press("Esc", "1")
    assert "⟨" not in front.seen() and "Leaves Wed 7 May" in front.seen()
