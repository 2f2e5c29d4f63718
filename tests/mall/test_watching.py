"""What is said of requests: route, till, how long, what became of it; never whom somebody looked for."""

import io
import json
import logging
from collections.abc import Iterator

import msgspec
import pytest
from litestar.testing import TestClient

from pos.mall.chain import Mall
from pos.mall.logs import log_to
from pos.mall.watching import Seen, log_it, watched
from pos.mall.web import create_app
from pos.sync import contract
from pos.sync.contract import MemberSearch
from pos.till.feed import Member
from tests.mall.test_workers import told_by
from tests.mall.tills import FixedClock, Till

SECRETS = ("홍길동", "010-1234-5678", "12345678", "5678", "M-77")


@pytest.fixture
def lines(clock: FixedClock) -> Iterator[io.StringIO]:
    """What is logged meanwhile; afterwards everything is as it was."""
    root, ours = logging.getLogger(), logging.getLogger("pos")
    before = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    log_to(stream, form="json", clock=clock)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


def test_a_line_for_each_request_and_nobody_in_it(mall: Mall, till: Till, lines: io.StringIO) -> None:
    mall.announce_members("SEL01", Member("M-77", "홍길동", mobile="010-1234-5678"))
    seen: list[Seen] = []
    with TestClient(watched(create_app(mall), log_it, seen.append)) as client:
        for asked in (
            till.asked("GET", "/v1/members/M-77"),
            till.asked("GET", "/v1/members/M-78"),
            till.asked("POST", contract.MEMBERS, msgspec.json.encode(MemberSearch("5678"))),
        ):
            client.request(asked.method, asked.target, content=asked.sent, headers=told_by(asked))
        client.get("/v1/members/010-1234-5678", headers={contract.TILL_HEADER.encode(): "홍길동".encode()})
        client.get("/nothing/M-77")
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(one["route"], one["status"]) for one in told if one["what"] == "request"] == [
        ("/v1/members/{number}", 200),
        ("/v1/members/{number}", 404),
        ("/v1/members/find", 200),
        ("/v1/members/{number}", 401),
        ("unknown", 404),
    ]
    assert told[1]["code"] == "member.unknown" and told[0]["till"] == "SEL01/1"
    assert not [secret for secret in SECRETS if secret in lines.getvalue()]
    assert [one.status for one in seen] == [200, 404, 200, 401, 404]


def test_who_makes_up_words_fills_nobodys_memory(mall: Mall, lines: io.StringIO) -> None:
    """Each method, route and status is a series of figures that is kept for ever."""
    seen: list[Seen] = []
    with TestClient(watched(create_app(mall), log_it, seen.append)) as client:
        for method in ("INVENTED", "MADE-UP", "GET"):
            client.request(method, "/nothing")
    assert [one.method for one in seen] == ["other", "other", "GET"]
    assert "INVENTED" not in lines.getvalue()


@pytest.mark.parametrize("path", [contract.HEALTH, contract.OPENAPI, contract.AUTHORITY])
def test_where_nobody_is_asked_who_they_are_no_name_is_repeated(mall: Mall, lines: io.StringIO, path: str) -> None:
    with TestClient(watched(create_app(mall), log_it)) as client:
        client.get(path, headers={contract.TILL_HEADER: "M-77/010-1234-5678"})
    assert path in lines.getvalue() and not [secret for secret in SECRETS if secret in lines.getvalue()]


def test_of_an_error_its_kind_and_place_are_told_and_not_its_words(lines: io.StringIO) -> None:
    log = logging.getLogger("pos.mall.anything")
    try:
        raise ValueError("홍길동 010-1234-5678")
    except ValueError:
        log.exception("something failed")
    (told,) = (json.loads(line) for line in lines.getvalue().splitlines())
    assert (told["level"], told["error"]) == ("error", "ValueError")
    assert not [secret for secret in SECRETS if secret in lines.getvalue()]


def test_it_would_be_seen(lines: io.StringIO) -> None:
    """The same search finds a name that is logged."""
    logging.getLogger("pos.mall.anything").info("홍길동")
    assert "홍길동" in lines.getvalue()
