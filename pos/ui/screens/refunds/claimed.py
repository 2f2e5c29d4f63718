"""Benefits that sales claimed while nobody could be asked, in words: whose, of which sale, and what to tell them."""

from __future__ import annotations

from pos.domain.apart import ClaimSettled
from pos.domain.back.returns import Return
from pos.domain.members import mask_name
from pos.till.back import settling
from pos.till.counter import Counter
from pos.ui.words import Words


def refused_of(counter: Counter, item: str) -> ClaimSettled | None:
    """The claim that an open item is about, while nobody has looked at it."""
    return next((one for one in settling.refused(counter) if f"{one.sale}:{one.benefit}" == item), None)


def whose(counter: Counter, number: str | None) -> str:
    """A member as anybody may see them: the number, and the name masked where it is known here."""
    if not number:
        return ""
    member = counter.ports.books.member(number)
    return f"{mask_name(member.name)} · {number}" if member is not None and member.name else number


def about(counter: Counter, told: ClaimSettled) -> str:
    """Which sale it was, and whose."""
    sale = counter.ports.shelf.sale(told.sale)
    return " · ".join(part for part in (sale.code, whose(counter, sale.member)) if part) if sale else ""


def reason(told: ClaimSettled, words: Words) -> str:
    """Why there is nothing to refund, as the customer is told."""
    key = f"claimed.refused.{told.reason}"
    return words(key) if words.has(key) else words("claimed.refused.other", code=told.reason)


def benefit(back: Return, words: Words) -> str:
    """Which benefit a refund pays out, "" where goods came back."""
    return words(f"benefits.name.{back.benefit.partition(':')[0]}") if back.benefit else ""
