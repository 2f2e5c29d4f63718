"""Policy documents for the scenarios: the terms in force with a line changed."""

from __future__ import annotations

import re
from pathlib import Path

POLICIES = Path(__file__).parents[2] / "resources" / "policies"


def terms_document(
    version: str,
    effective: str,
    *,
    announced: str,
    change: str = "neutral",
    days: str = "",
    at_boutique: str = "",
    extra: str = "",
) -> str:
    """The newest terms under another name, from another day on; with other days for a change of mind, and so on."""
    text = sorted(POLICIES.glob("*.toml"))[-1].read_text("utf-8")
    lines = {
        "version": f'"{version}"',
        "announced_on": announced,
        "effective_from": f"{effective}T00:00:00+09:00",
        "change": f'"{change}"',
    }
    if at_boutique:
        lines["at_boutique"] = at_boutique
    for name, value in lines.items():
        text, count = re.subn(rf"(?m)^{name} = .*$", lambda _: f"{name} = {value}", text)  # noqa: B023 - used at once
        assert count == 1, name
    if days:
        head, tail = text.split("[rules.withdrawal]")
        tail = re.sub(r"(?m)^(days|boutique_days) = \d+$", rf"\1 = {days}", tail, count=2)
        text = f"{head}[rules.withdrawal]{tail}"
    return text + extra
