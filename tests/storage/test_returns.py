"""Goods come back: numbers, stock, the drawer, what is owed; and nothing comes or goes back twice."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import Clawback, Part, Return
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import (
    DrawerOpened,
    RefundAnswered,
    RefundAsked,
    RefundPaid,
    ReturnCompleted,
    SaleCompleted,
    ShiftOpened,
)
from pos.domain.sale import Sale
from pos.domain.tender import Payment
from pos.till.back.past import Owed, RefundAttempt
from tests.domain.products import NOW
from tests.domain.sales import APPROVAL
from tests.storage.conftest import Rig, sale_of
from tests.storage.deals import deal
from tests.storage.given_back import back, line, machine_line, paid, take_back

CARD = Part("r-2", "p2", "card", 5_000, 14_400, "t-0", APPROVAL)
CASH = Part("r-1", "p1", "cash", 2_200)


@pytest.fixture
def sale(rig: Rig) -> Sale:
    """Three units that cost 24,400 won together, 20,000 of it cash; a shift is open."""
    rig.commit(ShiftOpened("shift-1", 100_000), SaleCompleted(deal("s", ("ARIA", 3), cash=20_000)))
    found = rig.shelf.sale("s")
    assert found is not None
    return found


def refused(rig: Rig, *facts: object) -> str:
    before = rig.verify().entries
    with pytest.raises(Refused) as error:
        rig.commit(*facts)  # type: ignore[arg-type]  # facts of any kind
    assert rig.verify().entries == before
    return error.value.code


def test_returns_are_numbered_on_their_own_without_a_gap(rig: Rig, sale: Sale) -> None:
    assert take_back(rig, "a", sale).code == "SEL01-1-R000001"
    rig.sell("between")
    with pytest.raises(Refused):
        rig.commit(ReturnCompleted(back("a", sale)))
    rig.reopen()
    assert take_back(rig, "b", sale).number == 2
    newest = rig.shelf.last_sale()
    assert newest is not None and newest.number == 2
    assert rig.verify().holds


def test_a_return_is_found_by_its_id_its_code_and_its_sale(rig: Rig, sale: Sale) -> None:
    one, two = take_back(rig, "a", sale), take_back(rig, "b", sale)
    other = take_back(rig, "c", None)
    assert rig.past.returned("a") == rig.past.return_by_code("SEL01-1-R000001") == one
    assert (rig.past.returned("x"), rig.past.return_by_code("SEL02-1-R000001")) == (None, None)
    assert rig.past.return_by_code("SEL01-1-000001") is None
    assert rig.past.returns_of("s") == (one, two) and rig.past.returns_of("") == ()
    assert rig.past.returns() == (other, two, one) and rig.past.returns(most=2) == (other, two)
    entry = rig.past.entry_of_return("b")
    assert entry is not None and (entry.kind, entry.seq) == ("ReturnCompleted", 5)
    assert rig.past.entry_of_return("x") is None


def test_a_sale_is_told_with_its_returns_and_what_was_paid_out(rig: Rig, sale: Sale) -> None:
    one = take_back(rig, "a", sale, parts=(replace(CASH, id="a-1", amount=7_200),))
    rig.commit(RefundPaid("a", paid("a-1", 7_200)))
    two = take_back(rig, "b", sale)
    original = rig.past.original("s")
    assert original is not None and original.sale == sale
    assert (original.returns, original.paid_out) == ((one, two), (paid("a-1", 7_200),))
    assert original.left(1) == 1
    assert rig.past.original("x") is None


def test_what_is_as_new_goes_back_on_the_shelf_and_a_replacement_leaves_it(rig: Rig, sale: Sale) -> None:
    lines = (line(1, 2, 0), line(1, 1, 0, condition="used", reason="defect", replaced=True))
    take_back(rig, "a", sale, *lines)
    assert [(one.change, one.reason) for one in rig.books.movements("ARIA")] == [(1, "return"), (-3, "sale")]
    assert rig.verify().holds


def test_cash_that_goes_back_leaves_the_drawer_and_interest_always_does(rig: Rig, sale: Sale) -> None:
    assert rig.shelf.cash_in_drawer("shift-1") == 120_000
    rig.commit(ReturnCompleted(back("r", sale, parts=(CASH, CARD))), RefundPaid("r", paid("r-1", 2_200)))
    assert rig.shelf.cash_in_drawer("shift-1") == 117_800
    rig.commit(ShiftOpened("shift-2", 50_000))
    rig.commit(RefundPaid("r", paid("r-2", 5_000, "card", interest=42)), DrawerOpened("refund", "r"))
    assert (rig.shelf.cash_in_drawer("shift-1"), rig.shelf.cash_in_drawer("shift-2")) == (117_800, 49_958)
    assert rig.verify().holds


def test_interest_on_cash_leaves_the_drawer_with_it(rig: Rig, sale: Sale) -> None:
    rig.commit(ReturnCompleted(back("r", sale)), RefundPaid("r", paid("r-1", 7_200, interest=3)))
    assert rig.shelf.cash_in_drawer("shift-1") == 112_797


def test_goods_for_goods_bring_no_cash_but_the_difference(rig: Rig, sale: Sale) -> None:
    part, credit = replace(CASH, amount=200), Part("r-2", "p1", "cash", 7_000)
    came = back("r", sale, parts=(part,), credit=(credit,), exchange="new")
    exchange = Payment("r-2", "exchange", 7_000, origin="cash")
    bought = replace(deal("new"), total=7_000, payments=(exchange,))
    rig.commit(ReturnCompleted(came), RefundPaid("r", paid("r-1", 200)), SaleCompleted(bought))
    assert rig.shelf.cash_in_drawer("shift-1") == 119_800
    assert rig.past.owed() == () and rig.past.paid_out("r") == (paid("r-1", 200),)
    assert rig.verify().holds


def test_what_was_not_paid_out_is_owed_the_oldest_first(rig: Rig, sale: Sale) -> None:
    one = take_back(rig, "r", sale, parts=(CASH, CARD))
    two = take_back(rig, "a", sale)
    assert rig.past.owed() == (Owed(one, CASH), Owed(one, CARD), Owed(two, two.parts[0]))
    rig.commit(RefundPaid("r", paid("r-1", 2_200)))
    rig.commit(RefundPaid("a", paid("a-1", 7_200)))
    rig.reopen()
    assert rig.past.owed() == (Owed(one, CARD),)
    done = paid("r-2", 5_000, "card", approval=APPROVAL, recharged=Payment("t-9", "card", 9_400, approval=APPROVAL))
    rig.commit(RefundPaid("r", done))
    assert rig.past.owed() == () and rig.past.paid_out("r") == (paid("r-1", 2_200), done)


def test_what_a_terminal_was_asked_is_told_with_its_end(rig: Rig, sale: Sale) -> None:
    take_back(rig, "r", sale, parts=(CASH, CARD))
    rig.commit(RefundAsked("r", "t-2", CARD, 14_400, "t-9"))
    rig.commit(RefundAnswered("r", "t-2", "declined", "terminal.no_partial"), RefundAsked("r", "t-1", CARD, 5_000))
    rig.reopen()
    assert rig.past.refund_attempts("r") == (
        RefundAttempt("r", "t-2", CARD, 14_400, "declined", "t-9"),
        RefundAttempt("r", "t-1", CARD, 5_000, "asked"),
    )
    rig.commit(RefundAnswered("r", "t-1", "unknown"))
    assert [one.outcome for one in rig.past.refund_attempts("r")] == ["declined", "unknown"]
    assert rig.past.refund_attempts("x") == () and rig.verify().holds


def test_returns_are_counted_by_who_had_them_since_an_instant(rig: Rig, sale: Sale) -> None:
    early, late = NOW - timedelta(minutes=1), NOW + timedelta(days=1)
    take_back(rig, "a", sale, member="M1")
    rig.commit(ReturnCompleted(back("b", sale, member="M1", cashier="C2")), at=late)
    count = rig.past.count_returns
    assert (count(since=early), count(since=late), count(member="M1", since=NOW)) == (2, 1, 2)
    assert (count(cashier="C1", since=NOW), count(cashier="C2", since=NOW), count(cashier="C9", since=NOW)) == (1, 1, 0)
    assert count(member="M1", cashier="C1", since=early) == 1
    assert count(member="M1", since=late + timedelta(seconds=1)) == 0


# --- twice -----------------------------------------------------------------------------------------------------------


def test_a_return_is_written_once(rig: Rig, sale: Sale) -> None:
    take_back(rig, "r", sale)
    with pytest.raises(Refused) as error:
        rig.commit(ReturnCompleted(back("r", sale)), RefundPaid("r", paid("r-1", 7_200)))
    assert (error.value.code, error.value.facts) == ("return.already_written", {"number": 1})


def test_a_sale_that_is_there_is_said_before_the_return_that_went_with_it(rig: Rig, sale: Sale) -> None:
    came, bought = ReturnCompleted(back("r", sale)), SaleCompleted(deal("new"))
    rig.commit(came, bought)
    assert refused(rig, came, bought) == "sale.already_written"


def test_more_than_is_left_does_not_come_back(rig: Rig, sale: Sale) -> None:
    replaced = line(1, 3, 0, replaced=True)
    assert refused(rig, ReturnCompleted(back("r", sale, line(1, 4)))) == "return.already_returned"
    assert refused(rig, ReturnCompleted(back("r", sale, line(1, 2), line(1, 2)))) == "return.already_returned"
    assert refused(rig, ReturnCompleted(back("r", sale, line(2)))) == "return.already_returned"
    take_back(rig, "a", sale, replaced)
    take_back(rig, "b", sale, line(1, 2))
    assert refused(rig, ReturnCompleted(back("r", sale, line(1, 2)))) == "return.already_returned"
    assert refused(rig, ReturnCompleted(back("r", sale, replaced))) == "return.already_returned"
    take_back(rig, "c", sale)
    assert rig.verify().holds


def test_a_machine_of_another_till_comes_back_once(rig: Rig) -> None:
    elsewhere = replace(sale_of("elsewhere"), till="2")
    take_back(rig, "a", elsewhere, machine_line("SN-7"))
    assert refused(rig, ReturnCompleted(back("b", elsewhere, machine_line("SN-7")))) == "return.already_returned"
    take_back(rig, "b", elsewhere, machine_line("SN-8"))
    assert [one.id for one in rig.past.returns_of("elsewhere")] == ["a", "b"] and rig.verify().holds


def test_a_part_is_paid_once(rig: Rig, sale: Sale) -> None:
    first, second = RefundPaid("r", paid("r-1", 2_200)), RefundPaid("r", paid("r-2", 5_000, "card"))
    came = ReturnCompleted(back("r", sale, parts=(CASH, CARD)))
    assert refused(rig, first) == refused(rig, came, first, first) == "refund.paid"
    rig.commit(came, first)
    assert refused(rig, first) == "refund.paid"
    assert refused(rig, second, second) == refused(rig, RefundPaid("x", second.paid)) == "refund.paid"
    rig.commit(second)
    assert refused(rig, second) == "refund.paid"
    assert rig.shelf.cash_in_drawer("shift-1") == 117_800


def test_credit_for_goods_is_not_paid_out(rig: Rig, sale: Sale) -> None:
    take_back(rig, "r", sale, parts=(), credit=(replace(CASH, amount=7_200),))
    assert refused(rig, RefundPaid("r", paid("r-1", 7_200))) == "refund.paid"


def test_a_return_without_a_receipt_comes_back_for_what_it_says(rig: Rig) -> None:
    came = take_back(rig, "r", None, line(0, 1, 7_200))
    assert (came.sale, rig.past.owed()) == ("", (Owed(came, came.parts[0]),)) and rig.verify().holds


# --- whatever the disk says ------------------------------------------------------------------------------------------


def test_a_return_whose_commit_failed_at_the_end_is_there_and_is_offered_again_in_vain(
    rig: Rig, sale: Sale, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = rig.database.write

    def write_and_lose() -> object:
        from contextlib import contextmanager

        @contextmanager
        def lost():  # type: ignore[no-untyped-def]  # a context of the database's
            with write() as connection:
                yield connection
            raise Unavailable("disk.failed")

        return lost()

    with monkeypatch.context() as failing:
        failing.setattr(rig.database, "write", write_and_lose)
        rig.commit(ReturnCompleted(back("r", sale)))
    assert refused(rig, ReturnCompleted(back("r", sale))) == "return.already_written"
    assert take_back(rig, "q", sale).number == 2


def test_a_return_whose_commit_was_taken_back_leaves_nothing(
    rig: Rig, sale: Sale, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Unavailable("disk.full")

    with monkeypatch.context() as failing:
        failing.setattr("pos.storage.photographs.keep", full)
        with pytest.raises(Unavailable):
            rig.commit(ReturnCompleted(back("r", sale)))
    assert rig.past.returns() == () and rig.past.owed() == ()
    assert take_back(rig, "r", sale).number == 1
    assert rig.verify().holds


def test_a_return_is_never_edited_and_never_deleted(rig: Rig, sale: Sale) -> None:
    take_back(rig, "r", sale)
    for statement in ("UPDATE back SET amount = 0", "DELETE FROM back"):
        with pytest.raises(Unavailable, match="a return is never"), rig.database.write() as connection:
            connection.exec_driver_sql(statement)


def test_what_is_taken_off_stands_beside_what_came_back(rig: Rig, sale: Sale) -> None:
    came: Return = take_back(rig, "r", sale, clawback=(Clawback("plus:e", "other", 9_000),))
    assert (came.refund, came.unpaid, rig.past.owed()) == (0, 1_800, ()) and rig.verify().holds
