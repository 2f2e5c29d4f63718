"""Delivery orders: where they stand, what a member and an address had, and money that went back."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import OrderCancelled, OrderConfirmed, OrderStopped, SaleCompleted, ShiftOpened
from pos.domain.tender import Payment
from pos.till.books import Sent
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.deals import HOME, deal, delivered, machine

LONG_AFTER = NOW + timedelta(days=30)


def send(rig: Rig, sale_id: str, *lines: tuple[str, int], at: datetime = NOW, **more: object) -> None:
    """An order with its address."""
    sent = Sent(f"r-{sale_id}", sale_id, HOME)
    sale = delivered(sale_id, *lines, recipient=sent.id, **more)
    rig.store.commit(Commit("C1", at, NOW.date(), (SaleCompleted(sale),), recipient=sent))


def test_an_order_is_offered_then_concluded_and_a_sale_over_the_counter_is_none(rig: Rig) -> None:
    rig.sell("a")
    send(rig, "d")
    assert (rig.books.order_state("a"), rig.books.order_state("nobody")) == (None, None)
    assert rig.books.order_state("d") == "offered"
    rig.commit(OrderConfirmed("d"))
    assert rig.books.order_state("d") == "concluded"
    assert rig.books.cancellation("d") is None


def test_an_order_that_is_kept_from_leaving_is_stopped_until_it_is_cancelled(rig: Rig) -> None:
    send(rig, "d")
    rig.commit(OrderStopped("d"))
    rig.commit(OrderConfirmed("d"))
    assert rig.books.order_state("d") == "stopped"
    rig.commit(OrderCancelled("d", 1, ()))
    rig.commit(OrderStopped("d"))
    assert rig.books.order_state("d") == "cancelled" and rig.verify().holds


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_cancelled_order_stays_cancelled_and_the_journal_says_where(rig: Rig, confirmed: bool) -> None:
    send(rig, "d")
    if confirmed:
        rig.commit(OrderConfirmed("d"))
    rig.commit(OrderCancelled("d", 1, ()))
    rig.commit(OrderConfirmed("d"))
    assert rig.books.order_state("d") == "cancelled"
    entry = rig.books.cancellation("d")
    assert entry is not None and entry.kind == "OrderCancelled" and b'"d"' in entry.payload
    assert rig.verify().holds


def test_an_order_is_cancelled_once(rig: Rig) -> None:
    send(rig, "d")
    cash = (Payment("p1", "cash", 10_000, handed_over=10_000),)
    rig.commit(OrderCancelled("d", 10_000, cash))
    with pytest.raises(Refused) as refused:
        rig.commit(OrderCancelled("d", 10_000, cash))
    assert refused.value.code == "order.cancelled"
    assert rig.verify().entries == 3


def test_the_newest_orders_are_told_first(rig: Rig) -> None:
    for name in ("d1", "d2", "d3"):
        send(rig, name)
        rig.sell(f"over the counter {name}")
    assert [sale.id for sale in rig.books.orders()] == ["d3", "d2", "d1"]
    assert [sale.id for sale in rig.books.orders(most=2)] == ["d3", "d2"]
    assert rig.books.orders()[0] == rig.shelf.sale("d3")


def test_units_that_a_member_bought_are_counted_since_an_instant(rig: Rig) -> None:
    rig.commit(SaleCompleted(deal("old", ("ARIA", 9), member="M1")))
    some = deal("a", ("ARIA", 2), ("BELLO", 1), ("ARIA", 3), member="M1")
    rig.commit(SaleCompleted(some), SaleCompleted(deal("b", ("ARIA", 7), member="M2")), at=LONG_AFTER)
    rig.commit(SaleCompleted(deal("c", ("ARIA", 8))), at=LONG_AFTER)
    send(rig, "d", ("ARIA", 10), at=LONG_AFTER, member="M1")
    assert rig.books.bought("M1", "ARIA", since=LONG_AFTER) == 15
    assert rig.books.bought("M1", "ARIA", since=NOW) == 24
    assert rig.books.bought("M1", "ARIA", since=LONG_AFTER + timedelta(seconds=1)) == 0
    assert rig.books.bought("M9", "ARIA", since=NOW) == 0
    rig.commit(OrderCancelled("d", 1, ()))
    assert rig.books.bought("M1", "ARIA", since=LONG_AFTER) == 5


def test_units_that_were_sent_to_an_address_are_counted_whoever_ordered(rig: Rig) -> None:
    send(rig, "d1", ("ARIA", 2), member="M1")
    send(rig, "d2", ("ARIA", 3), ("BELLO", 1))
    rig.store.commit(Commit("C1", NOW, NOW.date(), recipient=Sent("r-open", "open", HOME)))
    place = rig.books.place_of(replace(HOME, name="김영희", address="서울특별시 중구 세종대로110"))
    assert rig.books.sent(place, "ARIA", since=NOW) == 5
    assert rig.books.sent(place, "ARIA", since=NOW + timedelta(seconds=1)) == 0
    assert rig.books.sent(rig.books.place_of(replace(HOME, detail="")), "ARIA", since=NOW) == 0
    rig.commit(OrderCancelled("d2", 1, ()))
    assert rig.books.sent(place, "ARIA", since=NOW) == 2


def test_cash_that_went_back_left_the_drawer_of_the_shift_that_was_open(rig: Rig) -> None:
    rig.commit(ShiftOpened("shift-1", 100_000))
    paid = delivered("d", cash=20_000)
    rig.commit(SaleCompleted(paid))
    assert rig.shelf.cash_in_drawer("shift-1") == 120_000
    rig.commit(ShiftOpened("shift-2", 50_000))
    rig.commit(OrderCancelled("d", paid.total, paid.payments))
    assert rig.shelf.cash_in_drawer("shift-1") == 120_000
    assert rig.shelf.cash_in_drawer("shift-2") == 30_000
    rig.commit(ShiftOpened("shift-3", 10_000))
    assert rig.shelf.cash_in_drawer("shift-2") == 30_000 and rig.shelf.cash_in_drawer("shift-3") == 10_000
    assert rig.verify().holds


def test_open_shifts_come_in_the_order_they_were_opened_though_time_stands_still(rig: Rig) -> None:
    for name in ("b", "c", "a"):
        rig.commit(ShiftOpened(name, 0))
    assert [shift.id for shift in rig.shelf.open_shifts()] == ["b", "c", "a"]


def test_a_machine_of_a_cancelled_order_can_be_sold(rig: Rig) -> None:
    rig.commit(SaleCompleted(replace(delivered("d"), lines=(machine("SN-1"),))))
    assert rig.books.used_serials(("SN-1",)) == {"SN-1"}
    rig.commit(OrderCancelled("d", 1, ()))
    assert rig.books.used_serials(("SN-1",)) == frozenset()


def test_a_serial_number_that_was_sold_twice_stops_nobody(rig: Rig) -> None:
    for name in ("a", "b"):
        rig.commit(SaleCompleted(replace(deal(name), lines=(machine("SN-1"), machine("SN-1")))))
    assert rig.books.used_serials(("SN-1",)) == {"SN-1"}
    assert "sale_line" not in rig.verify().differing and rig.verify().broken is None
