"""Claims about deliveries as tills wrote them down, and what the office decides: the boutique is told.

It settles nothing: a return does, at the till.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa

from pos.domain.back.decided import REASONS, ClaimClosed, ClaimDecided, Verdict
from pos.domain.back.returns import Claim, Return
from pos.domain.errors import Refused
from pos.domain.facts import ClaimMade
from pos.mall import changes
from pos.mall.tables_of_deliveries import delivery_claim
from pos.sync.contract import TillName

_c = delivery_claim.c
MOST_SHOWN = 200


class HeldClaim(msgspec.Struct, frozen=True):
    """A claim that is not over: whose, what it says, and what was decided so far ("open": nothing)."""

    name: TillName
    claim: Claim
    state: str
    reason: str


def take(connection: sa.Connection, name: TillName, fact: ClaimMade | ClaimClosed) -> str:
    """A till wrote a claim down, or closed one."""
    if isinstance(fact, ClaimClosed):
        _is_over(connection, name, fact.claim)
    elif _find(connection, name, fact.claim.id) is None:
        claim = fact.claim
        held = delivery_claim.insert().values(
            boutique=name.boutique,
            till=name.till,
            id=claim.id,
            at=claim.at.isoformat(),
            state="open",
            reason="",
            body=msgspec.json.encode(claim),
        )
        connection.execute(held)
    return ""


def settle(connection: sa.Connection, name: TillName, back: Return) -> None:
    """Goods came back for a claim: it is over."""
    if back.claim:
        _is_over(connection, name, back.claim)


def decide(connection: sa.Connection, name: TillName, claim: str, reason: str, *, now: datetime) -> None:
    """Accept a claim, or refuse it for a reason; the boutique is told. Until it is over it may be decided otherwise.

    Raises Refused("request.invalid") for a claim that is none or over, and for a reason that is none.
    """
    if reason and reason not in REASONS:
        raise Refused("request.invalid", cause="reason")
    found = _find(connection, name, claim)
    if found is None or found == "over":
        raise Refused("request.invalid", cause="claim")
    verdict: Verdict = "refused" if reason else "accepted"
    connection.execute(delivery_claim.update().where(_is(name, claim)).values(state=verdict, reason=reason))
    told = ClaimDecided(claim, name.till, verdict, now, reason)
    changes.announce(connection, [changes.change_of(told, name.boutique)])


def waiting(connection: sa.Connection) -> tuple[HeldClaim, ...]:
    """Claims that are not over, the oldest first."""
    query = sa.select(delivery_claim).where(_c.state != "over").order_by(_c.at, _c.id).limit(MOST_SHOWN)
    return tuple(
        HeldClaim(TillName(row.boutique, row.till), msgspec.json.decode(row.body, type=Claim), row.state, row.reason)
        for row in connection.execute(query)
    )


def _find(connection: sa.Connection, name: TillName, claim: str) -> str | None:
    return connection.execute(sa.select(_c.state).where(_is(name, claim))).scalar_one_or_none()


def _is_over(connection: sa.Connection, name: TillName, claim: str) -> None:
    connection.execute(delivery_claim.update().where(_is(name, claim)).values(state="over"))


def _is(name: TillName, claim: str) -> sa.ColumnElement[bool]:
    return (_c.boutique == name.boutique) & (_c.till == name.till) & (_c.id == claim)
