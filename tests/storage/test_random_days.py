"""Random days on disk: the drawer by the tables is the drawer by the entries, and every report holds."""

import random

import pytest
from msgspec.structs import replace

from pos.domain.facts import Fact, OrderCancelled, RefundPaid, ReturnCompleted, SaleCompleted, ShiftOpened
from pos.domain.sale import Shipping
from tests.domain.test_tally import a_day
from tests.storage.closings import close_shift, report_of
from tests.storage.conftest import Rig


def of_shift(fact: Fact, shift: str) -> Fact:
    """As the till writes it: without a number yet, under a name of its own."""
    match fact:
        case SaleCompleted(sale):
            shipping = Shipping("r1", sale.day, sale.day)  # what leaves later can be cancelled
            return SaleCompleted(replace(sale, id=f"{shift}:{sale.id}", shift=shift, number=0, shipping=shipping))
        case ReturnCompleted(back):
            named = replace(back, id=f"{shift}:{back.id}", sale=f"{shift}:{back.sale}", shift=shift, number=0)
            return ReturnCompleted(named)
        case OrderCancelled(sale_id):
            return replace(fact, sale=f"{shift}:{sale_id}")
        case RefundPaid(back_id):
            return replace(fact, back=f"{shift}:{back_id}")
        case _:
            return fact


@pytest.mark.parametrize("seed", range(10))
def test_two_days(rig: Rig, seed: int) -> None:
    chance, net = random.Random(seed), 0
    for shift in ("shift-1", "shift-2"):
        rig.commit(ShiftOpened(shift, 50_000))
        for fact in a_day(chance)[0]:
            rig.commit(of_shift(fact, shift))
            assert rig.shelf.cash_in_drawer(shift) == report_of(rig, shift, float_won=50_000).expected
        report = close_shift(rig, shift, float_won=50_000)
        net += report.net
        assert report.running == net == rig.shelf.running_total()
        rig.reopen()
    assert [one.number for one in rig.shelf.reports()] == [2, 1] and rig.verify().holds
