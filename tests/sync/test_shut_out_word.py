"""That it is shut out a till believes the mall alone: what it does then is never undone."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.journal import write_time
from pos.mall.serve import RunningMall
from pos.sync import contract, signing
from pos.sync.client import MallClient
from pos.sync.contract import Push, TillName
from tests.mall.tills import NAME, NOON, SEED, FixedClock, Till
from tests.sync.servers import WrongServer, answers_http

MALL, TILL, STRANGER = (Ed25519PrivateKey.generate() for _ in range(3))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=FixedClock()) as mall:
        mall.mall.seed(SEED)
        yield mall


def test_the_mall_signs_that_a_till_is_shut_out(running: RunningMall) -> None:
    till = Till.enrolled_at(running.mall, FixedClock())
    running.mall.revoke(NAME)
    key = till.enrolled.mall_key
    with MallClient(running.url, name=NAME, key=till.key, clock=FixedClock(), mall_key=key) as client:
        for ask in (lambda: client.feed(0), lambda: client.push(Push(1, 1)), lambda: client.standing(0)):
            with pytest.raises(Refused, match=r"mall\.revoked"):
                ask()


def told(signature: str) -> TillError:
    """What a till makes of these words with that signature beside them."""
    facts = {"till": str(NAME)}
    problem = {"type": "urn:x", "title": "x", "status": 403, "code": "mall.revoked", "facts": facts}
    headers = "Content-Type: application/problem+json\r\n"
    if signature:
        headers += f"{contract.MALL_SIGNATURE_HEADER}: {signature}\r\n"
    answer = answers_http(json.dumps(problem).encode(), status="403 No", headers=headers)
    key = MALL.public_key().public_bytes_raw()
    with (
        WrongServer(answer) as server,
        MallClient(server.url, name=NAME, key=TILL, clock=FixedClock(), mall_key=key) as client,
        pytest.raises(TillError) as error,
    ):
        client.feed(0)
    return error.value


def signed(key: Ed25519PrivateKey, name: TillName = NAME, at: str = "") -> str:
    return base64.b64encode(key.sign(signing.shut_out_bytes(name, at=at or write_time(NOON)))).decode()


@pytest.mark.parametrize(
    "signature",
    ["", "x", signed(STRANGER), signed(MALL, TillName("SEL01", "2")), signed(MALL, at="2026-11-01T12:00:00.000+09:00")],
    ids=["none", "no base64", "a stranger's", "another till's", "of another request"],
)
def test_what_the_mall_did_not_sign_shuts_no_till_out(signature: str) -> None:
    error = told(signature)
    assert isinstance(error, Unavailable) and error.code == "mall.garbage"


def test_what_it_signed_does() -> None:
    assert told(signed(MALL)).code == "mall.revoked"
