"""A return in hands that hurry: two presses in haste, letters in small, one person asked once, a way on from a no."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos.till.ports import PrintResult
from pos.ui import haste
from tests.ui.backroom import returns, sold
from tests.ui.fakes import Till
from tests.ui.shop import JISU, PLAN
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.plan_list[PLAN.id] = PLAN


def test_a_second_press_in_haste_does_not_take_the_amount_away(
    front: Shopfront, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(haste, "MS", 3_600_000)
    sale = sold(front, "A001", pay="F9")
    front.scan(sale.code)
    front.press("*", "1", "Enter", "Enter", "Esc")
    assert front.at == "returning"
    assert (front.text("return-caption"), front.text("return-figure")) == ("현금을 내어 주세요", "18,000원")
    front.touch("return-next")
    assert front.at == "sale"
    assert len(returns(front)) == 1


def test_after_a_moment_one_press_is_on_to_the_next_customer(front: Shopfront) -> None:
    sale = sold(front, "A001", pay="F9")
    front.scan(sale.code)
    front.press("*", "1", "Enter", "Enter")
    assert front.at == "sale"


def test_after_a_sale_its_key_begins_a_return(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.press("F9")
    QApplication.processEvents()
    assert front.at == "paid"
    front.press("F7")
    assert front.at == "returning"


def test_a_machines_number_is_found_however_it_is_typed(front: Shopfront) -> None:
    sale = sold(front, "M001", "VX12345678")
    front.press("F7", "F5")
    QTest.keyClicks(front.find("return-field"), "vx12345678")
    front.press("Enter")
    hand = front.counter.returning
    assert hand is not None and hand.original is not None and hand.original.sale.id == sale.id


def test_the_number_of_the_machine_that_goes_out_is_typed_at_once_and_presses_no_keys(front: Shopfront) -> None:
    sale = sold(front, "M001", "VX12345678")
    front.scan(sale.code)
    front.press("+", "2", "F4")
    QTest.keyClicks(QApplication.focusWidget() or front.window, "vx11112222")
    QTest.keyClick(QApplication.focusWidget() or front.window, Qt.Key.Key_Return)
    assert "시리얼 VX12345678 → VX11112222" in front.seen()
    front.press("Enter")
    (back,) = returns(front)
    assert (back.lines[0].reason, back.lines[0].new_serials) == ("defect", ("VX11112222",))


def test_it_is_said_which_machine_the_benefit_goes_on_with(front: Shopfront) -> None:
    front.till.books.put(JISU)
    front.scan("M000101")
    sale = sold(front, "M001", "VX12345678", "M001", "VX22223333")
    front.scan(sale.code)
    front.scan("VX12345678")
    front.press("1", "Enter", "Right", "2222", "Enter", "Enter")
    assert returns(front)[0].plan is not None
    assert "플러스 혜택을 같이 산 다른 머신이 이어받습니다." in front.seen()


def test_several_opened_lines_are_one_question_to_one_person(front: Shopfront) -> None:
    sale = sold(front, "A001", "A002")
    front.scan(sale.code)
    front.press("/", "1", "Right", "Enter")
    assert "머그 350 ml 1개" in front.seen()
    assert front.seen().count("1개") == 2
    front.press("Right", "2222", "Enter")
    assert front.at == "returning"
    assert front.text("return-done").startswith("환불 ")
    assert front.text("return-verdict-1").startswith("개봉한 상품 · 점장이 승인했습니다")
    front.press("Enter")
    (back,) = returns(front)
    assert [one.action for one in back.approvals] == ["return.opened", "return.opened"]
    assert len({one.about for one in back.approvals}) == 2


def test_from_a_machine_that_cannot_come_back_it_is_one_key_to_its_warranty(front: Shopfront) -> None:
    products = front.till.memory.products
    products["M001"] = replace(products["M001"], warranty_months=24)
    sale = sold(front, "M001", "VX12345678", days_ago=100)
    front.scan(sale.code)
    assert not front.find("return-warranty").isVisible()
    front.press("+", "2")
    assert "보증 수리" in front.text("return-verdict-VX12345678")
    front.press("F8")
    assert front.at == "returning+warranty"
    assert "VX12345678" in front.seen()
    front.press("Esc")
    front.touch("return-warranty")
    assert front.at == "returning+warranty"
    front.press("Esc")
    assert front.at == "returning"


def test_the_paper_of_the_return_comes_again_and_not_that_of_the_last_sale(front: Shopfront) -> None:
    sale = sold(front, "A001", pay="F9")
    front.scan(sale.code)
    front.press("*", "1", "Enter", "F12")
    QApplication.processEvents()
    (back,) = returns(front)
    jobs = [(job.kind, job.subject) for job in front.till.memory.job_list if job.kind in ("copy", "refund_copy")]
    assert jobs == [("refund_copy", back.id)]
    front.touch("return-copy")
    QApplication.processEvents()
    assert front.at == "returning"
    assert [job.kind for job in front.till.memory.job_list].count("refund_copy") == 2


def test_what_holds_the_printer_up_is_settled_before_another_copy(front: Shopfront) -> None:
    sale = sold(front, "A001", pay="F9")
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    front.scan(sale.code)
    front.press("*", "1", "Enter", "F12")
    assert front.at == "returning+paper"
    assert "환불 영수증이 출력되지 않았습니다" in front.seen()
