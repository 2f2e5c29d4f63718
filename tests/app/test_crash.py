"""What nobody else takes: slots and threads, one log, and nothing personal in it."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from pos.app.crash import Crash, log_fault, log_to, stop_logging
from pos.domain.errors import TillError, Unavailable
from pos.till.counter import Counter, Notice


class Ears:
    """A counter that only listens."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def failed(self, error: TillError) -> None:
        self.heard.append(error.code)

    def tell(self, notice: Notice) -> None:
        self.heard.append(notice.code)


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def crash(ears: Ears) -> Crash:
    made = Crash()
    made.counter = cast(Counter, ears)
    return made


@pytest.fixture(autouse=True)
def no_log_left_open() -> Iterator[None]:
    yield
    stop_logging()


def test_what_ends_a_thread_is_said_in_the_counters_own(
    crash: Crash, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    posted: list[Callable[[], None]] = []
    stop, before = crash.watch(posted.append), threading.excepthook

    def fail() -> None:
        raise ValueError("somebody's name")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    stop()
    assert threading.excepthook is not before
    assert ears.heard == [] and len(posted) == 1
    posted[0]()
    assert ears.heard == ["till.fault"]
    assert "ValueError" in caplog.text and "somebody" not in caplog.text


def test_a_persons_error_is_said_and_not_logged(crash: Crash, ears: Ears, caplog: pytest.LogCaptureFixture) -> None:
    crash(Unavailable("disk.full"))
    assert ears.heard == ["disk.full"] and not caplog.text


def test_there_is_one_log_at_a_time_and_none_in_the_end(tmp_path: Path) -> None:
    for name in ("one", "two", "two"):
        (tmp_path / name).mkdir(exist_ok=True)
        log_to(tmp_path / name / "log")
    kept = list(logging.getLogger("pos").handlers)
    assert len(kept) == 1
    log_fault(ValueError())
    assert (tmp_path / "one" / "log" / "till.log").read_text() == ""
    assert (tmp_path / "two" / "log" / "till.log").read_text().count("fault ValueError") == 1
    stop_logging()
    assert logging.getLogger("pos").handlers == []


def test_a_folder_that_is_not_there_is_not_made_for_a_log(tmp_path: Path) -> None:
    log_to(tmp_path / "none" / "log")
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    with pytest.raises(Unavailable, match=r"disk\.unwritable"):
        log_to(tmp_path / "log")
