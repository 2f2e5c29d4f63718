"""Benefits beside the basket: chosen by a digit, explained to the won, and what is missing added by one key."""

from datetime import date

from pos.domain.errors import Unavailable
from pos.domain.payback import Voucher
from pos.domain.plus import Use
from tests.ui.fakes import Till
from tests.ui.shop import JISU, PLAN, barcode, gift_of, held_plan, percent_off
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.plan_list[PLAN.id] = PLAN
    till.books.put(JISU, held_plan(JISU), uses=(Use("plus:e-M000101", "s-0"),))


def coffee(front: Shopfront, units: int) -> None:
    """So many units of ten capsules that count for Plus."""
    front.press(str(units), "*")
    front.scan(barcode("C001"))


def with_plus(front: Shopfront, units: int = 7) -> None:
    """A member with a Plus benefit, and coffee."""
    coffee(front, units)
    front.press("F3", "5678", "Enter")


def total(front: Shopfront) -> int:
    assert front.counter.quote is not None
    return front.counter.quote.total


def test_the_discount_stands_under_its_line_with_its_reason(front: Shopfront) -> None:
    with_plus(front)
    assert front.rows == ["아침 숲 7 48,300", "플러스 할인 · 3번 중 2번째 −20,000"]
    assert front.text("sums") == "상품 48,300원  ·  할인 −20,000원"
    assert front.text("vat") == "부가세 2,573원 포함"


def test_the_till_takes_what_saves_most_and_another_is_one_key(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10))
    with_plus(front)
    assert total(front) == 28_300
    front.press("F8", "2")
    assert total(front) == 48_300 - 4_830
    assert front.rows[1] == "오월 커피 −4,830"
    front.press("0")
    assert total(front) == 48_300
    front.press("1")
    assert total(front) == 28_300


def test_each_choice_says_what_it_saves_and_the_total_it_makes(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10))
    with_plus(front)
    front.press("F8")
    plus, promotion = front.find("option-plus:e-M000101"), front.find("option-promotion:p-오월 커피")
    assert plus.accessibleName() == ("1  ✓ 플러스 할인 −20,000원 · 3번 중 2번째 28,300원 사용 중")
    assert promotion.accessibleName() == "2  오월 커피 −4,830원 43,470원"
    assert front.find("option-none").accessibleName() == "0  혜택 없이 48,300원"


def test_by_arrows_and_by_touch(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10))
    with_plus(front)
    front.press("F8", "Down", "Enter")
    assert total(front) == 43_470
    front.touch("option-plus:e-M000101")
    assert total(front) == 28_300
    front.press("Enter")
    assert front.sale.side == "keys"


def test_a_choice_opens_to_its_clause_and_arithmetic(front: Shopfront) -> None:
    with_plus(front)
    front.press("F8", "Right")
    seen = front.seen()
    assert "커피 48,300원 − 20,000원" in seen
    assert "3번 중 2번째 · 1번 남음 · 2025-07-22까지" in seen
    assert "약관 9조 5항, 9조 8항" in seen
    front.press("Right")
    assert "약관 9조 5항" not in front.seen()
    front.touch("why-0")
    assert "약관 9조 5항" in front.seen()


def test_a_choice_that_is_not_in_use_opens_to_the_same(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10))
    with_plus(front)
    front.press("F8", "Down", "Right")
    assert "대상 상품 48,300원 × 10% = −4,830원" in front.seen()
    assert total(front) == 28_300


def test_what_is_nearly_reached_stands_under_the_basket_and_is_one_touch(front: Shopfront) -> None:
    with_plus(front, 6)
    assert front.text("nearly") == "캡슐 10개 더: −20,000원 · 담기"
    front.touch("nearly")
    assert front.rows == ["아침 숲 7 48,300", "플러스 할인 · 3번 중 2번째 −20,000"]
    assert not front.find("nearly").isVisible()


def test_and_one_key(front: Shopfront) -> None:
    with_plus(front, 6)
    front.press("Right")
    assert total(front) == 28_300
    front.press("Right")
    assert total(front) == 28_300


def test_nearly_says_what_will_come_off_and_not_what_would_now(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10, from_amount=60_000))
    coffee(front, 6)
    assert front.text("nearly") == "아침 숲 3개 더: −6,210원 · 담기"
    front.touch("nearly")
    assert total(front) == 62_100 - 6_210


def test_what_would_bring_no_more_than_now_names_no_amount(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10, from_amount=60_000))
    with_plus(front)
    front.press("F8")
    assert "아침 숲 2개 더: 오월 커피" in front.seen()
    assert not front.find("nearly").isVisible()


def test_nearly_is_silent_where_what_is_given_saves_more(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("반값", 50))
    with_plus(front, 6)
    assert total(front) == 20_700
    assert not front.find("nearly").isVisible()


def test_what_is_missing_is_added_in_the_panel_by_keys(front: Shopfront) -> None:
    with_plus(front, 6)
    front.press("F8")
    assert "캡슐 10개 더: −20,000원" in front.seen()
    assert "플러스 할인 · 아침 숲 1개" in front.seen()
    front.press("Enter")
    assert total(front) == 28_300


def test_a_gift_that_is_due_is_added_and_marked(front: Shopfront) -> None:
    front.till.books.promotion_list.append(gift_of("A001", from_amount=40_000))
    coffee(front, 6)
    assert front.text("nearly") == "머그 350 ml 1개 무료 증정 · 담기"
    front.touch("nearly")
    assert front.rows == ["아침 숲 6 41,400", "머그 350 ml 1 18,000", "봄 증정 −18,000"]
    assert front.sale.screen.basket.list.rows[1].mark == "증정"


def test_why_a_machine_starts_no_plus_without_a_member_leads_to_the_member(front: Shopfront) -> None:
    front.scan(barcode("M001"))
    front.press("F8")
    assert "회원을 등록하면 이 머신으로 플러스 혜택" in front.seen()
    front.press("Enter")
    assert front.sale.side == "member"


def test_a_voucher_is_scanned_and_shown_with_why_it_is_not_given(front: Shopfront) -> None:
    front.till.mall.vouchers["PB-7777"] = Voucher("PB-7777", 30_000, 2, date(2025, 12, 31))
    with_plus(front)
    front.press("F8")
    front.scan("PB-7777")
    assert front.counter.basket is not None
    assert (front.counter.basket.voucher, front.counter.basket.unknown) == ("PB-7777", ())
    assert "페이백 바우처 PB-7777" in front.seen()
    front.touch("take-back-PB-7777")
    assert front.counter.basket.voucher == ""


def test_a_coupon_is_typed_and_given(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("쿠폰 할인", 20, coupon="HELLO"))
    coffee(front, 1)
    front.press("F8", "F8")
    front.find("benefit-code").setText("HELLO")  # type: ignore[attr-defined]  # a field to write in
    front.press("Enter")
    assert total(front) == 6_900 - 1_380
    assert front.till.mall.asked == []
    front.touch("take-back-HELLO")
    assert total(front) == 6_900


def test_digits_go_into_the_field_while_it_is_written_in(front: Shopfront) -> None:
    with_plus(front)
    front.press("F8", "F8", "0")
    assert total(front) == 28_300
    assert front.find("benefit-code").text() == "0"  # type: ignore[attr-defined]  # a field to write in
    front.press("Esc", "0")
    assert total(front) == 48_300


def test_a_code_that_is_neither_is_said_to_be_none_and_can_be_taken_out(front: Shopfront) -> None:
    coffee(front, 1)
    front.press("F8")
    front.scan("NOTHING-1")
    assert "쿠폰 NOTHING-1" in front.seen()
    front.touch("take-back-NOTHING-1")
    assert "NOTHING-1" not in front.seen()


def test_while_the_mall_is_asked_about_a_voucher_the_panel_says_so(front: Shopfront) -> None:
    front.till.mall.vouchers["PB-7777"] = Voucher("PB-7777", 30_000, 2, date(2025, 12, 31))
    coffee(front, 1)
    front.press("F8")
    front.till.network.is_held = True
    front.scan("PB-7777")
    assert "바우처를 확인하고 있습니다" in front.text("benefits-state")
    front.till.network.let_go()
    assert not front.find("benefits-state").isVisible()
    assert "페이백 바우처 PB-7777" in front.seen()


def test_a_silent_mall_redeems_no_voucher_and_keeps_the_basket(front: Shopfront) -> None:
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    coffee(front, 1)
    front.press("F8")
    front.scan("PB-7777")
    assert front.notices() == ["mall.unreachable"]
    assert front.rows == ["아침 숲 1 6,900"]


def test_products_and_serial_numbers_are_still_the_baskets(front: Shopfront) -> None:
    front.scan(barcode("M001"))
    front.press("F8")
    front.scan("VX00112233")
    front.scan(barcode("C001"))
    assert front.rows == ["원터치 머신 크림 1 249,000", "시리얼 VX00112233", "아침 숲 1 6,900"]
    assert front.till.mall.asked == ["machine"]  # whether the chain sold it before; no voucher was looked for


def test_while_a_machine_waits_for_its_number_a_voucher_is_still_one(front: Shopfront) -> None:
    front.till.mall.vouchers["PB-7777"] = Voucher("PB-7777", 30_000, 2, date(2025, 12, 31))
    front.scan(barcode("M001"))
    front.press("F8")
    front.scan("PB-7777")
    front.scan("VX00112233")
    assert front.counter.basket is not None
    assert (front.counter.basket.voucher, front.counter.basket.unknown) == ("PB-7777", ())
    assert "시리얼 VX00112233" in front.rows


def test_a_coupon_of_ours_is_scanned_without_opening_anything(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("쿠폰 할인", 20, coupon="HELLO"))
    coffee(front, 1)
    front.scan("HELLO")
    assert total(front) == 6_900 - 1_380


def test_nothing_to_choose_says_what_to_try(front: Shopfront) -> None:
    front.press("F8")
    assert "상품을 담으면" in front.seen()
    coffee(front, 3)
    assert front.rows == ["아침 숲 3 20,700"]
    assert "이 장바구니에 맞는 혜택이 없습니다" in front.seen()


def test_what_is_chosen_is_paid(front: Shopfront) -> None:
    front.till.books.promotion_list.append(percent_off("오월 커피", 10))
    with_plus(front)
    front.press("F8", "2", "F9")
    assert front.at == "paid"
    assert front.till.memory.sales[0].total == 43_470


def test_in_english(front: Shopfront) -> None:
    front.till.books.promotion_list += [percent_off("오월 커피", 10), gift_of("A001", from_amount=90_000)]
    with_plus(front)
    front.touch("language")
    front.press("F8", "Right")
    assert "Coffee ₩48,300 − ₩20,000" in front.seen()
    assert "⟨" not in front.seen()
