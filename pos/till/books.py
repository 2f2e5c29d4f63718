"""The shop's books as the till reads them: members, benefits, stock, orders; and what the mall can be asked about them.

Protocols like those in `ports.py`, and the values they speak in. Nothing here is personal but what says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

import msgspec

from pos.domain.apart import Reservation, Wanted
from pos.domain.back.returns import Original
from pos.domain.bulletins import Bulletin
from pos.domain.delivery import Recipient
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Unavailable
from pos.domain.journal import Entry
from pos.domain.members import Dossier
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Plan, Use
from pos.domain.promotions import Promotion
from pos.domain.quote import Stock
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.till.feed import Member
from pos.till.paying.tax import Told


class Sent(msgspec.Struct, frozen=True):
    """Personal. An address on its way to the mall, apart from the journal: for which sale, under which id."""

    id: str
    sale: str
    recipient: Recipient


OrderState: TypeAlias = Literal["offered", "concluded", "stopped", "cancelled"]
"""Paid and not yet confirmed; confirmed, so that the contract exists (terms 10 (2)); kept from leaving, with money
still to go back; cancelled before it left."""


class Movement(msgspec.Struct, frozen=True):
    """Units of a product that came or went (negative), by which entry, and why: "sale" or a correction's reason."""

    at: str
    who: str
    change: int
    reason: str


class Books(Protocol):
    """Members, benefits, stock and orders in the till's database, for reading; quick enough for the screen's thread."""

    def member(self, number: str) -> Member | None:
        """A member known here, opened with their own key; None where there is none, or no more."""

    def find_members(self, text: str, *, most: int = 10) -> tuple[Member, ...]:
        """Members known here by what a text could be the beginning of: their number (a card and the app show it as a
        barcode), their name, from five digits on their mobile in any spelling, from two on its last four.

        In order of the number. Nobody who has left is found.
        """

    def dossier(self, number: str) -> Dossier | None:
        """What is known here of a member's benefits: what the mall told, and what this till sold since.

        An entitlement that this till began, and the uses of its own sales, are in it at once; those of sales that were
        cancelled before they left are not.
        """

    def as_used_here(self, voucher: Voucher) -> Voucher:
        """A voucher as the mall has it, with the uses of this till's sales that the mall may not know yet."""

    def own_entitlements(self, number: str) -> frozenset[str]:
        """The ids of the member's entitlements that this very till began."""

    def plans(self) -> dict[str, Plan]:
        """The Plus plans by their id."""

    def promotions(self) -> tuple[Promotion, ...]:
        """Every promotion that arrived, in order of its id; whether one is on is for the quote to say."""

    def unread_bulletins(self, person: str) -> tuple[Bulletin, ...]:
        """What the chain's office ever told and somebody has not read at this till, in order of its id."""

    def stock(self, products: Iterable[str]) -> dict[str, Stock]:
        """The estimate of what the shop has of some products; those the mall keeps no stock of are left out.

        It is the mall's figure with what this till sold, cancelled and corrected since.
        """

    def bought(self, member: str, product: str, *, since: datetime) -> int:
        """How many units of a product a member bought at this till since an instant."""

    def sent(self, place: str, product: str, *, since: datetime) -> int:
        """How many units of a product were sent to an address by this till since an instant."""

    def place_of(self, recipient: Recipient) -> str:
        """The blind index of an address: the same for the same place however it is spaced, and no way back."""

    def used_serials(self, serials: Iterable[str]) -> frozenset[str]:
        """Those of some serial numbers that this till has sold."""

    def recipient(self, recipient_id: str) -> Recipient | None:
        """A sealed address, opened; None once it was destroyed."""

    def order_state(self, sale_id: str) -> OrderState | None:
        """Where a delivery order stands as this till knows it, None where the sale is no delivery."""

    def cancellation(self, sale_id: str) -> Entry | None:
        """The journal entry that cancelled a delivery order before it left."""

    def orders(self, *, most: int = 50) -> tuple[Sale, ...]:
        """The newest sales that are delivered, newest first."""

    def stopped_orders(self) -> tuple[Sale, ...]:
        """Every order that was stopped without all of its money being back, newest first."""

    def movements(self, product: str, *, most: int = 20) -> tuple[Movement, ...]:
        """What changed the stock of a product at this till, newest first."""


class MemberRecord(msgspec.Struct, frozen=True):
    """A member as the mall knows them at this moment."""

    member: Member
    dossier: Dossier


class SaleRecord(msgspec.Struct, frozen=True):
    """A sale as the mall knows it at this moment: its returns, and the Plus benefit it began with every use of it.

    `receipts` are its issued cash receipts, and what cancels them; the number they were issued to stays with its till.
    """

    original: Original
    held: Entitlement | None = None
    uses: tuple[Use, ...] = ()
    receipts: tuple[Told, ...] = ()


def never_told() -> datetime:
    """What time it is at the mall, where there is no way to it. Raises Unavailable("mall.unreachable")."""
    raise Unavailable("mall.unreachable")


class Enquiries(Protocol):
    """What the mall can be asked while it can be reached; blocking, on the network lane only.

    Each raises Unavailable("mall.…") where there is no answer, which is never taken for a no.
    """

    def member(self, number: str) -> MemberRecord:
        """A member by number. Raises Refused("member.unknown") for nobody, and for who has left."""

    def find_members(self, text: str) -> tuple[Member, ...]:
        """Members of the whole chain by number, mobile or its last four digits; at most ten."""

    def voucher(self, code: str) -> Voucher:
        """A payback voucher. Raises Refused("payback.unknown")."""

    def easy_orders(self, number: str) -> tuple[EasyOrder, ...]:
        """A member's Easy-Orders. Raises Refused("member.unknown")."""

    def sale(self, code: str) -> SaleRecord:
        """A sale of the chain by its receipt's code, with what came back of it.

        Raises Refused("return.unknown_receipt").
        """

    def machine(self, serial: str) -> Machine | None:
        """A machine that the chain sold, by its serial number; None where it sold none."""

    def reserve(self, wanted: Wanted) -> Reservation:
        """Keep for a basket, by its sale's id, one use of each benefit of a member and of a voucher that it could use.

        For a quarter of an hour; again keeps what is kept, and its end moves. Raises Refused("member.unknown").
        """

    def release(self, sale: str) -> None:
        """Keep nothing for a basket any more; again is the same."""

    def stop_order(self, sale: str) -> None:
        """Keep a delivery order from leaving, also one whose sale the mall has not heard of yet; again is the same.

        Raises Refused("order.left").
        """
