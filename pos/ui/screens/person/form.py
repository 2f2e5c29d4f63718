"""The fields that are corrected, empty beside what stands there now: what is right is written down, never changed by
hand letter by letter."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.delivery import Recipient
from pos.domain.members import mask_mail, mask_name, mask_phone
from pos.domain.people.joining import Sex
from pos.domain.people.rights import Field
from pos.till.feed import Member
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.label import Label
from pos.ui.words import Words

EDITS = ("name", "mobile", "email", "phone", "postcode", "address", "detail")
SEXES: tuple[Sex, ...] = ("female", "male", "")
_PARTS: dict[Field, tuple[str, ...]] = {"address": ("postcode", "address", "detail"), "sex": ()}
_LATIN = frozenset({"mobile", "email", "phone", "postcode"})
LONGEST = 80


class CorrectionForm(QWidget):
    """Mutable: what is written. `sex_touched` says which; the others are read when somebody is done."""

    sex_touched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self.sex: Sex = ""
        self.edits: dict[str, QLineEdit] = {}
        self._captions: dict[str, Label] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name in EDITS:
            self._captions[name], self.edits[name] = Label("", "small", tone="muted"), self._edit(name)
            column.addWidget(self._captions[name])
            column.addWidget(self.edits[name])
        self._sexes = QWidget()
        line = QHBoxLayout(self._sexes)
        line.setContentsMargins(0, 8, 0, 0)
        self._chips = {sex: self._chip(sex, line) for sex in SEXES}
        column.addWidget(self._sexes)

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(f"person-{name}")
        edit.setProperty("face", "body")
        edit.setMaxLength(LONGEST)
        edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, name not in _LATIN)
        return edit

    def _chip(self, sex: Sex, line: QHBoxLayout) -> Chip:
        chip = Chip()
        chip.setObjectName(f"person-sex-{sex or 'none'}")
        chip.clicked.connect(lambda: self.sex_touched.emit(sex))
        line.addWidget(chip)
        return chip

    def begin(self, fields: Sequence[Field]) -> None:
        """Empty, with the fields that are to be corrected."""
        self._shown = tuple(part for name in fields for part in _PARTS.get(name, (name,)))
        self.sex = ""  # which it was is nobody's to see before they say why
        for name, edit in self.edits.items():
            edit.clear()
            edit.setVisible(name in self._shown)
            self._captions[name].setVisible(name in self._shown)
        self._sexes.setVisible("sex" in fields)
        self.step(1)

    def forget(self) -> None:
        """Nothing of one person is there for the next."""
        for edit in self.edits.values():
            edit.clear()
            edit.clearFocus()

    def show_words(self, words: Words, member: Member, *, place: int) -> None:
        """Say what each is called, and what stands there now, masked."""
        old = _masked(member, place)
        for name, edit in self.edits.items():
            caption = words(f"person.field.{name}")
            self._captions[name].setText(caption)
            edit.setAccessibleName(caption)
            edit.setPlaceholderText(words("person.now", value=old[name]) if old.get(name) else "")
        for sex, chip in self._chips.items():
            chip.set_words(words(f"person.sex.{sex or 'none'}"))
            chip.choose(sex == self.sex)

    def step(self, step: int) -> bool:
        """The next field, or the one before; whether there was one."""
        at = next((place for place, name in enumerate(self._shown) if self.edits[name].hasFocus()), -1) + step
        if not 0 <= at < len(self._shown):
            return False
        self.edits[self._shown[at]].setFocus()
        return True

    @property
    def is_writing(self) -> bool:
        """Whether one of the fields has the focus."""
        return any(edit.hasFocus() for edit in self.edits.values())

    def next_sex(self) -> Sex:
        """The one after the chosen one."""
        return SEXES[(SEXES.index(self.sex) + 1) % len(SEXES)]

    def corrected(self, fields: Sequence[Field], member: Member, *, place: int) -> Member:
        """The record with what is written in it; an address as a whole, of the person it goes to now."""
        QGuiApplication.inputMethod().commit()
        changes: dict[str, object] = {name: self._text(name) for name in fields if name in self.edits}
        if "sex" in fields:
            changes["sex"] = self.sex
        if "address" in fields:
            changes.pop("address")
            changes["addresses"] = self._addresses(member, place)
        return replace(member, **changes)

    def _addresses(self, member: Member, place: int) -> tuple[Recipient, ...]:
        there = list(member.addresses)
        before = there[place] if place < len(there) else Recipient(member.name, member.mobile, "", "")
        postcode, address, detail = (self._text(name) for name in ("postcode", "address", "detail"))
        now = replace(before, postcode=postcode, address=address, detail=detail)
        return (*there[:place], now, *there[place + 1 :])

    def _text(self, name: str) -> str:
        return self.edits[name].text().strip()


def _masked(member: Member, place: int) -> dict[str, str]:
    where = member.addresses[place] if place < len(member.addresses) else None
    return {
        "name": mask_name(member.name),
        "mobile": mask_phone(member.mobile),
        "email": mask_mail(member.email),
        "phone": mask_phone(member.phone),
        "postcode": where.postcode[:2] + "***" if where else "",
    }
