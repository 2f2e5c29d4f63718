"""Past returns: the newest, what a manager should look at, and a copy of the receipt."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton

from pos.domain.back.watch import Flag
from pos.domain.facts import Reprinted, decode_fact
from pos.till.ports import PrintResult
from pos.ui import theme
from pos.ui.screens.past_returns.view import flags_of
from pos.ui.words import Words
from tests.ui.given_back import DECLINED, exchange, find, give_back, sell
from tests.ui.shop import STAFF, barcode
from tests.ui.shopfront import Shopfront

FLAGS: tuple[Flag, ...] = (
    "no_receipt",
    "by_code",
    "not_confirmed",
    "own_sale",
    "unpaid",
    "many_by_member",
    "many_by_cashier",
)


FRONT = Shopfront


def manager(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    front.counter.touch("session")
    front.till.desk.speak("ko")


def opens(front: Shopfront) -> None:
    front.till.desk.open("past_returns")


def test_none_yet_says_so(front: Shopfront) -> None:
    opens(front)
    assert "아직 반품이 없습니다" in front.seen()
    front.press("F12", "Esc")
    assert front.at == "sale"


def test_what_came_back_why_and_how_it_was_paid(front: Shopfront) -> None:
    give_back(front, sell(front, "A001", by="F9"))
    opens(front)
    seen = front.seen()
    assert "SEL01-1-R000001" in seen and "머그 350 ml × 1" in seen and "미개봉 · 단순 변심" in seen
    assert "현금 · 18,000원 · 환불됨" in seen and "김하늘" in seen


def test_what_is_still_owed_says_so(front: Shopfront) -> None:
    give_back(front, sell(front, "A001"), DECLINED)
    opens(front)
    assert "아직 환불 안 됨" in front.seen()


def test_an_exchange_says_what_it_paid_for(front: Shopfront) -> None:
    exchange(front, sell(front, "A001"))
    front.scan(barcode("A001"))
    front.press("Enter", "Enter", "Enter")
    opens(front)
    assert "18,000원은 다른 상품값으로" in front.seen()


def test_flags_are_for_a_manager_alone(front: Shopfront) -> None:
    back = give_back(front, sell(front, "A001", by="F9"))
    assert "own_sale" in back.flags
    opens(front)
    assert "판매한 직원이" not in front.seen() and "확인" not in front.text("past_returns-summary")
    manager(front)
    assert "판매한 직원이 직접 반품을 받았습니다" in front.seen()
    assert front.text("past_returns-summary") == "확인할 반품 1건"


def test_an_unremarkable_one_stands_after_the_others(front: Shopfront) -> None:
    flagged = give_back(front, sell(front, "A001", by="F9"))
    sale = sell(front, "A002", by="F9")
    front.counter.staff = replace(STAFF[0], id="p9", name="정하나")
    plain = give_back(front, sale)
    assert plain.flags == () and flagged.flags
    opens(front)
    assert plain.code in front.text("past_returns-heading")
    front.till.desk.close()
    manager(front)
    opens(front)
    assert flagged.code in front.text("past_returns-heading")
    front.press("Down")
    assert plain.code in front.text("past_returns-heading")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_flag_has_its_words(front: Shopfront, language: str) -> None:
    back = replace(give_back(front, sell(front, "A001", by="F9")), flags=FLAGS)
    manager(front)
    told = flags_of(front.counter, back, Words("en" if language == "en" else "ko"))
    assert len(set(told)) == len(FLAGS) and not any("⟨" in one for one in told)


def test_a_copy_of_the_receipt_by_its_key(front: Shopfront) -> None:
    back = give_back(front, sell(front, "A001", by="F9"))
    opens(front)
    before = len(front.till.printer.papers)
    front.press("F12")
    assert len(front.till.printer.papers) == before + 1
    assert "출력했습니다" in front.seen()
    assert decode_fact(front.till.memory.entries[-1].payload) == Reprinted(back.id)


def test_without_paper_it_says_so(front: Shopfront) -> None:
    give_back(front, sell(front, "A001", by="F9"))
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    opens(front)
    front.touch("past_returns-print")
    assert "아직 출력되지 않았습니다" in front.seen() and "paper.not_printed" in front.notices()


def test_the_refunds_receipt_finds_it(front: Shopfront) -> None:
    first = give_back(front, sell(front, "A001", by="F9"))
    give_back(front, sell(front, "A002", by="F9"))
    opens(front)
    front.scan(first.code)
    assert front.at == "sale+past_returns" and first.code in front.text("past_returns-heading")


def test_a_product_goes_to_the_sale(front: Shopfront) -> None:
    find(front, sell(front, "A001", by="F9"))
    opens(front)
    front.scan(barcode("A001"))
    assert front.at == "sale" and len(front.rows) == 1


def test_in_english_in_the_dark_with_room_for_fingers(front: Shopfront) -> None:
    give_back(front, sell(front, "A001", by="F9"))
    front.till.desk.wear("dark")
    front.till.desk.speak("en")
    front.window.resize(1920, 1080)
    opens(front)
    assert "⟨" not in front.seen() and "Print a copy" in front.seen()
    buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
