"""What the chain's office does and sees: members, benefits, machines, promotions, stock, orders. No till calls it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.bulletins import Bulletin
from pos.domain.catalogue import Product
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused
from pos.domain.journal import write_time
from pos.domain.members import Dossier, Mark, Standing
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Plan
from pos.domain.promotions import Promotion
from pos.domain.warranty import Machine
from pos.mall import (
    benefits,
    bulletins,
    changes,
    claims,
    delivery_claims,
    dossiers,
    machines,
    merging,
    orders,
    people,
    person_views,
    persons,
    reservations,
    stock,
    tables,
)
from pos.mall.changes import change_of
from pos.mall.claims import HeldClaim
from pos.mall.orders import HeldOrder
from pos.mall.reservations import HeldReservation
from pos.sync.contract import TillName
from pos.till.feed import Member, StockLevel
from pos.till.ports import Clock


class Office:
    """The part of a mall that people work with."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    @property
    def engine(self) -> sa.Engine:
        """Its database."""
        return self._engine

    # --- members -----------------------------------------------------------------------------------------------

    def announce_members(self, boutique: str, *members: Member) -> None:
        """Bring members, new or changed, to the chain and to a boutique that knows them."""
        with self._in_turn() as connection:
            for member in members:
                self._keep(connection, member)
            dossiers.introduce(connection, boutique, *(member.number for member in members))
            dossiers.tell(connection, [member.number for member in members])

    def set_standing(self, member: str, standing: Standing) -> None:
        """Suspend a member, take them back, or let them leave: then their benefits end, and only the number stays.

        Raises Refused("member.unknown").
        """
        with self._in_turn() as connection:
            self._keep(connection, replace(people.member_of(connection, member), standing=standing))
            dossiers.tell(connection, [member])

    def mark_member(self, member: str, mark: Mark) -> None:
        """Remember something about a member that a manager should know. Raises Refused("member.unknown")."""
        with self._about(member) as connection:
            people.mark(connection, member, mark)

    def dossier(self, member: str) -> Dossier:
        """What bears on a member's orders. Raises Refused("member.unknown") for who was never one."""
        with self._engine.begin() as connection:
            found = people.known(connection, member)
            if found is None:
                raise Refused("member.unknown")
            return dossiers.dossier_of(connection, found)

    def consents(self, member: str) -> tuple[person_views.ConsentTold, ...]:
        """What a member agreed to and took back, under whichever number, oldest first: which version, when, to whom."""
        with self._engine.begin() as connection:
            return person_views.consents_told(connection, member)

    def requests(self, member: str | None = None) -> tuple[person_views.Request, ...]:
        """What a member, or anybody, asked of their data, oldest first, and what became of it."""
        with self._engine.begin() as connection:
            return person_views.requests_of(connection, member)

    def corrections(self) -> tuple[person_views.Correction, ...]:
        """Which fields of whom were corrected, when, and who was told: never what stood there, or stands."""
        with self._engine.begin() as connection:
            return person_views.corrections(connection)

    # --- benefits ----------------------------------------------------------------------------------------------

    def grant_plan(
        self,
        member: str,
        plan_id: str,
        *,
        bought_at: datetime,
        at_boutique: bool,
        shipped_at: datetime | None = None,
        uses: int = 0,
    ) -> str:
        """Give a member the benefit of a machine, `uses` orders of it made already; the entitlement's id.

        Raises Refused("member.unknown"), ("plan.unknown").
        """
        entitlement_id = secrets.token_hex(8)
        with self._about(member) as connection:
            document = changes.find(connection, "plan", plan_id)
            if document is None:
                raise Refused("plan.unknown", plan=plan_id)
            plan = msgspec.json.decode(document, type=Plan)
            machine = _machine_with(connection, plan_id)
            entitlement = Entitlement(
                entitlement_id, member, plan, machine, bought_at, at_boutique, shipped_at=shipped_at
            )
            benefits.keep_entitlement(connection, entitlement)
            benefits.have_used(connection, entitlement, uses)
        return entitlement_id

    def ship_machine(self, entitlement_id: str, at: datetime) -> None:
        """A machine bought elsewhere left at an instant. Raises Refused("plus.unknown")."""
        with self._in_turn() as connection:
            shipped = benefits.ship(connection, entitlement_id, at)
            dossiers.tell(connection, [shipped.member])

    def add_voucher(self, voucher: Voucher) -> None:
        """Issue a payback voucher."""
        with self._in_turn() as connection:
            benefits.keep_voucher(connection, voucher)

    def voucher(self, code: str) -> Voucher:
        """A voucher as it stands. Raises Refused("payback.unknown")."""
        with self._engine.begin() as connection:
            voucher = benefits.voucher_of(connection, code)
        if voucher is None:
            raise Refused("payback.unknown")
        return voucher

    def reservations(self, boutique: str | None = None) -> tuple[HeldReservation, ...]:
        """The orders of benefits that are kept for open baskets."""
        with self._engine.begin() as connection:
            return reservations.reservations_of(connection, boutique=boutique, now=self._clock.now())

    def claims(self, boutique: str | None = None) -> tuple[HeldClaim, ...]:
        """What sales claim that were made while nobody could be asked, and what became of it, oldest first."""
        with self._engine.begin() as connection:
            return claims.claims_of(connection, boutique=boutique)

    def decide_claim(self, name: TillName, claim: str, *, reason: str = "") -> None:
        """Accept a claim about a delivery, or refuse it for a reason. Raises Refused("request.invalid", cause=...)."""
        with self._in_turn() as connection:
            delivery_claims.decide(connection, name, claim, reason, now=self._clock.now())

    def delivery_claims(self) -> tuple[delivery_claims.HeldClaim, ...]:
        """Claims about deliveries that are not over, the oldest first."""
        with self._engine.begin() as connection:
            return delivery_claims.waiting(connection)

    def add_promotion(self, promotion: Promotion) -> None:
        """Send a promotion as it stands; whether it can be given is for the tills to say."""
        with self._in_turn() as connection:
            changes.announce(connection, [change_of(promotion)])

    def announce_bulletin(self, bulletin: Bulletin) -> str:
        """Tell a boutique or all of them something; its id. Raises Refused("request.invalid", cause=...)."""
        with self._in_turn() as connection:
            return bulletins.announce(connection, bulletin, now=self._clock.now())

    def withdraw_bulletin(self, name: str) -> None:
        """Tell it no more. Raises Refused("request.invalid")."""
        with self._in_turn() as connection:
            bulletins.withdraw(connection, name, now=self._clock.now())

    def bulletins(self) -> tuple[Bulletin, ...]:
        """What is told now or will be, the newest first."""
        with self._engine.begin() as connection:
            return bulletins.told_of(connection, now=self._clock.now())

    def add_easy_order(self, member: str, order: EasyOrder) -> None:
        """A member ordered by phone or online. Raises Refused("member.unknown")."""
        with self._about(member) as connection:
            benefits.keep_easy_order(connection, member, order)

    def sold_machine(
        self, serial: str, product: str, sold_on: date, member: str | None = None, *, months: int = 12
    ) -> None:
        """A machine was sold where no till of the chain stood, with so many months of warranty.

        Raises Refused("serial.used") for one that is out already.
        """
        with self._in_turn() as connection:
            known = machines.machine_of(connection, serial)
            if known is not None and not known.is_back:
                raise Refused("serial.used", serial=serial)
            machines.keep(connection, Machine(serial, product, sold_on, months, member=member))

    # --- goods -------------------------------------------------------------------------------------------------

    def set_stock(self, boutique: str, product: str, units: int) -> None:
        """A boutique has so many units, everything the mall has read of its tills counted in."""
        level = StockLevel(product, units, self._clock.now().isoformat())
        with self._engine.begin() as connection:
            c = tables.till.c
            # A till's row is always locked before the feed's, here as where its journal is read.
            tills = sa.select(c.till).where(c.boutique == boutique).order_by(c.till).with_for_update()
            connection.execute(tills).all()
            changes.newest(connection, lock=True)
            stock.set_level(connection, boutique, level)

    def stock(self, boutique: str) -> dict[str, StockLevel]:
        """What a boutique has, by product."""
        with self._engine.begin() as connection:
            return stock.levels_of(connection, boutique)

    def dispatch_order(self, sale: str) -> None:
        """Hand an order to the carrier. Raises Refused("order.unknown"), ("order.stopped")."""
        with self._engine.begin() as connection:
            orders.dispatch(connection, sale)

    def order_of(self, sale: str) -> HeldOrder | None:
        """A delivery order with its address, None where the sale is none or has not come."""
        with self._engine.begin() as connection:
            return orders.order_of(connection, sale)

    # -----------------------------------------------------------------------------------------------------------

    def _keep(self, connection: sa.Connection, member: Member) -> None:
        at = write_time(self._clock.now())
        if member.standing == "withdrawn":
            merging.let_go(connection, member.number, left_at=at, at=at)
        elif persons.held(connection, member.number) is None:
            people.keep(connection, member)
        else:
            persons.say(connection, member, at=at)
            merging.settle(connection, member.number, at=at)

    @contextmanager
    def _in_turn(self) -> Iterator[sa.Connection]:
        """A transaction that waits for those before it, as the feed is written in one order."""
        with self._engine.begin() as connection:
            changes.newest(connection, lock=True)
            yield connection

    @contextmanager
    def _about(self, member: str) -> Iterator[sa.Connection]:
        """A transaction about a member, of whom the boutiques hear at its end. Raises Refused("member.unknown")."""
        with self._in_turn() as connection:
            people.member_of(connection, member)
            yield connection
            dossiers.tell(connection, [member])


def _machine_with(connection: sa.Connection, plan_id: str) -> str:
    """A machine that brings a plan, "" where the chain sells none."""
    c = tables.change.c
    documents = connection.execute(sa.select(c.document).where(c.kind == "product").order_by(c.key)).scalars()
    products = (msgspec.json.decode(document, type=Product) for document in documents)
    return next((product.code for product in products if product.plus_plan == plan_id), "")
