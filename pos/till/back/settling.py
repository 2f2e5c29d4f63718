"""What became of benefits that sales claimed because nobody could be asked: what the mall grants is owed from then on.

It is written down by itself, once, in a shift that is open; a person pays it out as any other refund. What the mall
refuses waits for somebody to look at it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pos.domain.apart import BenefitClaimClosed, ClaimSettled
from pos.domain.back.proposal import Facts, money_back
from pos.domain.back.rebates import Granted, granted
from pos.domain.back.returns import Original, Return
from pos.domain.calendar import KST
from pos.domain.errors import Refused, TillError
from pos.domain.facts import Fact, ReturnCompleted
from pos.till.back import finding, refunding, returning
from pos.till.changes import Touched
from pos.till.counter import Counter, Notice
from pos.till.paying import cash_receipts
from pos.till.paying.tax import Told
from pos.till.ports import Shift

NOBODY = "till"
"""Who writes down what the mall decided: no person at the till does."""

NOTHING_LEFT = "claim.nothing_left"
WITHDRAWN = "claim.withdrawn"


def follow(counter: Counter) -> None:
    """Settle what waits whenever something that kept it waiting may be over: a shift opens, a return is put away."""

    def heard(noun: Touched) -> None:
        if noun == "shift" or (noun == "returning" and counter.returning is None):
            wake(counter)

    counter.listeners.append(heard)


def wake(counter: Counter) -> None:
    """Settle in the background what the mall has said; what cannot be now is, the next time."""
    counter.ports.start(settle(counter))


async def settle(counter: Counter) -> None:
    """Write down what is owed for every claim that was granted. Again, or stopped in between, it is written once."""
    for told in counter.ports.past.claims_heard():
        if told.reason:
            continue
        try:
            await _settle(counter, told)
        except TillError as error:
            if error.code != "claim.settled":
                counter.failed(error)
    tell_of_refused(counter)


def tell_of_refused(counter: Counter) -> None:
    """Say how many claims the mall refused at which nobody has looked: somebody expects that money."""
    counter.hush("benefit.refused")
    count = len(refused(counter))
    if count:
        counter.tell(Notice("benefit.refused", {"count": count}, "warning"))


def _tell_of_granted(counter: Counter) -> None:
    owed = [one for one in refunding.owed(counter) if one.back.benefit]
    facts = {"count": len(owed), "amount": sum(one.part.amount for one in owed)}
    counter.tell(Notice("benefit.confirmed", dict(facts), "news"))


def refused(counter: Counter) -> tuple[ClaimSettled, ...]:
    """Claims that the mall refused, with its reason, at which nobody has looked yet."""
    return tuple(told for told in counter.ports.past.claims_heard() if told.reason)


async def look_at_refusal(counter: Counter, sale: str, benefit: str) -> None:
    """A manager has seen why a claim was refused; it is open no more.

    Raises Refused("claim.settled") where it is not, ("payment.in_progress").
    """
    counter.who_may("approve")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    told = next((one for one in refused(counter) if (one.sale, one.benefit) == (sale, benefit)), None)
    if told is None:
        raise Refused("claim.settled")
    await counter.write(counter.commit_of(facts=(BenefitClaimClosed(sale, benefit, told.reason),)))
    tell_of_refused(counter)
    counter.touch("refunds")


async def _settle(counter: Counter, told: ClaimSettled) -> None:
    own = counter.ports.past.original(told.sale)
    if own is None:
        return
    original, receipts = await _as_it_stands(counter, own)
    state, shift = counter.ports.books.order_state(told.sale), _open_shift(counter)
    if shift is None or state == "stopped" or _is_in_hand(counter, told.sale):
        return
    percent = counter.policies().of(original.sale.terms).rules.vat.percent
    found = granted(original, told.amount, percent=percent)
    if state == "cancelled" or not found.amount:
        await _write(counter, shift, (_closed(told, WITHDRAWN if state == "cancelled" else NOTHING_LEFT),))
        return
    back = _owed(counter, told, original, found, shift)
    await _write(counter, shift, (ReturnCompleted(back), *cash_receipts.of_return(counter, back, receipts)))
    refunding.tell_of_owed(counter)
    _tell_of_granted(counter)
    counter.look_at_offers_again()
    cash_receipts.tell_the_tax_office(counter)


async def _as_it_stands(counter: Counter, own: Original) -> tuple[Original, tuple[Told, ...]]:
    """The sale with what came back of it, at whichever till as far as the mall says so; and its cash receipts."""
    ports = counter.ports
    try:
        record = await ports.network.run(lambda: ports.mall.sale(own.sale.code))
    except TillError:
        return ports.past.original(own.sale.id) or own, ()  # it took a while: goods may have come back meanwhile
    original, _ = finding.again(counter, replace(record.original, sale=own.sale), Facts())
    return original, record.receipts


def _owed(counter: Counter, told: ClaimSettled, original: Original, found: Granted, shift: Shift) -> Return:
    """What is owed, the way it was paid, cards first; by its last day, counted from when the mall said so."""
    sale, now = original.sale, counter.now().astimezone(KST)
    parts, _ = money_back(original, refund=found.amount, credit=0, new_id=counter.ports.new_id)
    return Return(
        id=counter.ports.new_id(),
        boutique=counter.ports.boutique,
        till=counter.ports.till,
        number=0,
        day=shift.day,
        at=now,
        cashier=NOBODY,
        shift=shift.id,
        sale=sale.id,
        original=sale.code,
        sold_at=sale.at,
        terms=sale.terms,
        lines=(),
        amount=found.amount,
        taxable=found.taxable,
        exempt=found.exempt,
        vat=found.vat,
        refund=found.amount,
        due=refunding.due_of(counter, min(told.at or now, now), sale.terms),
        delivery_fee=found.delivery_fee,
        parts=parts,
        member=sale.member,
        benefit=told.benefit,
        rebates=found.rebates,
    )


def _closed(told: ClaimSettled, reason: str) -> BenefitClaimClosed:
    return BenefitClaimClosed(told.sale, told.benefit, reason)


async def _write(counter: Counter, shift: Shift, facts: Sequence[Fact]) -> None:
    """One transaction, in nobody's name. A sale that somebody just took in hand to bring goods back is found anew."""
    commit = replace(counter.commit_of(facts=tuple(facts)), who=NOBODY, day=shift.day)
    await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))
    about = next((fact.back.sale for fact in facts if isinstance(fact, ReturnCompleted)), "")
    if about and _is_in_hand(counter, about):
        returning.put_away(counter)
    counter.touch("refunds")


def _open_shift(counter: Counter) -> Shift | None:
    """The shift of who stands here, or any that is open: in its sums it is found again."""
    return counter.shift or next(iter(counter.ports.shelf.open_shifts()), None)


def _is_in_hand(counter: Counter, sale: str) -> bool:
    """Whether goods of a sale are being brought back at this moment, or pay for a basket."""
    hand = counter.returning
    if hand is not None and hand.original is not None and hand.original.sale.id == sale:
        return True
    try:
        finding.check_not_exchanged(counter, sale)
    except Refused:
        return True
    return False
