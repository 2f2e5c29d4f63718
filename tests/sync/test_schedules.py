"""Whatever is lost on the way, and however often: in the end the mall holds every entry once, in order."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.domain.errors import TillError, Unavailable
from tests.mall.tills import SEED, FixedClock, small_mall
from tests.sync.rig import Rig

faults = st.sampled_from(
    [None, None, Unavailable("mall.unreachable"), Unavailable("mall.slow"), Unavailable("mall.busy")]
)
events = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.integers(1, 5)),
        st.tuples(st.just("pass"), st.integers(1, 400)),
        st.tuples(st.just("restart"), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events=events, requests=st.lists(faults, max_size=12), answers=st.lists(faults, max_size=12))
def test_every_entry_is_held_once_in_order(
    events: list[tuple[str, int]], requests: list[TillError | None], answers: list[TillError | None]
) -> None:
    with small_mall(SEED, clock=(clock := FixedClock())) as mall:
        rig = Rig(mall, clock)
        rig.wire.before, rig.wire.after = list(requests), list(answers)
        for event, count in events:
            if event == "sell":
                rig.till.sell(count)
                rig.loop.wake()
                rig.run(0)
            elif event == "pass":
                rig.run(count)
            else:
                rig.loop.insist()  # what a restart forgets is only when to try again
        rig.wire.before, rig.wire.after = [], []
        rig.run(301)
        assert rig.mall.entries(rig.till.name) == tuple(rig.till.journal)
        assert rig.outbox.next == len(rig.till.journal) + 1
        assert rig.mall.sums(rig.till.name).count == len(rig.till.journal)
        assert not rig.mall.alarms(rig.till.name) and not rig.mall.reviews(rig.till.name)
        assert rig.outbox.cursor() > 0
        assert rig.loop.connection.state == "online"
