"""The estimate of the stock: the mall's figure, and what this till moved after the place the mall had seen."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.facts import OrderCancelled, SaleCompleted, StockCorrected
from pos.domain.journal import write_time
from pos.domain.quote import Stock
from pos.till.books import Movement
from pos.till.feed import FeedPage, StockLevel
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.deals import deal, delivered, machine

EARLY = (NOW - timedelta(hours=1)).isoformat()
LATE = (NOW + timedelta(hours=1)).isoformat()
SOLD_AT = write_time(NOW)


def level(
    rig: Rig, product: str, units: int, *, at: str = EARLY, seen: dict[str, int] | None = None
) -> tuple[str, ...]:
    return rig.outbox.arrive(FeedPage(9, stock=(StockLevel(product, units, at, seen or {}),)))


def test_what_the_mall_keeps_no_stock_of_has_none(rig: Rig) -> None:
    rig.sell()
    assert rig.books.stock(("ARIA", "NOBODY")) == {}


def test_a_sale_takes_its_units_out_line_by_line(rig: Rig) -> None:
    level(rig, "ARIA", 10)
    level(rig, "BELLO", 4)
    assert rig.books.stock(("ARIA",)) == {"ARIA": Stock(10, EARLY)}
    rig.commit(SaleCompleted(deal("a", ("ARIA", 2), ("BELLO", 1), ("ARIA", 3))))
    assert rig.books.stock(("ARIA", "BELLO")) == {"ARIA": Stock(5, SOLD_AT), "BELLO": Stock(3, SOLD_AT)}


def test_what_the_mall_has_counted_is_not_taken_out_twice(rig: Rig) -> None:
    rig.commit(SaleCompleted(deal("a", ("ARIA", 2))))  # the second entry
    rig.commit(SaleCompleted(deal("b", ("ARIA", 1))))
    level(rig, "ARIA", 10, seen={"1": 2})
    assert rig.books.stock(("ARIA",))["ARIA"].units == 9
    level(rig, "ARIA", 9, at=LATE, seen={"1": 3, "2": 77})
    assert rig.books.stock(("ARIA",)) == {"ARIA": Stock(9, LATE)}
    level(rig, "ARIA", 9, seen={"2": 77})
    assert rig.books.stock(("ARIA",))["ARIA"].units == 6


def test_a_correction_counts_at_once_and_a_delivery_leaves_from_the_malls_stock(rig: Rig) -> None:
    level(rig, "ARIA", 10)
    rig.commit(StockCorrected("ARIA", -3, "broken"))
    rig.commit(SaleCompleted(delivered("d", ("ARIA", 5))))
    rig.commit(OrderCancelled("d", 1, (), (("ARIA", 5),)))
    assert rig.books.stock(("ARIA",))["ARIA"].units == 7


def test_movements_are_told_newest_first(rig: Rig) -> None:
    rig.commit(SaleCompleted(deal("a", ("ARIA", 2))))
    rig.commit(StockCorrected("ARIA", 5, "received"), at=NOW + timedelta(minutes=1))
    rig.commit(SaleCompleted(deal("b", ("BELLO", 1))))
    received = Movement(write_time(NOW + timedelta(minutes=1)), "C1", 5, "received")
    assert rig.books.movements("ARIA") == (received, Movement(SOLD_AT, "C1", -2, "sale"))
    assert rig.books.movements("ARIA", most=1) == (received,)
    assert rig.books.movements("NOBODY") == ()


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-02T10:00:00"])
def test_a_figure_of_no_time_is_left_out_and_the_rest_arrives(rig: Rig, at: str) -> None:
    page = FeedPage(9, stock=(StockLevel("ARIA", 5, at), StockLevel("BELLO", 6, LATE)))
    assert rig.outbox.arrive(page) == ("stock.rejected",)
    assert rig.books.stock(("ARIA", "BELLO")) == {"BELLO": Stock(6, LATE)}


def test_the_newer_of_two_times_is_told_in_whatever_zone_it_is_written(rig: Rig) -> None:
    rig.commit(SaleCompleted(deal("a", ("ARIA", 1))))  # at ten in Korea, one o'clock in Greenwich
    level(rig, "ARIA", 5, at="2026-11-02T01:30:00Z")
    assert rig.books.stock(("ARIA",))["ARIA"].at == "2026-11-02T01:30:00Z"


def test_serial_numbers_that_were_sold_are_used(rig: Rig) -> None:
    rig.commit(SaleCompleted(replace(deal("b"), lines=(machine("SN-1"), machine("SN-2")))))
    assert rig.books.used_serials(("SN-1", "SN-9")) == {"SN-1"}
    assert rig.books.used_serials(()) == frozenset()
