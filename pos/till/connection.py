"""The way to the mall as the counter may know it: what this till, the network and the mall are found to be, and what
waits. Values only; who finds out is a port."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, Protocol, TypeAlias

import msgspec

from pos.domain.errors import Detail
from pos.domain.money import Won


class Connection(msgspec.Struct, frozen=True):
    """The mall as this till sees it, for the screen.

    online: it answered last time; offline: nothing came, `since` then; broken: something came that somebody must
    look at. `code` says why. Before the first exchange it is "starting".
    """

    state: Literal["starting", "online", "offline", "broken"]
    code: str = ""
    since: datetime | None = None


class Network(msgspec.Struct, frozen=True):
    """What the machine knows of its own way out, without asking anybody.

    `has_carrier` is whether something is plugged in or joined, None where the machine does not say. `address` is the
    one it would speak to the mall from, "" where it has none. `is_needed` is off where the mall is on this machine.
    """

    has_carrier: bool | None = None
    address: str = ""
    is_needed: bool = True


class Backlog(msgspec.Struct, frozen=True):
    """What the mall has not confirmed: entries, since when the oldest waits, the sales among them; and letters.

    Letters are addresses and people, which go apart from the journal.
    """

    entries: int = 0
    since: datetime | None = None
    sales: int = 0
    total: Won = 0
    letters: int = 0


class LinkState(msgspec.Struct, frozen=True):
    """All that is known of the way to the mall now. `heard` is when it last answered, `fed` when its news last came
    through; `next_in` are seconds until the sender tries again."""

    connection: Connection = Connection("starting")
    facts: dict[str, Detail] = {}
    heard: datetime | None = None
    fed: datetime | None = None
    next_in: float = 0.0
    is_trying: bool = False
    network: Network = Network()


class Link(Protocol):
    """The way to the mall. Belongs to the counter's thread; nothing of it waits there."""

    def state(self) -> LinkState:
        """What is known now."""

    async def backlog(self) -> Backlog:
        """Count what waits, on the disk's lane. Raises Unavailable with a disk code."""

    async def try_now(self) -> LinkState:
        """Try at once, and say what came of it; one that is under way is waited for."""


class _Nowhere:
    """Implements `Link` where there is no mall, as where people practise."""

    def state(self) -> LinkState:
        return LinkState()

    async def backlog(self) -> Backlog:
        return Backlog()

    async def try_now(self) -> LinkState:
        return LinkState()


NO_LINK: Final = _Nowhere()

# --- what that means ---------------------------------------------------------------------------------------------

Party: TypeAlias = Literal["till", "network", "mall"]
Grade: TypeAlias = Literal["fine", "unknown", "poor", "broken"]

_THE_TILLS = ("disk.", "journal.", "settings.", "key.", "till.", "database.")
_OURS = frozenset(
    {
        "mall.clock",
        "mall.revoked",
        "mall.unknown_till",
        "mall.signature",
        "mall.address",
        "mall.not_secure",
        "mall.behind",
        "mall.ahead",
    }
)
"""What the mall says of this till, or this till of itself."""


class Finding(msgspec.Struct, frozen=True):
    """What is found of one of the three. `code` is what somebody can read more about, "" where nothing is wrong."""

    party: Party
    grade: Grade
    state: str
    code: str = ""


def findings(state: LinkState) -> tuple[Finding, Finding, Finding]:
    """This till, the network and the mall apart: at most one is to blame for what does not go through."""
    return _of_till(state), _of_network(state), _of_mall(state)


def is_the_tills(code: str) -> bool:
    """Whether a code speaks of this till itself, whoever said it."""
    return code in _OURS or code.startswith(_THE_TILLS)


def _of_till(state: LinkState) -> Finding:
    code = state.connection.code
    return Finding("till", "broken", "broken", code) if is_the_tills(code) else Finding("till", "fine", "fine")


def _of_network(state: LinkState) -> Finding:
    network, code = state.network, state.connection.code
    if not network.is_needed:
        return Finding("network", "fine", "none_needed")
    if network.has_carrier is False:
        return Finding("network", "broken", "no_carrier")
    if not network.address:
        return Finding("network", "broken", "no_address")
    if code != "mall.unreachable":
        return Finding("network", "fine", "fine")
    if state.facts.get("how") == "name":
        return Finding("network", "poor", "no_name")
    return Finding("network", "unknown", "perhaps")


def _of_mall(state: LinkState) -> Finding:
    connection = state.connection
    if connection.state == "starting":
        return Finding("mall", "unknown", "starting")
    if connection.state == "online":
        return Finding("mall", "fine", "fine")
    if is_the_tills(connection.code):
        has_spoken = connection.code.startswith("mall.") and connection.code not in ("mall.address", "mall.not_secure")
        return Finding("mall", "fine", "answers") if has_spoken else Finding("mall", "unknown", "not_asked")
    if _of_network(state).grade in ("broken", "poor"):
        return Finding("mall", "unknown", "not_reached")
    grade: Grade = "broken" if connection.state == "broken" else "poor"
    return Finding("mall", grade, "away" if connection.code == "mall.unreachable" else "trouble", connection.code)
