"""After a start: what the till was doing when it stopped, so that nobody rings it again."""

from __future__ import annotations

from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.till import orders, printing
from pos.till.back import refunding, settling
from pos.till.counter import Counter, Notice
from pos.till.day import keeping
from pos.till.holding import of_today
from pos.till.paying import cash_receipts
from pos.till.people import leaving


async def resume(counter: Counter) -> None:
    """Take up the shift, the basket with what was paid of it, card attempts in doubt, and the spool, from disk."""
    ports = counter.ports
    await ports.disk.run(ports.store.drop_stale_jobs)
    counter.look_at_shift()
    counter.last_sale = ports.shelf.last_sale()
    draft = ports.shelf.open_draft()
    if draft is not None:
        try:
            counter.take_up(of_today(counter, draft))
        except TillError as error:  # it stays on disk, and the next start finds it
            counter.failed(error)
        else:
            counter.tell(Notice("till.came_back", {"lines": len(draft.basket.lines)}, "news"))
    tell_of_other_day(counter)
    orders.tell_of_unfinished(counter)
    refunding.tell_of_owed(counter)
    settling.follow(counter)
    counter.touch("session", "shift", "held", "payment", "paper")
    stopped = printing.stopped_at(counter)
    if stopped is not None:
        code = "paper.unknown" if stopped.state == "unknown" else "paper.not_printed"
        counter.tell(Notice(code, {"cause": stopped.code, "sale": stopped.subject}, "error"))
    cash_receipts.tell_the_tax_office(counter)
    printing.wake(counter)
    keeping.wake(counter)
    ports.start(leaving.destroy_what_is_due(counter))


def tell_of_other_day(counter: Counter) -> None:
    """Say that the open shift, and with it the business day, is of another day than today."""
    if counter.shift is not None and counter.shift.day != korean_day(counter.now()):
        counter.tell(Notice("shift.other_day", {"day": counter.shift.day.isoformat()}, "news"))
