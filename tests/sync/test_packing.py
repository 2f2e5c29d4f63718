"""Packed for the wire: within bounds, and only between two ends that both know how."""

import gzip
import json
import socket
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from litestar.types import ASGIApp, Receive, Scope, Send

from pos.domain.errors import Refused, Unavailable
from pos.mall import web
from pos.mall.entrance import Asked
from pos.mall.packing import with_packing
from pos.mall.serve import RunningMall
from pos.sync import contract, packing
from pos.sync.client import MallClient, enrol
from pos.sync.contract import MOST_BODY_BYTES, Push
from pos.sync.wire import Limits, Wire
from pos.till.feed import FeedPage
from tests.mall.tills import NAME, SEED, FixedClock, Till
from tests.sync.servers import WrongServer, answers_http

KEY = Ed25519PrivateKey.generate()
PATIENT = Limits(connect=5.0, whole=60.0, answer_bytes=100_000)
BOMB = gzip.compress(b" " * 10_000_000)
PAGE = b'{"cursor":1,"newer":"' + b"x" * 5_000 + b'"}'


@given(st.binary(max_size=5_000))
def test_what_is_packed_comes_out_as_it_was(body: bytes) -> None:
    assert packing.unpack(packing.pack(body), most=len(body)) == body


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-1], lambda raw: raw + raw, lambda _raw: b"{}", lambda _raw: b""])
def test_what_is_not_one_thing_packed_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match="not "):
        packing.unpack(spoil(packing.pack(b"so it is")), most=100)
    with pytest.raises(ValueError, match="not packed"):
        packing.unpack(zlib.compress(b"another way"), most=100)


@pytest.mark.parametrize("most", [0, 1, 9_999_999])
def test_no_more_comes_out_than_may(most: int) -> None:
    with pytest.raises(packing.TooLarge):
        packing.unpack(BOMB, most=most)


def test_of_what_is_too_large_no_more_is_made_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacking = packing.Unpacking(1_000)
    made: list[int] = []
    inflate = unpacking._inflate

    class Watched:
        def decompress(self, part: bytes, most: int) -> bytes:
            out = inflate.decompress(part, most)
            made.append(len(out))
            return out

    monkeypatch.setattr(unpacking, "_inflate", Watched())
    with pytest.raises(packing.TooLarge):
        unpacking.take(BOMB)
    assert made == [1_001]


@pytest.mark.parametrize(
    ("accepted", "is_taken"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("identity", False),
        ("", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("xgzip", False),
    ],
)
def test_who_takes_it_says_so(accepted: str, is_taken: bool) -> None:
    assert packing.takes(accepted) is is_taken


# --- the till, whatever answers --------------------------------------------------------------------------------------


def fed_by(url: str) -> FeedPage:
    wire = Wire(url, PATIENT)
    try:
        return wire.ask(FeedPage, "GET", contract.FEED)
    finally:
        wire.close()


def fed(body: bytes, headers: str) -> FeedPage:
    with WrongServer(answers_http(body, headers=headers)) as server:
        return fed_by(server.url)


def test_a_packed_answer_is_read() -> None:
    assert fed(gzip.compress(PAGE), "Content-Encoding: gzip\r\n").cursor == 1


@pytest.mark.parametrize(
    ("body", "coding", "code"),
    [
        (gzip.compress(b'{"cursor":1,"newer":"' + b"x" * 10_000_000 + b'"}'), "gzip", "mall.too_large"),
        (gzip.compress(PAGE)[:-3], "gzip", "mall.garbage"),
        (PAGE, "gzip", "mall.garbage"),
        (PAGE, "br", "mall.garbage"),
    ],
    ids=["bomb", "cut off", "not packed", "another coding"],
)
def test_a_packed_answer_that_cannot_be_is_refused(body: bytes, coding: str, code: str) -> None:
    with pytest.raises(Unavailable, match=code):
        fed(body, f"Content-Encoding: {coding}\r\n")


@pytest.mark.parametrize(
    ("headers", "wish"),
    [("Retry-After: 30\r\n", 30), ("Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n", None), ("", None)],
)
def test_how_long_a_busy_mall_wants_to_be_left_alone_is_heard(headers: str, wish: int | None) -> None:
    act = answers_http(b"<html>", status="503 Service Unavailable", headers=headers)
    with WrongServer(act) as server, pytest.raises(Unavailable) as error:
        fed_by(server.url)
    assert error.value.facts == {"status": 503, **({"retry_after": wish} if wish else {})}


def test_a_gateway_that_finds_a_request_too_large_is_understood() -> None:
    act = answers_http(b"<html>", status="413 Content Too Large")
    with WrongServer(act) as server, pytest.raises(Unavailable, match=r"mall\.too_large"):
        fed_by(server.url)


def test_a_name_that_nobody_knows_is_told_from_a_mall_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_knows(*_asked: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    with pytest.raises(Unavailable) as error:
        fed_by("http://localhost:1")
    assert (error.value.code, error.value.facts) == ("mall.unreachable", {"how": "name"})


# --- two ends --------------------------------------------------------------------------------------------------------


class Seen:
    """What went over the wire, as the mall's server saw it."""

    def __init__(self) -> None:
        self.requests: list[dict[str, str]] = []

    def beside(self, app: ASGIApp) -> ASGIApp:
        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            heads = {name.decode(): value.decode() for name, value in scope["headers"]}
            self.requests.append({"path": scope["path"], **heads})
            await app(scope, receive, send)

        return watched

    def codings(self) -> list[str]:
        return [heads.get("content-encoding", "") for heads in self.requests if heads["path"] == contract.JOURNAL]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    watch = Seen()
    monkeypatch.setattr(web, "with_packing", lambda app: watch.beside(with_packing(app)))
    return watch


@pytest.fixture
def mall(tmp_path: Path, seen: Seen) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=FixedClock()) as running:
        running.mall.seed(SEED)
        yield running


@pytest.fixture
def till(mall: RunningMall) -> Till:
    enrol(mall.url, mall.mall.invite(NAME), KEY)
    made = Till(mall.mall, FixedClock())
    made.key = KEY
    return made


@pytest.fixture
def client(mall: RunningMall, till: Till) -> Iterator[MallClient]:
    with MallClient(mall.url, name=NAME, key=KEY, clock=FixedClock()) as opened:
        yield opened


def grow_old(monkeypatch: pytest.MonkeyPatch, seen: Seen) -> None:
    """The mall's next start is of a version that never heard of packing."""
    monkeypatch.setattr(web, "with_packing", seen.beside)
    monkeypatch.setattr(Asked, "body", property(lambda asked: asked.sent))


def test_what_is_large_goes_packed_once_the_mall_has_said_that_it_may(
    mall: RunningMall, till: Till, client: MallClient, seen: Seen
) -> None:
    till.sell(40)
    client.push(Push(1, 1, tuple(till.journal[:20])))
    client.push(Push(1, 21, tuple(till.journal[20:])))
    client.push(Push(1, 41))
    assert seen.codings() == ["", "gzip", ""], "what is small is not"
    assert mall.mall.entries(NAME) == tuple(till.journal)


def test_large_answers_come_packed(mall: RunningMall, client: MallClient, monkeypatch: pytest.MonkeyPatch) -> None:
    came: list[bytes] = []
    take = packing.Unpacking.take

    def watched(self: packing.Unpacking, part: bytes) -> bytes:
        came.append(part)
        return take(self, part)

    monkeypatch.setattr(packing.Unpacking, "take", watched)
    (aria, *_) = client.feed(0).products
    came.clear()
    mall.mall.announce(*(msgspec.structs.replace(aria, code=f"P{number:03d}") for number in range(300)))
    page = client.feed(0)
    assert len(page.products) >= 300
    assert sum(map(len, came)) < len(msgspec.json.encode(page)) / 5


def test_an_older_till_is_answered_as_it_always_was(mall: RunningMall) -> None:
    plain = httpx.get(f"{mall.url}{contract.OPENAPI}", headers={"Accept-Encoding": "identity"}, trust_env=False)
    packed = httpx.get(f"{mall.url}{contract.OPENAPI}", headers={"Accept-Encoding": "gzip"}, trust_env=False)
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert plain.json() == packed.json() == json.loads(plain.content)


def test_an_older_mall_gets_everything_as_it_always_did(
    mall: RunningMall, till: Till, client: MallClient, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow_old(monkeypatch, seen)
    mall.stop()
    mall.start()
    till.sell(20)
    client.push(Push(1, 1, tuple(till.journal[:10])))
    client.push(Push(1, 11, tuple(till.journal[10:])))
    assert seen.codings() == ["", ""]
    assert mall.mall.entries(NAME) == tuple(till.journal)


def test_a_mall_that_becomes_older_again_misses_nothing(
    mall: RunningMall, till: Till, client: MallClient, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.push(Push(1, 1))
    till.sell(20)
    with monkeypatch.context() as back:
        grow_old(back, seen)
        mall.stop()
        mall.start()
        client.push(Push(1, 1, tuple(till.journal[:10])))
        assert seen.codings() == ["", "gzip", ""], "refused, and brought again as it is"
        client.push(Push(1, 11, tuple(till.journal[10:15])))
        assert seen.codings()[3:] == [""], "which is remembered"
    mall.stop()
    mall.start()
    client.push(Push(1, 16, tuple(till.journal[15:])))
    client.push(Push(1, 1, tuple(till.journal)))
    assert seen.codings()[4:] == ["", "gzip"], "until it says otherwise"
    assert mall.mall.entries(NAME) == tuple(till.journal)


# --- the mall, whatever is sent --------------------------------------------------------------------------------------


def refused(till: Till, sent: bytes, coding: str = "gzip") -> str:
    asked = till.asked("POST", contract.JOURNAL, sent)
    with pytest.raises(Refused) as error:
        till.mall.push(msgspec.structs.replace(asked, coding=coding))
    return error.value.code


def test_a_bomb_is_too_large_and_no_more_of_it_is_made_than_may_be(till: Till) -> None:
    assert refused(till, gzip.compress(b"[" * (MOST_BODY_BYTES + 1))) == "mall.too_large"


@pytest.mark.parametrize("sent", [b"", b"{}", packing.pack(b"{}")[:-1]])
def test_what_says_it_is_packed_and_is_not_is_not_understood(till: Till, sent: bytes) -> None:
    assert refused(till, sent) == "request.invalid"


def test_another_coding_is_not_understood(till: Till) -> None:
    assert refused(till, b"{}", "br") == "request.invalid"


def test_nothing_of_a_strangers_is_unpacked(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(_body: bytes, *, most: int) -> bytes:
        raise AssertionError(most)

    asked = till.asked("POST", contract.JOURNAL, packing.pack(b"{}"))
    monkeypatch.setattr(packing, "unpack", unpack)
    with pytest.raises(Refused, match=r"mall\.signature"):
        till.mall.push(msgspec.structs.replace(asked, coding="gzip", sent=BOMB))


def test_a_bomb_over_http_is_a_problem_document(mall: RunningMall, till: Till) -> None:
    asked = till.asked("POST", contract.JOURNAL, gzip.compress(b"[" * (MOST_BODY_BYTES + 1)))
    headers = {
        contract.TILL_HEADER: asked.till,
        contract.TIME_HEADER: asked.at,
        contract.SIGNATURE_HEADER: msgspec.json.encode(asked.signature).decode().strip('"'),
        "Content-Encoding": "gzip",
    }
    answer = httpx.post(f"{mall.url}{contract.JOURNAL}", content=asked.sent, headers=headers, trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (413, "mall.too_large")
    assert answer.headers["accept-encoding"] == "gzip"
