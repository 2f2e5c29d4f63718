"""An emulated nexo terminal and a till's driver before it, for the tests."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from pos.devices.emulators.nexo import NAME, POI_ID, EmulatedNexoTerminal
from pos.devices.emulators.nexo_seal import TerminalKey
from pos.devices.terminal.nexo.driver import NexoTerminal, Patience
from pos.devices.terminal.nexo.line import Names
from pos.devices.terminal.nexo.opening import Key, open_nexo
from pos.till.paying.cards import BackRequest, CardRequest, CashReceiptRequest

NOON = datetime(2025, 2, 10, 12, tzinfo=timezone(timedelta(hours=9)))
NAMES = Names("SEL01-1", POI_ID)
KEY = ("till-key", 3, "one water, please")
CALM = Patience(customer=30.0, memory=30.0, state=30.0, settle=30.0)


class NoonClock:
    """It is always noon."""

    def now(self) -> datetime:
        """Noon."""
        return NOON


class Bench:
    """A terminal and the folder of a till. Mutable: tills come and go."""

    def __init__(self, terminal: EmulatedNexoTerminal, folder: Path, *, is_sealed: bool = True) -> None:
        self.terminal, self.folder, self._is_sealed = terminal, folder, is_sealed

    def till(
        self,
        patience: Patience = CALM,
        *,
        certificate: Path | None = None,
        name: str = NAME,
        key: tuple[str, int, str] = KEY,
    ) -> NexoTerminal:
        """A till that was just started."""
        return open_nexo(
            f"https://127.0.0.1:{self.terminal.port}/nexo/",
            NAMES,
            certificate=certificate or self.terminal.certificate,
            certificate_name=name,
            notes=self.folder / "terminal.notes",
            clock=NoonClock(),
            key=Key(*key) if self._is_sealed else None,
            patience=patience,
        )

    def hurried(self) -> NexoTerminal:
        """A till that loses patience with a customer soon, yet not before a question is over on this machine."""
        began = time.monotonic()
        self.till().state()
        return self.till(replace(CALM, customer=max(0.6, 10 * (time.monotonic() - began))))

    def asked(self, kind: str) -> list[dict[str, Any]]:
        """The bodies of that kind the terminal has seen."""
        return [one["body"] for one in self.terminal.brain.asked if one["kind"] == kind]


@contextmanager
def bench(folder: Path, *, is_sealed: bool = True) -> Iterator[Bench]:
    """A terminal that is switched on, and whatever it was told of that no terminal takes fails the test."""
    key = TerminalKey(*KEY) if is_sealed else None
    with EmulatedNexoTerminal(NoonClock(), ledger=folder / "witness.json", key=key) as terminal:
        yield Bench(terminal, folder, is_sealed=is_sealed)
        assert not terminal.failures


def charge(attempt: str = "a1", amount: int = 21_600, **more: object) -> CardRequest:
    """A request by card."""
    return CardRequest(attempt, "card", amount, **more)  # type: ignore[arg-type]  # what the test asks for


def back(attempt: str, of: CardRequest, approval: object, amount: int) -> BackRequest:
    """A part of a payment."""
    return BackRequest(attempt, of.attempt, of.tender, amount, approval)  # type: ignore[arg-type]  # an approval


def receipt(attempt: str = "r1", number: str = "01012345678", amount: int = 21_600) -> CashReceiptRequest:
    """A cash receipt for income deduction."""
    return CashReceiptRequest(attempt, "income", number, amount, 1_963)
