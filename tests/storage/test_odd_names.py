"""What is easily forgotten: a voucher that a cancelled order kept, and names that cannot be written."""

from datetime import date

import pytest
from msgspec.structs import replace

from pos.domain.facts import OrderCancelled, SaleCompleted
from pos.domain.payback import Voucher
from pos.till.feed import FeedPage, Member
from tests.storage.conftest import Rig
from tests.storage.deals import HOME, deal, delivered

VOUCHER = Voucher("V1", 50_000, 2, date(2026, 12, 31))


def test_a_cancelled_order_gives_its_voucher_back_though_the_mall_has_not_heard_of_it(rig: Rig) -> None:
    rig.commit(SaleCompleted(delivered("d", member="M1", uses=("payback:V1",))))
    rig.commit(OrderCancelled("d", 1, ()))
    heard = replace(VOUCHER, account="M1", sales=("d", "elsewhere"))
    assert rig.books.as_used_here(heard).sales == ("elsewhere",)
    rig.commit(SaleCompleted(deal("a", member="M1", uses=("payback:V1",))))
    assert rig.books.as_used_here(heard).sales == ("elsewhere", "a")


@pytest.mark.parametrize("text", ["\ud800", "\x00", "010\ud80012345678"])
def test_what_cannot_be_written_finds_nobody(rig: Rig, text: str) -> None:
    rig.outbox.arrive(FeedPage(9, members=(Member("M2", "김영희", "010-2222-3333"),)))
    assert rig.books.find_members(text) == ()


def test_a_place_has_a_mark_whatever_was_typed(rig: Rig) -> None:
    assert len(rig.books.place_of(replace(HOME, detail="\ud8003층"))) == 32
