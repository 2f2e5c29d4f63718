"""A new till before a mall that does not know yet what it is asked: said clearly, and nothing that it knows suffers."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.errors import Refused, TillError, Unavailable
from pos.sync.client import MallClient
from pos.till.feed import StaffChange, StaffSent
from tests.mall.tills import NAME, FixedClock
from tests.sync.servers import WrongServer, answers_http

ASKED: list[Callable[[MallClient], object]] = [
    lambda client: client.day("2026-11-02", 5),
    lambda client: client.member("M1"),
    lambda client: client.voucher("V1"),
    lambda client: client.put_staff(StaffSent(1, 1, StaffChange("C1", role="manager"))),
]


def told(status: int, code: str) -> bytes:
    """A problem document, as malls have written it from the first on."""
    problem = {"type": f"urn:pos:problem:{code}", "title": "x", "status": status, "code": code, "facts": {}}
    return json.dumps(problem).encode()


def refused(ask: Callable[[MallClient], object], status: int, code: str) -> TillError:
    answer = answers_http(
        told(status, code), status=f"{status} No", headers="Content-Type: application/problem+json\r\n"
    )
    with WrongServer(answer) as server:
        client = MallClient(server.url, name=NAME, key=Ed25519PrivateKey.generate(), clock=FixedClock())
        with client, pytest.raises(TillError) as error:
            ask(client)
    return error.value


@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize("ask", ASKED)
def test_what_an_older_mall_does_not_know_is_said_to_be_so(ask: Callable[[MallClient], object], status: int) -> None:
    error = refused(ask, status, "request.invalid")
    assert isinstance(error, Unavailable) and error.code == "mall.older", "and never: there is no such member"


def test_what_a_mall_knows_and_has_not_is_another_thing() -> None:
    assert refused(ASKED[1], 404, "member.unknown").code == "member.unknown"
    error = refused(ASKED[0], 400, "request.invalid")
    assert isinstance(error, Refused) and error.code == "mall.refused"
