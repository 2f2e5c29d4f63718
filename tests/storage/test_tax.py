"""Cash receipts: what is known of each follows from the journal, and none is asked for twice."""

from typing import Literal

import pytest

from pos.domain.cash_receipt import CashReceiptAnswered, CashReceiptOwed
from pos.domain.errors import Refused
from pos.domain.facts import Fact
from pos.storage.tax import SqlTax
from pos.till.paying.tax import Told
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.told import approved, asked, cancellation, owed, receipt


def known(rig: Rig, sale: str = "sale-1") -> tuple[Told, ...]:
    return SqlTax(rig.database).receipts_of(sale)


def answer(
    outcome: Literal["approved", "declined", "cancelled", "not_sent", "unknown"], attempt: str = "a1"
) -> CashReceiptAnswered:
    return CashReceiptAnswered("r1", attempt, outcome, "terminal.said_so")


def test_a_receipt_is_read_as_it_was_written(rig: Rig) -> None:
    rig.commit(CashReceiptOwed(receipt()), CashReceiptOwed(cancellation()))
    rig.reopen()
    assert known(rig) == (Told(receipt()), Told(cancellation()))
    assert known(rig, "other") == ()
    assert rig.verify().holds


def test_what_became_of_it_follows_from_the_entries(rig: Rig) -> None:
    rig.commit(owed())
    rig.commit(asked())
    assert known(rig) == (Told(receipt(), "asked", "a1"),)
    rig.commit(approved())
    assert known(rig) == (Told(receipt(), "issued", "a1", "", "A123", NOW.isoformat()),)
    assert rig.verify().holds


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("unknown", "unknown"), ("not_sent", "owed"), ("declined", "refused"), ("cancelled", "refused")],
)
def test_every_answer_has_a_state(
    rig: Rig, outcome: Literal["declined", "cancelled", "not_sent", "unknown"], state: str
) -> None:
    rig.commit(owed(), asked(), answer(outcome))
    (told,) = SqlTax(rig.database).open_receipts()
    assert (told.state, told.attempt, told.reason) == (state, "a1", "terminal.said_so")
    assert rig.verify().holds


def test_what_is_open_comes_oldest_first_and_what_is_issued_no_more(rig: Rig) -> None:
    tax = SqlTax(rig.database)
    rig.commit(owed("r2", "sale-2"), owed("r1"), owed("r3", "sale-3"))
    assert [told.receipt.id for told in tax.open_receipts()] == ["r2", "r1", "r3"]
    rig.commit(asked(), approved())
    assert [told.receipt.id for told in tax.open_receipts()] == ["r2", "r3"]


@pytest.mark.parametrize(
    ("before", "then", "code"),
    [
        ((), owed(), "cash_receipt.already_written"),
        ((asked(),), asked("a2"), "cash_receipt.in_doubt"),
        ((asked(), answer("unknown")), asked("a2"), "cash_receipt.in_doubt"),
        ((asked(), approved()), asked("a2"), "cash_receipt.issued"),
        ((asked(), approved()), asked("a1"), "cash_receipt.issued"),
    ],
)
@pytest.mark.parametrize("is_one_commit", [True, False])
def test_none_is_owed_or_asked_for_twice(
    rig: Rig, before: tuple[Fact, ...], then: Fact, code: str, is_one_commit: bool
) -> None:
    first = (owed(), *before)
    if not is_one_commit:
        rig.commit(*first)
    held = rig.verify().entries
    with pytest.raises(Refused) as refused:
        rig.commit(*(first if is_one_commit else ()), then)
    assert refused.value.code == code
    assert rig.verify().entries == held


@pytest.mark.parametrize("said", ["declined", "cancelled", "not_sent"])
def test_what_certainly_was_not_issued_is_asked_for_again(
    rig: Rig, said: Literal["declined", "cancelled", "not_sent"]
) -> None:
    rig.commit(owed(), asked(), answer(said))
    rig.commit(asked("a2"))
    assert [(told.state, told.attempt) for told in known(rig)] == [("asked", "a2")]
    rig.commit(answer("unknown", "a2"))
    rig.commit(asked("a2"), approved("a2"))
    assert [(told.state, told.reason) for told in known(rig)] == [("issued", "")]


def test_a_late_word_about_another_attempt_or_an_issued_one_changes_nothing(rig: Rig) -> None:
    rig.commit(owed(), asked(), answer("declined"), asked("a2"))
    rig.commit(answer("unknown", "a1"))
    assert [told.state for told in known(rig)] == ["asked"]
    rig.commit(approved("a2"), answer("unknown", "a2"))
    assert [(told.state, told.approval_number) for told in known(rig)] == [("issued", "A123")]
    assert rig.verify().holds


def test_a_row_that_says_otherwise_is_found(rig: Rig) -> None:
    rig.commit(owed(), asked(), approved())
    rig.tamper("UPDATE cash_receipt SET amount = 1")
    assert rig.verify().differing == ("cash_receipt",)
