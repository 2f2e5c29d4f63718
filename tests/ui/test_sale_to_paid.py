"""From the sale screen straight to paid: one key, and what may come between."""

from pos.domain.errors import Unavailable
from pos.till.paying.cards import CardAnswer
from tests.ui.shop import barcode
from tests.ui.stage import Front


def test_exact_cash_is_one_key(front: Front) -> None:
    front.touch("product-C001")
    front.press("F9")
    assert front.window.name == "paid"
    assert [(sale.total, sale.payments[0].kind) for sale in front.till.memory.sales] == [(6_900, "cash")]


def test_card_is_one_key(front: Front) -> None:
    front.touch("product-C001")
    front.press("F10")
    assert front.window.name == "paid"
    assert [payment.kind for payment in front.till.memory.sales[0].payments] == ["card"]


def test_a_declined_card_leaves_the_person_at_the_payment(front: Front) -> None:
    front.till.terminal.answers.append(CardAnswer("declined", "terminal.declined"))
    front.touch("product-C001")
    front.press("F10")
    assert front.window.name == "payment"
    assert front.window.top.notice.code == "payment.declined"
    assert not front.till.memory.sales


def test_enter_goes_to_payment_only_where_there_is_something_to_pay(front: Front) -> None:
    front.press("Enter")
    assert front.window.name == "sale"
    assert front.window.top.notice.code == "basket.empty"
    front.touch("product-C001")
    front.press("Enter")
    assert front.window.name == "payment"


def test_exact_cash_pressed_twice_is_one_sale(front: Front) -> None:
    front.touch("product-C001")
    front.till.disk.is_held = True
    front.press("F9", "F9", "F10", "Enter")
    front.till.disk.let_go()
    assert len(front.till.memory.sales) == 1


def test_what_is_scanned_while_the_sale_is_written_is_the_next_customers(front: Front) -> None:
    front.touch("product-C001")
    front.till.disk.is_held = True
    front.press("F9")
    front.window.scanned(barcode("C002"))
    front.till.disk.let_go()
    assert front.till.memory.sales[0].total == 6_900
    front.window.go("sale")
    assert front.rows == ["긴 오후 1 6,900"]


def test_the_last_sale_with_its_change_stays_in_sight(front: Front) -> None:
    front.touch("product-C001")
    front.press("Enter", "10000", "Enter")
    front.window.go("sale")
    assert front.text("last-sale") == "지난 판매 1번 · 6,900원 · 거스름돈 3,100원"
    front.touch("product-C001")
    assert not front.sale.screen.basket.last.isVisible()


def test_a_full_disk_is_said_and_the_basket_stays(front: Front) -> None:
    front.touch("product-C001")
    front.till.memory.refuse_with = Unavailable("disk.full")
    front.press("F9")
    assert front.window.name == "sale"
    assert front.window.top.notice.code == "disk.full"
    assert front.rows == ["아침 숲 1 6,900"]
    front.till.memory.refuse_with = None
    front.press("F9")
    assert front.window.name == "paid"
