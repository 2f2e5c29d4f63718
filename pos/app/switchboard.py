"""Whom the counter asks about members, sales and orders: the mall, once there is a way; the window is there before."""

from __future__ import annotations

from pos.domain.apart import Reservation, Wanted
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Unavailable
from pos.domain.payback import Voucher
from pos.domain.warranty import Machine
from pos.till.books import Enquiries, MemberRecord, SaleRecord
from pos.till.feed import Member


class Switchboard:
    """Passes questions on to `wire`. Implements `pos.till.books.Enquiries`; mutable, for the wire comes later."""

    def __init__(self) -> None:
        self.wire: Enquiries | None = None

    def member(self, number: str) -> MemberRecord:
        """See `Enquiries`."""
        return self._line().member(number)

    def find_members(self, text: str) -> tuple[Member, ...]:
        """See `Enquiries`."""
        return self._line().find_members(text)

    def voucher(self, code: str) -> Voucher:
        """See `Enquiries`."""
        return self._line().voucher(code)

    def easy_orders(self, number: str) -> tuple[EasyOrder, ...]:
        """See `Enquiries`."""
        return self._line().easy_orders(number)

    def sale(self, code: str) -> SaleRecord:
        """See `Enquiries`."""
        return self._line().sale(code)

    def machine(self, serial: str) -> Machine | None:
        """See `Enquiries`."""
        return self._line().machine(serial)

    def reserve(self, wanted: Wanted) -> Reservation:
        """See `Enquiries`."""
        return self._line().reserve(wanted)

    def release(self, sale: str) -> None:
        """See `Enquiries`."""
        self._line().release(sale)

    def stop_order(self, sale: str) -> None:
        """See `Enquiries`."""
        self._line().stop_order(sale)

    def _line(self) -> Enquiries:
        if self.wire is None:
            raise Unavailable("mall.unreachable")
        return self.wire
