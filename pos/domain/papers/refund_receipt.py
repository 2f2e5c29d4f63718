"""The receipt of a refund: what came back of which sale and why, what was taken back, and how the money went back.

Figures of the sale that it turns round are below nothing; what the customer gets stands as they get it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pos.domain.back.returns import PaidOut, Part, Return, ReturnLine
from pos.domain.cash_receipt import Certificate
from pos.domain.papers import paper_words as words
from pos.domain.papers.certificate import certificate_blocks
from pos.domain.papers.paper import Block, Cut, Document, Feed, Item, Pair, Qr, Rule, Text
from pos.domain.papers.paper_words import won
from pos.domain.papers.receipt import Letterhead, copy_blocks, shop_blocks
from pos.domain.plus import Entitlement

TITLE = "환불 영수증"
REPLACED = "교환 확인서"
CLAWBACK = "커피 할인 회수"


def refund_receipt(
    back: Return,
    paid_out: Sequence[PaidOut],
    shop: Letterhead,
    *,
    cashier: str,
    mark: str,
    is_copy: bool,
    certificates: Sequence[Certificate] = (),
) -> Document:
    """The receipt of a return. It names the original, what and why; a part that is still owed says by when it is paid.

    `paid_out` is what of its parts reached the customer so far, `mark` its place in the journal.
    `certificates` are the cash receipts of the sale and what cancels them: shown is what this return takes back.
    """
    is_swap = bool(back.lines) and all(line.replaced for line in back.lines)
    title = REPLACED if is_swap else TITLE
    blocks = [*copy_blocks(is_copy=is_copy), *shop_blocks(shop), Rule(double=True)]
    blocks += [
        Text(title, align="centre", bold=True, size=2),
        Pair(f"{back.at:%Y-%m-%d %H:%M:%S}", f"No. {back.code}"),
        Pair(f"계산대 {back.till}", f"담당 {cashier}" if not back.benefit else words.CONFIRMED_BY),
        *([Pair("회원", back.member)] if back.member else []),
        *_original(back),
        *(_rebate(back) if back.benefit else _goods(back)),
        *(_swapped() if is_swap else [*_sums(back), *_money(back, paid_out)]),
        *certificate_blocks(certificates, back=back.id),
        *(_plan(back, back.plan) if back.plan else []),
        *_foot(back, shop, mark),
    ]
    return Document(f"{title} {back.code}", tuple(blocks))


def _original(back: Return) -> list[Block]:
    if back.sold_at is None:
        return [Text("원거래 영수증 없음")]
    return [Pair("원거래", f"No. {back.original}"), Pair("원거래 시각", f"{back.sold_at:%Y-%m-%d %H:%M:%S}")]


def _goods(back: Return) -> list[Block]:
    head: list[Block] = [Rule(), Item("상품", "상태", "수량", "금액"), Rule()]
    return [*head, *(block for line in back.lines for block in _line(line))]


def _rebate(back: Return) -> list[Block]:
    """No goods: a benefit that nobody could be asked about when they were sold."""
    off = sum(one.amount for one in back.rebates)
    return [Rule(), Text(words.CLAIMED, bold=True), Pair(words.BENEFIT_OF, _below(off), indent=2)]


def _line(line: ReturnLine) -> Iterator[Block]:
    exempt = "* " if line.tax == "exempt" else ""
    amount = "교환" if line.replaced else _below(line.amount)
    yield Item(exempt + line.name.ko, words.CONDITIONS[line.condition], str(line.quantity), amount)
    yield Pair("사유", words.REASONS[line.reason], indent=2)
    for serial in line.serials:
        yield Pair("일련번호", serial, indent=2)
    for serial in line.new_serials:
        yield Pair("교환 일련번호", serial, indent=2)


def _swapped() -> list[Block]:
    return [Rule(), Text("같은 상품으로 교환해 드렸습니다. 금액은 바뀌지 않습니다.")]


def _sums(back: Return) -> list[Block]:
    blocks: list[Block] = [Rule()]
    if back.delivery_fee:
        blocks.append(Pair("배송비", _below(back.delivery_fee)))
    if back.taxable:
        blocks += [Pair("과세 물품가액", _below(back.taxable - back.vat)), Pair("부가세", _below(back.vat))]
    if back.exempt:
        blocks.append(Pair("* 면세 물품가액", _below(back.exempt)))
    if back.clawback:
        blocks += [Rule(), Pair("반품 금액", won(back.amount)), *_clawback(back)]
    return [*blocks, Pair("환불 금액", won(back.refund), bold=True, size=2), Rule()]


def _clawback(back: Return) -> Iterator[Block]:
    """What comes off for discounts that are taken back; or what is added, where coffee of theirs comes back now."""
    orders, taken = len(back.clawback), back.clawed_back
    label = CLAWBACK if taken >= 0 else f"{CLAWBACK} 취소"
    yield Pair(f"{label} (9 (8) 3)" if orders == 1 else f"{label}, 주문 {orders}건 (9 (8) 3)", won(-taken))
    yield Pair("그중 부가세", won(-back.clawback_vat), indent=2)
    if back.unpaid > 0:
        yield Pair("회수하지 못한 금액", won(back.unpaid), indent=2)
        yield Text("카드로 따로 청구하지 않습니다.")
    elif back.unpaid:
        yield Pair("먼저 회수하지 못한 금액", won(back.unpaid), indent=2)


def _money(back: Return, paid_out: Sequence[PaidOut]) -> Iterator[Block]:
    paid = {one.part: one for one in paid_out}
    for part in back.parts:
        yield from _paid(part, paid[part.id]) if part.id in paid else _owed(back, part)
    if back.credit:
        yield Pair("교환 상품 결제에 사용", won(sum(part.amount for part in back.credit)))
    if any(part.id not in paid for part in back.parts):
        yield Text("늦어지면 지연 이자를 더합니다. (16 (1))")


def _paid(part: Part, done: PaidOut) -> Iterable[Block]:
    yield Pair(f"{words.TENDERS[done.how]} 환불", won(part.amount + done.rounded))
    if done.rounded:
        yield Pair(words.ROUNDED, f"{done.rounded:+,}", indent=2)
    if done.how != part.kind:
        yield Pair("원결제", words.TENDERS[part.kind], indent=2)
    elif part.approval is not None:
        yield Pair(f"{part.approval.issuer} {part.approval.masked_number}", _cancelled(part, done), indent=2)
        yield from _first_approval(part)
    if done.approval is not None:
        yield Pair(f"취소승인 {done.approval.approval_number}", words.hour(done.approval.approved_at), indent=2)
    if done.recharged is not None and done.recharged.approval is not None:
        again = done.recharged.approval
        yield Pair(f"재승인 {again.approval_number}", won(done.recharged.amount), indent=2)
    if done.reference:
        yield Pair("송금 확인", done.reference, indent=2)
    if done.interest:
        yield Pair("지연 이자 (16 (1))", won(done.interest), indent=2)


def _cancelled(part: Part, done: PaidOut) -> str:
    if done.recharged is not None:
        return "전체 취소"
    return "승인 취소" if part.amount == part.whole else "부분 취소"


def _first_approval(part: Part) -> Iterator[Block]:
    if part.approval is not None:
        yield Pair(f"원승인 {part.approval.approval_number}", part.approval.approved_at[:10], indent=2)


def _owed(back: Return, part: Part) -> Iterable[Block]:
    yield Pair(f"{words.TENDERS[part.kind]} 환불 예정", won(part.amount))
    if part.approval is not None:
        yield Text(f"  {part.approval.issuer} {part.approval.masked_number}")
        yield from _first_approval(part)
    if back.due is not None:
        yield Pair("늦어도", f"{words.day(back.due)}까지", indent=2)


def _plan(back: Return, held: Entitlement) -> list[Block]:
    line = [Rule()] if back.refund or not back.amount else []
    if held.ended:
        return [*line, Text("이 머신의 플러스 혜택은 끝났습니다.")]
    return [*line, Pair("플러스 혜택이 이어지는 머신", held.serial or held.machine)]


def _foot(back: Return, shop: Letterhead, mark: str) -> list[Block]:
    return [
        Feed(),
        Text(f"고객센터 {shop.service_phone}", align="centre"),
        Text(f"이용약관 {back.terms}", align="centre"),
        Qr(back.code, caption=back.code),
        Text(f"기록 {mark}", align="centre"),
        Cut(),
    ]


def _below(amount: int) -> str:
    """An amount of the sale that is turned round."""
    return won(-amount)
