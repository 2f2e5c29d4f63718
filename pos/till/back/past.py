"""What was, as the till can look it up: sales, what came back of them, refunds that are owed, machines, holidays.

A Protocol like those in `ports.py`, and the values it speaks in.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

import msgspec

from pos.domain.apart import ClaimSettled
from pos.domain.back.decided import ClaimDecided
from pos.domain.back.returns import Claim, Original, PaidOut, Part, Return
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.papers.receipt_token import Token
from pos.domain.sale import Sale
from pos.domain.warranty import Machine


class Photograph(msgspec.Struct, frozen=True):
    """Personal. A picture that goes with a claim (JPEG or PNG), kept sealed until the claim is long over."""

    id: str
    claim: str
    picture: bytes


class Owed(msgspec.Struct, frozen=True):
    """A part of a refund that has not reached the customer."""

    back: Return
    part: Part


class RefundAttempt(msgspec.Struct, frozen=True):
    """A terminal was asked to give `amount` back; "asked" and "unknown" are in doubt."""

    back: str
    attempt: str
    part: Part
    amount: Won
    outcome: str
    recharge: str = ""


class Past(Protocol):
    """The till's database, for looking back; quick enough for the screen's own thread."""

    def original(self, sale_id: str) -> Original | None:
        """A sale of this till by its id, with its returns at this till."""

    def sale_by_code(self, code: str) -> Sale | None:
        """A sale of this till by its receipt's code."""

    def sale_by_serial(self, serial: str) -> Sale | None:
        """The sale of this till that a machine went out with, also as a replacement for another."""

    def sales_by_card(self, last_four: str, day: date, *, most: int = 20) -> tuple[Sale, ...]:
        """Sales of this till on a business day that were paid with a card ending in these digits, newest first."""

    def sales_of_member(self, number: str, *, most: int = 20) -> tuple[Sale, ...]:
        """A member's sales at this till, newest first."""

    def returned(self, back_id: str) -> Return | None:
        """A return of this till by its id."""

    def return_by_code(self, code: str) -> Return | None:
        """A return of this till by the code of its receipt."""

    def entry_of_return(self, back_id: str) -> Entry | None:
        """The journal entry that completed a return."""

    def returns(self, *, most: int = 50) -> tuple[Return, ...]:
        """The newest returns of this till, newest first."""

    def returns_of(self, sale_id: str) -> tuple[Return, ...]:
        """What this till took back of a sale, its own or another till's, in order."""

    def paid_out(self, back_id: str) -> tuple[PaidOut, ...]:
        """What was paid out of a return's refund, in order."""

    def owed(self) -> tuple[Owed, ...]:
        """Every part of a refund that is still owed, the oldest first."""

    def refund_attempts(self, back_id: str) -> tuple[RefundAttempt, ...]:
        """What a terminal was asked to give back for a return, in order."""

    def count_returns(self, *, member: str | None = None, cashier: str | None = None, since: datetime) -> int:
        """How many returns a member, or a person at the till, had here since an instant."""

    def open_claims(self) -> tuple[Claim, ...]:
        """Claims that no return has settled, oldest first."""

    def claims_decided(self) -> tuple[ClaimDecided, ...]:
        """What the chain's office decided about claims of this till that nothing has settled, oldest first."""

    def claims_heard(self) -> tuple[ClaimSettled, ...]:
        """What the mall said of benefits that sales of this till claim, where nothing came of it yet, oldest first."""

    def grants_unheard(self) -> int:
        """How many benefits managers gave here, in entries that the mall has not acknowledged."""

    def photograph(self, photograph_id: str) -> bytes | None:
        """A picture of a claim, opened; None once it was destroyed."""

    def machine(self, serial: str) -> Machine | None:
        """A machine that this till sold or registered, by its serial number."""

    def holidays(self) -> frozenset[date]:
        """Holidays that were entered by hand."""

    def sign(self, told: bytes) -> bytes:
        """This till's signature for a receipt's code."""

    def is_genuine(self, token: Token) -> bool:
        """Whether the till that a receipt's code names signed it, and is known here as one of the chain's."""
