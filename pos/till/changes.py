"""What a verb touched, so that visible screens refresh and hidden ones go stale."""

from __future__ import annotations

from typing import Literal, TypeAlias

Touched: TypeAlias = Literal[
    "session",
    "shift",
    "closing",
    "basket",
    "held",
    "payment",
    "paper",
    "notices",
    "mall",
    "catalogue",
    "member",
    "orders",
    "stock",
    "returning",
    "refunds",
    "staff",
    "agreement",
]
