"""The small papers, as they come out of the printer."""

from msgspec.structs import replace

from pos.domain.papers.slips import cancellation_slip, easy_order_slip
from tests.domain.sales import SHOP, a_delivery, a_sale, told

CANCELLED_AT = "2026-11-02T10:30:00.000+09:00"
CANCELLATION = """\
예시 부티크
220-81-62517  대표 김대표
서울특별시 중구 세종대로 110
전화 02-120-0000
===
주문 취소 확인서
취소 시각 | 2026-11-02 10:30:00
주문 시각 | 2026-11-02 10:00:00
원거래 | No. SEL01-1-000007
회원 | M1
---
우노 머신 × 1 | 199,000
벨로 × 7 | 52,500
유리컵 × 1 | 20,000
아리아 × 1 | 7,200
할인 | -29,200
---
신용카드 승인 취소 | 200,000
  한빛카드 123456******7890 | 일시불
  승인번호 12345678 | 2026-11-02 10:00:03
  매입 한빛 | 가맹점 M001
현금 반환 | 49,500
돌려드린 금액 | 249,500
---
이 주문에 사용하신 혜택은 다시 사용하실 수 있습니다.
이 주문의 머신으로 시작된 플러스 혜택은 없던 것이 됩니다.
발송 전 취소로 비용은 없습니다. (이용약관 12 (2), 13 (2))
이용약관 2025-02-10
[feed]
[QR SEL01-1-000007]
기록 9 · aa
[cut]
"""
EASY_ORDER = """\
예시 부티크
220-81-62517  대표 김대표
서울특별시 중구 세종대로 110
전화 02-120-0000
===
이지오더 가입 안내
[feed]
원하는 날짜에 커피를 정기적으로 받아 보는 서비스입니다. 배송은 무료입니다. (이용약관 9 (7))
부티크에서는 신청을 받지 않습니다. (9 (6) 2)
---
웹·앱
로그인 후 '내 계정 > 이지오더'에서 커피, 배송 주기와 날짜, 배송지, 카드를 고릅니다.
전화
고객센터 080-734-1111
---
결제는 등록하신 카드로만, 발송일에 자동으로 이루어집니다. (9 (7) 4, 5)
지정하신 날이 휴일이면 다음 영업일에 발송합니다. (9 (7) 3)
안내 메일을 받으신 뒤 발송 전날까지 변경하실 수 있습니다. (9 (7) 3)
[cut]
"""


def test_a_cancellation_says_what_went_back_and_which_way() -> None:
    sale = a_delivery()
    document = cancellation_slip(sale, sale.payments, SHOP, at=CANCELLED_AT, mark="9 · aa")
    assert told(document) + "\n" == CANCELLATION
    assert document.title == "주문 취소 확인서 SEL01-1-000007"


def test_cash_goes_back_without_its_change_and_a_transfer_by_its_reference() -> None:
    sale = a_sale()
    paper = told(cancellation_slip(sale, sale.payments, SHOP, at=CANCELLED_AT, mark=""))
    for line in ("현금 반환 | 10,000", "계좌이체 환불 | 4,400", "이체 0211", "돌려드린 금액 | 24,400"):
        assert line in paper, line
    assert "혜택" not in paper


def test_a_benefit_that_was_used_can_be_used_again() -> None:
    sale = replace(a_sale(), uses=("plus:e1",), delivery_fee=2_500)
    paper = told(cancellation_slip(sale, sale.payments, SHOP, at=CANCELLED_AT, mark=""))
    assert "이 주문에 사용하신 혜택은 다시 사용하실 수 있습니다." in paper
    assert "배송비 | 2,500" in paper


def test_how_to_join_easy_order() -> None:
    assert told(easy_order_slip(SHOP)) + "\n" == EASY_ORDER


def test_a_shop_without_a_service_number_gives_its_own() -> None:
    assert "고객센터 02-120-0000" in told(easy_order_slip(replace(SHOP, service_phone="")))
