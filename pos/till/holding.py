"""Putting a basket aside and taking it up again. What is partly paid stays at the counter."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.journal import BasketHeld, BasketRecalled
from pos.till import checkout, selling
from pos.till.counter import Counter
from pos.till.ports import Draft


async def hold(counter: Counter) -> None:
    """Put the basket aside. Raises Refused("basket.empty"), Refused("payment.in_progress") once money was taken."""
    counter.cashier()
    draft = counter.draft
    if draft is None or draft.basket.is_empty:
        raise Refused("basket.empty")
    if counter.is_paying or draft.payments or checkout.in_doubt(counter):
        raise Refused("payment.in_progress")
    held = replace(draft, held_at=counter.now())
    commit = counter.commit_of(facts=(BasketHeld(held.basket.id),), save=held)
    await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))
    _take_up(counter, None)
    counter.touch("held")


async def recall(counter: Counter, basket_id: str) -> None:
    """Take a held basket up again. Raises Refused("basket.open"), Refused("basket.not_held")."""
    counter.cashier()
    if counter.basket and not counter.basket.is_empty:
        raise Refused("basket.open")
    draft = next((one for one in counter.ports.shelf.held() if one.basket.id == basket_id), None)
    if draft is None:
        raise Refused("basket.not_held")
    open_again = replace(draft, held_at=None)
    commit = counter.commit_of(facts=(BasketRecalled(basket_id),), save=open_again)
    await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))
    _take_up(counter, open_again)
    selling.look_at_prices(counter)
    counter.touch("held")


def _take_up(counter: Counter, draft: Draft | None) -> None:
    counter.draft = draft
    counter.attempts = counter.ports.shelf.attempts(draft.basket.id) if draft else ()
    counter.products.clear()
    counter.undo.clear()
    counter.hush("price.changed")
    counter.kept_prices.clear()
    counter.selected = draft.basket.lines[-1].id if draft and draft.basket.lines else None
    counter.requote()
