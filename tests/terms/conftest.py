"""The steps of the terms, in the words of the trade. A feature file put beside the others runs without new code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terms.world import World

pytest_plugins = [
    "tests.terms.steps.given",
    "tests.terms.steps.selling",
    "tests.terms.steps.paying",
    "tests.terms.steps.mall",
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()
