"""What happens on the manager's page: days are gone through, read on the disk lane, and looked at more closely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from msgspec import structs
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pos.domain.agreement import Checked
from pos.domain.errors import TillError
from pos.domain.sums.figures import Figures
from pos.domain.sums.figures_tables import charts, tables
from pos.domain.sums.unusual import unusual
from pos.till.changes import Touched
from pos.till.day import agreeing, overview
from pos.ui.desk import Desk
from pos.ui.figures import day
from pos.ui.keys import KeyUse
from pos.ui.screens.agreements.view import summary
from pos.ui.screens.figures.asking import Behind, Choosing, ToFile
from pos.ui.screens.figures.periods import Period
from pos.ui.screens.figures.screen import FiguresScreen
from pos.ui.screens.figures.view import MODES, Course, FiguresView, Loaded, Mode, present, shown_of, to_look_at
from pos.ui.widgets.bars import BarChart

SOON_MS, SECOND_MS = 250, 1_000
WEEKS = timedelta(days=31)


class FiguresActions:
    """Mutable: which days are looked at and how, and what was read of them. What is asked last is what is shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        today = Period(desk.counter.day(), desk.counter.day())
        self._course = Course(today, today.usual_against)
        self._loaded: Loaded | None = None
        self._asked: object | None = None
        self._agreed: tuple[Checked, ...] = ()
        self._message, self._seconds = "", 0
        self.screen = FiguresScreen()
        self.screen.pressed.connect(lambda name: self._verbs()[name]())
        self.screen.row_touched.connect(self._touched)
        self._waiting = QTimer(self.screen)
        self._waiting.timeout.connect(self._tick)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at today."""
        if self._desk.attempt(self._may_look) is None:
            self._desk.go("sale")
            return
        today = self._desk.counter.day()
        self._loaded = None
        self.look(Period(today, today))

    def left(self) -> None:
        """An answer that is under way is for nobody."""
        self._stop_waiting()

    def refresh(self, noun: Touched) -> None:
        """The language changed, or somebody else is signed in."""
        if noun == "session":
            if self._loaded is not None:
                found = (self._loaded.figures, self._loaded.before)
                self._loaded = replace(self._loaded, names=self._names(*(one for one in found if one is not None)))
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Through the days, and through what is seen; in a picture the arrows read its values."""
        chart = self._chart()
        if chart is not None:
            return [
                KeyUse("Left", "figures.key.bar", partial(chart.step, -1)),
                KeyUse("Right", "figures.key.bar", partial(chart.step, 1)),
                KeyUse("Esc", "figures.key.leave_bar", chart.clearFocus),
            ]
        return [
            KeyUse("Left", "figures.key.before", self.before),
            KeyUse("Right", "figures.key.after", self.after),
            KeyUse("PgUp", "figures.key.week_before", partial(self.weeks, -1)),
            KeyUse("PgDn", "figures.key.week_after", partial(self.weeks, 1)),
            KeyUse("/", "figures.key.choose", self.choose),
            *(KeyUse(str(at), "figures.key.mode", partial(self.mode, name)) for at, name in enumerate(MODES, 1)),
            KeyUse("Up", "figures.key.move", partial(self.move, -1)),
            KeyUse("Down", "figures.key.move", partial(self.move, 1)),
            KeyUse("+", "figures.key.scroll", partial(self.screen.turn, 1)),
            KeyUse("-", "figures.key.scroll", partial(self.screen.turn, -1)),
            KeyUse("Enter", "figures.key.entries", self.entries),
            KeyUse("F12", "figures.key.export", self.export),
            *([KeyUse("F10", "agreements.key", self.agreement)] if self._agreed else []),
            *([KeyUse("F11", "audit.open", partial(self._desk.go, "audit"))] if self._questions() else []),
            KeyUse("Esc", "figures.close", self.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        self._desk.news("overview.scanned")
        self._desk.toned.emit("bad")

    # --- which days ---

    def look(self, period: Period, against: Period | None = None) -> None:
        """Look at other days, held against others, or against those before them."""
        self._course = replace(self._course, period=period, against=against or period.usual_against, chosen=0)
        self._read()

    def look_alone(self, period: Period) -> None:
        """Look at other days, and hold them against nothing."""
        self._course = replace(self._course, period=period, against=None, chosen=0)
        self._read()

    def before(self) -> None:
        """The day before, or the period before."""
        self._go(self._course.period.moved(-1))

    def after(self) -> None:
        """The next one, up to today."""
        self._go(self._course.period.moved(1))

    def weeks(self, step: int) -> None:
        """The same days a week before or later."""
        self._go(self._course.period.weeks(step))

    def choose(self) -> None:
        """Other days, from a panel."""
        self._desk.open("figures_period", about=Choosing(self._course.period, self._course.against, self._chosen))

    def _chosen(self, period: Period, against: Period | None) -> None:
        self._desk.close()
        if against is None:
            self.look_alone(period)
        else:
            self.look(period, against)

    def _go(self, period: Period) -> None:
        if period.first > self._desk.counter.day():
            self._desk.toned.emit("bad")
        elif self._course.against is None:
            self.look_alone(period)
        else:
            self.look(period)

    # --- reading ---

    def _read(self) -> None:
        """Ask for it; until it is there the page says that it is being added up, unless that is over at once."""
        course, token = self._course, object()
        self._asked, self._seconds, self._message = token, 0, ""
        self._waiting.start(SOON_MS)
        periods = [(course.period.first, course.period.last)]
        periods += [(course.against.first, course.against.last)] if course.against else []
        self._desk.do(
            overview.figures(self._desk.counter, *periods),
            then=lambda found: self._arrived(token, course, found),
            otherwise=lambda error: self._failed(token, error),
        )
        if self._asked is token and self._loaded is None:
            self.draw()

    def _arrived(self, token: object, course: Course, found: tuple[Figures, ...]) -> None:
        if token is not self._asked:
            return  # the person has moved on
        self._stop_waiting()
        before = found[1] if len(found) > 1 else None
        names = self._names(*found)
        self._loaded = Loaded(course.period, course.against, found[0], before, unusual(found[0]), names)
        last = course.period.last
        self._desk.do(
            agreeing.of_days(self._desk.counter, min(course.period.first, last - WEEKS), last), then=self._compared
        )
        self.draw()

    def _compared(self, found: tuple[Checked, ...]) -> None:
        if found != self._agreed:
            self._agreed = found
            self.draw()

    def _failed(self, token: object, error: TillError) -> None:
        if token is self._asked:
            self._stop_waiting()
            self._loaded, self._message = None, "figures.failed"
            self._desk.refused(error)
            self.draw()

    def _tick(self) -> None:
        """Nothing came yet: what was there is of other days, and goes."""
        self._seconds += self._waiting.interval() == SECOND_MS
        self._waiting.setInterval(SECOND_MS)
        self._loaded = None
        self._message = "figures.working_long" if self._seconds else "figures.working"
        self.draw()

    def _stop_waiting(self) -> None:
        self._asked, self._message = None, ""
        self._waiting.stop()

    def _names(self, *found: Figures) -> dict[str, str]:
        names = {one.id: one.name for one in self._desk.counter.ports.shelf.staff()}
        return names | {row.name: self._desk.product_name(row.name) for one in found for row in one.products}

    # --- looking closer ---

    def mode(self, name: Mode) -> None:
        """Look at it in another way."""
        self._course = replace(self._course, mode=name, chosen=0)
        self.draw()

    def move(self, step: int) -> None:
        """Another row; where there are none to choose, the page goes up or down."""
        rows = self._rows()
        if self._course.mode == "tables" or not rows:
            self.screen.turn(step)
            return
        self._course = replace(self._course, chosen=max(0, min(self._course.chosen + step, rows - 1)))
        self.draw()

    def entries(self) -> None:
        """The entries behind the chosen row."""
        loaded, at = self._loaded, self._course.chosen
        if loaded is None or at >= self._rows():
            self._desk.toned.emit("bad")
            return
        words, names = self._desk.words, loaded.names
        if self._course.mode == "people":
            who = loaded.figures.people[at].staff
            title = words("figures.entries.of_person", who=names.get(who, who))
            self._desk.open("figures_entries", about=Behind(loaded.period, title, who, names=names))
            return
        odd = to_look_at(loaded)[at]
        what, who = words(f"figures.odd.{odd.oddity}"), names.get(odd.staff, odd.staff)
        title = words("figures.entries.of_oddity", who=who, what=what) if odd.staff else what
        self._desk.open("figures_entries", about=Behind(loaded.period, title, odd.staff, odd.oddity, names))

    def export(self) -> None:
        """All of it as a file."""
        loaded, words = self._loaded, self._desk.words
        if loaded is None or not self.view().can_export:
            self._desk.toned.emit("bad")
            return
        shown, period = shown_of(loaded, words), loaded.period
        stem = words("export.stem" if period.is_day else "export.stem_period", first=period.first, last=period.last)
        first, *others = tables(shown, loaded.odd, words)
        counter = self._desk.counter
        facts = {"boutique": counter.boutique.name, "till": counter.ports.till, "period": period.told(words)}
        named = structs.replace(first, title=words("export.document", **facts))
        made = ToFile(period.told(words), stem, (named, *others), charts(shown, words))
        self._desk.open("figures_export", about=made)

    def agreement(self) -> None:
        """The days held against the mall's."""
        self._desk.open("agreements", about=self._course.period)

    def close(self) -> None:
        """Back to selling."""
        self._desk.go("sale")

    def _touched(self, place: int) -> None:
        self._course = replace(self._course, chosen=place)
        self.draw()
        self.entries()

    def _rows(self) -> int:
        if self._loaded is None or self._course.mode == "tables":
            return 0
        return len(to_look_at(self._loaded) if self._course.mode == "overview" else self._loaded.figures.people)

    def _chart(self) -> BarChart | None:
        focus = QApplication.focusWidget()
        return focus if isinstance(focus, BarChart) and self.screen.isAncestorOf(focus) else None

    def _may_look(self) -> bool:
        overview.check_may_see(self._desk.counter)
        return True

    def _verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "before": self.before,
            "after": self.after,
            "choose": self.choose,
            "export": self.export,
            "close": self.close,
            "audit": partial(self._desk.go, "audit"),
            "agreement": self.agreement,
            **{str(name): partial(self.mode, name) for name in MODES},
        }

    # --- drawing ---

    def view(self) -> FiguresView:
        """What is to be seen now."""
        words, today = self._desk.words, self._desk.counter.day()
        message = words(self._message, seconds=self._seconds) if self._message else ""
        can_go_on = self._course.period.moved(1).first <= today
        view = present(self._course, self._loaded, words, message=message, can_go_on=can_go_on)
        return replace(view, questions=self._questions(), agreement=self._agreement())

    def _agreement(self) -> str:
        """How these days stand against the mall's, once one of them was compared."""
        words = self._desk.words
        return words("agreements.line", summary=summary(self._agreed, words)) if self._agreed else ""

    def _questions(self) -> str:
        """What is to be asked about from the last day, for whoever may see it."""
        looked, words = self._desk.counter.looked, self._desk.words
        if looked.day is None or not looked.questions or not self._desk.counter.may("see_audit"):
            return ""
        return words("audit.question_day", day=day(looked.day, words.language), count=looked.questions)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
