"""The way into closing: from the menu of tools; what stands in the way is said on the screen that is shown."""

from __future__ import annotations

from pos.till import closing
from pos.ui.desk import Desk


def enter(desk: Desk) -> None:
    """Begin to close the shift, where it may be closed now; the drawer opens to be counted."""
    desk.close()
    begun = desk.attempt(lambda: closing.begin(desk.counter))
    if begun is not None:
        desk.go("closing")
        if not begun.counts:
            desk.do(closing.open_drawer(desk.counter))
