"""Whom the counter asks about members, sales and orders: the mall, once there is a way; the window is there before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pos.domain.apart import Reservation, Wanted
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused, Unavailable
from pos.domain.payback import Voucher
from pos.domain.warranty import Machine
from pos.till.books import Enquiries, MemberRecord, SaleRecord
from pos.till.feed import Member


class Switchboard:
    """Passes questions on to `wire`. Implements `pos.till.books.Enquiries`; mutable, for the wire comes later.

    `on_answer` is called whenever the mall answered, on the lane that asks.
    """

    def __init__(self) -> None:
        self.wire: Enquiries | None = None
        self.on_answer: Callable[[], None] = lambda: None

    def member(self, number: str) -> MemberRecord:
        """See `Enquiries`."""
        with self._line() as line:
            return line.member(number)

    def find_members(self, text: str) -> tuple[Member, ...]:
        """See `Enquiries`."""
        with self._line() as line:
            return line.find_members(text)

    def voucher(self, code: str) -> Voucher:
        """See `Enquiries`."""
        with self._line() as line:
            return line.voucher(code)

    def easy_orders(self, number: str) -> tuple[EasyOrder, ...]:
        """See `Enquiries`."""
        with self._line() as line:
            return line.easy_orders(number)

    def sale(self, code: str) -> SaleRecord:
        """See `Enquiries`."""
        with self._line() as line:
            return line.sale(code)

    def machine(self, serial: str) -> Machine | None:
        """See `Enquiries`."""
        with self._line() as line:
            return line.machine(serial)

    def reserve(self, wanted: Wanted) -> Reservation:
        """See `Enquiries`."""
        with self._line() as line:
            return line.reserve(wanted)

    def release(self, sale: str) -> None:
        """See `Enquiries`."""
        with self._line() as line:
            line.release(sale)

    def stop_order(self, sale: str) -> None:
        """See `Enquiries`."""
        with self._line() as line:
            line.stop_order(sale)

    @contextmanager
    def _line(self) -> Iterator[Enquiries]:
        """The wire; that the mall answered is told, also where it refused."""
        if self.wire is None:
            raise Unavailable("mall.unreachable")
        try:
            yield self.wire
        except Refused:
            self.on_answer()
            raise
        self.on_answer()
