"""The exchange panel: what comes back, what it is worth, the difference, and a way to drop it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from pos.till.back import exchanging
from pos.till.changes import Touched
from pos.ui import theme
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.exchange.view import ExchangeView, present
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words

WIDE, TALL = 560, 420


class ExchangeCard(Panel):
    """Figures in a column, and two buttons."""

    drop_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=12)
        self.setObjectName("exchange-panel")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title, self.code = Label("", "title"), Label("", "body", tone="muted")
        self._lines, self._sums = QVBoxLayout(), QVBoxLayout()
        self.difference = Label("", "figure", tone="accent", wraps=True)
        self.difference.setObjectName("exchange-difference")
        self.ways = Label("", "body", wraps=True)
        self.ways.setObjectName("exchange-ways")
        self.hint = Label("", "small", tone="muted", wraps=True)
        self.drop, self.away = Button("", "danger", key="Del"), Button("", "primary", key="Esc")
        self.drop.setObjectName("exchange-drop")
        self.drop.clicked.connect(self.drop_pressed)
        self.away.setObjectName("exchange-close")
        self.away.clicked.connect(self.close_pressed)
        self.add(self.title, self.code)
        self.rows.addLayout(self._lines)
        self.add(Rule())
        self.rows.addLayout(self._sums)
        self.add(Rule(), self.difference, self.ways)
        self.rows.addStretch(1)
        self.add(self.hint)
        self.rows.addLayout(feet(self.drop, self.away))

    def render(self, view: ExchangeView | None, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("exchange.title"))
        self.code.setText(view.code if view else words("exchange.none"))
        self.drop.set_words(words("exchange.drop"))
        self.drop.setEnabled(view is not None and view.can_drop)
        self.away.set_words(words("exchange.keep"))
        self.hint.setText(words("exchange.hint"))
        sums = ((words("exchange.credit"), view.credit), (words("exchange.goods"), view.total)) if view else ()
        _fill(self._lines, view.lines if view else ())
        _fill(self._sums, sums)
        self.difference.setText(view.difference if view else "")
        self.ways.setText("\n".join(view.ways) if view else "")
        self.ways.setVisible(bool(view and view.ways))


class ExchangePanel:
    """It holds nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.screen = ExchangeCard()
        self.screen.drop_pressed.connect(self.drop)
        self.screen.close_pressed.connect(desk.close)

    def opened(self) -> None:
        """As it stands."""
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The basket changed, or the language."""
        if noun in ("basket", "payment", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Away, or away with the exchange."""
        return [
            KeyUse("Enter", "key.close", self._desk.close),
            KeyUse("Del", "exchange.drop", self.drop),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below: the next of the goods that go out."""

    def drop(self) -> None:
        """The customer keeps what they wanted to bring back."""
        self._desk.attempt(lambda: exchanging.drop(self._desk.counter))
        if present(self._desk.counter, self._desk.words) is None:
            self._desk.close()
        self.draw()

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(present(self._desk.counter, self._desk.words), self._desk.words)


def _fill(column: QVBoxLayout, lines: Sequence[tuple[str, str]]) -> None:
    clear(column)
    for left, right in lines:
        line = Panel("plain", flow="row", margin=0, gap=10)
        line.setAccessibleName(f"{left} {right}")
        line.add(Line(left, "body"), stretch=1)
        line.add(Label(right, "strong", right=True))
        column.addWidget(line)
