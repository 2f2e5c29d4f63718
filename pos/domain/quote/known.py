"""What the till knows that bears on a basket, beside products and terms: the member, offers, stock."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pos.domain.members import Dossier
from pos.domain.payback import Voucher
from pos.domain.plus import Plan
from pos.domain.promotions import Promotion


class Stock(msgspec.Struct, frozen=True):
    """How many units the shop should have, as an estimate of the time `at` (ISO 8601)."""

    units: int
    at: str


class Known(msgspec.Struct, frozen=True):
    """All of it, for one basket.

    `is_sure` is off where the mall could not be asked about the member: then only what this till itself sold is certain
    (`own` has the ids of those entitlements). `bought` and `sent` count the units of a product that this member bought
    and this address was sent, within the product's days. `plans` are known by their id.
    `at` is when it was looked at: a benefit that began since the basket took its prices has begun.
    `held` says which use of a benefit (counted from 0) the mall keeps for this basket, up to `until`, `taken` are
    benefits kept for other baskets, the first of them up to `free_at`, `granted` are those a manager gives while nobody
    can be asked.
    """

    dossier: Dossier | None = None
    is_sure: bool = True
    own: frozenset[str] = frozenset()
    plans: dict[str, Plan] = {}
    promotions: tuple[Promotion, ...] = ()
    voucher: Voucher | None = None
    stock: dict[str, Stock] = {}
    bought: dict[str, int] = {}
    sent: dict[str, int] = {}
    used_serials: frozenset[str] = frozenset()
    at: datetime | None = None
    held: dict[str, int] = {}
    until: datetime | None = None
    free_at: datetime | None = None
    taken: frozenset[str] = frozenset()
    granted: frozenset[str] = frozenset()


NOTHING = Known()
