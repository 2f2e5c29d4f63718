"""A card terminal made of software, for the demo, training and tests. It moves no money and knows no whole card number.

It keeps what it was asked by attempt, on disk where it is given a place, as a real one would while the till crashes.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from pos.domain.money import Won
from pos.domain.tender import CardApproval
from pos.till.ports import CardAnswer, CardRequest, Clock

Behaviour: TypeAlias = Literal[
    "approve",
    "decline",
    "cancel",  # the customer gives up
    "lose_answer",  # approved, and the till never hears of it
    "lose_request",  # the terminal never hears of it
    "unreachable",
]

# Issuers with numbers that no bank gives out.
_ISSUERS = (("999001", "시험카드"), ("999002", "연습카드"), ("999003", "견본카드"))


class Kept(msgspec.Struct, frozen=True):
    """What the terminal keeps of one attempt."""

    amount: Won
    answer: CardAnswer
    is_reversed: bool = False


class _Ledger(msgspec.Struct, frozen=True):
    kept: dict[str, Kept] = {}


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
        self._kept: dict[str, Kept] = {}
        if ledger is not None and ledger.exists():
            self._kept = msgspec.json.decode(ledger.read_bytes(), type=_Ledger).kept

    def then(self, *behaviours: Behaviour) -> None:
        """What the next new attempts come to, one each; afterwards it approves again."""
        self._script.extend(behaviours)

    @property
    def charged(self) -> dict[str, Won]:
        """The money taken and not given back, by attempt."""
        return {
            attempt: kept.amount
            for attempt, kept in self._kept.items()
            if kept.answer.outcome == "approved" and not kept.is_reversed
        }

    @property
    def reversed(self) -> dict[str, Won]:
        """The money given back, by attempt."""
        return {attempt: kept.amount for attempt, kept in self._kept.items() if kept.is_reversed}

    def charge(self, request: CardRequest) -> CardAnswer:
        """See Terminal. An attempt that is known gets its first answer again, and no money moves."""
        if not self.is_reachable:
            return CardAnswer("not_sent", "terminal.unreachable")
        if request.attempt in self._kept:
            return self._answer_again(request.attempt)
        match self._script.popleft() if self._script else "approve":
            case "unreachable":
                return CardAnswer("not_sent", "terminal.unreachable")
            case "lose_request":
                return CardAnswer("unknown", "terminal.no_answer")
            case "cancel":
                return self._keep(request, CardAnswer("cancelled", "terminal.cancelled"))
            case "decline":
                return self._keep(request, CardAnswer("declined", "terminal.declined"))
            case behaviour:
                answer = self._decide(request)
                return CardAnswer("unknown", "terminal.no_answer") if behaviour == "lose_answer" else answer

    def enquire(self, request: CardRequest) -> CardAnswer:
        """See Terminal."""
        if not self.is_reachable:
            return CardAnswer("unknown", "terminal.unreachable")
        if request.attempt not in self._kept:
            return CardAnswer("declined", "terminal.not_known")
        return self._answer_again(request.attempt)

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:
        """See Terminal. A second reversal of the same payment gets the same answer."""
        if not self.is_reachable:
            return CardAnswer("not_sent", "terminal.unreachable")
        kept = self._kept.get(request.attempt)
        if kept is None or kept.answer.approval is None:
            return CardAnswer("declined", "terminal.not_known")
        if kept.answer.approval.approval_number != approval.approval_number:
            return CardAnswer("declined", "terminal.other_approval")
        self._write(request.attempt, Kept(kept.amount, kept.answer, is_reversed=True))
        return kept.answer

    def _answer_again(self, attempt: str) -> CardAnswer:
        kept = self._kept[attempt]
        return CardAnswer("declined", "terminal.reversed") if kept.is_reversed else kept.answer

    def _decide(self, request: CardRequest) -> CardAnswer:
        if request.amount <= 0 or self._declines(request.amount):
            return self._keep(request, CardAnswer("declined", "terminal.declined"))
        return self._keep(request, CardAnswer("approved", approval=self._approve(request)))

    def _approve(self, request: CardRequest) -> CardApproval:
        """A plausible approval, the same for the same attempt."""
        digest = int.from_bytes(hashlib.sha256(request.attempt.encode()).digest()[:8], "big")
        first_six, issuer = _ISSUERS[digest % len(_ISSUERS)]
        return CardApproval(
            approval_number=f"{digest // 7 % 10**8:08d}",
            approved_at=self._clock.now().isoformat(timespec="seconds"),
            masked_number=f"{first_six}******{digest // 11 % 10**4:04d}",
            issuer=issuer,
            acquirer="시험매입",
            merchant="0000000001",
            terminal="T0000001",
            instalments=request.instalments,
        )

    def _keep(self, request: CardRequest, answer: CardAnswer) -> CardAnswer:
        self._write(request.attempt, Kept(request.amount, answer))
        return answer

    def _write(self, attempt: str, kept: Kept) -> None:
        """On disk before it counts: what a real terminal approved, no crash of the till takes back."""
        ledger = {**self._kept, attempt: kept}
        if self._path is not None:
            beside = self._path.with_suffix(".new")
            with beside.open("wb") as file:
                file.write(msgspec.json.encode(_Ledger(ledger)))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        self._kept = ledger
