"""The demo's printer, to look at: what it printed on a roll, the newest below, and buttons that make it fail.

It knows no printer. The app hands it pictures and listens to which fault was chosen.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words

Fault: TypeAlias = Literal["", "paper_out", "cover_open", "off", "stalled"]
FAULTS: tuple[Fault, ...] = ("paper_out", "cover_open", "off", "stalled")
MOST_PAPERS = 30
PAPER_WIDTH = 384


class Paper(QWidget):
    """One piece of paper that came out, in its own colours, at the roll's width; touched, its code is scanned."""

    touched = Signal(str)

    def __init__(self, picture: QImage, code: str = "") -> None:
        super().__init__()
        self.code = code
        if code:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture = QPixmap.fromImage(picture)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wide = theme.current().px(PAPER_WIDTH)
        self.setFixedSize(QSize(wide, max(1, picture.height() * wide // max(1, picture.width()))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.code and event.button() == Qt.MouseButton.LeftButton:
            self.touched.emit(self.code)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.LIGHT.on_accent))
        painter.drawPixmap(self.rect(), self._picture)


class PaperRoll(QWidget):
    """A window of its own. `came` takes a picture (PNG) and the code on it, and may be emitted from any thread."""

    came = Signal(bytes, str)
    scanned = Signal(str)
    fault_chosen = Signal(str)
    drawer_shut_pressed = Signal()
    closed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setObjectName("paper-roll")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.fault: Fault = ""
        self.papers: list[Paper] = []
        self._drawer_is_open = False
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.title, self.state = Label("", "strong"), Label("", "small", wraps=True)
        self.state.setObjectName("printer-state")
        column.addWidget(self.title)
        column.addWidget(self._roll(), 1)
        column.addWidget(self._faults())
        self.came.connect(self.add_paper)
        self.speak(words)
        self.resize(theme.current().px(PAPER_WIDTH) + 64, 760)

    def _roll(self) -> Scroll:
        self._strip = QVBoxLayout()
        self._strip.setContentsMargins(0, 0, 0, 0)
        self._strip.setSpacing(10)
        self._strip.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.empty = Label("", "body", tone="muted", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._strip.addWidget(self.empty)
        self.roll = Scroll(self._strip)
        bar = self.roll.verticalScrollBar()
        # The newest is seen as soon as it has its place.
        bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))
        return self.roll

    def _faults(self) -> Panel:
        panel = Panel(margin=14, gap=10)
        panel.add(self.state)
        grid = QGridLayout()
        grid.setSpacing(8)
        self.buttons: dict[Fault, Button] = {}
        for place, fault in enumerate(FAULTS):
            button = Button("", "plain", font="body")
            button.setCheckable(True)
            button.setObjectName(f"fault-{fault}")
            button.clicked.connect(lambda _=False, chosen=fault: self.choose("" if self.fault == chosen else chosen))
            grid.addWidget(button, place // 2, place % 2)
            self.buttons[fault] = button
        panel.rows.addLayout(grid)
        self.drawer = Button("", "plain", font="body")
        self.drawer.setObjectName("shut-drawer")
        self.drawer.clicked.connect(self._shut_drawer)
        panel.add(self.drawer)
        return panel

    # --- what comes ---

    def add_paper(self, png: bytes, code: str = "") -> None:
        """One more piece of paper, below the others; what is no picture is left out."""
        picture = QImage.fromData(png)
        if picture.isNull():
            return
        self.empty.hide()
        paper = Paper(picture, code)
        paper.setAccessibleName(self._words("paper.piece", number=len(self.papers) + 1))
        paper.setToolTip(self._words("paper.touch") if code else "")
        paper.touched.connect(self.scanned)
        self.papers.append(paper)
        self._strip.addWidget(paper)
        while len(self.papers) > MOST_PAPERS:
            self.papers.pop(0).deleteLater()

    def drawer_opened(self) -> None:
        """The kick came: the drawer is open until somebody shuts it."""
        self._drawer_is_open = True
        self.draw()

    # --- what the person does ---

    def choose(self, fault: Fault) -> None:
        """The printer has this fault from now on; "" is none."""
        self.fault = fault
        self.draw()
        self.fault_chosen.emit(fault)

    def _shut_drawer(self) -> None:
        self._drawer_is_open = False
        self.draw()
        self.drawer_shut_pressed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    # --- drawing ---

    def speak(self, words: Words) -> None:
        """Say everything in a language."""
        self._words = words
        self.setWindowTitle(words("paper.window"))
        self.draw()

    def draw(self) -> None:
        """Draw what changes."""
        words = self._words
        self.title.setText(words("paper.title"))
        self.empty.setText(words("paper.empty"))
        self.state.setText(words(f"paper.state.{self.fault or 'ready'}"))
        self.state.set_tone("danger" if self.fault else "muted")
        for fault, button in self.buttons.items():
            button.set_words(words(f"paper.fault.{fault}"))
            button.setChecked(fault == self.fault)
            button.set_role("danger" if fault == self.fault else "plain")
        self.drawer.set_words(words("paper.drawer.open" if self._drawer_is_open else "paper.drawer.shut"))
        self.drawer.setEnabled(self._drawer_is_open)
