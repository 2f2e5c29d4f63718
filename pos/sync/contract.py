"""What the till and the mall say to each other. The exact bytes that each of them signs are in `signing.py` beside it.

The one thing both ends import. It knows no network and no database; an unknown field is ignored, so that an older
end and a newer one agree on what both know.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec

from pos.domain.agreement import Figures
from pos.domain.apart import Reservation
from pos.domain.delivery import Recipient
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Detail
from pos.domain.journal import Entry
from pos.domain.payback import Voucher
from pos.domain.warranty import Machine
from pos.till.books import MemberRecord, SaleRecord
from pos.till.feed import FeedPage, Member, StaffChange

ENROL = "/v1/enrol"
AUTHORITY = "/v1/authority"
PASS = "/v1/pass"
JOURNAL = "/v1/journal"
STANDING = "/v1/journal/{seq}"
FEED = "/v1/feed"
HEALTH = "/v1/health"
MEMBER = "/v1/members/{number}"
MEMBERS = "/v1/members/find"
EASY_ORDERS = "/v1/members/{number}/easy-orders"
VOUCHER = "/v1/vouchers/{code}"
SALE = "/v1/sales/{code}"
MACHINE = "/v1/machines/{serial}"
RESERVATION = "/v1/reservations/{sale}"
STOP_ORDER = "/v1/orders/{sale}/stop"
RECIPIENT = "/v1/orders/{sale}/recipient"
STAFF = "/v1/staff/{staff}"
TIME = "/v1/time/{nonce}"
DAY = "/v1/days/{day}"
OPENAPI = "/v1/openapi.json"

MOST_ENTRIES = 200
MOST_ENTRY_BYTES = 256 * 1024
"""A push carries entries up to one of these two; a single entry may be larger."""
MOST_BODY_BYTES = 2 * 1024 * 1024
"""A longer request is refused unread."""
MOST_SKEW_SECONDS = 300
"""How far a request's time may be off the mall's clock."""

TILL_HEADER = "Pos-Till"
TIME_HEADER = "Pos-Time"
SIGNATURE_HEADER = "Pos-Signature"
PASS_HEADER = "Pos-Pass"
MALL_SIGNATURE_HEADER = "Pos-Mall-Signature"
"""Beside a page of the feed; an older till does not look at it."""

Place: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
Code: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Key: TypeAlias = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class TillName(msgspec.Struct, frozen=True):
    """A till by the boutique it stands in and its own number there."""

    boutique: str
    till: str

    def __str__(self) -> str:
        return f"{self.boutique}/{self.till}"


class Enrol(msgspec.Struct, frozen=True):
    """A new till shows its one-time code and public key (Ed25519, raw), signed with that key: it has the other half."""

    code: Code
    public_key: Key
    signature: bytes


class Enrolled(msgspec.Struct, frozen=True):
    """Who the till is, the pepper of the chain's PINs, and the key the mall signs with. A repeat gets the same.

    What only the mall may read is sealed to `sealing_key` (X25519, raw); an older mall has none.
    """

    boutique: str
    till: str
    pepper: bytes
    mall_key: Key
    sealing_key: bytes = b""

    @property
    def name(self) -> TillName:
        """The till's name in every later request."""
        return TillName(self.boutique, self.till)


class Authority(msgspec.Struct, frozen=True):
    """The certificate (PEM) of the authority that vouches for the mall, "" where the chain has none of its own.

    How its fingerprint begins stands behind the one-time code.
    """

    certificate: str = ""


class Pass(msgspec.Struct, frozen=True):
    """Says for `seconds` who a till is and which key is its own, signed by the mall. Without that key it is worth
    nothing."""

    text: Annotated[str, msgspec.Meta(max_length=1024)]
    seconds: Count


class Parting(msgspec.Struct, frozen=True):
    """The last entry of what is held that an epoch goes on from: its place at the mall, and its hash."""

    epoch: Count
    seq: Place
    hash: Key


class Push(msgspec.Struct, frozen=True):
    """The next entries of an epoch, in order from `first`. None at all only asks what the mall holds.

    An epoch that is not the first says where it parts from what is held: the places of a till's journal are counted on
    over all its epochs.
    """

    epoch: Count
    first: Place
    entries: Annotated[tuple[Entry, ...], msgspec.Meta(max_length=MOST_ENTRIES)] = ()
    after: Parting | None = None


class PushAnswer(msgspec.Struct, frozen=True):
    """What the mall expects next and the hash of the last entry it holds, signed; a repeat gets the same."""

    epoch: int
    next: Place
    head: Key
    signature: bytes


class Standing(msgspec.Struct, frozen=True):
    """How the mall has a till's journal, signed: its newest epoch, what it expects next and the hash before that.

    `seq` is the place that was asked for, or the last one where that is beyond the end, `hash` what stands there, and
    `held_in` the epoch it is held under. A till that went another way from an earlier place is `allowed` to go on from
    there once the chain's office says so.
    """

    epoch: Count
    next: Place
    head: Key
    seq: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    hash: Key
    held_in: Count
    allowed: bool
    signature: bytes


class LostEntries(msgspec.Struct, frozen=True):
    """A page of a till's own journal as the mall has it, each entry as it was sent. `more` says that another waits."""

    entries: tuple[Entry, ...] = ()
    more: bool = False


FeedAnswer: TypeAlias = FeedPage
"""What changed after a cursor."""


MemberAnswer: TypeAlias = MemberRecord
"""A member as the mall knows them now."""


class MemberSearch(msgspec.Struct, frozen=True):
    """Whom a till looks for: a number, a mobile or its last four digits. Personal, so that it never stands in a URL."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class MembersFound(msgspec.Struct, frozen=True):
    """Members by what was asked for, at most ten."""

    members: tuple[Member, ...] = ()


VoucherAnswer: TypeAlias = Voucher
"""A payback voucher as it stands now."""


class EasyOrdersAnswer(msgspec.Struct, frozen=True):
    """A member's Easy-Orders."""

    orders: tuple[EasyOrder, ...] = ()


SaleAnswer: TypeAlias = SaleRecord
"""A sale by its receipt's code, with what came back of it anywhere in the chain. Nothing in it is personal."""


class MachineAnswer(msgspec.Struct, frozen=True):
    """A machine by its serial number, none where the chain sold none."""

    machine: Machine | None = None


class ReservationPut(msgspec.Struct, frozen=True):
    """Keep for a basket that is not paid yet what it could use of a member's benefits, and of a voucher.

    For a quarter of an hour; again keeps what is kept, and its end moves.
    """

    member: Code | None = None
    voucher: Annotated[str, msgspec.Meta(max_length=64)] = ""


ReservationAnswer: TypeAlias = Reservation
"""What is kept for the basket, and what others have."""


class Released(msgspec.Struct, frozen=True):
    """Nothing is kept for a basket any more."""

    sale: str


class Stopped(msgspec.Struct, frozen=True):
    """A delivery order will not leave."""

    sale: str


class RecipientPut(msgspec.Struct, frozen=True):
    """The address of a delivery order, apart from the journal; a repeat is the same."""

    recipient: Recipient


class RecipientTaken(msgspec.Struct, frozen=True):
    """The mall has the address."""

    sale: str


class PersonPut(msgspec.Struct, frozen=True):
    """Personal. A member as a till knows them, and the place in its journal that makes them so; a repeat is the same.

    Of the record counts what this till's entries up to that place are about.
    """

    epoch: Count
    seq: Place
    member: Member


class PersonTaken(msgspec.Struct, frozen=True):
    """The mall has the member, or keeps nothing of them, since they left; `merged_into` is their number from now on."""

    number: str
    merged_into: str = ""


class StaffPut(msgspec.Struct, frozen=True):
    """Personal. What is different of somebody who works in the till's boutique since an entry of its journal, by its
    place; a repeat is the same."""

    epoch: Count
    seq: Place
    change: StaffChange


class StaffTaken(msgspec.Struct, frozen=True):
    """The mall has the change, and tells it all tills of the boutique."""

    staff: str


class DayAnswer(msgspec.Struct, frozen=True):
    """What the mall holds of a business day (ISO 8601) of the till that asks, up to the place it asked about, signed.

    `unread` is how many of those entries it has stored and not read yet: what they come to is not in the sums.
    """

    day: str
    held: Figures
    unread: int
    signature: bytes


class Time(msgspec.Struct, frozen=True):
    """What time the mall has (ISO 8601), signed together with the till's name and a word that it made up."""

    time: str
    signature: bytes


class Health(msgspec.Struct, frozen=True):
    """The mall is there, and this is its time (ISO 8601)."""

    time: str


class Problem(msgspec.Struct, frozen=True):
    """A problem document (RFC 9457). `code` is the stable identity, `facts` what its words need."""

    type: str
    title: str
    status: int
    code: str
    facts: dict[str, Detail] = {}
