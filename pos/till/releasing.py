"""What the feed brought and the till does not believe by itself: looking at it, releasing it, or leaving it away.

Until then what was known goes on. Nobody releases what they did not look at: another version is another decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.policy import read_policy
from pos.domain.refusal import check_note
from pos.domain.settled import MOST_IN_ONE, FeedDismissed, FeedReleased, SettledFact, Thing
from pos.domain.suspicion import Step, steps
from pos.till import session
from pos.till.counter import Counter
from pos.till.held_changes import HeldChange
from pos.till.ports import Commit
from pos.till.reading import read_thing

MOST_ODD = 1_000_000
_ODD = {"odd.no_price": MOST_ODD, "odd.zero": MOST_ODD, "odd.range": 0, "odd.jump": 0}


class Looked(msgspec.Struct, frozen=True):
    """A held thing beside what the till goes on with: `before` is None where nothing is known yet, `after` where this
    program does not understand it. `steps` are where a product's prices differ."""

    held: HeldChange
    before: Any = None
    after: Any = None
    steps: tuple[Step, ...] = ()

    @property
    def oddness(self) -> int:
        """How odd it is: what would cost nothing most of all, then what is no price, then prices by their change."""
        if not self.held.is_understood:
            return -1
        codes = [_ODD.get(code, MOST_ODD // 2) for code in self.held.reasons]
        changes = [abs(step.percent or 0) for step in self.steps]
        return max(*codes, *changes, 0)


def held(counter: Counter) -> tuple[Looked, ...]:
    """Everything that is held, the oddest first. Anybody may see it: it says why a price is not the new one."""
    found = [_looked(counter, one) for one in counter.ports.shelf.held_changes()]
    return tuple(sorted(found, key=lambda one: (-one.oddness, one.held.kind, one.held.key)))


async def release(counter: Counter, things: Iterable[Thing], *, reason: str) -> None:
    """Let held things hold from now on, in the very version that was looked at.

    Raises Refused("staff.not_allowed"), ("feed.changed") where another version arrived meanwhile or it was settled,
    ("feed.not_understood") for what a newer program reads, ("staff.own_role") for one's own record, and what
    `check_note` raises.
    """
    person = counter.who_may("release_feed")
    check_note(reason)
    chosen = tuple(things)
    if any(one.kind == "staff" and one.key == person.id for one in chosen):
        raise Refused("staff.own_role")
    await _settle(counter, [FeedReleased(some, reason.strip()) for some in _in_parts(chosen)])
    counter.forget_policies()
    if any(one.kind == "staff" for one in chosen):
        counter.ports.start(session.look_again(counter))
    counter.touch("catalogue", "mall", "staff")


async def dismiss(counter: Counter, things: Iterable[Thing], *, reason: str) -> None:
    """Go on with what was known; the mall hears it by the journal. Raises what `release` raises."""
    counter.who_may("release_feed")
    check_note(reason)
    await _settle(counter, [FeedDismissed(some, reason.strip()) for some in _in_parts(tuple(things))])
    counter.touch("catalogue", "mall")


async def _settle(counter: Counter, facts: list[SettledFact]) -> None:
    def entries() -> Commit:
        return counter.commit_of(facts=tuple(facts))

    if not facts:
        raise Refused("feed.changed")
    await counter.write(entries)
    if not counter.ports.shelf.held_changes():
        counter.hush("feed.held")
        counter.hush("feed.not_understood")


def _in_parts(things: tuple[Thing, ...]) -> Iterator[tuple[Thing, ...]]:
    """So that no entry is longer than the mall takes."""
    for start in range(0, len(things), MOST_IN_ONE):
        yield things[start : start + MOST_IN_ONE]


def _looked(counter: Counter, one: HeldChange) -> Looked:
    if not one.is_understood:
        return Looked(one)
    try:
        after = read_thing(one.kind, one.body)
        if isinstance(after, str):
            after = read_policy(after)
    except (msgspec.MsgspecError, Refused):
        return Looked(one)
    before = _known(counter, one)
    if isinstance(after, Product):
        return Looked(one, before, after, steps(before, after, now=counter.now()))
    return Looked(one, before, after)


def _known(counter: Counter, one: HeldChange) -> Any:
    """What the till goes on with in its place."""
    ports, key = counter.ports, one.key
    match one.kind:
        case "products":
            return ports.shelf.product(key)
        case "staff":
            return next((person for person in ports.shelf.staff() if person.id == key), None)
        case "plans":
            return ports.books.plans().get(key)
        case "promotions":
            return next((known for known in ports.books.promotions() if known.id == key), None)
        case "boutique":
            return ports.shelf.boutique()
        case "policies":
            return counter.policy()
        case "stock":
            return ports.books.stock([key]).get(key)
        case _:
            return None
