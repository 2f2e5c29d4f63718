"""What lies over a screen: the shade under a panel, and the flash for those who do not hear the tone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from pos.ui import theme

MARGIN = 24
_NEAR = 8


class Shade(QWidget):
    """Dims what it covers and shows a panel in its middle. A touch beside the panel means away with it."""

    touched = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel: QWidget | None = None
        self._head = 0
        self.hide()

    def leave(self, head: int) -> None:
        """Leave so much at the top uncovered, the panel below it: what is said there belongs to what was just done."""
        if self._head != head:
            self._head = head
            self._place()

    def lay(self, panel: QWidget) -> None:
        """Show a panel."""
        self.lift()
        self._head = 0
        self.panel = panel
        panel.setParent(self)
        panel.installEventFilter(self)
        self.setGeometry(_under(self))
        self.raise_()
        self.show()
        panel.show()
        self._place()

    def lift(self) -> None:
        """Show none."""
        if self.panel is not None:
            self.panel.removeEventFilter(self)
            self.panel.hide()
        self.panel = None
        self.hide()

    def _place(self) -> None:
        if self.panel is None:
            return
        self.setMask(QRegion(self.rect().adjusted(0, self._head, 0, 0)))
        near = _NEAR if self._head else MARGIN
        wish = self.panel.sizeHint().expandedTo(self.panel.minimumSize())
        size = wish.boundedTo(self.size() - QSize(2 * MARGIN, self._head + 2 * near))
        self.panel.setMinimumSize(self.panel.minimumSize().boundedTo(size))  # its buttons must be within reach
        self.panel.resize(size)
        middle = (self.height() - size.height()) // 2
        self.panel.move((self.width() - size.width()) // 2, max(middle, self._head + near if self._head else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.panel
            and event.type() == QEvent.Type.Resize
            and not self.rect().contains(self.panel.geometry())
        ):
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.panel is None or not self.panel.geometry().contains(event.position().toPoint()):
            self.touched.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        shade = theme.current().tokens.shade
        colour = QColor(shade[:7])
        colour.setAlpha(int(shade[7:], 16))
        QPainter(self).fillRect(self.rect(), colour)


class Flash(QWidget):
    """A frame around everything, for a moment: thin for good, thick for bad."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.tone = ""
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.hide)
        self.hide()

    def show_tone(self, tone: str) -> None:
        """Flash for "good" or "bad"."""
        self.tone = tone
        self.setGeometry(_under(self))
        self.setMask(self._frame())
        self.raise_()
        self.show()
        self._over.start(120 if tone == "good" else 350)

    def _frame(self) -> QRegion:
        """The frame alone, so that nothing inside it has to be painted again."""
        wide = theme.current().px(10 if self.tone == "bad" else 4)
        return QRegion(self.rect()) - QRegion(self.rect().adjusted(wide, wide, -wide, -wide))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current().tokens
        QPainter(self).fillRect(self.rect(), QColor(tokens.danger if self.tone == "bad" else tokens.accent))


def _under(widget: QWidget) -> QRect:
    below = widget.parentWidget()
    return below.rect() if below is not None else widget.rect()
