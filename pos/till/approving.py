"""A second person allows one action: PIN, reason, never the asker; both a yes and a no are entries in the journal."""

from __future__ import annotations

from typing import TypeAlias

from pos.domain import basket as baskets
from pos.domain.approval import Action, Approval
from pos.domain.errors import Refused
from pos.domain.facts import ApprovalGiven, ApprovalRefused
from pos.domain.quote import Block
from pos.domain.refusal import check_note
from pos.till import proving, selling
from pos.till.counter import Counter
from pos.till.feed import Staff

_Asked: TypeAlias = tuple[str, str, str]
"""What is asked for: of which sale, which action, about what."""


async def approve(
    counter: Counter, action: str, about: str, *, by: str, pin: str, reason: str, sale: str | None = None
) -> Approval:
    """Ask `by` to allow `action` about exactly `about`; whoever is signed in asks, and stays signed in.

    `sale` is the one it is about, the open basket's by default.

    Raises Refused("approval.same_person"), ("approval.not_allowed") for whose role may not, ("approval.wrong_pin",
    failures=n), ("approval.locked", until=time), ("approval.unknown"), ("session.not_valid") outside their days,
    ("approval.new_pin") for who has not signed in with a PIN of their own yet, and what a bad reason raises.
    """
    asker, asked = counter.cashier(), (_sale(counter) if sale is None else sale, action, about)
    check_note(reason)
    person = await _who_may_allow(counter, asked, by, asker)
    await _check_pin(counter, asked, person, pin)
    person = await _who_may_allow(
        counter, asked, by, asker
    )  # a PIN takes a moment, and the mall may have told something
    if person.must_change:
        await _refuse(counter, asked, by, "approval.new_pin")
    if counter.staff is None or counter.staff.id != asker.id:
        raise Refused("approval.too_late")
    approval = Approval(action, about, by, reason.strip(), counter.now())
    given = ApprovalGiven(asked[0], approval)
    await counter.ports.disk.run(lambda: counter.ports.store.commit(counter.commit_of(facts=(given,))))
    return approval


async def overrule(counter: Counter, block: Block, *, by: str, pin: str, reason: str) -> None:
    """A manager lets pass what stands in the way of this basket (terms 10 (1)); more of the same is asked for again.

    Raises Refused("approval.not_possible") for what nobody may let pass, and what `approve` raises.
    """
    if not (block.can_be_overruled and block.about):
        raise Refused("approval.not_possible", action=block.code)
    basket = selling.open_basket(counter)
    approval = await approve(counter, block.code, block.about, by=by, pin=pin, reason=reason)
    _same_basket(counter, basket.id)
    selling.change_for_good(counter, baskets.allow(selling.open_basket(counter), approval))


async def give_free(counter: Counter, code: str, *, quantity: int = 1, by: str, pin: str, reason: str) -> None:
    """Units of a product for nothing, on a line of their own. Raises what `approve` and `selling.add` raise."""
    basket = selling.open_basket(counter)
    baskets.check_quantity(quantity)
    counter.product(code)
    action: Action = "line.free"
    approval = await approve(counter, action, f"{code}:{quantity}", by=by, pin=pin, reason=reason)
    _same_basket(counter, basket.id)
    current = selling.open_basket(counter)
    selling.change_for_good(counter, baskets.give_free(current, code, quantity=quantity, approval=approval))


async def _who_may_allow(counter: Counter, asked: _Asked, by: str, asker: Staff) -> Staff:
    """Who is asked, if they may allow it, as far as that can be said without their PIN."""
    person = proving.person(counter, by)
    if person is None:
        raise Refused("approval.unknown", staff=by)
    if person.id == asker.id:
        await _refuse(counter, asked, by, "approval.same_person")
    if not counter.ports.powers.may_approve(person.role, asked[1]):
        await _refuse(counter, asked, by, "approval.not_allowed")
    if not proving.may_come(counter, person):
        await _refuse(counter, asked, by, "session.not_valid")
    return person


async def _check_pin(counter: Counter, asked: _Asked, person: Staff, pin: str) -> None:
    ports, now = counter.ports, counter.now()
    verdict = await ports.vault.run(lambda: ports.pins.check(person, pin, now=now))
    if not verdict.right:
        until = verdict.until.isoformat() if verdict.until else None
        cause = "approval.locked" if verdict.until else "approval.wrong_pin"
        await _refuse(counter, asked, person.id, cause, failures=verdict.failures, until=until)


async def _refuse(counter: Counter, asked: _Asked, by: str, cause: str, **facts: str | int | None) -> None:
    told = ApprovalRefused(*asked, by, cause)
    await counter.ports.disk.run(lambda: counter.ports.store.commit(counter.commit_of(facts=(told,))))
    raise Refused(cause, staff=by, **facts)


def _same_basket(counter: Counter, basket: str) -> None:
    if counter.basket is None or counter.basket.id != basket:
        raise Refused("approval.too_late")


def _sale(counter: Counter) -> str:
    return counter.basket.id if counter.basket else ""
