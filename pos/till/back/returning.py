"""Goods come back: find the sale, choose, say why, done. Nothing is anybody's again before it is on disk.

The sale is this till's own, the mall's answer, or what the receipt's signed code says while the mall cannot be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from pos.domain.back.proposal import Facts, Need, Proposal, money_back, propose, propose_without_receipt
from pos.domain.back.returns import Original, Part, Return, Wanted
from pos.domain.back.watch import flags
from pos.domain.calendar import KST
from pos.domain.errors import Refused
from pos.domain.facts import Fact, ReturnCompleted
from pos.domain.spelling import is_word
from pos.till import approving, printing, selling
from pos.till.back import finding, refunding
from pos.till.counter import Counter
from pos.till.in_hand import Returning
from pos.till.paying import cash_receipts
from pos.till.paying.moving import drawer_for
from pos.till.ports import Job
from pos.till.selling import ends_with_late_scans

MOST_LINES = 50


async def find(counter: Counter, code: str, *, claim: str = "") -> Returning | None:
    """Take a receipt in hand, by its short or long code; a sale of this till is there at once, then the mall is asked.

    None where another one was asked for meanwhile, or it was put away. Raises Refused("return.not_a_sale") for a
    refund's receipt, ("return.unknown_receipt"), ("return.order_cancelled"), and Unavailable where only the mall knows.
    """
    counter.who_may("refund")
    counter.open_shift()
    hand = Returning(counter.ports.new_id(), None, claim=claim)
    own = finding.here(counter, code)
    put_away(counter)
    if own is not None:
        _take_up(counter, replace(hand, original=own, facts=finding.facts_here(counter, own.sale)))
    try:
        found = await finding.everywhere(counter, code, own)
    except Refused:
        done_with(counter, hand.id)
        raise
    if found is None:
        return None
    current = counter.returning if own is not None and counter.returning is not None else hand
    known = finding.with_machines(counter, found.facts, current.wanted)
    facts = replace(known, approvals=current.facts.approvals)
    sure, receipts = found.is_sure, found.receipts
    return _take_up(counter, replace(current, original=found.original, facts=facts, is_sure=sure, receipts=receipts))


def begin_without_receipt(counter: Counter) -> Returning:
    """A customer without a receipt; only a manager can allow what comes of it."""
    counter.who_may("refund")
    counter.open_shift()
    put_away(counter)
    return _take_up(counter, Returning(counter.ports.new_id(), None))


def put_away(counter: Counter) -> None:
    """The return in hand is dropped; nothing of it had happened."""
    counter.returning = counter.looking_back = None
    counter.touch("returning")


def want(counter: Counter, *wanted: Wanted) -> Proposal:
    """Say what comes back, all of it anew. Raises Refused("return.nothing"), ("return.quantity") for rubbish."""
    counter.who_may("refund")
    hand = in_hand(counter)
    if len(wanted) > MOST_LINES:
        raise Refused("return.quantity", most=MOST_LINES)
    for one in wanted:
        _check_line(hand, one)
    _take_up(counter, replace(hand, wanted=wanted, facts=finding.with_machines(counter, hand.facts, wanted)))
    return proposal(counter)


def proposal(counter: Counter) -> Proposal:
    """What the return in hand would come to now. Raises Refused("return.nothing") where there is none."""
    hand, now = in_hand(counter), counter.now()
    if hand.original is None:
        priced = {one.product: finding.lowest(counter, one.product) for one in hand.wanted}
        policy, approvals = counter.policy(), hand.facts.approvals
        return propose_without_receipt(hand.wanted, priced, policy, counter.calendar(), now, approvals)
    return proposed(counter, hand.original, hand.wanted, now, hand.facts)


def proposed(
    counter: Counter, original: Original, wanted: Sequence[Wanted], moment: datetime, facts: Facts
) -> Proposal:
    """What would come of it at an instant, by the sale's own terms."""
    policy = counter.policies().of(original.sale.terms)
    return propose(original, wanted, policy, counter.calendar(), moment, facts)


async def approve(counter: Counter, need: Need, *, by: str, pin: str, reason: str) -> None:
    """A manager allows one thing about this return. Raises what `approving.approve` raises."""
    counter.who_may("refund")
    hand = in_hand(counter)
    sale = hand.original.sale.id if hand.original else ""
    given = await approving.approve(counter, need.code, need.about, by=by, pin=pin, reason=reason, sale=sale)
    current = in_hand(counter)
    if current.id != hand.id:
        raise Refused("approval.too_late")
    facts = replace(current.facts, approvals=(*current.facts.approvals, given))
    _take_up(counter, replace(current, facts=facts))


def check(counter: Counter) -> Proposal:
    """What the return comes to, where it can be done now.

    Raises Refused with the first thing that stands in the way: ("return.nothing"), a line's refusal with `deadline`,
    what a manager has to allow, ("serial.used") for a replacement that was sold, ("payment.in_progress").
    """
    counter.who_may("refund")
    counter.open_shift()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if counter.is_looking_back:
        raise Refused("return.looking_up")
    _look_whether_written(counter)
    found = proposal(counter)
    if not found.lines:
        raise Refused("return.nothing")
    check_verdicts(found)
    _check_replacements(counter, found)
    _check_not_in_use(counter, found)
    _check_nowhere_else(counter)
    check_allowed(found)
    return found


def check_verdicts(found: Proposal) -> None:
    """Raises Refused for the first line that cannot come back, with its deadline."""
    if found.refused is not None:
        verdict = found.refused.verdict
        until = verdict.deadlines[0].last.isoformat() if verdict.deadlines else None
        raise Refused(verdict.code, product=found.refused.line.product, until=until)


def check_allowed(found: Proposal) -> None:
    """Raises Refused for the first thing that a manager has yet to allow."""
    if found.needs:
        raise Refused(found.needs[0].code, **found.needs[0].facts)


@ends_with_late_scans
async def complete(counter: Counter) -> Return:
    """The goods are back: on disk with what is owed for them, cash out of the drawer, cards through the terminal.

    What a card's terminal does not take now stays owed and is said aloud. Raises what `check` raises.
    """
    back, hand = as_agreed(counter)
    parts = _parts(counter, hand.original, back)
    back = replace(back, parts=parts)
    cash = refunding.cash_paid(counter, back, hand.original)
    receipts = cash_receipts.of_return(counter, back, hand.receipts)
    facts: tuple[Fact, ...] = (ReturnCompleted(back), *cash, *receipts)
    opened, kicks = drawer_for(counter, back.parts, "return", back.id)
    paper = Job(counter.ports.new_id(), "refund", back.id)
    try:
        entries = await counter.write(counter.commit_of(facts=(*facts, *opened), jobs=(*kicks, paper)))
    except Refused as refused:
        if refused.code == "return.already_written":
            _it_is_written(counter, back.id)
        raise
    done_with(counter, hand.id)
    counter.look_at_offers_again()
    await refunding.pay_what_came_back(counter, entries)
    cash_receipts.tell_the_tax_office(counter)
    printing.wake(counter)
    assert counter.last_return is not None
    return counter.last_return


def as_agreed(counter: Counter) -> tuple[Return, Returning]:
    """The return in hand as it would be written down, without the parts that go back. Raises what `check` raises."""
    found, hand = check(counter), in_hand(counter)
    now, shift, cashier = counter.now().astimezone(KST), counter.open_shift(), counter.cashier().id
    sale = hand.original.sale if hand.original else None
    terms = sale.terms if sale else counter.policy().version
    habits = finding.habits(counter, sale)
    bare = Return(
        id=hand.id,
        boutique=counter.ports.boutique,
        till=counter.ports.till,
        number=0,
        day=shift.day,
        at=now,
        cashier=cashier,
        shift=shift.id,
        sale=sale.id if sale else "",
        original=sale.code if sale else "",
        sold_at=sale.at if sale else None,
        terms=terms,
        lines=(),
        amount=0,
        taxable=0,
        exempt=0,
        vat=0,
        refund=0,
        due=refunding.due_of(counter, now, terms),
        claim=hand.claim,
        member=sale.member if sale else None,
        seller=sale.cashier if sale else "",
        flags=flags(found, sale, cashier, habits, is_sure=hand.is_sure, by_code=hand.facts.by_code),
    )
    return with_sums(bare, found), hand


def with_sums(back: Return, found: Proposal) -> Return:
    """A return with all that follows from its lines, as it was proposed."""
    return replace(
        back,
        lines=tuple(one.line for one in found.lines),
        amount=found.amount,
        taxable=found.taxable,
        exempt=found.exempt,
        vat=found.vat,
        refund=found.refund,
        clawback=found.clawback,
        clawback_vat=found.clawback_vat,
        unpaid=found.unpaid,
        delivery_fee=found.delivery_fee,
        plan=found.plan.held if found.plan else None,
        approvals=found.allowed,
    )


def in_hand(counter: Counter) -> Returning:
    """The return that is worked on. Raises Refused("return.nothing")."""
    if counter.returning is None:
        raise Refused("return.nothing")
    return counter.returning


def _parts(counter: Counter, original: Original | None, back: Return) -> tuple[Part, ...]:
    new_id = counter.ports.new_id
    if original is not None:
        return money_back(original, refund=back.refund, credit=0, new_id=new_id)[0]
    return (Part(new_id(), "", "cash", back.refund),) if back.refund else ()


def _check_line(hand: Returning, one: Wanted) -> None:
    """Raises Refused where a line could not even be judged."""
    known = len(hand.original.sale.lines) if hand.original else 0
    if hand.original is not None and not 1 <= one.position <= known:
        raise Refused("return.no_line", line=one.position)
    if one.quantity < 1 or one.quantity > 9_999:
        raise Refused("return.quantity", quantity=one.quantity)
    if not all(is_word(serial, most=finding.LONGEST_CODE) for serial in (*one.serials, *one.new_serials)):
        raise Refused("return.serial")
    if hand.original is None and one.replaced:
        raise Refused("exchange.no_receipt")
    if hand.original is None and not is_word(one.product, most=finding.LONGEST_CODE):
        raise Refused("product.unknown", product="")


def _check_replacements(counter: Counter, found: Proposal) -> None:
    """A machine that goes out for another has a number of its own, and was never sold."""
    taken: set[str] = set()
    for line in (one.line for one in found.lines):
        if line.replaced and line.serials and len(line.new_serials) < line.quantity:
            raise Refused("serial.missing", product=line.product, missing=line.quantity - len(line.new_serials))
        for serial in line.new_serials:
            selling.check_serial(counter.product(line.product), serial)
            if serial in taken or counter.ports.books.used_serials((serial,)):
                raise Refused("serial.used", product=line.product, serial=serial)
            taken.add(serial)


def _check_not_in_use(counter: Counter, found: Proposal) -> None:
    """A basket that is being paid with the machine's own benefit goes first: its discount would have to come back."""
    agreed = counter.draft.agreed if counter.draft else None
    if found.plan is not None and agreed is not None and found.plan.held.benefit in agreed.uses:
        raise Refused("return.benefit_in_use")


def _check_nowhere_else(counter: Counter) -> None:
    """What is being exchanged comes back with its basket, what was cancelled not at all; a claim is settled once."""
    hand = in_hand(counter)
    if hand.original is not None:
        finding.check_not_exchanged(counter, hand.original.sale.id)
        finding.check_not_cancelled(counter, hand.original.sale)
    if hand.claim and all(one.id != hand.claim for one in counter.ports.past.open_claims()):
        raise Refused("claim.settled")


def _look_whether_written(counter: Counter) -> None:
    """After a write of which nobody could tell whether it happened: look before anything comes back again.

    Raises Refused("return.already_written") where it is there; what it owes is shown, and paid from there.
    """
    if counter.is_unsure and counter.returning is not None:
        counter.is_unsure = counter.draft is not None  # a basket has its own sale to look for
        _it_is_written(counter, counter.returning.id)


def _it_is_written(counter: Counter, back_id: str) -> None:
    back = counter.ports.past.returned(back_id)
    if back is None:
        return
    counter.last_return = back
    done_with(counter, back_id)
    refunding.tell_of_owed(counter)
    counter.touch("refunds")
    printing.wake(counter)
    raise Refused("return.already_written", number=back.number)


def done_with(counter: Counter, hand_id: str) -> None:
    """Put the return away, unless another one was taken in hand meanwhile."""
    if counter.returning is not None and counter.returning.id == hand_id:
        put_away(counter)


def _take_up(counter: Counter, hand: Returning) -> Returning:
    counter.returning = hand
    counter.touch("returning")
    return hand
