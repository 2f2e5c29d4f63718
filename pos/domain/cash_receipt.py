"""Cash receipts: what the tax office is told of money that came in cash, under the customer's number or nobody's.

Issued on the customer's wish, and unasked where a sale is large enough (terms 11; the Income Tax Act, article 162-3).
The whole number stands in no struct that is kept: a receipt knows it masked, and by the id of its sealed copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

import msgspec

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused
from pos.domain.money import Won

ReceiptUse: TypeAlias = Literal["income", "business", "self"]
"""Income deduction, business evidence, issued by the shop itself to nobody in particular."""

CancelReason: TypeAlias = Literal[1, 2, 3]
"""The tax office's numbers: the sale was cancelled, the receipt was issued in error, another reason."""

NOBODY = "0100001234"
"""The number of nobody in particular, for receipts that nobody asked for."""

DAYS_TO_ISSUE = 5
"""Within so many days of the sale a receipt has to be issued (Enforcement Decree of the Income Tax Act, 210-3)."""

CASH_LIKE = frozenset({"cash", "transfer"})
"""Money that is told to the tax office by a cash receipt: in cash, or by a transfer to the shop's account."""

_BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_OLD_MOBILES = ("011", "016", "017", "018", "019")
_MOBILE_DIGITS = 11
_OLD_MOBILE_DIGITS = (10, 11)
_BUSINESS_DIGITS = 10
_CARD_DIGITS = 18
"""A cash receipt card's; a resident's number has 13, and a credit card's, which is never held here, 14 to 16."""


class Number(msgspec.Struct, frozen=True):
    """A number a receipt is issued to, as digits, and what for. Kept sealed, apart from everything else."""

    use: ReceiptUse
    digits: str

    def __repr__(self) -> str:
        """Without the number."""
        return f"Number({self.use}, {self.masked})"

    @property
    def masked(self) -> str:
        """The number as a screen and a paper may show it: its last four digits, of a mobile the prefix too."""
        if self.digits == NOBODY:
            return "010-000-1234"
        if self.use == "business":
            return f"***-**-*{self.digits[-4:]}"
        prefix = f"{self.digits[:3]}-****-" if self.digits.startswith("01") else "*" * (len(self.digits) - 4)
        return f"{prefix}{self.digits[-4:]}"


class Wish(msgspec.Struct, frozen=True):
    """What the customer asked for while the basket is open: `number` is the id of the sealed number."""

    use: ReceiptUse
    masked: str
    number: str


class Cancelled(msgspec.Struct, frozen=True):
    """The receipt that another one takes back: its id, its approval number and its day, and why."""

    receipt: str
    approval_number: str
    issued_on: date
    reason: CancelReason = 1


class CashReceipt(msgspec.Struct, frozen=True):
    """A cash receipt that is to be issued, or (with `cancels`) taken back by `amount`; `vat` is inside the amount.

    `sale` is the sale it belongs to and `back` the return that takes it back. `number` is the id of the sealed number,
    "" for nobody's and where this till never had it.
    """

    id: str
    sale: str
    use: ReceiptUse
    masked: str
    amount: Won
    vat: Won
    at: datetime
    number: str = ""
    cancels: Cancelled | None = None
    back: str = ""

    @property
    def due(self) -> date:
        """The last day on which it may be issued."""
        return korean_day(self.at) + timedelta(days=DAYS_TO_ISSUE)


class Certificate(msgspec.Struct, frozen=True):
    """A cash receipt as a paper can show it: with its approval once it is issued, before that with none."""

    receipt: CashReceipt
    approval_number: str = ""
    issued_at: str = ""


class CashReceiptOwed(msgspec.Struct, frozen=True, tag="CashReceiptOwed"):
    """A cash receipt is to be issued or cancelled (terms 11); written with the sale or the return it belongs to."""

    receipt: CashReceipt


class CashReceiptAsked(msgspec.Struct, frozen=True, tag="CashReceiptAsked"):
    """Written before the terminal is asked for a cash receipt, or to cancel one."""

    receipt: str
    attempt: str


class CashReceiptAnswered(msgspec.Struct, frozen=True, tag="CashReceiptAnswered"):
    """What the terminal said about a cash receipt, or that it said nothing ("unknown")."""

    receipt: str
    attempt: str
    outcome: Literal["approved", "declined", "cancelled", "not_sent", "unknown"]
    reason: str = ""
    approval_number: str = ""
    issued_at: str = ""


def read_number(text: str) -> Number:
    """A mobile number, a business number, or the number of a cash receipt card, in any spelling.

    Raises Refused("cash_receipt.number") for what is none of them; 000-00-00000 passes the sum and is no number.
    """
    digits = "".join(letter for letter in text if letter not in "-. \t")
    if not digits.isascii() or not digits.isdigit():
        raise Refused("cash_receipt.number")
    if digits == NOBODY:
        return Number("self", digits)
    if _is_mobile(digits):
        return Number("income", digits)
    if len(digits) == _BUSINESS_DIGITS and is_business_number(digits):
        return Number("business", digits)
    if len(digits) == _CARD_DIGITS:
        return Number("income", digits)
    raise Refused("cash_receipt.number")


def _is_mobile(digits: str) -> bool:
    if digits.startswith("010"):
        return len(digits) == _MOBILE_DIGITS
    return digits.startswith(_OLD_MOBILES) and len(digits) in _OLD_MOBILE_DIGITS


def is_business_number(digits: str) -> bool:
    """Whether ten digits are a business number: its check digit is right, and it begins with a tax office.

    Those are numbered from 101 on: a mobile number that lacks a digit is no business number, nor are noughts.
    """
    if len(digits) != _BUSINESS_DIGITS or digits.startswith("0"):
        return False
    values = [int(digit) for digit in digits]
    total = sum(value * weight for value, weight in zip(values, _BUSINESS_WEIGHTS, strict=False))
    return (total + values[8] * 5 // 10 + values[9]) % 10 == 0


def amount_in_cash(payments: Iterable[tuple[str, Won]]) -> Won:
    """How much of what was paid is told by a cash receipt: each payment by the way its money came."""
    return sum(amount for money, amount in payments if money in CASH_LIKE)


def is_unasked(total: Won, *, least: Won) -> bool:
    """Whether a sale is large enough for a receipt that nobody asked for: the sale counts, not its cash part."""
    return total >= least


def vat_of(amount: Won, *, total: Won, vat: Won) -> Won:
    """The share of a sale's VAT inside a part of what was paid, rounded down to the won."""
    return vat * amount // total if total else 0
