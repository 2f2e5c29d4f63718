"""A counter that is ready to sell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.till.backs import CUP, sell
from tests.till.scene import Scene
from tests.till.shop import furnish


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.rig.database.close()


@pytest.fixture
def cold(tmp_path: Path) -> Iterator[Scene]:
    """Nobody signed in, no shift open."""
    made = Scene(tmp_path, ready=False)
    yield made
    made.rig.database.close()


@pytest.fixture
def shop(scene: Scene) -> Scene:
    """With machines, promotions and stock on its shelf."""
    furnish(scene)
    return scene


@pytest.fixture
def cups(shop: Scene) -> Scene:
    """Two cups were sold for 40,000 won by card, the last sale."""
    sell(shop, CUP, CUP)
    return shop
