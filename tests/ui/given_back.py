"""Sales and returns for the tests of what comes after them: sold at the window, given back by the verbs."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from pos.domain.back.returns import Reason, Return, Wanted
from pos.domain.sale import Sale, Shipping
from pos.till.back import exchanging, returning
from pos.till.paying.cards import CardAnswer
from tests.ui.shop import barcode
from tests.ui.shopfront import Shopfront

NO_PARTIAL = CardAnswer("declined", "terminal.no_partial")
DECLINED = CardAnswer("declined", "terminal.declined")
SILENT = CardAnswer("unknown", "terminal.no_answer")
NOT_SENT = CardAnswer("not_sent", "terminal.offline")


def sell(front: Shopfront, *codes: str, by: str = "F10") -> Sale:
    """Sell one of each, by card (F10), in cash (F9), or by transfer (F11), and go on to the next sale."""
    for code in codes:
        front.scan(barcode(code))
    front.press(by)
    if by == "F11":
        front.press("F11", "2", "Enter")
    assert front.at == "paid"
    front.press("Enter")
    sale = front.counter.last_sale
    assert sale is not None
    return sale


def find(front: Shopfront, sale: Sale, *, reason: Reason = "change_of_mind") -> None:
    """The first line of a sale is wanted back, unopened."""
    front.till.desk.do(returning.find(front.counter, sale.code))
    arrived = front.counter.day() if sale.shipping else None
    returning.want(front.counter, Wanted(1, 1, "unopened", reason, arrived=arrived))


def give_back(front: Shopfront, sale: Sale, *answers: CardAnswer) -> Return:
    """The first line comes back; the terminal answers what it is told to."""
    find(front, sale)
    front.till.terminal.answers = list(answers)
    front.till.desk.do(returning.complete(front.counter))
    front.till.terminal.answers = []
    assert front.counter.last_return is not None
    return front.counter.last_return


def exchange(front: Shopfront, sale: Sale) -> None:
    """The first line of a sale pays for the goods of the basket."""
    find(front, sale)
    exchanging.begin(front.counter)
    front.till.desk.go("sale")


def delivered(front: Shopfront, sale: Sale) -> Sale:
    """The same sale as a delivery that left the day before."""
    sent = replace(sale, shipping=Shipping("rec-1", date(2025, 5, 2), date(2025, 5, 3)))
    front.till.memory.sales[:] = [sent if one.id == sale.id else one for one in front.till.memory.sales]
    return sent
