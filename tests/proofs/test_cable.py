"""A cable that is really pulled, and that it is found when it was not back in time."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import cables
from benchmarks.cable import SALES, WITHIN, cut
from benchmarks.cables import ProxyCable, can_make_rooms, lay
from pos.sync import pacing

pytestmark = pytest.mark.xdist_group("cable")  # a group is begun before what stands alone: these wait long


@pytest.mark.timeout(180)
def test_fifty_sales_apart_are_all_held_within_a_minute() -> None:
    """In a process of its own: the mall's address there is not loopback, and nothing else may speak to such."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.cable", "--hasten", "--apart", "60"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=170,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.startswith("namespaces" if can_make_rooms() else "proxy"), told.stdout
    assert f"{2 * SALES} waited" in told.stdout, "of each sale itself, and that its receipt came out"


def test_where_no_namespace_can_be_made_a_proxy_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cables, "can_make_rooms", lambda: False)
    cable = lay()
    assert isinstance(cable, ProxyCable)
    cable.close()


def test_what_makes_networks_is_installed() -> None:
    assert shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"), "installer/setup.sh test"


def test_a_till_that_rests_too_long_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "pause", lambda _failures, _chance, *, longest: 300.0 + 0 * longest)
    cable = ProxyCable()
    try:
        found = cut(cable, tmp_path, hasten=True, apart=30.0, sales=3)
    finally:
        cable.close()
    assert found.seconds is not None and found.seconds > WITHIN
    assert found.is_sound and not found.is_good, "nothing is lost all the same"
