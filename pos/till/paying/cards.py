"""A card terminal as the till knows it, in nexo's words: payment, reversal, status; and cash receipts, which go by it.

A Protocol like those in `ports.py`, and the values it speaks in. Nothing of a card is in them but what may be kept.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from pos.domain.cash_receipt import Cancelled, ReceiptUse
from pos.domain.money import Won
from pos.domain.tender import CardApproval, TenderKind


class CardRequest(msgspec.Struct, frozen=True):
    """What a terminal is asked to charge. `attempt` names it for ever; asking again about it is safe.

    `vat` is the tax inside the amount. `signature`: the customer signs on the terminal. `barcode` is what the
    customer's payment app shows, for easy payment: it lives for one request and is kept nowhere.
    """

    attempt: str
    tender: TenderKind
    amount: Won
    instalments: int = 0
    vat: Won = 0
    signature: bool = False
    barcode: str = ""

    def __repr__(self) -> str:
        """Without the customer's code."""
        return f"CardRequest({self.attempt}, {self.tender}, {self.amount}, {self.instalments})"


class BackRequest(msgspec.Struct, frozen=True):
    """What a terminal is asked to give back of an approved payment: `amount`, a part of what is left of it or all.

    `attempt` names the asking for ever; `charge` is the attempt that was approved, on this terminal or another.
    `approval` is the original's: its number and its day are what a cancellation names.
    """

    attempt: str
    charge: str
    tender: TenderKind
    amount: Won
    approval: CardApproval


class CashReceiptRequest(msgspec.Struct, frozen=True):
    """What the tax office is told by a terminal: a cash receipt of `amount`, or that one is cancelled by so much.

    `attempt` names the asking for ever. `number` has digits only and is kept nowhere; "" lets the customer give it on
    the terminal. `cancels` is the receipt that is cancelled, whole or in part.
    """

    attempt: str
    use: ReceiptUse
    number: str
    amount: Won
    vat: Won
    cancels: Cancelled | None = None

    def __repr__(self) -> str:
        """Without the customer's number."""
        return f"CashReceiptRequest({self.attempt}, {self.use}, {self.amount}, {self.cancels})"


class TerminalState(msgspec.Struct, frozen=True):
    """What a terminal says of itself: `code` is "" when it can take money, otherwise the reason it cannot."""

    code: str = ""
    model: str = ""


class CardAnswer(msgspec.Struct, frozen=True):
    """A terminal's answer, from a closed set. unknown: money may have moved; it must be asked again."""

    outcome: Literal["approved", "declined", "cancelled", "not_sent", "unknown"]
    reason: str = ""
    approval: CardApproval | None = None


class Terminal(Protocol):
    """A card terminal, in nexo's words: payment, status, reversal. No call raises."""

    def charge(self, request: CardRequest) -> CardAnswer:
        """Ask for money."""

    def enquire(self, request: CardRequest) -> CardAnswer:
        """What became of an attempt: "declined" with reason "terminal.not_known" where it never arrived."""

    def give_back(self, request: BackRequest) -> CardAnswer:
        """Cancel a part of an approved payment, or all that is left of it: "approved" when the money goes back.

        "declined" with reason "terminal.no_partial" where the card takes only a whole cancellation. `enquire` with
        the request's attempt tells what became of it.
        """

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:
        """Give an approved payment back: "approved" when it is reversed."""

    def call_off(self, request: CardRequest) -> CardAnswer:
        """A network cancellation of an attempt whose answer was lost: "approved" when nothing of it stays charged.

        "declined" with reason "terminal.no_call_off" where the terminal has none.
        """

    def cash_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """Issue a cash receipt, or cancel one: "approved" with its number and time and nothing else of an approval."""

    def enquire_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """What became of that: "declined" with reason "terminal.not_known" where it never arrived."""

    def state(self) -> TerminalState:
        """Ask the terminal how it is, within seconds."""
