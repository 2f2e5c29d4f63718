"""One delivery order: where it stands, what is in it, what can be done, and what is asked or said about that."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.orders.view import OrderDetail, OrdersView, Step, Told
from pos.ui.widgets.button import Button, ButtonRole
from pos.ui.widgets.icon import icon
from pos.ui.widgets.label import Label, Tone
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to do: its name, its key, how it looks."""

    name: str
    key: str
    role: ButtonRole = "plain"


_CHOICES: dict[Step, tuple[Choice, ...]] = {
    "looking": (Choice("cancel", "Del", "danger"), Choice("print", "F12")),
    "asking": (Choice("confirm", "1", "danger"), Choice("stay", "Esc")),
    "cancelling": (),
    "cancelled": (Choice("done", "Enter", "primary"),),
    "refused": (Choice("again", "Enter", "primary"), Choice("stay", "Esc")),
}
_TONES: dict[str, Tone] = {"warning": "warning", "error": "danger"}


def choices(view: OrdersView) -> tuple[Choice, ...]:
    """What can be done in this step, the usual first."""
    if view.chosen is None:
        return ()
    if view.step == "refused" and not view.can_try_again:
        return _CHOICES["cancelled"]
    usual = tuple(choice for choice in _CHOICES[view.step] if choice.name != "cancel" or view.can_cancel)
    if view.is_in_doubt and view.step in ("looking", "refused"):
        return (usual[0], Choice("by_hand", "F7"), *(choice for choice in usual[1:] if choice.name != "print"))
    return usual


class DetailPanel(Panel):
    """`pressed` gives the name of what is to be done."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel", margin=20, gap=10)
        self.setObjectName("order-detail")
        self._shown: tuple[object, ...] = ()
        self.number = Label("", "strong", wraps=True)
        self.sign, self.state = QLabel(), Label("", "figure")
        self.state.setObjectName("order-state")
        self.state_more, self.leaving = Label("", "small", wraps=True), Label("", "body", wraps=True)
        self.leaving.setObjectName("order-leaving")
        self.to = Label("", "body")
        line = QHBoxLayout()
        line.addWidget(self.sign)
        line.addWidget(self.state, 1)
        self.add(self.number)
        self.rows.addLayout(line)
        self.add(self.state_more, self.leaving, self.to, Rule())
        self.add(self._goods(), stretch=1)
        self.total = _Sum()
        self.add(self.total)
        self.told = ToldPanel()
        self.add(self.told, stretch=1)
        self.note = Label("", "small", wraps=True)
        self.note.setObjectName("order-print")
        self.add(self.note)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self.rows.addLayout(self._buttons)

    def _goods(self) -> Scroll:
        self._lines = rows(gap=6, right=8)
        self.goods = Scroll(self._lines)
        return self.goods

    def show_order(self, view: OrdersView, order: OrderDetail, words: Words) -> None:
        """Show the order, or what is said about it."""
        self.number.setText(order.title)
        self._show_state(order)
        self.state_more.setText(order.state_more)
        self.state_more.setVisible(view.told is None)
        self.leaving.setText(order.leaving)
        self.leaving.setVisible(order.state != "cancelled")
        self.to.setText(order.to)
        self.goods.setVisible(view.told is None)
        self.total.setVisible(view.told is None)
        self.total.show_sum(words("orders.total"), order.total)
        self._show_lines(order)
        self.told.setVisible(view.told is not None)
        if view.told is not None:
            self.told.tell(view.told)
        self.note.setText(view.print_note)
        self.note.setVisible(bool(view.print_note))
        self._offer(choices(view), order, words)

    def _show_state(self, order: OrderDetail) -> None:
        tokens, look = theme.current().tokens, theme.current()
        name = {"offered": "receipt", "concluded": "check", "stopped": "undo", "cancelled": "close"}[order.state]
        colour = (
            tokens.muted if order.state == "cancelled" else tokens.accent if order.state == "concluded" else tokens.ink
        )
        self.sign.setPixmap(icon(name, colour, look.px(24), self.devicePixelRatioF()))
        self.state.setText(order.state_name)

    def _show_lines(self, order: OrderDetail) -> None:
        _clear(self._lines)
        for left, right in order.lines:
            self._lines.addWidget(_line(left, right))

    def _offer(self, offered: tuple[Choice, ...], order: OrderDetail, words: Words) -> None:
        shown = (offered, order.state, words.language)
        if shown == self._shown:
            return  # a button must not be changed under the finger that presses it
        self._shown = shown
        _clear(self._buttons)
        for choice in offered:
            name = f"{choice.name}_cancelled" if words.has(f"orders.do.{choice.name}_{order.state}") else choice.name
            button = Button(words(f"orders.do.{name}"), choice.role, key=choice.key)
            button.setObjectName(f"orders-{choice.name}")
            button.setMinimumHeight(theme.current().px(56))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, name=choice.name: self.pressed.emit(name))
            self._buttons.addWidget(button)


class ToldPanel(Panel):
    """A question, what is waited for, or how it ended."""

    def __init__(self) -> None:
        super().__init__("panel", margin=20, gap=10)
        self.setObjectName("orders-told")
        self.title = Label("", "title", wraps=True)
        self.texts, self.short = Label("", "body", wraps=True), Label("", "tiny", tone="muted")
        self.rows.addStretch(1)
        self.add(self.title, self.texts, self.short)
        self.rows.addStretch(1)

    def tell(self, told: Told) -> None:
        """Say it."""
        self.set_role(told.grade)
        self.title.set_tone(_TONES.get(told.grade, "ink"))
        self.title.setText(told.title)
        self.texts.setText("\n".join(told.texts))
        self.short.setText(told.short)
        self.short.set_tone("ink" if told.grade != "panel" else "muted")
        self.short.setVisible(bool(told.short))
        self.setAccessibleName(" ".join((told.title, *told.texts, told.short)).strip())


class _Sum(QWidget):
    """What was paid; it stays in sight however many lines there are."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        self.name, self.amount = Label("", "strong"), Label("", "figure", right=True)
        row.addWidget(self.name, 1)
        row.addWidget(self.amount)

    def show_sum(self, name: str, amount: str) -> None:
        """Show it."""
        self.name.setText(name)
        self.amount.setText(amount)
        self.setAccessibleName(f"{name} {amount}")


def _line(left: str, right: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Line(left, "body"), 1)
    row.addWidget(Label(right, "body", right=True))
    line.setAccessibleName(f"{left} {right}")
    return line


def _clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    while old := layout.takeAt(0):
        if widget := old.widget():
            widget.hide()
            widget.deleteLater()
