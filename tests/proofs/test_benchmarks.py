"""The benchmarks work: each runs at its tiniest. What they measure is no test's business."""

import importlib
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.__main__ import NAMES
from benchmarks.figures import Bench, Figure, quantile, table


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("start", "scan_to_paint")])
def test_each_finds_figures(name: str, tmp_path: Path) -> None:
    figures = importlib.import_module(f"benchmarks.{name}").run(Bench(tmp_path, "tiny"))
    assert figures
    assert all(figure.name and figure.measured and figure.aim for figure in figures)


@pytest.mark.parametrize("name", ["start", "scan_to_paint"])
def test_those_with_a_window_do_too(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    figures = importlib.import_module(f"benchmarks.{name}").run(Bench(tmp_path, "tiny"))
    assert all(figure.ours > 0 and figure.floor > 0 for figure in figures)


def test_a_figure_shows_its_ratio_and_whether_its_aim_was_met() -> None:
    rows = table(
        [
            Figure("a", "b", 3.0, 2.0, "ms", "≤ 2 ×", met=True),
            Figure("a", "b", 5.0, 2.0, "ms", "≤ 2 ×", met=False),
            Figure("a", "b", 5.0, 0, "ms", "", met=None),
        ]
    )
    assert [(row[4], row[6]) for row in rows] == [("1.50", "met"), ("2.50", "MISSED"), ("", "")]


def test_a_quantile_is_something_that_was_seen() -> None:
    assert quantile(range(1, 101), 0.5) == 51
    assert quantile(range(1, 101), 0.99) == 100
    assert quantile([7.0], 0.99) == 7.0
