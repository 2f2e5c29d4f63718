"""Headers, bodies and lengths that no till sends: each is answered with a problem document, and nothing comes of it."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest

from pos.mall.serve import RunningMall
from pos.sync import contract
from pos.sync.contract import Problem
from tests.mall.fuzzing import Fuzzed, is_answer
from tests.mall.tills import SEED, FixedClock

TILL, TIME, SIGNATURE = b"Pos-Till", b"Pos-Time", b"Pos-Signature"
RUBBISH = (
    b"",
    b" ",
    b"\xff\xfe",
    b"\xec\x84\x9c\xec\x9a\xb8",
    b"a" * 10_240,
    b"../../etc/passwd",
    b"SEL01/1/1",
    b"/",
    b"SEL01/" + b"1" * 300,
    b"%00",
    b"'; DROP TABLE till; --",
    b"=" * 88,
    b"AA==",
    b"A" * 87,
    b"\t",
)
TIMES = (
    b"0000-00-00",
    b"2026-11-02",
    b"2026-11-02T12:00:00",
    b"9999-12-31T23:59:59.999999+23:59",
    b"0001-01-01T00:00:00-23:59",
    b"1e999",
    b"NaN",
    "٢٠٢٦-١١-٠٢T١٢:٠٠:٠٠+٠٩:٠٠".encode(),
    b"2026-11-02T12:00:00+99:99",
    b"now",
)
DEEP = 50_000
BODIES = (
    b"",
    b"null",
    b"[]",
    b"0",
    b'"text"',
    b"{",
    b"{}" * 2,
    b"\xef\xbb\xbf{}",
    b"\x00",
    b"\xff\xfe{\x00}\x00",
    b"[" * DEEP,
    b'{"a":' * DEEP,
    b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    b'{"epoch":1e400,"first":1}',
    b'{"epoch":NaN,"first":1}',
    b'{"epoch":Infinity,"first":1}',
    b'{"epoch":1' + b"0" * 5_000 + b',"first":1}',
    b'{"epoch":1,"first":9223372036854775808}',
    b'{"epoch":1,"first":-1}',
    b'{"epoch":true,"first":1}',
    b'{"epoch":1,"first":1,"entries":null}',
    b'{"epoch":1,"first":1,"entries":{"0":1}}',
    b'{"epoch":1,"first":1,"entries":[{}]}',
    b'{"epoch":2,"epoch":0,"first":1}',
    b'{"text":"\\ud800"}',
    b'{"text":"\\udfff\\ud800"}',
    b'{"text":"\\u0000"}',
    b'{"text":"' + b"\xed\xa0\x80" + b'"}',
    b'{"text":1' + b"0" * 400 + b"}",
    b'{"code":"A","public_key":"!!!!","signature":"AA=="}',
    b'{"code":"\\u0000","public_key":"' + b"A" * 43 + b'=","signature":""}',
    b'{"recipient":{"name":"\\ud83d","phone":"","postcode":"","address":""}}',
    b'{"epoch":1,"seq":1,"member":{"number":"M1","name":"\\u0000","mobile":"\\ud800"}}',
    b'{"epoch":1,"seq":1,"change":{"id":"C1","role":"king"}}',
)
TAKING = (
    ("POST", contract.ENROL),
    ("POST", contract.JOURNAL),
    ("POST", contract.MEMBERS),
    ("PUT", "/v1/members/M1"),
    ("PUT", "/v1/staff/C1"),
    ("PUT", "/v1/orders/sale-1/recipient"),
    ("POST", "/v1/orders/sale-1/stop"),
)
PATHS = (
    "/v1/members/%ED%A0%80",
    "/v1/members/%00",
    "/v1/members/" + "%41" * 5_000,
    "/v1/members/..%2F..%2Fetc",
    "/v1/days/2026-11-02",
    "/v1/days/2026-11-02?until=",
    "/v1/days/2026-11-02?until=1&until=2",
    "/v1/days/2026-11-02?until=99999999999999999",
    "/v1/days/2026-11-02?until=%D9%A3",
    "/v1/days/-1?until=1",
    "/v1/days/10000-01-01?until=1",
    "/v1/feed?cursor=" + "1" * 10_000,
    "/v1/feed?cursor=1&cursor=x",
    "/v1/feed?%00=%FF",
    "/v1/journal/99999999999999999",
    "/v1/sales/SEL01-1-" + "0" * 100,
    "//v1/health",
    "/v1/health/",
    "/v1/%2e%2e/health",
)


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Fuzzed]:
    with Fuzzed() as made:
        yield made


def code(answer: httpx.Response) -> str:
    assert is_answer(answer), (answer.status_code, answer.text)
    return "" if answer.status_code == 200 else msgspec.json.decode(answer.content, type=Problem).code


@pytest.mark.parametrize(("name", "values"), [(TILL, RUBBISH), (TIME, RUBBISH + TIMES), (SIGNATURE, RUBBISH)])
def test_no_rubbish_in_a_header_lets_anybody_in(fuzzed: Fuzzed, name: bytes, values: tuple[bytes, ...]) -> None:
    for value in values:
        headers = dict(fuzzed.sign("GET", contract.FEED)) | {name: value}
        answer = fuzzed.send("GET", contract.FEED, list(headers.items()), b"")
        assert code(answer) in ("mall.unknown_till", "mall.signature", "mall.clock"), (name, value)
        assert len(answer.content) < 1_000, "and nothing long is told back"


def test_a_header_that_is_not_there_or_there_twice(fuzzed: Fuzzed) -> None:
    headers = fuzzed.sign("GET", contract.FEED)
    for gone in headers:
        assert code(fuzzed.send("GET", contract.FEED, [one for one in headers if one != gone], b"")).startswith("mall.")
    for twice in headers:
        for others in ([(twice[0], b"other"), *headers], [*headers, (twice[0], b"other")]):
            assert code(fuzzed.send("GET", contract.FEED, others, b"")) in (
                "",
                "mall.unknown_till",
                "mall.signature",
                "mall.clock",
            )


def test_a_time_that_was_signed_and_is_none_is_refused(fuzzed: Fuzzed, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in TIMES:
        with monkeypatch.context() as patch:
            patch.setattr("tests.mall.tills.write_time", lambda _, told=at: told.decode("utf-8"))
            headers = fuzzed.sign("GET", contract.FEED)
        headers = [(name, at if name == TIME else value) for name, value in headers]
        assert code(fuzzed.send("GET", contract.FEED, headers, b"")) in ("mall.clock", "mall.signature"), at


@pytest.mark.parametrize(("method", "target"), TAKING)
def test_no_rubbish_in_a_body_is_taken(fuzzed: Fuzzed, method: str, target: str) -> None:
    for body in BODIES:
        found = code(fuzzed.send(method, target, fuzzed.sign(method, target, body), body))
        assert found in ("", "request.invalid", "mall.signature", "enrol.code"), body[:80]
        assert found or target.endswith("stop") or target == contract.MEMBERS, ("taken", body[:80])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"])
def test_no_rubbish_in_a_path_is_found(fuzzed: Fuzzed, method: str) -> None:
    for target in PATHS:
        answer = fuzzed.send(method, target, fuzzed.sign(method, target), b"")
        if method in ("HEAD", "OPTIONS"):
            assert answer.status_code < 500
        else:
            code(answer)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=FixedClock()) as mall:
        mall.mall.seed(SEED)
        yield mall


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 5", b"{}{}{}{}{}"),
        ("Content-Length: -1", b"{}"),
        ("Content-Length: +2", b"{}"),
        ("Content-Length: 2, 2", b"{}"),
        ("Content-Length: 2\r\nContent-Length: 7", b"{}"),
        ("Content-Length: " + "9" * 400, b"{}"),
        ("Content-Length: 0x2", b"{}"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 2", b"2\r\n{}\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"ffffffffffffffff\r\n{}"),
        ("Content-Length: 2\r\nContent-Encoding: gzip", b"{}"),
        ("Content-Length: 2\r\nContent-Encoding: br, gzip, gzip", b"{}"),
        ("X: " + "y" * 200_000 + "\r\nContent-Length: 2", b"{}"),
        ("\0: \0", b""),
    ],
)
def test_a_length_that_is_a_lie_is_no_failure_of_the_malls(running: RunningMall, head: str, body: bytes) -> None:
    place = urlsplit(running.url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(f"POST {contract.ENROL} HTTP/1.1\r\nHost: mall\r\n{head}\r\n\r\n".encode("latin-1") + body)
        answer = b""
        with suppress(OSError):  # it may have hung up already
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                answer += part
    status = answer.split(b" ", 2)[1:2]
    assert not status or status[0].startswith(b"4"), answer[:200]
    assert httpx.get(f"{running.url}{contract.HEALTH}", timeout=10).status_code == 200, "and it goes on"
