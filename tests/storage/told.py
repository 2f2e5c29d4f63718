"""Cash receipts as a till writes them, for the tests of where they are kept."""

from datetime import date, datetime

from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.cash_receipt import (
    Cancelled,
    CashReceipt,
    CashReceiptAnswered,
    CashReceiptAsked,
    CashReceiptOwed,
    Number,
    Wish,
)
from pos.till.paying.tax import Numbered
from pos.till.ports import Draft
from tests.domain.products import NOW

MOBILE = Number("income", "01097538642")
FIRM = Number("business", "2208162517")
MASKED = "010-****-8642"


def receipt(name: str = "r1", sale: str = "sale-1", *, amount: int = 11_000, at: datetime = NOW) -> CashReceipt:
    """A receipt for income deduction."""
    return CashReceipt(name, sale, "income", MASKED, amount, amount // 11, at, number="n1")


def cancellation(name: str = "c1", sale: str = "sale-1", *, of: str = "r1", amount: int = 11_000) -> CashReceipt:
    """What takes a receipt back with a return."""
    cancels = Cancelled(of, "A123", date(2026, 3, 2), 1)
    return CashReceipt(name, sale, "income", MASKED, amount, amount // 11, NOW, "n1", cancels, "back-1")


def owed(name: str = "r1", sale: str = "sale-1", *, number: str = "n1", at: datetime = NOW) -> CashReceiptOwed:
    told = receipt(name, sale, at=at)
    return CashReceiptOwed(CashReceipt(told.id, sale, told.use, told.masked, told.amount, told.vat, at, number))


def asked(attempt: str = "a1", name: str = "r1") -> CashReceiptAsked:
    return CashReceiptAsked(name, attempt)


def approved(attempt: str = "a1", name: str = "r1") -> CashReceiptAnswered:
    return CashReceiptAnswered(name, attempt, "approved", "", "A123", NOW.isoformat())


def draft(sale: str, number: str = "") -> Draft:
    """An open basket, with a wish for a receipt where there is a number."""
    wish = Wish("income", MASKED, number) if number else None
    return Draft(baskets.add(Basket(sale, NOW, NOW), "ARIA"), receipt=wish)


def numbered(name: str = "n1", sale: str = "d", number: Number = MOBILE) -> Numbered:
    return Numbered(name, sale, number)
