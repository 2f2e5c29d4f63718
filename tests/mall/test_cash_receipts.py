"""What the tax office is told of each sale is put to the sale, from whichever till and in whatever order it comes."""

from datetime import date
from itertools import permutations
from typing import Literal

import msgspec
import pytest
from msgspec.structs import replace

from pos.domain.back.returns import Return
from pos.domain.cash_receipt import Cancelled, CashReceipt, CashReceiptAnswered, CashReceiptAsked, CashReceiptOwed
from pos.domain.facts import Fact, OrderCancelled, decode_fact
from pos.domain.sale import Sale
from pos.domain.tender import Payment
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from pos.till.paying.tax import Told
from tests.domain.products import POLICIES
from tests.mall.backs import ask_sale, bring_back, coffee, last_sale, of_lines, want
from tests.mall.plus import LEAVES, reasons
from tests.mall.tills import NOON, FixedClock, Till

MASKED = "010-****-8642"


@pytest.fixture
def mall(mall: Mall) -> Mall:
    mall.send_policy((POLICIES / "2024-11-11.toml").read_text("utf-8"))
    return mall


def sell(till: Till, units: int = 7, **changed: object) -> Sale:
    """A sale in cash; fourteen sleeves are 100,800 won."""
    till.sell(1, **(of_lines(coffee(units)) | {"terms": "2024-11-11"} | changed))
    return last_sale(till)


def receipt(sale: Sale, name: str = "r1", /, **changed: object) -> CashReceipt:
    told = CashReceipt(name, sale.id, "income", MASKED, sale.total, 0, NOON, number=f"number-{name}")
    return replace(told, **changed)


def cancellation(sale: Sale, name: str = "c1", *, of: str = "r1", amount: int = 50_400, **said: object) -> CashReceipt:
    cancels = replace(Cancelled(of, "A-r1", date(2026, 11, 2)), **said)
    return receipt(sale, name, amount=amount, cancels=cancels, back="back")


def tell(till: Till, one: CashReceipt, *, outcome: Literal["approved", "declined", "unknown"] = "approved") -> None:
    """Owe a receipt, ask for it, and hear."""
    till.write(CashReceiptOwed(one))
    till.write(CashReceiptAsked(one.id, f"attempt-{one.id}"))
    approval = (f"A-{one.id}", NOON.isoformat()) if outcome == "approved" else ("", "")
    till.write(CashReceiptAnswered(one.id, f"attempt-{one.id}", outcome, "", *approval))


def found(mall: Mall, till: Till) -> list[str]:
    till.push()
    return list(reasons(mall, till).values())


# --- what is as it should be -------------------------------------------------------------------------------------


def test_a_sale_with_its_receipt_is_nothing_to_look_at(mall: Mall, till: Till) -> None:
    tell(till, receipt(sell(till)))
    tell(till, receipt(sell(till, 14), "r2", use="self", masked="010-000-1234"))
    sell(till)
    assert found(mall, till) == []


def test_goods_that_come_back_with_their_receipt_are_nothing_to_look_at(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold))
    first = bring_back(till, sold, want(1, 2))
    tell(till, cancellation(sold, amount=14_400))
    bring_back(till, sold, want(1, 5), known=(first,))
    tell(till, cancellation(sold, "c2", amount=36_000))
    assert found(mall, till) == []


def test_another_number_after_the_first_receipt_was_cancelled_or_refused(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold, "r0"), outcome="declined")
    tell(till, receipt(sold))
    tell(till, cancellation(sold, reason=2))
    tell(till, receipt(sold, "r2"))
    assert found(mall, till) == []


def test_only_what_came_in_cash_has_to_be_told(mall: Mall, till: Till) -> None:
    cash, card = Payment("p1", "cash", 800), Payment("p2", "card", 100_000)
    tell(till, receipt(sell(till, 14, payments=(cash, card)), amount=800))
    sell(till, 14, payments=(replace(card, amount=100_800),))
    back = Payment("p3", "exchange", 100_800, origin="card")
    sell(till, 14, payments=(back,))
    assert found(mall, till) == []


# --- what somebody has to look at --------------------------------------------------------------------------------


@pytest.mark.parametrize("paid", ["cash", "transfer"])
def test_a_large_sale_without_a_receipt_is_found_until_it_comes(
    mall: Mall, till: Till, paid: Literal["cash", "transfer"]
) -> None:
    sold = sell(till, 14, payments=(Payment("p1", paid, 100_800),))
    till.push()
    assert reasons(mall, till) == {1: "cash_receipt.missing"}
    tell(till, receipt(sold, amount=100_000))
    till.push()
    assert reasons(mall, till) == {1: "cash_receipt.missing"}, "a part of it is not all of it"
    tell(till, receipt(sold, "r2", amount=800))
    till.push()
    assert reasons(mall, till) == {}


def test_terms_that_nobody_knows_want_no_receipt(mall: Mall, till: Till) -> None:
    mall.send_policy("this is no policy")
    sell(till, 14, terms="unheard-of")
    assert found(mall, till) == []


def test_more_than_came_in_cash_is_found_at_the_receipt_that_goes_too_far(mall: Mall, till: Till) -> None:
    sold = sell(till)
    till.write(CashReceiptOwed(receipt(sold)))
    till.write(CashReceiptOwed(receipt(sold, "r2", amount=1)))
    till.push()
    assert reasons(mall, till) == {3: "cash_receipt.too_much"}
    till.write(CashReceiptAsked("r1", "a1"))
    till.write(CashReceiptAnswered("r1", "a1", "declined"))
    till.push()
    assert reasons(mall, till) == {}


def test_a_receipt_of_no_sale_waits_for_it(mall: Mall, till: Till) -> None:
    sold = sell(till)
    entry = till.journal.pop()
    till.write(CashReceiptOwed(receipt(sold)))
    till.push()
    assert reasons(mall, till) == {1: "cash_receipt.unknown_sale"}
    fact = decode_fact(entry.payload)
    till.write(fact)
    till.push()
    assert reasons(mall, till) == {}


def test_a_sale_of_another_till_is_none_of_this_ones(mall: Mall, till: Till, busan: Till) -> None:
    sold = sell(till)
    till.push()
    busan.write(CashReceiptOwed(receipt(sold)))
    assert (found(mall, busan), found(mall, till)) == (["cash_receipt.unknown_sale"], [])


def test_more_cancelled_than_issued_is_found(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold))
    tell(till, cancellation(sold, amount=50_000))
    tell(till, cancellation(sold, "c2", amount=401))
    till.push()
    assert reasons(mall, till) == {8: "cash_receipt.cancelled_too_much"}


def test_a_cancellation_names_its_receipt_and_its_approval(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold))
    tell(till, cancellation(sold, of="r9", amount=1))
    tell(till, cancellation(sold, "c2", amount=1, approval_number="A-wrong"))
    tell(till, cancellation(sold, "c3", amount=1, approval_number=""))
    till.push()
    assert reasons(mall, till) == {5: "cash_receipt.unknown", 8: "cash_receipt.other_approval"}


def test_cash_that_went_back_with_the_receipt_left_is_found_until_it_is_cancelled(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold))
    bring_back(till, sold, want(1, 7))
    tell(till, cancellation(sold, amount=50_000))
    till.push()
    assert reasons(mall, till) == {5: "cash_receipt.not_cancelled"}
    tell(till, cancellation(sold, "c2", amount=400))
    till.push()
    assert reasons(mall, till) == {}


def test_a_refused_cancellation_cancels_nothing(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold))
    bring_back(till, sold, want(1, 7))
    tell(till, cancellation(sold), outcome="declined")
    assert found(mall, till) == ["cash_receipt.not_cancelled"]


def test_what_was_never_issued_need_not_be_cancelled(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold), outcome="declined")
    bring_back(till, sold, want(1, 7))
    assert found(mall, till) == []


def test_only_cash_that_went_back_has_to_be_cancelled(mall: Mall, till: Till) -> None:
    cash, card = Payment("p1", "cash", 36_000), Payment("p2", "card", 14_400)
    sold = sell(till, payments=(cash, card))
    tell(till, receipt(sold, amount=36_000))
    back = bring_back(till, sold, want(1, 2))
    assert {part.kind for part in back.parts} == {"card"}
    assert found(mall, till) == []


def test_an_order_that_was_cancelled_takes_its_receipt_along(mall: Mall, till: Till) -> None:
    sold = sell(till, shipping=LEAVES)
    tell(till, receipt(sold))
    till.write(OrderCancelled(sold.id, sold.total, sold.payments))
    till.push()
    assert reasons(mall, till) == {1: "cash_receipt.not_cancelled"}
    tell(till, cancellation(sold))
    till.push()
    assert reasons(mall, till) == {}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ((CashReceiptAsked("r9", "a1"),), "cash_receipt.unknown"),
        ((CashReceiptAnswered("r9", "a1", "approved", "", "A1", "then"),), "cash_receipt.unknown"),
        ((CashReceiptAsked("r1", "a2"),), "cash_receipt.issued"),
        ((CashReceiptAnswered("r1", "attempt-r1", "approved", "", "A1", "then"),), "cash_receipt.answered_twice"),
        ((CashReceiptAnswered("r1", "a2", "approved", "", "A1", "then"),), "cash_receipt.not_asked"),
        ((CashReceiptAsked("r2", "a1"), CashReceiptAsked("r2", "a2")), "cash_receipt.in_doubt"),
        ((CashReceiptAsked("r2", "a1"), CashReceiptAnswered("r2", "a1", "approved")), "cash_receipt.no_approval"),
    ],
)
def test_what_a_till_must_not_say_is_found(mall: Mall, till: Till, facts: tuple[Fact, ...], code: str) -> None:
    sold = sell(till)
    tell(till, receipt(sold, amount=1))
    till.write(CashReceiptOwed(receipt(sold, "r2", amount=1)))
    for fact in facts:
        till.write(fact)
    till.push()
    assert reasons(mall, till) == {len(till.journal): code}


@pytest.mark.parametrize("outcome", ["", "declined"])
def test_what_a_person_issued_elsewhere_is_issued(mall: Mall, till: Till, outcome: str) -> None:
    sold = sell(till)
    till.write(CashReceiptOwed(receipt(sold)))
    if outcome:
        till.write(CashReceiptAsked("r1", "a1"))
        till.write(CashReceiptAnswered("r1", "a1", "declined", "terminal.declined"))
    till.write(CashReceiptAnswered("r1", "a1" if outcome else "", "approved", "by_hand", "123456789", "then"))
    till.push()
    assert reasons(mall, till) == {}


def test_a_receipt_twice_is_found(mall: Mall, till: Till) -> None:
    sold = sell(till)
    till.write(CashReceiptOwed(receipt(sold)))
    till.write(CashReceiptOwed(receipt(sold)))
    till.push()
    assert reasons(mall, till) == {3: "cash_receipt.repeated"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"amount": 0}, "cash_receipt.sums"),
        ({"amount": -1, "vat": -1}, "cash_receipt.sums"),
        ({"vat": 50_401}, "cash_receipt.sums"),
        ({"amount": 2**60}, "cash_receipt.sums"),
        ({"at": NOON.replace(tzinfo=None)}, "cash_receipt.sums"),
        ({"cancels": Cancelled("r1", "A", date(2026, 11, 2))}, "cash_receipt.original"),
        ({"masked": "010-9753-8642"}, "cash_receipt.number"),
        ({"masked": "\x1b@"}, "cash_receipt.number"),
        ({"number": "01097538642"}, "cash_receipt.number"),
    ],
)
def test_what_cannot_be_is_put_aside_and_the_rest_goes_on(
    mall: Mall, till: Till, changed: dict[str, object], code: str
) -> None:
    sold = sell(till)
    till.write(CashReceiptOwed(receipt(sold, **changed)))
    tell(till, receipt(sold, "r2"))
    till.push()
    assert reasons(mall, till) == {2: code}
    assert [told.receipt.id for told in ask_sale(till, sold.code).receipts] == ["r2"]


def test_a_name_that_cannot_be_written_holds_nobody_up(mall: Mall, till: Till) -> None:
    """One database can, the other one cannot."""
    sold = sell(till)
    till.write(CashReceiptOwed(receipt(replace(sold, id="\x00"))))
    tell(till, receipt(sold, "r2"))
    till.push()
    assert reasons(mall, till) in ({2: "entry.unstorable"}, {2: "cash_receipt.unknown_sale"})
    assert [told.receipt.id for told in ask_sale(till, sold.code).receipts] == ["r2"]


def test_another_reason_is_not_talked_over(mall: Mall, till: Till) -> None:
    sold = sell(till)
    tell(till, receipt(sold))
    bring_back(till, sold, want(1, 7))
    bring_back(till, sold, want(1, 7))
    till.push()
    assert reasons(mall, till) == {6: "return.twice"}
    tell(till, cancellation(sold))
    till.push()
    assert reasons(mall, till) == {6: "return.twice"}


# --- in any order, from any till ---------------------------------------------------------------------------------


def a_return(till: Till, sold: Sale) -> Return:
    return bring_back(till, sold, want(1, 7))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_tills_in_any_order_come_to_the_same(mall: Mall, clock: FixedClock, order: tuple[int, ...]) -> None:
    """Sold and told here, brought back there, cancelled by a third."""
    names = [TillName("SEL01", "1"), TillName("SEL01", "2"), TillName("BUS01", "1")]
    sells, returns, cancels = tills = [Till.enrolled_at(mall, clock, name=name) for name in names]
    sold = sell(sells)
    tell(sells, receipt(sold))
    a_return(returns, sold)
    tell(cancels, cancellation(sold))
    for place in order:
        tills[place].push()
    assert [reasons(mall, till) for till in tills] == [{}, {}, {}]


def test_another_till_is_told_what_it_can_cancel_and_no_number(mall: Mall, till: Till, busan: Till) -> None:
    sold = sell(till)
    first = receipt(sold)
    tell(till, receipt(sold, "r0"), outcome="declined")
    tell(till, first)
    till.push()
    told = Told(replace(first, number=""), "issued", "attempt-r1", "", "A-r1", NOON.isoformat())
    assert ask_sale(busan, sold.code).receipts == (told,)
    a_return(busan, sold)
    busan.write(CashReceiptOwed(cancellation(sold)))
    busan.push()
    answer = ask_sale(till, sold.code)
    assert [(one.receipt.id, one.state) for one in answer.receipts] == [("r1", "issued"), ("c1", "owed")]
    assert b"number-" not in msgspec.json.encode(answer)


def test_sales_of_two_boutiques_with_one_id_are_told_apart(mall: Mall, till: Till, busan: Till) -> None:
    tell(till, receipt(sell(till, id="same")))
    till.push()
    other = sell(busan, 14, id="same")
    assert found(mall, busan) == ["cash_receipt.missing"]
    tell(busan, receipt(other, "r2"))
    assert (found(mall, busan), found(mall, till)) == ([], [])
    assert [one.receipt.id for one in ask_sale(till, other.code).receipts] == ["r2"]
