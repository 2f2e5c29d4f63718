"""Baskets opened, paid, given up and forgotten at three tills, and sales that could not ask, as chance has it.

No order of a benefit is given twice, and none is refused while one is left.
"""

from collections.abc import Callable
from random import Random

import pytest

from pos.domain.apart import Hold, Reservation
from pos.domain.facts import DrawerOpened
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from tests.mall.apart import claim, granted, release, reserve, use
from tests.mall.plus import SEED, reasons
from tests.mall.tills import FixedClock, Till, small_mall

ORDERS = 3
STEPS = 30
Ask = Callable[[Till, str], Reservation]


class Chance:
    """Three tills and one member whose benefit pays for three orders. Mutable: it plays."""

    def __init__(self, mall: Mall, clock: FixedClock, random: Random, ask: Ask) -> None:
        self.mall, self.clock, self.random, self.ask = mall, clock, random, ask
        names = (TillName("SEL01", "1"), TillName("SEL01", "2"), TillName("BUS01", "1"))
        self.tills = [Till.enrolled_at(mall, clock, name=name) for name in names]
        self.benefit = granted(mall)
        self.open: dict[TillName, tuple[str, Hold | None]] = {}
        self.told: dict[TillName, int] = dict.fromkeys(names, 0)
        self.count = 0

    def play(self) -> None:
        """So many steps; at the end everybody is in touch, and every basket is over."""
        for _ in range(STEPS):
            steps = (self.begin, self.begin, self.pay, self.drop, self.forget, self.apart, self.wait)
            self.random.choice(steps)(self.random.choice(self.tills))
        self.clock.pass_by(minutes=16)
        for till in self.tills:
            till.write(DrawerOpened("change"))
            self.push(till)
        self.clock.pass_by(minutes=16)
        self.tills[0].feed()

    def begin(self, till: Till) -> None:
        if till.name not in self.open:
            self.count += 1
            sale = f"sale-{self.count}"
            self.open[till.name] = (sale, self.held(till, sale))

    def pay(self, till: Till) -> None:
        if till.name in self.open:
            sale, hold = self.open.pop(till.name)
            if hold is not None and hold.until <= self.clock.now():
                hold = self.held(till, sale)
            self.push(till)
            if hold is not None:
                use(till, sale, self.benefit)
            else:
                till.sell(1, id=sale, member="M1")
            self.push(till)

    def drop(self, till: Till) -> None:
        if till.name in self.open:
            release(till, self.open.pop(till.name)[0])

    def forget(self, till: Till) -> None:
        """It is never heard of again."""
        self.open.pop(till.name, None)

    def apart(self, till: Till) -> None:
        """A sale that could not ask; it is told later."""
        if till.name not in self.open:
            self.count += 1
            claim(till, f"apart-{self.count}", self.benefit)

    def wait(self, _: Till) -> None:
        self.clock.pass_by(minutes=self.random.choice((1, 6, 16)))
        self.tills[0].feed()

    def push(self, till: Till) -> None:
        done = self.told[till.name]
        if len(till.journal) > done:
            till.push(done + 1)
            self.told[till.name] = len(till.journal)

    def held(self, till: Till, sale: str) -> Hold | None:
        return next((one for one in self.ask(till, sale).held if one.benefit == self.benefit), None)


def played(seed: int, ask: Ask = reserve) -> Chance:
    clock = FixedClock()
    with small_mall(SEED, clock=clock) as mall:
        chance = Chance(mall, clock, Random(seed), ask)
        chance.play()
        used = len(mall.dossier("M1").uses)
        found = [reason for till in chance.tills for reason in reasons(mall, till).values()]
        assert (found, used <= ORDERS, mall.reservations()) == ([], True, ())
        states = [one.state for one in mall.claims()]
        assert set(states) <= {"granted", "refused"}
        assert used == ORDERS or "refused" not in states
        assert chance.count > ORDERS, "or there was nothing to fight for"
    return chance


@pytest.mark.parametrize("seed", range(3))
def test_no_order_is_given_twice(seed: int) -> None:
    played(seed)


def test_without_what_is_kept_it_is() -> None:
    """The till asks how many were used, and nothing is kept: what the test above can find."""

    def only_ask(till: Till, sale: str) -> Reservation:
        dossier = till.mall.dossier("M1")
        held = f"plus:{dossier.entitlements[0].id}"
        far = till.clock.now().replace(year=2099)
        return Reservation(sale, (Hold(held, 0, far),) if len(dossier.uses) < ORDERS else ())

    with pytest.raises(AssertionError, match="double_use"):
        played(4, only_ask)
