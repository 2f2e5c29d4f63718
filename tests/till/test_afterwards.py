"""What could go wrong with money, benefits and addresses after a sale or a restart."""

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.domain.plus import Use
from pos.till import benefits, delivering, holding, membership, orders, printing, selling, stocking
from pos.till.paying import checkout
from pos.till.ports import PrintResult
from tests.till.backs import CUP, bring_back, one
from tests.till.scene import ARIA, BELLO, Scene
from tests.till.shop import HOME, U20
from tests.till.slowly import UNO, begun, discount, ended, machine_ordered, slow

# --- money and benefits that end while somebody relies on them ---


def test_a_benefit_whose_machine_is_cancelled_is_not_given_to_the_open_basket(shop: Scene) -> None:
    machine = machine_ordered(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    assert discount(shop) == 20_000
    shop.play(orders.cancel(shop.counter, machine.id))
    assert discount(shop) == 5_250


def test_a_machine_whose_benefit_is_being_paid_with_is_not_cancelled(shop: Scene) -> None:
    machine = machine_ordered(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(checkout.pay_card(shop.counter, 5_000))
    with pytest.raises(Refused, match=r"order\.benefit_used"):
        shop.play(orders.cancel(shop.counter, machine.id))


def test_a_machine_whose_benefit_was_used_at_another_till_is_not_cancelled(shop: Scene) -> None:
    machine = machine_ordered(shop)
    assert machine.begins is not None
    shop.mall.knows("M1", uses=(Use(machine.begins.benefit, "elsewhere"),))
    with pytest.raises(Refused, match=r"order\.benefit_used"):
        shop.play(orders.cancel(shop.counter, machine.id))
    assert shop.mall.stopped == []


def test_an_order_of_which_some_came_back_is_not_cancelled(shop: Scene) -> None:
    selling.scan(shop.counter, CUP, quantity=2)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None
    bring_back(shop, sale, one(reason="defect"))
    with pytest.raises(Refused, match=r"order\.partly_returned"):
        shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.mall.stopped == [] and sum(shop.terminal.charged.values()) == sale.total - 20_000


def test_of_an_order_that_was_half_given_back_it_is_said_after_a_restart(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    shop.play(checkout.pay_card(shop.counter, 4_000))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None
    shop.terminal.answers = ["approved", "declined"]
    with pytest.raises(Refused, match=r"payment\.not_reversed"):
        shop.play(orders.cancel(shop.counter, sale.id))
    shop.dies_and_starts_again()
    assert "order.cancel_unfinished" in shop.codes()
    shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.terminal.charged == {} and "order.cancel_unfinished" not in shop.codes()


def test_no_confirmation_comes_out_of_an_order_that_was_cancelled(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    shop.printer.answers = [PrintResult("done"), PrintResult("not_started", "printer.paper_out")]
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None
    shop.printer.answers = [PrintResult("not_started", "printer.paper_out")]
    shop.play(orders.cancel(shop.counter, sale.id))
    papers = len(shop.printer.papers)
    shop.play(printing.work(shop.counter))
    assert len(shop.printer.papers) == papers + 1  # what says that it was cancelled
    assert "OrderConfirmed" not in shop.kinds() and shop.rig.shelf.jobs() == ()


def test_coffee_put_aside_while_the_machine_is_paid_has_its_benefit(shop: Scene) -> None:
    shop.mall.knows("M1")
    selling.scan(shop.counter, BELLO, quantity=7)
    assert shop.counter.basket is not None
    basket = shop.counter.basket.id
    shop.play(holding.hold(shop.counter))
    shop.clock.passes(minutes=5)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    shop.clock.passes(minutes=5)
    shop.play(checkout.pay_exact(shop.counter))
    shop.play(holding.recall(shop.counter, basket))
    shop.play(membership.attach(shop.counter, "M1"))
    assert discount(shop) == U20.amounts[0]


def test_a_gift_that_was_added_is_not_added_again_at_its_price(shop: Scene) -> None:
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    assert shop.counter.quote is not None
    gift = next(one for one in shop.counter.quote.missed if one.code == "promotion.gift")
    benefits.add_missing(shop.counter, gift)
    with pytest.raises(Refused, match=r"benefit\.nothing_to_add"):
        benefits.add_missing(shop.counter, gift)
    assert [line.to_pay for line in shop.counter.quote.lines if line.product == "CUP"] == [0]


# --- addresses and stock ---


def disk_is_full() -> None:
    raise Unavailable("disk.full")


@pytest.mark.parametrize("way", ["cash", "card"])
def test_no_order_is_paid_without_its_address(shop: Scene, way: str) -> None:
    selling.scan(shop.counter, ARIA)
    shop.store.before_next = disk_is_full
    shop.play(delivering.deliver_to(shop.counter, HOME))
    assert "disk.full" in shop.codes()
    pay = checkout.pay_exact(shop.counter) if way == "cash" else checkout.pay_card(shop.counter, 8_000)
    shop.play(pay)
    if way == "card":
        shop.dies_and_starts_again()
        shop.play(checkout.pay_exact(shop.counter))
    (sale,) = shop.sales()
    assert sale.shipping is not None and shop.rig.books.recipient(sale.shipping.recipient) == HOME


def test_an_address_that_is_not_there_after_a_restart_is_asked_for_again(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    assert shop.counter.basket is not None and shop.counter.basket.delivery is not None
    with shop.rig.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM recipient_key")
    shop.dies_and_starts_again()
    with pytest.raises(Refused, match=r"delivery\.recipient"):
        checkout.check_payable(shop.counter)


def test_an_address_in_an_empty_basket_goes_when_another_is_recalled(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    assert shop.counter.basket is not None
    held = shop.counter.basket.id
    shop.play(holding.hold(shop.counter))
    shop.play(delivering.deliver_to(shop.counter, HOME))
    assert shop.counter.basket.delivery is not None
    recipient = shop.counter.basket.delivery.recipient
    shop.play(holding.recall(shop.counter, held))
    assert shop.rig.books.recipient(recipient) is None


def test_goods_that_are_taken_along_after_all_are_not_delivered(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    delivering.begin(shop.counter)
    disk = slow(shop, "disk")
    story = begun(shop, delivering.deliver_to(shop.counter, HOME))
    delivering.carry_out(shop.counter)
    disk.goes_on(len(disk.waiting))
    shop.counter.ports.disk = shop.counter.ports.vault
    assert ended(shop, story) == "delivery.too_late"
    assert shop.counter.basket is not None and shop.counter.basket.delivery is None


def test_a_count_that_is_entered_twice_counts_once(shop: Scene) -> None:
    disk = slow(shop, "disk")
    once = begun(shop, stocking.correct(shop.counter, "ARIA", 38, reason="counted"))
    twice = begun(shop, stocking.correct(shop.counter, "ARIA", 38, reason="counted"))
    disk.goes_on(len(disk.waiting))
    assert ended(shop, once) == "" and ended(shop, twice) == "payment.in_progress"
    known = stocking.stock_of(shop.counter, "ARIA")
    assert known is not None and known.units == 38
