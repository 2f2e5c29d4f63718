"""What who is signed in may do with people's records."""

from __future__ import annotations

from pos.domain.errors import Refused
from pos.till.counter import Counter


def may(counter: Counter, power: str) -> bool:
    """Whether who is signed in has a power. Raises Refused("session.nobody")."""
    return counter.cashier().role == "manager" or power == "handle_subject_requests"


def require(counter: Counter, power: str) -> None:
    """Raises Refused("staff.not_allowed") where who is signed in has not a power, ("session.nobody") for nobody."""
    if not may(counter, power):
        raise Refused("staff.not_allowed", power=power)


def may_open(counter: Counter, purpose: str) -> bool:
    """Whether who is signed in may see a member's whole record for a purpose. Raises Refused("session.nobody")."""
    role = counter.cashier().role
    return role == "manager" or (role == "cashier" and purpose not in ("suspension", "marketing"))
