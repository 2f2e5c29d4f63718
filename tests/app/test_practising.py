"""What stands where people practise instead of the world: papers and files bear the mark, drawers stay shut."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from pos.app.practice_people import PEOPLE, PIN, practice_members
from pos.app.practising import MarkedExporter, MarkedPrinter, PracticePins
from pos.app.training import FOLDER, destroy
from pos.devices.emulators.practice import PracticePrinter
from pos.devices.printer.profile import PROFILES
from pos.domain.calendar import KST
from pos.domain.errors import Unavailable
from pos.domain.papers.paper import Cut, Document, Qr, Text
from pos.domain.papers.training import MARK
from pos.domain.sums.tables import Column, Table
from pos.exports import Exports
from tests.ui.fake_devices import FakePrinter

NOW = datetime(2026, 11, 4, 12, tzinfo=KST)
PAPER = Document("receipt", (Text("one"), Qr("ABC"), Cut()))


def test_every_paper_bears_the_mark_and_no_drawer_opens() -> None:
    real = FakePrinter()
    printer = MarkedPrinter(real)
    printer.print(PAPER)
    assert [printer.open_drawer(drawer).outcome for drawer in (1, 2)] == ["done", "done"]
    assert real.kicks == 0
    (printed,) = real.papers
    texts = [block.text for block in printed.blocks if isinstance(block, Text)]
    assert texts == [MARK, "one", MARK]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_paper_is_a_picture_with_its_code_on_every_width(profile: str) -> None:
    came: list[tuple[bytes, str]] = []
    inner = PracticePrinter(PROFILES[profile], lambda picture, code: came.append((picture, code)))
    assert MarkedPrinter(inner).print(PAPER).outcome == "done"
    ((picture, code),) = came
    assert picture.startswith(b"\x89PNG") and code == "ABC" and not inner.failures
    assert inner.state().code == "" and inner.open_drawer().outcome == "done"


def test_every_file_bears_the_mark_inside_and_in_its_name(tmp_path: Path) -> None:
    exporter = MarkedExporter(Exports())
    content = exporter.csv((Table("Sales", (Column("Day"),), (("Monday",),)),))
    lines = content.decode("utf-8-sig").splitlines()
    assert MARK in lines[0] and MARK in lines[-1]
    assert exporter.put(tmp_path / "sales.csv", content).name == f"{MARK} sales.csv"
    copy = exporter.put(tmp_path / "copy.json", b'{\n  "member": {}\n}')
    assert json.loads(copy.read_bytes()) == {MARK: True, "member": {}}


def test_no_pin_and_no_badge_leaves_a_trace() -> None:
    pins, (person, *_) = PracticePins(), PEOPLE["ko"]
    assert pins.check(person, PIN, now=NOW).right and not pins.check(person, "930275", now=NOW).right
    assert "930275" not in pins.verifier("930275") and pins.badge("B-1") != pins.badge("B-1")


def test_nobody_there_is_anybody() -> None:
    members, dossiers = practice_members((), NOW)
    assert {one.number for one in members} == {one.member for one in dossiers}
    assert all("연습" in one.name and one.mobile.startswith("010-0000-") for one in members)
    assert all(not one.pin_verifier for people in PEOPLE.values() for one in people)


def test_a_till_that_somebody_put_there_is_not_destroyed(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "till.toml").touch()
    with pytest.raises(Unavailable, match=r"disk\.unwritable"):
        destroy(tmp_path)
    assert (tmp_path / FOLDER / "till.toml").exists()
