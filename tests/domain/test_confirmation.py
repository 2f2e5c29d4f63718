"""The confirmation of a delivery order, as it comes out of the printer."""

import pytest
from msgspec.structs import replace

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.papers.confirmation import confirmation_of
from tests.domain.sales import SHOP, a_delivery, a_sale, told

HOME = Recipient("홍길동", "010-1111-2222", "06133", "서울특별시 강남구 테헤란로 123", "5층", "공동현관 1234")
PAPER = """\
예시 부티크
220-81-62517  대표 김대표
서울특별시 중구 세종대로 110
전화 02-120-0000
===
주문 확인서
주문을 승낙합니다. 이 확인서를 받으신 때에 계약이 성립합니다. (이용약관 10 (2), 12 (1))
2026-11-02 10:00:00 | No. SEL01-1-000007
회원 | M1
---
상품 | 단가 | 수량 | 금액
---
우노 머신 | 199,000 | 1 | 199,000
  일련번호 | UN0001
벨로 | 7,500 | 7 | 52,500
  └ 플러스 할인 (1/3번째) (9 (5), 9 (8)) | -20,000
유리컵 | 20,000 | 1 | 20,000
  └ 유리컵 주간 (9 (8) 7) | -2,000
아리아 | 7,200 | 1 | 7,200
  └ 무상 제공 (9 (2)) | -7,200
---
상품 금액 | 278,700
할인 | -29,200
배송비 | 무료
과세 물품가액 | 226,818
부가세 | 22,682
합계 | 249,500
---
신용카드 | 200,000
현금 | 49,500
---
받는 분 | 홍*동
연락처 | 010-****-2222
배송지 (06133) 서울특별시 강남구 테헤란로 123 5층
발송 예정일 | 2026-11-02 (월)
늦어도 | 2026-11-05 (목)
---
발송 전에는 무료로 변경·취소하실 수 있습니다. (12 (2))
이 확인서를 가지고 부티크로 오시거나 02-120-0000번으로 연락해 주십시오.
발송 후 단순 변심으로 철회하시면 반송비가 청구될 수 있습니다. (13 (2))
---
플러스 혜택 남은 주문 2회 | 2027-01-31까지
[feed]
이용약관 2025-02-10
[feed]
[QR SEL01-1-000007]
기록 5 · 3fa9c2d1
[cut]
"""


def test_the_whole_paper() -> None:
    document = confirmation_of(a_delivery(), HOME, SHOP, mark="5 · 3fa9c2d1")
    assert told(document) + "\n" == PAPER
    assert document.title == "주문 확인서 SEL01-1-000007"


def test_the_customer_can_check_the_address_and_nobody_else_learns_who_it_is() -> None:
    paper = told(confirmation_of(a_delivery(), HOME, SHOP, mark=""))
    for shown in ("06133", HOME.address, HOME.detail):
        assert shown in paper
    for hidden in (HOME.name, HOME.phone, "1111", HOME.note):
        assert hidden not in paper


def test_a_fee_stands_apart() -> None:
    paper = told(confirmation_of(replace(a_delivery(), delivery_fee=2_500), HOME, SHOP, mark=""))
    assert "배송비 | 2,500" in paper


def test_an_address_that_was_destroyed_is_not_missed() -> None:
    paper = told(confirmation_of(a_delivery(), None, SHOP, mark=""))
    assert "받는 분" not in paper
    assert "발송 예정일 | 2026-11-02 (월)" in paper


def test_only_a_copy_says_that_it_is_one() -> None:
    assert told(confirmation_of(a_delivery(), HOME, SHOP, mark="", is_copy=True)).startswith("** 재발행 **")
    assert "재발행" not in PAPER


def test_what_is_carried_out_of_the_shop_has_none() -> None:
    with pytest.raises(Refused, match=r"order\.none"):
        confirmation_of(a_sale(), HOME, SHOP, mark="")
