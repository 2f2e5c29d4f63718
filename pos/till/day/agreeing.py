"""Whether the mall holds of each day what this till holds: what is said of it, and who may look.

The sender asks the mall (`pos.sync.agreeing`) and tells what it found here.
"""

from __future__ import annotations

from datetime import date

from pos.domain.agreement import Checked
from pos.till.counter import Counter, Notice

DIFFERS = "agreement.differs"


def found(counter: Counter, checked: Checked) -> None:
    """The sender compared a day; a difference is said at once, and stays on the list of what is open."""
    if checked.verdict == "differs":
        counter.tell(Notice(DIFFERS, {"day": checked.day}, "error"))
    elif not counter.ports.agreements.differing():
        counter.hush(DIFFERS)
    counter.touch("agreement")


async def of_days(counter: Counter, first: date, last: date) -> tuple[Checked, ...]:
    """What was found for days, both ends included. Raises Refused("staff.not_allowed"), ("session.nobody")."""
    counter.who_may("see_figures")
    agreements = counter.ports.agreements
    return await counter.ports.disk.run(lambda: agreements.of(first, last))
