"""The feed: everything once, in order, in pages, for the boutique it is meant for."""

from datetime import datetime

import msgspec
import pytest

from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Product, price_at
from pos.domain.errors import Refused
from pos.mall import changes
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from pos.till.feed import FeedPage, Member
from tests.mall.tills import NOON, SEED, FixedClock, Till

NEW_YEAR = datetime(2027, 1, 1, tzinfo=KST)


def everything(till: Till, cursor: int = 0) -> list[FeedPage]:
    """The pages from a cursor to the end."""
    pages = [till.feed(cursor)]
    while pages[-1].more:
        pages.append(till.feed(pages[-1].cursor))
    return pages


def test_a_new_till_gets_everything(till: Till) -> None:
    (page,) = everything(till)
    assert page.boutique is not None and page.boutique.name == "예시 부티크"
    assert [product.code for product in page.products] == ["ARIA", "CUP"]
    assert till.feed(page.cursor) == FeedPage(page.cursor), "and then nothing"


def test_a_price_from_a_day_on_arrives_as_a_change_of_the_product(mall: Mall, till: Till) -> None:
    cursor = everything(till)[-1].cursor
    mall.announce_price("ARIA", 7_700, since=NEW_YEAR)
    (aria,) = till.feed(cursor).products
    assert price_at(aria, NOON) == 7_200
    assert price_at(aria, NEW_YEAR) == 7_700


def test_a_price_of_nothing_the_mall_knows_is_refused(mall: Mall) -> None:
    with pytest.raises(Refused, match=r"product\.unknown"):
        mall.announce_price("NOPE", 1, since=NEW_YEAR)


def test_of_many_changes_of_a_thing_a_new_till_gets_the_last(mall: Mall, till: Till) -> None:
    for won in (7_300, 7_400, 7_500):
        mall.announce_price("ARIA", won, since=NEW_YEAR)
    codes = [product.code for page in everything(till) for product in page.products]
    assert sorted(codes) == ["ARIA", "CUP"]


def test_the_cursor_only_grows_and_what_is_the_same_is_not_told_again(mall: Mall, till: Till) -> None:
    before = everything(till)[-1].cursor
    mall.seed(SEED)
    assert everything(till)[-1].cursor == before
    mall.announce_price("ARIA", 7_700, since=NEW_YEAR)
    assert everything(till)[-1].cursor == before + 1


def many(count: int, *, letters: int = 4) -> list[Product]:
    return [Product(f"P{number:05d}", Name("가" * letters, "x"), "accessory") for number in range(count)]


def test_pages_are_bounded_in_number(mall: Mall, till: Till) -> None:
    cursor = everything(till)[-1].cursor
    products = many(1_201)
    mall.announce(*products)
    pages = everything(till, cursor)
    assert [len(page.products) for page in pages] == [500, 500, 201]
    assert [product for page in pages for product in page.products] == products


def test_pages_are_bounded_in_bytes(mall: Mall, till: Till) -> None:
    cursor = everything(till)[-1].cursor
    products = many(5, letters=100_000)
    mall.announce(*products)
    pages = everything(till, cursor)
    assert [len(page.products) for page in pages] == [3, 2]


def test_one_thing_larger_than_a_page_travels_alone(mall: Mall, till: Till) -> None:
    cursor = everything(till)[-1].cursor
    mall.announce(*many(2, letters=changes.PAGE_BYTES))
    assert [len(page.products) for page in everything(till, cursor)] == [1, 1]


def test_a_policy_travels_as_it_was_written_understood_or_not(mall: Mall, till: Till) -> None:
    cursor = everything(till)[-1].cursor
    mall.send_policy("[rules.unheard_of]\n")
    assert till.feed(cursor).policies == ("[rules.unheard_of]\n",)


def test_people_are_told_only_to_the_boutique_that_knows_them(mall: Mall, till: Till, clock: FixedClock) -> None:
    busan = Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))
    mall.announce_members("SEL01", Member("M1", "홍길동", "010-0000-0101"))
    mall.announce(*many(1))
    assert [member.number for page in everything(till) for member in page.members] == ["M1"]
    pages = everything(busan)
    assert not any(page.members or page.staff or page.boutique for page in pages)
    assert [product.code for page in pages for product in page.products] == ["ARIA", "CUP", "P00000"]


def test_a_page_that_holds_nothing_for_a_boutique_still_leads_on(mall: Mall, clock: FixedClock, till: Till) -> None:
    busan = Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))
    cursor = everything(busan)[-1].cursor
    mall.announce_members("SEL01", Member("M1", "홍길동", "010-0000-0101"))
    assert busan.feed(cursor) == FeedPage(cursor + 2), "a member and what bears on their orders"


def test_a_cursor_the_mall_never_gave_is_refused(till: Till) -> None:
    head = everything(till)[-1].cursor
    with pytest.raises(Refused) as refused:
        till.feed(head + 1)
    assert refused.value.code == "mall.behind"
    assert msgspec.to_builtins(refused.value.facts) == {"expects": head, "sent": head + 1}
