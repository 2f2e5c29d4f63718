"""After an old copy of this till was put back: the mall sends back what it holds beyond it, and the journal goes on.

Somebody with the power to says so with their PIN. Nothing here is ever given up: where the till sold meanwhile, both
ways stand at the mall, and this only begins once the chain's office allowed that.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.epochs import MallWentBack
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import EpochOpened
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.refusal import check_note
from pos.till import proving
from pos.till.abreast import Abreast, Lost
from pos.till.counter import Counter, Notice
from pos.till.feed import Staff

ACTION = "epoch.open"
_BEHIND, _APART = "till.behind", "till.apart"


class Progress(msgspec.Struct, frozen=True):
    """How many of the entries that were lost are back."""

    done: int
    of: int


async def bring_back(
    counter: Counter, *, by: str, pin: str, reason: str, tell: Callable[[Progress], None] = lambda _progress: None
) -> int:
    """Take back what the mall holds beyond this till, and go on after it; how many entries came back.

    Cut off, it goes on where it stopped; where nothing is missing, nothing is done. Nobody has to be signed in, for
    that would be written down in place of what is missing.

    Raises Refused("approval.unknown"), ("approval.not_allowed"), ("session.not_valid"), ("approval.wrong_pin",
    failures=n), ("approval.locked", until=time), ("approval.new_pin"), ("till.apart_waits") before the office allowed
    it, what a bad reason, asking the mall and taking back raise.
    """
    check_note(reason)
    person = await _proved(counter, by, pin)
    lost = counter.ports.lost
    try:
        found, brought = await _take_back(lost, tell)
        if found.state == "apart" and not found.is_allowed:
            raise Refused("till.apart_waits", count=found.missing, own=found.own)
        if found.state in ("behind", "apart"):
            _tell_of_cards(counter, *await lost.cards_left())
            await _go_on(counter, found, person, reason=reason.strip(), brought=brought)
            await lost.look()
    finally:
        _look_again(counter)  # what came back is there, also where the mall is gone again
    return brought


async def _take_back(lost: Lost, tell: Callable[[Progress], None]) -> tuple[Abreast, int]:
    """All that is missing, page by page: how the journals stand then, and how many entries came."""
    found, brought = await lost.look(), 0
    while found.state == "behind" and found.missing:
        tell(Progress(brought, brought + found.missing))
        came = await lost.take_back_page(found.common.seq + 1)
        if not came:
            raise Unavailable("mall.garbage", cause="nothing came")
        brought += came
        found = await lost.look()
    tell(Progress(brought, brought))
    return found, brought


def tell_of(counter: Counter, found: Abreast) -> None:
    """Say how this till's journal and the mall's copy of it stand, where somebody has to do something about it."""
    for code in (_BEHIND, _APART):
        counter.hush(code)
    if found.state == "behind":
        counter.tell(Notice(_BEHIND, {"count": found.missing}, "error"))
    elif found.state == "apart":
        counter.tell(Notice(_APART, {"count": found.missing, "own": found.own}, "error"))
    counter.touch("mall")


async def mall_went_back(counter: Counter, expects: int, confirmed: int) -> tuple[Entry, ...]:
    """The mall lost what it had confirmed, and is told all of it again; that it was so stays known."""
    counter.tell(Notice("mall.went_back", {"count": confirmed - expects}))
    fact = MallWentBack(expects, confirmed)
    commit = replace(counter.commit_of(facts=(fact,)), who="till")
    return await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))


async def _proved(counter: Counter, by: str, pin: str) -> Staff:
    """Who says so. What is refused here is no entry: nothing may be written before this is done."""
    ports, now = counter.ports, counter.now()
    person = proving.person(counter, by)
    if person is None:
        raise Refused("approval.unknown", staff=by)
    if not ports.powers.may(person.role, "bring_back"):
        raise Refused("approval.not_allowed", staff=by)
    if not proving.may_come(counter, person):
        raise Refused("session.not_valid", staff=by)
    verdict = await ports.vault.run(lambda: ports.pins.check(person, pin, now=now))
    if not verdict.right:
        until = verdict.until.isoformat() if verdict.until else None
        code = "approval.locked" if verdict.until else "approval.wrong_pin"
        raise Refused(code, staff=by, failures=verdict.failures, until=until)
    if person.must_change:
        raise Refused("approval.new_pin", staff=by)
    return person


async def _go_on(counter: Counter, found: Abreast, person: Staff, *, reason: str, brought: int) -> None:
    ports, opens = counter.ports, found.epoch + 1
    approval = Approval(ACTION, str(opens), person.id, reason, counter.now())
    fact = EpochOpened(
        ports.boutique,
        "restored",
        ports.lost.public_key,
        opens=opens,
        follows=found.common,
        approval=approval,
        brought=brought,
        apart=found.own,
    )
    commit = replace(counter.commit_of(facts=(fact,)), who=person.id)
    await ports.disk.run(lambda: ports.store.commit(commit))


def _tell_of_cards(counter: Counter, count: int, amount: Won) -> None:
    """Somebody was charged, perhaps, whose basket is gone with the machine: no sale will ever say so."""
    if count:
        counter.tell(Notice("till.cards_left", {"count": count, "amount": amount}, "error"))


def _look_again(counter: Counter) -> None:
    """Shift, baskets, refunds: all of it may be other than it was."""
    counter.look_at_shift()
    counter.forget_policies()
    counter.last_sale = counter.ports.shelf.last_sale()
    if counter.draft is not None:  # it was open in the old copy, and was paid, sold or given up
        written = counter.ports.shelf.open_draft()
        is_there = written is not None and written.basket.id == counter.draft.basket.id
        counter.take_up(written if is_there else None)
    counter.touch("session", "shift", "held", "payment", "paper", "orders", "refunds", "stock", "member")
    counter.touch("catalogue", "mall")
