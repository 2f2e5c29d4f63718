"""A cash receipt that is slow, refused or late holds up no drawer and no paper, and can always be settled."""

from datetime import timedelta

import pytest

from pos.domain.tender import CardApproval
from pos.till.back import exchanging
from pos.till.paying import cash_receipts, checkout
from pos.till.paying.cards import CardAnswer, CashReceiptRequest
from tests.till.backs import bring_back, code_of, one, want
from tests.till.scene import Scene
from tests.till.slowly import begun, code_at_once, run_out, slow
from tests.till.test_cash_receipts import PHONE, pay_cash, requests, ring_up, still_open


def _half_past_midnight(_: CashReceiptRequest) -> CardAnswer:
    return CardAnswer("approved", approval=CardApproval("7", "2026-11-02T15:30:00+00:00", "", "", "", "", ""))


def test_the_next_drawer_opens_while_a_receipt_is_asked_for(shop: Scene) -> None:
    cards = slow(shop, "cards")
    ring_up(shop, 1)
    begun(shop, cash_receipts.identify(shop.counter, PHONE))
    begun(shop, checkout.pay_exact(shop.counter))
    assert shop.printer.drawer_opened == 1 and len(cards.waiting) == 1
    ring_up(shop, 1)
    begun(shop, checkout.pay_exact(shop.counter))
    assert shop.printer.drawer_opened == 2
    run_out(shop, cards)
    assert len(shop.printer.papers) == 2


def test_a_sale_made_while_somebody_asks_again_gets_its_receipt_and_its_paper(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["declined"]
    pay_cash(shop, number=PHONE)
    receipt = shop.counter.ports.tax.open_receipts()[0].receipt
    cards = slow(shop, "cards")
    begun(shop, cash_receipts.issue(shop.counter, receipt.id))
    ring_up(shop, 2)
    begun(shop, cash_receipts.identify(shop.counter, PHONE))
    begun(shop, checkout.pay_exact(shop.counter))
    run_out(shop, cards)
    assert still_open(shop) == [] and len(requests(shop)) == 2
    assert len(shop.printer.papers) == 2 and shop.counter.issuing == set()


@pytest.mark.parametrize("is_issued_first", [True, False])
def test_a_cancellation_names_the_day_on_which_its_receipt_was_issued(shop: Scene, *, is_issued_first: bool) -> None:
    shop.terminal.receipt_answers = ["not_sent"] if is_issued_first else ["not_sent", "not_sent"]
    sale = pay_cash(shop, number=PHONE)
    shop.clock.at += timedelta(days=1)
    shop.terminal._certified = _half_past_midnight  # type: ignore[method-assign,assignment]  # by the time of elsewhere
    if is_issued_first:
        shop.play(cash_receipts.issue_all(shop.counter))
    bring_back(shop, sale)
    shop.play(cash_receipts.issue_all(shop.counter))
    assert still_open(shop) == []
    assert [str(one.cancels.issued_on) for one in requests(shop) if one.cancels] == ["2026-11-03"]


def test_one_that_no_terminal_takes_is_settled_by_what_was_done_elsewhere(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["declined", "not_sent"]
    pay_cash(shop, number=PHONE)
    pay_cash(shop, 2, number=PHONE)
    assert still_open(shop) == [("refused", 20_000), ("owed", 40_000)]
    shop.terminal.receipt_answers = ["not_sent"]
    for told in shop.counter.ports.tax.open_receipts():
        shop.play(cash_receipts.settle_by_hand(shop.counter, told.receipt.id, approval_number="123456789"))
    assert still_open(shop) == [] and requests(shop) == [] and "cash_receipt.late" not in shop.codes()


def test_what_is_being_asked_for_is_not_settled_by_hand(shop: Scene) -> None:
    cards = slow(shop, "cards")
    ring_up(shop, 1)
    begun(shop, cash_receipts.identify(shop.counter, PHONE))
    begun(shop, checkout.pay_exact(shop.counter))
    receipt = shop.counter.ports.tax.open_receipts()[0].receipt
    by_hand = cash_receipts.settle_by_hand(shop.counter, receipt.id, approval_number="123456789")
    assert code_at_once(begun(shop, by_hand)) == "payment.in_progress"
    run_out(shop, cards)
    assert len(requests(shop)) == 1


def test_a_terminal_that_is_mute_is_asked_for_one_receipt_and_not_for_all(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["not_sent"]
    pay_cash(shop, number=PHONE)
    shop.terminal.receipt_answers = ["lost", "lost"]
    pay_cash(shop, 2, number=PHONE)
    assert still_open(shop) == [("unknown", 20_000), ("owed", 40_000)]
    shop.terminal.receipt_answers = []
    shop.play(cash_receipts.issue_all(shop.counter))
    assert still_open(shop) == [] and len(requests(shop)) == 2


def test_an_approval_without_its_number_is_no_success(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["declined"]
    pay_cash(shop, number=PHONE)
    receipt = shop.counter.ports.tax.open_receipts()[0].receipt
    shop.terminal.receipt_answers = ["approved without a number"]
    assert code_of(shop, cash_receipts.issue(shop.counter, receipt.id)) == "cash_receipt.unknown"
    assert still_open(shop) == [("unknown", 20_000)]


@pytest.mark.parametrize(("cups", "number", "asked"), [(1, PHONE, "01011112222"), (6, "", "0100001234")])
def test_goods_for_goods_keep_the_receipt_of_the_cash_that_stays(
    shop: Scene, cups: int, number: str, asked: str
) -> None:
    """The receipt is cancelled with what comes back; nobody has to remember that there was one."""
    sale = pay_cash(shop, cups, number=number)
    want(shop, sale, one())
    exchanging.begin(shop.counter)
    worth = exchanging.difference(shop.counter)
    ring_up(shop, 1)
    shop.play(checkout.pay_exact(shop.counter))
    first, cancelled, anew = requests(shop)
    assert cancelled.cancels is not None and cancelled.amount == -worth
    assert (anew.amount, anew.number, anew.use) == (20_000, asked, first.use)
    assert still_open(shop) == []


def test_goods_for_goods_whose_cash_had_no_receipt_get_none(shop: Scene) -> None:
    sale = pay_cash(shop)
    want(shop, sale, one())
    exchanging.begin(shop.counter)
    ring_up(shop, 1)
    shop.play(checkout.pay_exact(shop.counter))
    assert requests(shop) == []


def test_what_the_customer_says_anew_goes_before(shop: Scene) -> None:
    sale = pay_cash(shop, number=PHONE)
    want(shop, sale, one())
    exchanging.begin(shop.counter)
    ring_up(shop, 1)
    shop.play(cash_receipts.identify(shop.counter, "120-81-47521"))
    shop.play(checkout.pay_exact(shop.counter))
    assert [request.use for request in requests(shop)] == ["income", "income", "business"]
