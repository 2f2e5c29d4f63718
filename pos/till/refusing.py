"""An order that is not taken (terms 10 (1)): one of nine reasons, a note, a manager. The basket is gone."""

from __future__ import annotations

from pos.domain.approval import Action
from pos.domain.basket import Basket
from pos.domain.errors import Refused
from pos.domain.facts import OrderRefused
from pos.domain.refusal import check_reason
from pos.till import approving, reserving
from pos.till.counter import Counter
from pos.till.selling import ends_with_late_scans


@ends_with_late_scans
async def refuse(counter: Counter, reason: int, note: str, *, by: str = "", pin: str = "") -> None:
    """Do not take the order in the basket. A manager who is signed in decides alone, a cashier asks one (`by`, `pin`).

    Raises Refused("order.reason"), ("basket.empty"), ("payment.in_progress") once money was taken, and what
    `approving.approve` raises; the basket stays then.
    """
    check_reason(reason, note)
    draft = counter.draft
    counter.who_may("sell")
    if draft is None or draft.basket.is_empty or counter.quote is None:
        raise Refused("basket.empty")
    if counter.is_busy or draft.agreed is not None:
        raise Refused("payment.in_progress")
    basket = draft.basket
    approval = None
    if not counter.may_allow("order.refuse"):
        if not by:
            raise Refused("approval.required", action="order.refuse")
        action: Action = "order.refuse"
        approval = await approving.approve(counter, action, f"{basket.id}:{reason}", by=by, pin=pin, reason=note)
        _check_same(counter, basket)
    total = counter.quote.total
    lines = tuple((line.product, line.quantity) for line in basket.lines)
    gone = OrderRefused(basket.id, reason, note.strip(), lines, total, approval)
    await counter.write(counter.commit_of(facts=(gone,), drop=basket.id))
    reserving.let_go(counter)
    counter.take_up(None)


def _check_same(counter: Counter, basket: Basket) -> None:
    """While a manager was asked it could be paid, put aside, or filled with what nobody was asked about."""
    if counter.basket is None or counter.basket.id != basket.id or counter.basket.lines != basket.lines:
        raise Refused("approval.too_late")
    if counter.is_busy or (counter.draft and counter.draft.agreed):
        raise Refused("payment.in_progress")
