"""Looks at each request as it goes by: how long it took and what became of it, for the log and for who counts.

It sees the route and not the path, the till and not what it says.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send, WebSocketReceiveMessage

from pos.mall.logs import told
from pos.sync.contract import AUTHORITY, ENROL, HEALTH, OPENAPI, TILL_HEADER

_log = logging.getLogger(__name__)
_LONGEST_TILL = 64
_ASKS_NOBODY = (HEALTH, OPENAPI, AUTHORITY, ENROL, "unknown")
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
"""Any other word is somebody's invention, and each would be a series of figures that is kept for ever."""


class Seen(msgspec.Struct, frozen=True):
    """A request that was answered, or hung up on (status 0)."""

    method: str
    route: str
    till: str
    status: int
    seconds: float
    received: int
    sent: int
    code: str = ""


class _Tally:
    """What goes by of one request. Mutable: it counts."""

    def __init__(self) -> None:
        self.received = self.sent = self.status = 0
        self._is_problem, self._body = False, b""

    def take_in(self, message: HTTPReceiveMessage | WebSocketReceiveMessage) -> None:
        if message["type"] == "http.request":
            self.received += len(message.get("body", b""))

    def take_out(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            kinds = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
            self._is_problem = any(b"problem+json" in kind for kind in kinds)
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            self.sent += len(body)
            self._body += body if self._is_problem else b""

    @property
    def code(self) -> str:
        """The code of a problem, "" where there was none."""
        try:
            return str(json.loads(self._body)["code"]) if self._body else ""
        except (ValueError, KeyError, TypeError):  # packed, perhaps
            return ""


def watched(app: ASGIApp, *observers: Callable[[Seen], None]) -> ASGIApp:
    """The application, with `observers` told of each request when it is over."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        tally, begun = _Tally(), time.monotonic()

        async def heard() -> HTTPReceiveMessage | WebSocketReceiveMessage:
            message = await receive()
            tally.take_in(message)
            return message

        async def said(message: Message) -> None:
            tally.take_out(message)
            await send(message)

        try:
            await app(scope, heard, said)
        finally:
            seen = _seen(scope, tally, time.monotonic() - begun)
            for observe in observers:
                observe(seen)

    return answer


def log_it(seen: Seen) -> None:
    """A line for a request; what is our own fault stands out."""
    level = logging.ERROR if seen.status >= 500 else logging.INFO
    facts = msgspec.structs.asdict(seen) | {"seconds": None, "ms": round(seen.seconds * 1e3, 1)}
    _log.log(level, "request", extra=told(**{name: value for name, value in facts.items() if value not in (None, "")}))


def _seen(scope: Scope, tally: _Tally, seconds: float) -> Seen:
    route = str(scope.get("path_template") or "unknown")
    method = str(scope.get("method", ""))
    named = next((value for name, value in scope["headers"] if name.lower() == TILL_HEADER.lower().encode()), b"")
    till = named[:_LONGEST_TILL].decode("ascii", "replace")
    # A name that nobody checked: anything but a till's is not repeated.
    is_checked = route not in _ASKS_NOBODY and tally.status not in (0, 400, 401, 403, 404, 405, 413)
    shown = till if is_checked and till.isprintable() else ""
    return Seen(
        *(method if method in _METHODS else "other", route, shown, tally.status, seconds, tally.received, tally.sent),
        code=tally.code,
    )
