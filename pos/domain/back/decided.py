"""What the chain's office decides about a delivery that a customer says came damaged or short (terms 14 (2)).

It decides no refund: a claim that is accepted is settled by a return, and the periods for one hold as they are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypeAlias

import msgspec

Verdict: TypeAlias = Literal["accepted", "refused"]
REASONS: Final = ("no_damage", "came_whole", "too_late", "other_cause")
"""Why one is refused, as this version words it; a till tells another one as it is to be asked for."""


class ClaimDecided(msgspec.Struct, frozen=True):
    """What was decided about a till's claim, since `at`; a refusal has a `reason`. A later one takes its place."""

    claim: str
    till: str
    verdict: Verdict
    at: datetime
    reason: str = ""


class ClaimClosed(msgspec.Struct, frozen=True, tag="ClaimClosed"):
    """A fact. A claim that the office refused is over without a return: somebody told the customer why."""

    claim: str
    reason: str
