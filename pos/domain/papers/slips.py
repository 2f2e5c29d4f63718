"""Small papers: how to join Easy-Order, and an order that was cancelled before it left. Nothing personal is on them."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.cash_receipt import Certificate
from pos.domain.papers import paper_words as words
from pos.domain.papers.certificate import certificate_blocks
from pos.domain.papers.paper import Block, Cut, Document, Feed, Pair, Qr, Rule, Text
from pos.domain.papers.paper_words import won
from pos.domain.papers.receipt import Letterhead, approval_blocks, member_blocks, shop_blocks
from pos.domain.sale import Sale
from pos.domain.tender import Payment

EASY_ORDER = "이지오더 가입 안내"
CANCELLATION = "주문 취소 확인서"


def easy_order_slip(shop: Letterhead) -> Document:
    """How to join Easy-Order by phone or web (terms 9 (6) 2, 9 (7)); how much and until when is for those to say."""
    phone = shop.service_phone or shop.phone
    blocks: list[Block] = [
        *shop_blocks(shop),
        Rule(double=True),
        Text(EASY_ORDER, align="centre", bold=True, size=2),
        Feed(),
        Text("원하는 날짜에 커피를 정기적으로 받아 보는 서비스입니다. 배송은 무료입니다. (이용약관 9 (7))"),
        Text("부티크에서는 신청을 받지 않습니다. (9 (6) 2)"),
        Rule(),
        Text("웹·앱", bold=True),
        Text("로그인 후 '내 계정 > 이지오더'에서 커피, 배송 주기와 날짜, 배송지, 카드를 고릅니다."),
        Text("전화", bold=True),
        Text(f"고객센터 {phone}"),
        Rule(),
        Text("결제는 등록하신 카드로만, 발송일에 자동으로 이루어집니다. (9 (7) 4, 5)"),
        Text("지정하신 날이 휴일이면 다음 영업일에 발송합니다. (9 (7) 3)"),
        Text("안내 메일을 받으신 뒤 발송 전날까지 변경하실 수 있습니다. (9 (7) 3)"),
        Cut(),
    ]
    return Document(EASY_ORDER, tuple(blocks))


def cancellation_slip(
    sale: Sale,
    returned: Sequence[Payment],
    shop: Letterhead,
    *,
    at: str,
    mark: str,
    certificates: Sequence[Certificate] = (),
) -> Document:
    """A delivery order that was cancelled before it left (terms 12 (2), 13 (2)): what went back, and which way.

    `at` is when (ISO 8601, Korean time), `mark` the cancellation's place in the journal. `certificates` are the cash
    receipts of the order, and what takes them back.
    """
    blocks: list[Block] = [
        *shop_blocks(shop),
        Rule(double=True),
        Text(CANCELLATION, align="centre", bold=True, size=2),
        Pair("취소 시각", words.hour(at)),
        Pair("주문 시각", f"{sale.at:%Y-%m-%d %H:%M:%S}"),
        Pair("원거래", f"No. {sale.code}"),
        *member_blocks(sale),
        Rule(),
        *(Pair(f"{line.name.ko} × {line.quantity}", won(line.amount)) for line in sale.lines),
    ]
    if sale.discount:
        blocks.append(Pair("할인", f"-{won(sale.discount)}"))
    if sale.delivery_fee:
        blocks.append(Pair("배송비", won(sale.delivery_fee)))
    blocks += [Rule(), *(block for payment in returned for block in _returned(payment))]
    blocks += [Pair("돌려드린 금액", won(sum(one.amount + one.rounded for one in returned)), bold=True, size=2)]
    blocks += [*certificate_blocks(certificates), Rule()]
    blocks += [*_benefits(sale), Text("발송 전 취소로 비용은 없습니다. (이용약관 12 (2), 13 (2))")]
    blocks += [Text(f"이용약관 {sale.terms}", align="centre"), Feed()]
    blocks += [Qr(sale.code, caption=sale.code), Text(f"기록 {mark}", align="centre"), Cut()]
    return Document(f"{CANCELLATION} {sale.code}", tuple(blocks))


def _returned(payment: Payment) -> list[Block]:
    how = "반환" if payment.kind == "cash" else "환불" if payment.kind == "transfer" else "승인 취소"
    told = [Pair(words.ROUNDED, f"{payment.rounded:+,}", indent=2)] if payment.rounded else []
    amount = won(payment.amount + payment.rounded)
    return [Pair(f"{words.tender(payment)} {how}", amount), *told, *approval_blocks(payment)]


def _benefits(sale: Sale) -> list[Block]:
    blocks: list[Block] = []
    if any(sale.begins is None or used != sale.begins.benefit for used in sale.uses):
        blocks.append(Text("이 주문에 사용하신 혜택은 다시 사용하실 수 있습니다."))
    if sale.begins is not None:
        blocks.append(Text("이 주문의 머신으로 시작된 플러스 혜택은 없던 것이 됩니다."))
    return blocks
