"""Sales to bring back: what a test rings up, pays and then scans the receipt of."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from pos.domain.back.returns import Return
from pos.domain.calendar import korean_day
from pos.domain.facts import ReturnCompleted, decode_fact
from pos.domain.sale import Sale
from tests.ui.shop import barcode
from tests.ui.shopfront import Shopfront


def sold(front: Shopfront, *codes: str, pay: str = "F10", days_ago: int = 0) -> Sale:
    """Ring up products (or serial numbers) and pay; then so many days pass."""
    known = front.till.memory.products
    for code in codes:
        front.scan(barcode(code) if code in known else code)
    front.press(pay)
    QApplication.processEvents()
    sale = front.till.memory.sales[-1]
    front.window.go("sale")
    till = front.till
    till.clock.at += timedelta(days=days_ago)
    if days_ago and till.counter.shift is not None:
        till.counter.shift = till.memory.shift = replace(till.counter.shift, day=korean_day(till.clock.at))
    return sale


def returns(front: Shopfront) -> list[Return]:
    """Every return that was written down."""
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact.back for fact in facts if isinstance(fact, ReturnCompleted)]
