"""Tills that ask the mall to keep benefits, and that claim them afterwards."""

from typing import Any

import msgspec

from pos.domain.apart import Claimed, ClaimSettled, Reservation
from pos.mall.chain import Mall
from pos.mall.claims import HeldClaim
from pos.sync import contract
from pos.sync.contract import ReservationPut
from tests.mall.backs import coffee, of_lines
from tests.mall.plus import YESTERDAY
from tests.mall.tills import Till

OFF = 20_000


def granted(mall: Mall, *, uses: int = 0, member: str = "M1", plan: str = "U20") -> str:
    """The benefit of a machine that a member bought yesterday, some orders of it made."""
    return "plus:" + mall.grant_plan(member, plan, bought_at=YESTERDAY, at_boutique=True, uses=uses)


def reserve(till: Till, sale: str, member: str | None = "M1", voucher: str = "") -> Reservation:
    """Ask for a basket as a till does."""
    target = contract.RESERVATION.format(sale=sale)
    body = msgspec.json.encode(ReservationPut(member, voucher))
    return till.mall.enquiries.reserve(till.asked("PUT", target, body), sale)


def kept(till: Till, sale: str, member: str | None = "M1", voucher: str = "") -> dict[str, int]:
    """Which order of which benefit a basket gets."""
    return {hold.benefit: hold.nth for hold in reserve(till, sale, member, voucher).held}


def release(till: Till, sale: str) -> None:
    till.mall.enquiries.release(till.asked("DELETE", contract.RESERVATION.format(sale=sale)), sale)


def use(till: Till, sale: str, benefit: str, *, off: int = OFF, member: str = "M1") -> None:
    """Sell coffee with a benefit, and send it."""
    till.sell(1, **of_lines(coffee(7, off, benefit)), id=sale, member=member, uses=(benefit,))
    till.push(len(till.journal))


def claim(till: Till, sale: str, benefit: str, *, units: int = 7, claimed: int = OFF, **changed: Any) -> None:
    """Sell coffee at its full price and claim a benefit, without sending it."""
    said = of_lines(coffee(units)) | {"member": "M1", "claims": (Claimed(benefit, claimed, OFF),)}
    till.sell(1, **(said | {"id": sale, "at": till.clock.now()} | changed))


def outcome(mall: Mall, sale: str) -> tuple[str, int, str]:
    """What became of a sale's claim."""
    (found,) = [one for one in claims(mall) if one.sale == sale]
    return found.state, found.amount, found.reason


def claims(mall: Mall) -> tuple[HeldClaim, ...]:
    return mall.claims()


def told(till: Till) -> tuple[ClaimSettled, ...]:
    """What a till's boutique hears of claims."""
    return till.feed().claims
