"""Answers made smaller for whoever takes them so, and the word to everybody that requests may be.

What a request is packed in is undone where it is read, once it is known whose it is.
"""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from pos.sync import packing

_WE_UNPACK = (b"accept-encoding", packing.CODING.encode())


def with_packing(app: ASGIApp) -> ASGIApp:
    """The application, which makes each answer in one piece, packed for the wire where that is worth it."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        wanted = [value for name, value in scope["headers"] if name == b"accept-encoding"]
        sending = _Sending(send, may_pack=packing.takes(b",".join(wanted).decode("latin-1")))
        await app(scope, receive, sending)

    return answer


class _Sending:
    """Passes an answer on. Mutable: its beginning waits until its body is there, whose length it tells."""

    def __init__(self, send: Send, *, may_pack: bool) -> None:
        self._send, self._may_pack = send, may_pack
        self._start: HTTPResponseStartEvent | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        start, self._start = self._start, None
        if message["type"] != "http.response.body" or start is None:
            await self._send(message)
            return
        headers = [*start["headers"], _WE_UNPACK]
        if self._may_pack and not message["more_body"] and len(message["body"]) >= packing.LEAST:
            body = packing.pack(message["body"])
            kept = [(name, value) for name, value in headers if name.lower() != b"content-length"]
            coding = (b"content-encoding", packing.CODING.encode())
            headers = [*kept, (b"content-length", b"%d" % len(body)), coding, (b"vary", b"accept-encoding")]
            message = {"type": "http.response.body", "body": body, "more_body": False}
        await self._send({"type": "http.response.start", "status": start["status"], "headers": headers})
        await self._send(message)
