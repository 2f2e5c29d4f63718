"""The window: what comes first, who gets keys and scans, what the line at the top says."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from pos.domain.catalogue import Product
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import CardAsked
from pos.till import holding, selling
from pos.till.counter import Notice
from pos.till.ports import Attempt, Job, PrintResult, Waiting
from pos.ui.desk import Offer
from pos.ui.widgets.overlay import Shade
from pos.ui.window import first_screen
from tests.ui.fakes import START, Till
from tests.ui.shop import STAFF, barcode
from tests.ui.stage import Front, dressed


def test_what_comes_first_follows_from_the_counter(till: Till) -> None:
    assert first_screen(till.counter) == "sale"
    selling.add(till.counter, "C001")
    till.counter.attempts = (Attempt(CardAsked("id", "a", "card", 6_900, 0), "asked"),)
    assert first_screen(till.counter) == "payment"
    till.counter.shift = None
    assert first_screen(till.counter) == "shift"
    till.counter.staff = None
    assert first_screen(till.counter) == "sign_in"


def test_the_top_says_where_who_when_and_that_all_is_sent(front: Front) -> None:
    top = front.window.top
    assert top.place.text() == "성수 부티크 · 1번 계산대"
    assert top.when.text() == "영업일 5월 3일 (토) · 10:24"
    assert front.text("person") == "김하늘"
    assert front.text("connection") == "전송 완료"


def test_what_the_mall_has_not_acknowledged_is_counted(front: Front) -> None:
    front.till.memory.unsent = Waiting(7, (START - timedelta(minutes=2)).isoformat())
    front.counter.touch("mall")
    assert front.text("connection") == "7건 대기 · 10:22부터"
    assert front.find("connection").property("tone") == "muted"


def test_a_mall_that_has_been_silent_for_long_is_told_apart(front: Front) -> None:
    front.till.memory.unsent = Waiting(7, (START - timedelta(minutes=22)).isoformat())
    front.counter.touch("mall")
    assert front.find("connection").property("tone") == "warning"


def test_the_language_changes_while_it_runs_and_with_the_person(front: Front) -> None:
    front.touch("language")
    assert front.text("pay") == "Pay"
    assert front.text("language") == "한국어"
    front.touch("language")
    assert front.text("pay") == "결제"
    front.counter.staff = STAFF[1]
    front.counter.touch("session")
    assert front.text("pay") == "Pay"


def test_a_key_reaches_what_is_in_front_only(front: Front) -> None:
    front.press("F12")
    assert front.window.panel_name == "paper"
    front.press("Esc")
    front.window.go("paid")
    front.press("F12")
    assert front.paid.pressed == ["F12"]


def test_help_is_one_key_away_and_esc_closes_it(front: Front) -> None:
    front.press("F1")
    assert front.help.screen.isVisible()
    front.press("Esc")
    assert not front.help.screen.isVisible()
    assert front.window.name == "sale"


def test_a_touch_beside_a_panel_closes_it(front: Front) -> None:
    front.window.open("held")
    QTest.mouseClick(front.window.shade, Qt.MouseButton.LeftButton, pos=front.window.shade.rect().topLeft())
    assert not front.window.panel_name


def test_the_screen_under_a_panel_catches_up_when_it_closes(front: Front) -> None:
    selling.add(front.counter, "C001")
    front.window.open("held")
    front.till.stage.start(holding.hold(front.counter))
    front.press("Esc")
    assert front.rows == []
    assert front.sale.screen.chips.isVisible()


def test_a_scan_closes_the_panel_and_reaches_the_screen(front: Front) -> None:
    front.window.open("help")
    front.window.scanned(barcode("C001"))
    assert not front.window.panel_name
    assert front.rows == ["아침 숲 1 6,900"]


def test_a_scan_reaches_the_screen_that_is_shown(front: Front) -> None:
    front.window.go("paid")
    front.window.scanned(barcode("C001"))
    assert front.paid.scans == [barcode("C001")]


def test_letters_and_chords_mean_nothing(front: Front) -> None:
    QTest.keyClick(front.window, Qt.Key.Key_F10, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(front.window, Qt.Key.Key_A)
    assert front.window.name == "sale"
    assert not front.counter.notices


def test_enter_on_a_button_that_has_the_focus_presses_it(front: Front) -> None:
    front.find("language").setFocus(Qt.FocusReason.TabFocusReason)
    front.press("Enter")
    assert front.text("pay") == "Pay"
    assert front.window.name == "sale"


def test_a_touch_does_not_take_the_focus(front: Front) -> None:
    front.touch("product-C001")
    assert not isinstance(QApplication.focusWidget(), QAbstractButton)


def test_a_refusal_is_said_flashes_and_passes_with_what_works(front: Front) -> None:
    front.press("Enter")
    assert front.window.top.notice.isVisible()
    assert front.window.flash.isVisible()
    assert front.window.flash.tone == "bad"
    front.touch("product-C001")
    assert not front.window.top.notice.isVisible()


def test_what_went_wrong_by_itself_stays_until_it_is_dismissed(front: Front) -> None:
    front.counter.failed(Unavailable("disk.full"))
    front.touch("product-C001")
    assert front.window.top.notice.code == "disk.full"
    front.touch("notice-dismiss")
    assert not front.window.top.notice.isVisible()


def test_nothing_moves_when_a_notice_comes(front: Front) -> None:
    names = ("product-C001", "pay", "basket")
    before = [front.find(name).mapToGlobal(front.find(name).rect().topLeft()) for name in names]
    front.counter.tell(Notice("paper.unknown", {"cause": "printer.stalled", "sale": "x"}, "error"))
    QApplication.processEvents()
    assert [front.find(name).mapToGlobal(front.find(name).rect().topLeft()) for name in names] == before


def test_errors_come_before_news_and_the_others_are_a_touch_away(front: Front) -> None:
    front.counter.tell(Notice("disk.full", {}, "error"))
    front.counter.tell(Notice("till.came_back", {"lines": 2}, "news"))
    assert front.window.top.notice.code == "disk.full"
    front.touch("notice-next")
    assert front.window.top.notice.code == "till.came_back"


def test_a_notice_offers_what_can_be_done(front: Front) -> None:
    done: list[str] = []
    front.till.desk.offer("disk.full", Offer("sale.undo", lambda: done.append("undo")))
    front.counter.tell(Notice("disk.full", {}, "error"))
    assert front.text("notice-offer-0") == "되돌리기"
    front.touch("notice-offer-0")
    assert done == ["undo"]


def test_each_second_looks_at_the_clock_and_the_prices(front: Front) -> None:
    selling.add(front.counter, "C001")
    front.till.memory.raise_price("C001", 7_200, at=START + timedelta(minutes=1))
    front.till.clock.at = START + timedelta(minutes=2)
    front.window.tick()
    assert front.window.top.when.text().endswith("10:26")
    assert front.window.top.notice.code == "price.changed"


def test_a_shelf_that_refuses_does_not_stop_the_window(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_terms(code: str) -> Product | None:
        raise Refused("policy.none", moment="x")

    selling.add(front.counter, "C001")
    monkeypatch.setattr(front.till.memory, "product", no_terms)
    front.window.tick()
    assert front.window.top.notice.code == "policy.none"


def test_paper_that_did_not_come_is_tried_again(front: Front) -> None:
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    selling.add(front.counter, "C001")
    front.press("F9")
    assert front.till.memory.jobs()[0].state == "waiting"
    front.till.printer.result = PrintResult("done")
    for _ in range(5):
        front.window.tick()
    assert not front.till.memory.jobs()
    assert len(front.till.printer.papers) == 1


def test_paper_in_doubt_is_never_printed_again_by_itself(front: Front) -> None:
    front.till.memory.job_list.append(Job("j", "receipt", "s", "unknown", "printer.stalled"))
    for _ in range(10):
        front.window.tick()
    assert not front.till.printer.papers


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("screen", ["sale", "payment"])
def test_everything_to_touch_is_large_enough_has_a_name_and_is_on_the_screen(
    front: Front, size: tuple[int, int], screen: str
) -> None:
    selling.add(front.counter, "C001")
    front.window.resize(*size)
    front.window.go(screen)
    QApplication.processEvents()
    room = front.window.rect()
    for button in front.window.findChildren(QAbstractButton):
        if not button.isVisible() or button.objectName() == "qt_toolbar_ext_button":
            continue
        at = button.mapTo(front.window, button.rect().topLeft())
        assert button.accessibleName(), button.objectName()
        assert min(button.width(), button.height()) >= 48, button.objectName()
        if not _scrolls(button):
            assert room.contains(at) and room.contains(at.x() + button.width(), at.y() + button.height() - 1)


def test_a_panel_that_wishes_for_more_than_there_is_stays_within_reach(qapp: QApplication) -> None:
    dressed()
    room, panel = QWidget(), QWidget()
    room.resize(1000, 700)
    panel.setMinimumSize(1200, 900)
    shade = Shade(room)
    room.show()
    shade.lay(panel)
    assert shade.rect().contains(panel.geometry())
    panel.setMinimumSize(1100, 500)
    QApplication.processEvents()
    assert shade.rect().contains(panel.geometry())
    room.close()
    room.deleteLater()


def test_where_nothing_can_be_sold_yet_the_float_is_counted(front: Front) -> None:
    front.counter.shift = None
    front.window.go("sale")
    assert front.window.name == "shift"


def test_what_was_said_of_the_last_act_stands_before_what_waits(front: Front) -> None:
    front.counter.tell(Notice("shelf.outdated", {}, "warning"))
    front.till.desk.news("export.written", path="figures.pdf")
    assert front.window.top.notice.code == "export.written"
    front.touch("notice-next")
    assert front.window.top.notice.code == "shelf.outdated"
    front.till.desk.refused(Refused("basket.empty"))
    assert front.window.top.notice.code == "basket.empty"


def test_what_is_said_while_a_panel_is_open_is_seen_above_it(front: Front) -> None:
    shade, bar = front.window.shade, front.window.top
    front.till.desk.refused(Refused("basket.empty"))
    front.window.panels["paper"].screen.setMinimumSize(900, 720)
    front.window.open("paper")  # what was said before is an earlier act's
    assert shade.mask().contains(bar.geometry().center())
    front.till.desk.refused(Unavailable("terminal.unreachable"))
    QApplication.processEvents()
    assert bar.notice.isVisible() and bar.notice.code == "terminal.unreachable"
    assert not shade.mask().intersects(bar.geometry())
    assert shade.panel is not None and not shade.panel.geometry().intersects(bar.geometry())
    assert shade.rect().contains(shade.panel.geometry())
    front.touch("notice-dismiss")
    assert shade.mask().contains(bar.geometry().center())


def _scrolls(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if above.objectName() == "canvas":
            return True
        above = above.parentWidget()
    return False
