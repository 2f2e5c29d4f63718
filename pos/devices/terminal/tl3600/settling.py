"""What became of an asking whose answer was lost, judged by the approval that the terminal says was its last. Pure.

The same approval as before the asking: it was not approved. Another of the same amount and kind: it was. Anything else
leaves it unknown, and for good: the terminal tells of its last approval only, and goes on.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pos.devices.terminal.tl3600.fields import CARD_KINDS, RECEIPT_KIND, Answer
from pos.devices.terminal.tl3600.notes import Note, last_of
from pos.domain.tender import CardApproval
from pos.till.paying.cards import CardAnswer

NOT_KNOWN = CardAnswer("declined", "terminal.not_known")


def settle(
    note: Note, last: Answer, *, is_over: bool, tells_cancellations: bool, is_anothers: Callable[[str], bool]
) -> Note:
    """The note with what is known now.

    `is_over`: the terminal cannot be busy with it any more, so that "not approved" is final. A terminal that may
    not tell of cancellations says nothing of one by an unchanged last approval. `is_anothers` knows approval
    numbers of other askings: one of those does not answer this.
    """
    if last_of(last) == note.before:
        told = note.purpose in ("charge", "receipt") or tells_cancellations
        return answered(note, NOT_KNOWN) if is_over and told else note
    if is_answer_to(note, last, is_anothers=is_anothers):
        return approved(note, last)
    return replace(note, state="lost")


def is_answer_to(note: Note, answer: Answer, *, is_anothers: Callable[[str], bool]) -> bool:
    """Whether an approval is the one that was asked for, as far as amount, kind and number say."""
    if answer.amount != note.amount or not answer.is_approved or not answer.approval_number:
        return False
    if note.purpose in ("cancel", "receipt_cancel"):
        return answer.approval_number == note.number
    if is_anothers(answer.approval_number):
        return False
    if note.purpose == "receipt":
        return answer.kind == RECEIPT_KIND
    if note.tender == "easy":
        return answer.is_wallet
    return answer.kind in CARD_KINDS and not answer.is_wallet


def answered(note: Note, answer: CardAnswer) -> Note:
    """The note with the answer that stays."""
    return replace(note, state="answered", answer=answer)


def approved(note: Note, answer: Answer) -> Note:
    """The note with an approval, of which nothing is kept but what may be."""
    approval = approval_of(note, answer)
    known = replace(note, unique=answer.unique, kind=answer.cancel_kind)
    return answered(known, CardAnswer("approved", approval=approval))


def approval_of(note: Note, answer: Answer) -> CardApproval:
    """What may be kept of it; a terminal that tells no time has the time at which it was asked."""
    at = answer.at or note.asked_at.isoformat(timespec="seconds")
    if note.purpose in ("receipt", "receipt_cancel"):
        return CardApproval(answer.approval_number, at, "", "", "", "", "")
    if note.original is not None:
        return replace(note.original, approval_number=answer.approval_number, approved_at=at)
    return CardApproval(
        answer.approval_number,
        at,
        answer.masked_number,
        answer.issuer,
        answer.acquirer,
        answer.merchant,
        answer.terminal,
        answer.instalments,
    )
