"""A page is the mall's own, for one request of one till; a flood is refused at the bound."""

import base64
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from pos.domain.errors import Unavailable
from pos.mall.serve import RunningMall
from pos.sync import contract
from pos.sync.client import MallClient
from pos.sync.contract import TillName
from pos.sync.conversation import Identity, checked_page
from pos.sync.signing import feed_bytes
from pos.sync.wire import Limits
from pos.till.feed import FeedPage
from pos.till.reading import Delivered, read_page
from tests.mall.tills import SEED, FixedClock, Till
from tests.sync.servers import WrongServer, answers_http, floods

NAME = TillName("SEL01", "1")
MALL = Ed25519PrivateKey.generate()
IDENTITY = Identity(NAME, MALL.public_key().public_bytes_raw())
PAGE = msgspec.json.encode(FeedPage(9, policies=("x",)))


AT = "2026-11-02T12:00:00.000+09:00"


def signed(body: bytes, *, asked: int = 4, name: TillName = NAME, key: Ed25519PrivateKey = MALL) -> Delivered:
    page = read_page(body, asked_at=AT)
    return replace(page, signature=key.sign(feed_bytes(name, asked=asked, at=AT, digest=page.digest)))


def checks(page: FeedPage, *, asked: int = 4, must_be_signed: bool = True) -> FeedPage:
    return checked_page(page, asked=asked, identity=IDENTITY, must_be_signed=must_be_signed)


def test_a_page_of_the_malls_own_is_believed() -> None:
    assert checks(signed(PAGE)).policies == ("x",)


@pytest.mark.parametrize(
    "page",
    [
        signed(PAGE, asked=3),
        signed(PAGE, name=TillName("SEL01", "2")),
        signed(PAGE, key=Ed25519PrivateKey.generate()),
        replace(signed(PAGE), digest=read_page(PAGE.replace(b'"x"', b'"y"')).digest),
        replace(signed(PAGE), signature=b"-"),
        replace(signed(PAGE), signature=b""),
        FeedPage(9),
    ],
    ids=["another place", "another till", "another mall", "another page", "no signature at all", "unsigned", "bare"],
)
def test_any_other_is_garbage(page: FeedPage) -> None:
    with pytest.raises(Unavailable, match=r"mall\.garbage"):
        checks(page)


def test_an_older_mall_signs_none_and_is_believed_until_one_was_signed() -> None:
    assert checks(FeedPage(9), must_be_signed=False).cursor == 9
    with pytest.raises(Unavailable, match=r"mall\.garbage"):
        checks(replace(signed(PAGE), signature=b"-"), must_be_signed=False)


def test_a_page_that_was_recorded_brings_no_old_price_back() -> None:
    recorded = signed(PAGE, asked=4)
    assert checks(recorded, asked=4).cursor == 9
    with pytest.raises(Unavailable, match=r"mall\.garbage"):
        checks(recorded, asked=9)
    with pytest.raises(Unavailable, match=r"mall\.garbage"):
        checks(replace(recorded, asked_at="2026-11-02T12:00:00.001+09:00"), asked=4)


def test_a_place_beyond_all_numbers_is_garbage() -> None:
    with pytest.raises(Unavailable, match=r"mall\.garbage"):
        checks(FeedPage(2**60), must_be_signed=False)


# --- over the wire ---


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=FixedClock()) as mall:
        mall.mall.seed(SEED)
        yield mall


def test_the_mall_signs_what_it_sends(running: RunningMall) -> None:
    till = Till.enrolled_at(running.mall, FixedClock())
    identity = Identity(till.name, till.enrolled.mall_key)
    with MallClient(running.url, name=till.name, key=till.key, clock=FixedClock()) as client:
        page = client.feed(0)
        assert isinstance(page, Delivered) and page.signature and page.products
        assert checked_page(page, asked=0, identity=identity, must_be_signed=True) is page
        with pytest.raises(Unavailable, match=r"mall\.garbage"):
            checked_page(page, asked=1, identity=identity)


def test_a_signature_that_is_none_is_not_missing() -> None:
    act = answers_http(PAGE, headers=f"{contract.MALL_SIGNATURE_HEADER}: !!!\r\n")
    told = base64.b64encode(b"x" * 64).decode()
    other = answers_http(PAGE, headers=f"{contract.MALL_SIGNATURE_HEADER}: {told}\r\n")
    for wrong in (act, other):
        with (
            WrongServer(wrong) as server,
            MallClient(server.url, name=NAME, key=MALL, clock=FixedClock()) as client,
            pytest.raises(Unavailable, match=r"mall\.garbage"),
        ):
            checked_page(client.feed(0), asked=0, identity=IDENTITY)


MOST = 1024 * 1024


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 500 No\r\nContent-Length: 104857600\r\n\r\n",
    ],
    ids=["a hundred megabytes", "no length", "an error as long"],
)
def test_a_flood_is_refused_at_the_bound_and_kept_nowhere(head: bytes) -> None:
    limits = Limits(answer_bytes=MOST)
    with (
        WrongServer(floods(head)) as server,
        MallClient(server.url, name=NAME, key=MALL, clock=FixedClock(), limits=limits) as client,
    ):
        tracemalloc.start()
        try:
            with pytest.raises(Unavailable) as error:
                client.feed(0)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert (error.value.code, error.value.facts) == ("mall.too_large", {"most": MOST})
    assert peak < 6 * MOST
