"""A card terminal made of software, for the demo, training and tests. It moves no money and knows no whole card number.

It keeps what it was asked by attempt, on disk where it is given a place, as a real one would while the till crashes.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec.structs import replace

from pos.devices.terminal import ledger as ledgers
from pos.devices.terminal.ledger import Kept, KeptReceipt, Ledger
from pos.domain.money import Won
from pos.domain.tender import CardApproval
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest, CashReceiptRequest, TerminalState
from pos.till.ports import Clock

Behaviour: TypeAlias = Literal[
    "approve",
    "decline",
    "cancel",  # the customer gives up
    "lose_answer",  # approved, and the till never hears of it
    "lose_request",  # the terminal never hears of it
    "unreachable",
    "no_call_off",  # of a network cancellation: the terminal offers none
    "no_partial",  # of a cancellation: declined unless it is for all that is left; a charge is approved
]

_ANY = 10**12

# Issuers with numbers that no bank gives out.
_ISSUERS = (("999001", "시험카드"), ("999002", "연습카드"), ("999003", "견본카드"))


def decline_above(limit: Won) -> Callable[[Won], bool]:
    """A rule that declines what is larger than `limit`."""
    return lambda amount: amount > limit


class SimulatedTerminal:
    """A terminal with a ledger. Mutable: it keeps attempts, and what it shall do next."""

    def __init__(
        self, clock: Clock, *, ledger: Path | None = None, declines: Callable[[Won], bool] | None = None
    ) -> None:
        self._clock = clock
        self._path = ledger
        self._declines = declines or (lambda _: False)
        self._script: deque[Behaviour] = deque()
        self.is_reachable = True
        self.signed: set[str] = set()
        self._ledger = ledgers.read(ledger)

    def then(self, *behaviours: Behaviour) -> None:
        """What the next new attempts come to, one each; afterwards it approves again."""
        self._script.extend(behaviours)

    @property
    def charged(self) -> dict[str, Won]:
        """The money taken and not given back, by attempt."""
        return {attempt: kept.held for attempt, kept in self._ledger.kept.items() if kept.held}

    @property
    def reversed(self) -> dict[str, Won]:
        """The payments reversed whole, by attempt."""
        return {attempt: kept.amount for attempt, kept in self._ledger.kept.items() if kept.is_reversed}

    @property
    def given_back(self) -> dict[str, Won]:
        """What was cancelled after the day of the sale, by the cancellation's attempt."""
        return {attempt: back.amount for attempt, back in self._ledger.backs.items() if back.answer.approval}

    @property
    def given_back_elsewhere(self) -> dict[str, Won]:
        """What was cancelled of charges that this terminal never saw, by their approval number."""
        return dict(self._ledger.elsewhere)

    @property
    def receipts(self) -> tuple[KeptReceipt, ...]:
        """Every cash receipt it was asked to issue or to cancel, in order."""
        return tuple(self._ledger.receipts.values())

    def charge(self, request: CardRequest) -> CardAnswer:
        """See Terminal. An attempt that is known gets its first answer again, and no money moves."""
        if request.signature:
            self.signed.add(request.attempt)
        return self._reach(request.attempt, lambda _: self._decide(request), lambda answer: self._keep(request, answer))

    def give_back(self, request: BackRequest) -> CardAnswer:
        """See Terminal. An attempt that is known gets its first answer again.

        A charge that this terminal never saw is believed by its approval number, as card companies do.
        """
        return self._reach(
            request.attempt,
            lambda behaviour: self._weigh(request, behaviour),
            lambda answer: self._book(request, answer),
        )

    def enquire(self, request: CardRequest) -> CardAnswer:
        """See Terminal; of a cancellation it tells what became of that."""
        if not self.is_reachable:
            return CardAnswer("unknown", "terminal.unreachable")
        return self._known(request.attempt) or CardAnswer("declined", "terminal.not_known")

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:
        """See Terminal. A second reversal of the same payment gets the same answer; what was partly cancelled stays."""
        if not self.is_reachable:
            return CardAnswer("not_sent", "terminal.unreachable")
        kept = self._ledger.kept.get(request.attempt)
        if kept is None or kept.answer.approval is None:
            return CardAnswer("declined", "terminal.not_known")
        if kept.answer.approval.approval_number != approval.approval_number:
            return CardAnswer("declined", "terminal.other_approval")
        if kept.given_back:
            return CardAnswer("declined", "terminal.partly_cancelled")
        self._write(self._ledger.with_charge(request.attempt, replace(kept, is_reversed=True)))
        return kept.answer

    def call_off(self, request: CardRequest) -> CardAnswer:
        """See Terminal. What never arrived and what was declined is called off, too: nothing of it stays charged."""
        if not self.is_reachable:
            return CardAnswer("unknown", "terminal.unreachable")
        if self._script and self._script[0] == "no_call_off":
            self._script.popleft()
            return CardAnswer("declined", "terminal.no_call_off")
        kept = self._ledger.kept.get(request.attempt) or Kept(
            request.amount, CardAnswer("declined", "terminal.called_off")
        )
        self._write(self._ledger.with_charge(request.attempt, replace(kept, is_reversed=True)))
        return CardAnswer("approved", "terminal.called_off")

    def cash_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """See Terminal. An attempt that is known gets its first answer again."""
        return self._reach(
            request.attempt,
            lambda _: self._certify(request),
            lambda answer: self._write(self._ledger.with_receipt(request, answer)),
        )

    def enquire_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """See Terminal."""
        if not self.is_reachable:
            return CardAnswer("unknown", "terminal.unreachable")
        return self._known(request.attempt) or CardAnswer("declined", "terminal.not_known")

    def state(self) -> TerminalState:
        """See Terminal."""
        return TerminalState("" if self.is_reachable else "terminal.unreachable", "simulated")

    def _reach(
        self, attempt: str, decide: Callable[[Behaviour], CardAnswer], keep: Callable[[CardAnswer], None]
    ) -> CardAnswer:
        """What becomes of an attempt on its way there and back."""
        if not self.is_reachable:
            return CardAnswer("not_sent", "terminal.unreachable")
        known = self._known(attempt)
        if known is not None:
            return known
        behaviour: Behaviour = self._script.popleft() if self._script else "approve"
        if behaviour == "unreachable":
            return CardAnswer("not_sent", "terminal.unreachable")
        if behaviour == "lose_request":
            return CardAnswer("unknown", "terminal.no_answer")
        refused = {"cancel": ("cancelled", "terminal.cancelled"), "decline": ("declined", "terminal.declined")}
        answer = CardAnswer(*refused[behaviour]) if behaviour in refused else decide(behaviour)  # type: ignore[arg-type]  # both are outcomes
        keep(answer)
        return CardAnswer("unknown", "terminal.no_answer") if behaviour == "lose_answer" else answer

    def _known(self, attempt: str) -> CardAnswer | None:
        back = self._ledger.backs.get(attempt) or self._ledger.receipts.get(attempt)
        if back is not None:
            return back.answer
        kept = self._ledger.kept.get(attempt)
        if kept is None:
            return None
        return CardAnswer("declined", "terminal.reversed") if kept.is_reversed else kept.answer

    def _decide(self, request: CardRequest) -> CardAnswer:
        if request.amount <= 0 or self._declines(request.amount):
            return CardAnswer("declined", "terminal.declined")
        return CardAnswer("approved", approval=self._approve(request))

    def _weigh(self, request: BackRequest, behaviour: Behaviour) -> CardAnswer:
        """Whether so much can go back of that charge."""
        if request.amount <= 0:
            return CardAnswer("declined", "terminal.declined")
        kept = self._ledger.kept.get(request.charge)
        if kept is not None:
            approval = kept.answer.approval
            if approval is None or approval.approval_number != request.approval.approval_number:
                return CardAnswer("declined", "terminal.other_approval")
            if request.amount > kept.held:
                return CardAnswer("declined", "terminal.too_much")
        if behaviour == "no_partial" and (kept is None or request.amount < kept.held):
            return CardAnswer("declined", "terminal.no_partial")
        number, now = _number(request.attempt), self._clock.now().isoformat(timespec="seconds")
        return CardAnswer("approved", approval=replace(request.approval, approval_number=number, approved_at=now))

    def _certify(self, request: CashReceiptRequest) -> CardAnswer:
        """Whether the tax office would take it: an amount; of a cancellation no more than is left of the receipt."""
        if request.amount <= 0:
            return CardAnswer("declined", "terminal.declined")
        if request.cancels is not None and request.amount > self._left_of(request.cancels.approval_number):
            return CardAnswer("declined", "terminal.too_much")
        number, now = _number(request.attempt), self._clock.now().isoformat(timespec="seconds")
        return CardAnswer("approved", approval=CardApproval(number, now, "", "", "", "", ""))

    def _left_of(self, approval_number: str) -> Won:
        """What is not cancelled of a receipt; one that was issued on another terminal is believed."""
        approved = [kept for kept in self._ledger.receipts.values() if kept.answer.approval is not None]
        issued = [kept.amount for kept in approved if kept.answer.approval.approval_number == approval_number]  # type: ignore[union-attr]  # looked at above
        gone = [kept.amount for kept in approved if kept.cancels and kept.cancels.approval_number == approval_number]
        return sum(issued) - sum(gone) if issued else _ANY

    def _approve(self, request: CardRequest) -> CardApproval:
        """A plausible approval, the same for the same attempt."""
        digest = _digest(request.attempt)
        first_six, issuer = _ISSUERS[digest % len(_ISSUERS)]
        return CardApproval(
            approval_number=_number(request.attempt),
            approved_at=self._clock.now().isoformat(timespec="seconds"),
            masked_number=f"{first_six}******{digest // 11 % 10**4:04d}",
            issuer=issuer,
            acquirer="시험매입",
            merchant="0000000001",
            terminal="T0000001",
            instalments=request.instalments,
        )

    def _keep(self, request: CardRequest, answer: CardAnswer) -> None:
        self._write(self._ledger.with_charge(request.attempt, Kept(request.amount, answer)))

    def _book(self, request: BackRequest, answer: CardAnswer) -> None:
        self._write(self._ledger.with_back(request, answer))

    def _write(self, ledger: Ledger) -> None:
        """On disk before it counts: what a real terminal approved, no crash of the till takes back."""
        ledgers.write(self._path, ledger)
        self._ledger = ledger


def _digest(attempt: str) -> int:
    return int.from_bytes(hashlib.sha256(attempt.encode()).digest()[:8], "big")


def _number(attempt: str) -> str:
    return f"{_digest(attempt) // 7 % 10**8:08d}"
