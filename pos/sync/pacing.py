"""How much the sender brings at once and when it comes again, pure: it knows neither what is sent nor to whom.

Two things go wrong in different ways. A mall that is out of reach costs nobody anything when it is asked again, and
somebody waits for it to come back; a mall that is there and not content is better left alone for a while.
"""

from __future__ import annotations

import msgspec

from pos.domain.errors import TillError
from pos.sync.contract import MOST_ENTRIES
from pos.sync.trust import DISTRUST

SHORTEST = 1.0
AWAY = 25.0
"""The longest pause, in seconds, while the mall is out of reach: with what is then to be sent, less than a minute."""
LONGEST = 300.0
"""The longest pause while the mall is there and not content."""
QUIET = 45.0
"""How long the feed rests, in seconds, where nothing came of it for a while: what changes is here within a minute."""
LIVELY = 60.0
"""For how many seconds after something happened the feed is asked at its usual pace."""
NO_WAY = DISTRUST | {"mall.unreachable", "mall.slow", "mall.clock"}
"""What keeps the mall from hearing this till at all: it is over for everything once anything gets through."""
_DOUBLINGS = 16
_GATEWAY = (502, 503, 504)
"""Who answers for a mall that is not there."""
_TOO_MUCH = frozenset({"mall.slow", "mall.too_large", "mall.busy"})


class Pace(msgspec.Struct, frozen=True):
    """When to do a thing again: `due` is a monotonic time, `failures` counts those in a row."""

    due: float = 0.0
    failures: int = 0

    def failed(self, now: float, chance: float, *, longest: float = LONGEST, asked_for: float = 0.0) -> Pace:
        """After a failure: again later and later, up to `longest`, for ever.

        `asked_for` is how many seconds the mall wants to be left alone; of many that were told the same, each takes
        its own time on top.
        """
        if asked_for > 0.0:
            rest = min(max(asked_for, SHORTEST), LONGEST) * (1.0 + 0.25 * chance)
        else:
            rest = pause(self.failures + 1, chance, longest=longest)
        return Pace(now + rest, self.failures + 1)


def pause(failures: int, chance: float, *, longest: float = LONGEST) -> float:
    """Seconds until the next try after so many failures in a row: doubling, from one second to `longest`.

    `chance` (0 to 1) spreads the tries of many tills over the upper half, so that a mall that comes back is not
    overrun.
    """
    ceiling = min(SHORTEST * 2.0 ** min(failures, _DOUBLINGS), longest)
    return max(SHORTEST, ceiling * (0.5 + 0.5 * chance))


def longest_after(error: TillError) -> float:
    """How long to rest at most after a failure: not long where no mall was found, or none in time, nor while the clock
    is wrong or somebody stands between, since that is set right and nobody tells."""
    if error.code in NO_WAY:
        return AWAY
    return AWAY if error.code == "mall.busy" and error.facts.get("status") in _GATEWAY else LONGEST


def asked_for_by(error: TillError) -> float:
    """How many seconds the mall wants to be left alone, 0 where it did not say."""
    wish = error.facts.get("retry_after")
    return float(wish) if isinstance(wish, int) and wish > 0 else 0.0


def rest_of_feed(poll: float, *, quiet_for: float) -> float:
    """How long the feed rests where nothing is to be asked at once: longer where nothing happened for a while."""
    return poll if quiet_for < LIVELY else max(poll, QUIET)


# --- how much ----------------------------------------------------------------------------------------------------


class Batch(msgspec.Struct, frozen=True):
    """At most so many entries at once; `failed_at` is how many were too many lately, 0 where none were."""

    most: int = MOST_ENTRIES
    failed_at: int = 0

    def shrunk(self, sent: int) -> Batch:
        """After `sent` entries did not get through: half of them, and never less than one."""
        return Batch(max(1, min(sent, self.most) // 2), max(1, min(sent, self.most)))

    def grown(self, sent: int) -> Batch:
        """After `sent` entries got through: twice as many next, by small steps near what failed lately.

        Fewer than were allowed prove nothing.
        """
        if sent < self.most:
            return self
        most = self.most * 2
        if self.failed_at and most * 4 > self.failed_at * 3:
            most = self.most + max(1, self.most // 8)
        most = min(most, MOST_ENTRIES)
        return Batch(most, self.failed_at if most < self.failed_at else 0)


def is_too_much(error: TillError) -> bool:
    """Whether less at once may get through: no answer in time, too much to do, or a connection that broke off.

    Where there was none at all, less is no use; nor where the mall said when it wants to be asked again.
    """
    if asked_for_by(error):
        return False
    return error.code in _TOO_MUCH or (error.code == "mall.unreachable" and error.facts.get("how") == "cut")
