"""What can stand at the right of the basket instead of the favourites, each under its name."""

from __future__ import annotations

from collections.abc import Callable

from pos.ui.desk import Desk, Side
from pos.ui.screens.benefits.actions import BenefitsSide
from pos.ui.screens.delivery.actions import DeliverySide
from pos.ui.screens.member.actions import MemberSide
from pos.ui.screens.sale.line_side import LineSide

SIDES: dict[str, Callable[[Desk], Side]] = {
    "member": MemberSide,
    "benefits": BenefitsSide,
    "delivery": DeliverySide,
    "line": LineSide,
}
"""What `Desk.aside` puts there."""
