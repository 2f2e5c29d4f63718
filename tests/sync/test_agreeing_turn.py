"""When the days are held against the mall's: last of all, at once after what calls for it, and in nobody's way."""

from collections.abc import Iterable, Iterator

import pytest

from pos.domain.drawer import Count
from pos.domain.errors import TillError, Unavailable
from pos.domain.facts import ShiftCounted
from pos.domain.journal import Entry
from pos.sync.agreeing import Agreeing
from pos.sync.conversation import Identity
from pos.sync.loop import SyncLoop
from tests.mall.tills import SEED, FixedClock, small_mall
from tests.sync.rig import AtOnce, Rig

COUNTED = ShiftCounted("shift-1", 1, Count(((10_000, 10),)))


class Looks(Agreeing):
    """Looks where nothing is ever due, and says when. Mutable: what goes wrong next."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self.error: TillError | None = None

    def is_called_by(self, entries: Iterable[Entry]) -> bool:
        return super().is_called_by(entries)

    async def look(self) -> float:
        self._rig.wire.asked.append("days")
        if self.error is not None:
            raise self.error
        return 600.0


@pytest.fixture
def rig() -> Iterator[Rig]:
    clock = FixedClock()
    with small_mall(SEED, clock=clock) as mall:
        made = Rig(mall, clock)
        made.looks = Looks(made)  # type: ignore[attr-defined]  # one part more than other tests need
        made.loop = SyncLoop(
            outbox=made.outbox,
            wire=made.wire,
            identity=Identity(made.till.name, made.till.enrolled.mall_key),
            disk=AtOnce(),
            network=AtOnce(),
            clock=clock,
            poll=20.0,
            monotonic=lambda: made.seconds,
            chance=lambda: 1.0,
            on_connection=made.told.append,
            agreeing=made.looks,  # type: ignore[attr-defined]  # see above
        )
        yield made


def last_told(rig: Rig) -> str:
    return rig.told[-1].state


def test_entries_letters_and_the_feed_go_first(rig: Rig) -> None:
    rig.till.sell(1)
    rig.run(0)
    assert rig.wire.asked == ["push", "feed", "days"]


def test_a_count_calls_for_it_and_a_sale_does_not(rig: Rig) -> None:
    rig.run(5)
    rig.wire.asked.clear()
    rig.till.sell(1)
    rig.loop.wake()
    rig.run(1)
    assert rig.wire.asked == ["push"]
    rig.till.write(COUNTED)
    rig.loop.wake()
    rig.run(1)
    assert rig.wire.asked == ["push", "push", "days"]


def test_it_rests_while_nothing_calls(rig: Rig) -> None:
    rig.run(500)
    assert rig.wire.asked.count("days") == 1


def test_what_goes_wrong_with_it_holds_up_nothing_else(rig: Rig) -> None:
    rig.looks.error = Unavailable("mall.garbage", cause="signature")  # type: ignore[attr-defined]  # see above
    rig.run(5)
    rig.till.sell(1)
    rig.loop.wake()
    rig.run(1)
    assert rig.outbox.next == 2
    assert last_told(rig) == "broken", "and it is said"
    rig.looks.error = None  # type: ignore[attr-defined]  # see above
    rig.run(400)
    assert last_told(rig) == "online"
