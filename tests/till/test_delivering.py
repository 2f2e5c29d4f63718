"""Delivery orders: an address, a fee, a confirmation; cancelled before they leave, card by card, whatever breaks."""

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused, Unavailable
from pos.domain.sale import Sale
from pos.till import approving, delivering, membership, orders, printing, selling
from pos.till.paying import checkout
from pos.till.ports import PrintResult
from tests.till.scene import ARIA, BELLO, PowerCut, Scene
from tests.till.shop import ELSEWHERE, FORWARDER, HOME, entitled


def ordered(scene: Scene, *, cards: int = 1) -> Sale:
    """One sleeve delivered, paid by one or two cards."""
    selling.scan(scene.counter, ARIA)
    scene.play(delivering.deliver_to(scene.counter, HOME))
    if cards == 2:
        scene.play(checkout.pay_card(scene.counter, 4_000))
    sale = scene.play(checkout.pay_card(scene.counter, checkout.due(scene.counter)))
    assert sale is not None
    return sale


def test_payment_waits_for_the_address(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    delivering.begin(shop.counter)
    with pytest.raises(Refused, match=r"delivery\.recipient"):
        checkout.check_payable(shop.counter)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    assert shop.counter.quote is not None and shop.counter.quote.total == 7_200 - 720 + 2_500
    assert delivering.recipient_of(shop.counter) == HOME
    delivering.carry_out(shop.counter)
    assert shop.counter.quote.delivery_fee == 0


def test_a_refused_address_changes_nothing(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    abroad = HOME.__class__("Kim", "010-1111-2222", "94105", "1 Market Street, San Francisco")
    with pytest.raises(Refused, match=r"delivery\.abroad"):
        shop.play(delivering.deliver_to(shop.counter, abroad))
    assert shop.counter.basket is not None and shop.counter.basket.delivery is None


def test_half_a_letter_in_an_address_is_no_letter_and_stops_nothing(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    odd = HOME.__class__("홍길동\ud800", "010-1111-2222", "04524", HOME.address, "\udfff3층")
    shop.play(delivering.deliver_to(shop.counter, odd))
    taken = delivering.recipient_of(shop.counter)
    assert taken is not None and (taken.name, taken.detail) == ("홍길동?", "?3층")


def test_a_forwarder_waits_for_a_manager_and_another_address_does_not(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(delivering.deliver_to(shop.counter, FORWARDER))
    assert shop.counter.quote is not None
    (block,) = shop.counter.quote.blocks
    assert block.code == "delivery.forwarder"
    shop.play(approving.overrule(shop.counter, block, by="B1", pin="930275", reason="a company's own warehouse"))
    assert checkout.check_payable(shop.counter).can_be_paid
    shop.play(delivering.deliver_to(shop.counter, FORWARDER))
    assert shop.counter.quote.blocks  # another order to the same place is asked about again
    shop.play(delivering.deliver_to(shop.counter, ELSEWHERE))
    assert shop.counter.quote.can_be_paid


def test_what_is_delivered_does_not_come_from_the_shelf(shop: Scene) -> None:
    selling.scan(shop.counter, "8800000000053", quantity=3)
    assert shop.counter.quote is not None
    assert [block.code for block in shop.counter.quote.blocks] == ["order.out_of_stock"]
    shop.play(delivering.deliver_to(shop.counter, HOME))
    assert shop.counter.quote.can_be_paid


def test_one_address_gets_so_many_of_what_is_limited(shop: Scene) -> None:
    selling.scan(shop.counter, "8800000000053", quantity=4)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    shop.play(checkout.pay_exact(shop.counter))
    selling.scan(shop.counter, "8800000000053", quantity=3)
    spelt_otherwise = HOME.__class__("남궁하늘", "010-9", "04524", "서울특별시  중구 세종대로 110", "3 층")
    with pytest.raises(Refused, match=r"delivery\.recipient"):
        shop.play(delivering.deliver_to(shop.counter, spelt_otherwise))
    shop.play(
        delivering.deliver_to(shop.counter, HOME.__class__("남궁하늘", "010-9999-8888", "04524", HOME.address, "3 층"))
    )
    assert shop.counter.quote is not None
    assert [(block.code, block.facts["asked"]) for block in shop.counter.quote.blocks] == [("order.limit_exceeded", 7)]
    shop.play(delivering.deliver_to(shop.counter, ELSEWHERE))
    assert shop.counter.quote.can_be_paid


def test_the_contract_exists_when_the_confirmation_is_out(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    assert shop.counter.basket is not None and orders.state(shop.counter, shop.counter.basket.id) == "offered"
    shop.printer.answers = [PrintResult("done"), PrintResult("not_started", "printer.paper_out")]
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None and orders.state(shop.counter, sale.id) == "offered"
    shop.play(printing.print_again(shop.counter))
    assert orders.state(shop.counter, sale.id) == "concluded" and "OrderConfirmed" in shop.kinds()


def test_a_confirmation_in_doubt_concludes_once_somebody_has_seen_it(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    shop.printer.answers = [PrintResult("done"), PrintResult("unknown", "printer.silent")]
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None and orders.state(shop.counter, sale.id) == "offered"
    shop.play(printing.it_was_printed(shop.counter))
    assert orders.state(shop.counter, sale.id) == "concluded"


@pytest.mark.parametrize("cards", [1, 2])
def test_an_order_is_cancelled_before_it_leaves(shop: Scene, cards: int) -> None:
    sale = ordered(shop, cards=cards)
    assert shop.play(orders.cancel(shop.counter, sale.id)) == sale.total
    assert shop.mall.stopped == [sale.id] and shop.terminal.charged == {} and len(shop.terminal.reversed) == cards
    assert orders.state(shop.counter, sale.id) == "cancelled"
    with pytest.raises(Refused, match=r"order\.cancelled"):
        shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.kinds().count("OrderCancelled") == 1
    assert shop.rig.verify().holds


def test_cash_comes_out_of_the_drawer_again(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and shop.counter.shift is not None
    before, kicks = shop.rig.shelf.cash_in_drawer(shop.counter.shift.id), shop.printer.drawer_opened
    shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.rig.shelf.cash_in_drawer(shop.counter.shift.id) == before - sale.total
    assert shop.printer.drawer_opened == kicks + 1


def test_nothing_is_given_back_where_the_goods_may_leave(shop: Scene) -> None:
    sale = ordered(shop)
    shop.mall.is_down = True
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        shop.play(orders.cancel(shop.counter, sale.id))
    shop.mall.is_down = False
    shop.mall.has_left.add(sale.id)
    with pytest.raises(Refused, match=r"order\.left"):
        shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.terminal.reversed == [] and orders.state(shop.counter, sale.id) == "concluded"


def test_a_card_that_would_not_take_it_back_leaves_an_order_that_does_not_leave(shop: Scene) -> None:
    sale = ordered(shop)
    shop.terminal.answers = ["declined"]
    with pytest.raises(Refused, match=r"payment\.not_reversed"):
        shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.kinds().count("OrderCancelled") == 0
    shop.dies_and_starts_again()
    assert orders.state(shop.counter, sale.id) == "stopped" and "order.cancel_unfinished" in shop.codes()
    with pytest.raises(Refused, match=r"order\.cancel_unfinished"):
        shop.play(printing.reprint_confirmation(shop.counter, sale.id))
    shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.kinds().count("OrderCancelled") == 1 and shop.terminal.charged == {}


@pytest.mark.parametrize("answer", ["approved but lost", "lost"])
def test_a_reversal_that_nobody_knows_of_is_asked_about_when_cancelling_again(shop: Scene, answer: str) -> None:
    sale = ordered(shop)
    shop.terminal.answers = [answer]
    with pytest.raises(Refused, match=r"payment\.unknown"):
        shop.play(orders.cancel(shop.counter, sale.id))
    shop.dies_and_starts_again()
    assert "order.cancel_unfinished" in shop.codes()
    shop.play(orders.cancel(shop.counter, sale.id))
    assert shop.terminal.charged == {} and len(shop.terminal.reversed) == 1
    assert "order.cancel_unfinished" not in shop.codes()


def test_a_power_cut_right_after_a_reversal_gives_nothing_back_twice(shop: Scene) -> None:
    sale = ordered(shop, cards=2)
    shop.terminal.answers = ["approved", "approved and the power goes"]
    with pytest.raises(PowerCut):
        shop.play(orders.cancel(shop.counter, sale.id))
    shop.dies_and_starts_again()
    shop.play(orders.cancel(shop.counter, sale.id))
    assert len(shop.terminal.reversed) == 2 and shop.terminal.charged == {} and shop.rig.verify().holds


def test_what_is_no_delivery_cannot_be_cancelled(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None
    for wrong in (sale.id, "nothing"):
        with pytest.raises(Refused, match=r"order\.none"):
            shop.play(orders.cancel(shop.counter, wrong))


def test_a_cancelled_order_gives_the_use_of_its_benefit_back(shop: Scene) -> None:
    held = entitled(shop)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None and sale.uses == (held.benefit,) and sale.delivery_fee == 0
    dossier = shop.rig.books.dossier("M1")
    assert dossier is not None and [use.sale for use in dossier.uses] == [sale.id]
    shop.play(orders.cancel(shop.counter, sale.id))
    dossier = shop.rig.books.dossier("M1")
    assert dossier is not None and dossier.uses == ()


def test_a_machine_whose_benefit_was_used_since_is_not_simply_cancelled(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, "8800000000077")
    selling.scan(shop.counter, "UN0001")
    shop.play(delivering.deliver_to(shop.counter, HOME))
    machine = shop.play(checkout.pay_exact(shop.counter))
    assert machine is not None and machine.begins is not None and machine.begins.serial == "UN0001"
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(checkout.pay_exact(shop.counter))
    with pytest.raises(Refused, match=r"order\.benefit_used"):
        shop.play(orders.cancel(shop.counter, machine.id))


def test_no_card_or_resident_number_goes_along_with_a_delivery(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    for told in (replace(HOME, note="901010-1234567"), replace(HOME, detail="4111 1111 1111 1111")):
        with pytest.raises(Refused, match=r"privacy\.sensitive"):
            shop.play(delivering.deliver_to(shop.counter, told))
    shop.play(delivering.deliver_to(shop.counter, replace(HOME, note="경비실 010-1111-2222")))
