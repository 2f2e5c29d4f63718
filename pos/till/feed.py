"""What the mall owns and the till keeps a copy of, as it arrives: products, policies, staff, members."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

from pos.domain.catalogue import Product
from pos.domain.delivery import Recipient
from pos.domain.members import Dossier, Standing
from pos.domain.money import Won
from pos.domain.papers.receipt import Letterhead
from pos.domain.plus import Plan
from pos.domain.promotions import Promotion
from pos.domain.tender import Rounding

Role: TypeAlias = Literal["cashier", "manager", "technician"]
Language: TypeAlias = Literal["ko", "en"]
Shifts: TypeAlias = Literal["shared", "own"]
Drawers: TypeAlias = Literal[1, 2]


class Boutique(msgspec.Struct, frozen=True):
    """The shop a till stands in, as its receipts name it. A count may differ by `cash_tolerance` without a reason.

    `shifts`: a till has one that is everybody's ("shared"), or each cashier their "own". `drawers` is how many each
    till has. `cash_rounding` are the rules of rounding what is paid in cash, each from its day on.
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

    def letterhead(self) -> Letterhead:
        """What a receipt names of the shop."""
        return Letterhead(
            self.name, self.business_number, self.representative, self.address, self.phone, self.service_phone
        )


class Staff(msgspec.Struct, frozen=True):
    """A person who may sign in. `pin_verifier` is argon2id over the PIN keyed with the chain's pepper.

    `active` is off for a person who has left; `demo_pin` is set in the demo chain only, and shown where they sign in.
    """

    id: str
    name: str
    role: Role
    pin_verifier: str
    language: Language = "ko"
    active: bool = True
    demo_pin: str = ""


class Member(msgspec.Struct, frozen=True):
    """A member known to this boutique. Personal; stored sealed, never in a journal or a log."""

    number: str
    name: str
    mobile: str
    standing: Standing = "active"
    addresses: tuple[Recipient, ...] = ()


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


class PutAside(msgspec.Struct, frozen=True):
    """An entry of one of the boutique's tills that the mall holds and somebody has to look at, and why.

    `reason` is a code; "" takes it off the list again.
    """

    till: str
    epoch: int
    seq: int
    reason: str


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
