"""The confirmation of a delivery order (terms 10 (2), 12 (1), 13 (2)): with it the contract exists.

It is the customer's own paper, and they have to be able to check the address; name and phone stay masked all the same.
"""

from __future__ import annotations

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.members import mask_name, mask_phone
from pos.domain.papers import paper_words as words
from pos.domain.papers.paper import Block, Document, Feed, Pair, Rule, Text
from pos.domain.papers.paper_words import won
from pos.domain.papers.receipt import (
    Letterhead,
    benefit_blocks,
    copy_blocks,
    end_blocks,
    goods_blocks,
    member_blocks,
    shop_blocks,
)
from pos.domain.sale import Sale, Shipping

TITLE = "주문 확인서"


def confirmation_of(
    sale: Sale, recipient: Recipient | None, shop: Letterhead, *, mark: str, is_copy: bool = False
) -> Document:
    """The confirmation of `sale`, which goes to `recipient`; None where the address was destroyed since.

    Raises Refused("order.none") for a sale that is not delivered. `mark` is its place in the journal.
    """
    if sale.shipping is None:
        raise Refused("order.none")
    blocks = [*copy_blocks(is_copy=is_copy), *shop_blocks(shop), Rule(double=True)]
    blocks += [
        Text(TITLE, align="centre", bold=True, size=2),
        Text("주문을 승낙합니다. 이 확인서를 받으신 때에 계약이 성립합니다. (이용약관 10 (2), 12 (1))"),
        Pair(f"{sale.at:%Y-%m-%d %H:%M:%S}", f"No. {sale.code}"),
        *member_blocks(sale),
    ]
    blocks += goods_blocks(sale)
    blocks += [Pair(words.tender(payment), won(payment.amount)) for payment in sale.payments]
    blocks += [Rule(), *_where(recipient), *_when(sale.shipping), Rule(), *_cancelling(shop)]
    blocks += [*benefit_blocks(sale), Feed(), *end_blocks(sale, mark)]
    return Document(f"{TITLE} {sale.code}", tuple(blocks))


def _where(recipient: Recipient | None) -> list[Block]:
    if recipient is None:
        return [Text("배송지는 보관 기간이 끝나 표시하지 않습니다.")]
    return [
        Pair("받는 분", mask_name(recipient.name)),
        Pair("연락처", mask_phone(recipient.phone)),
        Text(f"배송지 ({recipient.postcode}) {recipient.address} {recipient.detail}".rstrip()),
    ]


def _when(shipping: Shipping) -> list[Block]:
    return [
        Pair("발송 예정일", words.day(shipping.leaves), bold=True),
        Pair("늦어도", words.day(shipping.latest)),
    ]


def _cancelling(shop: Letterhead) -> list[Block]:
    return [
        Text("발송 전에는 무료로 변경·취소하실 수 있습니다. (12 (2))"),
        Text(f"이 확인서를 가지고 부티크로 오시거나 {shop.phone}번으로 연락해 주십시오."),
        Text("발송 후 단순 변심으로 철회하시면 반송비가 청구될 수 있습니다. (13 (2))"),
    ]
