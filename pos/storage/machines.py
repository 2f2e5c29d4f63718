"""Machines by serial number: out with a customer, back, or free to be sold again; and their registration."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from pos.domain.back.returns import Return, ReturnLine
from pos.domain.calendar import korean_day
from pos.domain.facts import WarrantyRegistered
from pos.domain.journal import Entry
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.storage import tables
from pos.storage.statements import Rows, insertion

_INSERT = insertion(tables.machine)
_SELL = _INSERT.replace("INSERT", "INSERT OR REPLACE", 1)
# One that was sold again elsewhere since is another sale's: its age and its owner there are not what is known here.
_FORGET = "DELETE FROM machine WHERE serial = ? AND sale NOT IN ('', ?)"
_TAKE_BACK = (
    f"{_INSERT} ON CONFLICT (serial) DO UPDATE SET state = excluded.state, sale = iif(sale = '', excluded.sale, sale)"
)
_REPLACE = (
    "INSERT OR REPLACE INTO machine (serial, state, product, sold_on, months, sale, member, registered_by, "
    "registered_on) SELECT ?, 'out', product, sold_on, months, sale, member, registered_by, registered_on "
    "FROM machine WHERE serial = ?"
)
_SAME = "state = 'out' AND sold_on = excluded.sold_on"
_REGISTER = (
    f"{_INSERT} ON CONFLICT (serial) DO UPDATE SET registered_by = excluded.registered_by, "
    "registered_on = excluded.registered_on, state = 'out', product = excluded.product, sold_on = excluded.sold_on, "
    f"months = iif(months > 0 AND {_SAME}, months, excluded.months), "
    f"sale = iif({_SAME}, sale, ''), member = iif({_SAME}, member, NULL)"
)
_CANCEL = "DELETE FROM machine WHERE sale = ?"
_USED = "SELECT serial FROM machine WHERE state <> 'free' AND serial IN (SELECT value FROM json_each(?))"
_GET = (
    "SELECT product, sold_on, months, sale, member, registered_by, registered_on, state FROM machine WHERE serial = ?"
)
_list = msgspec.json.Encoder()


def sell(rows: Rows, sale: Sale) -> None:
    """The machines of a sale are out; one that was sold before, and came back, begins anew."""
    day = korean_day(sale.at).isoformat()
    sold = [
        (serial, "out", line.product, day, line.warranty_months, sale.id, sale.member, None, None)
        for line in sale.lines
        for serial in line.serials
    ]
    if sold:
        rows.executemany(_SELL, sold)


def cancel(rows: Rows, sale: str) -> None:
    """An order was cancelled before it left: its machines were never out."""
    rows.execute(_CANCEL, (sale,))


def take_back(rows: Rows, back: Return) -> None:
    """Machines came back; what goes out for them takes over their age and their registration."""
    for line in back.lines:
        for place, serial in enumerate(line.serials):
            if back.sale:
                rows.execute(_FORGET, (serial, back.sale))
            rows.execute(_TAKE_BACK, _row_of(back, line, serial, "free" if _is_as_new(line) else "back"))
            if place < len(line.new_serials):
                rows.execute(_REPLACE, (line.new_serials[place], serial))
        for serial in line.new_serials[len(line.serials) :]:
            rows.execute(_SELL, _row_of(back, line, serial, "out"))


def register(rows: Rows, entry: Entry, fact: WarrantyRegistered) -> None:
    """A machine has its owner, wherever it was sold; also again, after it came back here."""
    sold_on = fact.sold_on.isoformat()
    row = (fact.serial, "out", fact.product, sold_on, fact.months, "", None, fact.member, entry.at[:10])
    rows.execute(_REGISTER, row)


def used(cursor: Any, serials: Iterable[str]) -> frozenset[str]:
    """Those of some serial numbers that cannot be sold."""
    asked = _list.encode(tuple(serials)).decode()
    return frozenset(row[0] for row in cursor.execute(_USED, (asked,)).fetchall())


def found(cursor: Any, serial: str) -> Machine | None:
    """What is known here of a machine."""
    row = cursor.execute(_GET, (serial,)).fetchone()
    if row is None:
        return None
    product, sold_on, months, sale, member, registered_by, registered_on, state = row
    return Machine(
        serial,
        product,
        date.fromisoformat(sold_on),
        months,
        sale,
        member,
        registered_by,
        date.fromisoformat(registered_on) if registered_on else None,
        state != "out",
    )


def _is_as_new(line: ReturnLine) -> bool:
    """The same goods as go back on the shelf; see `pos.domain.back.returns.Return.moved`."""
    return line.condition == "unopened" and line.reason == "change_of_mind"


def _row_of(back: Return, line: ReturnLine, serial: str, state: str) -> tuple[object, ...]:
    """A machine that this till did not sell: what its return says of it."""
    sold_on = korean_day(back.sold_at) if back.sold_at else back.day
    return serial, state, line.product, sold_on.isoformat(), 0, back.sale, back.member, None, None
