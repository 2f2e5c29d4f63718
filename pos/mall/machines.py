"""The chain's machines by their serial number: sold once, registered once, and free again once they came back."""

from __future__ import annotations

import sqlalchemy as sa

from pos.domain.warranty import Machine
from pos.mall import tables
from pos.mall.statements import read_one

_table = tables.machine


def machine_of(connection: sa.Connection, serial: str) -> Machine | None:
    """A machine as it stands, None where the chain sold none."""
    return read_one(connection, sa.select(_table.c.document).where(_table.c.serial == serial), Machine)
