"""Members beside the basket: found by four digits, told apart by masks, attached by one key, and what then is said."""

import pytest

from pos.domain.errors import Unavailable
from pos.domain.plus import Use
from pos.till import selling
from pos.ui.screens.member.view import found
from pos.ui.words import Words
from tests.ui.fakes import Till
from tests.ui.shop import HANA, JISU, MINJUN, PLAN, barcode, held_plan
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.plan_list[PLAN.id] = PLAN
    till.books.put(JISU, held_plan(JISU), uses=(Use("plus:e-M000101", "s-0"),))
    till.books.put(MINJUN)
    till.books.put(HANA, marks=("excessive_returns",))


def member(front: Shopfront) -> str | None:
    return front.counter.basket.member if front.counter.basket else None


def test_a_members_card_is_one_scan(front: Shopfront) -> None:
    front.scan("M000103")
    assert member(front) == "M000103"
    assert front.counter.basket is not None
    assert front.counter.basket.unknown == ()


def test_four_digits_and_enter(front: Shopfront) -> None:
    front.press("F3", "0001", "Enter")
    assert member(front) == "M000103"
    assert front.sale.side == "keys"


def test_two_of_the_same_digits_are_told_apart_and_chosen(front: Shopfront) -> None:
    front.press("F3", "5678")
    assert (front.text("member-0"), front.text("member-1")) == ("김*수", "남**준")
    assert "010-****-5678 · M000102" in front.find("member-1").accessibleName()
    assert "1234" not in front.seen() and "지수" not in front.seen()
    front.press("Down", "Enter")
    assert member(front) == "M000102"


@pytest.mark.parametrize("text", ["01012345678", "M000101"])
def test_by_the_whole_number(front: Shopfront, text: str) -> None:
    front.press("F3")
    front.find("member-field").setText(text)  # type: ignore[attr-defined]  # a field to write in
    front.press("Enter")
    assert member(front) == "M000101"


def test_by_name_and_touch(front: Shopfront) -> None:
    front.touch("tab-member")
    front.find("member-field").setText("남궁민준")  # type: ignore[attr-defined]  # a field to write in
    front.touch("member-0")
    assert member(front) == "M000102"


def test_a_scan_attaches_while_the_panel_is_open_and_products_still_go_into_the_basket(front: Shopfront) -> None:
    front.press("F3")
    front.scan(barcode("C001"))
    assert front.rows == ["아침 숲 1 6,900"]
    front.scan("M000102")
    assert member(front) == "M000102"
    assert front.rows == ["아침 숲 1 6,900"]


def test_without_the_panel_a_number_nobody_here_has_is_an_unknown_code(front: Shopfront) -> None:
    front.scan("M999999")
    assert member(front) is None
    assert front.rows == ["M999999"]


def test_nobody_is_said_with_what_to_try(front: Shopfront) -> None:
    front.press("F3", "4242")
    assert "찾은 회원이 없습니다" in front.text("member-empty")
    front.press("Enter")
    assert member(front) is None
    assert front.window.flash.tone == "bad"
    front.press("Esc")
    assert front.sale.side == "keys"


def test_a_number_nobody_has_is_refused_aloud(front: Shopfront) -> None:
    front.press("F3")
    front.scan("M999999")
    assert front.notices() == ["member.unknown"]
    assert (member(front), front.sale.side) == (None, "member")


def test_the_strip_says_who_and_what_is_left_of_plus(front: Shopfront) -> None:
    front.press("F3", "5678", "Enter")
    strip = front.find("strip-member")
    assert strip.accessibleName() == "김*수 · M000101 · 플러스 2번 남음 · 2025-07-22까지"
    front.touch("strip-member")
    assert "원터치 머신 크림 · 플러스 2번 남음 · 2025-07-22까지" in front.seen()


def test_a_suspended_member_gets_none_and_everybody_sees_it(front: Shopfront) -> None:
    front.press("F3", "0001", "Enter")
    assert "이용 제한 · 혜택 없음" in front.find("strip-member").accessibleName()
    assert "반품 과다" in front.find("strip-member").accessibleName()


def test_one_touch_takes_the_member_away(front: Shopfront) -> None:
    front.press("F3", "5678", "Enter")
    front.touch("strip-detach")
    assert member(front) is None
    assert not front.find("strip-member").isVisible()


def test_by_keys_the_member_is_taken_away_in_the_panel(front: Shopfront) -> None:
    front.press("F3", "5678", "Enter", "F3", "Del")
    assert member(front) is None


def test_in_the_panel_digits_begin_another_search(front: Shopfront) -> None:
    front.press("F3", "5678", "Enter", "F3", "0001", "Enter")
    assert member(front) == "M000103"


def test_who_is_known_only_at_the_mall_is_found_there_and_known_from_then_on(front: Shopfront) -> None:
    front.till.books.members.clear()
    front.till.mall.put(MINJUN)
    front.press("F3", "5678", "Enter")
    assert member(front) == "M000102"
    assert front.till.books.member("M000102") == MINJUN


def test_while_the_mall_is_asked_the_panel_says_so_and_enter_waits_for_the_only_one(front: Shopfront) -> None:
    front.till.books.members.clear()
    front.till.mall.put(MINJUN)
    front.till.network.is_held = True
    front.press("F3", "5678")
    assert "본사에 확인하고 있습니다" in front.text("member-state")
    front.press("Enter")
    assert member(front) is None
    front.till.network.let_go()
    assert member(front) == "M000102"


def test_only_what_was_written_last_is_shown(front: Shopfront) -> None:
    front.till.books.members.clear()
    front.till.mall.put(MINJUN)
    front.till.mall.put(HANA)
    front.till.network.is_held = True
    front.press("F3", "5678")
    front.find("member-field").setText("0001")  # type: ignore[attr-defined]  # a field to write in
    front.till.network.let_go()
    assert front.text("member-0") == "이*나"
    assert front.till.mall.asked == ["find_members", "find_members"]


def test_where_the_mall_is_silent_the_shop_is_searched_and_that_is_said(front: Shopfront) -> None:
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    front.press("F3", "5678")
    assert "본사에 확인하지 못함" in front.text("member-state")
    front.press("Enter")
    assert member(front) == "M000101"
    assert "본사에 확인하지 못함" in front.find("strip-member").accessibleName()


def test_nothing_can_be_paid_while_the_member_is_looked_up(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    front.press("F3", "5678")
    front.till.network.is_held = True
    front.press("Enter")
    assert "회원 정보를 확인하고 있습니다" in front.text("member-state")
    front.press("F9")
    assert front.notices() == ["member.looking_up"]
    front.till.network.let_go()
    assert member(front) == "M000101"
    front.press("F9")
    assert front.at == "paid"


def test_the_members_panel_is_left_alone_by_a_basket_that_goes_on(front: Shopfront) -> None:
    front.press("F3", "56")
    selling.scan(front.counter, barcode("C002"))
    assert front.find("member-field").text() == "56"  # type: ignore[attr-defined]  # a field to write in


def test_masks_in_both_languages() -> None:
    assert found(HANA, Words("ko")).detail == "이용 제한 · 010-****-0001 · M000103"
    assert found(HANA, Words("en")).detail == "suspended · 010-****-0001 · M000103"


def test_in_english(front: Shopfront) -> None:
    front.touch("language")
    front.press("F3", "5678", "Enter", "F3")
    assert "Plus: 2 left · until 2025-07-22" in front.seen()
    assert "⟨" not in front.seen()
