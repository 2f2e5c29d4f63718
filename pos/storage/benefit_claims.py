"""Benefits that were claimed here: made with a sale, and settled by what the mall said since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pos.domain.apart import BenefitClaimClosed, ClaimSettled
from pos.domain.back.returns import Return
from pos.domain.calendar import KST
from pos.domain.errors import Refused
from pos.domain.journal import Entry, write_time
from pos.domain.sale import Sale
from pos.storage import tables_of_claims
from pos.storage.statements import Rows, insertion

_MAKE = insertion(tables_of_claims.benefit_claim)
_SETTLE = "UPDATE benefit_claim SET state = ?, reason = ?, back = ? WHERE sale = ? AND benefit = ? AND state = 'open'"
_STATE = "SELECT state FROM benefit_claim WHERE sale = ? AND benefit = ?"
_HEAR = "INSERT OR REPLACE INTO claim_told (sale, benefit, amount, reason, at) VALUES (?, ?, ?, ?, ?)"
_HEARD = (
    "SELECT told.sale, told.benefit, told.amount, told.reason, told.at FROM benefit_claim AS made "
    "JOIN claim_told AS told ON told.sale = made.sale AND told.benefit = made.benefit "
    "WHERE made.state = 'open' ORDER BY made.at, made.sale, made.benefit"
)
OF_CLAIMS = "SELECT back FROM benefit_claim WHERE back IS NOT NULL"
"""What is written down as a return and is none: no goods came back, a claim was settled."""


def make(rows: Rows, entry: Entry, sale: Sale) -> None:
    """A sale claims what nobody could be asked about."""
    made = [(sale.id, one.benefit, one.amount, entry.at, "open", "", None) for one in sale.claims]
    rows.executemany(_MAKE, made)


def grant(rows: Rows, back: Return) -> None:
    """What was claimed is owed to the customer."""
    rows.execute(_SETTLE, ("granted", "", back.id, back.sale, back.benefit))


def close(rows: Rows, fact: BenefitClaimClosed) -> None:
    """A claim is over, and nothing is owed for it."""
    rows.execute(_SETTLE, ("closed", fact.reason, None, fact.sale, fact.benefit))


def refuse_what_is_settled(cursor: Any, sale: str, benefit: str) -> None:
    """Raises Refused("claim.settled") where a claim is over, or never was made here."""
    row = cursor.execute(_STATE, (sale, benefit)).fetchone()
    if row is None or row[0] != "open":
        raise Refused("claim.settled")


def hear(rows: Rows, told: Iterable[ClaimSettled], *, till: str) -> None:
    """Keep what the mall says of this till's claims; the newest word of each stands."""
    for one in told:
        if one.till == till:
            at = write_time(one.at.astimezone(KST)) if one.at else ""
            rows.execute(_HEAR, (one.sale, one.benefit, one.amount, one.reason, at))


def heard(cursor: Any, *, till: str) -> tuple[ClaimSettled, ...]:
    """What the mall said of claims that are still open here, in the order they were made."""
    rows = cursor.execute(_HEARD).fetchall()
    return tuple(
        ClaimSettled(sale, till, benefit, amount, reason, datetime.fromisoformat(at) if at else None)
        for sale, benefit, amount, reason, at in rows
    )
