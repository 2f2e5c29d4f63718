"""Machines by their serial numbers, each sold once; stock as an estimate that is put right with a reason."""

import pytest

from pos.domain.errors import Refused
from pos.till import selling, stocking
from pos.till.paying import checkout
from tests.till.scene import ARIA, Scene

UNO = "8800000000077"


def codes(scene: Scene) -> list[str]:
    assert scene.counter.quote is not None
    return [block.code for block in scene.counter.quote.blocks]


def test_a_machine_waits_for_its_serial_number(shop: Scene) -> None:
    selling.scan(shop.counter, UNO, quantity=2)
    assert codes(shop) == ["serial.missing"]
    assert selling.scan(shop.counter, "UN0001").outcome == "serial"
    assert selling.scan(shop.counter, "UN0001").outcome == "unknown"  # twice is no second machine
    assert shop.counter.basket is not None
    selling.dismiss_unknown(shop.counter, shop.counter.basket.unknown[0].id)
    assert selling.scan(shop.counter, "UN0002").outcome == "serial"
    assert codes(shop) == []
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.lines[0].serials == ("UN0001", "UN0002")


def test_a_number_of_another_model_is_none(shop: Scene) -> None:
    selling.scan(shop.counter, UNO)
    assert selling.scan(shop.counter, "XX0001").outcome == "unknown"
    with pytest.raises(Refused, match=r"serial\.pattern"):
        selling.set_serial(shop.counter, 1, "UN1")
    selling.set_serial(shop.counter, 1, " UN0001 ")
    with pytest.raises(Refused, match=r"serial\.twice"):
        selling.set_serial(shop.counter, 1, "UN0001")
    with pytest.raises(Refused, match=r"serial\.enough"):
        selling.set_serial(shop.counter, 1, "UN0002")


def test_a_machine_is_sold_once(shop: Scene) -> None:
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    shop.play(checkout.pay_exact(shop.counter))
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    assert codes(shop) == ["serial.used"]
    selling.void_line(shop.counter, 1)
    assert selling.undo(shop.counter) and codes(shop) == ["serial.used"]


def test_fewer_machines_keep_the_first_numbers(shop: Scene) -> None:
    selling.scan(shop.counter, UNO, quantity=2)
    selling.scan(shop.counter, "UN0001")
    selling.scan(shop.counter, "UN0002")
    selling.set_quantity(shop.counter, 1, 1)
    assert shop.counter.basket is not None and shop.counter.basket.lines[0].serials == ("UN0001",)


def test_what_was_sold_is_off_the_estimate_and_a_count_puts_it_right(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA, quantity=3)
    shop.play(checkout.pay_exact(shop.counter))
    known = stocking.stock_of(shop.counter, "ARIA")
    assert known is not None and known.units == 37
    shop.play(stocking.correct(shop.counter, "ARIA", 35, reason="broken"))
    known = stocking.stock_of(shop.counter, "ARIA")
    assert known is not None and known.units == 35
    assert [(one.change, one.reason) for one in stocking.movements(shop.counter, "ARIA")] == [
        (-2, "broken"),
        (-3, "sale"),
    ]
    assert shop.rig.verify().holds


def test_a_correction_that_corrects_nothing_or_too_much_is_refused(shop: Scene) -> None:
    tries: tuple[tuple[str, int, stocking.Reason, str, str], ...] = (
        ("ARIA", 40, "counted", "", r"stock\.same"),
        ("ARIA", -1, "counted", "", r"stock\.units"),
        ("ARIA", 10_000, "counted", "", r"stock\.units"),
        ("BELLO", 3, "counted", "", r"stock\.not_kept"),
        ("ARIA", 3, "other", "", r"note\.missing"),
    )
    for code, units, reason, note, refused in tries:
        with pytest.raises(Refused, match=refused):
            shop.play(stocking.correct(shop.counter, code, units, reason=reason, note=note))
    assert "StockCorrected" not in shop.kinds()


def test_a_count_while_a_basket_is_open_lets_it_be_paid(shop: Scene) -> None:
    selling.scan(shop.counter, "8800000000053", quantity=3)
    assert codes(shop) == ["order.out_of_stock"]
    shop.play(stocking.correct(shop.counter, "YUJA", 9, reason="counted"))
    assert codes(shop) == []
