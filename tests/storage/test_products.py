"""Finding a product by anything a person would type or scan."""

import pytest

from pos.domain.catalogue import Name
from pos.storage.names import search_key
from pos.till.feed import FeedPage
from tests.domain.products import product
from tests.storage.conftest import Rig


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("아", ["ARIA"]),
        ("아리", ["ARIA"]),
        ("리아", ["ARIA"]),
        ("아리아", ["ARIA"]),
        ("ㅇㄹㅇ", ["ARIA"]),
        ("ㅂㄹ", ["BELLO"]),
        ("bell", ["BELLO"]),
        ("ello", ["BELLO"]),
        ("CAFÉ", ["CAFE"]),
        ("cafe l", ["CAFE"]),
        ("라테샾", ["CAFE"]),
        ("뷁", []),
        ("똠뷁", ["CAFE"]),
        ("8800000000015", ["ARIA"]),
        ("aria", ["ARIA"]),
        ("없는 상품", []),
        ("", []),
        ('" OR 1', []),
        ("%", []),
        ("*", []),
    ],
)
def test_search(rig: Rig, text: str, codes: list[str]) -> None:
    assert [one.code for one in rig.shelf.search(text)] == codes


def test_names_that_start_with_it_come_first(rig: Rig) -> None:
    rig.outbox.arrive(
        FeedPage(8, products=(product("B", name=Name("골드 라떼", "x")), product("A", name=Name("라떼 골드", "y"))))
    )
    assert [one.code for one in rig.shelf.search("라떼")] == ["A", "B"]


def test_a_product_that_arrives_again_is_replaced_with_its_names_and_barcodes(rig: Rig) -> None:
    renamed = product("ARIA", 8_000, name=Name("새이름", "Renamed"), barcodes=("8800000009995",))
    rig.outbox.arrive(FeedPage(8, products=(renamed,)))
    assert rig.shelf.search("아리아") == ()
    assert [one.code for one in rig.shelf.search("새이름")] == ["ARIA"]
    assert rig.shelf.by_barcode("8800000000015") is None
    assert rig.shelf.by_barcode("8800000009995") == renamed


def test_favourites_stand_in_their_order(rig: Rig) -> None:
    assert [one.code for one in rig.shelf.favourites()] == ["BELLO", "ARIA"]


def test_one_spelling_for_all() -> None:
    assert search_key("Café — 라 테!") == "cafe라테"
    assert search_key("ＡＲＩＡ") == "aria" or search_key("ＡＲＩＡ") == "ａｒｉａ"
