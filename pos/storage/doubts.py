"""What a card terminal was asked and nobody knows the answer of: while there is any, only that terminal can tell."""

from __future__ import annotations

from typing import Final

from pos.storage.engine import Database

# An attempt of a sale that was paid or given up moves no money any more, whatever became of it.
_COUNT: Final = (
    "SELECT (SELECT count(*) FROM attempt WHERE outcome IN ('asked', 'unknown', 'reversing') AND ("
    "EXISTS (SELECT 1 FROM draft WHERE draft.id = attempt.sale) "
    "OR EXISTS (SELECT 1 FROM refund_part WHERE refund_part.id = attempt.sale AND how = '') "
    "OR EXISTS (SELECT 1 FROM delivery_order WHERE delivery_order.sale = attempt.sale AND state = 'stopped')))"
    " + (SELECT count(*) FROM refund_attempt WHERE outcome IN ('asked', 'unknown') AND EXISTS "
    "(SELECT 1 FROM refund_part WHERE refund_part.back = refund_attempt.back AND how = ''))"
    " + (SELECT count(*) FROM cash_receipt WHERE state IN ('asked', 'unknown'))"
)


def still_asked(database: Database) -> int:
    """How many payments, refunds and cash receipts are in doubt."""
    with database.read() as connection:
        return int(connection.exec_driver_sql(_COUNT).scalar_one())
