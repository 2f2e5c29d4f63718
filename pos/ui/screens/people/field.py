"""One field of somebody's form: its name above it, and in its place what is wrong."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import Signal

from pos.till.staffing import MOST_LETTERS
from pos.ui.widgets.noted_field import NotedField

Name: TypeAlias = Literal["name", "valid_from", "valid_until", "trained_on"]


class StaffField(NotedField):
    """`edited` says that something was typed."""

    edited = Signal()

    def __init__(self, name: Name) -> None:
        super().__init__("staff", name, most=MOST_LETTERS, takes_hangul=name == "name")
        self.edit.textEdited.connect(lambda _: self.edited.emit())
