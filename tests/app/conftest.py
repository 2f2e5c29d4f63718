"""A demo boutique in a folder: a real mall, printer and scanner on loopback, and an enrolled till.

The chain is seeded and the till enrolled once; what a test gets is a copy of that folder, opened.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.app.demo import DemoBoutique
from tests.cheap_pins import CHEAP, pins_are_cheap
from tests.terms.conftest import begun

__all__ = ["begun", "boutique", "pins_are_cheap"]


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a boutique whose till was enrolled and did nothing since."""
    folder = tmp_path_factory.mktemp("boutique") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pos.mall.pins._hasher", CHEAP)
        made = DemoBoutique(folder)
        made.open()
        made.close()
    return folder


@pytest.fixture
def boutique(enrolled: Path, tmp_path: Path) -> Iterator[DemoBoutique]:
    shutil.copytree(enrolled, tmp_path / "demo")
    made = DemoBoutique(tmp_path / "demo")
    made.open()
    yield made
    made.close()
