"""What is said of the lives of a journal: a copy was put back, the mall went back, somebody looked at an entry.

Places are counted on over all lives of a journal: an epoch says in which of them an entry was written, never where.
"""

from __future__ import annotations

import msgspec


class Follows(msgspec.Struct, frozen=True):
    """The last entry that till and mall have in common before a new life: where it stands at the mall, and its hash."""

    epoch: int
    seq: int
    hash: str


class MallWentBack(msgspec.Struct, frozen=True, tag="MallWentBack"):
    """The mall expects an entry again that it had confirmed: it was put back to an old copy, and is told all anew.

    `confirmed` is what it had said it expects.
    """

    expects: int
    confirmed: int


class AsideLookedAt(msgspec.Struct, frozen=True, tag="AsideLookedAt"):
    """Somebody looked at an entry of a till of the boutique that the mall had put aside for `reason`, and says so."""

    till: str
    epoch: int
    seq: int
    reason: str
    note: str
