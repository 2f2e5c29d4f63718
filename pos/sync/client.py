"""The wire to the mall: HTTP with deadlines and bounds of our own, and its errors in our words.

Calls block, are made on the network lane only, and raise nothing but Refused and Unavailable. It never retries.
"""

from __future__ import annotations

import asyncio
import base64
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.journal import write_time
from pos.sync import contract
from pos.sync.contract import Enrol, Enrolled, Health, Problem, Push, PushAnswer, TillName
from pos.till.feed import FeedPage
from pos.till.ports import Clock

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
    }
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Limits(msgspec.Struct, frozen=True):
    """Seconds until the mall is out of reach, seconds for a whole answer, and its largest size."""

    connect: float = 2.0
    whole: float = 10.0
    answer_bytes: int = 8 * 1024 * 1024


class _Wire:
    """One request at a time over a connection that is kept."""

    def __init__(self, url: str, limits: Limits) -> None:
        self._limits = limits
        self._runner = asyncio.Runner()
        self._http = httpx.AsyncClient(
            base_url=_checked(url),
            timeout=httpx.Timeout(limits.whole, connect=limits.connect),
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
    ) -> T:
        """The mall's answer to one request."""
        status, raw = self._runner.run(self._exchange(method, target, body, headers or {}))
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

    async def _exchange(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            async with (
                asyncio.timeout(self._limits.whole),
                self._http.stream(method, target, content=body, headers=headers) as response,
            ):
                return response.status_code, await self._bounded(response)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unavailable("mall.unreachable") from error
        except (httpx.TimeoutException, TimeoutError) as error:
            raise Unavailable("mall.slow") from error
        except httpx.TransportError as error:
            raise Unavailable("mall.garbage" if _is_not_http(error) else "mall.unreachable") from error

    async def _bounded(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Unavailable("mall.garbage", cause="encoding")
        raw = bytearray()
        async for part in response.aiter_raw():
            raw += part
            if len(raw) > self._limits.answer_bytes:
                raise Unavailable("mall.too_large", most=self._limits.answer_bytes)
        return bytes(raw)


class MallClient:
    """An enrolled till's way to the mall; every request carries the till's signature."""

    def __init__(
        self,
        url: str,
        *,
        name: TillName,
        key: Ed25519PrivateKey,
        clock: Clock,
        limits: Limits | None = None,
    ) -> None:
        self._name, self._key, self._clock = name, key, clock
        self._wire = _Wire(url, limits or Limits())

    def push(self, push: Push) -> PushAnswer:
        """Send entries. Refused("journal.broken") where the mall cannot follow from what it holds."""
        return self._ask(PushAnswer, "POST", contract.JOURNAL, msgspec.json.encode(push))

    def feed(self, cursor: int) -> FeedPage:
        """The next page of what changed after `cursor`."""
        return self._ask(FeedPage, "GET", f"{contract.FEED}?cursor={cursor}")

    def close(self) -> None:
        """Let the connection go."""
        self._wire.close()

    def __enter__(self) -> MallClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, answer: type[T], method: str, target: str, body: bytes = b"") -> T:
        at = write_time(self._clock.now())
        told = contract.request_bytes(self._name, method=method, target=target, at=at, body=body)
        headers = {
            contract.TILL_HEADER: str(self._name),
            contract.TIME_HEADER: at,
            contract.SIGNATURE_HEADER: base64.b64encode(self._key.sign(told)).decode(),
        }
        return self._wire.ask(answer, method, target, body=body, headers=headers)


def enrol(url: str, code: str, key: Ed25519PrivateKey, *, limits: Limits | None = None) -> Enrolled:
    """Trade a one-time code for the till's name; asking again with the same key gets the same answer.

    Raises Refused("enrol.code") where the code is unknown, used or too old, ("enrol.taken") where the till it names
    already stands somewhere.
    """
    public_key = key.public_key().public_bytes_raw()
    asked = Enrol(code, public_key, key.sign(contract.enrol_bytes(code, public_key)))
    wire = _Wire(url, limits or Limits())
    try:
        return wire.ask(Enrolled, "POST", contract.ENROL, body=msgspec.json.encode(asked))
    finally:
        wire.close()


def health(url: str, *, limits: Limits | None = None) -> Health:
    """Whether a mall answers there, and what time it has."""
    wire = _Wire(url, limits or Limits())
    try:
        return wire.ask(Health, "GET", contract.HEALTH)
    finally:
        wire.close()


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
