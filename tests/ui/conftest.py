"""A window at work for the tests of the screens, without a display."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pos.ui import haste
from tests.ui.fakes import Till
from tests.ui.stage import Front, dressed


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests press as fast as they can and mean every press."""
    monkeypatch.setattr(haste, "MS", 0)


@pytest.fixture
def till() -> Till:
    """A till at which somebody is signed in and the shift is open."""
    return Till().at_work()


@pytest.fixture
def front(qapp: object, till: Till, request: pytest.FixtureRequest) -> Iterator[Front]:
    """The window in front of that till.

    A module names another one by `FRONT`, and says in `furnish(till)` what the till knows before it opens.
    """
    dressed()
    getattr(request.module, "furnish", lambda _: None)(till)
    made = getattr(request.module, "FRONT", Front)(till)
    yield made
    made.close()
    dressed()
    assert not till.bugs
