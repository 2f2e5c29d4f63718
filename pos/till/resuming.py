"""After a start: what the till was doing when it stopped, so that nobody rings it again."""

from __future__ import annotations

from pos.till import printing
from pos.till.counter import Counter, Notice


async def resume(counter: Counter) -> None:
    """Take up the shift, the basket with what was paid of it, card attempts in doubt, and the spool, from disk."""
    ports = counter.ports
    await ports.disk.run(ports.store.drop_stale_jobs)
    counter.shift = ports.shelf.open_shift()
    counter.last_sale = ports.shelf.last_sale()
    counter.draft = ports.shelf.open_draft()
    if counter.draft is not None:
        basket = counter.draft.basket
        counter.attempts = ports.shelf.attempts(basket.id)
        counter.selected = basket.lines[-1].id if basket.lines else None
        counter.requote()
        counter.tell(Notice("till.came_back", {"lines": len(basket.lines)}, "news"))
    counter.touch("session", "shift", "held", "payment", "paper")
    stopped = printing.stopped_at(counter)
    if stopped is not None:
        code = "paper.unknown" if stopped.state == "unknown" else "paper.not_printed"
        counter.tell(Notice(code, {"cause": stopped.code, "sale": stopped.subject}, "error"))
    printing.wake(counter)
