"""What can be in doubt, and which verb ends it: a card of the basket, an order's, a refund's, a cash receipt's."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from pos.domain.calendar import korean_day
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.till.back import refunding
from pos.till.back.past import Owed
from pos.till.counter import Counter
from pos.till.paying import cash_receipts, checkout, doubts
from pos.till.paying.moving import IN_DOUBT
from pos.till.paying.tax import Told
from pos.till.ports import Attempt
from pos.ui.desk import Desk

Kind: TypeAlias = Literal["charge", "reversal", "order", "recharge", "refund", "receipt", "receipt_back"]
Settle: TypeAlias = Callable[[str, str, str, str], Coroutine[Any, Any, Sale | None]]
RECEIPTS = ("receipt", "receipt_back")


@dataclass(frozen=True, slots=True)
class Case:
    """One doubt. `settle` is given the number, who allows it, their PIN and the reason; `is_open` while it is in doubt.

    `back` leads to where it was asked from, `onward` to where it goes on. `can_deny` where "it was not" can be said.
    """

    kind: Kind
    amount: Won
    at: datetime | None
    about: str
    settle: Settle
    is_open: Callable[[], bool]
    back: Callable[[], object]
    onward: Callable[[], object]
    can_deny: bool = True

    @property
    def needs_second(self) -> bool:
        """Whether a second person has to allow it: where money moves."""
        return self.kind not in RECEIPTS


def of_basket(desk: Desk, at: datetime) -> Case | None:
    """The card of the open basket, which the terminal was sent for `at`."""
    counter = desk.counter
    attempt = checkout.in_doubt(counter)
    if attempt is None:
        return None

    async def settle(number: str, by: str, pin: str, reason: str) -> Sale | None:
        return await doubts.settle(counter, approval_number=number, by=by, pin=pin, reason=reason)

    kind: Kind = "reversal" if attempt.outcome == "reversing" else "charge"
    is_open = lambda: checkout.in_doubt(counter) is not None  # noqa: E731 - a name for what is handed over
    return Case(kind, attempt.asked.amount, at, "", settle, is_open, desk.close, lambda: desk.go("payment"))


def of_order(desk: Desk, sale_id: str) -> Case | None:
    """A card that was to get an order's money back."""
    counter = desk.counter
    sale, attempt = counter.ports.shelf.sale(sale_id), _attempt(counter, sale_id)
    if sale is None or attempt is None:
        return None
    again = lambda: desk.open("orders", about=sale_id)  # noqa: E731 - said twice below
    return Case(
        kind="order",
        amount=attempt.asked.amount,
        at=sale.at,
        about=sale.code,
        settle=_settles_other(counter, sale_id),
        is_open=lambda: _attempt(counter, sale_id) is not None,
        back=again,
        onward=again,
    )


def of_refund(desk: Desk, one: Owed) -> Case | None:
    """A part of a refund: its cancellation, or the charge that was made anew for what the customer keeps."""
    counter, part = desk.counter, one.part.id
    again = lambda: desk.open("refunds", about=part)  # noqa: E731 - said more than once below
    asked, attempt = refunding.in_doubt(counter, one), _attempt(counter, part)
    about = one.back.original or one.back.code
    if asked is not None:

        async def settle(number: str, by: str, pin: str, reason: str) -> None:
            await doubts.settle_refund(counter, part, approval_number=number, by=by, pin=pin, reason=reason)

        is_open = lambda: refunding.in_doubt(counter, one) is not None  # noqa: E731 - a name for what is handed over
        return Case("refund", asked.amount, one.back.at, about, settle, is_open, again, again)
    if attempt is None:
        return None
    is_open = lambda: _attempt(counter, part) is not None  # noqa: E731 - a name for what is handed over
    other = _settles_other(counter, part)
    return Case("recharge", attempt.asked.amount, one.back.at, about, other, is_open, again, again)


def of_receipt(desk: Desk, receipt_id: str) -> Case | None:
    """A cash receipt; one that was plainly not issued can only be said to have been issued elsewhere."""
    counter = desk.counter
    told = _receipt(counter, receipt_id)
    if told is None or not can_be_told(counter, receipt_id):
        return None
    sale = counter.ports.shelf.sale(told.receipt.sale)

    async def settle(number: str, _by: str, _pin: str, _reason: str) -> None:
        await cash_receipts.settle_by_hand(counter, receipt_id, approval_number=number)

    again = lambda: desk.open("open_items")  # noqa: E731 - said twice below
    return Case(
        kind="receipt_back" if told.receipt.cancels is not None else "receipt",
        amount=told.receipt.amount,
        at=told.receipt.at,
        about=" · ".join(part for part in (sale.code if sale else "", told.receipt.masked) if part),
        settle=settle,
        is_open=lambda: _receipt(counter, receipt_id) is not None,
        back=again,
        onward=again,
        can_deny=told.state in ("asked", "unknown"),
    )


def can_be_told(counter: Counter, receipt_id: str) -> bool:
    """Whether somebody may say what became of a cash receipt: not while it just waits its turn, or is being asked."""
    told = _receipt(counter, receipt_id)
    is_stuck = told is not None and (told.state != "owed" or told.receipt.due < korean_day(counter.now()))
    return is_stuck and not counter.is_issuing


def _receipt(counter: Counter, receipt_id: str) -> Told | None:
    return next((one for one in counter.ports.tax.open_receipts() if one.receipt.id == receipt_id), None)


def _attempt(counter: Counter, of: str) -> Attempt | None:
    return next((one for one in counter.ports.shelf.attempts(of) if one.outcome in IN_DOUBT), None)


def _settles_other(counter: Counter, of: str) -> Settle:
    async def settle(number: str, by: str, pin: str, reason: str) -> None:
        await doubts.settle_other(counter, of, approval_number=number, by=by, pin=pin, reason=reason)

    return settle
