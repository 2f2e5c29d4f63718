"""The fields of a new address in the order people say them; Enter goes to the next, and the last one takes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.delivery import Recipient
from pos.ui.screens.delivery.field import Field
from pos.ui.screens.delivery.view import DeliveryView, FieldName, region_name
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

ORDER: tuple[FieldName, ...] = ("postcode", "address", "detail", "name", "phone")


class Form(QWidget):
    """`edited` says that something was written; `taken` and `left` are its two buttons. It checks nothing."""

    edited = Signal()
    taken = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[FieldName, Field] = {
            "postcode": Field("postcode", "postcode"),
            "address": Field("address"),
            "detail": Field("detail"),
            "name": Field("name"),
            "phone": Field("phone", "phone"),
        }
        for field in self.fields.values():
            field.edited.connect(lambda _: self.edited.emit())
        self.who = QWidget()
        line = QHBoxLayout(self.who)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.fields["name"], 2)
        line.addWidget(self.fields["phone"], 3)
        self.ask = Panel("warning", margin=14, gap=6)
        self.ask.setObjectName("delivery-ask")
        self.question = Label("", "body", tone="warning", wraps=True)
        self.ask.add(self.question)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for name in ("postcode", "address", "detail"):
            column.addWidget(self.fields[name])
        column.addWidget(self.who)
        column.addStretch()
        column.addWidget(self.ask)
        self.back, self.take = Button("", "plain", key="Esc", font="body"), Button("", "primary", key="Enter")
        self.back.setObjectName("delivery-back")
        self.take.setObjectName("delivery-take")
        self.back.clicked.connect(self.left)
        self.take.clicked.connect(self.taken)
        column.addLayout(feet(self.back, self.take, gap=8))

    # --- what is written ---

    def recipient(self) -> Recipient:
        """What is written in all fields, with the syllable that is being composed."""
        QGuiApplication.inputMethod().commit()
        written = {name: field.text for name, field in self.fields.items()}
        return Recipient(
            written["name"], written["phone"], written["postcode"], written["address"], detail=written["detail"]
        )

    def write(self, recipient: Recipient) -> None:
        """Begin with this."""
        texts = {
            "name": recipient.name,
            "phone": recipient.phone,
            "postcode": recipient.postcode,
            "address": recipient.address,
            "detail": recipient.detail,
        }
        for name, field in self.fields.items():
            field.edit.setText(texts[name])

    @property
    def is_begun(self) -> bool:
        """Whether a part of an address is written."""
        return any(self.fields[name].text for name in ("postcode", "address", "detail"))

    # --- which field is meant ---

    @property
    def at(self) -> FieldName | None:
        """The field that has the focus."""
        return next((name for name, field in self.fields.items() if field.edit.hasFocus()), None)

    def go_to(self, name: FieldName) -> None:
        """Write in this one."""
        self.fields[name].edit.setFocus()
        self.fields[name].edit.selectAll()

    def step(self, step: int) -> bool:
        """Another field; False where there is none."""
        at = self.at
        place = ORDER.index(at) + step if at else 0
        if not 0 <= place < len(ORDER):
            return False
        QGuiApplication.inputMethod().commit()
        self.go_to(ORDER[place])
        return True

    def leave(self) -> None:
        """None of them is written in."""
        for field in self.fields.values():
            field.edit.clearFocus()

    # --- what is seen ---

    def render(self, view: DeliveryView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show what is said about the fields."""
        for name, field in self.fields.items():
            field.speak(words(f"delivery.field.{name}"))
            if view.wrong is not None and view.wrong.field == name:
                field.show_wrong(view.wrong.text)
            else:
                field.show_note(region_name(field.text, words) if name == "postcode" else "")
        self.question.setText(view.question)
        self.ask.setVisible(bool(view.question))
        self.ask.setAccessibleName(view.question)
        self.who.setVisible(not view.question)
        self.back.set_words(words("delivery.correct" if view.question else "delivery.back"))
        self.take.set_words(words(_primary(view)))
        self.take.setEnabled(not view.is_taking)


def _primary(view: DeliveryView) -> str:
    if view.is_taking:
        return "delivery.taking"
    return "delivery.take_anyway" if view.question else "delivery.take"
