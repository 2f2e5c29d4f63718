"""What a dead till left, opened and counted against what it had acknowledged. It kills nothing itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from benchmarks.shop import Till
from pos.domain.facts import SaleCompleted, decode_fact
from pos.storage.verify import verify
from pos.till.ports import Draft


@dataclass(slots=True)
class Toll:
    """What the kills came to: sales acknowledged and lost; for the rest, deaths that left it so. Mutable: it counts."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    partial: int = 0
    broken: int = 0
    muddled: int = 0
    crashed: int = 0
    seen: list[str] = field(default_factory=list)

    @property
    def is_none(self) -> bool:
        """Whether nothing was lost, and no death left anything doubled, partial, broken or muddled."""
        return self.bad == 0

    @property
    def bad(self) -> int:
        """How much there is to complain of."""
        return self.lost + self.doubled + self.partial + self.broken + self.muddled + self.crashed

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} sales acknowledged: {self.lost} lost, {self.doubled} doubled, "
            f"{self.partial} partial, {self.broken} broken chains, {self.muddled} muddled drafts, "
            f"{self.crashed} tills that fell over by themselves{' '.join(['', *self.seen[:3]])}"
        )


def look(home: Path, told: dict[str, int], toll: Toll) -> None:
    """Open what the dead till left, and count what is not as it was told."""
    till = Till(home)
    verdict = verify(till.database, till="1", public_key=till.keys.public())
    with till.database.read() as connection:
        payloads = connection.exec_driver_sql("SELECT payload FROM journal WHERE kind = 'SaleCompleted'").scalars()
        in_journal = Counter(_sale_of(payload) for payload in payloads)
        sold: dict[str, int] = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, total FROM sale")}
        numbers = connection.exec_driver_sql("SELECT number FROM sale ORDER BY number").scalars().all()
        strays = connection.exec_driver_sql(
            "SELECT count(*) FROM job WHERE subject NOT IN (SELECT id FROM sale)"
        ).scalar()
        bodies = connection.exec_driver_sql("SELECT body FROM draft").scalars().all()
    lost = [sale for sale, total in told.items() if not in_journal[sale] or sold.get(sale) != total]
    toll.lost += len(lost)
    toll.doubled += any(count > 1 for count in in_journal.values())
    toll.broken += verdict.broken is not None or verdict.broken_file or "journal.unguarded" in verdict.faults
    is_partial = bool(verdict.differing) or set(in_journal) != set(sold) or bool(strays)
    toll.partial += is_partial or list(numbers) != list(range(1, len(numbers) + 1))
    drafts = [msgspec.json.decode(body, type=Draft) for body in bodies]
    at_work = [draft for draft in drafts if draft.held_at is None and not draft.basket.is_empty]
    toll.muddled += len(at_work) > 1 or any(draft.basket.id in sold for draft in drafts)
    if not verdict.holds or lost:
        toll.seen.append(f"{verdict.broken} {verdict.differing} {verdict.faults} lost {len(lost)}")
    for sale in lost:
        del told[sale]  # counted once
    till.close()


def _sale_of(payload: bytes) -> str:
    fact = decode_fact(payload)
    assert isinstance(fact, SaleCompleted)
    return fact.sale.id
