"""What a refund's receipt has to say, and what it keeps to itself."""

import pytest

from pos.domain.papers.paper import Document, Qr
from pos.domain.papers.refund_receipt import CLAWBACK
from tests.domain.backs import back, one_by_one, sold
from tests.domain.papers import PAPERS, last, paper
from tests.domain.sales import told


@pytest.mark.parametrize("document", [one for one in PAPERS.values() if "환불" in one.title])
def test_it_names_itself_the_shop_why_and_how_much(document: Document) -> None:
    text = told(document)
    for expected in (
        "환불 영수증",
        "220-81-62517",
        "사유 | ",
        "환불 금액 | ",
        "고객센터 080-734-1111",
        "이용약관 2025-02-10",
    ):
        assert expected in text


def test_it_names_the_original_and_the_card() -> None:
    text = told(PAPERS["a machine with a discount taken back"])
    for expected in (
        "원거래 | No. SEL01-1-000001",
        "원거래 시각 | 2026-11-02 10:00:00",
        "사유 | 단순 변심",
        "일련번호 | UNO-10",
        f"{CLAWBACK} (9 (8) 3) | -20,000",
        "그중 부가세 | -1,818",
        "환불 금액 | 179,000",
        "한빛카드 123456******7890 | 부분 취소",
        "원승인 12345678 | 2026-11-02",
        "취소승인 87654321 | 2026-11-04 15:20:11",
        "이 머신의 플러스 혜택은 끝났습니다.",
    ):
        assert expected in text, expected


def test_what_is_owed_is_told_with_its_day() -> None:
    text = told(PAPERS["one part owed, one paid in cash"])
    assert "신용카드 환불 예정 | 30,000" in text
    assert "늦어도 | 2026-11-05 (목)까지" in text
    assert "현금 환불 | 20,000" in text
    assert "예정" not in told(PAPERS["charged anew, late, a copy"])


def test_a_replacement_is_no_refund() -> None:
    text = told(PAPERS["a machine for a machine"])
    assert "교환 일련번호 | UNO-0009" in text
    assert "플러스 혜택이 이어지는 머신 | UNO-0009" in text
    assert "환불 금액" not in text


def test_its_code_is_a_refunds_and_no_token() -> None:
    document = PAPERS["goods for goods"]
    assert [block.payload for block in document.blocks if isinstance(block, Qr)] == ["SEL01-1-R000001"]


def test_no_name_of_code_is_ever_printed() -> None:
    text = "".join(map(told, PAPERS.values()))
    for hidden in ("change_of_mind", "defect", "unopened", "plus:", "sale-1", "returned", "None"):
        assert hidden not in text


def test_all_of_a_card_at_once_is_a_whole_cancellation() -> None:
    one = last(one_by_one(sold(("CUP", 1)), [[lambda _: back(1)]]))
    assert one.parts[0].amount == one.parts[0].whole
    assert "환불 예정" in told(paper(one))
