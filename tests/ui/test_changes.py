"""The card of held changes: what is sold beside what was sent, one decision for a price list, nobody but who may."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QLineEdit

from pos.domain.catalogue import Price
from pos.domain.facts import decode_fact
from pos.domain.settled import FeedDismissed, FeedReleased
from pos.till.counter import Notice
from pos.till.held_changes import HeldChange
from pos.till.reading import digest_of, written
from tests.ui.fakes import START, Till
from tests.ui.shop import CATALOGUE, STAFF, percent_off
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
PRICED = [one for one in CATALOGUE if one.prices and one.prices[-1].won]


def held(kind: str, key: str, thing: Any, *why: str) -> HeldChange:
    body = written(thing)
    return HeldChange(kind, key, why, digest_of(kind, key, body), START.isoformat(), 9, body)


def at_price(place: int, won: int) -> HeldChange:
    known = PRICED[place]
    changed = replace(known, prices=(*known.prices, Price(START, won)))
    return held("products", known.code, changed, "odd.zero" if won == 0 else "odd.range")


def furnish(till: Till) -> None:
    """Nine prices, a promotion that gives everything away, and something that only a newer version reads."""
    till.counter.staff = STAFF[1]
    prices = [at_price(0, 0), *(at_price(place, 10_000 + place) for place in range(1, 9))]
    unread = HeldChange("products", "X9", ("feed.not_understood",), "d", START.isoformat(), 9, b"{}")
    promotion = held("promotions", "p-all", percent_off("여름", 100), "odd.promotion")
    till.memory.suspended = (*prices, unread, promotion)


def opened(front: Shopfront) -> None:
    front.counter.tell(Notice("feed.held", {"count": 11}, "error"))
    front.till.desk.open("changes")
    front.till.desk.speak("ko")


def keys(front: Shopfront) -> list[str]:
    uses = front.window.keys()
    return [use.key for use in uses]


def settled(front: Shopfront) -> list[object]:
    facts = [decode_fact(entry.payload) for entry in front.till.memory.entries]
    return [fact for fact in facts if isinstance(fact, FeedReleased | FeedDismissed)]


def test_a_price_list_is_shown_with_examples_and_released_once_somebody_says_why(front: Shopfront) -> None:
    opened(front)
    assert front.notices() == [], "it was read"
    assert front.text("changes-heading") == "상품 9개 한꺼번에" and front.text("changes-figure") == "9개"
    assert "6,900원 → 0원 −100%" in front.seen() and "하루 사이에 상품 다섯 중 하나 넘게 바뀝니다." in front.seen()
    front.press("F6")
    front.press("Enter")
    assert front.text("changes-note") == "먼저 이유를 고르거나 적어 주세요." and settled(front) == []
    front.touch("changes-why-reason-0")
    front.press("Enter")
    (fact,) = settled(front)
    assert isinstance(fact, FeedReleased) and fact.reason == "본사에 전화로 확인함" and len(fact.things) == 9
    assert front.till.memory.products[PRICED[0].code].prices[-1].won == 0
    assert "2건" in front.text("changes-summary"), "the promotion is a decision of its own"


def test_one_is_looked_at_and_left_away(front: Shopfront) -> None:
    opened(front)
    front.press("Down")
    assert front.text("changes-heading") == "아침 숲" and front.text("changes-figure") == "−100%"
    assert "가격이 0원이 됩니다." in front.seen()
    front.press("F7")
    front.touch("changes-why-reason-0")
    front.touch("changes-dismiss")
    (fact,) = settled(front)
    assert isinstance(fact, FeedDismissed) and [one.key for one in fact.things] == [PRICED[0].code]
    assert front.till.memory.products[PRICED[0].code].prices[-1].won == 6_900


def test_esc_looks_again_before_it_leaves(front: Shopfront) -> None:
    opened(front)
    front.press("F6")
    assert front.find("changes-why-reason-0").isVisible()
    front.press("Esc")
    assert front.at == "sale+changes" and not front.find("changes-why-reason-0").isVisible()
    front.press("Esc")
    assert front.at == "sale" and settled(front) == []


def test_a_search_and_a_scan_find_one_among_many(front: Shopfront) -> None:
    opened(front)
    field = front.find("changes-search")
    assert isinstance(field, QLineEdit)
    field.setText("여름")
    assert front.text("changes-heading") == "여름" and "할인이나 증정이 지나치게 큽니다." in front.seen()
    assert "할인율 (%)" in front.seen()
    front.scan(front.barcode(1))
    assert front.text("changes-heading") == "긴 오후" and "1건" in front.text("changes-summary")


def test_what_a_newer_version_reads_cannot_be_released(front: Shopfront) -> None:
    opened(front)
    front.window.front.choose("products/X9")  # type: ignore[attr-defined] # the card's own
    assert "프로그램을 업데이트하면 저절로 읽습니다." in front.seen()
    assert not any(key == "F6" for key in keys(front))


def test_a_cashier_sees_what_is_held_and_whom_to_call(front: Shopfront) -> None:
    front.counter.staff = STAFF[0]
    opened(front)
    assert "점장을 불러 로그인하게 하세요." in front.text("changes-note")
    front.press("F6", "F7")
    assert settled(front) == [] and not any(key in ("F6", "F7") for key in keys(front))


def test_what_changed_on_the_way_is_said_and_nothing_is_released(front: Shopfront) -> None:
    opened(front)
    front.press("Down", "F6")
    front.touch("changes-why-reason-0")
    front.till.memory.suspended = (at_price(0, 1), *front.till.memory.suspended[1:])
    front.press("Enter")
    assert settled(front) == [] and "그 사이에 내용이 바뀌었거나" in front.text("changes-note")


def test_nothing_is_held(front: Shopfront) -> None:
    front.till.memory.suspended = ()
    opened(front)
    assert "보류된 변경이 없습니다." in front.text("changes-empty")


def test_the_notice_and_the_list_of_open_things_lead_here(front: Shopfront) -> None:
    front.till.desk.open("open_items")
    front.till.desk.speak("ko")
    assert "보류된 본사 변경 10건" in front.seen()
    front.press("Enter")
    assert front.at == "sale+changes"
    front.till.desk.offers("feed.held")[0].act()
    assert front.at == "sale+changes"
