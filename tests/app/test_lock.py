"""The lock of a folder: held by one, and by nobody once its holder is gone."""

import subprocess
import sys
from pathlib import Path

import pytest

from pos.app.demo import DemoBoutique
from pos.app.lock import FolderLock
from pos.domain.errors import Unavailable

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from pos.app.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
lock.take()
print("held", flush=True)
sys.stdin.read()
"""


def test_one_holds_it_until_it_lets_go(tmp_path: Path) -> None:
    with FolderLock(tmp_path), pytest.raises(Unavailable, match=r"till\.already_open"):
        FolderLock(tmp_path).take()
    with FolderLock(tmp_path):
        pass


def test_a_crash_leaves_no_lock(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(Unavailable, match=r"till\.already_open"):
            FolderLock(tmp_path).take()
        holder.kill()
        holder.wait()
    with FolderLock(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"settings\.missing"):
        FolderLock(tmp_path / "none").take()
    assert not (tmp_path / "none").exists()


def test_a_demo_is_played_once_at_a_time(boutique: DemoBoutique) -> None:
    with pytest.raises(Unavailable, match=r"till\.already_open"):
        DemoBoutique(boutique.folder)
