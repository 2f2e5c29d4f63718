"""The line at the top: which shop and till, day and time, what the mall still waits for, who, and the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos.till.ports import Waiting
from pos.ui import figures, theme
from pos.ui.widgets.button import Button
from pos.ui.widgets.line import Line
from pos.ui.widgets.link_sign import LinkSign
from pos.ui.widgets.notice_bar import NoticeBar
from pos.ui.words import Words

HEIGHT = 72
WIDE = 1400


@dataclass(frozen=True, slots=True)
class TopView:
    """What the line says. `late` where the mall has been waiting for longer than it should, `is_apart` where it does
    not answer; `drawer` where there are two. `papers` came out while somebody practised."""

    boutique: str
    till: str
    day: date
    now: datetime
    waiting: Waiting
    late: bool
    person: str
    drawer: str = ""
    is_training: bool = False
    papers: int = 0
    is_apart: bool = False


class TopBar(QFrame):
    """A notice takes the place of the left part, so that nothing on the screen ever moves under a finger."""

    person_pressed = Signal()
    mode_pressed = Signal()
    language_pressed = Signal()
    help_pressed = Signal()
    tools_pressed = Signal()
    training_pressed = Signal()
    link_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(theme.current().px(HEIGHT))
        self.notice = NoticeBar()
        self.place, self.when = Line("", "strong"), Line("", "small", tone="muted")
        self.left = QStackedWidget()
        self.left.addWidget(self._place())
        self.left.addWidget(self.notice)
        self.link = LinkSign()
        self.link.setObjectName("connection")
        self.link.clicked.connect(self.link_pressed)
        self.training = Button("", "training")
        self.training.setObjectName("training")
        self.training.clicked.connect(self.training_pressed)
        self.training.hide()
        self.person = Button("", "quiet")
        self.person.setObjectName("person")
        self.person.clicked.connect(self.person_pressed)
        self.language = Button("", "quiet", font="body")
        self.language.setObjectName("language")
        self.language.clicked.connect(self.language_pressed)
        self.mode = Button("", "quiet", sign="moon")
        self.mode.setObjectName("mode")
        self.mode.clicked.connect(self.mode_pressed)
        self.tools = Button("", "quiet", key=".", sign="more")
        self.tools.setObjectName("tools")
        self.tools.clicked.connect(self.tools_pressed)
        self.help = Button("", "quiet", key="F1", sign="help")
        self.help.setObjectName("help")
        self.help.clicked.connect(self.help_pressed)
        self._lay_out()

    def _place(self) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(20, 10, 8, 10)
        column.setSpacing(2)
        column.addStretch()
        column.addWidget(self.place)
        column.addWidget(self.when)
        column.addStretch()
        return place

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(6)
        self.left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        row.addWidget(self.left, 1)
        row.addWidget(self.training)
        row.addWidget(self.link)
        row.addWidget(self.person)
        row.addWidget(self.mode)
        row.addWidget(self.language)
        row.addWidget(self.tools)
        row.addWidget(self.help)

    def render(self, view: TopView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the view."""
        place = "training.place" if view.is_training else "window.place"
        self.place.setText(words(place, boutique=view.boutique, till=view.till))
        day = figures.day(view.day, words.language)
        self.when.setText(words("window.when", day=day, time=figures.clock(view.now)))
        self._show_link(view, words)
        self._show_training(view, words)
        self.person.set_words(view.person, view.drawer)
        self._make_room()
        self.language.set_words(words("window.other_language"))
        self._show_mode(words)
        self.help.setAccessibleName(words("window.help"))
        self.tools.setAccessibleName(words("tools.open"))
        self.tools.setToolTip(words("tools.open"))

    def _show_training(self, view: TopView, words: Words) -> None:
        """While somebody practises nothing goes to the mall; in its place stands that nothing is real."""
        self.training.setVisible(view.is_training)
        self.link.setVisible(not view.is_training)
        if view.is_training:
            papers = words("training.chip_papers", count=view.papers) if view.papers else ""
            self.training.set_words(words("training.chip"), papers)

    def _show_mode(self, words: Words) -> None:
        """The button shows what it leads to."""
        is_dark = theme.current().mode == "dark"
        self.mode.sign = "sun" if is_dark else "moon"
        self.mode.setAccessibleName(words("window.light" if is_dark else "window.dark"))
        self.mode.setToolTip(self.mode.accessibleName())
        self.mode.update()

    def show_notice(self, shown: bool) -> None:
        """A notice, or the place again. Where there is little room, a notice takes that of the buttons too."""
        self.left.setCurrentIndex(1 if shown else 0)
        self._make_room()

    def _make_room(self) -> None:
        is_tight = self.left.currentIndex() == 1 and self.width() < theme.current().px(WIDE)
        for button in (self.person, self.tools):
            button.setVisible(bool(self.person.text()) and not is_tight)
        for button in (self.mode, self.language, self.help):
            button.setVisible(not is_tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _show_link(self, view: TopView, words: Words) -> None:
        count = view.waiting.count
        if count:
            since = view.waiting.since
            time = figures.clock(datetime.fromisoformat(since)) if since else "–"
            text = words("window.waiting", count=f"{count:,}", time=time)
        else:
            text = words("window.apart" if view.is_apart else "window.all_sent")
        self.link.show_state(text, is_late=view.late)
        self.link.setToolTip(words("connection.open"))
