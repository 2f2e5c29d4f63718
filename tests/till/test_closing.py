"""Closing: blind, counted twice at most, over the tolerance with a second person only, never over anybody's head."""

import pytest
from msgspec import to_builtins

from pos.domain.errors import Refused
from pos.domain.facts import ApprovalRefused, SaleAbandoned, ShiftClosed
from pos.domain.sums.likely import Cause
from pos.till import holding, selling, session
from pos.till.day import closing, drawer, shift
from pos.till.paying import checkout
from tests.domain.sales import told
from tests.till.backs import bring_back, code_of, facts, last, one, refused
from tests.till.closings import begun, cash_sale, close, closed, count, counted, held_basket, tolerate
from tests.till.scene import ARIA, Scene

MANAGER = {"by": "B1", "pin": "930275", "reason": "customer left without paying"}


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """Three sleeves were sold in cash: 121,600 won should be there."""
    for _ in range(3):
        cash_sale(scene)
    return scene


def figures(value: object) -> set[int]:
    """Every number in something, however deep."""
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list | tuple):
        return {number for one in value for number in figures(one)}
    return {value} if type(value) is int else set()


# --- blind -----------------------------------------------------------------------------------------------------------


def test_before_it_is_counted_nothing_tells_what_should_be_there(busy: Scene) -> None:
    begun_ = closing.begin(busy.counter)
    assert figures(to_builtins(begun_)) <= {0} and begun_.causes == ()
    assert code_of(busy, closing.interim(busy.counter)) == "staff.not_allowed"
    assert code_of(busy, closing.close(busy.counter)) == "closing.not_counted"
    assert busy.counter.notices == ()


def test_the_drawer_that_opens_to_be_counted_is_no_no_sale(busy: Scene) -> None:
    closing.begin(busy.counter)
    opened = busy.printer.drawer_opened
    busy.play(closing.open_drawer(busy.counter))
    assert busy.printer.drawer_opened == opened + 1
    assert close(busy, 121_600).no_sales == 0


def test_the_count_is_on_disk_before_the_difference_is_known(busy: Scene) -> None:
    found = begun(busy, 114_400)
    assert counted(busy) == [(1, 114_400)]
    assert found.difference == -7_200 and found.causes[0] == Cause("cash_sale", 7_200)


def test_a_count_that_is_none_leaves_nothing(busy: Scene) -> None:
    closing.begin(busy.counter)
    for garbage in ([(7, 1)], [(1_000, -1)], [(1_000, 10_000)], [(1_000, 1), (1_000, 1)], [(-50_000, 1)]):
        assert code_of(busy, closing.count(busy.counter, garbage)) == "drawer.count"
    assert counted(busy) == []


def test_an_empty_drawer_can_be_counted(scene: Scene) -> None:
    closing.begin(scene.counter)
    assert scene.play(closing.count(scene.counter, [])).difference == -100_000


def test_counting_once_more_is_the_recount_and_both_are_kept(busy: Scene) -> None:
    begun(busy, 114_400)
    assert count(busy, 121_600).difference == 0
    assert code_of(busy, closing.count(busy.counter, [(50_000, 1)])) == "closing.counted"
    report = busy.play(closing.close(busy.counter))
    assert report.count is not None and report.recount is not None
    assert (report.count.total, report.recount.total, report.counted, report.difference) == (
        114_400,
        121_600,
        121_600,
        0,
    )
    assert counted(busy) == [(1, 114_400), (2, 121_600)]


def test_leaving_does_not_buy_another_count(busy: Scene) -> None:
    begun(busy, 114_400)
    closing.leave(busy.counter)
    closing.begin(busy.counter)
    count(busy, 121_500)
    closing.leave(busy.counter)
    closing.begin(busy.counter)
    assert code_of(busy, closing.count(busy.counter, [(50_000, 1)])) == "closing.counted"
    assert busy.play(closing.resume(busy.counter)).difference == -100
    assert busy.play(closing.close(busy.counter, **MANAGER)).difference == -100


def test_once_cash_moved_counting_begins_anew(busy: Scene) -> None:
    begun(busy, 114_400)
    closing.leave(busy.counter)
    cash_sale(busy)
    closing.begin(busy.counter)
    assert busy.play(closing.resume(busy.counter)).counts == ()
    assert count(busy, 128_800).difference == 0
    report = busy.play(closing.close(busy.counter))
    assert report.recount is None and counted(busy) == [(1, 114_400), (1, 128_800)]


def test_a_card_moves_no_cash(busy: Scene) -> None:
    begun(busy, 121_600)
    selling.scan(busy.counter, ARIA)
    busy.play(checkout.pay_card(busy.counter, 7_200))
    report = busy.play(closing.close(busy.counter))
    assert (report.sale_count, report.net, report.counted) == (4, 28_800, 121_600)


# --- closing ---------------------------------------------------------------------------------------------------------


def test_a_shift_is_closed_and_its_report_printed(busy: Scene) -> None:
    report = close(busy, 121_600)
    assert closed(busy) == [report] and busy.counter.last_report == report
    assert (report.number, report.net, report.expected, report.difference) == (1, 21_600, 121_600, 0)
    assert busy.counter.shift is None and busy.counter.closing is None
    assert "마감 정산 (Z) 1" in told(busy.printer.papers[-1]) and busy.rig.shelf.jobs() == ()
    assert refused(lambda: selling.scan(busy.counter, ARIA)) == "shift.not_open"
    assert busy.rig.verify().holds


def test_nothing_is_closed_that_nobody_began(scene: Scene) -> None:
    for story in (closing.close(scene.counter), closing.count(scene.counter, []), closing.resume(scene.counter)):
        assert code_of(scene, story) == "closing.not_begun"
    assert refused(lambda: closing.undecided(scene.counter)) == "closing.not_begun"


def test_nothing_is_closed_without_a_shift(cold: Scene) -> None:
    cold.play(session.sign_in(cold.counter, "C1", "482913"))
    assert refused(lambda: closing.begin(cold.counter)) == "shift.not_open"


def test_goods_in_the_basket_are_sold_or_held_first(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    assert refused(lambda: closing.begin(scene.counter)) == "closing.basket"


def test_goods_that_are_scanned_after_the_count_are_not_lost(busy: Scene) -> None:
    begun(busy, 121_600)
    selling.scan(busy.counter, ARIA)
    assert code_of(busy, closing.close(busy.counter)) == "closing.basket"
    assert busy.counter.basket is not None and len(busy.counter.basket.lines) == 1


def test_what_is_sold_between_the_count_and_the_closing_is_counted(busy: Scene) -> None:
    begun(busy, 121_600)
    cash_sale(busy)
    assert code_of(busy, closing.close(busy.counter)) == "closing.moved"
    assert busy.counter.closing is not None and busy.counter.closing.counts == ()
    assert code_of(busy, closing.close(busy.counter)) == "closing.not_counted"
    assert count(busy, 128_800).difference == 0
    assert busy.play(closing.close(busy.counter)).net == 28_800


def test_what_goes_to_the_safe_between_is_counted_too(busy: Scene) -> None:
    begun(busy, 121_600)
    busy.play(drawer.move(busy.counter, "safe", 21_600, note="evening"))
    assert code_of(busy, closing.close(busy.counter, **MANAGER)) == "closing.moved"
    assert not any(isinstance(fact, ApprovalRefused) for fact in facts(busy)) and "ApprovalGiven" not in busy.kinds()


def test_the_next_shift_begins_with_its_own_numbers(busy: Scene) -> None:
    first = close(busy, 121_600)
    busy.play(shift.open_shift(busy.counter, 50_000))
    cash_sale(busy)
    second = close(busy, 57_200)
    assert [first.number, second.number] == [1, 2]
    assert (second.net, second.running, second.float_won) == (7_200, 28_800, 50_000)
    assert busy.rig.shelf.reports() == (second, first)
    assert busy.rig.verify().holds


def test_a_refund_for_the_day_before_is_of_today(busy: Scene) -> None:
    sale = last(busy)
    close(busy, 121_600)
    busy.clock.passes(hours=20)
    busy.play(shift.open_shift(busy.counter, 50_000))
    bring_back(busy, sale, one(reason="defect"))
    report = close(busy, 42_800)
    assert (report.sales, report.returns, report.net, report.difference) == (0, 7_200, -7_200, 0)
    assert report.running == 14_400 and busy.rig.verify().holds


def test_a_shift_of_yesterday_is_closed_today(busy: Scene) -> None:
    opened = busy.clock.now().date()
    busy.clock.passes(hours=20)
    report = close(busy, 121_600)
    assert report.day == opened and report.at.date() > opened
    entry = busy.rig.shelf.entry_of_report(report.shift)
    assert entry is not None and entry.day == opened.isoformat()


def test_several_people_in_one_shift_are_told_apart(busy: Scene) -> None:
    busy.play(session.sign_in(busy.counter, "B1", "930275"))
    cash_sale(busy)
    report = close(busy, 128_800)
    assert {row.name: row.amount for row in report.people} == {"C1": 21_600, "B1": 7_200}
    assert report.cashier == "B1"


# --- a difference ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("total", "needed"), [(120_600, False), (122_600, False), (120_590, True), (122_610, True)])
def test_a_difference_within_the_tolerance_needs_nobody(busy: Scene, total: int, needed: bool) -> None:
    tolerate(busy, 1_000)
    begun(busy, total)
    assert code_of(busy, closing.close(busy.counter)) == ("shift.difference" if needed else "")


def test_over_the_tolerance_a_manager_allows_it_with_a_reason(busy: Scene) -> None:
    begun(busy, 114_400)
    assert code_of(busy, closing.close(busy.counter)) == "shift.difference"
    report = busy.play(closing.close(busy.counter, **MANAGER))
    assert (report.difference, report.approvals) == (-7_200, 1)
    found = next(fact for fact in facts(busy) if isinstance(fact, ShiftClosed))
    assert found.approval is not None
    assert (found.approval.by, found.approval.about) == ("B1", f"{report.shift}:-7200")
    assert "customer left without paying" in told(busy.printer.papers[-1])
    assert busy.rig.verify().holds


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"by": "C1"}, "approval.same_person"),
        ({"by": "B9"}, "approval.unknown"),
        ({"pin": "000000"}, "approval.wrong_pin"),
        ({"reason": ""}, "note.missing"),
        ({"reason": "card 1234 5678 9012 3456"}, "privacy.sensitive"),
    ],
)
def test_who_or_what_does_not_do(busy: Scene, asked: dict[str, str], code: str) -> None:
    begun(busy, 114_400)
    assert code_of(busy, closing.close(busy.counter, **{**MANAGER, **asked})) == code
    assert busy.counter.shift is not None and closed(busy) == [] and not busy.counter.is_busy
    assert busy.play(closing.close(busy.counter, **MANAGER)).approvals == 1


# --- held baskets ----------------------------------------------------------------------------------------------------


def test_a_held_basket_is_decided_on_before_anything_is_counted(scene: Scene) -> None:
    held_basket(scene)
    closing.begin(scene.counter)
    assert code_of(scene, closing.count(scene.counter, [(50_000, 2)])) == "closing.held"
    assert counted(scene) == []


def test_a_basket_that_is_carried_over_is_there_in_the_next_shift(scene: Scene) -> None:
    basket = held_basket(scene)
    closing.begin(scene.counter)
    closing.carry_over(scene.counter, basket)
    assert closing.undecided(scene.counter) == ()
    assert refused(lambda: closing.carry_over(scene.counter, basket)) == "basket.not_held"
    count(scene, 100_000)
    report = scene.play(closing.close(scene.counter))
    assert [(one.code, one.count) for one in report.still_open] == [("basket.held", 1)]
    scene.dies_and_starts_again()
    scene.play(shift.open_shift(scene.counter, 100_000))
    scene.play(holding.recall(scene.counter, basket))
    scene.play(checkout.pay_exact(scene.counter))
    assert last(scene).shift != report.shift and close(scene, 107_200).net == 7_200
    assert scene.rig.verify().holds


def test_a_basket_is_given_up_with_a_reason(scene: Scene) -> None:
    basket = held_basket(scene)
    closing.begin(scene.counter)
    assert code_of(scene, closing.give_up(scene.counter, basket, reason=" ")) == "note.missing"
    assert code_of(scene, closing.give_up(scene.counter, basket, reason="010-1234-5678")) == "privacy.sensitive"
    assert code_of(scene, closing.give_up(scene.counter, "another", reason="never came")) == "basket.not_held"
    scene.play(closing.give_up(scene.counter, basket, reason=" never came "))
    gone = next(fact for fact in facts(scene) if isinstance(fact, SaleAbandoned))
    assert (gone.sale, gone.total, gone.reason, gone.lines) == (basket, 7_200, "never came", (("ARIA", 1),))
    assert scene.rig.shelf.held() == ()
    count(scene, 100_000)
    report = scene.play(closing.close(scene.counter))
    assert (report.abandoned, report.still_open) == (1, ())


def test_a_basket_that_is_held_after_the_count_is_decided_on_too(busy: Scene) -> None:
    begun(busy, 121_600)
    held_basket(busy)
    assert code_of(busy, closing.close(busy.counter)) == "closing.held"


def test_one_of_two_is_not_both(scene: Scene) -> None:
    first, second = held_basket(scene), held_basket(scene)
    closing.begin(scene.counter)
    closing.carry_over(scene.counter, first)
    assert [one.basket.id for one in closing.undecided(scene.counter)] == [second]
    with pytest.raises(Refused, match=r"closing\.held") as error:
        count(scene, 100_000)
    assert error.value.facts == {"count": 1}
