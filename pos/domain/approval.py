"""What a second person allowed: one action, about one thing, with a reason. It says what can be allowed at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import msgspec

Action: TypeAlias = Literal[
    "order.out_of_stock",
    "order.limit_exceeded",
    "order.excessive_returns",
    "delivery.forwarder",
    "line.free",
    "order.refuse",
    "return.opened",
    "return.no_receipt",
    "return.plan_taken_over",
    "return.offline_limit",
    "refund.other_tender",
    "calendar.holiday",
    "benefit.grant",
    "shift.difference",
]
"""What needs a manager. Where it overrules a block of the quote it bears the block's code (terms 10 (1), 13 (1))."""

OVERRULABLE: frozenset[str] = frozenset(
    {"order.out_of_stock", "order.limit_exceeded", "order.excessive_returns", "delivery.forwarder"}
)
"""The blocks of a quote that a manager may overrule; every other one has to be put right."""


LASTS = timedelta(seconds=60)
"""How long what was allowed may wait to be done, where it is done at once."""


class Approval(msgspec.Struct, frozen=True):
    """One person allowed one action about one thing: `about` names it, so that it is good for nothing else."""

    action: str
    about: str
    by: str
    reason: str
    at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether it was given within the last minute; one from a time to come was not."""
        return self.at <= now < self.at + LASTS
