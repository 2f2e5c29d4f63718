"""What the chain's office tells: who is signed in hears of it in one line, reads it when there is time, and says so.

Nothing waits for it, and nobody has to: it stays on the list of who has not read it until it is over.
"""

from __future__ import annotations

from pos.domain.bulletins import Bulletin, BulletinRead
from pos.domain.errors import Refused
from pos.till.counter import Counter, Notice

NEW = "bulletin.new"


def unread(counter: Counter) -> tuple[Bulletin, ...]:
    """What is told now and who is signed in has not read at this till: warnings first, then the oldest."""
    if counter.staff is None:
        return ()
    now, here = counter.now(), ("", counter.ports.boutique)
    found = counter.ports.books.unread_bulletins(counter.staff.id)
    told = [one for one in found if one.is_on(now) and one.boutique in here]
    return tuple(sorted(told, key=lambda one: (one.grade != "warning", one.since, one.id)))


def tell(counter: Counter) -> None:
    """Say in a line that there is something to read, as to who signs in."""
    counter.hush(NEW)
    count = len(unread(counter))
    if count:
        counter.tell(Notice(NEW, {"count": count}, "news"))


async def read(counter: Counter, name: str) -> None:
    """Who is signed in has read what the office told under an id.

    Raises Refused("session.nobody"), ("payment.in_progress"), ("bulletin.over") where it is not told any more, or read.
    """
    counter.cashier()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if all(one.id != name for one in unread(counter)):
        raise Refused("bulletin.over")
    await counter.write(counter.commit_of(facts=(BulletinRead(name),)))
    if not unread(counter):
        counter.hush(NEW)
    counter.touch("mall")
