"""One connection to the mall: HTTP with deadlines and bounds of our own, and its errors in our words.

Calls block and raise nothing but Refused and Unavailable. It signs nothing, and tries again in one case only: what it
packed goes as it is to a mall that turns out not to know how to unpack.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from pos.domain.errors import Refused, TillError, Unavailable
from pos.sync import contract, packing
from pos.sync.contract import Problem
from pos.sync.trust import distrust_in, only

T = TypeVar("T")
Sign: TypeAlias = Callable[[bytes], dict[str, str]]
"""The headers that vouch for a body as it is sent."""

KEPT_SECONDS = 55.0
"""For how long an idle connection stays: longer than the sender rests, shorter than the mall keeps it."""
_NOT_UNDERSTOOD = (400, 415)
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


class Heard(msgspec.Struct, frozen=True):
    """What came back. `retry_after` is 0 where the mall named no seconds; `signature` is the mall's, in base64."""

    status: int
    raw: bytes
    retry_after: int
    takes_packed: bool
    signature: str = ""


class Wire:
    """One request at a time over a connection that is kept."""

    def __init__(self, url: str, limits: Limits, *, trust: ssl.SSLContext | str = "") -> None:
        """`trust` is the chain's authority (PEM): over https nobody else is believed."""
        self._limits = limits
        address = _checked(url)
        verify: ssl.SSLContext | bool = False
        if urlsplit(address).scheme == "https":
            verify = only(trust) if isinstance(trust, str) else trust
        self._runner = asyncio.Runner()
        self._http = httpx.AsyncClient(
            base_url=address,
            verify=verify,
            limits=httpx.Limits(max_connections=1, keepalive_expiry=KEPT_SECONDS),
            headers={"Accept": "application/json", "Accept-Encoding": packing.CODING, "User-Agent": "pos"},
            trust_env=False,
        )
        self.takes_packed = False

    def ask(
        self,
        answer: type[T],
        method: str,
        target: str,
        *,
        body: bytes = b"",
        sign: Sign = lambda _body: {},
        limits: Limits | None = None,
    ) -> T:
        """The mall's answer to one request, within `limits` where they are others than the wire's own."""
        heard = self.hear(method, target, body=body, sign=sign, limits=limits)
        try:
            return msgspec.json.decode(heard.raw, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Unavailable("mall.garbage", cause=str(error)) from error

    def hear(
        self,
        method: str,
        target: str,
        *,
        body: bytes = b"",
        sign: Sign = lambda _body: {},
        limits: Limits | None = None,
    ) -> Heard:
        """The same, as it came.

        A body is packed only for a mall that has said it can unpack, in every answer: one that is older again does not.
        """
        within = limits or self._limits
        is_packed = self.takes_packed and len(body) >= packing.LEAST
        sent = packing.pack(body) if is_packed else body
        coding = {"Content-Encoding": packing.CODING} if is_packed else {}
        heard = self._runner.run(self._exchange(method, target, sent, {**sign(sent), **coding}, within))
        if is_packed and heard.status in _NOT_UNDERSTOOD and not heard.takes_packed:
            heard = self._runner.run(self._exchange(method, target, body, sign(body), within))
        if heard.status != httpx.codes.OK:
            raise _problem(heard)
        return heard

    def close(self) -> None:
        """Let the connection go."""
        self._runner.run(self._http.aclose())
        self._runner.get_loop().close()  # the runner's own end waits for a name that is still being looked up

    async def _exchange(self, method: str, target: str, body: bytes, headers: dict[str, str], within: Limits) -> Heard:
        timeout = httpx.Timeout(within.whole, connect=within.connect)
        try:
            async with (
                asyncio.timeout(within.whole),
                self._http.stream(method, target, content=body, headers=headers, timeout=timeout) as response,
            ):
                self.takes_packed = packing.takes(response.headers.get("accept-encoding", ""))
                raw = await _bounded(response, within.answer_bytes)
                wish = _whole_seconds(response.headers.get("retry-after", ""))
                signature = response.headers.get(contract.MALL_SIGNATURE_HEADER, "")
                return Heard(response.status_code, raw, wish, self.takes_packed, signature)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if distrust := distrust_in(error):
                raise Unavailable(distrust) from error
            raise Unavailable("mall.unreachable", **({"how": "name"} if _is_name_unknown(error) else {})) from error
        except (httpx.TimeoutException, TimeoutError) as error:
            raise Unavailable("mall.slow") from error
        except httpx.TransportError as error:
            if _is_not_http(error):
                raise Unavailable("mall.garbage") from error
            raise Unavailable("mall.unreachable", how="cut") from error


async def _bounded(response: httpx.Response, most: int) -> bytes:
    """The whole body; neither what comes nor what is made of it is over `most` bytes."""
    coding = response.headers.get("content-encoding", "identity").lower()
    if coding not in ("identity", packing.CODING):
        raise Unavailable("mall.garbage", cause="encoding")
    raw, came, unpacking = bytearray(), 0, packing.Unpacking(most) if coding == packing.CODING else None
    try:
        async for part in response.aiter_raw():
            came += len(part)
            raw += part if unpacking is None else unpacking.take(part)
            if max(came, len(raw)) > most:
                raise packing.TooLarge
        if unpacking is not None:
            unpacking.end()
    except packing.TooLarge as error:
        raise Unavailable("mall.too_large", most=most) from error
    except ValueError as error:
        raise Unavailable("mall.garbage", cause="encoding") from error
    return bytes(raw)


def _whole_seconds(text: str) -> int:
    """How long the mall wants to be left alone, 0 where it does not say so in seconds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _checked(url: str) -> str:
    """PINs' pepper and members travel on this wire, so that only this very machine may be spoken to in the clear."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        _ = httpx.URL(url).host  # which is stricter, and is asked for it later
    except (ValueError, httpx.InvalidURL) as error:
        raise Refused("mall.address") from error
    if not host or parts.scheme not in ("http", "https"):
        raise Refused("mall.address")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise Refused("mall.not_secure", host=host)
    return url


def _problem(heard: Heard) -> TillError:
    """The mall's refusal in our words; from anything that is not the mall's, garbage."""
    status, raw = heard.status, heard.raw
    if status in (429, 502, 503, 504):
        wish = {"retry_after": heard.retry_after} if heard.retry_after else {}
        return Unavailable("mall.busy", status=status, **wish)
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return Unavailable("mall.too_large", most=contract.MOST_BODY_BYTES)
    try:
        problem = msgspec.json.decode(raw, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Unavailable("mall.garbage", status=status)
    if problem.code in _REFUSALS:
        facts = {name: fact for name, fact in problem.facts.items() if name not in ("self", "code", "signature")}
        if heard.signature:
            facts["signature"] = heard.signature
        return Refused(problem.code, **facts)
    if problem.code == "request.invalid" and status in (404, 405):
        return Unavailable("mall.older")
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


def _is_name_unknown(error: BaseException) -> bool:
    """Whether nobody could say where the mall is, as against a mall that was not found there."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
