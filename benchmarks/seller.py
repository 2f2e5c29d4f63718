"""The process that is killed: it sells as fast as it can with the till's own verbs, and says what was acknowledged.

It writes one line for each sale whose story has returned, at once and whole, so that what was said outlives it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from benchmarks.catalogue import products
from benchmarks.shop import Hands, Till
from pos.app.clock import SystemClock
from pos.devices.terminal.simulated import SimulatedTerminal
from pos.domain.errors import Refused
from pos.storage.engine import Database
from pos.till import holding, selling
from pos.till.paying import checkout

Safety = Literal["whole", "told too early", "not one transaction"]
STOCK = products(40)
MOST_REFUSED = 20
"""In a row, of one question: a till that refuses it for ever has fallen over, and says so."""


class TornDatabase(Database):
    """A database without transactions: each statement stands alone. It shows that the kills find partial sales."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Every statement is final at once."""
        with super().write() as connection:
            connection.exec_driver_sql("COMMIT")
            yield connection


def sell(folder: Path, answers: int, *, seed: int, safety: Safety) -> None:
    """Open the till and sell until killed; `answers` is the pipe where lines are written."""
    chance = random.Random(seed)
    till = Till(folder, database=TornDatabase if safety == "not one transaction" else Database)
    hands = Hands(till, terminal=SimulatedTerminal(SystemClock(), ledger=folder / "terminal.json"))
    os.write(answers, b"open\n")
    refused = 0
    while True:
        counter = hands.counter
        if checkout.in_doubt(counter):
            try:
                told = hands.play(checkout.enquire(counter))
            except Refused:
                refused += 1
                if refused > MOST_REFUSED:
                    raise
                continue
            refused = 0
            if told is not None:
                _tell(answers, told.id, told.total)
            continue
        if not counter.payments:
            _ring_up(hands, chance)
        if counter.basket is not None and not counter.basket.is_empty:
            _pay(hands, chance, answers, is_early=safety == "told too early")


def _ring_up(hands: Hands, chance: random.Random) -> None:
    """Scan one to six products; now and then take one out again, or put the basket aside and take it up."""
    counter = hands.counter
    for _ in range(chance.randint(1, 6)):
        selling.scan(counter, chance.choice(STOCK).barcodes[0])
    assert counter.basket is not None
    if chance.random() < 0.2:
        selling.void_line(counter, counter.basket.lines[-1].id)
    hands.headless.settle()
    if chance.random() < 0.1 and not counter.basket.is_empty:
        held = counter.basket.id
        hands.play(holding.hold(counter))
        hands.play(holding.recall(counter, held))


def _pay(hands: Hands, chance: random.Random, answers: int, *, is_early: bool) -> None:
    counter = hands.counter
    assert counter.basket is not None
    if is_early:
        _tell(answers, counter.basket.id, checkout.due(counter))
    due = checkout.due(counter)
    way = chance.random()
    if way < 0.2 and due > 10_000:
        hands.play(checkout.pay_cash(counter, 10_000))
        due = checkout.due(counter)
    story = checkout.pay_card(counter, due) if way < 0.4 else checkout.pay_exact(counter)
    sale = hands.headless.play(story)
    assert sale is not None
    if not is_early:
        _tell(answers, sale.id, sale.total)
    if chance.random() < 0.5:
        hands.headless.settle()


def _tell(answers: int, sale: str, total: int) -> None:
    os.write(answers, f"{sale} {total}\n".encode())
