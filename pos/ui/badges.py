"""A badge that is read where nobody asked for one: its owner comes to the till. It signs nobody in.

No badge is taken for goods, for a voucher or for a number: its code is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos.domain.errors import Refused
from pos.till import proving
from pos.ui.desk import Desk
from pos.ui.idle import is_at_work

OWN: Final = frozenset({"sign_in", "approval", "people", "new_pin"})
"""Screens and panels that say themselves what a badge means there."""


def takes(desk: Desk, code: str, *, screen: str, panel: str, come: Callable[[], object]) -> bool:
    """Whether a code was somebody's badge: then they come, or it is said why not. Goods are asked about first."""
    counter = desk.counter
    if counter.staff is None or {screen, panel} & OWN or counter.ports.shelf.by_barcode(code) is not None:
        return False
    owner = proving.owner_of(counter, code)
    if owner is None:
        return False
    if not proving.may_come(counter, owner):
        desk.refused(Refused("staff.badge_unknown"))
    elif screen == "payment" or is_at_work(counter):
        desk.refused(Refused("payment.in_progress"))
    else:
        come()
    return True
