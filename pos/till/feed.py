"""What the mall owns and the till keeps a copy of, as it arrives: products, policies, staff, members."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from pos.domain.apart import ClaimSettled
from pos.domain.back.decided import ClaimDecided
from pos.domain.bulletins import Bulletin
from pos.domain.catalogue import Product
from pos.domain.delivery import Recipient
from pos.domain.members import Dossier, Standing
from pos.domain.money import Won
from pos.domain.papers.receipt import Letterhead
from pos.domain.people.joining import Consent, Guardian, Sex
from pos.domain.plus import Plan
from pos.domain.powers import Role as Role
from pos.domain.promotions import Promotion
from pos.domain.tender import Rounding

Language: TypeAlias = Literal["ko", "en"]
Shifts: TypeAlias = Literal["shared", "own"]
Drawers: TypeAlias = Literal[1, 2]


class Boutique(msgspec.Struct, frozen=True):
    """The shop a till stands in, as its receipts name it. A count may differ by `cash_tolerance` without a reason.

    `shifts`: a till has one that is everybody's ("shared"), or each cashier their "own". `drawers` is how many each
    till has. `cash_rounding` are the rules of rounding what is paid in cash, each from its day on. After
    `lock_minutes` without a hand on it a till signs out who is there, never where it is 0.
    """

    id: str
    name: str
    business_number: str
    representative: str
    address: str
    phone: str
    service_phone: str = ""
    cash_tolerance: Won = 0
    shifts: Shifts = "shared"
    drawers: Drawers = 1
    cash_rounding: tuple[Rounding, ...] = ()
    lock_minutes: int = 5

    def letterhead(self) -> Letterhead:
        """What a receipt names of the shop."""
        return Letterhead(
            self.name, self.business_number, self.representative, self.address, self.phone, self.service_phone
        )


class Staff(msgspec.Struct, frozen=True):
    """A person who may sign in. `pin_verifier` is argon2id over the PIN keyed with the chain's pepper.

    `active` is off for a person who has left; `demo_pin` is set in the demo chain only, and shown where they sign in.
    `badge` is what their badge's code becomes once keyed (`pos.domain.pin.keyed_badge`), never the code. From
    `valid_from` to the end of `valid_until` (Korean days) they may come, `must_change` where somebody else knows the
    PIN, `trained_on` is the day on which they last were told how to handle personal data. `pin_digits` is how many
    digits the PIN has, so that it can be taken with the last one.
    """

    id: str
    name: str
    role: Role
    pin_verifier: str
    language: Language = "ko"
    active: bool = True
    demo_pin: str = ""
    badge: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    must_change: bool = False
    trained_on: date | None = None
    pin_digits: int = 6

    def may_come_on(self, day: date) -> bool:
        """Whether this is somebody of the boutique on a Korean day."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return self.active and has_begun and (self.valid_until is None or day <= self.valid_until)


class StaffChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Personal. What is different of a person since an entry; what is UNSET stays as it was.

    It holds what no journal may, name and verifier, and goes to the mall after the entry, apart from it.
    """

    id: str
    name: str | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    pin_verifier: str | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    demo_pin: str | UnsetType = UNSET
    badge: str | UnsetType = UNSET
    valid_from: date | UnsetType | None = UNSET
    valid_until: date | UnsetType | None = UNSET
    must_change: bool | UnsetType = UNSET
    trained_on: date | UnsetType | None = UNSET
    pin_digits: int | UnsetType = UNSET

    def of(self, before: Staff | None) -> Staff | None:
        """The person since then; None where nobody is known whom it could be about."""
        told = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}
        if before is not None:
            return msgspec.structs.replace(before, **told)
        return Staff(**told) if {"name", "role", "pin_verifier"} <= told.keys() else None


class StaffSent(msgspec.Struct, frozen=True):
    """A change of the staff with the place of its entry in the till's journal, by which the mall takes it once."""

    epoch: int
    seq: int
    change: StaffChange


class Member(msgspec.Struct, frozen=True):
    """A member known to this boutique. Personal; stored sealed, never in a journal or a log.

    `consents` are those that hold now; `guardian` agreed for somebody under fourteen. `joined_on` is a Korean day.
    """

    number: str
    name: str
    mobile: str
    standing: Standing = "active"
    addresses: tuple[Recipient, ...] = ()
    email: str = ""
    phone: str = ""
    sex: Sex = ""
    consents: tuple[Consent, ...] = ()
    guardian: Guardian | None = None
    joined_on: date | None = None


class MemberSent(msgspec.Struct, frozen=True):
    """Personal. A member as a till knows them, with the place in its journal of the last entry that changed them there.

    It says nothing of what another till's entries changed: the mall takes what this till's do, each by its time.
    """

    epoch: int
    seq: int
    member: Member


class Merged(msgspec.Struct, frozen=True):
    """Two numbers were one person: what was `number` is `into` from now on, and is asked for by either.

    `into` is never merged itself. `number` into itself takes it back: it is somebody again, whose record comes anew.
    """

    number: str
    into: str


NO_KEY: Final = b""


class TillKey(msgspec.Struct, frozen=True):
    """A till of the chain and the public key it signs with: whose receipts are believed here.

    Of a till that was shut out the key is `NO_KEY`: its receipts are for the mall to know.
    """

    boutique: str
    till: str
    public_key: bytes


class StockLevel(msgspec.Struct, frozen=True):
    """How many units of a product the shop has, as the mall reckons: at `at` (ISO 8601), with every entry counted
    before and with the place `seen` names for each till."""

    product: str
    units: int
    at: str
    seen: dict[str, int] = {}


Owner: TypeAlias = Literal["boutique", "office"]
"""Who has to look at something: the boutique's manager, or the chain's office."""


class PutAside(msgspec.Struct, frozen=True):
    """An entry of one of the boutique's tills that the mall holds and somebody has to look at, and why.

    `reason` is a code; "" takes it off the list again. `amount` is the money it is about, 0 where it is about none.
    What the `owner` of it finds takes it off, too.
    """

    till: str
    epoch: int
    seq: int
    reason: str
    amount: Won = 0
    owner: Owner = "office"


class FeedPage(msgspec.Struct, frozen=True):
    """One page of the feed, applied whole with its cursor or not at all.

    `cursor` is what to ask from next; `more` says that another page waits. Policies travel as their documents (TOML).
    """

    cursor: int
    more: bool = False
    boutique: Boutique | None = None
    products: tuple[Product, ...] = ()
    policies: tuple[str, ...] = ()
    staff: tuple[Staff, ...] = ()
    members: tuple[Member, ...] = ()
    plans: tuple[Plan, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    stock: tuple[StockLevel, ...] = ()
    tills: tuple[TillKey, ...] = ()
    aside: tuple[PutAside, ...] = ()
    merged: tuple[Merged, ...] = ()
    claims: tuple[ClaimSettled, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    decided: tuple[ClaimDecided, ...] = ()
