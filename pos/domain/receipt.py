"""The receipt of a sale as a document without a printer: everything Korean practice wants on it, nothing personal."""

from __future__ import annotations

import msgspec

from pos.domain.money import Won
from pos.domain.paper import Block, Cut, Document, Feed, Item, Pair, Qr, Rule, Text
from pos.domain.sale import Sale, SaleLine
from pos.domain.tender import Payment

COPY_MARK = "재발행"

_TENDERS = {"cash": "현금", "card": "신용카드", "easy": "간편결제", "transfer": "계좌이체"}


class Letterhead(msgspec.Struct, frozen=True):
    """Who sells: what a receipt has to name."""

    name: str
    business_number: str
    representative: str
    address: str
    phone: str
    service_phone: str


def receipt_of(sale: Sale, shop: Letterhead, *, cashier: str, return_days: int, mark: str, is_copy: bool) -> Document:
    """The receipt of `sale`. `return_days` are those of its terms for a change of mind (15 (1) as read at a boutique).

    `mark` is its place in the journal (sequence, start of the hash).
    """
    blocks: list[Block] = []
    if is_copy:
        blocks.append(Text(f"** {COPY_MARK} **", align="centre", bold=True, size=2))
    blocks += _head(sale, shop, cashier)
    blocks += [block for line in sale.lines for block in _line(line)]
    blocks += _sums(sale)
    blocks += [block for payment in sale.payments for block in _payment(payment)]
    if sale.change:
        blocks.append(Pair("거스름돈", won(sale.change), bold=True))
    blocks += _foot(sale, shop, return_days, mark)
    return Document(f"영수증 {sale.code}", tuple(blocks))


def won(amount: Won) -> str:
    """An amount as it stands on paper: 1,234."""
    return f"{amount:,}"


def _head(sale: Sale, shop: Letterhead, cashier: str) -> list[Block]:
    return [
        Text(shop.name, align="centre", bold=True, size=2),
        Text(f"{shop.business_number}  대표 {shop.representative}", align="centre"),
        Text(shop.address, align="centre"),
        Text(f"전화 {shop.phone}", align="centre"),
        Rule(double=True),
        Pair(f"{sale.at:%Y-%m-%d %H:%M:%S}", f"No. {sale.code}"),
        Pair(f"계산대 {sale.till}", f"담당 {cashier}"),
        Rule(),
        Item("상품", "단가", "수량", "금액"),
        Rule(),
    ]


def _line(line: SaleLine) -> list[Block]:
    exempt = "* " if line.tax == "exempt" else ""
    item = Item(exempt + line.name.ko, won(line.unit_price), str(line.quantity), won(line.amount))
    return [
        item,
        *(
            Pair(f"└ {discount.cause.code} ({discount.cause.clause})", f"-{won(discount.amount)}", indent=2)
            for discount in line.discounts
        ),
    ]


def _sums(sale: Sale) -> list[Block]:
    blocks: list[Block] = [Rule()]
    if sale.discount:
        blocks += [Pair("상품 금액", won(sale.goods)), Pair("할인", f"-{won(sale.discount)}")]
    blocks += [
        Pair("과세 물품가액", won(sale.taxable - sale.vat)),
        Pair("부가세", won(sale.vat)),
    ]
    if sale.exempt:
        blocks.append(Pair("* 면세 물품가액", won(sale.exempt)))
    blocks += [Pair("합계", won(sale.total), bold=True, size=2), Rule()]
    return blocks


def _payment(payment: Payment) -> list[Block]:
    if payment.kind == "cash":
        return [Pair("현금 받은 금액", won(payment.handed_over or payment.amount))]
    blocks: list[Block] = [Pair(_TENDERS[payment.kind], won(payment.amount))]
    approval = payment.approval
    if approval is not None:
        months = f"{approval.instalments}개월" if approval.instalments else "일시불"
        blocks += [
            Pair(f"{approval.issuer} {approval.masked_number}", months, indent=2),
            Pair(f"승인번호 {approval.approval_number}", _hour(approval.approved_at), indent=2),
            Pair(f"매입 {approval.acquirer}", f"가맹점 {approval.merchant}", indent=2),
        ]
    elif payment.reference:
        blocks.append(Text(f"  입금 확인 {payment.reference}"))
    return blocks


def _hour(approved_at: str) -> str:
    """A terminal's time as a receipt shows it: 2026-11-02 10:00:03."""
    return approved_at[:19].replace("T", " ")


def _foot(sale: Sale, shop: Letterhead, return_days: int, mark: str) -> list[Block]:
    return [
        Feed(),
        Text(f"교환·환불: 구입 후 {return_days}일 이내, 미개봉, 영수증 지참 (커피 제외)", align="centre"),
        Text("불량은 기간 내 언제든지 교환·환불해 드립니다.", align="centre"),
        Text(f"고객센터 {shop.service_phone}", align="centre"),
        Text(f"이용약관 {sale.terms}", align="centre"),
        Feed(),
        Qr(sale.code, caption=sale.code),
        Text(f"기록 {mark}", align="centre"),
        Cut(),
    ]
