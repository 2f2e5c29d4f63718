"""What the counter asks while people wait stays quick when years of sales are there: no question reads all of them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from pos.domain.facts import SignedIn
from pos.domain.payback import Voucher
from pos.storage.engine import cursor_of
from pos.storage.ledgers import SqlLedgers
from pos.storage.tax import SqlTax
from pos.till.ports import Waiting
from tests.domain.products import NOW
from tests.storage.conftest import Rig

QUESTIONS: dict[str, Callable[[Rig], object]] = {
    "unsent": lambda rig: rig.outbox.unsent(most=200, most_bytes=2**18),
    "waiting": lambda rig: rig.shelf.waiting(),
    "cash": lambda rig: rig.shelf.cash_in_drawer("shift-1"),
    "voucher": lambda rig: rig.books.as_used_here(Voucher("V1", 10_000, 2, NOW.date(), sales=("s",))),
    "dossier": lambda rig: rig.books.dossier("M1"),
    "serials": lambda rig: rig.books.used_serials(("SN-1",)),
    "stopped": lambda rig: rig.books.stopped_orders(),
    "original": lambda rig: rig.past.original("s"),
    "code": lambda rig: rig.past.sale_by_code("SEL01-1-000001"),
    "serial": lambda rig: rig.past.sale_by_serial("SN-1"),
    "card": lambda rig: rig.past.sales_by_card("7890", NOW.date()),
    "member": lambda rig: rig.past.sales_of_member("M1"),
    "returned": lambda rig: rig.past.returned("r"),
    "owed": lambda rig: rig.past.owed(),
    "attempts": lambda rig: rig.past.refund_attempts("r"),
    "paid": lambda rig: rig.past.paid_out("r"),
    "claims": lambda rig: rig.past.open_claims(),
    "by member": lambda rig: rig.past.count_returns(member="M1", since=NOW - timedelta(days=30)),
    "by cashier": lambda rig: rig.past.count_returns(cashier="C1", since=NOW - timedelta(days=30)),
    "machine": lambda rig: rig.past.machine("SN-1"),
    "receipts": lambda rig: SqlTax(rig.database).receipts_of("s"),
    "open receipts": lambda rig: SqlTax(rig.database).open_receipts(),
    "number": lambda rig: SqlTax(rig.database).number("n1"),
    "shift": lambda rig: rig.shelf.entries_of_shift("shift-1"),
    "report": lambda rig: rig.shelf.entry_of_report("shift-1"),
    "receipt": lambda rig: rig.shelf.entry_of_sale("s"),
    "day": lambda rig: SqlLedgers(rig.database).figures(NOW.date(), NOW.date()),
    "period": lambda rig: SqlLedgers(rig.database).figures(date(2024, 1, 2), NOW.date()),
    "days": lambda rig: SqlLedgers(rig.database).days(),
    "entries": lambda rig: SqlLedgers(rig.database).told(NOW.date(), NOW.date(), who="C1"),
    "odd": lambda rig: SqlLedgers(rig.database).told(date(2024, 1, 2), NOW.date(), oddity="void", who="C1"),
}
GROW = (
    *("journal", "sale", "sale_line", "payment", "benefit_use", "delivery_order", "movement", "machine", "back"),
    *("cash_receipt", "receipt_number", "day_sum", "month_sum", "oddity"),
)
FEW = ("delivery_order_stopped", "cash_receipt_open")
"""Indexes of what is soon over, so that all of it may be read."""


def asked(rig: Rig, question: Callable[[Rig], object]) -> list[str]:
    """The statements that a question comes to."""
    heard: list[str] = []
    raw: list[Any] = []
    for _ in range(3):
        with rig.database.read() as connection:
            raw.append(connection.connection.driver_connection)
    for one in raw:
        one.set_trace_callback(heard.append)
    question(rig)
    for one in raw:
        one.set_trace_callback(None)
    return [statement for statement in heard if statement.startswith("SELECT")]


def steps_of(rig: Rig, question: Callable[[Rig], object]) -> int:
    """How many steps the database takes for a question."""
    counted: list[int] = []
    raw: list[Any] = []
    for _ in range(3):
        with rig.database.read() as connection:
            raw.append(connection.connection.driver_connection)
    for one in raw:
        one.set_progress_handler(lambda: counted.append(1), 1)
    question(rig)
    for one in raw:
        one.set_progress_handler(None, 1)
    return len(counted)


def test_what_waits_is_counted_by_its_ends(rig: Rig) -> None:
    """The counter asks every few seconds, and a till may be alone for a week."""
    rig.sell()
    few, before = steps_of(rig, QUESTIONS["waiting"]), rig.shelf.waiting()
    rig.commit(*[SignedIn()] * 300)
    assert before.count == 2 and rig.shelf.waiting().count == 302 and rig.shelf.waiting().since == before.since
    assert 0 < steps_of(rig, QUESTIONS["waiting"]) <= few
    rig.outbox.acknowledged(303)
    assert rig.shelf.waiting() == Waiting(0)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_reads_all_of_what_grows(rig: Rig, name: str) -> None:
    rig.sell()
    statements = asked(rig, QUESTIONS[name])
    assert statements, "it was heard"
    with rig.database.read() as connection:
        cursor = cursor_of(connection)
        for statement in statements:
            steps = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
            read = [step for step in steps for table in GROW if step.startswith(f"SCAN {table}")]
            assert not [step for step in read if not step.endswith(FEW)], statement
            by_key = [step for step in steps if step.startswith("SEARCH journal") and "(epoch" in step]
            assert all("seq" in step for step in by_key), statement
