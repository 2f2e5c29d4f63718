"""What a receipt has to say, as blocks."""

from msgspec.structs import replace

from pos.domain.papers.paper import Pair, Qr, Text
from pos.domain.papers.receipt import receipt_of
from pos.domain.sale import Sale
from pos.domain.tender import Payment
from tests.domain.baskets import free
from tests.domain.products import terms
from tests.domain.sales import APPROVAL, SHOP, a_delivery, a_sale, told

RULES = terms().rules


def texts(*, is_copy: bool = False) -> list[str]:
    document = receipt_of(a_sale(), SHOP, cashier="계산원", rules=RULES, mark="5 · 3fa9c2d1", is_copy=is_copy)
    shown = []
    for block in document.blocks:
        if isinstance(block, Text):
            shown.append(block.text)
        elif isinstance(block, Pair):
            shown.append(f"{block.left} | {block.right}")
        elif isinstance(block, Qr):
            shown.append(f"QR {block.payload}")
    return shown


def test_it_names_the_shop_the_sums_the_tenders_and_the_terms() -> None:
    shown = texts()
    for expected in (
        "예시 부티크",
        "220-81-62517  대표 김대표",
        "2026-11-02 10:00:00 | No. SEL01-1-000123",
        "계산대 1 | 담당 계산원",
        "과세 물품가액 | 13,091",
        "부가세 | 1,309",
        "* 면세 물품가액 | 10,000",
        "합계 | 24,400",
        "신용카드 | 10,000",
        "한빛카드 123456******7890 | 할부 3개월",
        "승인번호 12345678 | 2026-11-02 10:00:03",
        "매입 한빛 | 가맹점 M001",
        "계좌이체 | 4,400",
        "현금 받은 금액 | 15,000",
        "거스름돈 | 5,000",
        "이용약관 2025-02-10",
        "고객센터 080-734-1111",
        "QR SEL01-1-000123",
        "기록 5 · 3fa9c2d1",
    ):
        assert expected in shown, expected


def test_only_a_copy_says_that_it_is_one() -> None:
    assert not any("재발행" in text for text in texts())
    assert texts(is_copy=True)[0] == "** 재발행 **"


def test_what_was_paid_at_once_has_no_months() -> None:
    sale = a_sale()
    card = replace(sale.payments[0], approval=replace(APPROVAL, instalments=0))
    document = receipt_of(replace(sale, payments=(card,)), SHOP, cashier="", rules=RULES, mark="", is_copy=False)
    assert any(isinstance(block, Pair) and block.right == "일시불" for block in document.blocks)


DELIVERED = """\
예시 부티크
220-81-62517  대표 김대표
서울특별시 중구 세종대로 110
전화 02-120-0000
===
2026-11-02 10:00:00 | No. SEL01-1-000007
계산대 1 | 담당 계산원
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
  한빛카드 123456******7890 | 일시불
  승인번호 12345678 | 2026-11-02 10:00:03
  매입 한빛 | 가맹점 M001
  서명: 카드 단말기
현금 받은 금액 | 50,000
거스름돈 | 500
---
플러스 혜택 남은 주문 2회 | 2027-01-31까지
---
무상 보증 (이용약관 9 (8) 8, 18)
우노 머신 | 2027-11-02까지
  30일 이내 등록 시 | 2028-11-02까지
머신 서비스 | 080-734-1111
[feed]
교환·환불: 구입 후 7일 이내, 미개봉, 영수증 지참 (커피 제외)
불량이나 표시와 다른 상품: 공급 후 3개월, 안 날부터 30일 이내 (15 (3))
고객센터 080-734-1111
이용약관 2025-02-10
[feed]
[QR SEL01-1-000007]
기록 5 · 3fa9c2d1
[cut]
"""


def paper_of(sale: Sale) -> str:
    return told(receipt_of(sale, SHOP, cashier="계산원", rules=RULES, mark="5 · 3fa9c2d1", is_copy=False))


def test_a_machine_coffee_a_cup_and_a_free_sleeve_that_are_delivered() -> None:
    assert paper_of(a_delivery()) + "\n" == DELIVERED


def test_a_fee_stands_apart_from_the_goods() -> None:
    paper = paper_of(replace(a_sale(), delivery_fee=2_500))
    assert "상품 금액 | 24,400\n배송비 | 2,500" in paper
    assert "배송비" not in paper_of(a_sale())


def test_what_a_machine_began_without_being_used() -> None:
    began = replace(a_delivery(), lines=a_delivery().lines[:1])
    assert "새 플러스 혜택 주문 3회 | 2027-01-31까지" in paper_of(began)


def test_no_code_and_no_approval_is_ever_printed() -> None:
    sale = replace(a_delivery(), approvals=(free(),))
    paper = paper_of(sale)
    for hidden in ("plus.discount", "line.free", "promotion", "B1", "sample"):
        assert hidden not in paper


def test_what_goods_paid_for_is_no_charge_to_a_card() -> None:
    by_goods = Payment("x1", "exchange", 10_000, 0, APPROVAL, "SEL01-1-000100", "card", "p1")
    paper = paper_of(replace(a_sale(), payments=(by_goods, *a_sale().payments[1:])))
    assert "반품 상품으로 결제 | 10,000\n  원거래 | No. SEL01-1-000100\n계좌이체" in paper
    assert APPROVAL.approval_number not in paper
