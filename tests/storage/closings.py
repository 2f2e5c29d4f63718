"""Closing shifts in the storage's tests: the report as it is added up from what the journal has."""

from typing import Any

from msgspec.structs import replace

from pos.domain.facts import ShiftClosed, decode_fact
from pos.domain.sums.report import Report
from pos.domain.sums.tally import tally
from tests.domain.products import NOW
from tests.storage.conftest import Rig


def report_of(rig: Rig, shift: str = "shift-1", *, float_won: int = 100_000, **more: Any) -> Report:
    """What a shift came to so far; it has no number yet."""
    told = [(one.who, decode_fact(one.payload)) for one in rig.shelf.entries_of_shift(shift)]
    running = rig.shelf.running_total()
    bare = Report("SEL01", "1", shift, NOW.date(), NOW, NOW, "C1", running=running)
    return replace(tally(told, float_won, rig.shelf.sale).report(bare), **more)


def close_shift(rig: Rig, shift: str = "shift-1", *, float_won: int = 100_000) -> Report:
    """Close it as the till does; the report as it stands in the journal."""
    rig.commit(ShiftClosed(report_of(rig, shift, float_won=float_won)))
    return rig.shelf.reports(most=1)[0]
