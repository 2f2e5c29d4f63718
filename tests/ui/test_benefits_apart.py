"""Benefits while nobody can be asked, and while another till has them: said aloud, given by a manager, refunded."""

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.app.settings import ROOT
from pos.domain import payback, plus
from pos.domain.apart import ClaimSettled, Hold, Reservation
from pos.domain.errors import Unavailable
from pos.domain.facts import ApprovalGiven, decode_fact
from pos.till.back import settling
from pos.ui.notices import explain
from pos.ui.words import all_words
from tests.ui.fakes import START, Till
from tests.ui.shop import JISU, PLAN, STAFF, barcode, held_plan
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
BENEFIT = "plus:e-M000101"


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.plan_list[PLAN.id] = PLAN
    till.books.put(JISU, held_plan(JISU))


def with_member(front: Shopfront) -> None:
    """Coffee for a member who has Plus."""
    front.press("7", "*")
    front.scan(barcode("C001"))
    front.press("F3", "5678", "Enter")


@contextmanager
def apart(front: Shopfront) -> Iterator[None]:
    """Head office cannot be reached."""
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    yield
    front.till.mall.refuse_with = None


def total(front: Shopfront) -> int:
    assert front.counter.quote is not None
    return front.counter.quote.total


def allow(front: Shopfront) -> None:
    """The manager chooses a reason and types a PIN."""
    front.touch("approval-reason-0")
    front.press("2222", "Enter")


# --- claimed -----------------------------------------------------------------------------------------------------


def test_what_comes_back_later_stands_under_the_basket(front: Shopfront) -> None:
    with apart(front):
        with_member(front)
    assert front.rows == ["아침 숲 7 48,300", "플러스 할인 · 확인 후 환급 20,000"]
    assert total(front) == 48_300
    assert front.find("strip-member").accessibleName().endswith("플러스 20,000원 확인 후 환급 · 본사에 확인하지 못함")


def test_the_panel_says_what_happens_now_and_why(front: Shopfront) -> None:
    with apart(front):
        with_member(front)
    front.press("F8")
    seen = front.seen()
    assert "20,000원 — 확인 후 환급" in seen
    assert "지금은 정상가로 결제하고, 본사가 확인하면 차액을 돌려드립니다.\n점장 적용 3번 중 3번 남음" in seen
    front.press("Right")
    assert "본사에 연결되지 않아 플러스 할인을 지금 확인할 수 없습니다." in front.seen()


def test_touching_what_comes_back_opens_the_panel(front: Shopfront) -> None:
    with apart(front):
        with_member(front)
    front.sale.screen.basket.list.claim_touched.emit()
    assert front.sale.side == "benefits"


def test_paid_and_said_again(front: Shopfront) -> None:
    with apart(front):
        with_member(front)
        front.press("F9")
    assert front.at == "paid"
    assert "혜택 20,000원은 본사 확인 후 결제하신 방법으로 돌려드립니다." in front.seen()
    assert front.counter.last_sale is not None and front.counter.last_sale.claims[0].amount == 20_000


def test_nothing_of_it_where_nothing_is_claimed(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    front.press("F9")
    assert not front.find("claimed").isVisible()


# --- given by a manager ------------------------------------------------------------------------------------------


def test_a_manager_gives_it_now(front: Shopfront) -> None:
    with apart(front):
        with_member(front)
        front.press("F8", "Enter")
        assert front.at == "sale+approval"
        for text in ("확인 전 혜택 적용", "플러스 할인", "20,000원", "3번 중 1번째", "겹치면 회사가 부담합니다"):
            assert text in front.seen()
        allow(front)
    assert front.at == "sale" and total(front) == 28_300
    assert front.rows == ["아침 숲 7 48,300", "플러스 할인 · 3번 중 1번째 −20,000"]
    given = [decode_fact(entry.payload) for entry in front.till.memory.entries]
    (one,) = [fact.approval for fact in given if isinstance(fact, ApprovalGiven)]
    assert (one.action, one.about, one.by, one.reason) == ("benefit.grant", BENEFIT, "p2", "고객이 앱 화면을 보여줌")


def test_three_and_no_more(front: Shopfront) -> None:
    six = replace(PLAN, amounts=(20_000,) * 6)
    front.till.books.put(JISU, replace(held_plan(JISU), plan=six))
    for _ in range(3):
        with apart(front):
            with_member(front)
            front.press("F8", "Enter")
            allow(front)
            front.press("F9", "Enter")
    with apart(front):
        with_member(front)
        front.press("F8")
        assert "점장 적용 3번을 모두 썼습니다. 연결되면 다시 할 수 있습니다." in front.seen()
        assert "점장이 지금 적용" not in front.seen()
        front.press("Enter")
    assert front.at == "sale"


# --- kept for another till ---------------------------------------------------------------------------------------


def test_another_till_has_it_and_until_when(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Reservation("", (), (BENEFIT,), START + timedelta(minutes=12))
    monkeypatch.setattr(front.till.mall, "reserve", lambda _: kept)
    with_member(front)
    assert total(front) == 48_300 and front.rows == ["아침 숲 7 48,300"]
    until = f"{START + timedelta(minutes=12):%H:%M}"
    assert f"플러스: 다른 계산대에서 사용 중 ({until}까지)" in front.find("strip-member").accessibleName()
    front.press("F8")
    assert f"다른 계산대에 이 회원의 장바구니가 열려 있습니다. 플러스는 늦어도 {until}에 풀립니다." in front.seen()


def test_what_was_lost_while_it_waited_is_said_before_anybody_pays(
    front: Shopfront, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, until = Hold(BENEFIT, 0, START + timedelta(minutes=1)), START + timedelta(minutes=30)
    answers = [Reservation("", (ours,)), Reservation("", (), (BENEFIT,), until)]
    monkeypatch.setattr(front.till.mall, "reserve", lambda _: answers.pop(0))
    with_member(front)
    assert total(front) == 28_300
    front.till.clock.at += timedelta(minutes=2)
    front.press("F9")
    assert front.at == "sale" and front.counter.last_sale is None and total(front) == 48_300
    (said,) = [one for one in front.counter.notices if one.code == "benefit.changed"]
    what = explain(said, front.till.desk.words).what
    assert "금액이 28,300원에서 48,300원으로 바뀌었습니다" in what


# --- what became of it -------------------------------------------------------------------------------------------


def heard(front: Shopfront, monkeypatch: pytest.MonkeyPatch, *, amount: int = 0, reason: str = "") -> None:
    """A sale claimed 20,000 won; the mall says what becomes of it."""
    with apart(front):
        with_member(front)
        front.press("F9", "Enter")
    sale = front.counter.last_sale
    assert sale is not None
    told = ClaimSettled(sale.id, sale.till, BENEFIT, amount, reason, START)
    settled: list[ClaimSettled] = [told]
    monkeypatch.setattr(front.till.past, "claims_heard", lambda: tuple(settled))
    settling.wake(front.counter)
    settled.clear() if amount else None
    front.counter.touch("refunds")


def test_a_confirmed_benefit_is_a_refund_with_its_own_name(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    heard(front, monkeypatch, amount=20_000)
    assert "benefit.confirmed" in front.notices()
    front.till.desk.open("open_items")
    seen = front.seen()
    assert "본사가 확인한 플러스 할인" in seen and "20,000원" in seen and "M000101" in seen and JISU.name not in seen
    front.press("Enter")
    assert front.at == "sale+refunds"
    assert "정상가로 결제한 플러스 할인 (본사 확인됨)" in front.seen()
    front.press("Enter")
    assert "20,000원" in front.seen()


def test_a_refused_one_says_why_and_what_to_tell(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    heard(front, monkeypatch, reason="plus.used_up")
    assert "benefit.refused" in front.notices()
    front.till.desk.open("open_items")
    seen = front.seen()
    assert "거절된 혜택 차액" in seen and "다른 매장이나 계산대에서 먼저 사용해 남은 횟수가 없었습니다." in seen
    assert "M000101" in seen and JISU.name not in seen
    assert "확인함 (점장)" not in seen, "a cashier only reads it"
    front.counter.staff = STAFF[1]
    front.counter.touch("refunds")
    assert "확인함 (점장)" in front.seen()


def test_every_reason_of_head_office_has_words_for_the_customer() -> None:
    told = "".join((ROOT / name).read_text() for name in ("pos/mall/entitled.py", "pos/mall/claims.py"))
    told += inspect.getsource(plus.reason_against) + inspect.getsource(payback.reason_against)
    reasons = set(re.findall(r'"((?:plus|payback|benefit|member|claim)\.[a-z_]+)"', told)) - {"claim.amount"}
    never = {"payback.not_at_boutique", "payback.no_member"}  # a claim is a member's, and made at a counter that knows
    assert len(reasons) > 8
    assert {one for one in reasons - never if f"claimed.refused.{one}" not in all_words()} == set()
