"""Held baskets, taken up by keys and by touch."""

from datetime import timedelta

from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def hold(front: Shopfront, *places: int) -> None:
    """Ring up some products and put them aside; the next one comes a minute later."""
    for place in places:
        front.scan(front.barcode(place))
    front.press("F4")
    front.till.clock.at += timedelta(minutes=1)


def test_nothing_held_says_how_to_hold(front: Shopfront) -> None:
    front.press("F5")
    assert front.at == "sale+held"
    assert "보류한 장바구니가 없습니다." in front.text("held-empty")
    front.press("Enter")
    assert front.at == "sale"


def test_the_newest_is_first_and_one_key_away(front: Shopfront) -> None:
    hold(front, 0)
    hold(front, 1, 2)
    front.press("F5")
    first = front.window.panels["held"].view().baskets[0]  # type: ignore[attr-defined]  # it is Held
    assert (first.first, first.items, first.total) == ("긴 오후", 2, 14_100)
    front.press("Enter")
    assert front.at == "sale"
    assert front.rows == ["긴 오후 1 6,900", "깊은 밤 리스트레토 1 7,200"]


def test_an_older_one_by_arrows(front: Shopfront) -> None:
    hold(front, 0)
    hold(front, 1)
    front.press("F5", "Down", "Enter")
    assert front.rows == ["아침 숲 1 6,900"]


def test_one_by_its_number(front: Shopfront) -> None:
    hold(front, 0)
    hold(front, 1)
    front.press("F5", "2")
    assert front.rows == ["아침 숲 1 6,900"]


def test_one_by_touch(front: Shopfront) -> None:
    hold(front, 0)
    hold(front, 1)
    held = front.till.memory.held()[0].basket.id
    front.press("F5")
    front.touch(f"held-{held}")
    assert front.rows == ["아침 숲 1 6,900"]


def test_goods_at_the_counter_are_put_aside_first(front: Shopfront) -> None:
    hold(front, 0)
    front.scan(front.barcode(1))
    front.press("F5")
    assert front.text("held-take") == "지금 것을 보류하고 불러오기"
    front.press("Enter")
    assert front.rows == ["아침 숲 1 6,900"]
    assert [draft.basket.lines[0].product for draft in front.till.memory.held()] == ["C002"]


def test_a_number_nobody_has_does_nothing(front: Shopfront) -> None:
    hold(front, 0)
    front.press("F5", "7", "0")
    assert front.at == "sale+held"


def test_a_basket_with_nothing_but_an_unknown_code_is_shown_by_it(front: Shopfront) -> None:
    front.scan("0000000000017")
    front.press("F4", "F5")
    first = front.window.panels["held"].view().baskets[0]  # type: ignore[attr-defined]  # it is Held
    assert (first.first, first.items, first.total) == ("0000000000017", 1, 0)


def test_a_scan_goes_to_the_sale(front: Shopfront) -> None:
    front.press("F5")
    front.scan(front.barcode(0))
    assert front.at == "sale"
    assert front.rows == ["아침 숲 1 6,900"]


def test_in_english(front: Shopfront) -> None:
    hold(front, 0, 1)
    front.touch("language")
    front.press("F5")
    assert "Held baskets" in front.seen()
    assert "Morning Forest and 1 more" in front.seen()
    assert "⟨" not in front.seen()
