"""What every movement of money shares: the counter is held, the drawer opens for a reason, doubt is a state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from msgspec.structs import replace

from pos.domain.back.returns import Part
from pos.domain.errors import Refused
from pos.domain.facts import CardAnswered, CardAsked, DrawerOpened
from pos.domain.tender import CardApproval, Payment
from pos.till import membership
from pos.till.counter import Counter
from pos.till.paying.cards import CardAnswer, CardRequest
from pos.till.ports import Job

WriteAnswer: TypeAlias = Callable[[CardAnswered], Awaitable[None]]
"""Puts on disk what a terminal said, with whatever follows from it in the same transaction."""

LONGEST_APPROVAL = 12

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


def believed(answer: CardAnswer) -> CardAnswer:
    """An approval without its number proves nothing: it may be one, and has to be asked for again."""
    if answer.outcome == "approved" and answer.approval is None:
        return CardAnswer("unknown", "terminal.no_approval")
    return answer


def by_hand(text: str, *, code: str) -> str:
    """An approval number that a person found out, "" where there is none. Raises Refused(code) for what is none."""
    number = text.strip()
    if number and not (number.isascii() and number.isdigit() and len(number) <= LONGEST_APPROVAL):
        raise Refused(code)
    return number


def not_paid(asked: CardAsked, answer: CardAnswer) -> Refused:
    """What the till says of a charge that was not approved."""
    code = {"cancelled": "payment.cancelled", "not_sent": "payment.not_sent", "unknown": "payment.unknown"}
    return Refused(code.get(answer.outcome, "payment.declined"), reason=answer.reason, amount=asked.amount)


async def reverse(counter: Counter, asked: CardAsked, approval: CardApproval, write: WriteAnswer) -> None:
    """Give an approved payment back whole; "reversing" is on disk before the terminal is asked, so it stays in doubt.

    Raises what `settle_reversal` raises.
    """
    await write(CardAnswered(asked.sale, asked.attempt, "reversing", approval=approval))
    answer = await counter.ports.cards.run(lambda: counter.ports.terminal.reverse(request_of(asked), approval))
    await settle_reversal(asked, approval, answer, write)


async def settle_reversal(
    asked: CardAsked, approval: CardApproval | None, answer: CardAnswer, write: WriteAnswer
) -> None:
    """Write down whether a payment went back: "approved" means that its reversal was.

    Raises Refused("payment.unknown") with nothing written, ("payment.not_reversed") where it is charged still.
    """
    if answer.outcome == "unknown":
        raise Refused("payment.unknown", reason=answer.reason, amount=asked.amount)
    if answer.outcome == "approved":
        await write(CardAnswered(asked.sale, asked.attempt, "reversed", answer.reason, answer.approval))
        return
    await write(CardAnswered(asked.sale, asked.attempt, "approved", answer.reason, approval))
    raise Refused("payment.not_reversed", amount=asked.amount, reason=answer.reason)


def plainly(counter: Counter) -> WriteAnswer:
    """Answers about no open basket are written for themselves."""

    async def write(answered: CardAnswered) -> None:
        await counter.write(counter.commit_of(facts=(answered,)))

    return write


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
    return (DrawerOpened(reason, sale),), (counter.kick(sale),)
