"""What can stand at the right of the basket instead of the favourites, each under its name."""

from __future__ import annotations

from collections.abc import Callable

from pos.ui.desk import Desk, Side

SIDES: dict[str, Callable[[Desk], Side]] = {}
"""What `Desk.aside` puts there."""
