"""After a write of which nobody could tell whether it happened: the disk is looked at before any money moves again."""

from __future__ import annotations

from pos.domain.errors import Refused, Unavailable
from pos.till import printing
from pos.till.back import refunding
from pos.till.counter import Counter


def look_whether_written(counter: Counter) -> None:
    """Show what is on disk of the open basket, once.

    Raises Refused("sale.already_written") where the sale is there; the counter is free then. And
    Unavailable("disk.unknown") where more of it is there than was shown: whoever stands there looks first.
    """
    if not counter.is_unsure or counter.draft is None:
        return
    sale = counter.ports.shelf.sale(counter.draft.basket.id)
    if sale is not None:
        counter.is_unsure = False
        counter.last_sale = sale
        counter.take_up(None)
        refunding.tell_of_owed(counter)
        printing.wake(counter)
        raise Refused("sale.already_written", number=sale.number)
    is_news = _take_up_as_written(counter)
    counter.is_unsure = False
    if is_news:
        printing.wake(counter)
        raise Unavailable("disk.unknown")


def _take_up_as_written(counter: Counter) -> bool:
    """Whether something about the basket's money, or the basket itself, was not as it was shown."""
    draft, shelf = counter.draft, counter.ports.shelf
    assert draft is not None
    written = shelf.open_draft()
    if written is None or written.basket.id != draft.basket.id:
        if draft.agreed is None and not draft.payments:  # it is still on its way to the disk
            return False
        counter.take_up(None)
        counter.touch("held")
        return True
    if (written.payments, shelf.attempts(draft.basket.id)) == (draft.payments, counter.attempts):
        return False
    counter.take_up(written)
    return True
