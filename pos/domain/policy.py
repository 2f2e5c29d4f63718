"""The terms of sale as dated data: every number with the clause it stands in.

A document is read strictly: an unknown rule, a missing one, a wrong type or a number below nothing refuses the whole
document, and the one before stays in force. Code says what a rule does; these documents say how much.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Annotated, Literal, TypeAlias

import msgspec

from pos.domain.calendar import korean_day
from pos.domain.catalogue import Name
from pos.domain.errors import Refused
from pos.domain.money import Won

_Text: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\S")]
_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
_Some: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
_Won: TypeAlias = Annotated[Won, msgspec.Meta(ge=0)]


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule names its clause, so that every amount that rests on it can."""

    clause: _Text


class Notice(_Rule, frozen=True):
    """How many days before they bind new terms are announced."""

    neutral_days: _Count
    adverse_days: _Count


class Membership(_Rule, frozen=True):
    """How long a limited member has to put it right, and to explain before the registration is cancelled."""

    cure_days: _Count
    explain_days: _Count


class Vat(_Rule, frozen=True):
    """VAT, in per cent on top of the supply value; prices contain it."""

    percent: _Count


class Units(_Rule, frozen=True):
    """Capsules in a sleeve (Original, Vertuo) and in a box (Professional)."""

    sleeve: _Some
    box: _Some


class DeliveryFee(_Rule, frozen=True):
    """What a delivery costs, and from what it is free."""

    fee: _Won
    free_from_amount: _Won
    free_from_professional_capsules: _Count


class Plus(_Rule, frozen=True):
    """The Plus programme: smallest order, days for a change of mind about the machine, registration."""

    min_capsules: _Count
    return_days: _Count
    registration_days: _Count
    registration_months: _Count


class Payback(_Rule, frozen=True):
    """Resellers' payback vouchers: smallest cart; whether a boutique may redeem them."""

    min_cart: _Won
    at_boutique: bool


class EasyOrder(_Rule, frozen=True):
    """The regular delivery: smallest order, when it is announced, until when it can be changed the day before."""

    min_capsules: _Count
    announced_days: _Count
    change_until: time
    card_check: _Won


class Payment(_Rule, frozen=True):
    """Instalments from, signatures above, cash receipts issued unasked from."""

    instalments_from: _Won
    signature_above: _Won
    cash_receipt_from: _Won


class Delivery(_Rule, frozen=True):
    """An order before this time leaves the same day; within so many days at the latest."""

    same_day_before: time
    within_days: _Count


class Inspection(_Rule, frozen=True):
    """Days in which a damaged or short delivery is put right with the same product."""

    days: _Count


class Withdrawal(_Rule, frozen=True):
    """Days for a change of mind; months and days for goods that are not as described."""

    days: _Count
    boutique_days: _Count
    not_as_described_months: _Count
    not_as_described_days: _Count


class Refund(_Rule, frozen=True):
    """Working days for a refund, and the interest for being late, per cent a year."""

    working_days: _Count
    interest_percent: _Count


class Retention(_Rule, frozen=True):
    """Years and months for which records are kept."""

    contract_years: _Count
    payment_years: _Count
    visit_months: _Count


class Warranty(_Rule, frozen=True):
    """Who answers for a machine."""

    service_phone: _Text


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that one version of the terms says in numbers."""

    notice: Notice
    membership: Membership
    vat: Vat
    units: Units
    delivery_fee: DeliveryFee
    plus: Plus
    payback: Payback
    easy_order: EasyOrder
    payment: Payment
    delivery: Delivery
    inspection: Inspection
    withdrawal: Withdrawal
    refund: Refund
    retention: Retention
    warranty: Warranty


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the terms of sale, binding contracts made from `effective_from` on (terms 3 (5))."""

    version: _Text
    title: Name
    announced_on: date
    effective_from: datetime
    change: Literal["neutral", "adverse"]
    rules: Rules


def read_policy(document: str) -> Policy:
    """Read one policy document (TOML). Raises Refused("policy.rejected", cause=...) unless all of it is understood."""
    try:
        policy = msgspec.convert(tomllib.loads(document), Policy)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise Refused("policy.rejected", cause=str(error)) from error
    if policy.effective_from.tzinfo is None:
        raise Refused("policy.rejected", cause="effective_from has no time zone")
    if not policy.title.ko.strip():
        raise Refused("policy.rejected", cause="title is empty")
    return policy


def check_notice(policy: Policy, in_force: Policy | None) -> None:
    """Whether new terms were announced early enough, by the terms in force when they were (3 (4)).

    Raises Refused("policy.notice", version=..., needs=days, has=days). The first terms of all go by their own rule.
    A change to the customer's disadvantage needs the longer notice; the day they begin to bind is not counted.
    """
    rule = (in_force or policy).rules.notice
    needs = rule.adverse_days if policy.change == "adverse" else rule.neutral_days
    has = (korean_day(policy.effective_from) - policy.announced_on).days
    if has < needs:
        raise Refused("policy.notice", version=policy.version, needs=needs, has=has)


class Policies:
    """All versions of the terms that were accepted; immutable once made."""

    __slots__ = ("_by_age",)

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._by_age = tuple(sorted(policies, key=lambda policy: policy.effective_from))

    def at(self, moment: datetime) -> Policy:
        """The version in force at `moment`. Raises Refused("policy.none") where there is none."""
        for policy in reversed(self._by_age):
            if policy.effective_from <= moment:
                return policy
        raise Refused("policy.none", moment=moment.isoformat())

    def of(self, version: str) -> Policy:
        """A version by its name. Raises Refused("policy.none") where it is not known."""
        for policy in self._by_age:
            if policy.version == version:
                return policy
        raise Refused("policy.none", version=version)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self._by_age)
