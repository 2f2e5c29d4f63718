"""Cash receipts on paper: what for, how much, approved as what; whole numbers never."""

from msgspec.structs import replace

from pos.domain.cash_receipt import Certificate
from pos.domain.papers.certificate import certificate_blocks
from pos.domain.papers.paper import Document
from pos.domain.papers.receipt import SIGNED, receipt_of
from pos.domain.papers.slips import cancellation_slip
from tests.domain.baskets import TERMS
from tests.domain.papers import issued, taken_back, waiting
from tests.domain.sales import APPROVAL, SHOP, a_delivery, a_sale, told

ISSUED = """\
---
현금영수증 (소득공제) | 11,000
  010-****-8642
  승인번호 700000123 | 2026-11-02 10:00:07"""
WAITING = """\
---
현금영수증 (지출증빙) | 11,000
  ***-**-*2517 | 발급 대기"""
TAKEN_BACK = """\
---
현금영수증 취소 (소득공제) | -5,500
  010-****-8642 | 거래 취소
  승인번호 700000456 | 2026-11-04 15:20:15
  원승인 700000123 | 2026-11-02"""
NOT_YET_TAKEN_BACK = """\
---
현금영수증 취소 (소득공제) | -5,500
  010-****-8642 | 오류 발급
  취소 대기
  원승인 700000123 | 2026-11-02"""


def shown(*certificates: Certificate, back: str = "") -> str:
    return told(Document("", tuple(certificate_blocks(certificates, back=back))))


def sale_paper(*certificates: Certificate) -> str:
    rules = TERMS.rules
    return told(receipt_of(a_sale(), SHOP, cashier="", rules=rules, mark="", is_copy=False, certificates=certificates))


def test_each_stands_as_far_as_it_got() -> None:
    assert shown(issued(11_000)) == ISSUED
    assert shown(waiting(11_000, "business", "***-**-*2517")) == WAITING
    unasked = shown(issued(1, "self", "010-000-1234"))
    assert "현금영수증 (자진발급) | 1" in unasked and unasked.endswith("등록하실 수 있습니다.")
    assert "등록" not in shown(waiting(1, "self", "010-000-1234"))
    assert shown(taken_back(5_500, back="b"), back="b") == TAKEN_BACK
    assert shown(taken_back(5_500, back="b", reason=2, is_told=False), back="b") == NOT_YET_TAKEN_BACK


def test_a_cancellation_whose_receipt_is_not_issued_yet_names_its_day() -> None:
    one = taken_back(5_500, back="b", is_told=False)
    assert one.receipt.cancels is not None
    unnamed = replace(one.receipt, cancels=replace(one.receipt.cancels, approval_number=""))
    assert "  원승인 | 2026-11-02" in shown(Certificate(unnamed), back="b")


def test_a_paper_shows_what_is_its_own() -> None:
    every = (issued(11_000), taken_back(5_500, back="b1"), taken_back(5_500, back="b2"))
    assert shown(*every) == ISSUED
    assert shown(*every, back="b1") == TAKEN_BACK
    assert certificate_blocks(every, back="b3") == certificate_blocks(()) == []


def test_the_receipt_of_a_sale_has_it_after_the_change() -> None:
    assert f"거스름돈 | 5,000\n{ISSUED}\n" in sale_paper(issued(11_000))
    assert "현금영수증" not in sale_paper()


def test_an_order_that_was_cancelled_shows_both() -> None:
    order = a_delivery()
    paper = cancellation_slip(
        order,
        order.payments,
        SHOP,
        at="2026-11-03T10:00:00+09:00",
        mark="",
        certificates=(issued(49_500), taken_back(49_500, back="")),
    )
    assert "현금영수증 (소득공제) | 49,500" in told(paper) and "현금영수증 취소 (소득공제) | -49,500" in told(paper)


def test_a_card_that_the_customer_signed_for_says_so() -> None:
    """Above fifty thousand won, and in instalments always; an app on a phone wants none."""
    sale, rules = a_sale(), TERMS.rules
    above = rules.payment.signature_above
    cases = [("card", above + 1, 0, 1), ("card", above, 0, 0), ("card", above, 2, 1), ("easy", above + 1, 0, 0)]
    for kind, amount, months, times in cases:
        approval = replace(APPROVAL, instalments=months)
        card = replace(sale.payments[0], kind=kind, amount=amount, approval=approval)
        paper = receipt_of(replace(sale, payments=(card,)), SHOP, cashier="", rules=rules, mark="", is_copy=False)
        assert told(paper).count(SIGNED) == times, (kind, amount, months)
        assert told(paper).count("일시불") == (not months)
