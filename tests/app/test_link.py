"""The way to the mall as the program puts it together: the network that is read, and who wakes the sender."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pos.app.link import BEATS, MallLink
from pos.app.network import Watch, has_carrier, read_network
from pos.app.switchboard import Switchboard
from pos.domain.errors import Refused, Unavailable
from pos.till.connection import Backlog, Connection, Network


def links(folder: Path, **cards: str | None) -> Path:
    for name, carrier in cards.items():
        (folder / name).mkdir()
        if carrier is not None:
            (folder / name / "carrier").write_text(f"{carrier}\n", "ascii")
    return folder


@pytest.mark.parametrize(
    ("cards", "is_up"),
    [
        ({"lo": "1", "eth0": "1"}, True),
        ({"lo": "1", "eth0": "0"}, False),
        ({"lo": "1", "eth0": "0", "wlan0": "1"}, True),
        ({"lo": "1", "eth0": None}, False),
        ({"lo": "1"}, None),
    ],
)
def test_a_carrier_is_that_of_any_card_but_the_machines_own(
    tmp_path: Path, cards: dict[str, str | None], is_up: bool | None
) -> None:
    assert has_carrier(links(tmp_path, **cards)) is is_up


def test_a_system_that_does_not_say_is_not_guessed_at(tmp_path: Path) -> None:
    assert has_carrier(tmp_path / "nowhere") is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://localhost:1", "https://[::1]:1"])
def test_a_mall_on_this_machine_needs_no_network(url: str) -> None:
    assert read_network(url) == Network(is_needed=False)


@pytest.mark.parametrize("url", ["https://mall.example", "https://192.0.2.7", "https://[2001:db8::7]"])
def test_the_address_is_the_one_towards_the_mall(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    class Probe:
        def __init__(self, family: int, _kind: int) -> None:
            self.family = family

        def __enter__(self) -> "Probe":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def connect(self, address: tuple[str, int]) -> None:
            asked.append(address)

        def getsockname(self) -> tuple[str, int]:
            return ("192.168.0.23", 1)

    monkeypatch.setattr("pos.app.network.socket.socket", Probe)
    assert read_network(url, links=links(tmp_path, eth0="1")) == Network(True, "192.168.0.23")
    assert asked[0][0] in ("192.0.2.1", "192.0.2.7", "2001:db8::7"), "and no name is looked up"


def test_without_a_way_there_is_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr("pos.app.network.socket.socket", none)
    assert read_network("https://mall.example", links=links(tmp_path, eth0="0")) == Network(False, "")


# --- who wakes the sender --------------------------------------------------------------------------------------------

AWAY, HERE = Network(False, ""), Network(True, "192.168.0.23")
ELSEWHERE, UNPLUGGED = Network(True, "172.20.10.2"), Network(False, "192.168.0.23")


class Loop:
    """A sender that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.connection, self.trouble = Connection("online"), None
        self.heard = self.fed = None
        self.is_trying = False

    def next_in(self) -> float:
        return 20.0

    def insist(self) -> None:
        self.told.append("insist")

    def answered(self) -> None:
        self.told.append("answered")

    async def step(self) -> None:
        self.told.append("step")


class AtOnce:
    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self._then = then

    async def run(self, call: Callable[[], Any]) -> Any:
        self._then()
        return call()


def played(story: Any) -> Any:
    try:
        story.send(None)
    except StopIteration as over:
        return over.value
    raise AssertionError("it waits for something")


def link_over(seen: list[Network], loop: Loop, lane: AtOnce | None = None) -> MallLink:
    first = iter(seen)
    watch = Watch(lambda: next(first))
    made: Any = SimpleNamespace(sync=loop)
    return MallLink(made.sync, watch, disk=AtOnce(), network=lane or AtOnce(), count=lambda: Backlog(3))


@pytest.mark.parametrize(
    ("before", "after", "told", "is_other"),
    [
        (AWAY, HERE, ["insist"], True),
        (UNPLUGGED, HERE, ["insist"], True),
        (HERE, ELSEWHERE, ["insist"], True),
        (HERE, HERE, [], False),
        (HERE, UNPLUGGED, [], True),
        (HERE, AWAY, [], True),
    ],
)
def test_another_network_wakes_the_sender_at_once(
    before: Network, after: Network, told: list[str], is_other: bool
) -> None:
    loop = Loop()
    link = link_over([before, after], loop)
    assert not any(link.beat() for _ in range(BEATS - 1)), "it is not looked at all the time"
    assert link.beat() is is_other
    assert loop.told == told
    assert link.state().network == after


def test_to_try_now_is_one_step_after_what_is_under_way() -> None:
    loop = Loop()
    loop.is_trying = True

    def over() -> None:
        loop.is_trying = False

    link = link_over([HERE, HERE], loop, AtOnce(over))
    state = played(link.try_now())
    assert loop.told == ["insist", "step"]
    assert state.connection == Connection("online") and state.next_in == 20.0
    assert played(link.backlog()) == Backlog(3)


@pytest.mark.parametrize(
    ("answer", "times"),
    [(lambda: "M1", 1), (Refused("member.unknown"), 1), (Unavailable("mall.unreachable"), 0)],
    ids=["an answer", "a no", "silence"],
)
def test_whoever_is_answered_at_the_counter_tells_of_it(answer: Any, times: int) -> None:
    class Wire:
        def member(self, _number: str) -> Any:
            if isinstance(answer, Exception):
                raise answer
            return answer()

    board, heard = Switchboard(), []
    wire: Any = Wire()
    board.wire, board.on_answer = wire, lambda: heard.append(1)
    with suppress(Refused, Unavailable):
        board.member("M1")
    assert len(heard) == times


def test_without_a_wire_nobody_was_answered() -> None:
    board, heard = Switchboard(), []
    board.on_answer = lambda: heard.append(1)
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        board.member("M1")
    assert not heard
