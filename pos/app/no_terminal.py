"""The card terminal of a till that has none: it takes no money and says so."""

from __future__ import annotations

from pos.domain.tender import CardApproval
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest, CashReceiptRequest, TerminalState


class NoTerminal:
    """Implements `pos.till.paying.cards.Terminal`."""

    def charge(self, request: CardRequest) -> CardAnswer:  # noqa: ARG002 - whatever is asked, nobody is there
        """See Terminal."""
        return CardAnswer("not_sent", "terminal.none")

    def enquire(self, request: CardRequest) -> CardAnswer:  # noqa: ARG002 - whatever is asked, nobody is there
        """See Terminal: what nobody was asked never arrived."""
        return CardAnswer("declined", "terminal.not_known")

    def give_back(self, request: BackRequest) -> CardAnswer:  # noqa: ARG002 - whatever is asked, nobody is there
        """See Terminal."""
        return CardAnswer("not_sent", "terminal.none")

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:  # noqa: ARG002 - nobody is there
        """See Terminal."""
        return CardAnswer("not_sent", "terminal.none")

    def call_off(self, request: CardRequest) -> CardAnswer:  # noqa: ARG002 - whatever is asked, nobody is there
        """See Terminal: what nobody was asked is not charged."""
        return CardAnswer("approved", "terminal.none")

    def cash_receipt(self, request: CashReceiptRequest) -> CardAnswer:  # noqa: ARG002 - nobody is there
        """See Terminal."""
        return CardAnswer("not_sent", "terminal.none")

    def enquire_receipt(self, request: CashReceiptRequest) -> CardAnswer:  # noqa: ARG002 - nobody is there
        """See Terminal: what nobody was asked never arrived."""
        return CardAnswer("declined", "terminal.not_known")

    def state(self) -> TerminalState:
        """See Terminal."""
        return TerminalState("terminal.none")
