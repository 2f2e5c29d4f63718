"""How cash receipts stand on a customer's paper: what for, under which number (masked), and the approval.

It shows what is known when it is printed; one that the tax office has not been told yet says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pos.domain.cash_receipt import Cancelled, Certificate
from pos.domain.papers import paper_words as words
from pos.domain.papers.paper import Block, Pair, Rule, Text
from pos.domain.papers.paper_words import won

TITLE = "현금영수증"
CANCELLED = "현금영수증 취소"
WAITING = "발급 대기"
CANCEL_WAITING = "취소 대기"
REGISTER = "국세청 홈택스에서 소득공제로 등록하실 수 있습니다."


def certificate_blocks(certificates: Iterable[Certificate], *, back: str = "") -> list[Block]:
    """The cash receipts of a sale below a rule, or with `back` what a return takes back of them; nothing for none."""
    shown = [one for one in certificates if one.receipt.back == back]
    return [Rule(), *(block for one in shown for block in _block(one))] if shown else []


def _block(one: Certificate) -> Iterator[Block]:
    receipt, cancels = one.receipt, one.receipt.cancels
    use = words.RECEIPT_USES[receipt.use]
    if cancels is None:
        yield Pair(f"{TITLE} ({use})", won(receipt.amount))
        yield Text(f"  {receipt.masked}") if one.approval_number else Pair(receipt.masked, WAITING, indent=2)
    else:
        yield Pair(f"{CANCELLED} ({use})", won(-receipt.amount))
        yield Pair(receipt.masked, words.CANCEL_REASONS[cancels.reason], indent=2)
    if one.approval_number:
        yield Pair(f"승인번호 {one.approval_number}", words.hour(one.issued_at), indent=2)
        if receipt.use == "self" and cancels is None:
            yield Text(f"  {REGISTER}")
    elif cancels is not None:
        yield Text(f"  {CANCEL_WAITING}")
    if cancels is not None:
        yield from _original(cancels)


def _original(cancels: Cancelled) -> Iterator[Block]:
    number = f"원승인 {cancels.approval_number}" if cancels.approval_number else "원승인"
    yield Pair(number, cancels.issued_on.isoformat(), indent=2)
