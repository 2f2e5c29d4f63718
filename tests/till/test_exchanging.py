"""Goods for goods: the difference either way, nothing before the basket is paid, and every card its own money."""

import pytest

from pos.domain.back.returns import Return
from pos.domain.facts import SaleCompleted
from pos.domain.sale import Sale
from pos.till import delivering, holding, membership, selling
from pos.till.back import exchanging, refunding, returning
from pos.till.paying import checkout
from tests.till.backs import (
    CUP,
    UNO,
    Fate,
    bring_back,
    carry_on,
    code_of,
    facts,
    one,
    owed,
    part_owed,
    refused,
    returns,
    sell,
    want,
)
from tests.till.scene import BELLO, PowerCut, Scene
from tests.till.shop import HOME
from tests.till.slowly import begun, ended, slow


@pytest.fixture
def cup(shop: Scene) -> Sale:
    """A cup that was sold for 20,000 won by card."""
    return sell(shop, CUP)


def begin(scene: Scene, sale: Sale, *codes: str) -> None:
    """One unit of its first line is to come back for some goods."""
    want(scene, sale)
    exchanging.begin(scene.counter)
    for code in codes:
        selling.scan(scene.counter, code)


def sales(scene: Scene) -> list[Sale]:
    """Every sale, in order."""
    return [fact.sale for fact in facts(scene) if isinstance(fact, SaleCompleted)]


def back_of(scene: Scene) -> Return:
    """The only return."""
    (back,) = returns(scene)
    return back


def test_goods_of_the_same_worth_cost_nothing(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, CUP)
    assert shop.counter.returning is None and checkout.due(shop.counter) == 0 == exchanging.difference(shop.counter)
    assert returns(shop) == []
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and [(paid.kind, paid.origin, paid.charge) for paid in sale.payments] == [
        ("exchange", "card", cup.payments[0].id)
    ]
    back = back_of(shop)
    assert (back.exchange, back.parts, back.refund) == (sale.id, (), 20_000)
    assert shop.terminal.held == 20_000 and owed(shop) == [] and shop.rig.verify().holds
    assert [entry for entry in shop.kinds() if entry in ("SaleCompleted", "ReturnCompleted")][-2:] == [
        "ReturnCompleted",
        "SaleCompleted",
    ]


def test_the_customer_pays_the_rest(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, CUP, BELLO)
    assert checkout.due(shop.counter) == 6_750
    assert shop.play(checkout.pay_card(shop.counter, 750)) is None
    sale = shop.play(checkout.pay_cash(shop.counter, 6_000))
    assert sale is not None and [paid.kind for paid in sale.payments] == ["exchange", "card", "cash"]
    assert shop.terminal.held == 20_750 and sum(paid.amount for paid in sale.payments) == sale.total


def test_the_customer_gets_the_rest(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, BELLO)
    assert (exchanging.difference(shop.counter), checkout.due(shop.counter)) == (-13_250, 0)
    shop.play(checkout.pay_exact(shop.counter))
    back = back_of(shop)
    assert [(part.kind, part.amount, part.whole) for part in back.parts] == [("card", 13_250, 0)]
    assert shop.terminal.held == 6_750 and owed(shop) == []


def test_the_rest_of_what_was_paid_in_cash_is_cash(shop: Scene) -> None:
    sale, before = sell(shop, CUP, card=0), shop.printer.drawer_opened
    begin(shop, sale, BELLO)
    shop.play(checkout.pay_exact(shop.counter))
    assert owed(shop) == [] and shop.rig.shelf.cash_in_drawer(sale.shift) == 106_750
    assert shop.printer.drawer_opened == before + 1


def test_what_was_exchanged_for_goes_back_to_the_card_it_came_from(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, CUP)
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None
    back = bring_back(shop, sale)
    assert [(part.kind, part.charge, part.whole) for part in back.parts] == [("card", cup.payments[0].id, 0)]
    assert shop.terminal.held == 0 and owed(shop) == []


def test_and_where_the_card_takes_no_part_of_it_a_manager_decides(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP)
    begin(shop, sale, CUP)
    again = shop.play(checkout.pay_exact(shop.counter))
    assert again is not None
    shop.terminal.takes_parts = False
    for each in (again, sale):
        bring_back(shop, each)
    for part in [each.part.id for each in refunding.owed(shop.counter)]:
        assert code_of(shop, refunding.cancel_whole(shop.counter, part)) == "refund.recharge_impossible"
    shop.play(refunding.pay_cash(shop.counter, part_owed(shop), by="B1", pin="930275", reason="no parts"))
    assert shop.terminal.held == 40_000


def test_a_refund_owed_from_before_does_not_cancel_what_pays_for_other_goods(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP)
    shop.terminal.answers = ["declined"]
    bring_back(shop, sale)
    begin(shop, sale, CUP)
    shop.play(checkout.pay_exact(shop.counter))
    assert code_of(shop, refunding.cancel_whole(shop.counter, part_owed(shop))) == "refund.recharge_impossible"
    carry_on(shop)
    assert shop.terminal.held == 20_000


# --- one place at a time ---


def test_what_is_being_exchanged_comes_back_nowhere_else(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP)
    begin(shop, sale, BELLO)
    want(shop, sale)
    assert code_of(shop, returning.complete(shop.counter)) == "exchange.open"
    shop.play(holding.hold(shop.counter))
    assert code_of(shop, returning.complete(shop.counter)) == "exchange.open"
    assert refused(lambda: exchanging.begin(shop.counter)) == "exchange.open"
    (held,) = shop.rig.shelf.held()
    shop.play(holding.recall(shop.counter, held.basket.id))
    exchanging.drop(shop.counter)
    assert shop.counter.draft is not None and shop.counter.draft.exchange is None
    shop.play(returning.complete(shop.counter))
    assert checkout.due(shop.counter) == 6_750


def test_one_basket_has_one_exchange(shop: Scene, cup: Sale) -> None:
    other = sell(shop, CUP)
    begin(shop, cup)
    want(shop, other)
    assert refused(lambda: exchanging.begin(shop.counter)) == "exchange.open"


def test_an_exchange_without_goods_yet_is_no_empty_basket(shop: Scene, cup: Sale) -> None:
    selling.scan(shop.counter, BELLO)
    shop.play(holding.hold(shop.counter))
    held = shop.counter.ports.shelf.held()[0].basket.id
    want(shop, cup)
    exchanging.begin(shop.counter)
    assert refused(lambda: selling.start(shop.counter)) == "basket.open"
    assert code_of(shop, holding.recall(shop.counter, held)) == "basket.open"
    exchanging.drop(shop.counter)
    assert code_of(shop, holding.recall(shop.counter, held)) == ""


def test_nothing_is_exchanged_without_a_receipt_or_for_the_same(shop: Scene, cup: Sale) -> None:
    returning.begin_without_receipt(shop.counter)
    returning.want(shop.counter, one(0, product="CUP"))
    need = returning.proposal(shop.counter).needs[0]
    shop.play(returning.approve(shop.counter, need, by="B1", pin="930275", reason="known here"))
    assert refused(lambda: exchanging.begin(shop.counter)) == "exchange.no_receipt"
    want(shop, cup, one(reason="defect", replaced=True))
    assert refused(lambda: exchanging.begin(shop.counter)) == "exchange.same_product"
    assert shop.counter.draft is None


def test_a_basket_that_is_being_paid_begins_no_exchange_and_drops_none(shop: Scene, cup: Sale) -> None:
    selling.scan(shop.counter, BELLO)
    shop.play(checkout.pay_cash(shop.counter, 1_000))
    want(shop, cup)
    assert refused(lambda: exchanging.begin(shop.counter)) == "payment.in_progress"
    shop.play(checkout.give_up(shop.counter))
    begin(shop, cup, CUP, BELLO)
    shop.play(checkout.pay_cash(shop.counter, 1_000))
    assert refused(lambda: exchanging.drop(shop.counter)) == "payment.in_progress"


def test_what_is_exchanged_is_taken_along(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, CUP)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    assert code_of(shop, checkout.pay_exact(shop.counter)) == "exchange.delivery"
    delivering.carry_out(shop.counter)
    assert shop.play(checkout.pay_exact(shop.counter)) is not None


def test_the_benefit_of_the_machine_that_comes_back_pays_for_nothing(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    sale = sell(shop, UNO, serials=("UN0001",))
    want(shop, sale, one(serials=("UN0001",)))
    exchanging.begin(shop.counter)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    assert shop.counter.quote is not None and sale.begins is not None
    assert sale.begins.benefit not in shop.counter.quote.uses
    again = shop.play(checkout.pay_exact(shop.counter))
    assert again is not None and again.total == 7 * 6_750 and back_of(shop).clawed_back == 0


def test_a_machine_for_another_one_begins_a_plan_of_its_own(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    sale = sell(shop, UNO, serials=("UN0001",))
    want(shop, sale, one(serials=("UN0001",)))
    exchanging.begin(shop.counter)
    shop.play(membership.attach(shop.counter, "M1"))
    for code in (UNO, "UN0002"):
        selling.scan(shop.counter, code)
    again = shop.play(checkout.pay_exact(shop.counter))
    assert again is not None and again.begins is not None and again.begins.serial == "UN0002"
    dossier = shop.rig.books.dossier("M1")
    assert dossier is not None and [one.ended for one in dossier.entitlements] == ["returned", ""]


def test_who_keeps_the_machine_after_all_keeps_its_benefit(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    sale = sell(shop, UNO, serials=("UN0001",))
    want(shop, sale, one(serials=("UN0001",)))
    exchanging.begin(shop.counter)
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    exchanging.drop(shop.counter)
    assert shop.counter.quote is not None and sale.begins is not None
    assert sale.begins.benefit in shop.counter.quote.uses


# --- given up, held, killed ---


def test_giving_up_the_basket_gives_up_both(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, CUP, BELLO)
    shop.play(checkout.pay_card(shop.counter, 5_000))
    shop.play(checkout.give_up(shop.counter))
    assert returns(shop) == [] and shop.terminal.held == 20_000
    bring_back(shop, cup)
    assert shop.terminal.held == 0


def test_a_held_exchange_goes_on_after_a_restart(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, BELLO)
    shop.play(holding.hold(shop.counter))
    shop.dies_and_starts_again()
    (held,) = shop.rig.shelf.held()
    shop.play(holding.recall(shop.counter, held.basket.id))
    assert exchanging.difference(shop.counter) == -13_250
    shop.play(checkout.pay_exact(shop.counter))
    assert shop.terminal.held == 6_750 and len(returns(shop)) == 1


def test_what_does_not_go_back_to_the_card_stays_owed(shop: Scene, cup: Sale) -> None:
    shop.terminal.answers = ["approved but lost"]
    begin(shop, cup, BELLO)
    assert shop.play(checkout.pay_exact(shop.counter)) is not None
    assert owed(shop) == [("card", 13_250)] and {"refund.unknown", "refund.owed"} <= set(shop.codes())
    carry_on(shop)
    assert shop.terminal.held == 6_750


def test_paying_twice_at_once_is_one_exchange(shop: Scene, cup: Sale) -> None:
    begin(shop, cup, BELLO)
    disk = slow(shop, "disk")
    first, second = (begun(shop, checkout.pay_exact(shop.counter)) for _ in range(2))
    while disk.waiting:
        disk.goes_on()
        shop.headless._posted.get()()
    assert [ended(shop, story) for story in (first, second)] == ["", "payment.in_progress"]
    assert shop.terminal.held == 6_750 and len(returns(shop)) == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 7))
@pytest.mark.parametrize("goods", [(CUP, BELLO), (BELLO,)])
def test_the_power_may_go_at_any_step(shop: Scene, cup: Sale, goods: tuple[str, ...], at: int, after: bool) -> None:
    """The difference goes either way; the exchange is done once, or the basket is there and goes on."""
    begin(shop, cup, *goods)
    due = checkout.due(shop.counter)
    fate = Fate(shop, at, after=after)
    try:
        shop.play(checkout.pay_card(shop.counter, due) if due else checkout.pay_exact(shop.counter))
    except PowerCut:
        fate.is_over()
    if shop.counter.draft is not None:
        _go_on_paying(shop)
    carry_on(shop)
    assert shop.terminal.held == (26_750 if due else 6_750)
    assert len(returns(shop)) == 1 and len(sales(shop)) == 2 and shop.rig.verify().holds


def _go_on_paying(scene: Scene) -> None:
    """Ask about the card in doubt, then pay what is due."""
    if checkout.in_doubt(scene.counter) and code_of(scene, checkout.enquire(scene.counter)) == "":
        return
    due = checkout.due(scene.counter)
    assert scene.play(checkout.pay_card(scene.counter, due) if due else checkout.pay_exact(scene.counter)) is not None
