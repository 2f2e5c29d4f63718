"""What a till may ask about members, vouchers, sales and orders, and the addresses it brings. Others are not heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from pos.domain.apart import Wanted
from pos.domain.errors import Refused
from pos.domain.journal import write_time
from pos.mall import (
    benefits,
    claims,
    dossiers,
    entrance,
    machines,
    membership,
    orders,
    people,
    persons,
    reservations,
    sales,
    staffing,
)
from pos.mall.effects import wait_for_turn
from pos.mall.entrance import Asked, KnownTill
from pos.mall.passes import Passes
from pos.sync.contract import (
    EasyOrdersAnswer,
    MachineAnswer,
    MemberAnswer,
    MemberSearch,
    MembersFound,
    PersonTaken,
    RecipientPut,
    RecipientTaken,
    Released,
    ReservationAnswer,
    ReservationPut,
    SaleAnswer,
    StaffTaken,
    Stopped,
    TillName,
    VoucherAnswer,
)
from pos.till.ports import Clock

T = TypeVar("T")


class Enquiries:
    """Answers a till at the counter; each call is one short transaction."""

    def __init__(
        self,
        engine: sa.Engine,
        clock: Clock,
        passes: Passes,
        *,
        read: Callable[[TillName], object] = lambda _name: None,
    ) -> None:
        """`read` reads what is stored of a till and not read yet."""
        self._engine, self._clock, self._passes, self._read = engine, clock, passes, read

    def member(self, asked: Asked, number: str) -> MemberAnswer:
        """A member; the boutique that asks knows them from now on. Raises Refused("member.unknown")."""
        with self._engine.begin() as connection:
            till = self._hear(connection, asked)
            if till.name.boutique not in people.knowers(connection, number):
                wait_for_turn(connection)  # they may leave at this moment, and this boutique would not hear of it
                dossiers.introduce(connection, till.name.boutique, number)
            member = people.member_of(connection, number)
            return MemberAnswer(member, dossiers.dossier_of(connection, member))

    def find_members(self, asked: Asked) -> MembersFound:
        """Members of the whole chain; what is looked for stands in the body, which nothing logs."""
        with self._engine.begin() as connection:
            self._hear(connection, asked)
            return MembersFound(people.find(connection, decoded(asked.body, MemberSearch).text))

    def take_member(self, asked: Asked, number: str) -> PersonTaken:
        """Take in who a member is, as the till's journal has it; again is the same.

        Raises Refused("mall.busy") while the entry it belongs to is not read, ("request.invalid").
        """
        try:
            return self._take_member(asked, number)
        except Refused as refused:
            if refused.code != "mall.busy":
                raise
        self._read(asked.name)  # it is stored, and whoever reads beside has not come to it
        return self._take_member(asked, number)

    def _take_member(self, asked: Asked, number: str) -> PersonTaken:
        with self._engine.begin() as connection:
            name = self._admit(connection, asked).name
            told = persons.read_put(asked.body, number)
            if not persons.is_read(connection, name, told.epoch, told.seq):
                raise Refused("mall.busy")
            wait_for_turn(connection)
            root = membership.bring(connection, name, told, at=write_time(self._clock.now()))
        return PersonTaken(number, "" if root == number else root)

    def voucher(self, asked: Asked, code: str) -> VoucherAnswer:
        """A payback voucher. Raises Refused("payback.unknown")."""
        with self._engine.begin() as connection:
            self._hear(connection, asked)
            voucher = benefits.voucher_of(connection, code)
        if voucher is None:
            raise Refused("payback.unknown")
        return voucher

    def easy_orders(self, asked: Asked, number: str) -> EasyOrdersAnswer:
        """A member's Easy-Orders. Raises Refused("member.unknown")."""
        with self._engine.begin() as connection:
            self._hear(connection, asked)
            people.member_of(connection, number)
            return EasyOrdersAnswer(benefits.easy_orders_of(connection, number))

    def sale(self, asked: Asked, code: str) -> SaleAnswer:
        """A sale of the chain as it stands, for whichever till asks.

        Raises Refused("return.unknown_receipt"), ("return.order_cancelled").
        """
        with self._engine.begin() as connection:
            self._hear(connection, asked)
            return sales.record_of(connection, code)

    def machine(self, asked: Asked, serial: str) -> MachineAnswer:
        """A machine of the chain, none where it sold none."""
        with self._engine.begin() as connection:
            self._hear(connection, asked)
            return MachineAnswer(machines.of_member(connection, serial))

    def reserve(self, asked: Asked, sale: str) -> ReservationAnswer:
        """Keep for a basket what it could use; again keeps what is kept, and its end moves.

        Raises Refused("member.unknown").
        """
        with self._engine.begin() as connection:
            till, wanted = self._admit(connection, asked), decoded(asked.body, ReservationPut)
            basket = Wanted(sale, wanted.member, wanted.voucher)
            return reservations.reserve(connection, till.name, basket, now=self._clock.now())

    def release(self, asked: Asked, sale: str) -> Released:
        """Keep nothing for a basket of the till that asks; of another one's nothing changes."""
        with self._engine.begin() as connection:
            till = self._admit(connection, asked)
            kept = reservations.kept_for(connection, [sale])
            claims.wait_for_turn(connection, kept, now=self._clock.now())
            freed = reservations.release(connection, till.name, sale)
            claims.look_again(connection, freed, now=self._clock.now())
        return Released(sale)

    def stop_order(self, asked: Asked, sale: str) -> Stopped:
        """Keep an order of the till's boutique from leaving. Raises Refused("order.left")."""
        with self._engine.begin() as connection:
            till = self._admit(connection, asked)
            wait_for_turn(connection)  # the order may be on its way from another till of the boutique
            orders.stop(connection, till.name, sale)
        return Stopped(sale)

    def take_recipient(self, asked: Asked, sale: str) -> RecipientTaken:
        """Keep the address of an order; again is the same."""
        with self._engine.begin() as connection:
            till = self._admit(connection, asked)
            orders.keep_recipient(connection, till.name, sale, decoded(asked.body, RecipientPut).recipient)
        return RecipientTaken(sale)

    def take_staff(self, asked: Asked, staff: str) -> StaffTaken:
        """Take in what a till changed of somebody of its boutique; again is the same.

        Raises Refused("staff.no_entry"), ("staff.unknown").
        """
        put = staffing.read_put(asked.body, staff)
        with self._engine.begin() as connection:
            till = self._admit(connection, asked)
            staffing.take(connection, till.name, put)
        return StaffTaken(staff)

    def _hear(self, connection: sa.Connection, asked: Asked) -> KnownTill:
        return entrance.hear(connection, asked, passes=self._passes, now=self._clock.now())

    def _admit(self, connection: sa.Connection, asked: Asked) -> KnownTill:
        return entrance.admit(connection, asked, now=self._clock.now())


def decoded(body: bytes, kind: type[T]) -> T:
    """What a body says. Raises Refused("request.invalid"), and never repeats what stood there."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("request.invalid", cause=str(error)) from error
