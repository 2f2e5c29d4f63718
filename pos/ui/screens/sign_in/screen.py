"""How signing in looks: people at the left, the PIN at the right. It hands on touches and draws what it is told."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos.ui.screens.sign_in.dots import PinDots
from pos.ui.screens.sign_in.tile import PersonTile
from pos.ui.screens.sign_in.view import Person, SignInView
from pos.ui.widgets.beside import ON_PAGE, SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words

COLUMNS = 2


class SignInScreen(QWidget):
    """`second_passed` comes once a second while somebody is locked out."""

    person_touched = Signal(str)
    pad_touched = Signal(str)
    sign_in_pressed = Signal()
    second_passed = Signal()
    training_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sign-in")
        self._tiles: dict[str, PersonTile] = {}
        fill(self, beside(self._people_side(), self._pin_side(), gap=ON_PAGE))
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.second_passed)

    def _people_side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        self.title = Label("", "large")
        self.demo = Panel("warning", margin=14, gap=4)
        self.demo_title, self.demo_text = Label("", "strong", tone="warning"), Label("", "small", wraps=True)
        self.demo.add(self.demo_title, self.demo_text)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setSpacing(12)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = scroll = Scroll(self._grid)
        self.nobody = Label("", "body", tone="muted", wraps=True)
        self.nobody.setObjectName("nobody")
        for widget in (self.title, self.demo, self.nobody):
            column.addWidget(widget)
        column.addWidget(scroll, 1)
        self.training = Button("", "plain", key="F10", font="body")
        self.training.setObjectName("sign-in-training")
        self.training.clicked.connect(self.training_pressed)
        column.addWidget(self.training)
        return column

    def _pin_side(self) -> SidePanel:
        panel = SidePanel()
        self.name, self.dots = Label("", "title"), PinDots()
        self.message = Label("", "small", wraps=True)
        self.message.setMinimumHeight(44)
        for label in (self.name, self.message):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self.message.setObjectName("pin-message")
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.pad_touched)
        self.sign_in = Button("", "primary", key="Enter")
        self.sign_in.setObjectName("sign-in-button")
        self.sign_in.clicked.connect(self.sign_in_pressed)
        panel.add(self.name, self.dots, self.message)
        panel.add(self.pad, stretch=1)
        panel.add(self.sign_in)
        return panel

    # --- drawing ---

    def render(self, view: SignInView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("sign_in.title"))
        self.demo.setVisible(view.is_demo)
        note = "training.sign_in" if view.is_training else "sign_in.demo"
        self.demo_title.setText(words(f"{note}.title"))
        self.demo_text.setText(words(f"{note}.text"))
        self.training.set_words(words("training.sign_in.back" if view.is_training else "training.sign_in.button"))
        self.nobody.setText(words("sign_in.nobody"))
        self.nobody.setVisible(not view.people)
        self._render_people(view, words)
        self._render_pin(view, words)
        self._second.start() if view.locked_for else self._second.stop()

    def _render_people(self, view: SignInView, words: Words) -> None:
        if list(self._tiles) != [person.id for person in view.people]:
            self._lay_tiles(view.people)
        for person in view.people:
            pin = words("sign_in.demo.pin", pin=person.demo_pin) if person.demo_pin else ""
            cap = str(person.number) if person.number and view.chosen is None else ""
            role = _role(person, words, has_two=view.has_two_drawers)
            tile = self._tiles[person.id]
            tile.show_person(person.name, role=role, pin=pin, cap=cap, is_chosen=person.is_chosen)
            if person.is_chosen:
                self._scroll.ensureWidgetVisible(tile, 0, 8)

    def _lay_tiles(self, people: tuple[Person, ...]) -> None:
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = {}
        for place, person in enumerate(people):
            tile = PersonTile()
            tile.setObjectName(f"person-{person.id}")
            tile.clicked.connect(lambda _=False, chosen=person.id: self.person_touched.emit(chosen))
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
            self._tiles[person.id] = tile

    def _render_pin(self, view: SignInView, words: Words) -> None:
        self.name.setText(view.chosen.name if view.chosen else words("sign_in.choose"))
        is_wrong = view.stage == "pin" and view.tries_left is not None and view.typed == 0
        self.dots.show_typed(view.typed, of=view.dots, is_wrong=is_wrong)
        self.dots.setAccessibleName(words("sign_in.typed", count=view.typed))
        text, is_bad = self._message(view, words)
        self.message.setText(text)
        self.message.set_tone("danger" if is_bad else "muted")
        self.pad.setEnabled(view.can_type)
        self.sign_in.setEnabled(view.can_type and view.typed > 0)
        name = {"pin": "sign_in.button", "new": "sign_in.next", "again": "sign_in.take"}[view.stage]
        self.sign_in.set_words(words("sign_in.checking" if view.is_checking else name))

    @staticmethod
    def _message(view: SignInView, words: Words) -> tuple[str, bool]:
        if view.chosen is None:
            return words("sign_in.how_to_choose"), False
        if view.locked_for:
            minutes, seconds = divmod(view.locked_for, 60)
            return words("sign_in.locked", left=f"{minutes}:{seconds:02}"), True
        if view.stage != "pin":
            return words("sign_in.unlike" if view.is_unlike else f"sign_in.{view.stage}"), view.is_unlike
        if view.tries_left is not None:
            return words("sign_in.wrong", left=view.tries_left), True
        return words("sign_in.enter_pin"), False


def _role(person: Person, words: Words, *, has_two: bool) -> str:
    """What a person does; and that their shift is open, in which drawer where there are two."""
    told = [words(f"sign_in.role.{person.role}")]
    if person.drawer:
        told.append(words("whose.at_work"))
        if has_two:
            told.append(words("whose.drawer", number=person.drawer))
    return " · ".join(told)
