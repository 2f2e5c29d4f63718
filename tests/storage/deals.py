"""Sales with members, benefits and deliveries for the storage's tests."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from pos.domain.delivery import Recipient
from pos.domain.plus import Entitlement, Plan
from pos.domain.sale import Sale, SaleLine, Shipping
from pos.domain.tender import Payment
from tests.domain.products import NOW
from tests.storage.conftest import sale_of

PLAN = Plan("plus-90", (30_000, 30_000, 30_000), 365, 70, ("original",))
HOME = Recipient("홍길동", "010-1111-2222", "04524", "서울특별시 중구 세종대로 110", "3층 301호", "문 앞에")


def deal(sale_id: str, *lines: tuple[str, int], cash: int = 0, **more: Any) -> Sale:
    """A sale of so many units of some products; `cash` of what it cost was paid in cash."""
    sale = sale_of(sale_id)
    some = tuple(replace(sale.lines[0], product=code, quantity=units) for code, units in lines or (("ARIA", 2),))
    payments = (Payment("p1", "cash", cash, handed_over=cash), Payment("p2", "transfer", sale.total - cash))
    return replace(sale, lines=some, payments=payments, **more)


def machine(serial: str) -> SaleLine:
    """A line with one machine on it."""
    return replace(sale_of("any").lines[0], product="MACHINE", quantity=1, serials=(serial,))


def delivered(sale_id: str, *lines: tuple[str, int], recipient: str = "r1", **more: Any) -> Sale:
    """The same, delivered to a sealed address."""
    return deal(sale_id, *lines, shipping=Shipping(recipient, date(2026, 11, 2), date(2026, 11, 4)), **more)


def begun(name: str, member: str = "M1", **more: Any) -> Entitlement:
    """The Plus benefit of a machine that was bought now."""
    return Entitlement(name, member, PLAN, "MACHINE", NOW, True, **more)
