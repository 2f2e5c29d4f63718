"""The receipt of a sale as a document without a printer: everything Korean practice wants on it, nothing personal.

A member appears by number. What a second person allowed is the shop's affair and is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pos.domain.calendar import korean_day
from pos.domain.cash_receipt import Certificate
from pos.domain.papers import paper_words as words
from pos.domain.papers.certificate import certificate_blocks
from pos.domain.papers.paper import Block, Cut, Document, Feed, Item, Pair, Qr, Rule, Text
from pos.domain.papers.paper_words import won
from pos.domain.papers.receipt_token import on_paper
from pos.domain.plus import Entitlement, last_day
from pos.domain.policy import Rules
from pos.domain.sale import Sale, SaleLine
from pos.domain.tender import Payment, needs_signature
from pos.domain.warranty import last_day_if

COPY_MARK = "재발행"
SIGNED = "서명: 카드 단말기"


class Letterhead(msgspec.Struct, frozen=True):
    """Who sells: what a receipt has to name."""

    name: str
    business_number: str
    representative: str
    address: str
    phone: str
    service_phone: str


def receipt_of(
    sale: Sale,
    shop: Letterhead,
    *,
    cashier: str,
    rules: Rules,
    mark: str,
    is_copy: bool,
    token: str = "",
    certificates: Sequence[Certificate] = (),
) -> Document:
    """The receipt of `sale`. `rules` are those of its terms: days for a change of mind (15 (1) as read), warranties,
    signatures. `certificates` are its cash receipts, as far as they are known.

    `mark` is its place in the journal (sequence, start of the hash), `token` its long code, by which any till of the
    chain can take the goods back; one that is too long for a paper is left out, and the short code stands alone.
    """
    blocks = [*copy_blocks(is_copy=is_copy), *shop_blocks(shop), Rule(double=True)]
    blocks += [
        Pair(f"{sale.at:%Y-%m-%d %H:%M:%S}", f"No. {sale.code}"),
        Pair(f"계산대 {sale.till}", f"담당 {cashier}"),
        *member_blocks(sale),
    ]
    blocks += goods_blocks(sale)
    blocks += [block for payment in sale.payments for block in _payment(payment, rules)]
    if sale.change:
        blocks.append(Pair("거스름돈", won(sale.change), bold=True))
    blocks += certificate_blocks(certificates)
    blocks += benefit_blocks(sale)
    blocks += warranty_blocks(sale, rules)
    blocks += _foot(sale, shop, rules, mark, token)
    return Document(f"영수증 {sale.code}", tuple(blocks))


def copy_blocks(*, is_copy: bool) -> list[Block]:
    """The mark of a copy, above everything else."""
    return [Text(f"** {COPY_MARK} **", align="centre", bold=True, size=2)] if is_copy else []


def shop_blocks(shop: Letterhead) -> list[Block]:
    """Who sells."""
    return [
        Text(shop.name, align="centre", bold=True, size=2),
        Text(f"{shop.business_number}  대표 {shop.representative}", align="centre"),
        Text(shop.address, align="centre"),
        Text(f"전화 {shop.phone}", align="centre"),
    ]


def member_blocks(sale: Sale) -> list[Block]:
    """Whose benefits these were: a number, which tells nobody who it is."""
    return [Pair("회원", sale.member)] if sale.member else []


def goods_blocks(sale: Sale) -> list[Block]:
    """What was sold, line by line, with its discounts and serial numbers; and the sums."""
    blocks: list[Block] = [Rule(), Item("상품", "단가", "수량", "금액"), Rule()]
    blocks += [block for line in sale.lines for block in _line(line)]
    return blocks + _sums(sale)


def benefit_blocks(sale: Sale) -> list[Block]:
    """What is left of the benefits this sale used, and what its machine began."""
    causes = {discount.cause.benefit: discount.cause for line in sale.lines for discount in line.discounts}
    blocks: list[Block] = [Pair(*told) for cause in causes.values() if (told := words.left(cause))]
    if sale.begins is not None and sale.begins.benefit not in causes:
        blocks += _begun(sale.begins)
    for claimed in sale.claims:
        blocks += [
            Pair(words.CLAIMED, won(claimed.amount), bold=True),
            Text(f"  {words.CLAIMED_HOW}"),
            Text(f"  {words.CLAIMED_TOO}"),
        ]
    return [Rule(), *blocks] if blocks else []


def end_blocks(sale: Sale, mark: str, token: str = "") -> list[Block]:
    """The terms that bind the sale, its code, and its place in the journal."""
    return [
        Text(f"이용약관 {sale.terms}", align="centre"),
        Feed(),
        Qr(on_paper(token, sale.code), caption=sale.code),
        Text(f"기록 {mark}", align="centre"),
        Cut(),
    ]


def approval_blocks(payment: Payment) -> list[Block]:
    """What a card's slip says: issuer, masked number, months, approval and acquirer; or a transfer's reference."""
    approval = payment.approval
    if approval is not None:
        months = f"할부 {approval.instalments}개월" if approval.instalments else "일시불"
        return [
            Pair(f"{approval.issuer} {approval.masked_number}", months, indent=2),
            Pair(f"승인번호 {approval.approval_number}", words.hour(approval.approved_at), indent=2),
            Pair(f"매입 {approval.acquirer}", f"가맹점 {approval.merchant}", indent=2),
        ]
    return [Text(f"  입금 확인 {payment.reference}")] if payment.reference else []


def warranty_blocks(sale: Sale, rules: Rules) -> list[Block]:
    """Until when each machine is under warranty, with and without registering it (9 (8) 8, 18), and whom to call."""
    machines = [line for line in sale.lines if line.warranty_months]
    if not machines:
        return []
    sold = korean_day(sale.at)
    blocks: list[Block] = [Rule(), Text("무상 보증 (이용약관 9 (8) 8, 18)", bold=True)]
    for line in machines:
        plain = last_day_if(sold, line.warranty_months, rules.plus, registered=False)
        longer = last_day_if(sold, line.warranty_months, rules.plus, registered=True)
        blocks.append(Pair(line.name.ko, f"{plain.isoformat()}까지"))
        blocks.append(Pair(f"{rules.plus.registration_days}일 이내 등록 시", f"{longer.isoformat()}까지", indent=2))
    return [*blocks, Pair("머신 서비스", rules.warranty.service_phone)]


def _line(line: SaleLine) -> Iterator[Block]:
    exempt = "* " if line.tax == "exempt" else ""
    yield Item(exempt + line.name.ko, won(line.unit_price), str(line.quantity), won(line.amount))
    for serial in line.serials:
        yield Pair("일련번호", serial, indent=2)
    for discount in line.discounts:
        yield Pair(f"└ {words.discount(discount)}", f"-{won(discount.amount)}", indent=2)


def _sums(sale: Sale) -> list[Block]:
    blocks: list[Block] = [Rule()]
    if sale.discount or sale.shipping or sale.delivery_fee:
        blocks.append(Pair("상품 금액", won(sale.goods)))
    if sale.discount:
        blocks.append(Pair("할인", f"-{won(sale.discount)}"))
    if sale.shipping or sale.delivery_fee:
        blocks.append(Pair("배송비", won(sale.delivery_fee) if sale.delivery_fee else "무료"))
    blocks += [
        Pair("과세 물품가액", won(sale.taxable - sale.vat)),
        Pair("부가세", won(sale.vat)),
    ]
    if sale.exempt:
        blocks.append(Pair("* 면세 물품가액", won(sale.exempt)))
    blocks += [Pair("합계", won(sale.total), bold=True, size=2), Rule()]
    return blocks


def _payment(payment: Payment, rules: Rules) -> list[Block]:
    if payment.kind == "cash":
        told = [Pair(words.ROUNDED, f"{payment.rounded:+,}", indent=2)] if payment.rounded else []
        return [Pair("현금 받은 금액", won(payment.handed_over or payment.amount + payment.rounded)), *told]
    if payment.kind == "exchange":
        return [Pair("반품 상품으로 결제", won(payment.amount)), Pair("원거래", f"No. {payment.reference}", indent=2)]
    signed = [Text(f"  {SIGNED}")] if _is_signed(payment, rules) else []
    return [Pair(words.tender(payment), won(payment.amount)), *approval_blocks(payment), *signed]


def _is_signed(payment: Payment, rules: Rules) -> bool:
    """Whether the customer signed on the terminal; an app on their phone asks for no signature."""
    if payment.kind != "card" or payment.approval is None:
        return False
    return needs_signature(payment.amount, payment.approval.instalments, above=rules.payment.signature_above)


def _begun(entitlement: Entitlement) -> list[Block]:
    last = last_day(entitlement)
    until = f"{last.isoformat()}까지" if last else ""
    return [Pair(f"새 플러스 혜택 주문 {len(entitlement.plan.amounts)}회", until)]


def _foot(sale: Sale, shop: Letterhead, rules: Rules, mark: str, token: str) -> list[Block]:
    rule = rules.withdrawal
    wrong = f"공급 후 {rule.not_as_described_months}개월, 안 날부터 {rule.not_as_described_days}일 이내"
    return [
        Feed(),
        Text(f"교환·환불: 구입 후 {rule.boutique_days}일 이내, 미개봉, 영수증 지참 (커피 제외)", align="centre"),
        Text(f"불량이나 표시와 다른 상품: {wrong} (15 (3))", align="centre"),
        Text(f"고객센터 {shop.service_phone}", align="centre"),
        *end_blocks(sale, mark, token),
    ]
