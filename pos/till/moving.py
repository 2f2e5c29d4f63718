"""What every movement of money shares: the counter is held, the drawer opens for a reason, doubt is a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from pos.domain.facts import CardAsked, DrawerOpened
from pos.domain.returns import Part
from pos.domain.tender import Payment
from pos.till import membership
from pos.till.counter import Counter
from pos.till.ports import CardAnswer, CardRequest, Job

IN_DOUBT = frozenset({"asked", "unknown", "reversing"})
"""Outcomes of which nobody knows whether money moved."""


@contextmanager
def at_the_terminal(counter: Counter) -> Iterator[None]:
    """While money moves no other verb changes the basket, or moves any."""
    counter.is_paying = True
    counter.touch("payment")
    try:
        yield
    finally:
        counter.is_paying = False
        counter.touch("payment", "basket")
        if counter.draft is not None and counter.draft.agreed is None and membership.is_unsure(counter):
            counter.ports.start(membership.look_again(counter))  # after a restart it could not be asked while paying


def request_of(asked: CardAsked) -> CardRequest:
    """What the terminal is told about an attempt."""
    return CardRequest(asked.attempt, asked.tender, asked.amount, asked.instalments)


async def enquired(counter: Counter, request: CardRequest) -> CardAnswer:
    """What became of an attempt; a question that did not get through is no answer."""
    answer = await counter.ports.cards.run(lambda: counter.ports.terminal.enquire(request))
    return replace(answer, outcome="unknown") if answer.outcome == "not_sent" else answer


def turned_round(answer: CardAnswer) -> CardAnswer:
    """What an enquiry about a payment says of its reversal: still approved is not reversed."""
    if answer.outcome == "approved":
        return replace(answer, outcome="declined")
    if answer.reason == "terminal.reversed":
        return replace(answer, outcome="approved")
    return replace(answer, outcome="unknown")


def drawer_for(
    counter: Counter, payments: Iterable[Payment | Part], reason: str, sale: str
) -> tuple[tuple[DrawerOpened, ...], tuple[Job, ...]]:
    """The entry and the job that open the drawer where there is cash among the payments, which come and go by it."""
    if not any(payment.kind == "cash" for payment in payments):
        return (), ()
    return (DrawerOpened(reason, sale),), (Job(counter.ports.new_id(), "drawer", sale),)
