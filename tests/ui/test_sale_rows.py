"""What the basket shows besides its lines: serial numbers, what is free, what stands in the way, where it goes."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from pos.domain.approval import Approval
from pos.domain.basket import give_free
from pos.domain.delivery import Recipient
from pos.domain.quote import Block, Stock
from pos.till import delivering, selling
from pos.ui.desk import FreeUnits
from pos.ui.screens.sale.painting import TALL
from tests.ui.fakes import START, Till
from tests.ui.shop import HANA, JISU, PLAN, barcode, held_plan, percent_off
from tests.ui.shopfront import Shopfront

HOME = Recipient("홍길동", "010-1111-2222", "04524", "서울특별시 중구 세종대로 110", "3층")


FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.plan_list[PLAN.id] = PLAN
    till.books.put(JISU, held_plan(JISU))
    till.books.put(HANA, marks=("excessive_returns",))


def kinds(front: Shopfront) -> list[str]:
    return [row.kind for row in front.sale.screen.basket.list.rows]


def touch_row(front: Shopfront, place: int) -> None:
    """A finger on a row of the basket."""
    rows = front.sale.screen.basket.list
    box = rows.visualRect(rows.model().index(place, 0))
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 60, box.center().y()))


# --- machines ---


def test_a_machine_asks_for_its_serial_number_until_it_is_scanned(front: Shopfront) -> None:
    front.scan(barcode("M001"))
    assert front.rows == ["원터치 머신 크림 1 249,000", "시리얼 번호를 스캔하세요 (1대)"]
    assert kinds(front) == ["line", "need"]
    assert not front.find("pay").isEnabled()
    front.scan("VX00112233")
    assert front.rows == ["원터치 머신 크림 1 249,000", "시리얼 VX00112233"]
    assert front.find("pay").isEnabled()


def test_the_serial_number_can_be_typed(front: Shopfront) -> None:
    front.scan(barcode("M001"))
    front.press("F6", "Enter")
    front.find("serial").setText("VX99999999")  # type: ignore[attr-defined]  # a field to write in
    front.press("Enter")
    assert "시리얼 VX99999999" in front.rows
    assert front.sale.side == "keys"


def test_a_serial_number_of_another_model_is_refused_and_stays_written(front: Shopfront) -> None:
    front.scan(barcode("M001"))
    touch_row(front, 1)
    front.touch("do-serial")
    field = front.find("serial")
    field.setText("XX1")  # type: ignore[attr-defined]  # a field to write in
    front.touch("serial-take")
    assert front.notices() == ["serial.pattern"]
    assert field.text() == "XX1"  # type: ignore[attr-defined]  # a field to write in
    assert kinds(front) == ["line", "need"]


# --- free ---


def test_what_is_free_is_marked_and_says_who_allowed_it(front: Shopfront) -> None:
    basket = selling.start(front.counter)
    allowed = Approval("line.free", "A001:1", "p2", "사은 행사", START)
    selling.change_for_good(front.counter, give_free(basket, "A001", quantity=1, approval=allowed))
    assert front.rows == ["머그 350 ml 1 18,000", "무료 제공 −18,000"]
    assert front.sale.screen.basket.list.rows[0].mark == "무료"
    touch_row(front, 1)
    assert "Alex Morgan님 승인: 사은 행사" in front.seen()


def test_giving_one_for_free_asks_a_manager(front: Shopfront) -> None:
    front.scan(barcode("A001"))
    front.press("F6", "Down", "Enter")
    assert front.at == "sale+approval"
    assert front.till.desk.about == FreeUnits("A001", 1)


# --- what stands in the way ---


def test_what_is_out_of_stock_can_be_delivered_or_allowed(front: Shopfront) -> None:
    front.till.books.stock_list["C003"] = Stock(1, "2025-05-03T09:00:00+09:00")
    front.press("2", "*")
    front.scan(barcode("C003"))
    assert kinds(front) == ["line", "block"]
    assert "깊은 밤 리스트레토" in front.rows[1]
    front.touch("approve-0")
    assert front.at == "sale+approval"
    about = front.till.desk.about
    assert isinstance(about, Block) and (about.code, about.about) == ("order.out_of_stock", "C003:2")
    front.press("Esc")
    front.touch("deliver-0")
    assert front.sale.side == "delivery"
    assert front.counter.basket is not None and front.counter.basket.delivery is not None
    assert not any("재고" in row for row in front.rows)


def test_the_same_by_keys(front: Shopfront) -> None:
    front.till.books.stock_list["C003"] = Stock(0, "2025-05-03T09:00:00+09:00")
    front.scan(barcode("C003"))
    front.press("F6", "Down", "Down", "Enter")
    assert front.at == "sale+approval"
    assert isinstance(front.till.desk.about, Block)


def test_a_limit_stands_under_its_product_and_a_mark_at_the_end(front: Shopfront) -> None:
    front.press("3", "*")
    front.scan(barcode("A002"))
    front.scan(barcode("C001"))
    front.press("F3", "0001", "Enter")
    assert kinds(front) == ["line", "block", "line", "block"]
    assert front.find("approve-0").isEnabled() and front.find("approve-1").isEnabled()
    front.touch("refuse-1")
    assert front.at == "sale+refusal"


# --- why ---


def test_a_discount_opens_to_the_share_of_its_line(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10))
    front.scan(barcode("C001"))
    front.scan(barcode("C007"))
    touch_row(front, 1)
    assert front.counter.selected == 1
    seen = front.seen()
    assert "6,900원 × 1 = 6,900원" in seen
    assert "대상 상품 15,100원 × 10% = −1,510원" in seen
    assert "이 줄의 몫 −690원" in seen
    assert "약관 9조 8항 7호" in seen
    front.press("F6")
    assert front.sale.side == "keys"


def test_of_two_discounts_the_second_rests_on_what_the_first_one_left(front: Shopfront) -> None:
    front.till.books.promotion_list += [percent_off("가", 10), percent_off("나", 5, combinable=True)]
    front.press("10", "*")
    front.scan(barcode("C001"))
    front.press("F6")
    seen = front.seen()
    assert "대상 상품 69,000원 × 10% = −6,900원" in seen
    assert "대상 상품 62,100원 × 5% = −3,105원" in seen


def test_options_go_with_their_line(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    front.press("F6", "Esc", "F6")
    front.touch("tool-void")
    assert front.sale.side == "keys"
    front.press("F6")
    assert front.sale.side == "keys"


# --- deliveries ---


def test_a_delivery_is_one_key_and_one_touch(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    front.press("/")
    assert front.sale.side == "delivery"
    front.press("Esc")
    assert front.sale.side == "keys"
    front.touch("tab-delivery")
    assert front.sale.side == "delivery"


def test_the_strip_says_where_it_goes_masked_and_what_it_costs(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    front.till.desk.do(delivering.deliver_to(front.counter, HOME))
    strip = front.find("strip-delivery")
    assert strip.accessibleName() == "배송: 홍*동 · 서울특별시 중구 · 배송비 2,500원"
    assert front.text("sums") == "상품 6,900원  ·  배송비 2,500원"
    assert "길동" not in front.seen() and "세종대로" not in front.seen()
    front.touch("strip-delivery")
    assert front.sale.side == "delivery"


def test_the_strip_knows_the_address_as_soon_as_it_is_on_disk(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    front.till.desk.attempt(lambda: delivering.begin(front.counter))
    assert "받는 곳을 입력하세요" in front.find("strip-delivery").accessibleName()
    front.till.desk.do(delivering.deliver_to(front.counter, HOME), then=lambda _: None)
    assert "홍*동" in front.find("strip-delivery").accessibleName()


def test_free_delivery_is_said_with_its_reason(front: Shopfront) -> None:
    front.press("9", "*")
    front.scan(barcode("C001"))
    front.till.desk.do(delivering.deliver_to(front.counter, HOME))
    assert "무료 배송" in front.find("strip-delivery").accessibleName()
    assert "9조 4항" in front.find("strip-delivery").toolTip()
    assert front.text("sums").endswith("배송비 없음")


def test_rows_of_one_line_are_lower_than_the_line() -> None:
    assert TALL["serial"] < TALL["discount"] < TALL["need"] < TALL["line"] < TALL["block"]
