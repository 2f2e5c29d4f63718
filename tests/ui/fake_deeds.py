"""What happened before a test begins: somebody bought something, a verb was played to its end."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from pos.domain.errors import TillError
from pos.domain.sale import Sale
from pos.till import membership, selling
from pos.till.paying import checkout
from tests.ui.fakes import Till
from tests.ui.shop import barcode


def play(till: Till, story: Coroutine[Any, Any, Any]) -> Any:
    """Its result, or what it raises."""
    told: list[Any] = []

    async def keep() -> None:
        try:
            told.append(await story)
        except TillError as error:
            told.append(error)

    till.counter.ports.start(keep())
    if isinstance(told[0], TillError):
        raise told[0]
    return told[0]


def buys(till: Till, member: str) -> Sale:
    """A member buys a sleeve for cash."""
    selling.scan(till.counter, barcode("C001"))
    play(till, membership.attach(till.counter, member))
    play(till, checkout.pay_cash(till.counter, checkout.due(till.counter)))
    return till.memory.sales[-1]
