"""Putting a basket aside and taking it up again. What is partly paid stays at the counter, but for a card in doubt."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.basket import take_prices_of
from pos.domain.calendar import KST, korean_day
from pos.domain.errors import Refused
from pos.domain.facts import BasketHeld, BasketRecalled
from pos.till.counter import Counter, Notice
from pos.till.membership import look_again
from pos.till.paying.moving import IN_DOUBT
from pos.till.ports import Draft
from pos.till.selling import ends_with_late_scans, look_at_prices


@ends_with_late_scans
async def hold(counter: Counter) -> None:
    """Put the basket aside. One whose card is under enquiry can wait so, and the till goes on selling meanwhile.

    Raises Refused("basket.empty"), Refused("payment.in_progress") once money was taken otherwise.
    """
    counter.who_may("sell")
    draft = counter.draft
    if draft is None or draft.basket.is_empty:
        raise Refused("basket.empty")
    if counter.is_busy or (draft.agreed is not None and not _may_wait(counter, draft)):
        raise Refused("payment.in_progress")
    held = replace(draft, held_at=counter.now())
    facts = (BasketHeld(held.basket.id),)
    await counter.write(counter.commit_of(facts=facts, save=held, recipient=counter.unsealed()))
    counter.take_up(None)
    counter.touch("held")


def _may_wait(counter: Counter, draft: Draft) -> bool:
    """Whether nobody can tell what became of a card, and no cash of this sale lies in the drawer."""
    in_doubt = any(attempt.outcome in IN_DOUBT for attempt in counter.attempts)
    return in_doubt and not counter.is_unsure and all(payment.kind != "cash" for payment in draft.payments)


@ends_with_late_scans
async def recall(counter: Counter, basket_id: str) -> None:
    """Take a held basket up again. Raises Refused("basket.open"), Refused("basket.not_held")."""
    counter.who_may("sell")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if counter.basket and not (counter.basket.is_empty and counter.draft and counter.draft.exchange is None):
        raise Refused("basket.open")
    draft = next((one for one in counter.ports.shelf.held() if one.basket.id == basket_id), None)
    if draft is None:
        raise Refused("basket.not_held")
    open_again, empty = replace(of_today(counter, draft), held_at=None), counter.basket.id if counter.basket else None
    await counter.write(counter.commit_of(facts=(BasketRecalled(basket_id),), save=open_again, drop=empty))
    counter.take_up(open_again)
    look_at_prices(counter)
    counter.touch("held")
    await look_again(counter)


def of_today(counter: Counter, draft: Draft) -> Draft:
    """A basket of an earlier day goes on with the benefits of today, and at the prices that were shown; said aloud.

    What is being paid keeps what was agreed.
    """
    began, now = korean_day(draft.basket.priced_at), counter.now().astimezone(KST)
    if draft.agreed is not None or began >= korean_day(now):
        return draft
    counter.tell(Notice("basket.other_day", {"day": began.isoformat()}, "news"))
    judged = draft.exchange
    if judged is not None:  # its days may be over
        judged = replace(judged, back=replace(judged.back, at=now))
    return replace(draft, basket=take_prices_of(draft.basket, now), exchange=judged)
