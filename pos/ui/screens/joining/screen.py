"""How joining looks: who at the left, what is agreed to at the right; the whole texts and the customer's look apart."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos.ui.screens.joining.checking import CheckPage
from pos.ui.screens.joining.consents import Consents
from pos.ui.screens.joining.reading import ReadingPage
from pos.ui.screens.joining.view import GUARDIAN, MORE, JoiningView, Page
from pos.ui.screens.joining.who import Who
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words

_PAGES: tuple[Page, ...] = ("form", "text", "check")


class JoiningScreen(QStackedWidget):
    """`left`, `check_pressed` and `joined` are its feet; the parts have signals of their own."""

    left = Signal()
    check_pressed = Signal()
    joined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("joining")
        self.who, self.consents = Who(), Consents()
        self.reading, self.checking = ReadingPage(), CheckPage()
        for page in (self._form(), self.reading, self.checking):
            self.addWidget(page)

    def _form(self) -> QWidget:
        page = QWidget()
        self.title = Label("", "title")
        self.offline = Label("", "small", tone="warning", wraps=True)
        self.offline.setObjectName("joining-offline")
        self.known = Label("", "strong", tone="warning", wraps=True)
        self.known.setObjectName("joining-known")
        self._known = Panel("warning", margin=12, gap=4)
        self._known.add(self.known)
        self.back, self.check = Button("", "plain", key="Esc", font="body"), Button("", "plain", key="F5", font="body")
        self.join = Button("", "primary", key="Enter")
        for button, name in ((self.back, "back"), (self.check, "check-open"), (self.join, "join")):
            button.setObjectName(f"joining-{name}")
        self.back.clicked.connect(self.left)
        self.check.clicked.connect(self.check_pressed)
        self.join.clicked.connect(self.joined)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addWidget(self.who, 5)
        halves.addWidget(self.consents, 6)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.title, self.offline, self._known):
            column.addWidget(widget)
        column.addLayout(halves, 1)
        column.addLayout(feet(self.back, self.check, self.join))
        fill(page, column)
        return page

    def render(self, view: JoiningView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("joining.title"))
        self.offline.setText(words("joining.offline"))
        self.offline.setVisible(view.is_offline)
        self.known.setText(view.known)
        self._known.setVisible(bool(view.known))
        self.back.set_words(words("joining.back"))
        self.check.set_words(words("joining.check_open"))
        self.join.set_words(words(_primary(view)))
        self.join.setEnabled(not view.is_joining)
        self.who.render(view, words)
        self.consents.render(view, words)
        self.reading.render(view, words)
        self.checking.render(view, words)
        self.setCurrentIndex(_PAGES.index(view.page))

    def settle(self) -> None:
        """Take the syllable that is being composed as it is."""
        QGuiApplication.inputMethod().commit()

    # --- which place is meant ---

    def places(self, view: JoiningView) -> dict[str, QWidget]:
        """Everything that can be gone to by the keys, from top to bottom."""
        closed = (set() if view.is_under_14 else {*GUARDIAN}) | (set() if view.is_more else {*MORE})
        fields: dict[str, QWidget] = {name: one.edit for name, one in self.who.fields.items() if name not in closed}
        head = {name: fields.pop(name) for name in ("mobile", "name")}
        return {**head, "under_14": self.who.under_14, **fields, **self.consents.ticks}

    def at(self, view: JoiningView) -> str:
        """The place that has the focus, "" for none."""
        return next((name for name, widget in self.places(view).items() if widget.hasFocus()), "")

    def go_to(self, view: JoiningView, place: str) -> None:
        """Be there, seen by the person."""
        widget = self.places(view)[place]
        room: Scroll = self.consents if place in self.consents.ticks else self.who
        room.ensureWidgetVisible(widget, 0, 40)
        QTimer.singleShot(0, room, lambda: room.ensureWidgetVisible(widget, 0, 40))  # what unfolds has no place yet
        widget.setFocus()
        field = next((field for name, field in self.who.fields.items() if name == place), None)
        if field is not None:
            field.edit.selectAll()


def _primary(view: JoiningView) -> str:
    if view.is_joining:
        return "joining.joining"
    return "joining.attach" if view.known else "joining.join"
