"""Paying: what is acknowledged is on disk, and no card is charged twice."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.till import holding, selling, session
from pos.till.feed import FeedPage
from pos.till.paying import checkout
from pos.till.paying.cards import CardAnswer, CardRequest
from pos.till.ports import PrintResult
from tests.domain.products import product
from tests.till.scene import ARIA, BELLO, PowerCut, Scene


@pytest.fixture
def filled(scene: Scene) -> Scene:
    """Two sleeves: 14,700 won."""
    selling.scan(scene.counter, ARIA)
    selling.scan(scene.counter, BELLO)
    return scene


def test_cash_and_change(filled: Scene) -> None:
    sale = filled.play(checkout.pay_cash(filled.counter, 20_000))
    assert sale is not None
    assert (sale.number, sale.total, sale.change, sale.vat) == (1, 14_700, 5_300, 1_336)
    assert filled.counter.basket is None and filled.counter.last_sale == sale
    assert filled.printer.drawer_opened == 1 and len(filled.printer.papers) == 1
    assert filled.rig.shelf.cash_in_drawer(sale.shift) == 114_700
    assert filled.kinds()[-2:] == ["DrawerOpened", "SaleCompleted"]
    assert filled.rig.verify().holds


def test_exact_cash_has_no_change(filled: Scene) -> None:
    sale = filled.play(checkout.pay_exact(filled.counter))
    assert sale is not None and sale.change == 0


def test_a_sale_for_nothing_opens_no_drawer(scene: Scene) -> None:
    from pos.till.feed import FeedPage
    from tests.domain.products import product

    scene.rig.outbox.arrive(FeedPage(8, products=(product("BAG", 0, kind="recycling", capsules=0),)))
    selling.add(scene.counter, "BAG")
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and (sale.total, sale.payments) == (0, ())
    assert scene.printer.drawer_opened == 0 and len(scene.printer.papers) == 1


def test_a_split_in_any_order_keeps_the_rest(filled: Scene) -> None:
    counter = filled.counter
    assert filled.play(checkout.pay_card(counter, 4_000)) is None
    assert checkout.due(counter) == 10_700
    assert filled.play(checkout.pay_cash(counter, 5_000)) is None
    assert filled.play(checkout.pay_card(counter, 700, tender="easy")) is None
    sale = filled.play(checkout.pay_transfer(counter, 5_000, reference="0211"))
    assert sale is not None
    assert [(part.kind, part.amount) for part in sale.payments] == [
        ("card", 4_000),
        ("cash", 5_000),
        ("easy", 700),
        ("transfer", 5_000),
    ]
    assert filled.rig.shelf.cash_in_drawer(sale.shift) == 105_000


def test_a_part_that_was_paid_survives_a_power_cut(filled: Scene) -> None:
    filled.play(checkout.pay_cash(filled.counter, 5_000))
    filled.play(checkout.pay_card(filled.counter, 700))
    filled.dies_and_starts_again()
    assert checkout.due(filled.counter) == 9_000
    sale = filled.play(checkout.pay_exact(filled.counter))
    assert sale is not None and [part.amount for part in sale.payments] == [5_000, 700, 9_000]


def test_goods_cannot_change_once_money_was_taken(filled: Scene) -> None:
    filled.play(checkout.pay_cash(filled.counter, 5_000))
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        selling.scan(filled.counter, ARIA)
    assert checkout.due(filled.counter) == 9_700


@pytest.mark.parametrize(
    ("answer", "code"),
    [("declined", "payment.declined"), ("cancelled", "payment.cancelled"), ("not_sent", "payment.not_sent")],
)
def test_declined_is_not_the_end(filled: Scene, answer: str, code: str) -> None:
    filled.terminal.answers = [answer]
    with pytest.raises(Refused) as refused:
        filled.play(checkout.pay_card(filled.counter, 14_700))
    assert refused.value.code == code
    assert checkout.due(filled.counter) == 14_700
    assert filled.play(checkout.pay_card(filled.counter, 14_700)) is not None
    assert sum(filled.terminal.charged.values()) == 14_700


def test_a_lost_answer_is_asked_about_and_never_charged_again(filled: Scene) -> None:
    filled.terminal.answers = ["approved but lost"]
    with pytest.raises(Refused, match=r"payment\.unknown"):
        filled.play(checkout.pay_card(filled.counter, 14_700))
    for again in (
        checkout.pay_card(filled.counter, 14_700),
        checkout.pay_exact(filled.counter),
        checkout.give_up(filled.counter),
    ):
        with pytest.raises(Refused, match=r"payment\.in_doubt"):
            filled.play(again)
    sale = filled.play(checkout.enquire(filled.counter))
    assert sale is not None and list(filled.terminal.charged.values()) == [14_700]
    assert filled.rig.verify().holds


def test_a_lost_request_is_asked_about_and_the_money_is_still_due(filled: Scene) -> None:
    filled.terminal.answers = ["lost"]
    with pytest.raises(Refused, match=r"payment\.unknown"):
        filled.play(checkout.pay_card(filled.counter, 14_700))
    with pytest.raises(Refused, match=r"payment\.declined"):
        filled.play(checkout.enquire(filled.counter))
    assert checkout.due(filled.counter) == 14_700 and filled.terminal.charged == {}
    assert checkout.in_doubt(filled.counter) is None


def test_a_terminal_that_still_does_not_know_leaves_it_in_doubt(filled: Scene) -> None:
    filled.terminal.answers = ["lost", "lost"]
    for story in (checkout.pay_card(filled.counter, 14_700), checkout.enquire(filled.counter)):
        with pytest.raises(Refused, match=r"payment\.unknown"):
            filled.play(story)
    assert checkout.in_doubt(filled.counter) is not None


def test_the_attempt_is_on_disk_before_the_terminal_is_asked(filled: Scene) -> None:
    filled.terminal.answers = ["approved and the power goes"]
    with pytest.raises(PowerCut):
        filled.play(checkout.pay_card(filled.counter, 14_700))
    assert filled.kinds()[-1] == "CardAsked"
    filled.dies_and_starts_again()
    attempt = checkout.in_doubt(filled.counter)
    assert attempt is not None and attempt.outcome == "asked"
    with pytest.raises(Refused, match=r"payment\.in_doubt"):
        filled.play(checkout.pay_card(filled.counter, 14_700))
    assert filled.play(checkout.enquire(filled.counter)) is not None
    assert list(filled.terminal.charged.values()) == [14_700]


def test_giving_up_gives_the_card_its_money_back_first(filled: Scene) -> None:
    filled.play(checkout.pay_card(filled.counter, 4_000))
    filled.play(checkout.pay_cash(filled.counter, 5_000))
    filled.play(checkout.give_up(filled.counter))
    assert filled.terminal.charged == {} and len(filled.terminal.reversed) == 1
    assert filled.counter.basket is None
    assert filled.kinds()[-3:] == ["CardAnswered", "SaleAbandoned", "DrawerOpened"]
    filled.dies_and_starts_again()
    assert filled.counter.basket is None


def test_a_reversal_that_fails_keeps_the_basket_and_says_so(filled: Scene) -> None:
    filled.play(checkout.pay_card(filled.counter, 4_000))
    filled.terminal.answers = ["declined"]
    with pytest.raises(Refused) as refused:
        filled.play(checkout.give_up(filled.counter))
    assert (refused.value.code, refused.value.facts["amount"]) == ("payment.not_reversed", 4_000)
    assert checkout.due(filled.counter) == 10_700


@pytest.mark.parametrize("amount", [0, -1, 14_701])
def test_a_card_is_charged_no_more_than_is_due(filled: Scene, amount: int) -> None:
    with pytest.raises(Refused, match=r"tender\.amount"):
        filled.play(checkout.pay_card(filled.counter, amount))
    assert filled.terminal.charged == {}


def test_an_empty_basket_cannot_be_paid(scene: Scene) -> None:
    with pytest.raises(Refused, match=r"basket\.empty"):
        scene.play(checkout.pay_exact(scene.counter))


def test_a_full_disk_is_no_sale_and_the_basket_stays(filled: Scene) -> None:
    def full() -> None:
        raise Unavailable("disk.full")

    filled.store.before_next = full
    with pytest.raises(Unavailable, match=r"disk\.full"):
        filled.play(checkout.pay_exact(filled.counter))
    assert filled.counter.basket is not None and filled.printer.papers == []
    assert filled.play(checkout.pay_exact(filled.counter)) is not None


def test_a_full_disk_after_an_approval_allows_no_second_charge(filled: Scene) -> None:
    """The terminal approved, and it could not be written down: the attempt stays in doubt until it can."""

    def full() -> None:
        raise Unavailable("disk.full")

    charge = filled.terminal.charge

    def charge_and_fill(request: CardRequest) -> CardAnswer:
        filled.store.before_next = full
        return charge(request)

    filled.terminal.charge = charge_and_fill  # type: ignore[method-assign]  # the disk fills up meanwhile
    with pytest.raises(Unavailable, match=r"disk\.full"):
        filled.play(checkout.pay_card(filled.counter, 14_700))
    with pytest.raises(Refused, match=r"payment\.in_doubt"):
        filled.play(checkout.pay_exact(filled.counter))
    filled.dies_and_starts_again()
    assert checkout.in_doubt(filled.counter) is not None
    sale = filled.play(checkout.enquire(filled.counter))
    assert sale is not None and list(filled.terminal.charged.values()) == [14_700]


@pytest.mark.parametrize("verb", ["scan", "add", "hold", "sign out", "sign in", "pay", "give up", "undo"])
def test_nothing_else_happens_to_a_basket_while_the_terminal_works(filled: Scene, verb: str) -> None:
    stories: dict[str, Callable[[], Coroutine[Any, Any, object]]] = {
        "hold": lambda: holding.hold(filled.counter),
        "sign out": lambda: session.sign_out(filled.counter),
        "sign in": lambda: session.sign_in(filled.counter, "B1", "1"),
        "pay": lambda: checkout.pay_exact(filled.counter),
        "give up": lambda: checkout.give_up(filled.counter),
    }
    charge = filled.terminal.charge

    def charge_meanwhile(request: CardRequest) -> CardAnswer:
        with pytest.raises(Refused, match=r"payment\.in_progress"):
            if verb in stories:
                stories[verb]().send(None)
            elif verb == "undo":
                selling.undo(filled.counter)
            else:
                (selling.scan if verb == "scan" else selling.add)(filled.counter, ARIA if verb == "scan" else "ARIA")
        return charge(request)

    filled.terminal.charge = charge_meanwhile  # type: ignore[method-assign]  # an impatient cashier
    sale = filled.play(checkout.pay_card(filled.counter, 14_700))
    assert sale is not None and len(sale.lines) == 2


def test_what_is_being_paid_keeps_its_price_whatever_arrives(filled: Scene) -> None:
    filled.play(checkout.pay_cash(filled.counter, 10_000))
    filled.rig.outbox.arrive(FeedPage(8, products=(product("ARIA", 100, barcodes=(ARIA,)),)))
    filled.dies_and_starts_again()
    assert checkout.due(filled.counter) == 4_700
    sale = filled.play(checkout.pay_exact(filled.counter))
    assert sale is not None and sale.total == 14_700


def test_after_a_declined_card_the_basket_can_be_changed_again(filled: Scene) -> None:
    filled.terminal.answers = ["declined"]
    with pytest.raises(Refused, match=r"payment\.declined"):
        filled.play(checkout.pay_card(filled.counter, 14_700))
    selling.scan(filled.counter, ARIA)
    assert checkout.due(filled.counter) == 21_900


def test_what_is_scanned_while_the_sale_is_written_is_the_next_customers(filled: Scene) -> None:
    def impatient() -> None:
        assert selling.scan(filled.counter, ARIA).outcome == "late"

    filled.store.before_next = impatient
    sale = filled.play(checkout.pay_exact(filled.counter))
    assert sale is not None and len(sale.lines) == 2
    assert filled.counter.basket is not None
    assert [(line.product, line.quantity) for line in filled.counter.basket.lines] == [("ARIA", 1)]


def test_a_scan_meanwhile_is_never_lost_whatever_becomes_of_the_write(filled: Scene) -> None:
    def impatient_and_full() -> None:
        selling.scan(filled.counter, ARIA)
        raise Unavailable("disk.full")

    filled.store.before_next = impatient_and_full
    with pytest.raises(Unavailable, match=r"disk\.full"):
        filled.play(holding.hold(filled.counter))
    assert checkout.due(filled.counter) == 21_900


def test_a_scan_during_a_part_payment_waits_for_the_next_sale(filled: Scene) -> None:
    filled.store.before_next = lambda: selling.scan(filled.counter, ARIA)
    filled.play(checkout.pay_cash(filled.counter, 5_000))
    assert checkout.due(filled.counter) == 9_700
    filled.play(checkout.pay_exact(filled.counter))
    assert filled.counter.basket is not None and len(filled.counter.basket.lines) == 1


def test_a_printer_without_paper_does_not_hold_up_the_sale(filled: Scene) -> None:
    filled.printer.answers = [PrintResult("not_started", "printer.paper_out")]
    sale = filled.play(checkout.pay_exact(filled.counter))
    assert sale is not None and filled.rig.shelf.sale(sale.id) == sale
    assert filled.codes() == ["paper.not_printed"]
