"""Finding a member while it is typed: from two digits or a syllable on, and the way on for who is new here."""

from tests.ui.fakes import Till
from tests.ui.shop import HANA, JISU, MINJUN
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """Three members."""
    for one in (JISU, MINJUN, HANA):
        till.books.put(one)


def names(front: Shopfront) -> list[str]:
    rows = [front.find(f"member-{place}") for place in range(3)]
    return [row.accessibleName().split()[0] for row in rows if row.isVisible()]


def seek(front: Shopfront, text: str) -> None:
    front.find("member-field").setText(text)  # type: ignore[attr-defined]  # a field to write in


def test_two_digits_or_one_syllable_are_enough_and_the_mall_is_asked_for_more(front: Shopfront) -> None:
    front.press("F3", "5")
    assert names(front) == []
    front.press("6")
    assert names(front) == ["김*수", "남**준"] and front.till.mall.asked == []
    for text, found in (("남", ["남**준"]), ("남궁ㅁ", ["남**준"]), ("ㄴ", []), ("01055", ["이*나"])):
        seek(front, text)
        assert names(front) == found, text


def test_a_limited_member_is_told_by_a_sign_and_a_word(front: Shopfront) -> None:
    front.press("F3", "00")
    row = front.find("member-0")
    assert row.accessibleName() == "이*나 이용 제한 · 010-****-0001 · M000103"
    assert row.sign == "alert"  # type: ignore[attr-defined]  # a row of choices


def test_who_is_new_joins_by_enter_with_the_number_that_was_sought(front: Shopfront) -> None:
    front.press("F3", "0103333444")
    assert front.text("member-join") == "회원 가입"
    front.press("4")
    assert front.text("member-join") == "이 번호로 회원 가입"
    assert "이 번호로 가입하세요" in front.text("member-empty")
    front.press("Enter")
    assert front.at == "joining" and front.find("joining-mobile").text() == "010-3333-4444"  # type: ignore[attr-defined]  # a field


def test_enter_before_the_mall_has_answered_waits_for_it(front: Shopfront) -> None:
    front.till.network.is_held = True
    front.press("F3", "01033334444", "Enter")
    assert front.at == "sale"
    front.till.network.let_go()
    assert front.at == "joining"


def test_the_way_to_joining_without_a_number(front: Shopfront) -> None:
    front.press("F3", "F3")
    assert front.at == "joining"
    front.press("Esc")
    assert front.at == "sale"
