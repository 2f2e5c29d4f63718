"""What surrounds a return: exchanges and claims, a terminal that works, a disk that could not tell, who leaves."""

from datetime import date, timedelta
from unittest.mock import patch

from msgspec.structs import replace

from pos.domain.errors import Unavailable
from pos.domain.journal import Entry
from pos.domain.sale import Shipping
from pos.till.back import claiming
from pos.till.ports import Commit
from tests.ui.backroom import returns, sold
from tests.ui.fakes import Till
from tests.ui.shop import PLAN
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.plan_list[PLAN.id] = PLAN


def test_while_the_terminal_works_it_is_said_and_nothing_can_be_pressed_twice(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.scan(sale.code)
    front.press("+", "1")
    front.till.cards.is_held = True
    front.press("Enter", "Enter", "Esc")
    assert front.at == "returning"
    assert front.text("return-caption") == "돌려주는 중입니다. 단말기를 확인하세요"
    assert not front.find("return-next").isEnabled()
    front.till.cards.let_go()
    assert front.text("return-caption") == "결제를 취소했습니다"
    assert len(returns(front)) == 1


def test_what_is_scanned_while_the_terminal_works_is_the_next_customers(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.scan(sale.code)
    front.press("+", "1")
    front.till.cards.is_held = True
    front.press("Enter")
    front.scan(front.barcode(0))
    front.till.cards.let_go()
    assert front.text("return-caption") == "결제를 취소했습니다"
    front.press("Enter")
    assert (front.at, front.rows) == ("sale", ["아침 숲 1 6,900"])


def test_exchange_takes_it_to_the_basket_as_credit(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.scan(front.barcode(0))
    front.scan(sale.code)
    front.press("+", "1", "F5")
    assert front.at == "sale"
    draft = front.counter.draft
    assert draft is not None and draft.exchange is not None and draft.exchange.credit == 18_000
    assert front.notices() == []


def test_who_signs_out_with_a_return_in_hand_is_told(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.scan(sale.code)
    front.press("+", "1")
    front.touch("person")
    assert (front.at, front.notices()) == ("sign_in", ["return.put_away"])
    assert front.counter.returning is None


def test_a_delivery_that_came_damaged_asks_for_the_day_it_came(front: Shopfront) -> None:
    till = front.till
    sale = sold(front, "A001")
    delivered(till)
    till.clock.at += timedelta(days=3)
    front.scan(sale.code)
    front.press("+", "4")
    assert "배송받은 날을 먼저 선택하세요" in front.text("return-verdict-1")
    assert front.text("return-done") == "배송받은 날을 선택하세요"
    front.press("PgUp")
    assert front.text("day-arrived-text") == "오늘"
    front.press("PgUp")
    assert front.text("day-arrived-text") == "5월 5일 (월)"
    assert front.text("return-done") == "환불 18,000원"
    assert front.find("return-claim").isVisible()


def delivered(till: Till) -> None:
    """The last sale was sent to an address."""
    sale = till.memory.sales[-1]
    till.memory.sales[-1] = replace(sale, shipping=Shipping("r-1", date(2025, 5, 3), date(2025, 5, 6)))


def test_a_disk_that_could_not_tell_is_asked_again_and_nothing_comes_back_twice(front: Shopfront) -> None:
    sale = sold(front, "A001", pay="F9")
    front.scan(sale.code)
    front.press("+", "1")
    memory = front.till.memory
    commit = memory.commit

    def lose(what: Commit) -> tuple[Entry, ...]:
        commit(what)
        raise Unavailable("disk.unknown")

    with patch.object(memory, "commit", lose):
        front.press("Enter")
    assert (front.at, front.notices()) == ("returning", ["disk.unknown"])
    front.press("Enter")
    assert "return.already_written" in front.notices()
    assert (front.text("return-figure"), len(returns(front))) == ("18,000원", 1)


def test_a_claim_that_is_taken_up_comes_with_its_lines(front: Shopfront) -> None:
    sale = sold(front, "A001", "A002")
    delivered(front.till)
    front.scan(sale.code)
    front.press("+", "5", "PgUp")
    front.counter.ports.start(claiming.make(front.counter))
    front.press("Esc")
    (claim,) = front.till.past.open_claims()
    front.counter.ports.start(claiming.take_up(front.counter, claim))
    front.window.go("returning")
    assert front.text("return-count-1") == "1" and front.text("return-count-2") == "0"
    assert front.text("day-arrived-text") == "오늘"
    front.press("Enter")
    assert returns(front)[0].claim == claim.id
