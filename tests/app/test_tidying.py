"""Rubbish is taken out when it is time, and not by itself."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from pos.app import tidying


class Knot:
    """Something that only a collection takes apart."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture(autouse=True)
def begun() -> Iterator[None]:
    gc.collect()
    tidying.begin()
    yield
    tidying.end()


def litter() -> list[weakref.ref[Knot]]:
    return [weakref.ref(Knot()) for _ in range(tidying.YOUNG)]


def test_nothing_is_collected_by_itself() -> None:
    left = litter()
    assert all(one() is not None for one in left)


@pytest.mark.parametrize("is_idle", [True, False])
def test_what_has_gathered_is_taken_out(is_idle: bool) -> None:
    left = litter()
    tidying.tidy(is_idle=is_idle)
    assert all(one() is None for one in left)


def test_a_little_is_left_lying() -> None:
    knot = weakref.ref(Knot())
    tidying.tidy(is_idle=True)
    assert knot() is not None


def test_what_has_become_old_is_taken_out_only_while_nobody_is_served() -> None:
    knots = [Knot() for _ in range(100)]
    old = [weakref.ref(knot) for knot in knots]
    for _ in range(tidying.ROUNDS + 1):
        gc.collect(1)
    del knots
    tidying.tidy(is_idle=False)
    assert any(one() is not None for one in old)
    tidying.tidy(is_idle=True)
    assert all(one() is None for one in old)
