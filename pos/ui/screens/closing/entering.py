"""The way into closing: from the menu of tools; what stands in the way is said on the screen that is shown."""

from __future__ import annotations

from pos.till.day import closing
from pos.ui.desk import Desk
from pos.ui.screens.shifts.view import to_close


def enter(desk: Desk) -> None:
    """Begin to close the shift, where it may be closed now; where there are several it is asked which."""
    found = to_close(desk.counter)
    if len(found) > 1 or (found and desk.counter.shift is None):
        desk.open("shifts")
    else:
        begin(desk)


def begin(desk: Desk, shift: str = "") -> None:
    """Begin to close a shift, one's own by default; the drawer opens to be counted."""
    desk.close()
    begun = desk.attempt(lambda: closing.begin(desk.counter, shift))
    if begun is not None:
        desk.go("closing")
        if not begun.counts:
            desk.do(closing.open_drawer(desk.counter))
