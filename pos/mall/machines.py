"""The chain's machines by their serial number: sold once, registered once, and free again once they came back."""

from __future__ import annotations

from datetime import date

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.back.returns import Return, ReturnLine
from pos.domain.calendar import korean_day
from pos.domain.facts import WarrantyRegistered
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.mall import tables
from pos.mall.aliases import root_of
from pos.mall.statements import put, read_all, read_one

_table = tables.machine
_USED = "serial.used"


def machine_of(connection: sa.Connection, serial: str) -> Machine | None:
    """A machine as it stands, None where the chain sold none."""
    return read_one(connection, sa.select(_table.c.document).where(_table.c.serial == serial), Machine)


def of_member(connection: sa.Connection, serial: str) -> Machine | None:
    """The same, its owner and who registered it by the number they are kept under."""
    machine = machine_of(connection, serial)
    if machine is None:
        return None
    roots = {one: root_of(connection, one) for one in (machine.member, machine.registered_by) if one is not None}
    return replace(
        machine,
        member=roots.get(machine.member or "", machine.member),
        registered_by=roots.get(machine.registered_by or "", machine.registered_by),
    )


def keep(connection: sa.Connection, machine: Machine, *, boutique: str = "") -> None:
    """Put a machine in, or in place of what it was. `boutique` sold it."""
    row = {"serial": machine.serial, "boutique": boutique, "sale": machine.sale}
    put(connection, _table, row | {"document": msgspec.json.encode(machine)})


def sell(connection: sa.Connection, sale: Sale) -> str:
    """Machines went out; "serial.used" where one was out already: it stays the first buyer's."""
    day, reason = korean_day(sale.at), ""
    for line in sale.lines:
        for serial in line.serials:
            sold = Machine(serial, line.product, day, line.warranty_months, sale.id, sale.member)
            reason = _go_out(connection, sold, sale.boutique) or reason
    return reason


def come_back(connection: sa.Connection, back: Return, sale: Sale | None) -> str:
    """Machines came back, and others went out for them with the warranty that those had; "serial.used" as above."""
    boutique, reason = (sale or back).boutique, ""
    for line in back.lines:
        gone = [_come_back(connection, serial, back, boutique) for serial in line.serials]
        for nth, serial in enumerate(line.new_serials):
            before = (gone[nth] if nth < len(gone) else None) or _as_sold(line, back, sale)
            fresh = replace(before, serial=serial, sale=back.sale, is_back=False)
            reason = _go_out(connection, fresh, boutique) or reason
    return reason


def cancel(connection: sa.Connection, sale: str, *, boutique: str) -> None:
    """A delivery did not leave: its machines never were the customer's."""
    query = sa.select(_table.c.document).where(_table.c.boutique == boutique, _table.c.sale == sale)
    for machine in read_all(connection, query, Machine):
        keep(connection, replace(machine, is_back=True), boutique=boutique)


def register(connection: sa.Connection, told: WarrantyRegistered, day: date) -> str:
    """The first registration counts; "serial.used" for a second, another's machine or one that came back."""
    machine = machine_of(connection, told.serial)
    if machine is None:
        return "serial.unknown"
    is_free = not machine.is_back and machine.registered_by is None
    whose = {root_of(connection, number) for number in (machine.member, told.member) if number is not None}
    if not is_free or len(whose) > 1:
        return _USED
    registered = replace(machine, registered_by=told.member, registered_on=day)
    document = msgspec.json.encode(registered)
    connection.execute(_table.update().where(_table.c.serial == told.serial).values(document=document))
    return ""


def _go_out(connection: sa.Connection, machine: Machine, boutique: str) -> str:
    known = machine_of(connection, machine.serial)
    if known is not None and not known.is_back:
        return _USED
    keep(connection, machine, boutique=boutique)
    return ""


def _come_back(connection: sa.Connection, serial: str, back: Return, boutique: str) -> Machine | None:
    """The machine as the customer had it; one that was sold again since stays with its new owner."""
    machine = machine_of(connection, serial)
    if machine is not None and (machine.sale in ("", back.sale) or not back.sale):
        keep(connection, replace(machine, is_back=True), boutique=boutique)
    return machine


def _as_sold(line: ReturnLine, back: Return, sale: Sale | None) -> Machine:
    """A machine of which no number was kept, by its sale."""
    sold_on = korean_day((sale.at if sale else back.sold_at) or back.at)
    months = sale.lines[line.position - 1].warranty_months if sale and 0 < line.position <= len(sale.lines) else 0
    return Machine("", line.product, sold_on, months, back.sale, back.member)
