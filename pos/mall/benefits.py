"""Members' benefits as the mall holds them: what machines began, which sales used what, whose vouchers are.

It grants nothing: tills do, and here it shows when something was used more often than it can be. Everything stays under
the number it came with; what is read is the member's, whose number that is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain import plus
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Use
from pos.domain.sale import Sale
from pos.mall import slots, tables
from pos.mall.aliases import numbers_of, root_of
from pos.mall.statements import put, read_all, read_one

_use = tables.benefit_use
_PLUS, _PAYBACK = slots.PLUS, slots.PAYBACK
_UNKNOWN = {"plus": "plus.unknown", "payback": "payback.unknown"}


# --- Plus ------------------------------------------------------------------------------------------------------


def entitlement_of(connection: sa.Connection, entitlement_id: str) -> Entitlement | None:
    """An entitlement by its id."""
    return next(iter(_entitlements(connection, tables.entitlement.c.id == entitlement_id)), None)


def entitlements_of(connection: sa.Connection, member: str) -> tuple[Entitlement, ...]:
    """A member's entitlements, be they over."""
    return _entitlements(connection, tables.entitlement.c.member.in_(numbers_of(connection, member)))


def entitlements_under(connection: sa.Connection, number: str) -> tuple[Entitlement, ...]:
    """The entitlements that came with a number, whatever others their member has."""
    return _entitlements(connection, tables.entitlement.c.member == number)


def keep_entitlement(connection: sa.Connection, entitlement: Entitlement) -> None:
    """Put an entitlement in, or in place of what it was; it stays under the number it came with."""
    c, document = tables.entitlement.c, msgspec.json.encode(entitlement)
    again = tables.entitlement.update().where(c.id == entitlement.id).values(document=document)
    if connection.execute(again).rowcount == 0:
        row = {"id": entitlement.id, "member": entitlement.member, "document": document}
        connection.execute(tables.entitlement.insert().values(row))


def _entitlements(connection: sa.Connection, which: sa.ColumnElement[bool]) -> tuple[Entitlement, ...]:
    c = tables.entitlement.c
    rows = connection.execute(sa.select(c.member, c.document).where(which).order_by(c.id)).all()
    found = ((row.member, msgspec.json.decode(row.document, type=Entitlement)) for row in rows)
    return tuple(replace(held, member=root_of(connection, number)) for number, held in found)


def begin(connection: sa.Connection, entitlement: Entitlement) -> str:
    """What a sale's machine began; "plus.already_active" where another one stood in the way (9 (8) 5)."""
    if entitlement_of(connection, entitlement.id) is not None:
        return "plus.twice"
    uses = uses_of(connection, entitlement.member)
    others = entitlements_of(connection, entitlement.member)
    stands = any(plus.runs(one, uses, entitlement.bought_at) for one in others)
    keep_entitlement(connection, entitlement)
    return "plus.already_active" if stands else ""


def end(connection: sa.Connection, entitlement: Entitlement, why: Literal["cancelled", "left"]) -> None:
    """An entitlement is over; one that is already keeps its reason."""
    if not entitlement.ended:
        keep_entitlement(connection, replace(entitlement, ended=why))


# --- uses ------------------------------------------------------------------------------------------------------


def uses_of(connection: sa.Connection, member: str) -> tuple[Use, ...]:
    """Every use that bears on a member: by their sales, and of what is theirs by anybody's."""
    numbers = numbers_of(connection, member)
    own = sa.select(sa.literal(_PLUS) + tables.entitlement.c.id).where(tables.entitlement.c.member.in_(numbers))
    query = _uses().where(sa.or_(_use.c.member.in_(numbers), _use.c.benefit.in_(own)))
    return _read(connection, query.order_by(_use.c.benefit, _use.c.place))


def uses_of_benefit(connection: sa.Connection, benefit: str) -> tuple[Use, ...]:
    """Every use of one benefit, whoever made it."""
    return _read(connection, _uses().where(_use.c.benefit == benefit).order_by(_use.c.place))


def undo(connection: sa.Connection, use: Use) -> None:
    """Goods of a sale came back, and with them so much of what a benefit took off: it is a use all the same."""
    less = sa.case((_use.c.amount > use.amount, _use.c.amount - use.amount), else_=0)
    same = (_use.c.benefit == use.benefit) & (_use.c.sale == use.sale)
    connection.execute(_use.update().where(same).values(amount=less))


def took_off(connection: sa.Connection, use: Use) -> bool:
    """What a use took off is known now; whether there is such a use."""
    same = (_use.c.benefit == use.benefit) & (_use.c.sale == use.sale)
    return connection.execute(_use.update().where(same).values(amount=use.amount)).rowcount > 0


def remember_use(
    connection: sa.Connection,
    use: Use,
    *,
    member: str | None,
    boutique: str = "",
    till: str = "",
    nth: int | None = None,
) -> int:
    """Write a use down, once; how many sales have used the benefit now.

    `nth` is the order of the benefit that it is, None where it has no more, or where nobody counts them.
    """
    same = (_use.c.benefit == use.benefit) & (_use.c.sale == use.sale)
    if connection.execute(sa.select(_use.c.place).where(same)).first() is None:
        last = sa.select(sa.func.coalesce(sa.func.max(_use.c.place), 0)).where(_use.c.benefit == use.benefit)
        row = msgspec.structs.asdict(use) | {"member": member, "boutique": boutique, "till": till, "nth": nth}
        connection.execute(_use.insert().values(row | {"place": connection.execute(last).scalar_one() + 1}))
    count = sa.select(sa.func.count()).where(_use.c.benefit == use.benefit)
    return connection.execute(count).scalar_one()


def have_used(connection: sa.Connection, entitlement: Entitlement, orders: int) -> None:
    """So many orders had the benefit before the mall heard of any, each the plan's amount in turn."""
    amounts = entitlement.plan.amounts
    for nth in range(1, orders + 1):
        amount = amounts[nth - 1] if nth <= len(amounts) else 0
        told = Use(entitlement.benefit, f"{entitlement.id}-{nth}", amount)
        remember_use(connection, told, member=entitlement.member, nth=nth - 1 if nth <= len(amounts) else None)


def use(connection: sa.Connection, sale: Sale, benefit: str, *, now: datetime) -> str:
    """A sale used a benefit, and that is kept whatever it was; what is wrong with it, or ""."""
    owner = "" if sale.member is None else root_of(connection, sale.member)
    before = held_of(connection, benefit)
    nth = slots.slots_of(connection, before, now=now).next_for(sale.id)
    told = Use(benefit, sale.id, taken_off(sale, benefit))
    count = remember_use(connection, told, member=sale.member, boutique=sale.boutique, till=sale.till, nth=nth)
    match before:
        case Entitlement():
            return _against_plus(before, owner, count)
        case Voucher():
            return _against_payback(before, owner, count)
    return _UNKNOWN.get(benefit.partition(":")[0], "")


def held_of(connection: sa.Connection, benefit: str) -> Entitlement | Voucher | None:
    """A benefit by the name under which it is counted, None for one that is counted for nobody."""
    if benefit.startswith(_PLUS):
        return entitlement_of(connection, benefit.removeprefix(_PLUS))
    return voucher_of(connection, benefit.removeprefix(_PAYBACK)) if benefit.startswith(_PAYBACK) else None


def used_by(connection: sa.Connection, sale: str) -> set[str]:
    """The benefits that a sale used."""
    return set(connection.execute(sa.select(_use.c.benefit).where(_use.c.sale == sale)).scalars())


def forget_use(connection: sa.Connection, benefit: str, sale: str) -> None:
    """A sale had nothing of a benefit after all."""
    connection.execute(_use.delete().where(_use.c.benefit == benefit, _use.c.sale == sale))


def owners(connection: sa.Connection, benefit: str) -> set[str]:
    """Whose a Plus benefit is, whoever used it."""
    held = entitlement_of(connection, benefit.removeprefix(_PLUS)) if benefit.startswith(_PLUS) else None
    return set() if held is None else {held.member}


def returned(connection: sa.Connection, benefit: str) -> set[str]:
    """The id of a Plus benefit that went back with its machine; none for any other."""
    held = entitlement_of(connection, benefit.removeprefix(_PLUS)) if benefit.startswith(_PLUS) else None
    return {held.id} if held is not None and held.ended == "returned" else set()


def give_back(connection: sa.Connection, sale: str, *, boutique: str) -> set[str]:
    """A boutique's sale was cancelled, at whichever till: what it used is free again; the members that concerns."""
    ours = (_use.c.sale == sale) & (_use.c.boutique == boutique)
    rows = connection.execute(sa.select(_use.c.benefit, _use.c.member).where(ours)).all()
    connection.execute(_use.delete().where(ours))
    begun = entitlement_of(connection, sale)
    concerned = {row.member for row in rows if row.member is not None}
    concerned = concerned.union(*(owners(connection, row.benefit) for row in rows))
    if begun is not None:
        end(connection, begun, "cancelled")
        concerned.add(begun.member)
    return concerned


def taken_off(sale: Sale, benefit: str) -> Won:
    """What a benefit took off a sale's goods."""
    discounts = (discount for line in sale.lines for discount in line.discounts)
    return sum(discount.amount for discount in discounts if discount.cause.benefit == benefit)


def _uses() -> sa.Select[Any]:
    return sa.select(_use.c.benefit, _use.c.sale, _use.c.amount)


def _read(connection: sa.Connection, query: sa.Select[Any]) -> tuple[Use, ...]:
    return tuple(Use(*row) for row in connection.execute(query))


def _against_plus(held: Entitlement, owner: str, count: int) -> str:
    if held.member != owner:
        return "plus.other_account"
    return "plus.double_use" if count > len(held.plan.amounts) else ""


def _against_payback(before: Voucher, owner: str, count: int) -> str:
    if before.account not in (None, owner):
        return "payback.other_account"
    return "payback.double_use" if count > before.orders else ""


# --- vouchers and Easy-Orders ----------------------------------------------------------------------------------


def voucher_of(connection: sa.Connection, code: str) -> Voucher | None:
    """A voucher as it stands: the account that used it first is the only one that can (9 (9) 6)."""
    c = tables.voucher.c
    issued = read_one(connection, sa.select(c.document).where(c.code == code), Voucher)
    if issued is None:
        return None
    query = sa.select(_use.c.sale, _use.c.member).where(_use.c.benefit == issued.benefit).order_by(_use.c.place)
    rows = connection.execute(query).all()
    first = next((row.member for row in rows if row.member is not None), None)
    account = issued.account or first
    account = account and root_of(connection, account)
    return replace(issued, account=account, sales=tuple(row.sale for row in rows))


def keep_voucher(connection: sa.Connection, voucher: Voucher) -> None:
    """Put a voucher in, with the sales that used it so far."""
    for sale in voucher.sales:
        remember_use(connection, Use(voucher.benefit, sale), member=voucher.account)
    document = msgspec.json.encode(replace(voucher, sales=()))
    put(connection, tables.voucher, {"code": voucher.code, "document": document})


def easy_orders_of(connection: sa.Connection, member: str) -> tuple[EasyOrder, ...]:
    """A member's Easy-Orders."""
    c = tables.easy_order.c
    numbers = numbers_of(connection, member)
    return read_all(connection, sa.select(c.document).where(c.member.in_(numbers)).order_by(c.id), EasyOrder)


def keep_easy_order(connection: sa.Connection, member: str, order: EasyOrder) -> None:
    """Put a member's Easy-Order in, or in place of what it was."""
    put(connection, tables.easy_order, {"id": order.id, "member": member, "document": msgspec.json.encode(order)})


def ship(connection: sa.Connection, entitlement_id: str, at: datetime) -> Entitlement:
    """A machine that was bought elsewhere left: its benefit begins. Raises Refused("plus.unknown")."""
    held = entitlement_of(connection, entitlement_id)
    if held is None:
        raise Refused("plus.unknown")
    shipped = replace(held, shipped_at=at)
    keep_entitlement(connection, shipped)
    return shipped
