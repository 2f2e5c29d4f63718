"""What is seen first, before anything is read from disk: that the till is being opened, or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from pos.domain.errors import Detail
from pos.till.counter import Notice
from pos.till.feed import Language
from pos.ui import theme
from pos.ui.notices import explain
from pos.ui.widgets.label import Label
from pos.ui.words import Words

SIZE = (1024, 768)
_FRAME = 48
_PATIENCE_MS = 500


class Opening(QMainWindow):
    """Painted at once; a refusal to open stays on it in words."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        room = QWidget()
        room.setObjectName("window")
        column = QVBoxLayout(room)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(16)
        self.title, self.state = Label("", "title"), Label("", "body", tone="muted", wraps=True)
        for label in (self.title, self.state):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMinimumWidth(640)
            column.addWidget(label)
        self.title.setText(words("opening.title"))
        self.state.setText(words("opening.wait"))
        self.setWindowTitle(words("opening.title"))
        self.setCentralWidget(room)
        screen = QApplication.primaryScreen().availableGeometry().size() - QSize(0, _FRAME)
        self.resize(QSize(*(theme.current().px(length) for length in SIZE)).boundedTo(screen))

    def show(self) -> None:
        """Be on the screen before whatever follows, which may hold the thread."""
        super().show()
        handle, limit = self.windowHandle(), QDeadlineTimer(_PATIENCE_MS)
        while not handle.isExposed() and not limit.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
        self.repaint()

    def say(self, key: str, language: Language) -> None:
        """Something else is being opened: say what, in the language that was spoken last."""
        self._words = Words(language)
        self.title.setText(self._words("opening.title"))
        self.state.setText(self._words(key))

    def refuse(self, code: str, facts: Mapping[str, Detail]) -> None:
        """Say why the till cannot be opened, and what to do."""
        told = explain(Notice(code, dict(facts), "error"), self._words, tells_raw=False)
        self.title.setText(told.what)
        self.state.setText(f"{told.safe}\n{told.do}\n\n{told.short}")


def dress_application(app: QApplication, *, beside: int = 0) -> None:
    """Wear the theme at the zoom that fits the screen, less `beside` pixels that other windows want."""
    screen = app.primaryScreen().availableGeometry()
    theme.dress(app, theme.Theme(zoom=theme.fitting_zoom(screen.width() - beside, screen.height() - _FRAME)))


def make_opening(language: Language, *, beside: int = 0) -> Opening:
    """What is painted first; it dresses the application, for windows `beside` pixels narrower than the screen."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress_application(app, beside=beside)
    return Opening(Words(language))
