"""Ways to pay (terms 11; at the counter also cash): parts of a payment, change, and the notes people hand over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from pos.domain.errors import Refused
from pos.domain.money import Won

TenderKind: TypeAlias = Literal["cash", "card", "easy", "transfer", "exchange"]
MoneyKind: TypeAlias = Literal["cash", "card", "easy", "transfer"]
"""What money itself comes by; "exchange" is what came back for other goods, and was paid by one of these before."""

BY_HAND = "by_hand"
"""The reason of an answer that a person found out, or saw to elsewhere; no terminal needs to have been asked."""

NOTES: tuple[Won, ...] = (50_000, 10_000, 5_000, 1_000)
INSTALMENTS = range(2, 25)
"""In how many months a card may be paid; 0 is all at once."""

COINS: tuple[Won, ...] = (500, 100, 50, 10)


class Rounding(msgspec.Struct, frozen=True):
    """What is due in cash is rounded to a multiple of `to` won, on business days from `since` on: `down`, or `nearest`
    with a half up."""

    since: date
    to: Literal[10, 100]
    how: Literal["down", "nearest"]


class CardApproval(msgspec.Struct, frozen=True):
    """What may be kept of a card payment; never its whole number.

    `masked_number` shows the first six and the last four digits at most.
    """

    approval_number: str
    approved_at: str
    masked_number: str
    issuer: str
    acquirer: str
    merchant: str
    terminal: str
    instalments: int = 0


class Payment(msgspec.Struct, frozen=True):
    """One part of what was paid. `amount` is what it settles; `handed_over` (cash) what the customer gave.

    `rounded` (cash) is what the customer pays more (or less: negative) than it settles.

    `id` is the id of the attempt for card and easy payment; `reference` is a bank transfer's. What was paid by
    goods that came back ("exchange") says by `origin` how those were paid, and by `charge` which attempt that was.
    """

    id: str
    kind: TenderKind
    amount: Won
    handed_over: Won = 0
    approval: CardApproval | None = None
    reference: str = ""
    origin: MoneyKind | None = None
    charge: str = ""
    rounded: Won = 0

    @property
    def money(self) -> MoneyKind:
        """The way the money came, in the end."""
        if self.kind == "exchange":
            return self.origin or "cash"
        return self.kind

    @property
    def change(self) -> Won:
        """What goes back to the customer out of the drawer."""
        return max(self.handed_over - self.amount - self.rounded, 0)


def remaining(total: Won, payments: tuple[Payment, ...]) -> Won:
    """What is still to be paid of `total`."""
    return total - sum(payment.amount for payment in payments)


def rounding_on(rules: Iterable[Rounding], day: date) -> Rounding | None:
    """The rule of rounding that is in force on a business day, the newest of those that have begun."""
    begun = [rule for rule in rules if rule.since <= day]
    return max(begun, key=lambda rule: rule.since, default=None)


def rounded(amount: Won, rule: Rounding | None) -> Won:
    """An amount as it is paid in cash, where it is all that is paid."""
    if rule is None:
        return amount
    half = rule.to // 2 if rule.how == "nearest" else 0
    return (amount + half) // rule.to * rule.to


def take_cash(payment_id: str, *, due: Won, handed_over: Won, rule: Rounding | None = None) -> Payment:
    """A cash part of a payment, of what was handed over up to `due`; one that pays the whole rest is rounded.

    Raises Refused("tender.amount") for nothing or less, Refused("tender.implausible") where the change could not be
    real: nobody hands over a note and a half too much. Refused("tender.rounded", due=won) for what is more than is due
    and less than is due in cash.
    """
    in_cash = rounded(due, rule)
    if handed_over <= 0 and not (handed_over == in_cash == 0 < due):
        raise Refused("tender.amount", amount=handed_over)
    if handed_over - in_cash >= NOTES[0]:
        raise Refused("tender.implausible", handed_over=handed_over, change=handed_over - in_cash)
    if handed_over >= in_cash:
        return Payment(payment_id, "cash", due, handed_over, rounded=in_cash - due)
    if handed_over >= due:
        raise Refused("tender.rounded", due=in_cash)
    return Payment(payment_id, "cash", handed_over, handed_over)


def check_part(amount: Won, *, due: Won) -> None:
    """Raises Refused("tender.amount") unless `amount` is part of what is due: no other tender gives change."""
    if not 0 < amount <= due:
        raise Refused("tender.amount", amount=amount, due=due)


def check_instalments(amount: Won, months: int, *, least: Won) -> None:
    """Whether a card may pay an amount in so many months, 0 for all at once (terms 11).

    Raises Refused("tender.instalment_minimum") below `least`, ("tender.instalments") for no number of months.
    """
    if months and amount < least:
        raise Refused("tender.instalment_minimum", amount=amount, least=least)
    if months and months not in INSTALMENTS:
        raise Refused("tender.instalments", months=months, most=INSTALMENTS[-1])


def needs_signature(amount: Won, months: int, *, above: Won) -> bool:
    """Whether a card payment wants the customer's signature: above an amount, not at it, and always in instalments."""
    return amount > above or months > 0


def quick_cash(due: Won) -> tuple[Won, ...]:
    """Up to four amounts above `due` that people really hand over for it, smallest first.

    The next multiple of each note: 21,600 won -> 22,000, 25,000, 30,000, 50,000.
    """
    if due <= 0:
        return ()
    amounts = {-(-due // note) * note for note in NOTES}
    return tuple(sorted(amount for amount in amounts if due < amount < due + NOTES[0]))[:4]
