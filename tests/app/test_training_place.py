"""The place to practise as files: whatever a power cut left of it, it opens, if need be anew."""

import os
from pathlib import Path

import pytest

from pos.app.settings import Settings
from pos.app.training import FOLDER, Going, open_training
from pos.storage.practice import read_shop
from tests.storage.conftest import Rig
from tests.till.scene import SetClock


def opens(going: Going) -> int:
    """How many entries its journal has."""
    house = open_training(going, SetClock(), lambda *_: None)
    try:
        return len(house.outbox.unsent(most=99, most_bytes=10**6))
    finally:
        house.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("keys", os.urandom(300)),  # destroyed, and the power went before the rest was
        ("keys", b""),
        ("begun", b"\xff"),
        ("terminal.json", b"{"),
        ("till.db", b"rubbish" * 999),
    ],
    ids=["keys destroyed", "keys", "begun", "terminal", "database"],
)
def test_what_cannot_be_read_is_made_anew(tmp_path: Path, name: str, content: bytes) -> None:
    rig = Rig.fresh(tmp_path)
    going = Going(
        tmp_path, Settings("http://127.0.0.1:1", "SEL01", "1"), read_shop(rig.database, till="1"), "ko", False
    )
    rig.close()
    first = opens(going)
    (tmp_path / FOLDER / name).write_bytes(content)
    assert opens(going) == opens(going) == first
