"""The window: the line at the top, one screen, perhaps a panel over it; keys and scans go to what is in front.

It decides nothing. Which screen is shown first follows from the counter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QInputEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos.domain.errors import Refused
from pos.till import printing, selling
from pos.till.changes import Touched
from pos.till.counter import Counter, Notice
from pos.till.paying import checkout
from pos.till.ports import Waiting
from pos.ui import badges, theme, whose
from pos.ui import keys as key_names
from pos.ui.desk import Actions, Desk, Leaves
from pos.ui.idle import Idle
from pos.ui.keys import KeyUse
from pos.ui.notices import STOPPING, explain
from pos.ui.widgets.frame import TrainingFrame
from pos.ui.widgets.notice_bar import NoticeView
from pos.ui.widgets.overlay import Flash, Shade
from pos.ui.widgets.tick import Tick
from pos.ui.widgets.top_bar import TopBar, TopView

# The mall answers within seconds; after five minutes somebody should know.
LATE = timedelta(minutes=5)
PRINT_AGAIN_SECONDS = 5
PAPER_NOTICES = frozenset({"paper.not_printed", "paper.unknown"})


def _of_its_paper(counter: Counter, notice: Notice) -> Notice:
    """What is said of paper names the paper: not everything that is printed is a receipt."""
    stopped = printing.stopped_at(counter) if notice.code in PAPER_NOTICES else None
    return replace(notice, facts={**notice.facts, "paper": stopped.kind}) if stopped else notice


def first_screen(counter: Counter) -> str:
    """Where the person takes up what the till was doing."""
    if counter.staff is None:
        return "sign_in"
    if counter.shift is None:
        return "shift"
    if counter.payments or checkout.in_doubt(counter) or counter.is_paying:
        return "payment"
    return "sale"


class MainWindow(QMainWindow):
    """`screens` are shown one at a time, `panels` over them, each under its name; none is looked at before its turn."""

    def __init__(self, desk: Desk, screens: Mapping[str, Actions], panels: Mapping[str, Actions] | None = None) -> None:
        super().__init__()
        self.desk, self.screens, self.panels = desk, screens, panels or {}
        self.name, self.panel_name = "", ""
        self._notice_at, self._seconds, self._person = 0, 0, ""
        self._waiting = Waiting(0)
        self._missed: list[Touched] = []
        self._field_below: QLineEdit | Tick | None = None
        self.setMinimumSize(640, 480)
        self.top, self.pages, room = TopBar(), QStackedWidget(), QWidget()
        room.setObjectName("window")
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(room)
        self.shade, self.flash = Shade(room), Flash(room)
        self.idle = Idle(room, desk, is_asking=lambda: self.panel_name == "paper", leave=lambda: self.go("sign_in"))
        self.frame = TrainingFrame(self) if desk.counter.ports.practice.is_on else None
        self._connect()
        self._beat = QTimer(self)
        self._beat.timeout.connect(self.tick)
        self._speak()
        self._look_at_mall()
        self._show_notices()

    def _connect(self) -> None:
        desk, top = self.desk, self.top
        desk.touched.connect(self._touched)
        desk.toned.connect(self.flash.show_tone)
        desk.language_changed.connect(self._speak)
        desk.look_changed.connect(self._speak)
        desk.gone.connect(self.go)
        desk.opened.connect(self.open)
        desk.closed.connect(self.close_panel)
        self.shade.touched.connect(self.close_panel)
        top.person_pressed.connect(lambda: self.go("sign_in"))
        top.language_pressed.connect(lambda: desk.speak("en" if desk.words.language == "ko" else "ko"))
        top.mode_pressed.connect(lambda: desk.wear("light" if theme.current().mode == "dark" else "dark"))
        top.help_pressed.connect(lambda: self.open("help"))
        top.tools_pressed.connect(lambda: self.open("tools"))
        top.training_pressed.connect(lambda: self.open("training"))
        top.link_pressed.connect(lambda: self.open("connection"))
        desk.scanned.connect(self.scanned)
        top.notice.offer_pressed.connect(self._take_offer)
        top.notice.dismissed.connect(desk.dismiss)
        top.notice.next_pressed.connect(self._next_notice)

    def start(self) -> None:
        """Show what the counter was at, listen to the keys, and look at the time each second."""
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one: we are a widget
        self.go(first_screen(self.desk.counter))
        self._beat.start(1000)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._beat.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        super().closeEvent(event)

    # --- moving about ---

    @property
    def front(self) -> Actions:
        """What keys and scans mean something to: the open panel, otherwise the screen."""
        return self.panels[self.panel_name] if self.panel_name else self.screens[self.name]

    def go(self, name: str) -> None:
        """Show a screen by its name; the float is counted before anything can be sold."""
        name = "shift" if name == "sale" and first_screen(self.desk.counter) == "shift" else name
        self.close_panel()
        about, before = self.desk.about, self.screens.get(self.name)
        if isinstance(before, Leaves) and name != self.name:
            before.left()
        self.desk.about, self.name = about, name
        actions = self.screens[name]
        if self.pages.indexOf(actions.screen) < 0:
            self.pages.addWidget(actions.screen)
        self.pages.setCurrentWidget(actions.screen)
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self.pages.setFocus()
        actions.opened()
        self._show_top()

    def open(self, name: str) -> None:
        """Lay a panel over the screen."""
        self.close_panel()
        self.panel_name = name
        focus = self.focusWidget()
        self._field_below = focus if isinstance(focus, QLineEdit | Tick) else None
        if focus is not None:
            focus.clearFocus()  # what is typed now is meant for the panel
        panel = self.panels[name]
        if not self.shade.isAncestorOf(panel.screen):
            panel.screen.setParent(self.shade)
            panel.screen.hide()
        panel.opened()
        self.shade.lay(panel.screen)

    def close_panel(self) -> None:
        """Take the open panel away; the screen under it catches up."""
        if self.panel_name:
            focus = QApplication.focusWidget()
            if focus is not None and self.front.screen.isAncestorOf(focus):
                focus.clearFocus()  # else it goes to a tile behind, and the favourites roll to it
            self.panel_name = ""
            self.shade.lift()
            if self._field_below is not None and self._field_below.isVisible():
                self._field_below.setFocus()
            missed, self._missed = self._missed, []
            for noun in dict.fromkeys(missed):
                self.front.refresh(noun)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round in the open panel, and not behind it."""
        moved = super().focusNextPrevChild(forward)
        if not self.panel_name:
            return moved
        panel, first = self.front.screen, self.focusWidget()
        while moved and not panel.isAncestorOf(self.focusWidget()):
            moved = super().focusNextPrevChild(forward)
            if self.focusWidget() is first:
                return False
        return moved

    # --- what is pressed and scanned ---

    def scanned(self, code: str) -> None:
        """A code was read by any scanner."""
        self.idle.hand()
        if badges.takes(self.desk, code, screen=self.name, panel=self.panel_name, come=lambda: self._comes(code)):
            return
        if self.panel_name:
            if self.front.scanned(code):
                return
            self.close_panel()
        self.front.scanned(code)

    def _comes(self, badge: str) -> None:
        """Somebody else comes to the till; what is open stays for later."""
        self.go("sign_in")
        self.front.scanned(badge)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of every widget comes by here, and asking for its class costs less than asking for its type.
        if not isinstance(event, QInputEvent):
            return False
        if self.idle.takes(watched, event):
            return True
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self:
            return False
        return self.pressed(event)

    def pressed(self, event: QKeyEvent) -> bool:
        """Give a key to what is in front; False leaves it to the widget with the focus."""
        name = key_names.name_of(event)
        if name is None or not self.name:
            return False
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and name in key_names.WRITING:
            return False
        button = focus if isinstance(focus, QAbstractButton) and not isinstance(focus, Tick) else None
        if button is not None and name == "Enter":
            button.click()
            return True
        if button is not None and name == "Esc":
            button.clearFocus()  # one step back: from the button that Tab went to
            return True
        use = next((use for use in self.keys() if use.key == name), None)
        if use is not None:
            use.press()
            return True
        return name.isdigit() and self.front.typed(name)

    def keys(self) -> tuple[KeyUse, ...]:
        """What the keys do now: those of what is in front, then the window's own."""
        front = tuple(self.front.keys())
        own = [KeyUse("Esc", "key.close", self.close_panel)] if self.panel_name else []
        if "help" in self.panels and self.panel_name != "help":
            own.append(KeyUse("F1", "key.help", lambda: self.open("help")))
        own += [*([] if self.panel_name else self._tools()), *self._way_back()]
        taken = {use.key for use in front}
        return (*front, *(use for use in own if use.key not in taken))

    def keys_below(self) -> tuple[KeyUse, ...]:
        """What the keys do once the open panel is gone."""
        return (*self.screens[self.name].keys(), *self._tools(), *self._way_back())

    def _tools(self) -> list[KeyUse]:
        if "tools" not in self.panels or self.desk.counter.staff is None:
            return []
        return [KeyUse(".", "key.tools", lambda: self.open("tools"))]

    def _way_back(self) -> list[KeyUse]:
        """From practising to the till, with one key from anywhere."""
        practice = self.desk.counter.ports.practice
        return [KeyUse("Home", "training.key.back", practice.end)] if practice.is_on else []

    # --- what is seen ---

    def tick(self) -> None:
        """Each second: the time, prices that changed meanwhile, paper that did not come out; or nobody is there."""
        self._seconds += 1
        self.idle.beat()
        counter = self.desk.counter
        if counter.staff is not None:
            try:
                selling.look_at_prices(counter)
            except Refused as error:
                counter.failed(error)
        if self._seconds % PRINT_AGAIN_SECONDS == 0 and not counter.is_printing:
            if any(job.state == "waiting" for job in counter.ports.shelf.jobs()):
                printing.wake(counter)
            self._look_at_mall()
        self._show_top()

    def _touched(self, noun: Touched) -> None:
        if noun == "notices":
            self._notice_at = 0
            self._show_notices()
        if noun == "session":
            self._follow_person()
        if noun in ("mall", "payment", "shift", "session", "paper"):
            self._look_at_mall()
            self._show_top()
        if self.panel_name:
            self._missed.append(noun)
        if self.name:
            self.front.refresh(noun)

    def _follow_person(self) -> None:
        staff = self.desk.counter.staff
        if staff is not None and staff.id != self._person:
            self.desk.speak(staff.language)
        self._person = staff.id if staff else ""
        if staff is None and self.name not in ("", "sign_in"):
            self.go("sign_in")  # locked, or no longer somebody of this boutique

    def _look_at_mall(self) -> None:
        self._waiting = self.desk.counter.ports.shelf.waiting()

    def _speak(self) -> None:
        is_on = self.desk.counter.ports.practice.is_on
        self.setWindowTitle(self.desk.words("training.window" if is_on else "window.title"))
        self._show_top()
        self._show_notices()
        if self.name:
            self.front.refresh("session")
            self.screens[self.name].refresh("session")

    def _show_top(self) -> None:
        counter = self.desk.counter
        boutique = counter.ports.shelf.boutique()
        now, since = counter.now(), self._waiting.since
        view = TopView(
            boutique=boutique.name if boutique else counter.ports.boutique,
            till=counter.ports.till,
            day=counter.day(),
            now=now,
            waiting=self._waiting,
            late=bool(since) and now - datetime.fromisoformat(since) > LATE,
            person=counter.staff.name if counter.staff else "",
            drawer=whose.drawer_in_words(counter, self.desk.words, counter.shift.drawer) if counter.shift else "",
            is_training=counter.ports.practice.is_on,
            papers=len(counter.ports.practice.papers),
            is_apart=counter.ports.link.state().connection.state in ("offline", "broken"),
        )
        self.top.render(view, self.desk.words)

    def _show_notices(self) -> None:
        notices = self._in_order()
        if not notices:
            self.top.show_notice(False)
            self.shade.leave(0)
            return
        self._notice_at %= len(notices)
        shown = notices[self._notice_at]
        self.top.notice.render(self._notice_view(shown, len(notices) - 1), self.desk.words)
        self.top.show_notice(True)
        self.shade.leave(self.top.height() if self.panel_name and self.desk.is_new(shown.code) else 0)

    def _in_order(self) -> list[Notice]:
        grades, newest_first = ("error", "warning", "news"), list(self.desk.counter.notices[::-1])
        last = [notice for notice in newest_first if self.desk.is_new(notice.code)]
        # What went well may promise a paper: that it did not come out is said before that.
        ahead = PAPER_NOTICES if all(notice.grade == "news" for notice in last) else frozenset()
        newest_first = sorted(newest_first, key=lambda one: grades.index(one.grade))
        return sorted(
            newest_first, key=lambda one: (one.code not in STOPPING, one not in last and one.code not in ahead)
        )

    def _notice_view(self, notice: Notice, others: int) -> NoticeView:
        words = self.desk.words
        told = explain(_of_its_paper(self.desk.counter, notice), words, name_of=self.desk.product_name, tells_raw=False)
        offers = tuple(words(offer.label) for offer in self.desk.offers(notice.code))
        return NoticeView(notice.code, notice.grade, told.what, f"{told.safe} {told.do}", told.short, offers, others)

    def _next_notice(self) -> None:
        self._notice_at += 1
        self._show_notices()

    def _take_offer(self, code: str, place: int) -> None:
        self.desk.offers(code)[place].act()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.centralWidget()
        if room is not None:
            self.shade.setGeometry(room.rect())
        if self.frame is not None:
            self.frame.lay()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            QTimer.singleShot(0, self._free_the_keys)

    def _free_the_keys(self) -> None:
        """Whoever comes back to the window presses what the screen says, not the first button Qt gives the focus to."""
        focus = self.focusWidget()
        if isinstance(focus, QAbstractButton) and not isinstance(focus, Tick):
            focus.clearFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
