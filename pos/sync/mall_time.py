"""What time it is by the mall, which nobody at the till can set: signed, and for an answer to just this question."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from pos.domain.errors import Unavailable
from pos.domain.guesses import LATEST_ANSWER
from pos.sync.contract import Time
from pos.sync.conversation import Identity
from pos.sync.signing import is_signed, time_bytes


class Asking(Protocol):
    """The way to the mall."""

    def time(self, nonce: str) -> Time:
        """What time it is there. Raises Refused and Unavailable."""


def mall_time(wire: Asking, identity: Identity, *, monotonic: Callable[[], float] = time.monotonic) -> datetime:
    """The mall's time, no older than `LATEST_ANSWER`; blocking, for a network lane.

    Raises what the wire raises, Unavailable("mall.slow"), and ("mall.garbage") where it is not the mall that answers.
    """
    nonce, began = secrets.token_hex(16), monotonic()
    answer = wire.time(nonce)
    if monotonic() - began > LATEST_ANSWER:
        raise Unavailable("mall.slow")
    told = time_bytes(identity.name, nonce=nonce, at=answer.time)
    if not is_signed(told, signature=answer.signature, public_key=identity.mall_key):
        raise Unavailable("mall.garbage", cause="signature")
    try:
        moment = datetime.fromisoformat(answer.time)
    except ValueError as error:
        raise Unavailable("mall.garbage", cause="time") from error
    if moment.tzinfo is None:
        raise Unavailable("mall.garbage", cause="time")
    return moment
