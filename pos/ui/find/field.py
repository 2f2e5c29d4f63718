"""The field to search in. It tells what is written even while a Korean syllable is still being composed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit


class SearchField(QLineEdit):
    """`sought` gives the text with the syllable that is being composed."""

    sought = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setProperty("face", "body")
        self._composing = ""
        self.textChanged.connect(lambda _: self._tell())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = event.preeditString()
        super().inputMethodEvent(event)
        self._tell()

    def settle(self) -> None:
        """Take the syllable that is being composed as it is."""
        QGuiApplication.inputMethod().commit()
        self._composing = ""

    @property
    def wish(self) -> str:
        """What is sought."""
        at = self.cursorPosition()
        return self.text()[:at] + self._composing + self.text()[at:]

    def _tell(self) -> None:
        self.sought.emit(self.wish)
