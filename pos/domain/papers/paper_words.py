"""Korean words for papers: why something comes off, how it was paid, amounts, days. Screens have words of their own."""

from __future__ import annotations

from datetime import date

from pos.domain.money import Won
from pos.domain.quote.values import Cause, Discount
from pos.domain.tender import Payment

TENDERS = {"cash": "현금", "card": "신용카드", "easy": "간편결제", "transfer": "계좌이체", "exchange": "교환"}
RANGES = {
    "original": "오리지널",
    "vertuo": "버츄오",
    "professional": "프로페셔널",
    "machine": "머신",
    "accessory": "액세서리",
    "food": "식품",
    "recycling": "재활용",
    "other": "기타",
}
BENEFITS = {
    "plus.discount": "플러스 할인",
    "payback.discount": "페이백 바우처",
    "line.free": "무상 제공",
    "promotion": "프로모션",
}
ROUNDED = "현금 단수 조정"
"""What was paid more or less than the amount, because cash is rounded."""

CLAIMED = "혜택 확인 후 차액 환급"
"""What a sale claims because nobody could be asked, and why it goes back."""
CLAIMED_TOO = "Refunded once your benefit is confirmed"
CLAIMED_HOW = "본사 확인 후 결제하신 방법으로 돌려드립니다. (9 (8))"
CONFIRMED_BY = "본사 확인"
BENEFIT_OF = "플러스 할인 (9 (8))"

MOVES = {"in": "입금", "out": "출금", "safe": "금고"}
AGREED = {"": "아직 비교 전", "equal": "일치", "reading": "본사 집계 중", "differs": "불일치"}
"""What was found when a day was compared with the mall."""

OPEN = {
    "card.in_doubt": "확인 안 된 카드 결제",
    "request.due": "기한 임박 회원 요청",
    "agreement.differs": "본사와 다른 영업일",
    "tax.overdue": "기한 지난 현금영수증",
    "tax.unissued": "미발급 현금영수증",
    "refund.owed": "미지급 환불",
    "claim.open": "처리 중인 클레임",
    "request.open": "처리 중인 회원 요청",
    "basket.held": "보류 장바구니",
    "paper.unknown": "확인 안 된 출력",
    "order.stopped": "취소 중인 주문",
    "change.held": "보류된 본사 변경",
    "change.unread": "읽지 못한 본사 변경",
    "entry.aside": "본사 확인 중인 기록",
    "benefit.refused": "거절된 혜택 차액",
}
CONDITIONS = {"unopened": "미개봉", "opened_unused": "개봉·미사용", "used": "사용"}
REASONS = {
    "change_of_mind": "단순 변심",
    "defect": "불량",
    "not_as_described": "표시·광고와 다름",
    "damaged": "배송 중 파손",
    "missing": "수량 부족",
}
RECEIPT_USES = {"income": "소득공제", "business": "지출증빙", "self": "자진발급"}
CANCEL_REASONS = {1: "거래 취소", 2: "오류 발급", 3: "기타"}
_WEEKDAYS = "월화수목금토일"


def won(amount: Won) -> str:
    """An amount as it stands on paper: 1,234."""
    return f"{amount:,}"


def day(when: date) -> str:
    """A day as it stands on paper: 2026-11-05 (목)."""
    return f"{when:%Y-%m-%d} ({_WEEKDAYS[when.weekday()]})"


def hour(at: str) -> str:
    """A time in ISO 8601 as it stands on paper: 2026-11-02 10:00:03."""
    return at[:19].replace("T", " ")


def reason(cause: Cause) -> str:
    """Why something comes off a line; a cause without words of its own says that it is a discount."""
    if cause.code == "plus.discount":
        return f"플러스 할인{_place(cause)}"
    if cause.code == "payback.discount":
        return "페이백 바우처"
    if cause.code == "line.free":
        return "무상 제공"
    return cause.name.ko if cause.name else "할인"


def discount(given: Discount) -> str:
    """A discount's reason and the clause it rests on."""
    return f"{reason(given.cause)} ({given.cause.clause})"


def tender(payment: Payment) -> str:
    """What it was paid with."""
    return TENDERS[payment.kind]


def left(cause: Cause) -> tuple[str, str] | None:
    """What is left of a benefit after this order, and until when; None where it is not counted in orders."""
    orders, until = cause.facts.get("left"), cause.facts.get("until")
    if not isinstance(orders, int) or not until:
        return None
    whose = {"plus.discount": "플러스 혜택", "payback.discount": "페이백 바우처"}.get(cause.code, reason(cause))
    return (f"{whose} 남은 주문 {orders}회", f"{until}까지") if orders > 0 else (whose, "모두 사용")


def _place(cause: Cause) -> str:
    order, of = cause.facts.get("order"), cause.facts.get("of")
    return f" ({order}/{of}번째)" if order and of else ""
