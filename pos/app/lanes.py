"""Waiting: lanes of one worker, and the stage on which stories play while they wait.

A story is a coroutine that awaits lanes and nothing else; it always goes on in the thread the stage lives in.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Coroutine, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Pending(Awaitable[T], Generic[T]):
    """A call under way on a lane; awaiting it twice is allowed."""

    __slots__ = ("future",)

    def __init__(self, future: Future[T]) -> None:
        self.future = future

    def __await__(self) -> Generator[Future[T], None, T]:
        if not self.future.done():
            yield self.future
        return self.future.result()


class ThreadLane:
    """One worker thread; calls run in the order they were given."""

    def __init__(self, name: str) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def run(self, call: Callable[[], T]) -> Pending[T]:
        """Queue `call`; its result or error is met where the answer is awaited."""
        return Pending(self._worker.submit(call))

    def close(self) -> None:
        """Finish what was queued, take nothing more."""
        self._worker.shutdown(wait=True)


def watch_threads(take: Callable[[BaseException], None]) -> Callable[[], None]:
    """Give `take`, in the thread itself, what ends one; returns how to stop."""
    before = threading.excepthook

    def hook(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is None or isinstance(ended.exc_value, SystemExit):
            before(ended)
        else:
            take(ended.exc_value)

    threading.excepthook = hook

    def stop() -> None:
        threading.excepthook = before

    return stop


class Story(Generic[T]):
    """A coroutine on stage. `on_error` gets what it raises, unless somebody waits for it."""

    def __init__(self, stage: Stage, coroutine: Coroutine[Any, Any, T]) -> None:
        self._stage, self._coroutine = stage, coroutine
        self.is_over = False
        self.result: T | None = None
        self.error: BaseException | None = None

    def go_on(self) -> None:
        """Play until the story waits again or ends."""
        if self._stage.is_closed:
            return
        try:
            waits_for: Future[Any] = self._coroutine.send(None)
        except StopIteration as end:
            self.is_over, self.result = True, end.value
            self._stage.ended(self)
        except Exception as error:  # noqa: BLE001 - every error is carried to who waits, or to the stage
            self.is_over, self.error = True, error
            self._stage.ended(self)
        else:
            waits_for.add_done_callback(lambda _: self._stage.post(self.go_on))


class Stage:
    """Plays stories in one thread. `post` hands a call to that thread from any other."""

    def __init__(self, post: Callable[[Callable[[], None]], None], on_error: Callable[[BaseException], None]) -> None:
        self.post, self._on_error = post, on_error
        self.playing: set[Story[Any]] = set()
        self.is_closed = False
        self._watched: set[Story[Any]] = set()

    def start(self, coroutine: Coroutine[Any, Any, T], /, *, watched: bool = False) -> Story[T]:
        """Begin a story; it plays at once until it first waits. Errors of unwatched stories go to `on_error`."""
        story = Story(self, coroutine)
        self.playing.add(story)
        if watched:
            self._watched.add(story)
        story.go_on()
        return story

    def close(self) -> None:
        """Play nothing any more: what still waits is not heard of again."""
        self.is_closed = True
        self.playing.clear()

    def ended(self, story: Story[Any]) -> None:
        """A story is over."""
        self.playing.discard(story)
        watched = story in self._watched
        self._watched.discard(story)
        if story.error is not None and not watched:
            self._on_error(story.error)


class Headless:
    """A stage without a screen: the thread that waits plays the stories."""

    def __init__(self, on_error: Callable[[BaseException], None]) -> None:
        self._posted: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.stage = Stage(self._posted.put, on_error)

    def play(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Play a story to its end and return its result or raise its error."""
        story = self.stage.start(coroutine, watched=True)
        while not story.is_over:
            self._posted.get()()
        if story.error is not None:
            raise story.error
        return story.result  # type: ignore[return-value]  # a story that is over without error has its result

    def settle(self) -> None:
        """Play until no story is left on stage."""
        while self.stage.playing:
            self._posted.get()()
