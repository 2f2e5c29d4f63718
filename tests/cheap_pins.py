"""PINs whose verifiers are quickly made and checked, for chains that are seeded only to be sold in.

How much work a verifier is stands in the verifier itself: who checks a PIN does the same whatever it says.
"""

import pytest
from argon2 import PasswordHasher

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def pins_are_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Malls of this test make their verifiers with the least work there is."""
    monkeypatch.setattr("pos.mall.pins._hasher", CHEAP)
