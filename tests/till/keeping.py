"""A mall at the till's side of the wire that keeps orders of benefits for baskets, as the real one does."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pos.domain.apart import Hold, Reservation, Wanted
from pos.domain.errors import TillError
from pos.domain.plus import used
from tests.till.scene import Desk, Scene


class Keeper(Desk):
    """It keeps for a quarter of an hour. `trouble` is raised at the next question about a basket, once."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.kept: dict[str, tuple[Hold, ...]] = {}
        self.asked: list[Wanted] = []
        self.released: list[str] = []
        self.trouble: TillError | None = None
        self.before_answer: Callable[[], object] | None = None
        self.keeps: Hold | None = None

    def reserve(self, wanted: Wanted) -> Reservation:
        self._answer()
        self.asked.append(wanted)
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        if self.keeps is not None:
            return Reservation(wanted.sale, (self.keeps,))
        names = [f"payback:{wanted.voucher}"] if wanted.voucher else []
        dossier = self.records[wanted.member].dossier if wanted.member in self.records else None
        free: list[Hold] = []
        taken: list[str] = []
        for held in dossier.entitlements if dossier else ():
            nth = used(held.benefit, dossier.uses) + self._of_others(held.benefit, wanted.sale)  # type: ignore[union-attr]  # it has entitlements
            self._choose(held.benefit, nth, len(held.plan.amounts), free, taken)
        for name in names:
            voucher = self.vouchers[wanted.voucher]
            nth = len(voucher.sales) + self._of_others(name, wanted.sale)
            self._choose(name, nth, voucher.orders, free, taken)
        self.kept[wanted.sale] = tuple(free)
        happens, self.before_answer = self.before_answer, None
        if happens:
            happens()
        return Reservation(wanted.sale, tuple(free), tuple(taken))

    def release(self, sale: str) -> None:
        self._answer()
        self.released.append(sale)
        self.kept.pop(sale, None)

    def for_another(self, benefit: str, *, minutes: int = 15, sale: str = "elsewhere") -> None:
        """Another till's basket has one order of a benefit."""
        self.kept[sale] = (Hold(benefit, 0, self._now() + timedelta(minutes=minutes)),)

    def _choose(self, name: str, nth: int, total: int, free: list[Hold], taken: list[str]) -> None:
        if nth < total:
            free.append(Hold(name, nth, self._now() + timedelta(minutes=15)))
        else:
            taken.append(name)

    def _of_others(self, benefit: str, sale: str) -> int:
        others = (hold for key, kept in self.kept.items() if key != sale for hold in kept)
        return sum(hold.benefit == benefit and hold.until > self._now() for hold in others)


def keeper_of(scene: Scene) -> Keeper:
    """Let the scene's mall be one that keeps."""
    made = Keeper(scene.clock.now)
    scene.mall = made
    scene.counter.ports.mall = made
    return made
