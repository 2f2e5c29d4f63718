"""Which tools there are, and which of them who is signed in may use."""

from __future__ import annotations

from dataclasses import dataclass

from pos.till.counter import Counter

# Panels by their names: what bears on selling, then what bears on what comes back.
TOOLS = (
    "refusal",
    "orders",
    "easy_orders",
    "stock",
    "terms",
    "refunds",
    "claims",
    "warranty",
    "past_returns",
    "holidays",
)
FOR_MANAGERS = frozenset({"terms"})


@dataclass(frozen=True, slots=True)
class Tool:
    """A panel to open; `number` is the digit that opens it, the tenth is 0."""

    name: str
    number: int
    is_open_to: bool


def present(counter: Counter) -> tuple[Tool, ...]:
    """Every tool, whether or not it may be used now."""
    is_manager = counter.staff is not None and counter.staff.role == "manager"
    return tuple(
        Tool(name, place % 10, counter.staff is not None and (is_manager or name not in FOR_MANAGERS))
        for place, name in enumerate(TOOLS, start=1)
    )
