"""After a sale: what became of its cash receipt, and one button to ask for it again. It asks for nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from pos.domain.cash_receipt import CASH_LIKE, ReceiptUse
from pos.domain.sale import Sale
from pos.till.counter import Counter
from pos.till.paying.tax import Told
from pos.ui import theme
from pos.ui.figures import day
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label, Tone
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

State: TypeAlias = Literal["none", "issuing", "issued", "waiting", "unknown", "refused"]

AGAIN: frozenset[State] = frozenset({"waiting", "unknown", "refused"})
"""Where it can be asked for again."""

_FRAME: dict[State, tuple[str, Tone]] = {
    "none": ("panel", "ink"),
    "issuing": ("panel", "ink"),
    "issued": ("panel", "ink"),
    "waiting": ("warning", "warning"),
    "unknown": ("warning", "warning"),
    "refused": ("error", "danger"),
}


@dataclass(frozen=True, slots=True)
class TaxReceipt:
    """A sale's cash receipt: for what, to which number behind its mask, by which approval, or why not."""

    id: str
    state: State
    use: ReceiptUse
    masked: str
    number: str
    reason: str
    due: date


def tax_receipt(counter: Counter, sale: Sale) -> TaxReceipt | None:
    """What became of it, or that there is none; None where nothing of the sale is told to the tax office."""
    if not any(payment.money in CASH_LIKE for payment in sale.payments):
        return None
    found = (told for told in counter.ports.tax.receipts_of(sale.id) if told.receipt.cancels is None)
    told = next(found, None)
    if told is None:
        return TaxReceipt("", "none", "self", "", "", "", counter.day())
    one = told.receipt
    state = _state(counter, told, sale)
    return TaxReceipt(one.id, state, one.use, one.masked, told.approval_number, told.reason, one.due)


def _state(counter: Counter, told: Told, sale: Sale) -> State:
    if told.state in ("issued", "refused"):
        return "issued" if told.state == "issued" else "refused"
    if counter.is_issuing or sale.id in counter.issuing:
        return "issuing"
    return "waiting" if told.state == "owed" else "unknown"


class TaxPanel(Panel):
    """`pressed` when it is to be asked for again."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__("panel", flow="row", margin=14, gap=12)
        self.setObjectName("tax-receipt")
        self.title, self.text = Label("", "strong", wraps=True), Label("", "small", wraps=True)
        self.title.setObjectName("tax-receipt-title")
        self.text.setObjectName("tax-receipt-text")
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.title)
        told.addWidget(self.text)
        self.again = Button("", "plain", key="F8", font="body")
        self.again.setObjectName("tax-receipt-again")
        self.again.setMinimumHeight(theme.current().px(theme.TOUCH))
        self.again.clicked.connect(self.pressed)
        self.rows.addLayout(told, 1)
        self.add(self.again)
        self.hide()

    def show_receipt(self, receipt: TaxReceipt | None, words: Words) -> None:
        """Say what became of it; nothing where there is none."""
        self.setVisible(receipt is not None)
        if receipt is None:
            return
        role, tone = _FRAME[receipt.state]
        self.set_role(role)
        self.title.set_tone(tone)
        whose = f"{words(f'payment.receipt.use.{receipt.use}')} {receipt.masked}"
        reason = f"notice.{receipt.reason}.name"
        cause = words(reason) if words.has(reason) else words("cause.unknown")
        until = day(receipt.due, words.language)
        facts = {"whose": whose, "cause": cause, "number": receipt.number, "until": until}
        key = "issued_self" if receipt.state == "issued" and receipt.use == "self" else receipt.state
        self.title.setText(words(f"paid.tax.{receipt.state}.title", **facts))
        self.text.setText(words(f"paid.tax.{key}.text", **facts))
        self.again.setVisible(receipt.state in (*AGAIN, "none"))
        does = {"unknown": "ask", "none": "enter"}.get(receipt.state, "again")
        self.again.set_words(words(f"paid.tax.{does}"))
