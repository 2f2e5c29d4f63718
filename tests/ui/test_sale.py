"""Ringing up by scan, by touch and by key, as a person at the counter does it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from pos.till import selling
from pos.ui import theme
from pos.ui.screens.sale.actions import SaleActions
from pos.ui.screens.sale.painting import columns
from tests.ui.fakes import START, Till
from tests.ui.shop import barcode
from tests.ui.stage import Front


def test_an_empty_basket_says_what_to_do(front: Front) -> None:
    assert front.sale.screen.basket.empty.isVisible()
    assert front.sale.screen.basket.empty.text() == "바코드를 스캔하거나 상품을 선택하세요"
    assert front.text("total") == "0원"
    assert not front.find("pay").isEnabled()


def test_one_scan_is_one_line_and_the_same_again_is_two_pieces(front: Front) -> None:
    front.window.scanned(barcode("C001"))
    assert front.rows == ["아침 숲 1 6,900"]
    front.window.scanned(barcode("C001"))
    assert front.rows == ["아침 숲 2 13,800"]
    assert front.text("total") == "13,800원"
    assert front.sale.screen.vat.text() == "부가세 1,255원 포함"
    assert front.sale.screen.basket.content.text() == "1종 · 2개 · 캡슐 20개"


def test_one_touch_on_a_favourite_is_one_line(front: Front) -> None:
    front.touch("product-F001")
    assert front.rows == ["오트 비스킷 1 4,500"]


def test_the_basket_is_in_the_persons_language(front: Front) -> None:
    front.touch("product-C008")
    front.touch("language")
    assert front.rows == ["Éthiopie Yirga Washed Limited Floral Collection 1 9,800"]
    assert front.text("total") == "₩9,800"


def test_digits_and_a_star_make_the_next_scan_many(front: Front) -> None:
    front.press("12", "*")
    assert front.text("typed") == "× 12"
    front.window.scanned(barcode("C001"))
    assert front.rows == ["아침 숲 12 82,800"]
    assert front.text("typed") == ""
    front.window.scanned(barcode("C002"))
    assert front.rows[-1] == "긴 오후 1 6,900"


def test_a_multiplier_counts_for_a_touch_too_and_for_one_only(front: Front) -> None:
    front.press("3", "*")
    front.touch("product-C001")
    front.touch("product-C001")
    assert front.rows == ["아침 숲 4 27,600"]


def test_digits_without_a_star_multiply_nothing(front: Front) -> None:
    front.press("5")
    front.window.scanned(barcode("C001"))
    assert front.rows == ["아침 숲 1 6,900"]


def test_a_typed_digit_can_be_taken_back_and_esc_takes_all(front: Front) -> None:
    front.press("12", "Backspace")
    assert front.text("typed") == "입력 1"
    front.press("Esc")
    assert front.text("typed") == ""


def test_a_multiplier_no_line_can_have_is_refused(front: Front) -> None:
    front.press("10000", "*")
    assert front.window.top.notice.code == "basket.quantity"
    assert front.text("typed") == ""


def test_plus_minus_and_delete_change_the_selected_line(front: Front) -> None:
    front.touch("product-C001")
    front.touch("product-C002")
    front.press("+", "+")
    assert front.rows == ["아침 숲 1 6,900", "긴 오후 3 20,700"]
    front.press("Up", "+", "Down", "-")
    assert front.rows == ["아침 숲 2 13,800", "긴 오후 2 13,800"]
    front.press("Del")
    assert front.rows == ["아침 숲 2 13,800"]
    front.press("-", "-")
    assert front.rows == []


def test_the_same_by_finger(front: Front) -> None:
    front.touch("product-C001")
    front.touch("tool-more")
    front.touch("tool-more")
    front.touch("tool-less")
    assert front.rows == ["아침 숲 2 13,800"]
    front.touch("tool-void")
    assert front.rows == []
    front.touch("tool-undo")
    assert front.rows == ["아침 숲 2 13,800"]


def test_a_touch_selects_a_line(front: Front) -> None:
    for code in ("C001", "C002", "C003"):
        front.touch(f"product-{code}")
    listed = front.sale.screen.basket.list
    middle = listed.visualRect(listed.model().index(1, 0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    front.press("Del")
    assert front.rows == ["아침 숲 1 6,900", "깊은 밤 리스트레토 1 7,200"]


def test_backspace_undoes_and_never_more_than_was_done(front: Front) -> None:
    front.touch("product-C001")
    front.press("+", "Backspace")
    assert front.rows == ["아침 숲 1 6,900"]
    front.press("Backspace", "Backspace", "Backspace")
    assert front.rows == []


def test_esc_never_clears_a_basket(front: Front) -> None:
    front.touch("product-C001")
    front.press("Esc", "Esc", "Esc")
    assert front.rows == ["아침 숲 1 6,900"]


def test_quantity_on_the_pad_replaces_the_old_figure(front: Front) -> None:
    front.touch("product-C001")
    front.press("F6", "Enter")
    assert front.text("quantity-figure") == "1"
    front.press("Esc", "F6", "24")
    assert front.text("quantity-figure") == "24"
    front.press("Enter")
    assert front.rows == ["아침 숲 24 165,600"]
    assert front.window.name == "sale"


def test_quantity_by_finger_and_esc_leaves_it(front: Front) -> None:
    front.touch("product-C001")
    front.touch("tool-quantity")
    front.touch("pad-7")
    front.press("Esc")
    assert front.rows == ["아침 숲 1 6,900"]
    front.touch("tool-quantity")
    front.touch("pad-7")
    front.touch("quantity-take")
    assert front.rows == ["아침 숲 7 48,300"]


def test_quantity_zero_takes_the_line_out(front: Front) -> None:
    front.touch("product-C001")
    front.press("F6", "0", "Enter")
    assert front.rows == []


def test_an_unknown_code_is_a_red_row_that_stops_payment_until_it_is_dismissed(front: Front) -> None:
    front.window.scanned(barcode("C001"))
    front.window.scanned("ABC-123")
    assert front.rows == ["아침 숲 1 6,900", "ABC-123"]
    assert front.window.flash.tone == "bad"
    assert "ABC-123" in front.text("block")
    assert not front.find("pay").isEnabled()
    front.press("Enter")
    assert front.window.name == "sale"
    front.touch("dismiss-2")
    assert front.rows == ["아침 숲 1 6,900"]
    assert front.text("block") == ""
    assert front.find("pay").isEnabled()


def test_a_code_read_wrongly_is_told_apart_from_one_nobody_knows(front: Front) -> None:
    front.window.scanned(barcode("C001")[:-1] + ("0" if barcode("C001")[-1] != "0" else "1"))
    assert front.sale.screen.basket.list.rows[0].spoken == "잘못 읽힌 바코드"
    front.window.scanned("ABC-123")
    assert front.sale.screen.basket.list.rows[1].spoken == "등록되지 않은 바코드"


def test_scanning_goes_on_past_an_unknown_code(front: Front) -> None:
    front.window.scanned("ABC-123")
    front.window.scanned(barcode("C001"))
    assert front.rows == ["아침 숲 1 6,900", "ABC-123"]


def test_a_burst_of_fifty_scans_is_fifty_pieces(front: Front) -> None:
    for _ in range(25):
        front.window.scanned(barcode("C001"))
        front.window.scanned(barcode("C002"))
    assert front.rows == ["아침 숲 25 172,500", "긴 오후 25 172,500"]
    assert front.counter.scans_received == front.counter.scans_added == 50


def test_a_limit_says_what_stands_in_the_way_and_what_else(front: Front) -> None:
    front.window.scanned(barcode("A002"))
    front.press("F6", "3", "Enter")
    assert "우유 거품기" in front.text("block")
    front.window.scanned("ABC-123")
    assert front.text("block").endswith("외 1건")


def test_a_scanned_product_without_a_price_is_a_red_row_with_its_name(front: Front) -> None:
    front.window.scanned(barcode("F002"))
    assert front.rows == ["값 없는 쿠키 🍪"]
    assert front.sale.screen.basket.list.rows[0].spoken == "가격이 없는 상품"
    assert "값 없는 쿠키" in front.text("block")
    assert not front.find("pay").isEnabled()


def test_a_product_without_a_price_that_was_chosen_is_refused_with_words(front: Front) -> None:
    front.sale.add("F002")
    assert front.rows == []
    assert front.window.top.notice.code == "price.missing"
    assert "값 없는 쿠키" in front.window.top.notice.what.text()


def test_holding_is_one_key_and_recalling_one_touch(front: Front) -> None:
    front.touch("product-C001")
    front.touch("product-C002")
    front.press("F4")
    assert front.rows == []
    chip = f"chip-{front.till.memory.held()[0].basket.id}"
    assert front.text(chip) == "10:24  13,800원"
    assert front.find(chip).accessibleName() == "보류 10:24 아침 숲 외 1종 13,800원"
    front.touch(chip)
    assert front.rows == ["아침 숲 1 6,900", "긴 오후 1 6,900"]
    assert not front.sale.screen.chips.isVisible()


def test_a_held_basket_is_not_poured_over_an_open_one(front: Front) -> None:
    front.touch("product-C001")
    front.press("F4")
    front.touch("product-C002")
    front.touch(f"chip-{front.till.memory.held()[0].basket.id}")
    assert front.rows == ["긴 오후 1 6,900"]
    assert front.window.top.notice.code == "basket.open"


def test_an_unknown_code_is_settled_without_a_finger(front: Front) -> None:
    front.touch("product-C001")
    front.window.scanned("8801234567893")
    front.press("+")
    assert front.rows == ["아침 숲 1 6,900", "8801234567893"]
    assert [front.find(f"tool-{name}").isEnabled() for name in ("more", "void")] == [False, True]
    front.press("Up", "+", "Down", "F2")
    assert "8801234567893" in front.sale.screen.search.purpose.text()
    front.press("Esc", "Del")
    assert front.rows == ["아침 숲 2 13,800"]
    front.press("+")
    assert front.rows == ["아침 숲 3 20,700"]


def test_the_next_good_scan_is_what_the_keys_mean(front: Front) -> None:
    front.window.scanned("8801234567893")
    front.window.scanned(barcode("C001"))
    front.press("+", "Del")
    assert front.rows == ["8801234567893"]
    front.press("Del")
    assert front.rows == []


def test_an_amount_of_millions_has_its_own_room(front: Front) -> None:
    front.touch("product-M001")
    few = columns(520, front.sale.screen.basket.list.rows)
    front.press("9", "9", "9", "*")
    front.touch("product-M001")
    rows = front.sale.screen.basket.list.rows
    assert rows[0].amount == "249,000,000"
    wide, figure = columns(520, rows), QFontMetrics(theme.current().font("figure"))
    assert wide.amount > figure.horizontalAdvance(rows[0].amount) > few.amount
    assert wide.price == few.price


def test_nothing_can_be_undone_once_the_basket_lies_aside(front: Front) -> None:
    front.touch("product-C001")
    assert front.find("tool-undo").isEnabled()
    front.press("F4")
    assert not front.find("tool-undo").isEnabled()


def test_a_refusal_takes_the_place_of_the_one_before_it(front: Front) -> None:
    front.press("Enter")
    front.press("10000", "*")
    assert [notice.code for notice in front.counter.notices] == ["basket.quantity"]


def test_f5_opens_the_held_baskets(front: Front) -> None:
    front.press("F5")
    assert front.window.panel_name == "held"


def test_a_changed_price_is_never_slipped_in(front: Front) -> None:
    front.touch("product-C001")
    front.till.memory.raise_price("C001", 7_500, at=START + timedelta(minutes=1))
    front.till.clock.at = START + timedelta(minutes=2)
    front.window.tick()
    assert front.rows == ["아침 숲 1 6,900"]
    assert [front.text(f"notice-offer-{at}") for at in (0, 1)] == ["새 가격으로", "기존 가격 유지"]
    front.touch("notice-offer-1")
    front.window.tick()
    assert front.rows == ["아침 숲 1 6,900"]
    assert not front.window.top.notice.isVisible()


def test_the_new_price_is_taken_on_one_touch(front: Front) -> None:
    front.touch("product-C001")
    front.till.memory.raise_price("C001", 7_500, at=START + timedelta(minutes=1))
    front.till.clock.at = START + timedelta(minutes=2)
    front.window.tick()
    front.touch("notice-offer-0")
    assert front.rows == ["아침 숲 1 7,500"]


def test_help_lists_every_key_once(till: Till, qapp: object) -> None:
    uses = SaleActions(till.desk).keys()
    assert len({use.key for use in uses}) == len(uses)
    assert {"F2", "F4", "F5", "F6", "F9", "F10", "F11", "F12", "*", "+", "-", "Del", "Enter", "Esc"} <= {
        use.key for use in uses
    }
    assert all(till.desk.words.has(use.label) for use in uses)


@pytest.mark.parametrize("code", ["C005", "C008"])
def test_names_that_are_awkward_are_shown_whole_to_who_hears_them(front: Front, code: str) -> None:
    selling.add(front.counter, code)
    name = front.till.memory.products[code].name.ko
    assert name in front.sale.screen.basket.list.rows[0].spoken
    assert front.find(f"product-{code}").accessibleName().startswith(name)


def test_no_text_on_the_screen_is_a_key_without_words(front: Front) -> None:
    front.touch("product-C001")
    front.window.scanned("ABC-123")
    for language in ("en", "ko"):
        front.till.desk.speak(language)
        texts = [label.text() for label in front.window.findChildren(QLabel)]
        assert not [text for text in texts if "⟨" in text]
