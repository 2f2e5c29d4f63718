"""Filling the basket."""

from datetime import datetime

import pytest

from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Price
from pos.domain.errors import Refused
from pos.domain.facts import LineRestored, LineVoided, decode_fact
from pos.till import selling
from pos.till.feed import FeedPage
from pos.till.paying import checkout
from tests.domain.products import LONG_AGO, product
from tests.till.scene import ARIA, BELLO, Scene


def lines(scene: Scene) -> list[tuple[str, int]]:
    assert scene.counter.basket is not None
    return [(line.product, line.quantity) for line in scene.counter.basket.lines]


def test_a_scan_is_one_unit_and_the_same_code_twice_is_two(scene: Scene) -> None:
    for code in (ARIA, ARIA, BELLO):
        assert selling.scan(scene.counter, code).outcome == "line"
    assert lines(scene) == [("ARIA", 2), ("BELLO", 1)]
    assert scene.counter.quote is not None and scene.counter.quote.total == 21_900


def test_a_burst_of_fifty_is_fifty(scene: Scene) -> None:
    for _ in range(25):
        selling.scan(scene.counter, ARIA)
        selling.scan(scene.counter, BELLO)
    assert lines(scene) == [("ARIA", 25), ("BELLO", 25)]
    assert scene.counter.scans_received == scene.counter.scans_added == 50


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("8801234567893", "scan.unknown"),
        ("8800000000016", "scan.check_digit"),
        ("헬로", "scan.unknown"),
        ("x" * 9_999, "scan.unknown"),
    ],
)
def test_a_code_nobody_knows_blocks_payment_until_it_is_settled(scene: Scene, code: str, reason: str) -> None:
    assert selling.scan(scene.counter, code).outcome == "unknown"
    selling.scan(scene.counter, ARIA)
    with pytest.raises(Refused) as refused:
        checkout.check_payable(scene.counter)
    assert refused.value.code == reason
    assert scene.counter.basket is not None
    selling.dismiss_unknown(scene.counter, scene.counter.basket.unknown[0].id)
    assert checkout.check_payable(scene.counter).total == 7_200


def test_an_unknown_code_can_be_settled_by_finding_its_product(scene: Scene) -> None:
    selling.scan(scene.counter, "4711")
    assert scene.counter.basket is not None
    selling.settle_unknown(scene.counter, scene.counter.basket.unknown[0].id, "BELLO")
    assert lines(scene) == [("BELLO", 1)]


def test_a_product_without_a_price_is_a_row_of_its_own_and_nothing_is_dropped(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    assert selling.scan(scene.counter, "8800000000046").outcome == "unknown"
    assert lines(scene) == [("ARIA", 1)]
    with pytest.raises(Refused, match=r"price\.missing"):
        checkout.check_payable(scene.counter)
    with pytest.raises(Refused, match=r"price\.missing"):
        selling.add(scene.counter, "NONE")


def test_no_sale_is_begun_where_the_disk_has_no_room_and_the_open_one_can_be_finished(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.counter.no_new_sale = "disk.nearly_full"
    assert scene.play(checkout.pay_exact(scene.counter)) is not None
    with pytest.raises(Refused, match=r"disk\.nearly_full"):
        selling.scan(scene.counter, ARIA)


def test_an_empty_basket_leaves_nothing_on_disk(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    selling.undo(scene.counter)
    selling.start(scene.counter)
    with scene.rig.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM draft").scalar() == 0


def test_the_terms_are_those_of_the_moment_of_payment(scene: Scene) -> None:
    scene.clock.at = datetime(2025, 2, 9, 23, 59, tzinfo=KST)
    selling.scan(scene.counter, ARIA)
    scene.clock.passes(minutes=2)
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.terms == "2025-02-10"


@pytest.mark.parametrize("capsules", [15, 0, -10, 299])
def test_capsules_come_in_whole_units(scene: Scene, capsules: int) -> None:
    with pytest.raises(Refused, match=r"order\.unit_multiple"):
        selling.add_capsules(scene.counter, "ARIA", capsules)
    selling.add_capsules(scene.counter, "ARIA", 70)
    assert lines(scene) == [("ARIA", 7)]


def test_more_fewer_none_and_undo(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    selling.scan(scene.counter, BELLO)
    line = scene.counter.selected
    assert line is not None
    selling.set_quantity(scene.counter, line, 3)
    selling.set_quantity(scene.counter, line, 0)
    assert lines(scene) == [("ARIA", 1)]
    assert selling.undo(scene.counter)
    assert lines(scene) == [("ARIA", 1), ("BELLO", 3)]
    for _ in range(3):
        selling.undo(scene.counter)
    assert lines(scene) == []
    assert not selling.undo(scene.counter)
    assert "LineVoided" in scene.kinds()


def test_an_unknown_code_keeps_how_often_it_was_scanned(scene: Scene) -> None:
    selling.scan(scene.counter, "9999", quantity=3)
    assert scene.counter.basket is not None
    selling.settle_unknown(scene.counter, scene.counter.basket.unknown[0].id, "ARIA")
    assert lines(scene) == [("ARIA", 3)]


def test_an_unknown_code_that_cannot_be_settled_stays(scene: Scene) -> None:
    selling.scan(scene.counter, "9999")
    assert scene.counter.basket is not None
    with pytest.raises(Refused, match=r"price\.missing"):
        selling.settle_unknown(scene.counter, scene.counter.basket.unknown[0].id, "NONE")
    assert [scan.text for scan in scene.counter.basket.unknown] == ["9999"]


def test_half_a_letter_is_an_unknown_code_and_no_fault(scene: Scene) -> None:
    assert selling.scan(scene.counter, "88\ud800").outcome == "unknown"
    scene.dies_and_starts_again()
    assert scene.counter.basket is not None and len(scene.counter.basket.unknown) == 1


def test_basket_and_quote_change_together_or_not_at_all(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.clock.at = datetime(2020, 1, 1, tzinfo=KST)
    with pytest.raises(Refused, match=r"policy\.none"):
        selling.scan(scene.counter, BELLO)
    assert lines(scene) == [("ARIA", 1)]
    assert scene.counter.quote is not None and len(scene.counter.quote.lines) == 1


def test_whatever_is_taken_out_stands_in_the_journal_and_so_does_its_coming_back(scene: Scene) -> None:
    for code in (ARIA, ARIA, ARIA):
        selling.scan(scene.counter, code)
    line = scene.counter.selected
    assert line is not None
    selling.set_quantity(scene.counter, line, 1)
    selling.undo(scene.counter)
    selling.undo(scene.counter)
    told = [decode_fact(entry.payload) for entry in scene.journal()]
    moved = [(type(fact).__name__, fact.quantity) for fact in told if isinstance(fact, LineVoided | LineRestored)]
    assert moved == [("LineVoided", 2), ("LineRestored", 2), ("LineVoided", 1)]


def test_an_id_is_not_given_again_after_an_undo(scene: Scene) -> None:
    selling.scan(scene.counter, "one")
    assert scene.counter.basket is not None
    first = scene.counter.basket.unknown[0].id
    selling.undo(scene.counter)
    selling.scan(scene.counter, "two")
    assert scene.counter.basket.unknown[0].id != first


@pytest.mark.parametrize("how", ["held", "restarted"])
def test_a_basket_that_is_taken_up_again_has_the_prices_that_were_shown(scene: Scene, how: str) -> None:
    from pos.till import holding

    selling.scan(scene.counter, ARIA)
    if how == "held":
        scene.play(holding.hold(scene.counter))
    scene.rig.outbox.arrive(FeedPage(8, products=(product("ARIA", 9_900, barcodes=(ARIA,)),)))
    if how == "held":
        scene.play(holding.recall(scene.counter, scene.rig.shelf.held()[0].basket.id))
    else:
        scene.dies_and_starts_again()
    assert scene.counter.quote is not None and scene.counter.quote.total == 7_200
    selling.look_at_prices(scene.counter)
    assert "price.changed" in scene.codes()
    selling.take_new_prices(scene.counter)
    assert scene.counter.quote.total == 9_900


def test_nothing_is_sold_before_the_shift_is_open_or_by_nobody(cold: Scene) -> None:
    with pytest.raises(Refused, match=r"session\.nobody"):
        selling.scan(cold.counter, ARIA)
    from pos.till import session

    cold.play(session.sign_in(cold.counter, "C1", "1"))
    with pytest.raises(Refused, match=r"shift\.not_open"):
        selling.scan(cold.counter, ARIA)


def test_a_price_that_changes_is_announced_once_and_taken_or_kept(scene: Scene) -> None:
    dearer = product(
        "ARIA",
        name=Name("아리아", "Aria"),
        prices=(Price(LONG_AGO, 7_200), Price(datetime(2026, 11, 2, 12, tzinfo=KST), 7_700)),
        barcodes=(ARIA,),
    )
    scene.rig.outbox.arrive(FeedPage(8, products=(dearer,)))
    selling.scan(scene.counter, ARIA)
    selling.look_at_prices(scene.counter)
    assert scene.codes() == []
    scene.clock.passes(hours=3)
    selling.look_at_prices(scene.counter)
    assert scene.codes() == ["price.changed"]
    assert scene.counter.quote is not None and scene.counter.quote.total == 7_200
    selling.keep_old_prices(scene.counter)
    selling.look_at_prices(scene.counter)
    assert scene.codes() == []
    selling.take_new_prices(scene.counter)
    assert scene.counter.quote.total == 7_700
    assert scene.kinds()[-1] == "PricesTaken"


def test_a_new_price_for_a_basket_that_is_open_never_slips_in_by_the_feed(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.rig.outbox.arrive(FeedPage(8, products=(product("ARIA", 9_900, barcodes=(ARIA,)),)))
    selling.scan(scene.counter, ARIA)
    assert scene.counter.quote is not None and scene.counter.quote.total == 14_400
    selling.look_at_prices(scene.counter)
    assert scene.codes() == ["price.changed"]
    selling.take_new_prices(scene.counter)
    assert scene.counter.quote.total == 19_800


def test_a_clock_behind_the_last_entry_is_said(scene: Scene) -> None:
    scene.clock.passes(days=-1)
    selling.start(scene.counter)
    assert scene.codes() == ["clock.behind"]


def test_the_basket_is_on_disk_from_its_first_line(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.dies_and_starts_again()
    assert lines(scene) == [("ARIA", 1)]
    assert scene.codes() == ["till.came_back"]
