"""One connection to the mall: HTTP with deadlines and bounds of our own, and its errors in our words.

Calls block and raise nothing but Refused and Unavailable. It never retries, and signs nothing.
"""

from __future__ import annotations

import asyncio
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from pos.domain.errors import Refused, TillError, Unavailable
from pos.sync import contract
from pos.sync.contract import Problem

T = TypeVar("T")

_REFUSALS = frozenset(
    {
        "journal.broken",
        "journal.epoch",
        "mall.unknown_till",
        "mall.revoked",
        "mall.signature",
        "mall.clock",
        "mall.behind",
        "enrol.code",
        "enrol.taken",
        "member.unknown",
        "payback.unknown",
        "order.left",
        "order.unknown",
        "return.unknown_receipt",
        "return.order_cancelled",
    }
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Limits(msgspec.Struct, frozen=True):
    """Seconds until the mall is out of reach, seconds for a whole answer, and its largest size."""

    connect: float = 2.0
    whole: float = 10.0
    answer_bytes: int = 8 * 1024 * 1024


LOOK_UP = Limits(connect=1.5, whole=2.0)
"""For what somebody at the counter waits for."""


class Wire:
    """One request at a time over a connection that is kept."""

    def __init__(self, url: str, limits: Limits) -> None:
        self._limits = limits
        self._runner = asyncio.Runner()
        address = _checked(url)
        self._http = httpx.AsyncClient(
            base_url=address,
            # Reading the machine's certificates takes longer than all else here, and the clear asks for none.
            verify=urlsplit(address).scheme != "http",
            limits=httpx.Limits(max_connections=1, keepalive_expiry=3.0),
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            trust_env=False,
        )

    def ask(
        self,
        answer: type[T],
        method: str,
        target: str,
        *,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        limits: Limits | None = None,
    ) -> T:
        """The mall's answer to one request, within `limits` where they are others than the wire's own."""
        within = limits or self._limits
        status, raw = self._runner.run(self._exchange(method, target, body, headers or {}, within))
        if status != httpx.codes.OK:
            raise _problem(status, raw)
        try:
            return msgspec.json.decode(raw, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Unavailable("mall.garbage", cause=str(error)) from error

    def close(self) -> None:
        """Let the connection go."""
        self._runner.run(self._http.aclose())
        self._runner.close()

    async def _exchange(
        self, method: str, target: str, body: bytes, headers: dict[str, str], within: Limits
    ) -> tuple[int, bytes]:
        timeout = httpx.Timeout(within.whole, connect=within.connect)
        try:
            async with (
                asyncio.timeout(within.whole),
                self._http.stream(method, target, content=body, headers=headers, timeout=timeout) as response,
            ):
                return response.status_code, await _bounded(response, within.answer_bytes)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unavailable("mall.unreachable") from error
        except (httpx.TimeoutException, TimeoutError) as error:
            raise Unavailable("mall.slow") from error
        except httpx.TransportError as error:
            raise Unavailable("mall.garbage" if _is_not_http(error) else "mall.unreachable") from error


async def _bounded(response: httpx.Response, most: int) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise Unavailable("mall.garbage", cause="encoding")
    raw = bytearray()
    async for part in response.aiter_raw():
        raw += part
        if len(raw) > most:
            raise Unavailable("mall.too_large", most=most)
    return bytes(raw)


def _checked(url: str) -> str:
    """PINs' pepper and members travel on this wire, so that only this very machine may be spoken to in the clear."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused("mall.address") from error
    if not host or parts.scheme not in ("http", "https"):
        raise Refused("mall.address")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise Refused("mall.not_secure", host=host)
    return url


def _problem(status: int, raw: bytes) -> TillError:
    """The mall's refusal in our words; from anything that is not the mall's, garbage."""
    if status in (429, 502, 503, 504):
        return Unavailable("mall.busy", status=status)
    try:
        problem = msgspec.json.decode(raw, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Unavailable("mall.garbage", status=status)
    if problem.code in _REFUSALS:
        facts = {name: fact for name, fact in problem.facts.items() if name not in ("self", "code")}
        return Refused(problem.code, **facts)
    if problem.code == "mall.too_large":
        return Unavailable("mall.too_large", most=contract.MOST_BODY_BYTES)
    if status >= 500:
        return Unavailable("mall.busy", status=status)
    return Refused("mall.refused", cause=problem.code)


def _is_not_http(error: BaseException) -> bool:
    """Whether bytes came that are no HTTP, as against a connection that ended; httpx tells them apart by cause only."""
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__module__.startswith("h11") and "peer closed" not in str(cause):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
