"""What a till may ask about members, vouchers, sales and orders, and the addresses it brings. Others are not heard."""

from __future__ import annotations

from typing import TypeVar

import msgspec
import sqlalchemy as sa

from pos.domain.errors import Refused
from pos.mall import benefits, dossiers, entrance, machines, orders, people, sales
from pos.mall.effects import wait_for_turn
from pos.mall.entrance import Asked, KnownTill
from pos.sync.contract import (
    EasyOrdersAnswer,
    MachineAnswer,
    MemberAnswer,
    MemberSearch,
    MembersFound,
    RecipientPut,
    RecipientTaken,
    SaleAnswer,
    Stopped,
    VoucherAnswer,
)
from pos.till.ports import Clock

T = TypeVar("T")


class Enquiries:
    """Answers a till at the counter; each call is one short transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def member(self, asked: Asked, number: str) -> MemberAnswer:
        """A member; the boutique that asks knows them from now on. Raises Refused("member.unknown")."""
        with self._engine.begin() as connection:
            till = self._admit(connection, asked)
            if till.name.boutique not in people.knowers(connection, number):
                wait_for_turn(connection)  # they may leave at this moment, and this boutique would not hear of it
                dossiers.introduce(connection, till.name.boutique, number)
            member = people.member_of(connection, number)
            return MemberAnswer(member, dossiers.dossier_of(connection, member))

    def find_members(self, asked: Asked) -> MembersFound:
        """Members of the whole chain; what is looked for stands in the body, which nothing logs."""
        with self._engine.begin() as connection:
            self._admit(connection, asked)
            return MembersFound(people.find(connection, decoded(asked.body, MemberSearch).text))

    def voucher(self, asked: Asked, code: str) -> VoucherAnswer:
        """A payback voucher. Raises Refused("payback.unknown")."""
        with self._engine.begin() as connection:
            self._admit(connection, asked)
            voucher = benefits.voucher_of(connection, code)
        if voucher is None:
            raise Refused("payback.unknown")
        return voucher

    def easy_orders(self, asked: Asked, number: str) -> EasyOrdersAnswer:
        """A member's Easy-Orders. Raises Refused("member.unknown")."""
        with self._engine.begin() as connection:
            self._admit(connection, asked)
            people.member_of(connection, number)
            return EasyOrdersAnswer(benefits.easy_orders_of(connection, number))

    def sale(self, asked: Asked, code: str) -> SaleAnswer:
        """A sale of the chain as it stands, for whichever till asks.

        Raises Refused("return.unknown_receipt"), ("return.order_cancelled").
        """
        with self._engine.begin() as connection:
            self._admit(connection, asked)
            return sales.record_of(connection, code)

    def machine(self, asked: Asked, serial: str) -> MachineAnswer:
        """A machine of the chain, none where it sold none."""
        with self._engine.begin() as connection:
            self._admit(connection, asked)
            return MachineAnswer(machines.machine_of(connection, serial))

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

    def _admit(self, connection: sa.Connection, asked: Asked) -> KnownTill:
        return entrance.admit(connection, asked, now=self._clock.now())


def decoded(body: bytes, kind: type[T]) -> T:
    """What a body says. Raises Refused("request.invalid"), and never repeats what stood there."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("request.invalid", cause=str(error)) from error
