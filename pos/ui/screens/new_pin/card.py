"""How a new PIN is asked for: what for, the dots, the pad. It holds no digit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from pos.ui import theme
from pos.ui.screens.new_pin.view import NewPinView
from pos.ui.screens.sign_in.dots import PinDots
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


class NewPinCard(Panel):
    """`pad_touched` gives a key; `hidden` says that nobody sees it any more."""

    pad_touched = Signal(str)
    go_pressed = Signal()
    back_pressed = Signal()
    hidden = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=12)
        look = theme.current()
        self.setObjectName("new-pin-panel")
        self.setMinimumSize(look.px(560), look.px(620))
        self.title, self.about = Label("", "title", wraps=True), Label("", "small", tone="muted", wraps=True)
        self.dots, self.message = PinDots(), Label("", "body", wraps=True)
        self.message.setObjectName("new-pin-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self.message.setMinimumHeight(look.px(52))
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.pad_touched)
        self.away, self.go = Button("", "plain", key="Esc"), Button("", "primary", key="Enter")
        self.away.setObjectName("new-pin-back")
        self.away.clicked.connect(self.back_pressed)
        self.go.setObjectName("new-pin-go")
        self.go.clicked.connect(self.go_pressed)
        self.add(self.title, self.about, self.message, self.dots)
        self.add(self.pad, stretch=1)
        self.rows.addLayout(feet(self.away, self.go))

    def render(self, view: NewPinView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(view.title)
        self.about.setText(view.about)
        self.message.setText(view.message)
        self.message.set_tone("danger" if view.is_bad else "ink")
        self.dots.show_typed(view.typed, of=view.dots, is_wrong=view.is_bad and view.typed == 0)
        self.dots.setAccessibleName(words("sign_in.typed", count=view.typed))
        self.pad.setEnabled(not view.is_checking)
        self.go.set_words(view.go)
        self.go.setEnabled(view.typed > 0 and not view.is_checking)
        self.away.set_words(words("people.pin.back"))
        self.away.setEnabled(not view.is_checking)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()
