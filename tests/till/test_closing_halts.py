"""What may go wrong at closing: the disk, the power, the paper, a second click; nothing is lost, nothing is doubled."""

from collections.abc import Callable
from typing import Any

import pytest

from pos.domain.errors import Unavailable
from pos.domain.facts import ShiftClosed
from pos.storage.engine import Database
from pos.till import printing, selling, session
from pos.till.day import closing, shift
from pos.till.ports import PrintResult
from tests.domain.sales import told
from tests.till.backs import Fate, code_of, refused
from tests.till.closings import begun, cash_sale, close, closed, count, counted, held_basket
from tests.till.scene import ARIA, PowerCut, Scene
from tests.till.slowly import begun as started
from tests.till.slowly import code_at_once, ended, run_out, slow

WHO_KNOWS = PrintResult("unknown", "printer.no_answer")
FULL = Unavailable("disk.full")
MANAGER = {"by": "B1", "pin": "930275", "reason": "customer left without paying"}


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """One sleeve was sold in cash: 107,200 won should be there."""
    cash_sale(scene)
    return scene


def whole_closing(scene: Scene) -> None:
    """Count wrongly, count again, and close with a manager."""
    closing.begin(scene.counter)
    if not scene.play(closing.resume(scene.counter)).counts:
        count(scene, 100_000)
    if len(scene.play(closing.resume(scene.counter)).counts) < 2:
        count(scene, 107_000)
    scene.play(closing.close(scene.counter, **MANAGER))


# --- the power -------------------------------------------------------------------------------------------------------


def steps_of_a_closing(scene: Scene) -> int:
    fate = Fate(scene)
    whole_closing(scene)
    fate.is_spared()
    return fate.steps


def test_a_closing_writes_the_two_counts_the_approval_and_itself(busy: Scene) -> None:
    assert steps_of_a_closing(busy) == 4


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_the_power_goes_at_any_write(busy: Scene, at: int, after: bool) -> None:
    fate = Fate(busy, at, after=after)
    with pytest.raises(PowerCut):
        whole_closing(busy)
    fate.is_over()
    if at == 4 and after:
        assert busy.counter.shift is None
    else:
        whole_closing(busy)
    assert [report.number for report in closed(busy)] == [1]
    assert counted(busy) == [(1, 100_000), (2, 107_000)]
    assert closed(busy)[0].approvals == (2 if (at, after) in ((3, True), (4, False)) else 1)
    busy.play(shift.open_shift(busy.counter, 100_000))
    assert close(busy, 100_000).number == 2
    assert busy.rig.verify().holds


def test_the_report_comes_out_after_the_power_was_back(busy: Scene) -> None:
    fate = Fate(busy, 2, after=True)
    with pytest.raises(PowerCut):
        close(busy, 107_200)
    fate.is_over()
    papers = [told(one) for one in busy.printer.papers if "마감 정산" in told(one)]
    assert len(papers) == 1 and busy.rig.shelf.jobs() == ()


def test_in_the_middle_of_closing_the_till_starts_again(busy: Scene) -> None:
    basket = held_basket(busy)
    closing.begin(busy.counter)
    closing.carry_over(busy.counter, basket)
    count(busy, 100_000)
    busy.dies_and_starts_again()
    assert busy.counter.closing is None and busy.counter.shift is not None
    closing.begin(busy.counter)
    assert [one.basket.id for one in closing.undecided(busy.counter)] == [basket]
    assert busy.play(closing.resume(busy.counter)).difference == -7_200


# --- the disk --------------------------------------------------------------------------------------------------------


def fails(scene: Scene, error: Unavailable) -> None:
    """The next commit is not written."""

    def fail() -> None:
        raise error

    scene.store.before_next = fail


def test_a_full_disk_counts_nothing_and_closes_nothing(busy: Scene) -> None:
    closing.begin(busy.counter)
    fails(busy, FULL)
    assert code_of(busy, closing.count(busy.counter, [(50_000, 2)])) == "disk.full"
    assert counted(busy) == [] and busy.counter.closing is not None and busy.counter.closing.counts == ()
    count(busy, 107_200)
    fails(busy, FULL)
    assert code_of(busy, closing.close(busy.counter)) == "disk.full"
    assert closed(busy) == [] and busy.counter.shift is not None and not busy.counter.is_busy
    assert busy.play(closing.close(busy.counter)).number == 1
    assert busy.rig.verify().holds


def lost_answer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next commit is written, and nobody can tell."""
    commit = scene.store.commit

    def told_nothing(what: Any) -> Any:
        monkeypatch.undo()
        commit(what)
        raise Unavailable("disk.unknown")

    monkeypatch.setattr(scene.store, "commit", told_nothing)


def test_a_closing_of_which_nobody_knew_is_found_to_be_written(busy: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(busy, 107_200)
    lost_answer(busy, monkeypatch)
    assert code_of(busy, closing.close(busy.counter)) == "disk.unknown"
    assert busy.counter.shift is not None
    assert code_of(busy, closing.close(busy.counter)) == "shift.closed"
    assert busy.counter.shift is None and busy.counter.last_report == closed(busy)[0]
    assert len(closed(busy)) == 1 and "마감 정산" in told(busy.printer.papers[-1])


def test_nobody_sells_into_a_shift_that_was_closed_after_all(busy: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(busy, 107_200)
    lost_answer(busy, monkeypatch)
    code_of(busy, closing.close(busy.counter))
    closing.leave(busy.counter)
    assert busy.counter.shift is None
    assert refused(lambda: selling.scan(busy.counter, ARIA)) == "shift.not_open"


@pytest.fixture
def unsure(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A shift was opened with 50,000 won, and nobody could tell."""
    close(scene, 100_000)
    lost_answer(scene, monkeypatch)
    assert code_of(scene, shift.open_shift(scene.counter, 50_000)) == "disk.unknown"
    return scene


def test_a_shift_of_which_nobody_knew_is_opened_once(unsure: Scene) -> None:
    opened = unsure.play(shift.open_shift(unsure.counter, 50_000))
    assert unsure.rig.shelf.open_shifts() == (opened,) == (unsure.counter.open_shift(),)
    selling.scan(unsure.counter, ARIA)


def test_with_another_float_it_is_said_to_be_open(unsure: Scene) -> None:
    assert code_of(unsure, shift.open_shift(unsure.counter, 70_000)) == "shift.open"
    assert len(unsure.rig.shelf.open_shifts()) == 1 and unsure.counter.open_shift().float_won == 50_000


def test_the_disk_itself_refuses_a_second_closing(busy: Scene) -> None:
    report = close(busy, 107_200)
    again = busy.counter.commit_of(facts=(ShiftClosed(report),))
    with pytest.raises(Exception, match=r"shift\.closed"):
        busy.store.commit(again)


def test_a_file_that_cannot_be_read_says_so(busy: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(busy, 107_200)

    def broken(database: Database) -> Any:
        raise Unavailable("disk.failed")

    monkeypatch.setattr(Database, "read", broken)
    assert code_of(busy, closing.close(busy.counter)) == "disk.failed"
    monkeypatch.undo()
    assert busy.play(closing.close(busy.counter)).number == 1


def test_nothing_comes_between_adding_up_and_writing(busy: Scene) -> None:
    """A copy that is printed at that very moment is in the report, or comes after it."""
    begun(busy, 107_200)
    lane = slow(busy, "disk")
    ends = started(busy, closing.close(busy.counter))
    lane.goes_on()
    copy = started(busy, printing.reprint(busy.counter))
    run_out(busy, lane)
    assert (ended(busy, ends), ended(busy, copy)) == ("", "")
    assert busy.kinds().count("Reprinted") == 1 and closed(busy)[0].number == 1 and busy.rig.verify().holds


# --- two at once -----------------------------------------------------------------------------------------------------


def test_a_second_click_on_counting_is_no_recount(busy: Scene) -> None:
    closing.begin(busy.counter)
    disk = slow(busy, "disk")
    first = started(busy, closing.count(busy.counter, [(50_000, 2)]))
    second = started(busy, closing.count(busy.counter, [(50_000, 2)]))
    assert code_at_once(second) == "payment.in_progress"
    run_out(busy, disk)
    assert ended(busy, first) == "" and counted(busy) == [(1, 100_000)]


def click_twice(scene: Scene, story: Callable[[], Any]) -> tuple[str, str]:
    disk = slow(scene, "disk")
    first, second = started(scene, story()), started(scene, story())
    codes = code_at_once(second)
    run_out(scene, disk)
    return ended(scene, first), codes


def test_a_second_click_on_closing_closes_once(busy: Scene) -> None:
    begun(busy, 100_000)
    codes = click_twice(busy, lambda: closing.close(busy.counter, **MANAGER))
    assert codes == ("", "payment.in_progress")
    assert len(closed(busy)) == 1 and busy.kinds().count("ApprovalGiven") == 1


def test_a_second_click_on_giving_up_gives_up_once(scene: Scene) -> None:
    basket = held_basket(scene)
    closing.begin(scene.counter)
    codes = click_twice(scene, lambda: closing.give_up(scene.counter, basket, reason="never came"))
    assert codes == ("", "payment.in_progress") and scene.kinds().count("SaleAbandoned") == 1


def test_while_it_is_written_nobody_sells_or_leaves(busy: Scene) -> None:
    begun(busy, 107_200)
    disk = slow(busy, "disk")
    story = started(busy, closing.close(busy.counter))
    selling.scan(busy.counter, ARIA)
    assert busy.counter.draft is None
    assert code_of(busy, session.sign_out(busy.counter)) == "payment.in_progress"
    run_out(busy, disk)
    assert ended(busy, story) == "" and len(closed(busy)) == 1
    assert closed(busy)[0].sale_count == 1 and busy.rig.shelf.open_draft() is None


# --- the paper -------------------------------------------------------------------------------------------------------


def is_copy(scene: Scene, place: int = -1) -> bool:
    return "재발행" in told(scene.printer.papers[place]).splitlines()[0]


def test_a_report_that_is_printed_again_says_that_it_is_a_copy(busy: Scene) -> None:
    report = close(busy, 107_200)
    assert not is_copy(busy)
    busy.play(closing.reprint(busy.counter))
    assert is_copy(busy) and "마감 정산 (Z) 1" in told(busy.printer.papers[-1])
    assert busy.kinds()[-1] == "Reprinted"
    busy.play(shift.open_shift(busy.counter, 0))
    close(busy, 0)
    busy.play(closing.reprint(busy.counter, report.shift))
    assert is_copy(busy) and "마감 정산 (Z) 1" in told(busy.printer.papers[-1])
    busy.play(closing.reprint(busy.counter))
    assert "마감 정산 (Z) 2" in told(busy.printer.papers[-1])


@pytest.mark.parametrize("which", ["", "shift-9"])
def test_a_report_that_never_was_is_not_printed(busy: Scene, which: str) -> None:
    assert code_of(busy, closing.reprint(busy.counter, which)) == "report.none"


def test_a_report_in_doubt_comes_again_as_a_copy(busy: Scene) -> None:
    begun(busy, 107_200)
    busy.printer.answers = [WHO_KNOWS]
    busy.play(closing.close(busy.counter))
    assert busy.codes() == ["paper.unknown"]
    busy.play(printing.print_again(busy.counter))
    assert is_copy(busy) and busy.rig.shelf.jobs() == ()


def test_an_interim_report_is_for_managers_and_not_kept(busy: Scene) -> None:
    assert code_of(busy, closing.interim(busy.counter)) == "staff.not_allowed"
    busy.play(session.sign_in(busy.counter, "B1", "930275"))
    report = busy.play(closing.interim(busy.counter))
    assert (report.number, report.net, report.expected, report.count) == (0, 7_200, 107_200, None)
    busy.play(printing.print_interim(busy.counter, report))
    assert "중간 정산 (X)" in told(busy.printer.papers[-1]) and closed(busy) == []
    busy.printer.answers = [PrintResult("not_started", "printer.paper_out")]
    assert code_of(busy, printing.print_interim(busy.counter, report)) == "printer.paper_out"
    assert close(busy, 107_200).number == 1
