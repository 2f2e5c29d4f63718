"""Cash receipts: issued once, cancelled by as much as goes back, and never lost while the terminal is away."""

from datetime import timedelta

import pytest

from pos.domain.cash_receipt import Cancelled, CashReceipt, CashReceiptAnswered, CashReceiptAsked, CashReceiptOwed
from pos.domain.sale import Sale
from pos.till import resuming, selling
from pos.till.back import returning
from pos.till.books import SaleRecord
from pos.till.day import shift
from pos.till.paying import cash_receipts, checkout
from pos.till.paying.cards import CashReceiptRequest
from pos.till.paying.tax import Told
from tests.till.backs import CUP, bring_back, code_of, facts, one, sell, want
from tests.till.closings import close
from tests.till.scene import PowerCut, Scene
from tests.till.slowly import begun, run_out, slow

PHONE = "010-1111-2222"


def ring_up(scene: Scene, cups: int) -> None:
    for _ in range(cups):
        selling.scan(scene.counter, CUP)


def pay_cash(scene: Scene, cups: int = 1, number: str = "") -> Sale:
    """Cups at 20,000 won each, 6,000 won less from three on, in cash."""
    ring_up(scene, cups)
    if number:
        scene.play(cash_receipts.identify(scene.counter, number))
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None
    return sale


def requests(scene: Scene) -> list[CashReceiptRequest]:
    return list(scene.terminal.receipts.values())


def still_open(scene: Scene) -> list[tuple[str, int]]:
    return [(told.state, told.receipt.amount) for told in scene.counter.ports.tax.open_receipts()]


def tax_facts(scene: Scene) -> list[str]:
    return [kind for kind in scene.kinds() if kind.startswith("CashReceipt")]


def test_a_number_is_asked_for_once_and_is_in_no_entry(shop: Scene) -> None:
    sale = pay_cash(shop, number=PHONE)
    assert [(one.use, one.number, one.amount, one.cancels) for one in requests(shop)] == [
        ("income", "01011112222", 20_000, None)
    ]
    assert requests(shop)[0].vat == sale.vat
    assert tax_facts(shop) == ["CashReceiptOwed", "CashReceiptAsked", "CashReceiptAnswered"]
    assert not any(b"01011112222" in entry.payload or b"1111-2222" in entry.payload for entry in shop.journal())
    assert [told.state for told in shop.counter.ports.tax.receipts_of(sale.id)] == ["issued"]
    assert still_open(shop) == []


@pytest.mark.parametrize(("cups", "issued"), [(5, []), (6, [("self", "0100001234", 114_000)])])
def test_unasked_from_a_sum_on(shop: Scene, cups: int, issued: list[tuple[str, str, int]]) -> None:
    pay_cash(shop, cups)
    assert [(one.use, one.number, one.amount) for one in requests(shop)] == issued


def test_the_sale_counts_for_the_sum_and_its_cash_for_the_receipt(shop: Scene) -> None:
    ring_up(shop, 6)
    shop.play(checkout.pay_card(shop.counter, 60_000))
    shop.play(checkout.pay_transfer(shop.counter, 10_000, reference="7"))
    shop.play(checkout.pay_exact(shop.counter))
    assert [one.amount for one in requests(shop)] == [54_000]


def test_a_card_alone_gets_none_even_where_a_number_was_given(shop: Scene) -> None:
    ring_up(shop, 6)
    shop.play(cash_receipts.identify(shop.counter, PHONE))
    shop.play(checkout.pay_card(shop.counter, 114_000))
    assert requests(shop) == [] and tax_facts(shop) == []


def test_a_wish_can_be_withdrawn_and_outlives_a_crash(shop: Scene) -> None:
    ring_up(shop, 1)
    wish = shop.play(cash_receipts.identify(shop.counter, "120-81-47521"))
    assert wish.use == "business" and "120814" not in wish.masked
    shop.dies_and_starts_again()
    assert shop.counter.draft is not None and shop.counter.draft.receipt == wish
    shop.play(cash_receipts.withdraw(shop.counter))
    assert shop.counter.draft.receipt is None
    shop.play(checkout.pay_exact(shop.counter))
    assert requests(shop) == []


def test_no_basket_takes_no_number(shop: Scene) -> None:
    assert code_of(shop, cash_receipts.identify(shop.counter, PHONE)) == "basket.empty"
    assert code_of(shop, cash_receipts.identify(shop.counter, "010-12")) == "cash_receipt.number"


def test_what_the_terminal_cannot_take_now_goes_with_the_next_sale_in_order(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["not_sent"]
    pay_cash(shop, number=PHONE)
    assert still_open(shop) == [("owed", 20_000)]
    assert "cash_receipt.waiting" in shop.codes() and len(shop.printer.papers) == 1
    pay_cash(shop, 2, number=PHONE)
    assert [one.amount for one in requests(shop)] == [20_000, 40_000]
    assert still_open(shop) == [] and "cash_receipt.waiting" not in shop.codes()


def test_a_lost_answer_is_enquired_about_and_never_asked_for_twice(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["approved but lost", "lost"]
    pay_cash(shop, number=PHONE)
    assert still_open(shop) == [("unknown", 20_000)]
    shop.play(cash_receipts.issue_all(shop.counter))  # nobody can tell yet
    assert still_open(shop) == [("unknown", 20_000)]
    shop.play(cash_receipts.issue_all(shop.counter))
    assert still_open(shop) == [] and len(requests(shop)) == 1


def test_a_request_that_never_arrived_is_made_again(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["lost"]
    pay_cash(shop, number=PHONE)
    shop.play(cash_receipts.issue_all(shop.counter))
    assert still_open(shop) == [] and len(requests(shop)) == 1
    told = [fact.outcome for fact in facts(shop) if isinstance(fact, CashReceiptAnswered)]
    assert told == ["unknown", "not_sent", "approved"]


def test_after_a_power_cut_the_terminal_is_asked_first(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["approved and the power goes"]
    with pytest.raises(PowerCut):
        pay_cash(shop, number=PHONE)
    shop.dies_and_starts_again()
    assert still_open(shop) == [] and len(requests(shop)) == 1
    asked = [fact.attempt for fact in facts(shop) if isinstance(fact, CashReceiptAsked)]
    assert len(asked) == 1
    assert len(shop.printer.papers) == 1


def test_one_that_was_refused_waits_for_a_person(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["declined"]
    pay_cash(shop, number=PHONE)
    assert still_open(shop) == [("refused", 20_000)] and "cash_receipt.late" in shop.codes()
    shop.play(cash_receipts.issue_all(shop.counter))
    assert requests(shop) == []
    receipt = shop.counter.ports.tax.open_receipts()[0].receipt
    shop.terminal.receipt_answers = ["declined"]
    assert code_of(shop, cash_receipts.issue(shop.counter, receipt.id)) == "cash_receipt.refused"
    shop.play(cash_receipts.issue(shop.counter, receipt.id))
    assert still_open(shop) == [] and "cash_receipt.late" not in shop.codes()
    assert code_of(shop, cash_receipts.issue(shop.counter, receipt.id)) == "cash_receipt.issued"


def test_five_days_later_it_is_late(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["not_sent"]
    pay_cash(shop, number=PHONE)
    shop.terminal.receipt_answers = ["not_sent"]
    shop.clock.at += timedelta(days=5)
    shop.play(cash_receipts.issue_all(shop.counter))
    assert "cash_receipt.late" not in shop.codes()
    shop.terminal.receipt_answers = ["not_sent"]
    shop.clock.at += timedelta(days=1)
    shop.play(cash_receipts.issue_all(shop.counter))
    assert "cash_receipt.late" in shop.codes()


def test_returns_take_back_their_share_to_the_won(shop: Scene) -> None:
    sale = pay_cash(shop, 3, number=PHONE)
    bring_back(shop, sale, one(quantity=1))
    bring_back(shop, sale, one(quantity=2))
    first, *back = requests(shop)
    assert [one.amount for one in back] == [18_000, 36_000]
    assert sum(one.vat for one in back) == first.vat
    assert {one.number for one in back} == {"01011112222"}
    issued = shop.counter.ports.tax.receipts_of(sale.id)[0]
    day = sale.at.date()
    assert all(one.cancels == Cancelled(issued.receipt.id, issued.approval_number, day) for one in back)


def test_what_a_card_paid_takes_nothing_back(shop: Scene) -> None:
    ring_up(shop, 6)
    shop.play(checkout.pay_card(shop.counter, 60_000))
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None
    bring_back(shop, sale, one(quantity=2))  # the card first
    assert [one.cancels for one in requests(shop)] == [None]
    bring_back(shop, sale, one(quantity=2))
    assert [request.amount for request in requests(shop) if request.cancels] == [16_000]


def test_a_cancellation_waits_until_its_receipt_is_issued(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["not_sent", "declined"]
    sale = pay_cash(shop, number=PHONE)
    bring_back(shop, sale)
    assert still_open(shop) == [("refused", 20_000), ("owed", 20_000)]
    first, second = (told.receipt.id for told in shop.counter.ports.tax.open_receipts())
    assert code_of(shop, cash_receipts.issue(shop.counter, second)) == "cash_receipt.waits"
    shop.play(cash_receipts.issue(shop.counter, first))
    shop.play(cash_receipts.issue(shop.counter, second))
    assert still_open(shop) == []
    assert [one.cancels.approval_number for one in requests(shop) if one.cancels] == ["000000001"]


def test_a_sale_of_another_till_is_cancelled_by_what_the_mall_tells(shop: Scene) -> None:
    sale = pay_cash(shop, number=PHONE)
    receipt = CashReceipt("elsewhere", sale.id, "income", "010-****-2222", 20_000, sale.vat, sale.at, "sealed-there")
    told = Told(receipt, "issued", "a", "", "777777777", sale.at.isoformat())
    original = shop.counter.ports.past.original(sale.id)
    assert original is not None
    shop.mall.sales[sale.code] = SaleRecord(original, receipts=(told,))
    shop.rig.outbox.acknowledged(1)
    want(shop, sale, one())
    assert shop.counter.returning is not None and shop.counter.returning.receipts == (told,)
    shop.play(returning.complete(shop.counter))
    taken_back = [fact.receipt for fact in facts(shop) if isinstance(fact, CashReceiptOwed) and fact.receipt.cancels]
    assert [(one.amount, one.cancels.approval_number if one.cancels else "") for one in taken_back] == [
        (20_000, "777777777")
    ]
    assert requests(shop)[-1].number == ""  # its number stayed with the other till: the customer gives it


def test_asked_for_afterwards(shop: Scene) -> None:
    sale = pay_cash(shop, 2)
    shop.play(cash_receipts.ask_afterwards(shop.counter, sale, PHONE))
    assert [(one.number, one.amount) for one in requests(shop)] == [("01011112222", 40_000)]
    assert code_of(shop, cash_receipts.ask_afterwards(shop.counter, sale, PHONE)) == "cash_receipt.issued"


def test_asked_for_afterwards_only_for_what_stayed_and_in_time(shop: Scene) -> None:
    sale, gone, card = pay_cash(shop, 2), pay_cash(shop), sell(shop, CUP, card=20_000)
    bring_back(shop, sale, one(quantity=1))
    bring_back(shop, gone)
    assert code_of(shop, cash_receipts.ask_afterwards(shop.counter, gone, PHONE)) == "cash_receipt.no_cash"
    assert code_of(shop, cash_receipts.ask_afterwards(shop.counter, card, PHONE)) == "cash_receipt.no_cash"
    shop.clock.at += timedelta(days=6)
    assert code_of(shop, cash_receipts.ask_afterwards(shop.counter, sale, PHONE)) == "cash_receipt.too_late"
    shop.clock.at -= timedelta(days=6)
    shop.play(cash_receipts.ask_afterwards(shop.counter, sale, PHONE))
    assert [one.amount for one in requests(shop)] == [20_000]


def test_the_paper_waits_for_the_number_and_the_drawer_does_not(shop: Scene) -> None:
    seen: list[tuple[int, int]] = []
    issue = shop.terminal.cash_receipt

    def look(request: CashReceiptRequest) -> object:
        seen.append((shop.printer.drawer_opened, len(shop.printer.papers)))
        return issue(request)

    shop.terminal.cash_receipt = look  # type: ignore[method-assign,assignment]  # to see what was done before it was asked
    sale = pay_cash(shop, number=PHONE)
    assert len(seen) == 1 and seen[0][1] == 0
    assert "000000001" in str(shop.printer.papers[0]) and "010-****-2222" in str(shop.printer.papers[0])
    bring_back(shop, sale)
    assert "000000002" in str(shop.printer.papers[1])


def test_taken_up_at_the_next_start(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["not_sent"]
    pay_cash(shop, number=PHONE)
    shop.play(resuming.resume(shop.counter))
    assert still_open(shop) == []


@pytest.mark.parametrize(("number", "asked"), [("123456789", 1), ("", 2)])
def test_what_no_terminal_can_tell_a_person_finds_out(shop: Scene, number: str, asked: int) -> None:
    shop.terminal.receipt_answers = ["approved but lost", "lost"]
    pay_cash(shop, number=PHONE)
    shop.play(cash_receipts.issue_all(shop.counter))
    receipt = shop.counter.ports.tax.open_receipts()[0].receipt
    wrong = cash_receipts.settle_by_hand(shop.counter, receipt.id, approval_number="by phone")
    assert code_of(shop, wrong) == "cash_receipt.approval_number"
    shop.play(cash_receipts.settle_by_hand(shop.counter, receipt.id, approval_number=number))
    assert still_open(shop) == [] and len(requests(shop)) == asked
    again = cash_receipts.settle_by_hand(shop.counter, receipt.id, approval_number=number)
    assert code_of(shop, again) == "cash_receipt.issued"


def test_one_that_nobody_can_tell_of_holds_up_no_other(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["approved but lost", "lost"]
    pay_cash(shop, number=PHONE)
    pay_cash(shop, 2, number=PHONE)
    assert still_open(shop) == [("unknown", 20_000)]


def test_a_sale_made_while_another_receipt_is_asked_for_gets_its_own(shop: Scene) -> None:
    cards = slow(shop, "cards")
    for _ in range(2):
        ring_up(shop, 1)
        begun(shop, cash_receipts.identify(shop.counter, PHONE))
        begun(shop, checkout.pay_exact(shop.counter))
    assert len(cards.waiting) == 1 and shop.printer.papers == []
    run_out(shop, cards)
    assert len(requests(shop)) == 2 and still_open(shop) == []
    assert len(shop.printer.papers) == 2 and all("승인번호" in str(paper) for paper in shop.printer.papers)


def test_the_morning_asks_again(shop: Scene) -> None:
    shop.terminal.receipt_answers = ["not_sent"]
    pay_cash(shop, number=PHONE)
    close(shop, 120_000)
    assert still_open(shop) == [("owed", 20_000)]
    shop.play(shift.open_shift(shop.counter, 0))
    assert still_open(shop) == []
