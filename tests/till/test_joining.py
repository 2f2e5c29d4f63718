"""Joining on a real database: at the basket though the mall knows nothing of them yet, with their paper."""

import pytest

from pos.domain.errors import Refused
from pos.domain.papers.receipt_token import is_receipt
from pos.domain.people.joining import REQUIRED, Joining, is_mobile, joined_at
from pos.till import membership, printing, selling
from pos.till.people import joining
from tests.till.scene import ARIA, Scene

FORM = Joining("박서연", "010-4444-3333", consents=frozenset(REQUIRED))


@pytest.mark.parametrize("is_silent", [False, True])
def test_who_joined_a_moment_ago_is_attached(shop: Scene, is_silent: bool) -> None:
    shop.mall.is_down = is_silent
    selling.scan(shop.counter, ARIA)
    number = shop.play(joining.join(shop.counter, FORM)).number
    attached = shop.play(membership.attach(shop.counter, number))
    assert attached == membership.Attached(number, is_sure=not is_silent)
    assert shop.counter.basket is not None and shop.counter.basket.member == number
    member = shop.counter.ports.books.member(number)
    assert member is not None and [one.kind for one in member.consents] == list(REQUIRED)
    shop.play(printing.work(shop.counter))
    assert [paper.title for paper in shop.printer.papers] == [f"회원 가입 확인서 {number}"]


def test_another_tills_number_is_not_believed_where_the_mall_does_not_know_it(shop: Scene) -> None:
    with pytest.raises(Refused, match=r"member\.unknown"):
        shop.play(membership.attach(shop.counter, "SEL09-1-M000001"))


def test_a_members_number_is_no_receipts(shop: Scene) -> None:
    number = shop.counter.ports.people.next_number()
    assert joined_at(number, shop.counter.ports.boutique, shop.counter.ports.till) and not is_receipt(number)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("010-1234-5678", True),
        ("+82 10 1234 5678", True),
        ("0101234567", False),
        ("0111234567", True),
        ("02123456", False),
    ],
)
def test_a_whole_mobile(text: str, is_one: bool) -> None:
    assert is_mobile(text) is is_one
