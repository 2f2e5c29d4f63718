"""What a receipt has to say, as blocks."""

from msgspec.structs import replace

from pos.domain.paper import Pair, Qr, Text
from pos.domain.receipt import receipt_of
from tests.domain.sales import APPROVAL, SHOP, a_sale


def texts(*, is_copy: bool = False) -> list[str]:
    document = receipt_of(a_sale(), SHOP, cashier="계산원", return_days=7, mark="5 · 3fa9c2d1", is_copy=is_copy)
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
        "한빛카드 123456******7890 | 3개월",
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
    document = receipt_of(replace(sale, payments=(card,)), SHOP, cashier="", return_days=7, mark="", is_copy=False)
    assert any(isinstance(block, Pair) and block.right == "일시불" for block in document.blocks)
