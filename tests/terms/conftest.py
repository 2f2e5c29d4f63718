"""The world in which the terms are played. The steps are in `steps/`; a feature file beside the others just runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cheap_pins import pins_are_cheap
from tests.terms.world import World

__all__ = ["pins_are_cheap", "world"]


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where malls and tills are kept as they are before anything happened."""
    return tmp_path_factory.mktemp("begun")


@pytest.fixture
def world(tmp_path: Path, begun: Path) -> Iterator[World]:
    made = World(tmp_path, begun)
    yield made
    made.close()
