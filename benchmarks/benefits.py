"""Quotes with Plus, a percentage and an amount from a threshold: ours, the plainest function of the same numbers, and
the offers engine of django-oscar, in one run and to the won the same.

The peer runs in a venv of its own (`installer/setup.sh peers`); where there is none it is left out.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import offers
from benchmarks.figures import Bench, Figure, in_turn, median
from benchmarks.peer import PEER_PYTHON, PeerProcess
from benchmarks.plain_benefits import Numbers, plainest
from pos.domain.quote import quote

AIM, TIMES_PLAINEST, TIMES_PEER = 10_000, 6, 400
CALLS, PEER_CALLS = 200, 2
ANEW, AGAIN = "anew", "again"


class Peer(PeerProcess):
    """The other engine, as a process that was told the basket. Close it, or use it in a `with`."""

    def __init__(self) -> None:
        super().__init__("oscar_peer.py")
        self.told = self.ask(
            rows=offers.ROWS,
            offers={**offers.OFFERS, "capsules": offers.CAPSULES},
            since=offers.BEGAN.isoformat(),
            until=offers.PEER_ENDS.isoformat(),
        )
        self.seconds: dict[str, list[float]] = {ANEW: [], AGAIN: []}

    def quote(self, way: str) -> None:
        """Let it quote, and keep the seconds of one quote as it saw them."""
        self.seconds[way].append(self.ask(way=way, quotes=PEER_CALLS)["seconds"] / PEER_CALLS)


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures; the peer's only where it is installed, and not for a run that is only to see that it works."""
    if bench.size == "tiny" or not PEER_PYTHON.exists():
        return (*_measure(bench, None), _left_out(bench))
    with Peer() as peer:
        return _measure(bench, peer)


def _measure(bench: Bench, peer: Peer | None) -> tuple[Figure, ...]:
    basket, shelf, policy, known = offers.filled(), offers.shelf(), offers.policy(), offers.known()
    lines, told = offers.plain_lines(), offers.OFFERS
    expected = plainest(lines, told)
    _agree("ours", offers.numbers(quote(basket, shelf, policy, known)), expected)
    calls: dict[str, Callable[[], object]] = {
        "ours": lambda: [quote(basket, shelf, policy, known) for _ in range(CALLS)],
        "plainest": lambda: [plainest(lines, told) for _ in range(CALLS)],
    }
    if peer is not None:
        _agree("the peer", peer.told["numbers"], expected)
        calls |= {ANEW: lambda: peer.quote(ANEW), AGAIN: lambda: peer.quote(AGAIN)}
    seen = in_turn(calls, rounds=bench.pick(tiny=2, usual=31))
    ours, floor = (CALLS / median(seen[name]) for name in ("ours", "plainest"))
    aim = f"≥ {AIM:,}/s, ≤ {TIMES_PLAINEST} × its time"
    met = ours >= AIM and TIMES_PLAINEST * ours >= floor
    what = "twelve lines with Plus, a percentage, an amount from a threshold and VAT; the plainest function"
    notes = f"{floor / ours:.1f} times the time of the plainest function"
    own = Figure("benefits", what, ours, floor, "/s", aim, met, notes)
    return (own,) if peer is None else (own, _against(peer, ours))


def _agree(who: str, found: Numbers, expected: Numbers) -> None:
    """Every line, every offer, the sums and VAT, to the won."""
    if found != expected:
        raise AssertionError(f"{who} reckoned {found}, the plainest function {expected}")


def _against(peer: Peer, ours: float) -> Figure:
    rate = {way: 1 / median(seconds[1:]) for way, seconds in peer.seconds.items()}
    queries = peer.told["queries"]
    notes = (
        f"{ours / rate[ANEW]:,.0f} times its rate; with its lines and prices kept in memory "
        f"{rate[AGAIN]:.1f} /s, {ours / rate[AGAIN]:,.0f} times; {queries[ANEW]} and {queries[AGAIN]} queries; "
        f"{peer.told['versions']}"
    )
    what = "the same basket and the same won; the offers engine of django-oscar"
    is_met = min(ours / one for one in rate.values()) >= TIMES_PEER
    return Figure("benefits, from PyPI", what, ours, rate[ANEW], "/s", f"≥ {TIMES_PEER} × its rate", is_met, notes)


def _left_out(bench: Bench) -> Figure:
    reason = "only a try" if bench.size == "tiny" else "installer/setup.sh peers installs it"
    what = "nothing: the offers engine of django-oscar was left out"
    return Figure("benefits, from PyPI", what, 0, 0, "", f"≥ {TIMES_PEER} × its rate", None, f"not measured ({reason})")
