"""How a kind of file is chosen: a row each, with what it is good for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from pos.till.day.exporting import Format
from pos.ui import theme
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.words import Words

FORMS: tuple[Format, ...] = ("xlsx", "csv", "pdf")


class ExportCard(Panel):
    """`form_touched` gives the kind."""

    form_touched = Signal(str)
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=12)
        self.setObjectName("figures-export-panel")
        self.setMinimumWidth(theme.current().px(620))
        self.title, self.about = Label("", "title"), Label("", "body", tone="muted", wraps=True)
        self.about.setObjectName("export-about")
        self.add(self.title, self.about)
        self.rows_of = {form: ChoiceRow("", detail=" ") for form in FORMS}
        for form, row in self.rows_of.items():
            row.setObjectName(f"export-{form}")
            row.clicked.connect(partial(self._touch, form))
            self.add(row)
        self.away = Button("", "plain", key="Esc")
        self.away.setObjectName("export-close")
        self.away.clicked.connect(self.close_pressed)
        self.add(self.away)

    def _touch(self, form: Format) -> None:
        self.form_touched.emit(form)

    def show_choice(self, period: str, words: Words, *, is_writing: bool) -> None:
        """Ask for a kind, or say that it is being written."""
        self.title.setText(words("export.title"))
        self.about.setText(words("export.writing") if is_writing else words("export.about", period=period))
        for place, (form, row) in enumerate(self.rows_of.items(), 1):
            row.take(f"{place}  {words(f'export.form.{form}')}", detail=words(f"export.detail.{form}"))
            row.setEnabled(not is_writing)
        self.away.set_words(words("key.close"))
