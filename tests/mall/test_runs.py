"""What a till was told by a mall that was put back to an old copy since is not taken for what the copy told."""

from pathlib import Path

import pytest

from pos.domain.errors import Refused
from pos.mall.chain import Mall
from tests.mall.tills import NOON, SEED, FixedClock, Till


def started(path: Path, clock: FixedClock) -> Mall:
    mall = Mall(f"sqlite:///{path}", clock=clock)
    mall.begin_run()
    return mall


def test_what_a_lost_run_told_is_not_counted_on(tmp_path: Path) -> None:
    clock, path = FixedClock(), tmp_path / "mall.db"
    mall = started(path, clock)
    mall.seed(SEED)
    till = Till.enrolled_at(mall, clock)
    mall.close()
    copy = path.read_bytes()
    mall = started(path, clock)
    mall.announce_price("ARIA", 9_900, since=NOON)
    till.mall = mall
    told = till.feed().cursor
    mall.close()
    path.write_bytes(copy)
    mall = started(path, clock)
    for won in range(9_000, 9_010):  # more than the lost run had told
        mall.announce_price("ARIA", won, since=NOON)
    till.mall = mall
    with pytest.raises(Refused, match=r"mall\.behind"):
        till.feed(told)
    mall.close()


def test_what_earlier_runs_told_goes_on(tmp_path: Path) -> None:
    clock, path = FixedClock(), tmp_path / "mall.db"
    mall = started(path, clock)
    mall.seed(SEED)
    till = Till.enrolled_at(mall, clock)
    first = till.feed().cursor
    mall.close()
    mall = started(path, clock)
    mall.announce_price("ARIA", 9_900, since=NOON)
    till.mall = mall
    page = till.feed(first)
    assert [product.code for product in page.products] == ["ARIA"] and page.cursor > first
    assert till.feed(page.cursor).cursor == page.cursor
    mall.close()


def test_a_mall_that_never_kept_runs_knows_its_cursors(tmp_path: Path) -> None:
    clock, path = FixedClock(), tmp_path / "mall.db"
    mall = Mall(f"sqlite:///{path}", clock=clock)
    mall.seed(SEED)
    till = Till.enrolled_at(mall, clock)
    told = till.feed().cursor
    mall.begin_run()
    assert till.feed(told).cursor > told
    mall.close()
