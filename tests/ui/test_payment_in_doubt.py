"""A card in doubt put aside: the next customer is served, and the way back leads to the payment."""

from pos.till.paying.cards import CardAnswer
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def leave_in_doubt(front: Shopfront) -> None:
    front.till.terminal.answers = [CardAnswer("unknown")]
    front.scan(front.barcode(0))
    front.press("F10")
    assert front.at == "payment" and "보류하고 다음 고객 받기" in front.seen()


def test_one_key_puts_it_aside_and_one_way_leads_back(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F4")
    assert front.at == "sale" and front.counter.basket is None
    front.scan(front.barcode(1))
    front.press("F9")
    assert front.at == "paid"
    front.press("Enter", "F5", "1")
    assert front.at == "payment"
    front.press("Enter")
    assert front.at == "paid" and front.counter.last_sale is not None
    assert len(front.till.memory.sales) == 2
