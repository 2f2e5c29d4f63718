"""Money that goes back: without a receipt, another way than it came, for one's own sale, for a copy one printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pos.domain.audit.flags import Code, Hit, Place
from pos.domain.back.returns import PaidOut, Return
from pos.domain.facts import Fact, RefundPaid, Reprinted, ReturnCompleted
from pos.domain.journal import Entry
from pos.domain.money import Won


class Refunds:
    """Mutable: it goes along a day. `owed` are the parts that are not paid out yet, with the way their money came."""

    kinds: tuple[type, ...] = (ReturnCompleted, RefundPaid, Reprinted)

    def __init__(self, owed: Mapping[str, str]) -> None:
        self.owed: dict[str, str] = dict(owed)
        self._copies: dict[tuple[str, str], Place] = {}
        self._hits: list[Hit] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """One more of its kinds."""
        match fact:
            case ReturnCompleted(back):
                self.owed |= {part.id: part.kind for part in back.parts}
                self._hits.extend(self._of_return(entry, back))
            case RefundPaid(_, paid):
                self._hits.extend(self._of_payment(entry, paid))
            case Reprinted(sale):
                self._copies[entry.who, sale] = (entry.epoch, entry.seq)
            case _:
                return

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - a refund says its own amount
        """A return, or a payment, each."""
        return self._hits

    def _of_return(self, entry: Entry, back: Return) -> Iterator[Hit]:
        who, place = entry.who, (entry.epoch, entry.seq)
        copy = self._copies.get((who, back.sale)) if back.sale else None
        if not back.sale:
            yield Hit("ask.refund_no_receipt", who, (place,), back.refund)
        if copy is not None and back.refund:
            yield Hit("ask.copy_then_refund", who, (copy, place), back.refund)
        if _own_and_nobodys(back, who):
            yield Hit("ask.refund_own_sale", who, (place,), back.refund)

    def _of_payment(self, entry: Entry, paid: PaidOut) -> Iterator[Hit]:
        came = self.owed.pop(paid.part, "")
        code: Code = "ask.refund_other_way"
        if came in ("card", "easy") and paid.how in ("cash", "transfer"):
            yield Hit(code, entry.who, ((entry.epoch, entry.seq),), paid.amount)


def _own_and_nobodys(back: Return, who: str) -> bool:
    """Money for one's own sale of the same day, where no member and no exchange says that a customer was there."""
    is_today = back.sold_at is not None and back.sold_at.date() == back.at.date()
    return bool(back.parts) and back.seller == who and is_today and back.member is None and not back.exchange
