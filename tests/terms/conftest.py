"""The world in which the terms are played. The steps are in `steps/`; a feature file beside the others just runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cheap_pins import pins_are_cheap
from tests.terms.world import World

__all__ = ["pins_are_cheap", "world"]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()
