"""A serial number in the basket is asked about behind the cashier's back: nobody waits, and what was sold comes off."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest

from pos.domain.errors import Unavailable
from pos.domain.warranty import Machine
from pos.till.paying.cards import CardAnswer
from pos.ui.notices import Explained, explain
from tests.ui.shop import barcode
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
MACHINE = "원터치 머신 크림 1 249,000"
ASKS = "시리얼 번호를 스캔하세요 (1대)"
TAKEN, FREE = "VX00112233", "VX00445566"


@pytest.fixture(autouse=True)
def sold_elsewhere(front: Shopfront) -> None:
    """Another shop of the chain sold one of the machines."""
    front.till.mall.machines[TAKEN] = Machine(TAKEN, "M001", date(2025, 4, 1), 24, "far-away")


def scan_machine(front: Shopfront, serial: str) -> None:
    front.scan(barcode("M001"))
    front.scan(serial)


def type_machine(front: Shopfront, serial: str) -> None:
    front.scan(barcode("M001"))
    front.press("F6", "Enter")
    front.find("serial").setText(serial)  # type: ignore[attr-defined]  # a field to write in
    front.press("Enter")


Way: TypeAlias = Callable[[Shopfront, str], None]
WAYS = pytest.mark.parametrize("put_in", [scan_machine, type_machine])


def said(front: Shopfront) -> Explained:
    """The notice as the cashier reads it."""
    desk = front.till.desk
    return explain(front.counter.notices[-1], desk.words, name_of=desk.product_name, tells_raw=False)


@WAYS
def test_a_number_that_the_chain_sold_comes_off_and_is_said_in_four_parts(front: Shopfront, put_in: Way) -> None:
    tones: list[str] = []
    front.till.desk.toned.connect(tones.append)
    put_in(front, TAKEN)
    assert front.rows == [MACHINE, ASKS]
    assert front.notices() == ["serial.used"] and tones[-1] == "bad"
    assert said(front) == Explained(
        f"머신 원터치 머신 크림 – 이미 판매된 시리얼 번호입니다: {TAKEN}",
        "이 번호만 장바구니에서 뺐습니다.",
        "다른 머신을 가져오고, 점장에게 알려 주세요.",
        "G-04",
    )
    assert not front.find("pay").isEnabled()
    draft = front.till.memory.open_draft()
    assert draft is not None and draft.basket.lines[0].serials == ()


@WAYS
def test_a_number_that_nobody_sold_stays(front: Shopfront, put_in: Way) -> None:
    put_in(front, FREE)
    assert front.till.mall.asked == ["machine"]
    assert front.rows == [MACHINE, f"시리얼 {FREE}"] and front.notices() == []
    front.press("F9")
    assert front.at == "paid" and front.notices() == []


@WAYS
def test_without_a_network_the_sale_goes_on_and_it_is_asked_about_later(front: Shopfront, put_in: Way) -> None:
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    put_in(front, TAKEN)
    assert front.rows == [MACHINE, f"시리얼 {TAKEN}"] and front.notices() == []
    assert front.find("pay").isEnabled()
    front.till.mall.refuse_with = None
    front.press("F11", "Esc")
    assert front.rows == [MACHINE, ASKS] and front.notices() == ["serial.used"]


def test_the_notice_stays_until_another_machine_is_scanned(front: Shopfront) -> None:
    scan_machine(front, TAKEN)
    front.scan(barcode("C003"))
    assert front.notices() == ["serial.used"]
    front.scan(FREE)
    assert front.notices() == [] and f"시리얼 {FREE}" in front.rows


# --- while the answer is on its way ---


@WAYS
def test_nobody_waits_for_the_answer(front: Shopfront, put_in: Way) -> None:
    front.till.network.is_held = True
    put_in(front, TAKEN)
    assert front.find("pay").isEnabled()
    front.scan(barcode("C003"))
    assert len(front.rows) == 3
    front.till.network.let_go()
    assert ASKS in front.rows and front.notices() == ["serial.used"]


@WAYS
def test_about_a_line_that_was_voided_nothing_is_said(front: Shopfront, put_in: Way) -> None:
    front.till.network.is_held = True
    front.scan(barcode("C003"))
    put_in(front, TAKEN)
    front.press("Del")
    rows = front.rows
    front.till.network.let_go()
    assert front.notices() == [] and front.rows == rows
    front.press("Backspace")  # the line is back, and is asked about again
    assert ASKS in front.rows and front.notices() == ["serial.used"]


@WAYS
@pytest.mark.parametrize("serial", [TAKEN, FREE])
def test_a_sale_that_was_paid_meanwhile_stands(front: Shopfront, put_in: Way, serial: str) -> None:
    front.till.network.is_held = True
    put_in(front, serial)
    front.press("F9")
    assert front.at == "paid"
    front.till.network.let_go()
    assert front.till.memory.sales[-1].lines[0].serials == (serial,)
    assert front.notices() == (["serial.used"] if serial == TAKEN else [])
    if serial == TAKEN:
        assert said(front).safe == "판매는 저장되었고 그대로 있습니다."
        assert said(front).do == "머신의 번호를 다시 확인하고, 점장에게 알려 주세요."


def test_about_a_basket_that_was_put_aside_it_is_asked_when_it_is_taken_up_again(front: Shopfront) -> None:
    front.till.network.is_held = True
    scan_machine(front, TAKEN)
    front.press("F4")
    front.till.network.let_go()
    assert front.notices() == [] and front.rows == []
    front.sale.recall(front.till.memory.held()[0].basket.id)
    assert front.rows == [MACHINE, ASKS] and front.notices() == ["serial.used"]


def test_while_it_is_being_paid_the_number_stays_and_goes_when_the_basket_is_free_again(front: Shopfront) -> None:
    front.till.network.is_held = True
    scan_machine(front, TAKEN)
    front.till.cards.is_held = True
    front.press("F10")
    front.till.network.let_go()
    assert front.notices() == ["serial.used"]
    assert front.counter.basket is not None and front.counter.basket.lines[0].serials == (TAKEN,)
    front.till.terminal.answers.append(CardAnswer("declined", "terminal.declined"))
    front.till.cards.let_go()
    front.press("Esc")
    assert front.at == "sale" and front.rows == [MACHINE, ASKS]


def test_a_silent_mall_is_asked_about_a_number_but_once_at_a_time(front: Shopfront) -> None:
    front.till.network.is_held = True
    scan_machine(front, FREE)
    front.press("F11", "Esc", "F11", "Esc")
    front.till.network.let_go()
    assert front.till.mall.asked == ["machine"]
