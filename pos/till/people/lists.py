"""Lists of people that leave the till: by a manager, for a reason, of those who agreed to it alone."""

from __future__ import annotations

from pos.domain.people.access import ListExported
from pos.domain.refusal import check_note
from pos.till.counter import Counter
from pos.till.feed import Member

PAGE = 500


async def marketing(counter: Counter, *, reason: str, processor: str = "") -> tuple[Member, ...]:
    """The members who agreed to advertising, in order of number; that it was taken is on disk before it is given.

    Raises Refused("staff.not_allowed"), and what a bad reason raises. Suspended members are not on it, nor who waits
    for a correction of how they are reached.
    """
    counter.who_may("export_lists")
    check_note(reason)
    found = await counter.ports.disk.run(lambda: _agreed(counter))
    fact = ListExported("marketing", len(found), reason.strip(), processor)
    await counter.write(lambda: counter.commit_of(facts=(fact,)))
    return found


def _agreed(counter: Counter) -> tuple[Member, ...]:
    people, found, last = counter.ports.people, list[Member](), ""
    while page := people.members(after=last, most=PAGE):
        found += [one for one in page if _may_be_written_to(counter, one)]
        last = page[-1].number
    return tuple(found)


def _may_be_written_to(counter: Counter, member: Member) -> bool:
    agreed = any(one.kind == "marketing" for one in member.consents)
    return agreed and member.standing == "active" and not counter.ports.people.frozen(member.number)
