"""Where a manager enters a PIN: their names, the dots, the pad. It holds no digit."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos.domain.pin import SHORTEST
from pos.ui.screens.approval.approver import ApproverView
from pos.ui.screens.sign_in.dots import PinDots
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.label import Label
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

COLUMNS = 2


class PinPanel(Panel):
    """`manager_touched` gives a manager's id, `pad_touched` a key; `second_passed` comes while somebody is locked."""

    manager_touched = Signal(str)
    pad_touched = Signal(str)
    second_passed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=14, gap=8)
        self.setObjectName("pin-panel")
        self._chips: list[Chip] = []
        self._ids: tuple[str, ...] = ()
        self.title, self.dots = Label("", "strong"), PinDots()
        people = QWidget()
        self._grid = QGridLayout(people)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.message = Label("", "small", wraps=True)
        self.message.setObjectName("approver-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self.message.setMinimumHeight(44)
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.pad_touched)
        self.add(self.title, people, self.dots, self.message)
        self.add(self.pad, stretch=1)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.second_passed)

    def show_approver(self, view: ApproverView, words: Words, message: tuple[str, bool]) -> None:
        """Draw who there is, how much is typed, and what is to be said."""
        self.title.setText(words("approval.who"))
        self._show_people(view)
        whole = view.chosen.pin_digits if view.chosen else SHORTEST
        self.dots.show_typed(view.typed, of=whole, is_wrong=view.tries_left is not None and view.typed == 0)
        self.dots.setAccessibleName(words("sign_in.typed", count=view.typed))
        text, is_bad = message
        self.message.setText(text)
        self.message.set_tone("danger" if is_bad else "ink")
        self.pad.setEnabled(view.can_type)
        self._second.start() if view.locked_for and self.isVisible() else self._second.stop()

    def _show_people(self, view: ApproverView) -> None:
        self._ids = tuple(manager.id for manager in view.managers)
        while len(self._chips) < len(self._ids):
            self._chips.append(self._chip(len(self._chips)))
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(self._ids))
            if place < len(self._ids):
                manager = view.managers[place]
                chip.setObjectName(f"approver-{manager.id}")
                chip.set_words(manager.name)
                chip.choose(manager.is_chosen)

    def _chip(self, place: int) -> Chip:
        chip = Chip()
        chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chip.clicked.connect(lambda: self.manager_touched.emit(self._ids[place]))
        self._grid.addWidget(chip, place // COLUMNS, place % COLUMNS)
        return chip
