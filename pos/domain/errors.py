"""The two kinds of error a person must act on; anything else is our bug.

Errors carry a stable code and facts, never prose: `resources/translations` has the words.
"""

from __future__ import annotations

Detail = str | int | None


class TillError(Exception):
    """An error with a stable `code` ("printer.paper_out") and the facts its words need."""

    def __init__(self, code: str, **facts: Detail) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, Detail] = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


class Refused(TillError):
    """The rules say no; the cashier does something else."""


class Unavailable(TillError):
    """The world is not ready; wait, mend it, try again."""
