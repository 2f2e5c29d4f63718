"""Several cashiers on one till, each with their own shift: whose is what, in which drawer, and what a Z says."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.drawer import fewest
from pos.domain.errors import Refused
from pos.domain.facts import ShiftClosed, ShiftOpened
from pos.domain.tender import Rounding
from pos.till import holding, selling, session
from pos.till.day import closing, drawer, shift
from pos.till.feed import FeedPage, Staff
from pos.till.paying import checkout
from pos.till.ports import Commit
from tests.domain.products import NOW, product
from tests.storage.conftest import BOUTIQUE
from tests.till.backs import bring_back, facts, one, sell
from tests.till.closings import cash_sale, closed, held_basket
from tests.till.scene import ARIA, BELLO, Scene

PEOPLE = (
    Staff("C1", "계산원", "cashier", "-"),
    Staff("C2", "다른 계산원", "cashier", "-"),
    Staff("B1", "점장", "manager", "-"),
    Staff("B2", "부점장", "manager", "-"),
)


def arrange(scene: Scene, **boutique: Any) -> None:
    """The mall says how this shop keeps its shifts and drawers."""
    scene.rig.outbox.arrive(FeedPage(cursor=9, boutique=replace(BOUTIQUE, **boutique), staff=PEOPLE))


def own(tmp_path: Path, **boutique: Any) -> Scene:
    """A till where each cashier has their own shift; the first is signed in and has opened theirs with 100,000."""
    scene = Scene(tmp_path, ready=False)
    arrange(scene, **{"shifts": "own", "drawers": 2, **boutique})
    comes(scene, "C1")
    opens(scene, 100_000)
    return scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return own(tmp_path)


def comes(scene: Scene, who: str) -> None:
    scene.play(session.sign_in(scene.counter, who, "1"))


def opens(scene: Scene, won: int, at: int = 0) -> str:
    return scene.play(shift.open_shift(scene.counter, won, drawer=at)).id


def second(scene: Scene, won: int = 50_000) -> str:
    """The other cashier comes and opens their own."""
    comes(scene, "C2")
    return opens(scene, won)


def shift_id(scene: Scene) -> str:
    return scene.counter.open_shift().id


def has_a_shift(scene: Scene) -> bool:
    return scene.counter.shift is not None


def held(scene: Scene, one: str) -> int:
    return scene.rig.shelf.cash_in_drawer(one)


def counts_and_closes(scene: Scene, total: int, one: str = "", **manager: str) -> None:
    closing.begin(scene.counter, one)
    scene.play(closing.count(scene.counter, fewest(total).pieces))
    scene.play(closing.close(scene.counter, **manager))


def test_each_has_their_own_shift_and_drawer(scene: Scene) -> None:
    first = shift_id(scene)
    comes(scene, "C2")
    assert not has_a_shift(scene)
    with pytest.raises(Refused, match=r"shift\.not_open"):
        selling.scan(scene.counter, ARIA)
    other = opens(scene, 50_000)
    assert [(one.id, one.cashier, one.drawer, one.own) for one in scene.rig.shelf.open_shifts()] == [
        (first, "C1", 1, True),
        (other, "C2", 2, True),
    ]
    cash_sale(scene)
    comes(scene, "C1")
    assert shift_id(scene) == first
    assert (held(scene, first), held(scene, other)) == (100_000, 57_200)


def test_the_kick_opens_the_drawer_of_who_is_there(scene: Scene) -> None:
    cash_sale(scene)
    second(scene)
    cash_sale(scene)
    scene.play(drawer.open_without_sale(scene.counter, "거스름돈 확인"))
    comes(scene, "C1")
    scene.play(drawer.move(scene.counter, "in", 10_000, note="잔돈"))
    assert scene.printer.kicked == [1, 2, 2, 1]


def test_a_taken_drawer_is_refused_while_another_is_free_and_shared_where_none_is(scene: Scene) -> None:
    comes(scene, "C2")
    with pytest.raises(Refused, match=r"shift\.drawer_taken.*free=2"):
        opens(scene, 0, at=1)
    with pytest.raises(Refused, match=r"shift\.drawer "):
        opens(scene, 0, at=3)
    opens(scene, 0, at=2)
    comes(scene, "B1")
    assert opens(scene, 0, at=2) and scene.counter.open_shift().drawer == 2


def test_each_z_has_what_is_its_cashiers_and_both_together_everything(scene: Scene) -> None:
    first = shift_id(scene)
    cash_sale(scene)
    other = second(scene)
    cash_sale(scene)
    scene.play(drawer.move(scene.counter, "out", 2_000, note="우표"))
    comes(scene, "C1")
    selling.scan(scene.counter, BELLO)
    scene.play(checkout.pay_exact(scene.counter))
    counts_and_closes(scene, 114_700)
    comes(scene, "C2")
    counts_and_closes(scene, 55_200)
    one, two = closed(scene)
    assert (one.shift, one.number, one.net, one.sale_count, one.expected, one.running) == (
        first,
        1,
        14_700,
        2,
        114_700,
        14_700,
    )
    assert (two.shift, two.number, two.net, two.sale_count, two.expected, two.running) == (
        other,
        2,
        7_200,
        1,
        55_200,
        21_900,
    )
    assert [(r.opened_by, r.own, r.drawer, len(r.moves), r.difference) for r in (one, two)] == [
        ("C1", True, 1, 0, 0),
        ("C2", True, 2, 1, 0),
    ]
    assert scene.rig.verify().holds


def test_a_restart_knows_every_shift_and_nobodys_is_in_the_way(scene: Scene) -> None:
    first = shift_id(scene)
    other = second(scene)
    scene.rig.reopen()
    scene.start()
    assert not has_a_shift(scene)
    comes(scene, "C2")
    assert shift_id(scene) == other
    comes(scene, "C1")
    assert shift_id(scene) == first


def test_closing_ones_own_leaves_the_others_open(scene: Scene) -> None:
    other = second(scene)
    comes(scene, "C1")
    counts_and_closes(scene, 100_000)
    assert not has_a_shift(scene)
    assert [one.id for one in scene.rig.shelf.open_shifts()] == [other]
    opens(scene, 0)
    assert scene.counter.open_shift().drawer == 1


def test_a_power_cut_between_two_closings_leaves_no_gap(scene: Scene) -> None:
    cash_sale(scene)
    second(scene)
    cash_sale(scene)
    counts_and_closes(scene, 57_200)
    scene.dies_and_starts_again()
    counts_and_closes(scene, 107_200)
    assert [(one.number, one.running) for one in closed(scene)] == [(1, 7_200), (2, 14_400)]
    assert scene.rig.shelf.running_total() == 14_400 and scene.rig.verify().holds


def test_a_count_counts_until_cash_of_the_same_shift_moves(scene: Scene) -> None:
    other = second(scene)
    closing.begin(scene.counter)
    scene.play(closing.count(scene.counter, fewest(50_000).pieces))
    comes(scene, "C1")
    assert scene.counter.closing is None
    cash_sale(scene)  # in the other drawer
    comes(scene, "C2")
    closing.begin(scene.counter)
    scene.play(closing.resume(scene.counter))
    scene.play(closing.close(scene.counter))
    assert closed(scene)[0].shift == other


def test_only_a_manager_closes_the_shift_of_somebody_who_left(scene: Scene) -> None:
    first = shift_id(scene)
    cash_sale(scene)
    second(scene)
    with pytest.raises(Refused, match=r"shift\.of_another.*C1"):
        closing.begin(scene.counter, first)
    comes(scene, "B1")
    assert not has_a_shift(scene)
    closing.begin(scene.counter, first)
    scene.printer.kicked.clear()
    scene.play(closing.open_drawer(scene.counter))
    assert scene.printer.kicked == [1]
    scene.play(closing.count(scene.counter, fewest(107_200).pieces))
    scene.play(closing.close(scene.counter))
    (report,) = closed(scene)
    assert (report.shift, report.opened_by, report.cashier, report.no_sales) == (first, "C1", "B1", 0)
    assert not has_a_shift(scene) and scene.rig.verify().holds


def test_the_second_person_for_anothers_difference_is_counted_in_that_shift(scene: Scene) -> None:
    first = shift_id(scene)
    comes(scene, "B1")
    mine = opens(scene, 30_000)
    counts_and_closes(scene, 99_500, first, by="B2", pin="1", reason="잔돈 착오")
    assert (closed(scene)[0].approvals, shift_id(scene)) == (1, mine)
    counts_and_closes(scene, 30_000)
    assert closed(scene)[1].approvals == 0 and scene.rig.verify().holds


def test_an_interim_report_of_any_open_shift_is_for_managers(scene: Scene) -> None:
    first = shift_id(scene)
    cash_sale(scene)
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        scene.play(closing.interim(scene.counter, first))
    comes(scene, "B1")
    found = scene.play(closing.interim(scene.counter, first))
    assert (found.opened_by, found.drawer, found.expected) == ("C1", 1, 107_200)


def test_the_basket_stays_when_the_cashier_changes_and_belongs_to_who_completes_it(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    other = second(scene)
    assert scene.counter.basket is not None and len(scene.counter.basket.lines) == 1
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and (sale.cashier, sale.shift) == ("C2", other)
    assert held(scene, other) == 57_200


def test_a_held_basket_is_recalled_by_another(scene: Scene) -> None:
    basket = held_basket(scene)
    other = second(scene)
    scene.play(holding.recall(scene.counter, basket))
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.shift == other


def test_a_held_basket_is_carried_over_to_whoever_comes_next(scene: Scene) -> None:
    basket = held_basket(scene)
    closing.begin(scene.counter)
    with pytest.raises(Refused, match=r"closing\.held"):
        scene.play(closing.count(scene.counter, fewest(100_000).pieces))
    closing.carry_over(scene.counter, basket)
    scene.play(closing.count(scene.counter, fewest(100_000).pieces))
    scene.play(closing.close(scene.counter))
    second(scene)
    scene.play(holding.recall(scene.counter, basket))
    assert scene.counter.basket is not None and scene.counter.basket.id == basket


def test_cash_of_a_half_paid_sale_keeps_other_cashiers_away(scene: Scene) -> None:
    comes(scene, "C2")
    opens(scene, 0)
    comes(scene, "C1")
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_cash(scene.counter, 5_000))
    with pytest.raises(Refused, match=r"session\.cash_part.*5000"):
        comes(scene, "C2")
    assert scene.counter.staff is not None and scene.counter.staff.id == "C1"
    scene.play(session.sign_out(scene.counter))
    scene.rig.reopen()
    scene.start()
    with pytest.raises(Refused, match=r"session\.cash_part"):
        comes(scene, "C2")
    comes(scene, "C1")
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and held(scene, sale.shift) == 107_200


def test_a_manager_may_come_and_is_told_to_take_the_cash_along(scene: Scene) -> None:
    first = shift_id(scene)
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_cash(scene.counter, 5_000))
    comes(scene, "B1")
    assert "session.cash_part_moved" in scene.codes()
    mine = opens(scene, 10_000)
    scene.play(checkout.pay_exact(scene.counter))
    assert (held(scene, first), held(scene, mine)) == (100_000, 17_200)
    assert scene.rig.verify().holds


def test_money_back_comes_out_of_the_drawer_of_who_gives_it(scene: Scene) -> None:
    first, sale = shift_id(scene), sell(scene, ARIA, card=0)
    other = second(scene)
    bring_back(scene, sale, one(reason="defect"))
    assert (held(scene, first), held(scene, other)) == (107_200, 42_800)
    assert scene.printer.kicked == [1, 2]
    counts_and_closes(scene, 42_800)
    assert (closed(scene)[0].net, closed(scene)[0].return_count) == (-7_200, 1) and scene.rig.verify().holds


def test_a_shared_shift_from_before_is_everybodys_until_it_is_closed(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    before = shift_id(scene)
    arrange(scene, shifts="own", drawers=2)
    comes(scene, "C2")
    assert shift_id(scene) == before
    cash_sale(scene)
    counts_and_closes(scene, 107_200)
    assert not closed(scene)[0].own and closed(scene)[0].net == 7_200
    opens(scene, 0)
    assert scene.counter.open_shift().own and scene.rig.verify().holds


def test_own_shifts_from_before_are_their_cashiers_until_they_are_closed(scene: Scene) -> None:
    first = shift_id(scene)
    arrange(scene)
    comes(scene, "C2")
    shared = opens(scene, 0)
    assert not scene.counter.open_shift().own
    comes(scene, "B1")
    assert shift_id(scene) == shared
    cash_sale(scene)
    comes(scene, "C1")
    assert shift_id(scene) == first
    cash_sale(scene)
    counts_and_closes(scene, 107_200)
    assert shift_id(scene) == shared
    counts_and_closes(scene, 7_200)
    assert [one.net for one in closed(scene)] == [7_200, 7_200] and scene.rig.verify().holds


def test_by_default_nothing_changes(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    opened = next(fact for fact in facts(scene) if isinstance(fact, ShiftOpened))
    assert (opened.own, opened.drawer) == (False, 1)
    first = shift_id(scene)
    scene.play(session.sign_in(scene.counter, "B1", "1"))
    assert shift_id(scene) == first
    with pytest.raises(Refused, match=r"shift\.open"):
        opens(scene, 0)


@pytest.mark.parametrize("lie", [{"drawer": 2}, {"own": False}, {"opened_by": "C2"}])
def test_a_report_that_tells_of_another_shift_than_was_opened_does_not_hold(scene: Scene, lie: dict[str, Any]) -> None:
    counts_and_closes(scene, 100_000)
    assert scene.rig.verify().holds
    (told,) = [fact.report for fact in facts(scene) if isinstance(fact, ShiftClosed)]
    opens(scene, 0)
    report = replace(told, shift=shift_id(scene), number=0, float_won=0, expected=0, count=None, **lie)
    scene.store.commit(Commit("C1", NOW, NOW.date(), (ShiftClosed(report),)))
    assert scene.rig.verify().faults == ("journal.reports",)


def test_cash_is_rounded_where_the_shop_says_so_and_goes_back_as_it_came(tmp_path: Path) -> None:
    rule = Rounding(NOW.date(), 100, "down")
    scene = own(tmp_path, cash_rounding=(rule,))
    selling.scan(scene.counter, ARIA)
    assert scene.counter.draft is not None
    scene.play(checkout.pay_transfer(scene.counter, 7_150, reference="입금"))
    assert (checkout.due(scene.counter), checkout.due_in_cash(scene.counter)) == (50, 0)
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.payments[-1].rounded == -50
    assert held(scene, sale.shift) == 100_000
    counts_and_closes(scene, 100_000)
    (report,) = closed(scene)
    assert (report.rounded, report.expected, report.difference) == (-50, 100_000, 0)
    assert sum(row.amount for row in report.tenders) == report.net == 7_200
    assert scene.rig.verify().holds


def test_rounded_cash_goes_back_as_it_came_part_by_part(tmp_path: Path) -> None:
    scene = own(tmp_path, cash_rounding=(Rounding(NOW.date(), 100, "nearest"),))
    dear = product("DEAR", 3_335, kind="accessory", range=None, capsules=0, barcodes=("8800000000909",))
    scene.rig.outbox.arrive(FeedPage(cursor=10, products=(dear,)))
    sale = sell(scene, *["8800000000909"] * 3, card=0)
    assert (sale.total, sale.payments[0].rounded, held(scene, sale.shift)) == (10_005, -5, 110_000)
    for left in (106_700, 103_300, 100_000):
        bring_back(scene, sale, one(reason="defect"))
        assert held(scene, sale.shift) == left
    counts_and_closes(scene, 100_000)
    assert (closed(scene)[0].rounded, closed(scene)[0].net) == (0, 0) and scene.rig.verify().holds
