"""The mall over HTTP, as any client would see it: statuses, problem documents, bounds."""

import base64
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from pos.mall.entrance import Asked
from pos.mall.serve import RunningMall
from pos.sync import contract
from pos.sync.contract import Problem
from tests.mall.tills import NAME, SEED, FixedClock, Till

DEEP = b'{"newer":' + b"[" * 100_000


@pytest.fixture
def running(tmp_path: Path, clock: FixedClock) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock) as mall:
        mall.mall.seed(SEED)
        yield mall


@pytest.fixture
def visitor(running: RunningMall, clock: FixedClock) -> Till:
    return Till.enrolled_at(running.mall, clock)


def ask(
    running: RunningMall, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, str, bytes]:
    """Status, media type and body of an answer."""
    place = urlsplit(running.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
    try:
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()


def ask_signed(running: RunningMall, asked: Asked) -> tuple[int, str, bytes]:
    headers = {
        "Pos-Till": asked.till,
        "Pos-Time": asked.at,
        "Pos-Signature": base64.b64encode(asked.signature).decode(),
    }
    return ask(running, asked.method, asked.target, asked.body, headers)


def problem(answer: tuple[int, str, bytes]) -> tuple[int, str]:
    """Status and code of an answer that has to be a problem document."""
    status, media, body = answer
    assert media == "application/problem+json"
    told = msgspec.json.decode(body, type=Problem)
    assert told.status == status
    assert told.type == f"urn:pos:problem:{told.code}"
    return status, told.code


def test_a_signed_request_is_answered(running: RunningMall, visitor: Till) -> None:
    status, media, body = ask_signed(running, visitor.asked("GET", f"{contract.FEED}?cursor=0"))
    assert (status, media) == (200, "application/json")
    assert [product["code"] for product in json.loads(body)["products"]] == ["ARIA", "CUP"]


def test_a_push_is_taken_in(running: RunningMall, visitor: Till) -> None:
    visitor.sell(2)
    push = contract.Push(1, 1, tuple(visitor.journal))
    asked = visitor.asked("POST", contract.JOURNAL, msgspec.json.encode(push))
    status, _, body = ask_signed(running, asked)
    assert (status, json.loads(body)["next"]) == (200, 3)
    assert running.mall.entries(NAME) == tuple(visitor.journal)


def test_a_broken_journal_is_a_conflict_with_its_place(running: RunningMall, visitor: Till) -> None:
    visitor.sell(2)
    push = contract.Push(1, 1, (visitor.journal[0], visitor.forge(visitor.journal[1], previous=bytes(32))))
    answer = ask_signed(running, visitor.asked("POST", contract.JOURNAL, msgspec.json.encode(push)))
    assert problem(answer) == (409, "journal.broken")
    assert json.loads(answer[2])["facts"] == {"seq": 2, "how": "previous"}


@pytest.mark.parametrize(
    ("method", "target", "body", "status", "code"),
    [
        ("GET", contract.FEED, b"", 401, "mall.unknown_till"),
        ("POST", contract.JOURNAL, b"{}", 401, "mall.unknown_till"),
        ("GET", "/v1/members/M1", b"", 401, "mall.unknown_till"),
        ("GET", "/v1/members/M1/easy-orders", b"", 401, "mall.unknown_till"),
        ("POST", contract.MEMBERS, b'{"text":"M1"}', 401, "mall.unknown_till"),
        ("GET", "/v1/vouchers/V1", b"", 401, "mall.unknown_till"),
        ("GET", "/v1/sales/SEL01-1-000001", b"", 401, "mall.unknown_till"),
        ("GET", "/v1/machines/UNO-1", b"", 401, "mall.unknown_till"),
        ("POST", "/v1/orders/s1/stop", b"", 401, "mall.unknown_till"),
        ("PUT", "/v1/orders/s1/recipient", b"{}", 401, "mall.unknown_till"),
        ("POST", "/v1/members/M1", b"", 405, "request.invalid"),
        ("GET", "/v1/vouchers/", b"", 404, "request.invalid"),
        ("POST", contract.ENROL, b"", 400, "request.invalid"),
        ("POST", contract.ENROL, b"\xff\xfe", 400, "request.invalid"),
        ("POST", contract.ENROL, b'{"code":"x","public_key":"AA==","signature":""}', 400, "request.invalid"),
        ("GET", "/v1/nothing", b"", 404, "request.invalid"),
        ("GET", "/v1/../../etc/passwd", b"", 404, "request.invalid"),
        ("DELETE", contract.JOURNAL, b"", 405, "request.invalid"),
    ],
)
def test_what_is_not_understood_is_said_in_a_problem_document(
    running: RunningMall, method: str, target: str, body: bytes, status: int, code: str
) -> None:
    assert problem(ask(running, method, target, body)) == (status, code)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"epoch":0,"first":1}', b'{"epoch":1,"first":0}', b"\xff", b"nil", DEEP]
)
def test_a_signed_push_that_is_none_is_refused(running: RunningMall, visitor: Till, body: bytes) -> None:
    answer = ask_signed(running, visitor.asked("POST", contract.JOURNAL, body))
    assert problem(answer) == (400, "request.invalid")


@pytest.mark.parametrize(
    ("method", "target", "body", "status", "code"),
    [
        ("GET", "/v1/members/M9", b"", 404, "member.unknown"),
        ("GET", "/v1/members/M9/easy-orders", b"", 404, "member.unknown"),
        ("GET", "/v1/members/%00", b"", 400, "request.invalid"),
        ("GET", "/v1/members/%ff", b"", 404, "member.unknown"),
        ("GET", "/v1/vouchers/V9", b"", 404, "payback.unknown"),
        ("GET", "/v1/sales/SEL01-1-000001", b"", 404, "return.unknown_receipt"),
        ("GET", "/v1/sales/%ff", b"", 404, "return.unknown_receipt"),
        ("GET", "/v1/sales/%00", b"", 400, "request.invalid"),
        ("GET", "/v1/sales/" + "9" * 129, b"", 400, "request.invalid"),
        ("GET", "/v1/machines/%00", b"", 400, "request.invalid"),
        ("POST", contract.MEMBERS, b"", 400, "request.invalid"),
        ("POST", contract.MEMBERS, b'{"text":""}', 400, "request.invalid"),
        ("POST", contract.MEMBERS, DEEP, 400, "request.invalid"),
        ("PUT", "/v1/orders/s1/recipient", b'{"recipient":{"name":"010-0000-0101"}}', 400, "request.invalid"),
    ],
)
def test_what_a_till_asks_in_vain_is_said_in_a_problem_document(
    running: RunningMall, visitor: Till, method: str, target: str, body: bytes, status: int, code: str
) -> None:
    answer = ask_signed(running, visitor.asked(method, target, body))
    assert problem(answer) == (status, code)
    assert b"0101" not in answer[2], "nothing of a body comes back"


def test_more_entries_than_a_push_may_carry_are_refused(running: RunningMall, visitor: Till) -> None:
    visitor.sell(1)
    push = contract.Push(1, 1, tuple(visitor.journal * (contract.MOST_ENTRIES + 1)))
    answer = ask_signed(running, visitor.asked("POST", contract.JOURNAL, msgspec.json.encode(push)))
    assert problem(answer) == (400, "request.invalid")


@pytest.mark.parametrize("cursor", ["-1", "x", "1e3", "%D9%A3", "9" * 19, ""])
def test_a_cursor_that_is_none_is_refused(running: RunningMall, visitor: Till, cursor: str) -> None:
    answer = ask_signed(running, visitor.asked("GET", f"{contract.FEED}?cursor={cursor}"))
    assert problem(answer) == (400, "request.invalid")


def test_a_request_that_is_too_large_is_refused(running: RunningMall) -> None:
    body = b" " * (contract.MOST_BODY_BYTES + 1)
    assert problem(ask(running, "POST", contract.JOURNAL, body)) == (413, "mall.too_large")


def test_headers_that_are_no_signature_are_refused(running: RunningMall) -> None:
    headers = {"Pos-Till": "SEL01/1", "Pos-Time": "2026-11-02T12:00:00+09:00", "Pos-Signature": "!!"}
    assert problem(ask(running, "GET", contract.FEED, b"", headers)) == (401, "mall.signature")


def test_a_bug_of_the_malls_is_a_problem_document_and_is_logged(
    running: RunningMall, visitor: Till, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running.mall, "feed", fail)
    answer = ask_signed(running, visitor.asked("GET", contract.FEED))
    assert problem(answer) == (500, "mall.failed")
    assert "GET /v1/feed failed" in caplog.text


def test_a_database_that_is_away_is_a_mall_that_is_busy(running: RunningMall, tmp_path: Path) -> None:
    running.mall.close()
    database = tmp_path / "mall.db"
    database.rename(tmp_path / "away.db")
    database.mkdir()
    assert problem(ask(running, "GET", contract.HEALTH)) == (503, "mall.busy")


def test_health_tells_the_malls_time(running: RunningMall) -> None:
    assert ask(running, "GET", contract.HEALTH)[2] == b'{"time":"2026-11-02T12:00:00+09:00"}'


def test_the_contract_is_served_as_it_is_checked_in(running: RunningMall) -> None:
    copy = Path(__file__).parents[2] / "docs" / "openapi.json"
    told = ask(running, "GET", contract.OPENAPI)[2]
    assert told == copy.read_bytes(), "python -m pos.mall.openapi > docs/openapi.json"
    document = json.loads(told)
    ours = {value for value in vars(contract).values() if isinstance(value, str) and value.startswith("/v1/")}
    assert set(document["paths"]) == ours - {contract.OPENAPI}
    names = set(document["components"]["schemas"])
    assert {"Push", "Entry", "FeedPage", "Product", "Staff", "Problem"} <= names


def test_it_stops_and_starts_again_at_the_same_address(running: RunningMall, visitor: Till) -> None:
    address = running.url
    running.stop()
    with pytest.raises(ConnectionRefusedError):
        ask(running, "GET", contract.HEALTH)
    running.start()
    assert running.url == address
    assert ask(running, "GET", contract.HEALTH)[0] == 200
