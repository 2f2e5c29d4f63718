"""When a member was told something at this counter (terms 8), as the journal has it. It writes nothing."""

from __future__ import annotations

from datetime import date
from functools import partial

from pos.domain.audit.lines import Line, Wanted
from pos.domain.calendar import korean_day
from pos.domain.people.standing import MemberTold
from pos.till.counter import Counter


async def told_since(counter: Counter, number: str, since: date) -> tuple[Line, ...]:
    """Since a day, newest first, with who told them; a page of the journal at a time."""
    ports, found, before = counter.ports, list[Line](), None
    wanted = Wanted(since, korean_day(counter.now()), groups=("members",))
    while True:
        page = await ports.disk.run(partial(ports.journal.page, wanted, before=before))
        found += [line for line in page.lines if line.kind == MemberTold.__name__ and line.member == number]
        before = page.next
        if before is None:
            return tuple(found)
