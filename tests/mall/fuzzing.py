"""The mall asked whatever its own document allows, and what it does not, signed as an enrolled till signs.

Every answer has to be one that the document describes, and none may be the mall's own failure.
"""

from __future__ import annotations

import asyncio
import base64
import json
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import msgspec
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from pos.mall.openapi import document
from pos.mall.web import create_app
from pos.sync import contract
from pos.sync.contract import Problem
from tests.contract.story import SEED
from tests.mall.backs import coffee, machine, with_plus
from tests.mall.tills import FixedClock, Till, small_mall

KNOWN = {
    "number": ("M1", "M2", "SEL01-1-000001"),
    "code": ("V1", "SEL01-1-000001"),
    "serial": ("UNO-1",),
    "sale": ("sale-1", "sale-2"),
    "staff": ("C1",),
    "day": ("2026-11-02",),
    "seq": ("1", "3"),
}
"""What the mall has, so that not every question is about nothing."""
CHECKED = ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
BYTES = frozenset({"payload", "previous", "hash", "head", "signature", "public_key"})


class Fuzzed:
    """A mall with a little of everything in it, and a till that asks. Mutable: it keeps its loop."""

    def __init__(self) -> None:
        self._mall = small_mall(SEED, clock=(clock := FixedClock()))
        mall = self._mall.__enter__()
        self.till = Till.enrolled_at(mall, clock)
        self.till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
        self.till.sell(2)
        self.till.push()
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(create_app(mall), raise_app_exceptions=False)  # type: ignore[arg-type]  # two descriptions of one protocol
        self._http = httpx.AsyncClient(transport=transport, base_url="http://mall")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._http.aclose())
        self._runner.close()
        self._mall.__exit__(kind, error, trace)

    def send(self, method: str, target: str, headers: list[tuple[bytes, bytes]], body: bytes) -> httpx.Response:
        """Any request, as it is."""
        url = httpx.URL("http://mall", raw_path=target.encode("latin-1"))
        return self._runner.run(self._http.send(httpx.Request(method, url, headers=headers, content=body)))

    def sign(self, method: str, target: str, body: bytes = b"") -> list[tuple[bytes, bytes]]:
        """The headers by which the till says that it is itself."""
        asked = self.till.asked(method, target, body)
        return [
            (contract.TILL_HEADER.encode(), asked.till.encode()),
            (contract.TIME_HEADER.encode(), asked.at.encode()),
            (contract.SIGNATURE_HEADER.encode(), base64.b64encode(asked.signature)),
        ]

    def answer(self, case: Case[Any]) -> httpx.Response:
        """What the mall answers to a case of the document's."""
        given_parts = {key: value for key, value in case.as_transport_kwargs("http://mall").items() if key in _PARTS}
        request = requests.Request(**given_parts).prepare()
        parts = urlsplit(request.url or "")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        raw: Any = request.body or b""
        body = raw.encode() if isinstance(raw, str) else bytes(raw)
        return self.send(case.method, target, self.sign(case.method, target, body), body)


_PARTS = frozenset({"method", "url", "params", "data", "json", "headers"})


def is_answer(answer: httpx.Response) -> bool:
    """Whether the mall meant to say this: an answer, or a problem document that names its status. Its own failure is
    neither; that it is busy it may say."""
    media = answer.headers.get("content-type", "")
    if answer.status_code == HTTPStatus.OK:
        return str(media) == "application/json"
    told = msgspec.json.decode(answer.content, type=Problem)
    is_problem = str(media) == "application/problem+json" and told.status == answer.status_code
    return is_problem and (answer.status_code < 500 or told.code == "mall.busy")


def _make_sensible(case: Case[Any], chosen: int) -> None:
    """Let a case be about something that is there, so that more than its form is looked at."""
    parts = case.path_parameters
    for name, known in KNOWN.items():
        if name in parts:
            parts[name] = known[chosen % len(known)]
    if isinstance(case.body, dict):
        case.body = _sensible(case.body, chosen, parts)


def _sensible(value: Any, chosen: int, parts: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_sensible(one, chosen, parts) for one in value]
    if not isinstance(value, dict):
        return value
    named = {
        "epoch": 1,
        "seq": chosen,
        "first": chosen,
        "till": "1",
        "number": parts.get("number"),
        "id": parts.get("staff"),
    }
    told = {key: _sensible(one, chosen, parts) for key, one in value.items()}
    told |= {key: one for key, one in named.items() if key in told and one is not None}
    return told | {key: base64.b64encode(bytes(32)).decode() for key in BYTES & told.keys()}


def operations() -> dict[str, Any]:
    """Every operation of the document by its name."""
    found = schemathesis.openapi.from_dict(json.loads(document()))
    made: list[Any] = [one.ok() for one in found.get_all_operations() if isinstance(one, Ok)]
    return {one.label: one for one in made}


def modes(operation: Any) -> tuple[GenerationMode, ...]:
    """What is allowed, and what is not where there is anything to be wrong with."""
    has_any = bool(operation.body or operation.path_parameters or operation.query)
    return (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if has_any else (GenerationMode.POSITIVE,)


def fuzz(fuzzed: Fuzzed, operation: Any, *, mode: GenerationMode, examples: int) -> None:
    """Ask one operation so many times. Raises where an answer is not as the document says."""
    checks: Any = [CHECKS.get_one(name) for name in CHECKED]  # of several shapes, whose union its own types do not take

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode), chosen=st.integers(0, 5))
    def ask(case: Case[Any], chosen: int) -> None:
        if mode is GenerationMode.POSITIVE and chosen:
            _make_sensible(case, chosen)
        answer = fuzzed.answer(case)
        assert is_answer(answer), (operation.label, answer.status_code, answer.text)
        case.validate_response(answer, checks=checks)

    ask()
