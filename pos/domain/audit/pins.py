"""PINs of others tried at the till. Who mistypes their own is right a moment later, and is no question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from pos.domain.audit.flags import Hit
from pos.domain.facts import ApprovalGiven, ApprovalRefused, Fact, SignedIn, SignInRefused
from pos.domain.journal import Entry
from pos.domain.money import Won

NOBODY = "till"
"""Whose entry it is where nobody is signed in."""
A_MOMENT = timedelta(minutes=3)
WRONG = frozenset({"approval.wrong_pin", "approval.locked"})


class Tried:
    """Mutable: it goes along a day. Whoever stands at the till answers for it, or stood there last."""

    kinds: tuple[type, ...] = (SignedIn, SignInRefused, ApprovalGiven, ApprovalRefused)

    def __init__(self) -> None:
        self._last = ""
        self._waiting: list[tuple[Entry, str, str]] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """What was wrong is taken back where it was right soon after."""
        match fact:
            case SignInRefused(staff):
                self._waiting.append((entry, staff, self._last if entry.who == NOBODY else entry.who))
            case ApprovalRefused(by=by, cause=cause) if cause in WRONG:
                self._waiting.append((entry, by, entry.who))
            case ApprovalGiven(approval=approval):
                self._right(entry, approval.by)
            case SignedIn():
                self._right(entry, entry.who)
                self._last = entry.who
            case _:
                return

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - a PIN is of no amount
        """A try each; who mistypes their own PIN and never gets it right tried nobody else's."""
        for entry, staff, who in self._waiting:
            if who and who != staff:
                yield Hit("ask.pins_tried", who, ((entry.epoch, entry.seq),), about=staff)

    def _right(self, entry: Entry, staff: str) -> None:
        now = datetime.fromisoformat(entry.at)
        self._waiting = [
            one for one in self._waiting if one[1] != staff or now - datetime.fromisoformat(one[0].at) > A_MOMENT
        ]
