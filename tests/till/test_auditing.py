"""Reading the journal and asking about days: who may, in what pieces, and who hears of it in the morning."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.domain.audit.lines import Line, Wanted
from pos.domain.errors import Refused
from pos.domain.facts import DrawerOpened, Fact, SaleCompleted, SignedIn
from pos.domain.sums.tables import Column, Table
from pos.till import session
from pos.till.day import auditing
from pos.till.day.journal import Link
from pos.till.ports import Commit
from tests.domain.sales import a_sale
from tests.till.scene import Scene


@pytest.fixture
def shop(tmp_path: Path) -> Scene:
    """A till on the morning after somebody opened the drawer twelve times, and a manager who comes."""
    shop = Scene(tmp_path, ready=False)
    counter = shop.counter
    sales = tuple(SaleCompleted(replace(a_sale(0), id=f"s{nth}", cashier="C1")) for nth in range(3))
    facts: tuple[Fact, ...] = (SignedIn(), *sales, *[DrawerOpened("change")] * 12)
    counter.ports.store.commit(Commit("C1", shop.clock.now(), shop.clock.now().date(), facts))
    shop.clock.passes(days=1)
    return shop


def come(shop: Scene, who: str) -> None:
    shop.play(session.sign_in(shop.counter, who, "482913"))


def test_only_for_whoever_may_see_it(shop: Scene) -> None:
    come(shop, "C1")
    for story in (
        auditing.look(shop.counter),
        auditing.head(shop.counter),
        auditing.read(shop.counter, Wanted(shop.counter.day(), shop.counter.day())),
        auditing.export(shop.counter, Table("", (), ()), to=Path("x")),
    ):
        with pytest.raises(Refused) as refused:
            shop.play(story)
        assert refused.value.code == "staff.not_allowed"


def test_the_day_before_is_asked_about(shop: Scene) -> None:
    come(shop, "B1")
    steps: list[tuple[int, int]] = []
    day, (found,) = shop.play(auditing.look(shop.counter, told=lambda *step: steps.append(step)))
    assert day == shop.counter.day() - timedelta(days=1) and steps == [(1, 1)]
    assert (found.code, found.who, found.count, found.chances) == ("ask.drawer_without_sale", "C1", 12, 3)
    page = shop.play(auditing.read(shop.counter, Wanted(found.day, found.day, places=found.places)))
    assert [line.kind for line in page.lines] == ["DrawerOpened"] * 12


def test_a_day_is_read_once(shop: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    come(shop, "B1")
    first = shop.play(auditing.look(shop.counter))
    monkeypatch.setattr(shop.counter.ports.journal, "of_day", None)
    assert shop.play(auditing.look(shop.counter)) == first


def test_who_may_see_it_hears_of_it_once_a_day(shop: Scene) -> None:
    def said() -> list[str]:
        return [one.code for one in shop.counter.notices if one.code == "audit.to_look_at"]

    come(shop, "C1")
    assert not said()
    come(shop, "B1")
    assert said() == ["audit.to_look_at"]
    come(shop, "C1")
    assert not said()
    come(shop, "B1")
    assert not said()


def test_the_chain_is_checked_for_as_long_as_somebody_looks(shop: Scene) -> None:
    come(shop, "B1")
    counter, told = shop.counter, list[Link]()
    shop.play(auditing.check_chain(counter, is_wanted=lambda: not told, told=told.append))
    assert len(told) == 1 and not counter.looked.link.is_end
    shop.play(auditing.check_chain(counter, is_wanted=lambda: True, told=told.append))
    head = shop.play(auditing.head(counter))
    assert counter.looked.link.is_end and (counter.looked.link.seq, counter.looked.link.hash.hex()) == (
        head.place[1],
        head.hash,
    )
    come(shop, "B1")
    shop.play(auditing.check_chain(counter, is_wanted=lambda: True, told=told.append))
    assert counter.looked.link.seq > head.place[1]


def test_everything_that_is_looked_for_goes_into_a_file(shop: Scene, tmp_path: Path) -> None:
    come(shop, "B1")
    yesterday = shop.counter.day() - timedelta(days=1)
    lines: tuple[Line, ...] = shop.play(auditing.read_all(shop.counter, Wanted(yesterday, yesterday, who="C1")))
    table = Table("=1+1", (Column("=cmd"),), tuple((f"={line.kind}",) for line in lines))
    path = shop.play(auditing.export(shop.counter, table, to=tmp_path / "audit.csv"))
    text = path.read_text("utf-8-sig")
    assert len(lines) > 14 and text.count("DrawerOpened") == 12 and "\n=" not in text and not text.startswith("=")
