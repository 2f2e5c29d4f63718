"""The receipt of a refund: what came back of which sale and why, what was taken back, and how the money went back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pos.domain import paper_words as words
from pos.domain.paper import Block, Cut, Document, Feed, Item, Pair, Qr, Rule, Text
from pos.domain.paper_words import won
from pos.domain.receipt import Letterhead, copy_blocks, shop_blocks
from pos.domain.returns import PaidOut, Part, Return, ReturnLine

TITLE = "환불 영수증"
CLAWBACK = "커피 할인 회수"


def refund_receipt(
    back: Return, paid_out: Sequence[PaidOut], shop: Letterhead, *, cashier: str, mark: str, is_copy: bool
) -> Document:
    """The receipt of a return. It names the original, what and why; a part that is still owed says by when it is paid.

    `paid_out` is what of its parts reached the customer so far, `mark` its place in the journal.
    """
    blocks = [*copy_blocks(is_copy=is_copy), *shop_blocks(shop), Rule(double=True)]
    blocks += [
        Text(TITLE, align="centre", bold=True, size=2),
        Pair(f"{back.at:%Y-%m-%d %H:%M:%S}", f"No. {back.code}"),
        Pair(f"계산대 {back.till}", f"담당 {cashier}"),
        *_original(back),
        Rule(),
        Item("상품", "상태", "수량", "금액"),
        Rule(),
        *(block for line in back.lines for block in _line(line)),
        *_sums(back),
        *_money(back, paid_out),
        Feed(),
        Text(f"이용약관 {back.terms}", align="centre"),
        Qr(back.code, caption=back.code),
        Text(f"기록 {mark}", align="centre"),
        Cut(),
    ]
    return Document(f"{TITLE} {back.code}", tuple(blocks))


def _original(back: Return) -> list[Block]:
    if back.sold_at is None:
        return [Text("원거래 영수증 없음")]
    return [Pair("원거래", f"No. {back.original}"), Pair("원거래 시각", f"{back.sold_at:%Y-%m-%d %H:%M:%S}")]


def _line(line: ReturnLine) -> Iterator[Block]:
    exempt = "* " if line.tax == "exempt" else ""
    amount = "교환" if line.replaced else f"-{won(line.amount)}"
    yield Item(exempt + line.name.ko, words.CONDITIONS[line.condition], str(line.quantity), amount)
    yield Pair("사유", words.REASONS[line.reason], indent=2)
    for serial in line.serials:
        yield Pair("일련번호", serial, indent=2)
    for serial in line.new_serials:
        yield Pair("교환 일련번호", serial, indent=2)


def _sums(back: Return) -> list[Block]:
    blocks: list[Block] = [Rule()]
    if back.delivery_fee:
        blocks.append(Pair("배송비", f"-{won(back.delivery_fee)}"))
    blocks += [
        Pair("과세 물품가액", f"-{won(back.taxable - back.vat)}"),
        Pair("부가세", f"-{won(back.vat)}"),
    ]
    if back.exempt:
        blocks.append(Pair("* 면세 물품가액", f"-{won(back.exempt)}"))
    if back.clawback:
        blocks += [
            Pair(f"{CLAWBACK} (9 (8) 3)", won(back.clawed_back)),
            Pair("그중 부가세", won(back.clawback_vat), indent=2),
        ]
    if back.unpaid:
        blocks.append(Pair("미회수 금액", won(back.unpaid)))
    return [*blocks, Pair("환불 금액", won(back.refund), bold=True, size=2), Rule()]


def _money(back: Return, paid_out: Sequence[PaidOut]) -> Iterator[Block]:
    paid = {one.part: one for one in paid_out}
    for part in back.parts:
        yield from _paid(part, paid[part.id]) if part.id in paid else _owed(back, part)
    if back.credit:
        yield Pair("교환 상품 결제에 사용", won(sum(part.amount for part in back.credit)))


def _paid(part: Part, done: PaidOut) -> Iterable[Block]:
    yield Pair(f"{words.TENDERS[done.how]} 환불", won(part.amount))
    if part.approval is not None and done.how == part.kind:
        yield Pair(f"{part.approval.issuer} {part.approval.masked_number}", "승인 취소", indent=2)
        yield Pair(f"원승인 {part.approval.approval_number}", part.approval.approved_at[:10], indent=2)
    if done.approval is not None:
        yield Pair(f"취소승인 {done.approval.approval_number}", words.hour(done.approval.approved_at), indent=2)
    if done.recharged is not None and done.recharged.approval is not None:
        yield Pair(f"재승인 {done.recharged.approval.approval_number}", won(done.recharged.amount), indent=2)
    if done.interest:
        yield Pair("지연 이자 (16 (1))", won(done.interest), indent=2)


def _owed(back: Return, part: Part) -> Iterable[Block]:
    yield Pair(f"{words.TENDERS[part.kind]} 환불 예정", won(part.amount))
    if back.due is not None:
        yield Pair("늦어도", f"{words.day(back.due)}까지", indent=2)
