"""Any mutation of a real page: it breaks no till and sells nothing for nothing; the place moves or it is garbage."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.domain.catalogue import price_at
from pos.domain.plus import Plan
from pos.storage.judging import Judge
from pos.storage.outbox import SqlOutbox
from pos.till.feed import FeedPage, PutAside, StockLevel, TillKey
from pos.till.reading import read_page
from tests.domain.bounds import BOUNDS
from tests.domain.products import NOW, product
from tests.domain.test_suspicion import promotion
from tests.storage.conftest import Rig, first_page

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2**31, 2**53 + 1, 2**63, 2**200, 0.5, "", " ", "0", "\x00", "\u202e", "가" * 600, "x" * 9_999,
    "2026-01-01T00:00:00+09:00", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-12:00", "2026-13-01", [], [[]], {},
    [None] * 50, {"ko": 1}, "manager", "recycling",
)  # fmt: skip


def real_page() -> dict[str, Any]:
    """Something of most kinds, as it stands on the wire."""
    whole = first_page()
    page = FeedPage(
        1000,
        boutique=whole.boutique,
        products=(*whole.products, product("NEW", 5_000, plus_plan="U")),
        staff=whole.staff,
        members=whole.members,
        plans=(Plan("U", (20_000,), 90, 70, ("original",)),),
        promotions=(promotion(percent=10),),
        stock=(StockLevel("ARIA", 5, NOW.isoformat(), {"1": 3}),),
        tills=(TillKey("SEL01", "2", b"k" * 32),),
        aside=(PutAside("1", 1, 3, "sale.twice"),),
        policies=whole.policies[-1:],
    )
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(page))
    return told


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a page."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*way, name)
        yield from ways(part, (*way, name))


WAYS = [way for way in ways(real_page()) if way != ("cursor",)]


def mutated(changes: list[tuple[int, Any]]) -> bytes:
    page = real_page()
    for place, odd in changes:
        at: Any = page
        *path, last = WAYS[place]
        try:
            for name in path:
                at = at[name]
            if odd is None and isinstance(at, dict):
                del at[last]
            else:
                at[last] = odd
        except (KeyError, IndexError, TypeError):
            continue  # another change took that part away
    return msgspec.json.encode(page)


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with tempfile.TemporaryDirectory() as folder:
        made = Rig.fresh(Path(folder))
        yield made
        made.close()


@settings(max_examples=120, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, len(WAYS) - 1), st.sampled_from(ODD)), min_size=1, max_size=4))
def test_no_mutation_of_a_page_breaks_the_till_or_sells_for_nothing(rig: Rig, changes: list[tuple[int, Any]]) -> None:
    outbox = SqlOutbox(rig.database, till="1", judge=Judge(BOUNDS, lambda: NOW))
    try:
        page = read_page(mutated(changes))
    except msgspec.DecodeError:
        return
    codes = outbox.arrive(page)
    assert all(code.count(".") == 1 for code in codes)
    assert outbox.cursor() == page.cursor == 1000
    shelf = rig.shelf
    for found in (one for code in ("ARIA", "BELLO", "CAFE", "NEW") if (one := shelf.product(code))):
        assert price_at(found, NOW) != 0 or found.kind == "recycling"
    assert shelf.staff() and shelf.policies() and shelf.boutique()
    assert shelf.search("아") is not None and shelf.held_changes() is not None
    assert rig.books.promotions() is not None and rig.books.stock(["ARIA"]) is not None


def test_the_mutations_reach_the_prices() -> None:
    """So that the test above can fail."""
    place = WAYS.index(("products", 0, "prices", 0, "won"))
    page = read_page(mutated([(place, 0)]))
    assert page.products[0].prices[0].won == 0 and len(WAYS) > 100
