"""What the audit page asks its panel: which entries are to be found. Values, no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos.domain.audit.lines import Wanted


@dataclass(frozen=True, slots=True)
class Finding:
    """What is looked for now, who there is by number and name, and who hears what is looked for next."""

    wanted: Wanted
    people: tuple[tuple[str, str], ...]
    then: Callable[[Wanted], object]
