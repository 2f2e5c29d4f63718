"""Which tools there are, and which of them who is signed in may use."""

from __future__ import annotations

from dataclasses import dataclass

from pos.till.counter import Counter

# Panels by their names: what bears on selling, then what bears on what comes back, then on the drawer and its shift.
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
    "drawer",
    "reports",
    "closing",
    "figures",
    "open_items",
    "training",
    "audit",
    "access",
    "people",
    "new_pin",
    "connection",
)
_KEYS = (*"1234567890*-+/", "F9", "F10", "F11", "F12", "F7", "F8", "F6")
FOR_MANAGERS = frozenset({"terms", "figures"})


@dataclass(frozen=True, slots=True)
class Tool:
    """A panel to open, or a screen; `key` is the one that opens it."""

    name: str
    key: str
    is_open_to: bool


def present(counter: Counter) -> tuple[Tool, ...]:
    """Every tool, whether or not it may be used now."""
    return tuple(Tool(name, key, _is_open_to(counter, name)) for name, key in zip(TOOLS, _KEYS, strict=True))


def _is_open_to(counter: Counter, name: str) -> bool:
    if name == "training":
        return counter.may("train")
    if name == "people":
        return counter.may("edit_staff")
    if name in ("audit", "access"):
        return counter.may("see_audit")
    return counter.staff is not None and (counter.may("see_figures") or name not in FOR_MANAGERS)
