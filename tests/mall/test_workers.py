"""Several workers over one PostgreSQL are one mall: none keeps anything, and one that dies is replaced."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import msgspec
import pytest

from pos.app.clock import SystemClock
from pos.domain.errors import Refused
from pos.mall.chain import Mall
from pos.mall.entrance import Asked
from pos.mall.workers import Plan, serve_all
from pos.sync import contract
from pos.sync.contract import Push, PushAnswer
from tests.mall.conftest import Databases
from tests.mall.tills import SEED, Till

_SECONDS = 60


@pytest.fixture
def url(in_cluster: Databases) -> Iterator[str]:
    with in_cluster.one() as made:
        mall = Mall(made, clock=SystemClock())
        mall.seed(SEED)
        mall.close()
        yield made


@contextmanager
def running(url: str, log: Path, *arguments: str) -> Iterator[int]:
    """The mall as a program; its port."""
    command = [sys.executable, "-m", "pos", "mall", "--database", url, "--port", "0", "--operators", "0", *arguments]
    with log.open("w") as told:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, text=True)
        assert process.stdout is not None
        try:
            port = int("".join(letter for letter in process.stdout.readline().split(":")[2] if letter.isdigit()))
            yield port
        finally:
            process.terminate()
            assert process.wait(_SECONDS) == 0
            process.stdout.close()


def send(port: int, asked: Asked) -> PushAnswer:
    """A push over a connection of its own."""
    line = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        line.request("POST", asked.target, asked.sent, told_by(asked))
        answer = line.getresponse()
        assert answer.status == 200, answer.read()
        return msgspec.json.decode(answer.read(), type=PushAnswer)
    finally:
        line.close()


def until(holds: object, seconds: float = _SECONDS) -> None:
    """Wait for what another process does."""
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def told_by(asked: Asked) -> dict[str, str]:
    """A request's headers."""
    from base64 import b64encode

    signature = b64encode(asked.signature).decode()
    return {contract.TILL_HEADER: asked.till, contract.TIME_HEADER: asked.at, contract.SIGNATURE_HEADER: signature}


def pushes(till: Till, sizes: tuple[int, ...]) -> Iterator[Asked]:
    """What a till sends, push by push."""
    for size in sizes:
        first = len(till.journal) + 1
        till.sell(size)
        push = Push(1, first, tuple(till.journal[first - 1 :]))
        yield till.asked("POST", contract.JOURNAL, msgspec.json.encode(push))


def test_one_till_that_is_heard_by_two_workers_is_one_till(url: str, tmp_path: Path) -> None:
    """New connections, repeats, both workers, one of them killed in between: each entry is held and read once."""
    log = tmp_path / "log"
    mall = Mall(url, clock=SystemClock())
    till = Till.enrolled_at(mall, SystemClock())  # type: ignore[arg-type] # a clock that runs, for once
    with running(url, log, "--workers", "2") as port:
        for asked in pushes(till, (3, 1, 4, 1, 5)):
            assert send(port, asked) == send(port, asked)
        os.kill(_pids(log, "worker 1")[-1], signal.SIGKILL)
        for asked in pushes(till, (9, 2)):
            assert send(port, asked).next == len(till.journal) + 1
        until(lambda: len(_pids(log, "worker 1")) == 2)
        until(lambda: mall.sums(till.name).count == len(till.journal))
    assert mall.entries(till.name) == tuple(till.journal)
    assert (mall.alarms(till.name), mall.reviews(till.name)) == ((), ())
    mall.close()
    answered = {line["process"] for line in _lines(log) if line["what"] == "request"}
    assert len(answered) >= 2


def test_several_workers_need_a_database_for_several(tmp_path: Path) -> None:
    plan = Plan(f"sqlite:///{tmp_path / 'mall.db'}", SystemClock(), "127.0.0.1", 0, workers=2)
    with pytest.raises(Refused, match=r"mall\.one_worker"):
        serve_all(plan, lambda *_: None)


def _lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def _pids(log: Path, role: str) -> list[int]:
    begun = [line for line in _lines(log) if line["what"] == "a process began" and line["role"] == role]
    return [int(str(line["pid"])) for line in begun]
