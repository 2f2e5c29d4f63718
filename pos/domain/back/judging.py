"""Each line that somebody brings back, judged on its own: whose it is, whether it may come back, what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from pos.domain.back.refunds import paid_share, undone
from pos.domain.back.returns import CLAIMS, Original, ReturnLine, Wanted
from pos.domain.back.withdrawal import Asked, Verdict, judge, judge_replacement
from pos.domain.calendar import WorkingDays, korean_day
from pos.domain.catalogue import Product
from pos.domain.money import Won
from pos.domain.policy import Policy
from pos.domain.sale import SaleLine
from pos.domain.warranty import Machine, warranty_until

_NOTHING_WAS_MISSING = Verdict("claim.reason", paths=("service",))
"""What is taken along is counted at the counter; only a delivery can come short (terms 14)."""


class Judged(msgspec.Struct, frozen=True):
    """One wanted line with its verdict, and as it would be written down."""

    wanted: Wanted
    verdict: Verdict
    line: ReturnLine


class Judge:
    """Judges the lines of one return; mutable, for units that are wanted twice are counted."""

    def __init__(
        self,
        original: Original,
        policy: Policy,
        calendar: WorkingDays,
        now: datetime,
        machines: Sequence[Machine] = (),
    ) -> None:
        self._original, self._policy, self._calendar, self._now = original, policy, calendar, now
        self._machines = {machine.serial: machine for machine in machines}
        self._also: dict[int, int] = {}
        self._brought: dict[int, int] = {}
        self._numbered: set[str] = set()

    def __call__(self, wanted: Wanted) -> Judged:
        """One wanted line; those before it count. Raises IndexError where the sale has no such line."""
        sold, also = self._original.line(wanted.position), self._also.get(wanted.position, 0)
        verdict = self._against(wanted, sold) or self._by_terms(wanted, sold)
        is_sound = verdict.code not in ("return.already_returned", "return.quantity")
        self._brought[wanted.position] = self._brought.get(wanted.position, 0) + max(wanted.quantity, 0)
        self._numbered.update(wanted.serials)
        if not wanted.replaced:
            self._also[wanted.position] = also + max(wanted.quantity, 0)
        return Judged(wanted, verdict, self._line(wanted, sold, also if is_sound else None))

    def _against(self, wanted: Wanted, sold: SaleLine) -> Verdict | None:
        """What no rule of the terms is needed for: it is not the customer's, or not any more."""
        if wanted.quantity < 1:
            return Verdict("return.quantity")
        if wanted.reason == "missing" and self._original.sale.shipping is None:
            return _NOTHING_WAS_MISSING
        # What is replaced is in the shop's hands, too: one unit is not both replaced and refunded.
        if wanted.quantity > self._original.left(wanted.position) - self._brought.get(wanted.position, 0):
            return Verdict("return.already_returned", paths=("service",))
        return self._against_numbers(wanted, sold)

    def _against_numbers(self, wanted: Wanted, sold: SaleLine) -> Verdict | None:
        """A machine is the one that was sold, and sends as many out as come back; other goods have no numbers."""
        if len(wanted.new_serials) > (wanted.quantity if wanted.replaced and sold.kind == "machine" else 0):
            return Verdict("return.serial", paths=("service",))
        kept = self._original.serials(wanted.position)
        if not kept and not sold.serials:
            is_free = all(self._may_be_of(serial, sold) for serial in wanted.serials)
            return None if is_free else Verdict("return.serial", paths=("service",))
        if any(serial in sold.serials and serial not in kept for serial in wanted.serials):
            return Verdict("return.already_returned", paths=("service",))
        distinct = set(wanted.serials) - self._numbered
        if len(wanted.serials) != wanted.quantity or len(distinct) != wanted.quantity or not distinct <= set(kept):
            return Verdict("return.serial", paths=("service",))
        return None

    def _may_be_of(self, serial: str, sold: SaleLine) -> bool:
        """Whether a machine that left without its number may be this one: nobody knows it as another sale's."""
        known = self._machines.get(serial)
        return sold.kind == "machine" and (known is None or known.sale in ("", self._original.sale.id))

    def _by_terms(self, wanted: Wanted, sold: SaleLine) -> Verdict:
        supplied = self._supplied(wanted)
        if supplied is None:
            return Verdict("claim.not_arrived", paths=("service",))
        asked = Asked(
            sold.kind,
            wanted.condition,
            wanted.reason,
            supplied,
            wanted.noticed or korean_day(self._now),
            self._warranty(wanted, sold),
        )
        decide = judge_replacement if wanted.replaced else judge
        return decide(asked, self._policy.rules, self._calendar, self._now)

    def _supplied(self, wanted: Wanted) -> date | None:
        """The day the customer had it; of a delivery the day they say, and for a claim they have to."""
        sale, today = self._original.sale, korean_day(self._now)
        sold = korean_day(sale.at)
        if sale.shipping is None:
            return sold
        if wanted.arrived is not None:
            return max(wanted.arrived, sold) if wanted.arrived <= today else None
        return None if wanted.reason in CLAIMS else min(sale.shipping.latest, max(today, sold))

    def _warranty(self, wanted: Wanted, sold: SaleLine) -> date | None:
        if not sold.warranty_months:
            return None
        bought, serial = korean_day(self._original.sale.at), (*wanted.serials, "")[0]
        fresh = Machine(serial, sold.product, bought, sold.warranty_months)
        machine = self._machines.get(serial, fresh)
        return warranty_until(machine, self._policy.rules.plus, self._calendar)

    def _line(self, wanted: Wanted, sold: SaleLine, also: int | None) -> ReturnLine:
        counts = also is not None and not wanted.replaced
        position, quantity = wanted.position, wanted.quantity
        return ReturnLine(
            position,
            sold.product,
            sold.name,
            sold.tax,
            sold.kind,
            quantity,
            wanted.condition,
            wanted.reason,
            paid_share(self._original, position, quantity, also=also or 0) if counts else 0,
            wanted.serials,
            wanted.replaced,
            wanted.new_serials,
            undone(self._original, position, quantity, also=also or 0) if counts else (),
        )


def judge_unproven(
    wanted: Wanted, product: Product, price: Won, policy: Policy, calendar: WorkingDays, now: datetime
) -> Judged:
    """A line without a receipt, as if it had been bought today: what the terms refuse, they refuse all the same."""
    today = korean_day(now)
    asked = Asked(product.kind, wanted.condition, wanted.reason, today, today)
    line = ReturnLine(
        0,
        product.code,
        product.name,
        product.tax,
        product.kind,
        wanted.quantity,
        wanted.condition,
        wanted.reason,
        price * wanted.quantity,
        wanted.serials,
    )
    verdict = _NOTHING_WAS_MISSING if wanted.reason == "missing" else judge(asked, policy.rules, calendar, now)
    return Judged(wanted, verdict, line)
