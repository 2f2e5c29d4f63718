"""What stands above the rows of the basket: whose it is, and where it is delivered. Both open what they tell of."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from pos.ui import theme
from pos.ui.screens.member.view import Strip
from pos.ui.screens.sale.whose import Parcel
from pos.ui.widgets.button import Button
from pos.ui.widgets.icon import icon
from pos.ui.words import Words

TALL = 56


class StripButton(QAbstractButton):
    """Two lines behind a sign; the second one in red where something is wrong."""

    def __init__(self, sign: str) -> None:
        super().__init__()
        self._sign, self.second, self.trouble = sign, "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def take(self, first: str, second: str, trouble: str = "") -> None:
        """Say this."""
        self.second, self.trouble = second, trouble
        self.setText(first)
        self.setAccessibleName(" · ".join(part for part in (first, second, trouble) if part))
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(160), look.px(TALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(theme.TOUCH), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, tokens = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        painter.setBrush(QColor(tokens.pressed if self.isDown() else tokens.chosen))
        painter.setPen(QPen(QColor(tokens.ink), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, look.px(8), look.px(8))
        side = look.px(20)
        at = QRect(look.px(12), (self.height() - side) // 2, side, side)
        painter.drawPixmap(at, icon(self._sign, tokens.accent, side, self.devicePixelRatioF()))
        room = self.rect().adjusted(look.px(42), look.px(6), -look.px(10), -look.px(6))
        is_alone = not (self.second or self.trouble)
        at_top = Qt.AlignmentFlag.AlignVCenter if is_alone else Qt.AlignmentFlag.AlignTop
        self._line(painter, room, "body" if is_alone else "strong", self.text(), tokens.ink, at=at_top)
        second = " · ".join(part for part in (self.trouble, self.second) if part)
        tone = tokens.danger if self.trouble else tokens.muted
        self._line(painter, room, "small", second, tone, at=Qt.AlignmentFlag.AlignBottom)

    def _line(
        self,
        painter: QPainter,
        room: QRect,
        role: theme.Role,
        text: str,
        tone: str,
        *,
        at: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignTop,
    ) -> None:
        font = theme.current().font(role)
        painter.setFont(font)
        painter.setPen(QColor(tone))
        fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(at | Qt.AlignmentFlag.AlignLeft), fitting)


class Strips(QWidget):
    """`member_pressed` and `delivery_pressed` ask for more, `detached` takes the member away."""

    member_pressed = Signal()
    delivery_pressed = Signal()
    detached = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.member, self.delivery = StripButton("member"), StripButton("parcel")
        self.member.setObjectName("strip-member")
        self.member.clicked.connect(self.member_pressed)
        self.delivery.setObjectName("strip-delivery")
        self.delivery.clicked.connect(self.delivery_pressed)
        self.away = Button("", "quiet", sign="close")
        self.away.setObjectName("strip-detach")
        self.away.clicked.connect(self.detached)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.member, 3)
        row.addWidget(self.away)
        row.addWidget(self.delivery, 2)
        self.hide()

    def render(self, member: Strip | None, parcel: Parcel | None, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show those there are; nothing where there are none."""
        for widget in (self.member, self.away):
            widget.setVisible(member is not None)
        self.delivery.setVisible(parcel is not None)
        self.setVisible(member is not None or parcel is not None)
        if member is not None:
            name = words("member.strip", name=member.name, number=member.number)
            self.member.take(name, member.plus, member.trouble)
            self.away.setAccessibleName(words("member.detach"))
        if parcel is not None:
            self.delivery.take(parcel.text, parcel.fee, "" if parcel.has_address else words("sale.address_wanted"))
            self.delivery.setAccessibleName(f"{words('sale.deliver')}: {self.delivery.accessibleName()}")
            self.delivery.setToolTip(parcel.why)
