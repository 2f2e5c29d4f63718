"""Which days are looked at: a quick name, two touches in the calendar, or typed; and what they are held against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.figures.asking import Choosing
from pos.ui.screens.figures.choosing_card import ChoosingCard, ChoosingView
from pos.ui.screens.figures.periods import LONGEST, QUICK, Period, Quick, month_of, quick, read_day
from pos.ui.widgets.month import MonthView


@dataclass(frozen=True, slots=True)
class Course:
    """What is typed in each field, where the calendar stands, and whether its first day is chosen and not its last.

    `side` is 0 where the calendar fills the period, 2 where it fills what that is held against.
    """

    texts: tuple[str, str, str, str]
    cursor: date
    side: int = 0
    is_half: bool = False
    is_alone: bool = False
    message: str = ""


class ChoosingDays:
    """Mutable: what was typed and touched so far."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._about: Choosing | None = None
        today = desk.counter.day()
        self._course = Course(("", "", "", ""), today)
        self.screen = ChoosingCard()
        self.screen.typed.connect(self._type)
        self.screen.entered.connect(self._enter_field)
        self.screen.day_touched.connect(self.touch)
        self.screen.pressed.connect(self._pressed)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin with what is looked at now."""
        about = self._desk.about
        self._about = about if isinstance(about, Choosing) else None
        if self._about is not None:
            now, against = self._about.period, self._about.against or self._about.period.usual_against
            texts = (str(now.first), str(now.last), str(against.first), str(against.last))
            cursor = min(now.last, self._desk.counter.day())
            self._course = Course(texts, cursor, is_alone=self._about.against is None)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Quick names by a digit, the calendar by arrows."""
        names = enumerate(QUICK, 1)
        return [
            *(KeyUse(str(at), f"figures.quick.{name}", partial(self.show_quick, name)) for at, name in names),
            KeyUse("0", "figures.choosing.no_against", self.alone),
            KeyUse("Left", "figures.choosing.from", partial(self.go, -1)),
            KeyUse("Right", "figures.choosing.from", partial(self.go, 1)),
            KeyUse("Up", "figures.choosing.from", partial(self.go, -7)),
            KeyUse("Down", "figures.choosing.from", partial(self.go, 7)),
            KeyUse("PgUp", "figures.choosing.earlier", partial(self.turn, -1)),
            KeyUse("PgDn", "figures.choosing.later", partial(self.turn, 1)),
            KeyUse("Enter", "figures.choosing.show", self.enter),
            KeyUse("F9", "figures.choosing.show", self.show),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        return True

    # --- what the person does ---

    def show_quick(self, name: Quick) -> None:
        """At once."""
        period = quick(name, self._desk.counter.day())
        self._tell(period, None if self._course.is_alone else period.usual_against)

    def alone(self) -> None:
        """Held against nothing, or against something again."""
        self._course = replace(self._course, is_alone=not self._course.is_alone, side=0, is_half=False)
        self.draw()

    def go(self, days: int) -> None:
        """The calendar's cursor by so many days."""
        self._stand(self._course.cursor + timedelta(days=days))

    def turn(self, step: int) -> None:
        """A month earlier or later."""
        first = month_of(self._course.cursor, step)
        last = month_of(first, 1) - timedelta(days=1)
        self._stand(min(last, first.replace(day=min(self._course.cursor.day, last.day))))

    def enter(self) -> None:
        """In a field, show it; in the calendar, take the day: the first, then the last, which shows it."""
        if self.screen.is_typing():
            self.show()
            return
        was_half = self._course.is_half
        self.touch(self._course.cursor)
        if was_half:
            self.show()

    def touch(self, at: date) -> None:
        """A day: the first of the period, or its last; it is no matter which of them is touched first."""
        course, texts = self._course, list(self._course.texts)
        first = read_day(texts[course.side])
        if course.is_half and first is not None:
            texts[course.side], texts[course.side + 1] = str(min(first, at)), str(max(first, at))
        else:
            texts[course.side] = texts[course.side + 1] = str(at)
        one, two, three, four = texts
        if course.side == 0 and not course.is_half:
            was = Period(at, at).usual_against
            three, four = str(was.first), str(was.last)
        elif course.side == 0 and (period := _read(one, two)) is not None:
            was = period.usual_against
            three, four = str(was.first), str(was.last)
        self._course = replace(course, texts=(one, two, three, four), cursor=at, is_half=not course.is_half, message="")
        self.draw()

    def show(self) -> None:
        """Look at what is typed, where it is days that were."""
        one, two, three, four = self._course.texts
        period, against = _read(one, two), _read(three, four)
        if period is None or (against is None and not self._course.is_alone):
            self._say("figures.choosing.wrong")
        elif period.first > self._desk.counter.day():
            self._say("figures.choosing.future")
        elif period.last - period.first > LONGEST:
            self._say("figures.choosing.too_long")
        else:
            self._tell(period, None if self._course.is_alone else against)

    def _tell(self, period: Period, against: Period | None) -> None:
        if self._about is not None:
            self._about.then(period, against)

    def _say(self, message: str) -> None:
        self._desk.toned.emit("bad")
        self._course = replace(self._course, message=message)
        self.draw()

    def _stand(self, at: date) -> None:
        self._course = replace(self._course, cursor=min(at, self._desk.counter.day()))
        self.draw()

    def _type(self, place: int, text: str) -> None:
        texts = list(self._course.texts)
        texts[place] = text
        one, two, three, four = texts
        self._course = replace(
            self._course, texts=(one, two, three, four), side=place // 2 * 2, is_half=False, message=""
        )
        self.draw()

    def _enter_field(self, place: int) -> None:
        """The calendar fills what is being typed."""
        self._course = replace(self._course, side=place // 2 * 2, is_half=False)
        self.draw()

    def _pressed(self, name: str) -> None:
        if name in QUICK:
            self.show_quick(next(one for one in QUICK if one == name))
            return
        verbs: dict[str, Callable[[], object]] = {
            "show": self.show,
            "alone": self.alone,
            "close": self._desk.close,
            "earlier": partial(self.turn, -1),
            "later": partial(self.turn, 1),
        }
        verbs[name]()

    # --- drawing ---

    def view(self) -> ChoosingView:
        """What is to be seen now."""
        course, today = self._course, self._desk.counter.day()
        chosen = _read(*course.texts[course.side : course.side + 2])
        month = MonthView(course.cursor, today, chosen.first if chosen else None, chosen.last if chosen else None)
        words = self._desk.words
        wrong = tuple(read_day(text) is None for text in course.texts)
        message = words(course.message or "figures.choosing.hint")
        return ChoosingView(course.texts, wrong, month, course.side, course.is_alone, message, bool(course.message))

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)


def _read(first: str, last: str) -> Period | None:
    one, two = read_day(first), read_day(last)
    return Period(one, two) if one is not None and two is not None and one <= two else None
