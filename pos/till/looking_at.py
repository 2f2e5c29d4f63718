"""What the mall put aside, and somebody of the boutique looked at: it says so once, for all of its tills."""

from __future__ import annotations

from pos.domain.epochs import AsideLookedAt
from pos.domain.errors import Refused
from pos.domain.refusal import check_note
from pos.till.counter import Counter
from pos.till.feed import PutAside


def named(aside: PutAside) -> str:
    """What an entry that was put aside is known by."""
    return f"{aside.till}-{aside.epoch}-{aside.seq}"


def aside_of(counter: Counter, name: str) -> PutAside | None:
    """An entry that was put aside by what it is known by, None where nobody has to look at it any more."""
    return next((one for one in counter.ports.shelf.put_aside() if named(one) == name), None)


async def look_at(counter: Counter, name: str, *, note: str) -> None:
    """Who is signed in looked at an entry, and says what they found; it leaves the list of every till of the boutique.

    Raises Refused("staff.not_allowed"), ("aside.none"), ("aside.office") for what the chain's office looks at, and what
    a bad note raises.
    """
    counter.who_may("settle_aside")
    check_note(note)
    aside = aside_of(counter, name)
    if aside is None:
        raise Refused("aside.none")
    if aside.owner != "boutique":
        raise Refused("aside.office")
    fact = AsideLookedAt(aside.till, aside.epoch, aside.seq, aside.reason, note.strip())
    await counter.write(counter.commit_of(facts=(fact,)))
    counter.touch("notices", "mall")
