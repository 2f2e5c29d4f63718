"""A basket whose card is under enquiry can wait, and the till sells on; nobody is charged twice, nothing given up."""

from pos.domain.facts import BasketHeld, SaleCompleted
from pos.till import holding, selling
from pos.till.day import closing, open_items
from pos.till.paying import checkout
from tests.till.backs import CUP, code_of, facts
from tests.till.scene import Scene


def leave_in_doubt(scene: Scene, *, cash: int = 0) -> str:
    """A cup whose card nobody can tell of."""
    selling.scan(scene.counter, CUP)
    if cash:
        scene.play(checkout.pay_cash(scene.counter, cash))
    assert scene.counter.basket is not None
    basket = scene.counter.basket.id
    scene.terminal.answers = ["approved but lost"]
    assert code_of(scene, checkout.pay_card(scene.counter, checkout.due(scene.counter))) == "payment.unknown"
    return basket


def test_the_next_customer_is_served_and_the_doubt_is_settled_later(shop: Scene) -> None:
    basket = leave_in_doubt(shop)
    shop.play(holding.hold(shop.counter))
    assert facts(shop)[-1] == BasketHeld(basket)
    selling.scan(shop.counter, CUP)
    assert shop.play(checkout.pay_exact(shop.counter)) is not None
    assert next(item.code for item in open_items.items(shop.counter) if item.id == basket) == "card.in_doubt"
    shop.play(holding.recall(shop.counter, basket))
    assert code_of(shop, checkout.pay_exact(shop.counter)) == "payment.in_doubt"
    sale = shop.play(checkout.enquire(shop.counter))
    assert sale is not None and sale.id == basket
    assert shop.terminal.held == 20_000 and sum(isinstance(fact, SaleCompleted) for fact in facts(shop)) == 2


def test_it_outlives_a_crash_while_it_waits(shop: Scene) -> None:
    basket = leave_in_doubt(shop)
    shop.play(holding.hold(shop.counter))
    shop.dies_and_starts_again()
    assert shop.counter.basket is None
    shop.play(holding.recall(shop.counter, basket))
    assert checkout.in_doubt(shop.counter) is not None


def test_with_cash_in_the_drawer_it_stays_at_the_counter(shop: Scene) -> None:
    leave_in_doubt(shop, cash=5_000)
    assert code_of(shop, holding.hold(shop.counter)) == "payment.in_progress"


def test_once_the_terminal_has_told_it_is_a_payment_like_any(shop: Scene) -> None:
    for _ in range(2):
        selling.scan(shop.counter, CUP)
    shop.play(checkout.pay_card(shop.counter, 10_000))
    assert code_of(shop, holding.hold(shop.counter)) == "payment.in_progress"


def test_closing_carries_it_over_and_gives_up_nothing_of_it(shop: Scene) -> None:
    basket = leave_in_doubt(shop)
    shop.play(holding.hold(shop.counter))
    closing.begin(shop.counter)
    assert code_of(shop, closing.give_up(shop.counter, basket, reason="gone home")) == "payment.in_doubt"
    closing.carry_over(shop.counter, basket)
    assert closing.undecided(shop.counter) == ()
