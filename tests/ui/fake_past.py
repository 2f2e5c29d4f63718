"""What was, in memory: sales, returns, claims and machines as the till in memory wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha512
from typing import TypeVar

from msgspec.structs import replace

from pos.domain.apart import ClaimSettled
from pos.domain.back.decided import ClaimClosed, ClaimDecided
from pos.domain.back.refunds import owed
from pos.domain.back.returns import Claim, Original, PaidOut, Return
from pos.domain.calendar import korean_day
from pos.domain.facts import (
    ApprovalGiven,
    ClaimMade,
    Fact,
    HolidayEntered,
    RefundAnswered,
    RefundAsked,
    RefundPaid,
    ReturnCompleted,
    WarrantyRegistered,
    decode_fact,
)
from pos.domain.journal import Entry
from pos.domain.papers.receipt_token import Token
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.till.back.past import Owed, RefundAttempt
from pos.till.ports import Commit

T = TypeVar("T")


class FakePast:
    """Implements `pos.till.back.past.Past` over the lists of the memory; tests may put machines and holidays in."""

    def __init__(self, sales: list[Sale], entries: list[Entry]) -> None:
        self._sales, self._entries = sales, entries
        self.pictures: dict[str, bytes] = {}
        self.machine_list: dict[str, Machine] = {}
        self.holiday_list: set[date] = set()
        self.is_trusting = True
        self.decided: tuple[ClaimDecided, ...] = ()

    def numbered(self, fact: Fact) -> Fact:
        """A return as it is written down: under the next number of this till."""
        if isinstance(fact, ReturnCompleted) and not fact.back.number:
            return ReturnCompleted(replace(fact.back, number=len(self.returns(most=100_000)) + 1))
        return fact

    def take(self, commit: Commit) -> None:
        """What a commit brings besides entries."""
        self.pictures |= {one.id: one.picture for one in commit.photographs}

    # --- sales ---

    def original(self, sale_id: str) -> Original | None:
        sale = next((one for one in self._sales if one.id == sale_id), None)
        if sale is None:
            return None
        back = self.returns_of(sale_id)
        return Original(sale, back, tuple(paid for one in back for paid in self.paid_out(one.id)))

    def sale_by_code(self, code: str) -> Sale | None:
        return next((one for one in self._sales if one.code == code), None)

    def sale_by_serial(self, serial: str) -> Sale | None:
        for sale in self._sales[::-1]:
            if any(serial in line.serials for line in sale.lines):
                return sale
        for back in self.returns(most=100_000):
            if any(serial in line.new_serials for line in back.lines):
                return next((sale for sale in self._sales if sale.id == back.sale), None)
        return None

    def sales_by_card(self, last_four: str, day: date, *, most: int = 20) -> tuple[Sale, ...]:
        def fits(sale: Sale) -> bool:
            cards = [one.approval.masked_number for one in sale.payments if one.approval]
            return sale.day == day and any(card.endswith(last_four) for card in cards)

        return tuple(sale for sale in self._sales[::-1] if fits(sale))[:most]

    def sales_of_member(self, number: str, *, most: int = 20) -> tuple[Sale, ...]:
        return tuple(sale for sale in self._sales[::-1] if sale.member == number)[:most]

    # --- what came back ---

    def _told(self, kind: type[T]) -> Iterator[tuple[Entry, T]]:
        for entry in self._entries:
            if entry.kind == kind.__name__:
                fact = decode_fact(entry.payload)
                assert isinstance(fact, kind)
                yield entry, fact

    def returned(self, back_id: str) -> Return | None:
        return next((fact.back for _, fact in self._told(ReturnCompleted) if fact.back.id == back_id), None)

    def return_by_code(self, code: str) -> Return | None:
        return next((fact.back for _, fact in self._told(ReturnCompleted) if fact.back.code == code), None)

    def entry_of_return(self, back_id: str) -> Entry | None:
        return next((entry for entry, fact in self._told(ReturnCompleted) if fact.back.id == back_id), None)

    def returns(self, *, most: int = 50) -> tuple[Return, ...]:
        return tuple(fact.back for _, fact in self._told(ReturnCompleted))[::-1][:most]

    def returns_of(self, sale_id: str) -> tuple[Return, ...]:
        return tuple(fact.back for _, fact in self._told(ReturnCompleted) if fact.back.sale == sale_id)

    def paid_out(self, back_id: str) -> tuple[PaidOut, ...]:
        return tuple(fact.paid for _, fact in self._told(RefundPaid) if fact.back == back_id)

    def owed(self) -> tuple[Owed, ...]:
        backs = [fact.back for _, fact in self._told(ReturnCompleted)]
        return tuple(Owed(back, part) for back in backs for part in owed(back, self.paid_out(back.id)))

    def refund_attempts(self, back_id: str) -> tuple[RefundAttempt, ...]:
        made: dict[str, RefundAttempt] = {}
        for _, asked in self._told(RefundAsked):
            if asked.back == back_id:
                made[asked.attempt] = RefundAttempt(
                    back_id, asked.attempt, asked.part, asked.amount, "asked", asked.recharge
                )
        for _, answered in self._told(RefundAnswered):
            if answered.attempt in made:
                made[answered.attempt] = replace(made[answered.attempt], outcome=answered.outcome)
        return tuple(made.values())

    def count_returns(self, *, member: str | None = None, cashier: str | None = None, since: datetime) -> int:
        def counts(back: Return) -> bool:
            return back.at >= since and (member is None or back.member == member) and cashier in (None, back.cashier)

        return sum(counts(fact.back) for _, fact in self._told(ReturnCompleted))

    # --- claims ---

    def open_claims(self) -> tuple[Claim, ...]:
        settled = {fact.back.claim for _, fact in self._told(ReturnCompleted)}
        settled |= {fact.claim for _, fact in self._told(ClaimClosed)}
        return tuple(fact.claim for _, fact in self._told(ClaimMade) if fact.claim.id not in settled)

    def claims_decided(self) -> tuple[ClaimDecided, ...]:
        waiting = {claim.id for claim in self.open_claims()}
        return tuple(one for one in self.decided if one.claim in waiting)

    def claims_heard(self) -> tuple[ClaimSettled, ...]:
        return ()

    def grants_unheard(self) -> int:
        given = (fact.approval for _, fact in self._told(ApprovalGiven))
        return sum(one.action == "benefit.grant" for one in given)

    def photograph(self, photograph_id: str) -> bytes | None:
        return self.pictures.get(photograph_id)

    # --- machines and days ---

    def machine(self, serial: str) -> Machine | None:
        found = self.machine_list.get(serial) or self._sold(serial)
        if found is None:
            return None
        for entry, fact in self._told(WarrantyRegistered):
            if fact.serial == serial:
                day = korean_day(datetime.fromisoformat(entry.at))
                found = replace(found, registered_by=fact.member, registered_on=day)
        gone = {one for _, fact in self._told(ReturnCompleted) for line in fact.back.lines for one in line.serials}
        return replace(found, is_back=found.is_back or serial in gone)

    def _sold(self, serial: str) -> Machine | None:
        sale = self.sale_by_serial(serial)
        if sale is None:
            return None
        new = {
            one: line.product for back in self.returns_of(sale.id) for line in back.lines for one in line.new_serials
        }
        for line in sale.lines:
            if serial in line.serials or new.get(serial) == line.product:
                bought = korean_day(sale.at)
                return Machine(serial, line.product, bought, line.warranty_months, sale.id, sale.member)
        return None

    def holidays(self) -> frozenset[date]:
        return frozenset(self.holiday_list | {fact.day for _, fact in self._told(HolidayEntered)})

    # --- signatures ---

    def sign(self, told: bytes) -> bytes:
        return sha512(told).digest()

    def is_genuine(self, token: Token) -> bool:
        return self.is_trusting and token.signature == self.sign(token.told)
