"""Paying where the disk says nothing, the rules refuse too late, or no terminal will tell: no money is left between."""

from collections.abc import Callable

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.till import delivering, orders, selling
from pos.till.back import refunding
from pos.till.paying import checkout, doubts
from pos.till.paying.cards import CardAnswer, CardRequest
from pos.till.ports import Commit
from tests.till.backs import bring_back, code_of, last, one, owed, part_owed
from tests.till.scene import ARIA, BELLO, Scene
from tests.till.shop import HOME
from tests.till.slowly import UNO


@pytest.fixture
def filled(scene: Scene) -> Scene:
    """Two sleeves: 14,700 won."""
    selling.scan(scene.counter, ARIA)
    selling.scan(scene.counter, BELLO)
    return scene


def written_and_not_told(scene: Scene, kind: str) -> None:
    """The next commit with such an entry is on disk, and nobody can tell."""
    commit = scene.store.commit

    def told(one: Commit) -> object:
        entries = commit(one)
        if any(entry.kind == kind for entry in entries):
            scene.store.commit = commit  # type: ignore[method-assign]  # as it was
            raise Unavailable("disk.unknown")
        return entries

    scene.store.commit = told  # type: ignore[method-assign,assignment]  # the real one, and then silence


def seen(scene: Scene, call: str) -> list[CardRequest]:
    """What the terminal is asked from now on."""
    found: list[CardRequest] = []
    ask: Callable[[CardRequest], CardAnswer] = getattr(scene.terminal, call)

    def look(request: CardRequest) -> CardAnswer:
        found.append(request)
        return ask(request)

    setattr(scene.terminal, call, look)
    return found


@pytest.mark.parametrize(("tender", "signs"), [("card", True), ("easy", False)])
def test_only_a_card_is_signed_for(shop: Scene, tender: str, *, signs: bool) -> None:
    asked = seen(shop, "charge")
    for _ in range(5):
        selling.scan(shop.counter, "8800000000107")
    shop.play(checkout.pay_card(shop.counter, 60_000, tender=tender))  # type: ignore[arg-type]  # one of them
    assert [one.signature for one in asked] == [signs]


def test_a_cash_part_of_which_the_disk_said_nothing_is_shown_and_not_taken_twice(filled: Scene) -> None:
    written_and_not_told(filled, "PartPaid")
    assert code_of(filled, checkout.pay_cash(filled.counter, 10_000)) == "disk.unknown"
    assert code_of(filled, checkout.pay_cash(filled.counter, 10_000)) == "disk.unknown"
    assert [one.amount for one in filled.counter.payments] == [10_000]
    sale = filled.play(checkout.pay_exact(filled.counter))
    assert sale is not None and [one.amount for one in sale.payments] == [10_000, 4_700]
    assert filled.kinds().count("PartPaid") == 1


def test_a_basket_that_was_given_up_although_nobody_could_tell_is_gone(filled: Scene) -> None:
    filled.play(checkout.pay_cash(filled.counter, 10_000))
    written_and_not_told(filled, "SaleAbandoned")
    assert code_of(filled, checkout.give_up(filled.counter)) == "disk.unknown"
    assert code_of(filled, checkout.pay_exact(filled.counter)) == "disk.unknown"
    assert filled.counter.draft is None and filled.kinds().count("SaleAbandoned") == 1
    assert filled.printer.drawer_opened == 1


def test_an_attempt_that_is_on_disk_although_nobody_could_tell_is_asked_about(filled: Scene) -> None:
    written_and_not_told(filled, "CardAsked")
    assert code_of(filled, checkout.pay_card(filled.counter, 14_700)) == "disk.unknown"
    assert code_of(filled, checkout.pay_card(filled.counter, 14_700)) == "disk.unknown"
    assert checkout.in_doubt(filled.counter) is not None and filled.terminal.held == 0
    assert code_of(filled, checkout.enquire(filled.counter)) == "payment.declined"
    assert filled.play(checkout.pay_card(filled.counter, 14_700)) is not None
    assert filled.terminal.held == 14_700


def test_what_was_written_nowhere_goes_on_at_once(filled: Scene) -> None:
    def nothing() -> None:
        raise Unavailable("disk.unknown")

    filled.store.before_next = nothing
    assert code_of(filled, checkout.pay_exact(filled.counter)) == "disk.unknown"
    assert filled.play(checkout.pay_exact(filled.counter)) is not None


def test_what_the_rules_refuse_after_the_approval_can_be_given_back(filled: Scene) -> None:
    charge = filled.terminal.charge

    def no() -> None:
        raise Refused("return.already_returned")

    def charge_and_change(request: CardRequest) -> CardAnswer:
        filled.store.before_next = no
        return charge(request)

    filled.terminal.charge = charge_and_change  # type: ignore[method-assign]  # something happens meanwhile
    assert code_of(filled, checkout.pay_card(filled.counter, 14_700)) == "return.already_returned"
    assert checkout.in_doubt(filled.counter) is None and checkout.due(filled.counter) == 0
    filled.dies_and_starts_again()
    assert [one.amount for one in filled.counter.payments] == [14_700]
    filled.play(checkout.give_up(filled.counter))
    assert filled.terminal.held == 0 and filled.counter.draft is None


@pytest.fixture
def doubtful(filled: Scene) -> Scene:
    """A card was asked for all of it, and the terminal will never tell."""
    filled.terminal.answers = ["approved but lost", "lost", "no_call_off"]
    assert code_of(filled, checkout.pay_card(filled.counter, 14_700)) == "payment.unknown"
    assert code_of(filled, checkout.enquire(filled.counter)) == "payment.unknown"
    assert code_of(filled, checkout.call_off(filled.counter)) == "payment.not_called_off"
    return filled


def test_a_doubt_that_no_terminal_ends_is_ended_by_two_people(doubtful: Scene) -> None:
    """They have the terminal's paper, or called the card company."""
    found = doubts.settle(
        doubtful.counter, approval_number="30012345", by="B1", pin="930275", reason="terminal's paper"
    )
    sale = doubtful.play(found)
    assert sale is not None and sale.payments[0].approval is not None
    assert sale.payments[0].approval.approval_number == "30012345"
    assert doubtful.kinds().count("ApprovalGiven") == 1


def test_or_they_found_that_nothing_was_charged(doubtful: Scene) -> None:
    doubtful.terminal.charged.clear()
    found = doubts.settle(doubtful.counter, approval_number="", by="B1", pin="930275", reason="the company has none")
    assert code_of(doubtful, found) == "payment.declined"
    sale = doubtful.play(checkout.pay_exact(doubtful.counter))
    assert sale is not None and sale.payments[0].kind == "cash"


@pytest.mark.parametrize(("number", "goes"), [("30012345", True), ("", False)])
def test_a_reversal_that_no_terminal_tells_of(filled: Scene, number: str, *, goes: bool) -> None:
    filled.play(checkout.pay_card(filled.counter, 10_000))
    filled.terminal.answers = ["lost"]
    assert code_of(filled, checkout.give_up(filled.counter)) == "payment.unknown"
    found = doubts.settle(filled.counter, approval_number=number, by="B1", pin="930275", reason="terminal's paper")
    assert code_of(filled, found) == ("" if goes else "payment.not_reversed")
    assert [one.amount for one in filled.counter.payments] == ([] if goes else [10_000])


@pytest.mark.parametrize(
    ("number", "by", "code"),
    [("3001 2345", "B1", "payment.approval_number"), ("30012345", "C1", "approval.same_person")],
)
def test_nobody_ends_a_doubt_alone_or_by_rubbish(doubtful: Scene, number: str, by: str, code: str) -> None:
    found = doubts.settle(doubtful.counter, approval_number=number, by=by, pin="930275", reason="terminal's paper")
    assert code_of(doubtful, found) == code
    assert checkout.in_doubt(doubtful.counter) is not None


def test_what_is_in_no_doubt_is_not_settled(filled: Scene) -> None:
    found = doubts.settle(filled.counter, approval_number="1", by="B1", pin="930275", reason="no reason")
    assert code_of(filled, found) == "payment.nothing_in_doubt"


@pytest.mark.parametrize(("number", "left"), [("30099999", []), ("", [("card", 40_000)])])
def test_a_refund_that_no_terminal_tells_of(cups: Scene, number: str, left: list[tuple[str, int]]) -> None:
    cups.terminal.answers = ["lost"]
    bring_back(cups, last(cups), one(quantity=2))
    part = part_owed(cups)
    cups.terminal.answers = ["lost"]
    assert code_of(cups, refunding.pay_out(cups.counter, part)) == "refund.unknown"
    found = doubts.settle_refund(
        cups.counter, part, approval_number=number, by="B1", pin="930275", reason="terminal's paper"
    )
    cups.play(found)
    assert owed(cups) == left and cups.rig.verify().holds
    again = doubts.settle_refund(cups.counter, part, approval_number="", by="B1", pin="930275", reason="again")
    assert code_of(cups, again) == ("payment.nothing_in_doubt" if left else "refund.paid")


@pytest.mark.parametrize(("number", "reversed_there"), [("30099999", 0), ("", 1)])
def test_an_order_whose_reversal_no_terminal_tells_of(shop: Scene, number: str, reversed_there: int) -> None:
    selling.scan(shop.counter, UNO)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None
    shop.terminal.answers = ["lost", "lost"]
    for _ in range(2):
        assert code_of(shop, orders.cancel(shop.counter, sale.id)) == "payment.unknown"
    shop.play(
        doubts.settle_other(shop.counter, sale.id, approval_number=number, by="B1", pin="930275", reason="its paper")
    )
    shop.play(orders.cancel(shop.counter, sale.id))
    assert orders.state(shop.counter, sale.id) == "cancelled" and len(shop.terminal.reversed) == reversed_there
