"""What can go wrong between a till and the mall, on demand, for trials. Off unless somebody turns it on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    Message,
    Receive,
    Scope,
    Send,
)

from pos.domain.journal import Entry
from pos.sync.contract import JOURNAL

_GARBAGE = b"<html><body>Welcome to the guest network</body></html>"


@dataclass(slots=True)
class Faults:
    """Turned on and off while the mall runs.

    down: every connection ends without an answer, and nothing is done. lost_requests and lost_answers: so many of
    the next pushes end before, or after, they were taken in. poisoned_sales: so many of the next sales cannot be read.
    """

    down: bool = False
    garbage: bool = False
    delay_seconds: float = 0.0
    lost_requests: int = 0
    lost_answers: int = 0
    poisoned_sales: int = 0

    def doubt(self, entry: Entry) -> str | None:
        """The reason against an entry that is poisoned."""
        if entry.kind != "SaleCompleted" or self.poisoned_sales == 0:
            return None
        self.poisoned_sales -= 1
        return "entry.poisoned"


def with_faults(app: ASGIApp, faults: Faults) -> ASGIApp:
    """The application behind a wire that may be bad."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        if faults.delay_seconds:
            await asyncio.sleep(faults.delay_seconds)
        pushed = scope["path"] == JOURNAL
        if faults.down or (pushed and _one_of(faults, "lost_requests")):
            await _hang_up(send)
        elif faults.garbage:
            await _send_garbage(send)
        elif pushed and _one_of(faults, "lost_answers"):
            await app(scope, receive, _nowhere)
            await _hang_up(send)
        else:
            await app(scope, receive, send)

    return answer


def _one_of(faults: Faults, name: str) -> bool:
    left: int = getattr(faults, name)
    setattr(faults, name, max(left - 1, 0))
    return left > 0


async def _nowhere(_message: Message) -> None:
    """An answer that nobody gets."""


async def _hang_up(send: Send) -> None:
    """Promise an answer and end without it: the server then closes the connection."""
    await send(_start("application/json", 1000))


async def _send_garbage(send: Send) -> None:
    await send(_start("text/html", len(_GARBAGE)))
    await send(HTTPResponseBodyEvent(type="http.response.body", body=_GARBAGE, more_body=False))


def _start(media: str, length: int) -> HTTPResponseStartEvent:
    headers = [(b"content-type", media.encode()), (b"content-length", b"%d" % length)]
    return HTTPResponseStartEvent(type="http.response.start", status=200, headers=headers)
