"""What a second person is shown: what is asked, how much of it, who asks, and which reasons are ready."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

from pos.domain.back.proposal import Need
from pos.domain.catalogue import price_at
from pos.domain.quote import Block
from pos.till import approving
from pos.till.back import returning
from pos.till.counter import Counter, Notice
from pos.till.delivering import recipient_of
from pos.ui.desk import FreeUnits
from pos.ui.figures import won
from pos.ui.notices import explain
from pos.ui.screens.approval.approver import ApproverView
from pos.ui.words import Words

GoOn: TypeAlias = Callable[[str, str, str], Coroutine[Any, Any, object]]

REASONS = ("1", "2", "3")
MOST_GOODS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """Any other action that waits for a second person, in words: why, and rows of how much.

    `go_on` is given who allows it, their PIN and the reason, and is the whole action; `then` comes after it, `back`
    instead of it. `note` is the reason where it was given already, `reasons` are those to touch instead.
    """

    action: str
    why: str
    go_on: GoOn
    rows: tuple[tuple[str, str], ...] = ()
    note: str = ""
    reasons: tuple[str, ...] = ()
    then: Callable[[], object] | None = None
    back: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """`rows` are pairs of what and how much. `message` is said above the pad."""

    title: str
    why: str
    rows: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    approver: ApproverView
    message: tuple[str, bool]
    can_allow: bool


def action_of(about: object) -> str:
    """The code of what is asked; "" for what nobody could allow."""
    if isinstance(about, Block):
        return about.code if about.can_be_overruled and about.about else ""
    if isinstance(about, FreeUnits):
        return "line.free"
    if isinstance(about, Need):
        return about.code
    return about.action if isinstance(about, Asked) else ""


def go_on(counter: Counter, about: object) -> GoOn | None:
    """The story that asks the second person, and does what was asked."""
    if isinstance(about, Block):
        return lambda by, pin, reason: approving.overrule(counter, about, by=by, pin=pin, reason=reason)
    if isinstance(about, FreeUnits):
        return lambda by, pin, reason: approving.give_free(
            counter, about.product, quantity=about.quantity, by=by, pin=pin, reason=reason
        )
    if isinstance(about, Need):
        return lambda by, pin, reason: _allow(counter, about, by, pin, reason)
    return about.go_on if isinstance(about, Asked) else None


async def _allow(counter: Counter, need: Need, by: str, pin: str, reason: str) -> None:
    """Several opened lines are one question to one person, and an entry of the journal each."""
    for one in _alike(counter, need):
        await returning.approve(counter, one, by=by, pin=pin, reason=reason)


def _alike(counter: Counter, need: Need) -> tuple[Need, ...]:
    return tuple(one for one in returning.proposal(counter).needs if one.code == need.code) or (need,)


def title_of(about: object, words: Words) -> str:
    """What is asked, as a title."""
    action = action_of(about)
    return words(f"action.{action}") if words.has(f"action.{action}") else words("approval.title")


def why(counter: Counter, about: object, words: Words) -> str:
    """Why a second person is needed, in a sentence."""
    if isinstance(about, Block):
        notice = Notice(about.code if action_of(about) else "approval.not_possible", about.facts)
        return explain(notice, words, name_of=lambda code: _name(counter, code, words), tells_raw=False).what
    if isinstance(about, Need):
        notice = Notice(about.code, about.facts)
        return explain(notice, words, name_of=lambda code: _name(counter, code, words), tells_raw=False).what
    if isinstance(about, FreeUnits):
        return words("approval.why_free")
    return about.why if isinstance(about, Asked) else words("approval.nothing")


def rows(counter: Counter, about: object, words: Words) -> tuple[tuple[str, str], ...]:
    """What it is about, how much, and who asks."""
    found: list[tuple[str, str]] = []
    if isinstance(about, Block):
        found = _of_block(counter, about, words)
    elif isinstance(about, FreeUnits):
        product = counter.ports.shelf.product(about.product)
        price = price_at(product, counter.now()) if product else None
        found = _goods(counter, words, about.product, about.quantity)
        if price is not None:
            found.append((words("approval.row.amount"), won(price * about.quantity, words.language)))
    elif isinstance(about, Need):
        found = _of_return(counter, about, words)
    elif isinstance(about, Asked):
        found = list(about.rows)
    if counter.staff is not None:
        role = words(f"sign_in.role.{counter.staff.role}")
        found.append((words("approval.row.asker"), words("approval.asker", name=counter.staff.name, role=role)))
    return tuple(found)


def reasons(about: object, words: Words) -> tuple[str, ...]:
    """The reasons that are one touch away."""
    if isinstance(about, Asked) and about.reasons:
        return about.reasons
    own = [f"approval.reason.{action_of(about)}.{place}" for place in REASONS]
    keys = own if words.has(own[0]) else [f"approval.reason.any.{place}" for place in REASONS]
    return tuple(words(key) for key in keys)


def _of_block(counter: Counter, block: Block, words: Words) -> list[tuple[str, str]]:
    """Of the basket alone: a limit's own count has earlier orders in it, and is told in the sentence."""
    code, priced = block.facts.get("product"), counter.quote
    if priced is None:
        return []
    lines = [line for line in priced.lines if line.product == code]
    found = _goods(counter, words, str(code), sum(line.quantity for line in lines)) if lines else []
    amount = sum(line.to_pay for line in lines) if lines else priced.total
    recipient = recipient_of(counter) if block.code == "delivery.forwarder" else None
    if recipient is not None:
        where = f"({recipient.postcode}) {recipient.address} {recipient.detail}".rstrip()
        found.append((words("approval.row.address"), where))
    return [*found, (words("approval.row.amount"), won(amount, words.language))]


def _of_return(counter: Counter, need: Need, words: Words) -> list[tuple[str, str]]:
    """What of the return in hand comes back, of which receipt, and how much goes back for it."""
    hand = counter.returning
    if hand is None:
        return []
    proposal = returning.proposal(counter)
    products = {one.facts.get("product") for one in _alike(counter, need)}
    lines = [one for one in proposal.lines if None in products or one.line.product in products]
    found = [
        (
            words("approval.row.product"),
            words("approval.times", name=one.line.name.in_language(words.language), count=one.line.quantity),
        )
        for one in lines[:MOST_GOODS]
    ]
    if len(lines) > MOST_GOODS:
        found.append(("", words("approval.more_goods", count=len(lines) - MOST_GOODS)))
    if hand.original is not None:
        found.append((words("approval.row.receipt"), hand.original.sale.code))
    return [*found, (words("approval.row.refund"), won(proposal.refund, words.language))]


def _goods(counter: Counter, words: Words, code: str, quantity: int) -> list[tuple[str, str]]:
    return [
        (words("approval.row.product"), _name(counter, code, words)),
        (words("approval.row.quantity"), words("approval.pieces", count=f"{quantity:,}")),
    ]


def _name(counter: Counter, code: str, words: Words) -> str:
    product = counter.products.get(code) or counter.ports.shelf.product(code)
    return product.name.in_language(words.language) if product else code
