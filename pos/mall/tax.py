"""Whether what the tax office is told of a sale suits the sale: not more than came in cash, nothing left out, and taken
back where cash went back.

A sale's entries can arrive in any order and from several tills, so each time one does, all of it is looked at anew:
what clears up is taken off again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import sqlalchemy as sa

from pos.domain.back.returns import Return
from pos.domain.cash_receipt import amount_in_cash, is_unasked
from pos.domain.errors import TillError
from pos.domain.money import Won
from pos.domain.policy import read_policy
from pos.domain.sale import Sale
from pos.mall import cash_receipts, orders, reviews, sales, tables
from pos.mall.cash_receipts import Held
from pos.mall.reviews import Place
from pos.sync.contract import TillName

MISSING = "cash_receipt.missing"
NOT_CANCELLED = "cash_receipt.not_cancelled"
_OF_RECEIPTS = (
    *("cash_receipt.unknown_sale", "cash_receipt.too_much", "cash_receipt.unknown"),
    *("cash_receipt.other_approval", "cash_receipt.cancelled_too_much"),
)


def look_at(connection: sa.Connection, sale: str, names: Iterable[TillName], *, at: str) -> None:
    """Judge the receipts of a sale, sold by one of `names` or by a till that has a receipt for it."""
    held = cash_receipts.of_sale(connection, sale)
    for name in sorted({*names, *(one.place.name for one in _issues(held))}, key=str):
        found = sales.by_id(connection, name, sale)
        own = tuple(one for one in held if one.place.name == name)
        if found is None:
            for one in _issues(own):
                _settle(connection, one.place, "cash_receipt.unknown_sale", _OF_RECEIPTS, at=at)
        else:
            _look_at_sale(connection, found, own, held, at=at)
    for one, reason in _reasons_of_cancelling(held):
        _settle(connection, one.place, reason, _OF_RECEIPTS, at=at)


def to_look_at(connection: sa.Connection, arrived: Iterable[Sale]) -> set[str]:
    """Those of the sales that arrived whose receipts have to be judged: large ones with cash, and what was told of."""
    known = {sale.id: sale for sale in arrived}
    if not known:
        return set()
    in_cash = [sale for sale in known.values() if _cash_in(sale)]
    thresholds = _thresholds(connection) if in_cash else {}
    return {sale.id for sale in in_cash if _must_be_told(sale, thresholds)} | cash_receipts.sales_told(
        connection, list(known)
    )


def _look_at_sale(
    connection: sa.Connection, sale: Sale, own: tuple[Held, ...], held: tuple[Held, ...], *, at: str
) -> None:
    """Its receipts against its cash, and against the cash that went back."""
    cash, issues = _cash_in(sale), list(_issues(own))
    is_over = _net([one for one in issues if one.counts], held) > cash
    last = max((one.place.seq for one in issues if one.counts), default=0)
    for one in issues:
        is_last = one.place.seq == last
        _settle(connection, one.place, "cash_receipt.too_much" if is_over and is_last else "", _OF_RECEIPTS, at=at)
    told = sum(one.receipt.amount for one in issues)
    reason = MISSING if cash > told and _must_be_told(sale, _thresholds(connection)) else ""
    issued = [one for one in issues if one.told.state == "issued"]
    net = _net(issued, held)
    if sale.shipping is not None and orders.state_of(connection, sale.id) == "cancelled":
        reason = NOT_CANCELLED if net > 0 else ""
    _settle(connection, sales.place_of(connection, sale), reason, (MISSING, NOT_CANCELLED), at=at)
    if issued:
        _look_at_returns(connection, sale, net=net, cash=cash, at=at)


def _look_at_returns(connection: sa.Connection, sale: Sale, *, net: Won, cash: Won, at: str) -> None:
    """The newest return with cash says it where the tax office still believes in more cash than stayed."""
    back = [one for one in sales.original_of(connection, sale).returns if _cash_back(one)]
    is_left = net > max(cash - sum(_cash_back(one) for one in back), 0)
    for nth, one in enumerate(reversed(back)):
        reason = NOT_CANCELLED if is_left and nth == 0 else ""
        _settle(connection, sales.place_of(connection, one), reason, (NOT_CANCELLED,), at=at)


def _reasons_of_cancelling(held: tuple[Held, ...]) -> Iterator[tuple[Held, str]]:
    """Each cancellation with what is wrong with it, or ""; the one that goes too far is to blame, not those before."""
    originals = {one.receipt.id: one for one in _issues(held)}
    left = {name: one.receipt.amount for name, one in originals.items()}
    for one in held:
        cancels = one.receipt.cancels
        if cancels is None:
            continue
        original = originals.get(cancels.receipt)
        if original is None:
            yield one, "cash_receipt.unknown"
            continue
        numbers = {cancels.approval_number, original.told.approval_number} - {""}
        left[cancels.receipt] -= one.receipt.amount if one.counts else 0
        is_too_much = one.counts and left[cancels.receipt] < 0
        reason = "cash_receipt.cancelled_too_much" if is_too_much else ""
        yield one, "cash_receipt.other_approval" if len(numbers) > 1 else reason


def _issues(held: Iterable[Held]) -> Iterator[Held]:
    return (one for one in held if one.receipt.cancels is None)


def _net(issues: list[Held], held: Iterable[Held]) -> Won:
    """What receipts tell, less what cancels them or is about to."""
    ids = {one.receipt.id for one in issues}
    gone = sum(
        one.receipt.amount
        for one in held
        if one.counts and one.receipt.cancels is not None and one.receipt.cancels.receipt in ids
    )
    return sum(one.receipt.amount for one in issues) - gone


def _cash_in(sale: Sale) -> Won:
    return amount_in_cash((payment.money, payment.amount) for payment in sale.payments)


def _cash_back(back: Return) -> Won:
    return amount_in_cash((part.kind, part.amount) for part in (*back.parts, *back.credit))


def _thresholds(connection: sa.Connection) -> dict[str, Won]:
    """From which amount on a receipt is issued that nobody asked for, by the version of the terms."""
    c = tables.change.c
    documents = connection.execute(sa.select(c.document).where(c.kind == "policy")).scalars()
    return dict(found for document in documents if (found := _threshold_in(document)) is not None)


def _must_be_told(sale: Sale, thresholds: dict[str, Won]) -> bool:
    """Whether the terms of the sale want a receipt that nobody asked for; terms that are not known here want none."""
    least = thresholds.get(sale.terms)
    return least is not None and is_unasked(sale.total, least=least)


@lru_cache(maxsize=64)
def _threshold_in(document: bytes) -> tuple[str, Won] | None:
    """The version of a policy and its amount, None for what is no policy."""
    try:
        policy = read_policy(msgspec.json.decode(document, type=str))
    except (TillError, msgspec.DecodeError):
        return None
    return policy.version, policy.rules.payment.cash_receipt_from


def _settle(connection: sa.Connection, place: Place, reason: str, ours: tuple[str, ...], *, at: str) -> None:
    """Let the reason stand that is true now; what an entry is looked at for otherwise stays."""
    known = reviews.reason_of(connection, place)
    if known == reason or (known and known not in ours):
        return
    if reason:
        reviews.put_aside(connection, place, reason, at=at)
    else:
        reviews.clear(connection, place)
