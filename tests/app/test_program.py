"""The till on a screen: it opens, or says why not; nothing leaves its first picture there for ever."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from pos.app import program as module
from pos.app.demo import DemoBoutique
from pos.app.lock import FolderLock
from pos.app.program import Program
from pos.app.settings import read_settings, write_settings
from pos.domain.errors import Unavailable
from pos.storage.engine import Database
from pos.till import proving
from pos.till.counter import Counter

Opened = Callable[[Path], Program]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    """Opens a till and waits until it is open, or says why it is not."""
    with contextlib.ExitStack() as closing:

        def open_(folder: Path) -> Program:
            program = Program(folder, language="en")
            closing.callback(program.close)
            over: list[object] = []
            program.ready.connect(lambda: over.append("ready"))
            program.refused.connect(over.append)
            program.start()
            qtbot.waitUntil(lambda: bool(over), timeout=30_000)
            return program

        yield open_


def said(program: Program) -> str:
    assert program.opening.isVisible() and (program.window is None or not program.window.isVisible())
    return f"{program.opening.title.text()} {program.opening.state.text()}"


def test_a_till_is_open_once_and_free_again_after_it(boutique: DemoBoutique, qtbot: QtBot) -> None:
    first, second = (Program(boutique.till_folder, language="en") for _ in range(2))
    try:
        with qtbot.waitSignal(first.ready, timeout=30_000):
            first.start()
        with qtbot.waitSignal(second.refused, timeout=30_000):
            second.start()
        assert "T-21" in said(second) and second.house is None
    finally:
        second.close()
        first.close()
    with FolderLock(boutique.till_folder):
        pass


@pytest.mark.parametrize(
    ("fault", "short"),
    [("profile", "T-11"), ("ledger", "C-23"), ("directory", "T-11"), ("log", "D-05"), ("database", "K-21")],
)
def test_what_keeps_a_till_from_opening_is_said_on_it(
    boutique: DemoBoutique, opened: Opened, fault: str, short: str
) -> None:
    folder = boutique.till_folder
    if fault == "profile":
        write_settings(folder, replace(read_settings(folder), printer_profile="90mm"))
    elif fault == "ledger":
        (folder / "terminal.json").write_text("{")
    elif fault == "directory":
        (folder / "till.toml").unlink()
        (folder / "till.toml").mkdir()
    elif fault == "log":
        (folder / "log").touch()
    else:
        (folder / "till.db").unlink()
    program = opened(folder)
    assert short in said(program) and program.error is not None


def test_a_folder_without_a_till_is_said_and_nothing_is_made_in_it(tmp_path: Path, opened: Opened) -> None:
    assert "T-12" in said(opened(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("step", ["open_house", "make_window", "make_sync"])
def test_an_error_of_ours_is_said_and_logged(
    boutique: DemoBoutique, opened: Opened, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("somebody's name")

    monkeypatch.setattr(module, step, fail)
    program = opened(boutique.till_folder)
    assert "X-01" in said(program)
    log = (boutique.till_folder / "log" / "till.log").read_text()
    assert "fault ZeroDivisionError" in log and "somebody" not in log


@pytest.mark.parametrize(
    ("setting", "text", "code"),
    [
        ("mall", "nonsense", "mall.address"),
        ("mall_key", "nonsense!", "settings.broken"),
        ("scanner", "usb:nonsense", "scanner.address"),
    ],
)
def test_without_mall_or_scanner_it_sells_and_says_so(
    boutique: DemoBoutique,
    opened: Opened,
    setting: str,
    text: str,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """And who may not come any more goes, mall or none."""
    kept: list[Counter] = []

    async def keep(counter: Counter, _ask: object) -> None:
        kept.append(counter)

    monkeypatch.setattr(proving, "keep_time", keep)
    write_settings(boutique.till_folder, replace(read_settings(boutique.till_folder), **{setting: text}))
    program = opened(boutique.till_folder)
    assert program.error is None and program.counter is not None and program.window is not None
    assert program.window.isVisible()
    assert code in [notice.code for notice in program.counter.notices]
    qtbot.waitUntil(lambda: program.counter in kept, timeout=30_000)


def test_a_checkpoint_that_fails_is_in_the_log(
    boutique: DemoBoutique, opened: Opened, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def fail(_database: Database) -> None:
        raise Unavailable("disk.failed")

    # Before the program opens: its first idle moment may be over before anybody could put this in its way.
    monkeypatch.setattr(Database, "checkpoint", fail)
    opened(boutique.till_folder)
    log = boutique.till_folder / "log" / "till.log"
    qtbot.waitUntil(lambda: "fault Unavailable" in log.read_text(), timeout=30_000)
