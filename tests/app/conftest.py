"""A demo boutique in a folder: a real mall, printer and scanner on loopback, and an enrolled till."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.app.demo import DemoBoutique
from tests.cheap_pins import pins_are_cheap

__all__ = ["boutique", "pins_are_cheap"]


@pytest.fixture
def boutique(tmp_path: Path) -> Iterator[DemoBoutique]:
    made = DemoBoutique(tmp_path / "demo")
    made.open()
    yield made
    made.close()
