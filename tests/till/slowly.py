"""Stories that wait for a lane until a test lets it go on, and what such tests look at."""

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from pos.app.lanes import Pending, Story
from pos.domain.quote import Block
from pos.domain.sale import Sale
from pos.till import approving, delivering, membership, selling
from pos.till.counter import Story as Told
from pos.till.paying import checkout
from tests.till.scene import Scene
from tests.till.shop import HOME

T = TypeVar("T")
UNO, YUJA = "8800000000077", "8800000000053"


class SlowLane:
    """Holds what it is given until a test lets it go on, in order."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, call: Callable[[], T]) -> Awaitable[T]:
        future: Future[T] = Future()

        def go() -> None:
            try:
                future.set_result(call())
            except Exception as error:  # noqa: BLE001 - carried to who awaits, as a lane does
                future.set_exception(error)

        self.waiting.append(go)
        return Pending(future)

    def goes_on(self, calls: int = 1) -> None:
        for _ in range(calls):
            self.waiting.pop(0)()


def slow(scene: Scene, lane: str) -> SlowLane:
    """From now on one lane waits for the test."""
    made = SlowLane()
    setattr(scene.counter.ports, lane, made)
    return made


def begun(scene: Scene, story: Told) -> Story[Any]:
    """A story that waits for its lane."""
    return scene.headless.stage.start(story, watched=True)


def run_out(scene: Scene, lane: SlowLane) -> None:
    """Let the lane go on until no story is left."""
    while scene.headless.stage.playing:
        if lane.waiting:
            lane.goes_on()
        scene.headless._posted.get()()


def code_at_once(story: Story[Any]) -> str:
    """What a story was refused with before it waited for anything."""
    assert story.is_over
    return str(getattr(story.error, "code", ""))


def ended(scene: Scene, story: Story[Any]) -> str:
    """The code a story ended with, "" where it went well."""
    scene.headless.settle()
    assert story.is_over
    return str(getattr(story.error, "code", story.error or ""))


def discount(scene: Scene) -> int:
    assert scene.counter.quote is not None
    return scene.counter.quote.discount


def block(scene: Scene, code: str) -> Block:
    assert scene.counter.quote is not None
    return next(one for one in scene.counter.quote.blocks if one.code == code)


def machine_ordered(scene: Scene) -> Sale:
    """M1 has a machine sent, which begins a benefit."""
    scene.mall.knows("M1")
    scene.play(membership.attach(scene.counter, "M1"))
    selling.scan(scene.counter, UNO)
    scene.play(delivering.deliver_to(scene.counter, HOME))
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.begins is not None
    return sale


def overrule(scene: Scene, stopped: Block) -> None:
    scene.play(approving.overrule(scene.counter, stopped, by="B1", pin="930275", reason="known here"))


def can_be_paid(scene: Scene) -> bool:
    return scene.counter.quote is not None and scene.counter.quote.can_be_paid
