"""A delivery came damaged or short (terms 14 (2)): what can be done about it, and the claim with its photographs.

Eight days for the same product; after them the longer periods for a refund still hold. Settling it is a return.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pos.domain.back.decided import ClaimClosed, ClaimDecided
from pos.domain.back.returns import CLAIMS, Claim, Original, Wanted
from pos.domain.back.withdrawal import Verdict
from pos.domain.errors import Refused
from pos.domain.facts import ClaimMade
from pos.domain.refusal import check_note
from pos.till.back import returning
from pos.till.back.past import Photograph
from pos.till.counter import Counter, Notice

MOST_PICTURES = 6
MOST_PICTURE_BYTES = 5 * 1024 * 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class Options(msgspec.Struct, frozen=True):
    """What the customer can have: the same product, or the money."""

    replacement: Verdict
    refund: Verdict


def options(counter: Counter, wanted: Wanted) -> Options:
    """What is open for one line of the return in hand; the line is then wanted the way that is open.

    Raises Refused("claim.reason") for what is no claim.
    """
    if wanted.reason not in CLAIMS:
        raise Refused("claim.reason")
    refund = returning.want(counter, replace(wanted, replaced=False)).lines[0].verdict
    same = returning.want(counter, replace(wanted, replaced=True)).lines[0].verdict
    if same.code:
        returning.want(counter, replace(wanted, replaced=False))
    return Options(same, refund)


def waiting(counter: Counter) -> tuple[Claim, ...]:
    """Claims that nothing has settled, oldest first."""
    return counter.ports.past.open_claims()


def decision_of(counter: Counter, claim_id: str) -> ClaimDecided | None:
    """What the chain's office decided about a claim that waits, None where it has not."""
    return next((one for one in counter.ports.past.claims_decided() if one.claim == claim_id), None)


def tell_of_decided(counter: Counter) -> None:
    """Say how many claims that wait the office has decided about: a customer waits for that word."""
    counter.hush("claim.decided")
    count = len(counter.ports.past.claims_decided())
    if count:
        counter.tell(Notice("claim.decided", {"count": count}, "news"))
    counter.touch("refunds")


async def close(counter: Counter, claim_id: str) -> None:
    """A manager has told the customer that the office refused their claim, and why; it is open no more.

    Raises Refused("staff.not_allowed"), ("payment.in_progress"), ("claim.settled") where it is not open or not refused.
    """
    counter.who_may("approve")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    decided = decision_of(counter, claim_id)
    if decided is None or decided.verdict != "refused":
        raise Refused("claim.settled")
    await counter.write(counter.commit_of(facts=(ClaimClosed(claim_id, decided.reason),)))
    counter.touch("refunds")


async def make(counter: Counter, *pictures: bytes, note: str = "") -> Claim:
    """Write down the claim that is in hand, to be settled later. Its pictures are sealed, and in no journal.

    Raises Refused("claim.reason") where a line is no claim, ("claim.open") where other claims name the same units
    already, ("claim.picture") for what is no JPEG or PNG, for more than
    five megabytes, for a seventh one, and what `check_note` raises.
    """
    counter.who_may("refund")
    hand = returning.in_hand(counter)
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if hand.original is None or not hand.wanted or any(one.reason not in CLAIMS for one in hand.wanted):
        raise Refused("claim.reason")
    _check_unclaimed(counter, hand.original, hand.wanted)
    if note:
        check_note(note)
    if len(pictures) > MOST_PICTURES or not all(_is_picture(one) for one in pictures):
        raise Refused("claim.picture", most=MOST_PICTURES)
    claim_id, sale = counter.ports.new_id(), hand.original.sale
    sealed = tuple(Photograph(counter.ports.new_id(), claim_id, one) for one in pictures)
    ids = tuple(one.id for one in sealed)
    claim = Claim(claim_id, sale.id, sale.code, hand.wanted, counter.now(), note.strip(), ids)
    await counter.write(counter.commit_of(facts=(ClaimMade(claim),), photographs=sealed))
    returning.done_with(counter, hand.id)
    counter.touch("refunds")
    return claim


async def take_up(counter: Counter, claim: Claim) -> None:
    """Go on with a claim: its sale in hand, with the lines it named. Raises what `returning.find` raises."""
    found = await returning.find(counter, claim.original, claim=claim.id)
    if found is not None:
        returning.want(counter, *claim.lines)


def _check_unclaimed(counter: Counter, original: Original, wanted: tuple[Wanted, ...]) -> None:
    """Each unit is claimed once at a time; what came back is claimed no more."""
    claimed = [line for claim in waiting(counter) if claim.sale == original.sale.id for line in claim.lines]
    for position in {one.position for one in wanted}:
        asked = sum(one.quantity for one in (*claimed, *wanted) if one.position == position)
        if asked > original.left(position):
            raise Refused("claim.open", product=original.line(position).product)


def _is_picture(raw: bytes) -> bool:
    return len(raw) <= MOST_PICTURE_BYTES and raw.startswith(_PICTURES)
