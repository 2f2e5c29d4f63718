"""After a sale: the change, the receipt, and every way its paper can go."""

import pytest
from msgspec.structs import replace

from pos.domain.papers.paper import Block, Document, Item, Pair
from pos.till.ports import PrintResult
from pos.ui.screens.paid.sheet import PaperSheet
from tests.ui.shopfront import Shopfront

PAPER_OUT = PrintResult("not_started", "printer.paper_out")
STALLED = PrintResult("unknown", "printer.stalled")
DONE = PrintResult("done")


FRONT = Shopfront


def sell(front: Shopfront, *, printer: PrintResult = DONE) -> None:
    """One product of 6,900 won for a note of 10,000."""
    front.till.printer.result = printer
    front.scan(front.barcode(0))
    front.press("Enter")
    front.press("10000", "Enter")
    assert front.at == "paid"


def papers(front: Shopfront) -> list[str]:
    """What is on paper, by the first text of each piece."""
    return ["copy" if "재발행" in repr(paper.blocks[0]) else "receipt" for paper in front.till.printer.papers]


def states(front: Shopfront) -> list[str]:
    """The receipts of the spool by their state."""
    return [job.state for job in front.till.memory.job_list if job.kind != "drawer"]


def test_the_change_is_what_is_seen_first(front: Shopfront) -> None:
    sell(front)
    assert front.text("change") == "3,100원"
    seen = front.seen()
    assert "거스름돈" in seen and "6,900원" in seen and "10,000원" in seen
    assert "영수증이 출력되었습니다" in seen


def test_a_short_name_stands_on_the_line_of_its_figures_as_on_the_paper(front: Shopfront) -> None:
    def tall(block: Block) -> int:
        sheet = PaperSheet()
        sheet.show_document(Document("영수증", (block,)))
        return sheet.height()

    line = tall(Pair("하루", "7,200"))
    assert tall(Item("하루", "7,200", "1", "7,200")) < line + 5
    assert tall(Item("아주 이른 아침 산마루에서 볶은 원두", "8,400", "1", "8,400")) > line + 10


def test_without_change_the_total_is(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.press("F10")
    assert front.at == "paid"
    assert front.text("change") == "6,900원"
    assert "결제 완료" in front.seen()
    assert "538720******1234" in front.seen()


def test_the_paper_is_shown_as_it_was_printed(front: Shopfront) -> None:
    sell(front)
    sheet = front.window.findChild(PaperSheet)
    assert sheet is not None
    text = sheet.text()
    assert "아침 숲" in text and "6,900" in text and "SEL01-1-000001" in text
    assert sheet.accessibleName() == "영수증 SEL01-1-000001"


@pytest.mark.parametrize("key", ["Enter", "Esc"])
def test_one_key_is_the_next_sale(front: Shopfront, key: str) -> None:
    sell(front)
    front.press(key)
    assert front.at == "sale"
    assert front.rows == []


def test_a_scan_is_the_next_sales_first_item(front: Shopfront) -> None:
    sell(front)
    front.scan(front.barcode(1))
    assert front.at == "sale"
    assert front.rows == ["긴 오후 1 6,900"]


def test_f12_prints_a_copy(front: Shopfront) -> None:
    sell(front)
    front.press("F12")
    assert papers(front) == ["receipt", "copy"]
    assert "재발행 영수증이 출력되었습니다" in front.seen()


def test_no_paper_then_print_again_is_no_copy(front: Shopfront) -> None:
    sell(front, printer=PAPER_OUT)
    assert "영수증이 출력되지 않았습니다 (용지 없음)" in front.seen()
    assert "판매는 저장되었습니다. 용지를 넣고 [다시 출력]을 누르세요." in front.seen()
    front.till.printer.result = DONE
    front.press("1")
    assert papers(front) == ["receipt"]
    assert "영수증이 출력되었습니다" in front.seen()
    assert front.notices() == []


def test_the_printers_key_prints_what_did_not_come_out(front: Shopfront) -> None:
    sell(front, printer=PAPER_OUT)
    front.till.printer.result = DONE
    front.press("F12")
    assert papers(front) == ["receipt"]


def test_another_paper_than_the_receipt_is_called_by_its_name(front: Shopfront) -> None:
    sell(front, printer=PAPER_OUT)
    jobs = front.till.memory.job_list
    jobs[:] = [replace(job, kind="confirmation") if job.state == "waiting" else job for job in jobs]
    front.counter.touch("notices")
    front.counter.touch("paper")
    notice = front.window.top.notice
    assert notice.what.text() == "주문 확인서가 출력되지 않았습니다 (용지 없음)."
    assert "계약은 확인서가 나와야 성립합니다" in notice.then.text()
    assert "주문 확인서가 출력되지 않았습니다 (용지 없음)" in front.text("receipt-state-title")


def test_no_paper_and_nobody_wants_one(front: Shopfront) -> None:
    sell(front, printer=PAPER_OUT)
    front.touch("paper-leave")
    assert states(front) == ["dropped"]
    assert "영수증을 출력하지 않았습니다" in front.seen()
    assert front.notices() == []


def test_still_no_paper_says_so_again(front: Shopfront) -> None:
    sell(front, printer=PAPER_OUT)
    front.touch("paper-again")
    assert papers(front) == []
    assert "영수증이 출력되지 않았습니다 (용지 없음)" in front.seen()


def test_in_doubt_it_came_out(front: Shopfront) -> None:
    sell(front, printer=STALLED)
    assert "영수증이 나왔나요? (출력 도중 멈춤)" in front.seen()
    front.till.printer.result = DONE
    front.press("1")
    assert papers(front) == []
    assert states(front) == ["done"]


def test_in_doubt_printed_again_is_a_copy(front: Shopfront) -> None:
    sell(front, printer=STALLED)
    front.till.printer.result = DONE
    front.touch("paper-again_copy")
    assert papers(front) == ["copy"]


def test_in_doubt_and_nobody_wants_one(front: Shopfront) -> None:
    sell(front, printer=STALLED)
    front.press("3")
    assert states(front) == ["dropped"]


def test_selling_goes_on_while_paper_is_in_doubt_and_the_earlier_one_comes_first(front: Shopfront) -> None:
    sell(front, printer=STALLED)
    front.press("Enter")
    sell(front, printer=DONE)
    assert "먼저 영수증 SEL01-1-000001부터" in front.seen()
    front.press("1")
    assert states(front) == ["done", "done"]
    assert papers(front) == ["receipt"]


def test_while_it_prints_nobody_has_to_wait(front: Shopfront) -> None:
    front.till.paper.is_held = True
    sell(front)
    assert "출력하는 중" in front.seen()
    front.press("F12", "Enter")
    assert front.at == "sale"
    front.till.paper.let_go()
    assert papers(front) == ["receipt"]


def test_pressing_twice_prints_once(front: Shopfront) -> None:
    sell(front)
    front.till.paper.is_held = True
    front.press("F12", "F12")
    front.till.paper.let_go()
    assert papers(front) == ["receipt", "copy"]


def test_the_notice_offers_the_same_on_every_screen(front: Shopfront) -> None:
    sell(front, printer=PAPER_OUT)
    front.press("Enter")
    front.till.printer.result = DONE
    front.touch("notice-offer-0")
    assert papers(front) == ["receipt"]


def test_f12_on_the_sale_screen_is_one_key_for_a_copy(front: Shopfront) -> None:
    sell(front)
    front.press("Enter", "F12")
    assert front.at == "sale+paper"
    assert papers(front) == ["receipt", "copy"]
    front.press("Esc")
    assert front.at == "sale"


def test_f12_settles_what_holds_the_printer_up_before_any_copy(front: Shopfront) -> None:
    sell(front, printer=STALLED)
    front.press("Enter", "F12")
    assert papers(front) == []
    assert "영수증이 나왔나요?" in front.seen()
    front.till.printer.result = DONE
    front.press("1")
    assert states(front) == ["done"]


def test_f12_before_the_first_sale_says_that_there_was_none(front: Shopfront) -> None:
    front.press("F12")
    assert "아직 판매가 없습니다." in front.seen()


def test_everything_is_said_in_english_too(front: Shopfront) -> None:
    front.touch("language")
    sell(front, printer=STALLED)
    seen = front.seen()
    assert "Change" in seen and "₩3,100" in seen and "Did the receipt come out? (stopped while printing)" in seen
    assert "⟨" not in seen
