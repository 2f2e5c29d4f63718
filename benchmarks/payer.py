"""The process that is killed while it takes money: it dies at the moment it was told, between two steps of a payment.

Every write and every word with the terminal or the printer is two moments, before and after. What it sees at its start,
and what it settles, it says through a pipe, at once and whole, so that what was said outlives it.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from benchmarks.catalogue import products
from benchmarks.shop import Hands, Till, Tray
from pos.app.clock import SystemClock
from pos.devices.terminal.simulated import SimulatedTerminal
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.till import selling
from pos.till.paying import cash_receipts, checkout

Care = Literal["whole", "charges again"]
"""Without the care of asking first, a till that comes back with a card in doubt charges it again."""

STOCK = products(40)
MOST_SALES = 12
_STEPS = {
    "store": ("commit", "set_job"),
    "terminal": ("charge", "enquire", "reverse", "call_off", "cash_receipt", "enquire_receipt"),
    "printer": ("print", "open_drawer"),
}


class Reaper:
    """Counts the moments and kills this process at one of them. Mutable: it counts."""

    def __init__(self, dies_at: int) -> None:
        self._left = dies_at

    def watch_all(self, till: Till, terminal: SimulatedTerminal, tray: Tray) -> None:
        """Each call of a step's verb is two moments from now on."""
        for thing, name in ((till.store, "store"), (terminal, "terminal"), (tray, "printer")):
            for verb in _STEPS[name]:
                setattr(thing, verb, self._between(getattr(thing, verb)))

    def reap(self) -> None:
        """The moment has come."""
        os.kill(os.getpid(), signal.SIGKILL)

    def _between(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*values: Any, **named: Any) -> Any:
            self._moment()
            result = call(*values, **named)
            self._moment()
            return result

        return called

    def _moment(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.reap()


def take_money(folder: Path, answers: int, *, seed: int, dies_at: int, care: Care) -> None:
    """Open the till, settle what is in doubt, and sell until the moment comes."""
    chance = random.Random(seed)
    till, terminal, tray = Till(folder), SimulatedTerminal(SystemClock(), ledger=folder / "terminal.json"), Tray()
    reaper = Reaper(dies_at)
    dies_early = chance.random() < 0.3  # some die while they come back
    if dies_early:
        reaper.watch_all(till, terminal, tray)
    hands = Hands(till, printer=tray, terminal=terminal)
    _say(answers, "open", _doubted(hands))
    if care == "charges again":
        hands.counter.attempts = ()
    if not dies_early:
        reaper.watch_all(till, terminal, tray)
    for _ in range(MOST_SALES):
        _settle(hands, terminal, answers, chance)
        if hands.counter.basket is None or hands.counter.basket.is_empty:
            _ring_up(hands, chance)
        _pay(hands, terminal, chance)
    reaper.reap()


def _doubted(hands: Hands) -> str:
    """The attempt that the till shows as being in doubt."""
    attempt = checkout.in_doubt(hands.counter)
    return attempt.asked.attempt if attempt else "-"


def _settle(hands: Hands, terminal: SimulatedTerminal, answers: int, chance: random.Random) -> None:
    """The ways out of doubt: ask the terminal, or have the network cancel it. Says what the till believes then, and
    what the terminal holds at that moment."""
    while (doubt := checkout.in_doubt(hands.counter)) is not None:
        attempt = doubt.asked.attempt
        can_call_off = doubt.outcome != "reversing" and chance.random() < 0.3
        try:
            hands.play(checkout.call_off(hands.counter) if can_call_off else checkout.enquire(hands.counter))
        except Refused:
            continue
        finally:
            if checkout.in_doubt(hands.counter) is None:
                believed = "charged" if _is_charged(hands, attempt) else "free"
                _say(answers, "settled", attempt, believed, str(terminal.charged.get(attempt, 0)))


def _is_charged(hands: Hands, attempt: str) -> bool:
    sale = hands.counter.last_sale
    paid = (*hands.counter.payments, *(sale.payments if sale else ()))
    return any(payment.id == attempt for payment in paid)


def _ring_up(hands: Hands, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 4)):
        selling.scan(hands.counter, chance.choice(STOCK).barcodes[0])
    if chance.random() < 0.3:  # large enough for a cash receipt that nobody asked for
        assert hands.counter.basket is not None
        selling.set_quantity(hands.counter, hands.counter.basket.lines[0].id, 30)
    hands.headless.settle()


def _pay(hands: Hands, terminal: SimulatedTerminal, chance: random.Random) -> None:
    """In one to three parts, by any tender, with or without a number for the cash receipt; now and then given up."""
    counter = hands.counter
    if chance.random() < 0.3:
        hands.play(cash_receipts.identify(counter, "010-1111-2222"))
    while counter.basket is not None and checkout.in_doubt(counter) is None:
        due = checkout.due(counter)
        part = due if chance.random() < 0.5 else max(due // 2, 1)
        if counter.payments and chance.random() < 0.15:
            hands.play(checkout.give_up(counter))
            return
        _script(terminal, chance)
        try:
            _pay_part(hands, part, chance)
        except Refused:
            continue


def _script(terminal: SimulatedTerminal, chance: random.Random) -> None:
    way = chance.random()
    if way < 0.1:
        terminal.then("lose_answer")
    elif way < 0.2:
        terminal.then("lose_request")
    elif way < 0.25:
        terminal.then("decline")


def _pay_part(hands: Hands, part: Won, chance: random.Random) -> None:
    counter, way = hands.counter, chance.random()
    if way < 0.6:
        hands.play(checkout.pay_card(counter, part, tender="card" if way < 0.4 else "easy"))
    elif way < 0.7:
        hands.play(checkout.pay_transfer(counter, part, reference="123"))
    else:
        hands.play(checkout.pay_cash(counter, part))


def _say(answers: int, *words: str) -> None:
    os.write(answers, (" ".join(words) + "\n").encode())
