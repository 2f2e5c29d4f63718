"""Putting a basket aside and taking it up again. What is partly paid stays at the counter."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.journal import BasketHeld, BasketRecalled
from pos.till import selling
from pos.till.counter import Counter
from pos.till.ports import Draft


async def hold(counter: Counter) -> None:
    """Put the basket aside. Raises Refused("basket.empty"), Refused("payment.in_progress") once money was taken."""
    counter.cashier()
    draft = counter.draft
    if draft is None or draft.basket.is_empty:
        raise Refused("basket.empty")
    if counter.is_busy or draft.agreed is not None:
        raise Refused("payment.in_progress")
    held = replace(draft, held_at=counter.now())
    await counter.write(counter.commit_of(facts=(BasketHeld(held.basket.id),), save=held))
    _take_up(counter, None)
    counter.touch("held")
    selling.take_late_scans(counter)


async def recall(counter: Counter, basket_id: str) -> None:
    """Take a held basket up again. Raises Refused("basket.open"), Refused("basket.not_held")."""
    counter.cashier()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if counter.basket and not counter.basket.is_empty:
        raise Refused("basket.open")
    draft = next((one for one in counter.ports.shelf.held() if one.basket.id == basket_id), None)
    if draft is None:
        raise Refused("basket.not_held")
    open_again = replace(draft, held_at=None)
    await counter.write(counter.commit_of(facts=(BasketRecalled(basket_id),), save=open_again))
    _take_up(counter, open_again)
    selling.look_at_prices(counter)
    counter.touch("held")
    selling.take_late_scans(counter)


def _take_up(counter: Counter, draft: Draft | None) -> None:
    counter.draft = draft
    counter.attempts = counter.ports.shelf.attempts(draft.basket.id) if draft else ()
    counter.products.clear()
    counter.undo.clear()
    counter.hush("price.changed")
    counter.kept_prices.clear()
    counter.selected = draft.basket.lines[-1].id if draft and draft.basket.lines else None
    counter.requote()
