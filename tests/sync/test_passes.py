"""The till's pass: asked for while all is well, shown as long as it is good, and forgotten with the door shut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.errors import Refused
from pos.mall.serve import RunningMall
from pos.sync import contract
from pos.sync.client import MallClient
from pos.sync.contract import Pass
from pos.sync.passes import PassKeeper
from pos.sync.wire import Wire
from tests.mall.tills import NAME, SEED, FixedClock, Till
from tests.sync.servers import WrongServer, answers_http


class Seconds:
    """A time that only tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_pass_is_shown_until_it_is_over_and_renewed_before() -> None:
    seconds = Seconds()
    keeper = PassKeeper(seconds)
    assert (keeper.text, keeper.is_due) == ("", True)
    keeper.keep(Pass("p", 600), asked_at=seconds.now)
    assert (keeper.text, keeper.is_due) == ("p", False)
    seconds.now += 450
    assert (keeper.text, keeper.is_due) == ("p", True)
    seconds.now += 150
    assert keeper.text == ""


def test_where_none_is_given_it_is_asked_again_later() -> None:
    seconds = Seconds()
    keeper = PassKeeper(seconds)
    keeper.put_off()
    assert not keeper.is_due
    seconds.now += 300
    assert keeper.is_due


def test_who_is_shut_out_keeps_nothing() -> None:
    keeper = PassKeeper(Seconds())
    keeper.keep(Pass("p", 600), asked_at=1000.0)
    keeper.forget()
    assert (keeper.text, keeper.is_due) == ("", False)


@pytest.mark.parametrize(
    "given",
    [Pass("a\r\nb", 600), Pass("통행증", 600), Pass("p" * 5_000, 600), Pass("", 600), Pass("p", -1)],
    ids=["lines", "letters", "length", "nothing", "over"],
)
def test_what_no_header_carries_is_no_pass(given: Pass) -> None:
    keeper = PassKeeper(Seconds())
    keeper.keep(given, asked_at=1000.0)
    assert (keeper.text, keeper.is_due) == ("", False), "and is not asked for with every question"


def test_no_pass_is_kept_for_ever() -> None:
    seconds = Seconds()
    keeper = PassKeeper(seconds)
    keeper.keep(Pass("p", 2**60), asked_at=seconds.now)
    seconds.now += 3_600
    assert keeper.is_due and keeper.text == ""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=FixedClock()) as mall:
        mall.mall.seed(SEED)
        yield mall


def test_the_ways_of_a_till_share_its_pass(running: RunningMall, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, bool]] = []
    hear = Wire.hear

    def listen(self: Wire, method: str, target: str, **rest: object) -> object:
        sign = rest["sign"]
        assert callable(sign)
        shown.append((target.partition("?")[0], contract.PASS_HEADER in sign(b"")))
        return hear(self, method, target, **rest)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(Wire, "hear", listen)
    till, keeper = Till.enrolled_at(running.mall, FixedClock()), PassKeeper()
    with (
        MallClient(running.url, name=NAME, key=till.key, clock=FixedClock(), passes=keeper) as one,
        MallClient(running.url, name=NAME, key=till.key, clock=FixedClock(), passes=keeper) as other,
    ):
        one.feed(0)
        one.feed(0)
        assert other.machine("A-1") is None
        running.mall.revoke(NAME)
        with pytest.raises(Refused, match=r"mall\.revoked"):
            one.push(contract.Push(1, 1))
    feed = contract.FEED
    machine = contract.MACHINE.format(serial="A-1")
    assert shown == [(feed, False), (contract.PASS, False), (feed, True), (machine, True), (contract.JOURNAL, True)]
    assert keeper.text == ""


def test_a_mall_that_gives_no_passes_is_a_mall() -> None:
    with WrongServer(answers_http(b'{"cursor":7}')) as older:
        keeper, key = PassKeeper(), Ed25519PrivateKey.generate()
        with MallClient(older.url, name=NAME, key=key, clock=FixedClock(), passes=keeper) as client:
            assert client.feed(0).cursor == 7
    assert (keeper.text, keeper.is_due) == ("", False)
