"""Help shows what the keys do on the screen under it, and nothing else."""

import pytest

from pos.ui.keys import KeyUse
from pos.ui.screens.help.view import KeyLine, present
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def test_keys_that_do_the_same_stand_on_one_line() -> None:
    uses = [KeyUse(key, label, list) for key, label in (("Up", "a"), ("F9", "b"), ("Down", "a"), ("F9", "c"))]
    assert present(uses) == (KeyLine(("Up", "Down"), "a"), KeyLine(("F9",), "b"))


def test_every_key_of_every_screen_is_shown_in_both_languages(front: Shopfront) -> None:
    for screen in front.window.screens:
        front.window.go(screen)
        uses = front.window.keys()
        front.press("F1")
        seen = front.seen()
        assert "⟨" not in seen
        assert [use.label for use in uses if front.till.desk.words(use.label) not in seen] == []


@pytest.mark.parametrize("key", ["Esc", "F1", "Enter"])
def test_the_same_key_and_others_take_it_away(front: Shopfront, key: str) -> None:
    front.press("F1")
    assert front.at == "sale+help"
    front.press(key)
    assert front.at == "sale"


def test_by_touch(front: Shopfront) -> None:
    front.touch("help")
    assert front.at == "sale+help"
    front.touch("help-close")
    assert front.at == "sale"


def test_digits_do_not_fall_through_to_the_sale(front: Shopfront) -> None:
    front.press("F1", "12", "Esc")
    front.scan(front.barcode(0))
    assert front.rows == ["아침 숲 1 6,900"]


def test_what_stands_beside_the_basket_puts_its_keys_first(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    for key, own in (("F3", "member.key.attach"), ("F8", "benefits.key.why"), ("F6", "sale.key.do")):
        front.press(key)
        uses = front.window.keys()
        assert own in [use.label for use in uses]
        assert len({use.key for use in uses}) == len(uses)
        assert {"F9", "F10"} <= {use.key for use in uses}
        front.press("F1")
        assert front.till.desk.words(own) in front.seen()
        assert "⟨" not in front.seen()
        front.press("Esc", "Esc")
        assert front.sale.side == "keys"


def test_the_persons_language_stands_first(front: Shopfront) -> None:
    front.touch("language")
    front.press("F1")
    seen = front.seen()
    assert "Exact cash" in seen and "현금 딱 맞게 결제" in seen
    assert seen.index("Exact cash") < seen.index("현금 딱 맞게 결제")
