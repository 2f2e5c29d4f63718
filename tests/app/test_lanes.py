"""Lanes and stories: order, errors, and the thread a story goes on in."""

import threading

import pytest

from pos.app.lanes import Headless, ThreadLane


@pytest.fixture
def headless() -> Headless:
    def fail(error: BaseException) -> None:
        raise error

    return Headless(fail)


def test_a_lane_keeps_the_order_and_has_one_worker(headless: Headless) -> None:
    lane, seen, workers = ThreadLane("test"), [], set()

    def work(number: int) -> int:
        seen.append(number)
        workers.add(threading.get_ident())
        return number

    async def story() -> list[int]:
        pending = [lane.run(lambda number=number: work(number)) for number in range(50)]  # type: ignore[misc]  # bound
        return [await one for one in pending]

    assert headless.play(story()) == list(range(50)) == seen
    assert len(workers) == 1 and threading.get_ident() not in workers
    lane.close()


def test_a_story_goes_on_where_it_began(headless: Headless) -> None:
    lane, threads = ThreadLane("test"), []

    async def story() -> None:
        for _ in range(5):
            threads.append(threading.get_ident())
            await lane.run(lambda: None)
        threads.append(threading.get_ident())

    headless.play(story())
    assert set(threads) == {threading.get_ident()}
    lane.close()


def test_an_error_is_met_where_it_is_awaited(headless: Headless) -> None:
    lane = ThreadLane("test")

    def fail() -> None:
        raise ValueError("no")

    async def story() -> str:
        try:
            await lane.run(fail)
        except ValueError as error:
            return str(error)
        return "nothing"

    assert headless.play(story()) == "no"
    lane.close()


def test_what_nobody_waits_for_ends_with_the_stage() -> None:
    met: list[BaseException] = []
    headless, lane = Headless(met.append), ThreadLane("test")

    async def story() -> None:
        await lane.run(lambda: None)
        raise ValueError("unheard")

    headless.stage.start(story())
    headless.settle()
    assert [str(error) for error in met] == ["unheard"]
    lane.close()


def test_many_stories_take_turns(headless: Headless) -> None:
    slow, quick, order = ThreadLane("slow"), ThreadLane("quick"), []
    gate = threading.Event()

    async def waits() -> None:
        await slow.run(gate.wait)
        order.append("slow")

    async def runs() -> None:
        await quick.run(lambda: None)
        order.append("quick")
        gate.set()

    headless.stage.start(waits())
    headless.stage.start(runs())
    headless.settle()
    assert order == ["quick", "slow"]
    slow.close()
    quick.close()
