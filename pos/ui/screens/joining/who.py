"""Who joins: mobile and name, the representative of somebody under fourteen, and what may be left out, folded away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos.domain.people.joining import Guardian, Joining, Sex
from pos.ui.screens.joining.field import Field, Writing
from pos.ui.screens.joining.view import GUARDIAN, MORE, SEXES, WHO, FieldName, JoiningView
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.widgets.tick import Tick
from pos.ui.words import Words

_WRITING: dict[FieldName, Writing] = {
    "mobile": "mobile",
    "guardian_mobile": "mobile",
    "phone": "phone",
    "postcode": "postcode",
    "email": "latin",
}


class Who(Scroll):
    """`edited` gives a field's name; `under_14_pressed`, `more_pressed` and `sex_pressed` are what else is asked."""

    edited = Signal(str)
    under_14_pressed = Signal()
    more_pressed = Signal()
    sex_pressed = Signal(str)

    def __init__(self) -> None:
        column = rows(gap=10, right=8)
        super().__init__(column)
        names = (*WHO, *GUARDIAN, *MORE)
        self.fields: dict[FieldName, Field] = {name: Field(name, _WRITING.get(name, "hangul")) for name in names}
        for field in self.fields.values():
            field.edited.connect(self.edited)
        self.under_14 = Tick("F7")
        self.under_14.setObjectName("joining-under_14")
        self.under_14.clicked.connect(self.under_14_pressed)
        self.guardian = Panel("inset", margin=12, gap=8)
        self.guardian.setObjectName("joining-guardian")
        self.guardian_why = Label("", "small", wraps=True)
        self.guardian.add(self.guardian_why, *(self.fields[name] for name in GUARDIAN))
        self.unfold = Button("", "plain", key="F6", font="body")
        self.unfold.setObjectName("joining-more")
        self.unfold.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.unfold.clicked.connect(self.more_pressed)
        for widget in (*(self.fields[name] for name in WHO), self.under_14, self.guardian, self.unfold, self._more()):
            column.addWidget(widget)
        column.addStretch(1)  # or what wraps would share out the room that is left

    def _more(self) -> QWidget:
        self.more = Panel("inset", margin=12, gap=8)
        self.more.setObjectName("joining-optional")
        self.why_more = Label("", "small", wraps=True)
        self.more.add(self.why_more, *(self.fields[name] for name in MORE))
        self.sex_caption = Label("", "small", tone="muted")
        line = QHBoxLayout()
        line.setSpacing(8)
        self.sexes: dict[Sex, Chip] = {sex: Chip() for sex in SEXES}
        for sex, chip in self.sexes.items():
            chip.setObjectName(f"joining-sex-{sex or 'none'}")
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chip.clicked.connect(lambda _=False, sex=sex: self.sex_pressed.emit(sex))
            line.addWidget(chip)
        self.more.add(self.sex_caption)
        self.more.rows.addLayout(line)
        return self.more

    # --- what is written ---

    def write(self, form: Joining) -> None:
        """Begin with this."""
        guardian = form.guardian or Guardian("", "")
        texts: dict[FieldName, str] = {
            "mobile": form.mobile,
            "name": form.name,
            "guardian_name": guardian.name,
            "guardian_mobile": guardian.mobile,
            "guardian_relation": guardian.relation,
            "email": form.email,
            "phone": form.phone,
            "postcode": form.postcode,
            "address": form.address,
            "detail": form.detail,
        }
        for name, text in texts.items():
            self.fields[name].write(text)

    def written(self) -> Joining:
        """What is written in all fields; what is ticked is the view's."""
        told = {name: field.text for name, field in self.fields.items()}
        guardian = Guardian(told["guardian_name"], told["guardian_mobile"], told["guardian_relation"])
        return Joining(
            told["name"],
            told["mobile"],
            told["email"],
            told["phone"],
            postcode=told["postcode"],
            address=told["address"],
            detail=told["detail"],
            guardian=guardian if guardian != Guardian("", "") else None,
        )

    # --- what is seen ---

    def render(self, view: JoiningView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show what is asked for, and what is wrong with it."""
        for name, field in self.fields.items():
            field.speak(words(f"joining.field.{name}"), view.wrong.get(name, ""))
        self.under_14.show_state(words("joining.under_14"), ticked=view.is_under_14)
        self.guardian_why.setText(words("joining.guardian"))
        self.guardian.setVisible(view.is_under_14)
        self.unfold.set_words(words("joining.less" if view.is_more else "joining.more"))
        self.why_more.setText(words("joining.why_more"))
        self.more.setVisible(view.is_more)
        self.sex_caption.setText(words("joining.field.sex"))
        for sex, chip in self.sexes.items():
            chip.set_words(words(f"joining.sex.{sex or 'none'}"))
            chip.choose(sex == view.sex)
