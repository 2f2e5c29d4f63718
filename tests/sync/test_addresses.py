"""Addresses on their way: those that could hold up everything, and texts that no wire can carry."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused, TillError, Unavailable
from pos.mall.chain import Mall
from pos.sync.client import MallClient
from pos.sync.contract import TillName
from pos.till.books import Sent
from tests.mall.tills import SEED, FixedClock
from tests.sync.rig import Rig

HOME = Recipient("홍길동", "010-0000-0101", "04524", "서울특별시 중구 세종대로 110")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    clock = FixedClock()
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    mall.seed(SEED)
    yield Rig(mall, clock)
    mall.close()


def refuse(rig: Rig, monkeypatch: pytest.MonkeyPatch, is_bad: Callable[[Sent], bool], error: TillError) -> list[str]:
    """The mall has something against some addresses, for ever; which of the others it got."""
    taken: list[str] = []

    def put(sent: Sent) -> None:
        if is_bad(sent):
            raise error
        taken.append(sent.id)

    monkeypatch.setattr(rig.wire, "put_recipient", put)
    return taken


def wait_at(rig: Rig, count: int) -> None:
    rig.outbox.addresses = [Sent(f"sealed-{number}", f"sale-{number}", HOME) for number in range(count)]


def test_any_number_of_addresses_that_are_refused_stop_no_other(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_at(rig, 70)
    taken = refuse(rig, monkeypatch, lambda sent: int(sent.id[7:]) < 60, Refused("mall.refused"))
    rig.run(600)
    assert len(taken) == 10 and len(rig.outbox.addresses) == 60


def test_an_address_the_mall_stumbles_over_holds_up_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_at(rig, 3)
    taken = refuse(rig, monkeypatch, lambda sent: sent.id == "sealed-0", Unavailable("mall.busy", status=500))
    rig.run(120)
    assert sorted(taken) == ["sealed-1", "sealed-2"]
    assert rig.outbox.pages, "the feed goes on"
    rig.till.sell()
    rig.loop.wake()
    rig.run(0)
    assert rig.outbox.next == 2, "and so does the journal, at once"


def test_a_mall_that_is_away_is_still_asked_no_more_than_it_should(rig: Rig) -> None:
    wait_at(rig, 3)
    rig.wire.before = [Unavailable("mall.unreachable")] * 9
    assert rig.step() == ["address"] and not rig.loop.due(rig.seconds)


@pytest.mark.parametrize("text", ["\ud800", "010\x00", "M1\n\x1b"])
def test_what_no_wire_can_carry_finds_nobody(text: str) -> None:
    client = MallClient(
        "http://127.0.0.1:9", name=TillName("SEL01", "1"), key=Ed25519PrivateKey.generate(), clock=FixedClock()
    )
    assert client.find_members(text) == ()
    for code in ("member.unknown", "payback.unknown"):
        with pytest.raises(Refused, match=code):
            (client.member if code.startswith("member") else client.voucher)(text)
    with pytest.raises(Unavailable):  # a space of another width is asked for
        client.find_members("010\u30000000\u00a00101")
    client.close()
