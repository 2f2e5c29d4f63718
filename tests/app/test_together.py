"""Till, mall and printer together when something between them is wrong: selling goes on, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.domain.journal import find_break
from pos.domain.people.joining import Joining
from pos.till import printing, releasing, selling
from pos.till.feed import Member
from pos.till.paying import checkout
from pos.till.people import joining, leaving
from tests.terms.world import World


@pytest.fixture
def world(tmp_path: Path, begun: Path) -> Iterator[World]:
    made = World(tmp_path, begun)
    yield made
    made.close()


def sell(world: World, count: int = 1) -> None:
    for _ in range(count):
        selling.scan(world.counter, world.barcode("ARIA"))
        world.play(checkout.pay_exact(world.counter))
        assert world.refused is None


def waiting(world: World) -> int:
    return world.counter.ports.shelf.waiting().count


@pytest.mark.parametrize("fault", ["stopped", "garbage", "down", "lost requests", "lost answers"])
def test_selling_goes_on_and_the_mall_has_it_all_once_it_heals(world: World, fault: str) -> None:
    mall = world.till.mall
    if fault == "stopped":
        mall.stop()
    elif fault.startswith("lost"):
        setattr(mall.faults, fault.replace(" ", "_"), 2)
    else:
        setattr(mall.faults, fault, True)
    for _ in range(3):
        sell(world)
        world.till.push_once()
    assert world.counter.ports.shelf.last_sale() == world.sales[-1]
    if fault in ("stopped", "garbage", "down"):
        assert waiting(world) >= 6
        assert world.till.sync.connection.state == ("broken" if fault == "garbage" else "offline")
    if fault == "stopped":
        mall.start()
    mall.faults.garbage = mall.faults.down = False
    world.till.sync_until_quiet()
    held = mall.mall.entries(world.till.name)
    assert waiting(world) == 0 and find_break(held) is None and held == world.till.all_entries()
    assert world.till.sync.connection.state == "online"
    assert [sale.total for sale in mall.mall.sales(world.till.name)] == [7_200] * 3


def test_one_sale_the_mall_cannot_read_stops_nobody(world: World) -> None:
    world.till.mall.faults.poisoned_sales = 1
    sell(world, 3)
    world.till.sync_until_quiet()
    assert waiting(world) == 0
    assert len(world.till.mall.mall.sales(world.till.name)) == 2
    assert [review.reason for review in world.till.mall.mall.reviews(world.till.name)] == ["entry.poisoned"]


def test_terms_that_are_not_understood_are_said_and_the_old_ones_stay(world: World) -> None:
    before = world.counter.policy().version
    world.till.mall.mall.send_policy("version = 'x'\n[rules.tips]\npercent = 10\n")
    world.till.sync_until_quiet()
    assert "policy.rejected" in [notice.code for notice in world.counter.notices]
    assert world.counter.policy().version == before
    sell(world)


def test_a_price_of_nothing_is_held_said_once_and_released_by_a_manager(world: World) -> None:
    till, mall, counter = world.till, world.till.mall.mall, world.counter
    till.sync_until_quiet()
    mall.announce_price("ARIA", 0, since=counter.now())
    till.sync_until_quiet()
    assert [notice.code for notice in counter.notices].count("feed.held") == 1
    sell(world)
    assert world.sales[-1].total == 7_200, "the old price goes on being sold"
    counter.hush("feed.held")
    till.sync_until_quiet()
    assert "feed.held" not in [notice.code for notice in counter.notices], "it is not said at each poll"
    looked = releasing.held(counter)
    cashier, manager = counter.cashier(), next(one for one in counter.ports.shelf.staff() if one.role == "manager")
    counter.staff = manager
    world.play(releasing.release(counter, [one.held.thing for one in looked], reason="본사에 확인"))
    counter.staff = cashier
    sell(world)
    assert world.refused is None and world.sales[-1].total == 0
    till.sync_until_quiet()
    assert "FeedReleased" in [entry.kind for entry in mall.entries(till.name)]
    assert [review.reason for review in mall.reviews(till.name)] == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [("paper_out", "printer.paper_out"), ("cover_open", "printer.cover_open"), ("offline", "printer.offline")],
)
def test_a_printer_that_cannot_says_why_and_prints_once_it_can(world: World, fault: str, code: str) -> None:
    printer = world.till.printer
    printer.set_fault(fault)  # type: ignore[arg-type]  # one of its faults
    sell(world)
    stopped = printing.stopped_at(world.counter)
    assert stopped is not None and stopped.code == code
    assert [notice.code for notice in world.counter.notices] == ["paper.not_printed"]
    printer.clear()
    world.play(printing.print_again(world.counter))
    assert len(printer.papers) == 1 and world.counter.notices == ()
    assert not any("재발행" in line for line in printer.papers[0].lines)


@pytest.mark.parametrize("fault", ["stall", "lying", "reset"])
def test_a_printer_of_which_nobody_knows_is_asked_about_and_a_copy_says_so(world: World, fault: str) -> None:
    printer = world.till.printer
    sell(world)  # the first job after a start begins with closing what another may have left open
    printer.set_fault(fault, after=400)  # type: ignore[arg-type]  # one of its faults
    sell(world)
    stopped = printing.stopped_at(world.counter)
    assert stopped is not None and stopped.state == "unknown"
    sell(world)
    assert world.counter.last_sale is not None and world.counter.last_sale.number == 3
    printer.clear()
    world.play(printing.print_again(world.counter))
    assert any("재발행" in line for line in printer.papers[-2].lines)
    assert any(world.counter.last_sale.code in line for line in printer.papers[-1].lines)
    assert not {notice.code for notice in world.counter.notices} & {"paper.unknown", "paper.not_printed"}


def test_who_joins_apart_from_the_mall_and_is_known_to_it_is_one_member(world: World) -> None:
    till, people = world.till, world.counter.ports.people
    till.sync_until_quiet()
    till.mall.mall.announce_members("BUS01", Member("C100", "고아람", "010-9876-5432", email="c@example.com"))
    till.mall.stop()
    form = Joining(name="고아람", mobile="010 9876 5432", consents=frozenset({"terms", "privacy", "marketing"}))
    mine = world.play(joining.join(world.counter, form))
    assert mine is not None and mine.number == people.has_mobile("01098765432")
    till.mall.start()
    till.sync_until_quiet()
    known = world.counter.ports.books.member(mine.number)
    assert known is not None and (known.number, known.email) == ("C100", "c@example.com")
    assert {one.kind for one in known.consents} == {"terms", "privacy", "marketing"}
    assert people.has_mobile("01098765432") == "C100"
    assert [one.reason for one in world.counter.ports.shelf.put_aside()] == ["member.merged"]
    world.play(leaving.leave(world.counter, "C100"))
    till.sync_until_quiet()
    assert till.mall.mall.dossier(mine.number).standing == "withdrawn" and world.refused is None
    assert people.has_mobile("01098765432") is None and people.is_gone("C100")
