"""What somebody is in the middle of: a return, an exchange, the closing of a shift. Nothing of it has happened yet."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pos.domain.back.proposal import Facts
from pos.domain.back.returns import Original, Return, Wanted
from pos.domain.drawer import Count
from pos.domain.money import Won
from pos.domain.quote import Known
from pos.domain.sums.likely import Cause
from pos.till.paying.tax import Told


class Returning(msgspec.Struct, frozen=True):
    """The return in hand; `original` is None where there is no receipt.

    `is_sure`: the mall was asked what came back elsewhere. `claim` is the claim it settles. `receipts`
    are the cash receipts of the sale, as the mall told of them.
    """

    id: str
    original: Original | None
    wanted: tuple[Wanted, ...] = ()
    facts: Facts = Facts()
    is_sure: bool = False
    claim: str = ""
    receipts: tuple[Told, ...] = ()

    def unallowed(self) -> Returning:
        """The same without what was allowed: whoever comes after asks anew."""
        return replace(self, facts=replace(self.facts, approvals=()))


class Closing(msgspec.Struct, frozen=True):
    """A shift that is being closed: what was counted so far. Nobody is told what the drawer should hold before."""

    shift: str
    counts: tuple[Count, ...] = ()
    difference: Won = 0
    causes: tuple[Cause, ...] = ()
    carried: tuple[str, ...] = ()


class Exchange(msgspec.Struct, frozen=True):
    """What comes back for the goods of a basket: the return as it was agreed on. It is written down with the sale.

    `back.at` is the instant it is judged by. `wanted` and `facts` are what it was judged from.
    """

    back: Return
    original: Original
    wanted: tuple[Wanted, ...]
    facts: Facts
    receipts: tuple[Told, ...] = ()

    @property
    def credit(self) -> Won:
        """What the goods that come back are worth."""
        return self.back.refund

    def known_after(self, known: Known) -> Known:
        """What bears on the basket once the goods are back: the benefit of a machine is then another one, or none."""
        plan, dossier = self.back.plan, known.dossier
        if plan is None or dossier is None:
            return known
        held = tuple(plan if one.id == plan.id else one for one in dossier.entitlements)
        return replace(known, dossier=replace(dossier, entitlements=held))
