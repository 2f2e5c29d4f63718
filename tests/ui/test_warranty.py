"""A machine by its serial number: how long, whom to call, and its registration for a member."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from pos.domain.facts import WarrantyRegistered, decode_fact
from pos.domain.papers.receipt_token import token, told_of
from pos.ui import theme
from tests.ui.fakes import Till
from tests.ui.shop import JISU, MINJUN, barcode
from tests.ui.shopfront import Shopfront

SERIAL = "VX12345678"


FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.put(JISU)
    till.books.put(MINJUN)


def sell_machine(front: Shopfront, serial: str = SERIAL, *, member: bool = False) -> str:
    """A machine, perhaps of a member; gives the receipt's code."""
    if member:
        front.press("F3", "5678", "Enter")
    front.scan(barcode("M001"))
    front.scan(serial)
    front.press("F10")
    assert front.at == "paid" and front.counter.last_sale is not None
    return front.counter.last_sale.code


def registered(front: Shopfront) -> list[tuple[str, str]]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [(fact.serial, fact.member) for fact in facts if isinstance(fact, WarrantyRegistered)]


def looks_up(front: Shopfront, serial: str = SERIAL) -> None:
    front.till.desk.open("warranty")
    front.scan(serial)


# --- right after the sale ---


def test_one_key_after_the_sale(front: Shopfront) -> None:
    sell_machine(front, member=True)
    assert "VX12345678 등록" in front.seen()
    front.press("5")
    assert registered(front) == [(SERIAL, JISU.number)]
    assert "까지 보증" in front.text(f"registered-{SERIAL}") and front.at == "paid"
    assert front.till.printer.papers[-1].title.startswith("머신 보증서")
    front.press("5")
    assert len(registered(front)) == 1


def test_each_machine_has_its_own_button(front: Shopfront) -> None:
    front.press("F3", "5678", "Enter")
    for serial in (SERIAL, "VX00000002"):
        front.scan(barcode("M001"))
        front.scan(serial)
    front.press("F10")
    front.touch("register-VX00000002")
    assert registered(front) == [("VX00000002", JISU.number)]
    front.press("6", "5")
    assert registered(front) == [("VX00000002", JISU.number), (SERIAL, JISU.number)]


def test_without_a_member_nothing_is_offered(front: Shopfront) -> None:
    sell_machine(front)
    assert not front.find("machine-offers").isVisible()


def test_the_next_sale_knows_nothing_of_it(front: Shopfront) -> None:
    sell_machine(front, member=True)
    front.press("5", "Enter")
    front.scan(barcode("A001"))
    front.press("F10")
    assert not front.find("machine-offers").isVisible()


# --- looked up later ---


def test_what_a_machine_is_and_whom_to_call(front: Shopfront) -> None:
    sell_machine(front, member=True)
    looks_up(front)
    seen = front.seen()
    assert "원터치 머신 크림" in seen and "2025-05-03" in seen and JISU.number in seen
    assert "080-734-1111" in seen
    assert "30일 안(6월 2일 (월)까지)에 등록하면 12개월 더" in seen


def test_typed_with_the_keyboard(front: Shopfront) -> None:
    sell_machine(front, member=True)
    front.till.desk.open("warranty")
    field = front.find("warranty-serial")
    assert field.hasFocus()
    QTest.keyClicks(field, SERIAL)
    front.press("Enter")
    assert "원터치 머신 크림" in front.seen()


def test_registered_for_its_buyer(front: Shopfront) -> None:
    sell_machine(front, member=True)
    looks_up(front)
    front.press("Enter")
    assert "등록했습니다" in front.seen() and registered(front) == [(SERIAL, JISU.number)]
    front.press("Enter")
    front.scan(SERIAL)
    assert "2025-05-03 등록" in front.seen()
    assert "회원으로 등록" not in front.seen()


def test_too_late_says_so(front: Shopfront) -> None:
    sell_machine(front, member=True)
    front.till.clock.at += timedelta(days=40)
    looks_up(front)
    assert "연장 기한은 지났습니다" in front.seen()


def test_the_last_day_says_so(front: Shopfront) -> None:
    sell_machine(front, member=True)
    front.till.clock.at += timedelta(days=30)
    looks_up(front)
    assert "오늘까지 등록하면" in front.seen()


def test_nobodys_machine_is_whoever_has_the_receipt(front: Shopfront) -> None:
    code = sell_machine(front)
    looks_up(front)
    front.touch("warranty-register")
    assert "구매 영수증을 스캔하세요" in front.seen()
    front.scan("8801234567893")
    assert "영수증 코드가 아닙니다" in front.seen()
    front.scan(code)
    assert f"영수증 {code}" in front.seen()
    front.press("5678", "Enter")
    assert "남*민준" in front.seen() or "남**준" in front.seen()
    front.press("Down", "Enter")
    assert registered(front) == [(SERIAL, MINJUN.number)]


def test_the_long_code_of_the_receipt_and_the_members_card(front: Shopfront) -> None:
    sell_machine(front)
    sale = front.counter.last_sale
    assert sale is not None
    told = told_of(sale)
    looks_up(front)
    front.press("Enter")
    front.scan(token(told, front.till.past.sign(told)))
    front.scan(JISU.number)
    assert registered(front) == [(SERIAL, JISU.number)]


def test_the_beginning_of_a_name_registers_nothing_before_somebody_has_looked(front: Shopfront) -> None:
    code = sell_machine(front)
    looks_up(front)
    front.press("Enter")
    front.scan(code)
    front.press("01098", "Enter")
    assert "남**준" in front.find(f"warranty-member-{MINJUN.number}").accessibleName() and registered(front) == []
    front.press("Enter")
    assert registered(front) == [(SERIAL, MINJUN.number)]


def test_a_member_nobody_knows(front: Shopfront) -> None:
    code = sell_machine(front)
    looks_up(front)
    front.press("Enter")
    front.scan(code)
    front.press("0000", "Enter")
    assert "그런 회원을 찾지 못했습니다" in front.seen() and not registered(front)
    front.press("Esc")
    assert front.at == "paid+warranty" and "회원으로 등록" in front.seen()


def test_another_receipt_is_refused_in_words_of_the_warranty(front: Shopfront) -> None:
    sell_machine(front)
    looks_up(front)
    front.press("Enter")
    front.scan("SEL01-1-000099")
    front.scan(JISU.number)
    assert "이 머신은 등록할 수 없습니다" in front.seen() and not registered(front)


def test_a_machine_nobody_sold(front: Shopfront) -> None:
    looks_up(front, "VX99999999")
    assert "판매된 기록이 없는" in front.seen()
    front.press("Enter")
    assert "시리얼 번호를 스캔하세요" in front.seen()


def test_the_products_barcode_is_no_serial_number(front: Shopfront) -> None:
    looks_up(front, barcode("M001"))
    assert "상품 바코드입니다" in front.seen()
    assert front.counter.basket is None


def test_one_that_came_back(front: Shopfront) -> None:
    sell_machine(front, member=True)
    machine = front.counter.ports.past.machine(SERIAL)
    assert machine is not None
    front.till.past.machine_list[SERIAL] = replace(machine, is_back=True)
    looks_up(front)
    assert "반품된 머신" in front.seen() and "회원으로 등록" not in front.seen()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_step_in_both_languages_with_names(front: Shopfront, language: str) -> None:
    code = sell_machine(front)
    front.till.desk.speak("en" if language == "en" else "ko")
    front.till.desk.wear("dark")
    front.till.desk.open("warranty")
    for scanned in (SERIAL, "", code):
        if scanned:
            front.scan(scanned)
        else:
            front.press("Enter")
        assert "⟨" not in front.seen()
        buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
