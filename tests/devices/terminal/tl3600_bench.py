"""What the tests of the TL3600 driver have at hand: a clock with hands, short deadlines, requests, a bench."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from pos.devices.emulators.tl3600 import EmulatedTl3600
from pos.devices.terminal.tl3600.driver import Tl3600Terminal
from pos.devices.terminal.tl3600.line import Deadlines
from pos.devices.terminal.tl3600.opening import open_tl3600
from pos.domain.calendar import KST
from pos.domain.cash_receipt import Cancelled, ReceiptUse
from pos.domain.tender import CardApproval, TenderKind
from pos.till.paying.cards import BackRequest, CardRequest, CashReceiptRequest

NOON = datetime(2025, 2, 10, 12, tzinfo=KST)
HASTY = Deadlines(connect=2.0, ack=0.15, answer=0.6, customer=0.5, host=0.4, gap=0.03, state=1.0)
CALM = Deadlines(connect=5.0, ack=3.0, answer=10.0, customer=20.0, host=20.0, gap=0.2, state=5.0)
"""For what is going to be answered: a machine that has much to do must not make it a lost answer."""


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        """Where the hands stand."""
        return self.at

    def move(self, seconds: float) -> None:
        """Forward, or back."""
        self.at += timedelta(seconds=seconds)


class Bench:
    """An emulated terminal with its till: the till can be restarted, the terminal stays."""

    def __init__(self, emulator: EmulatedTl3600, folder: Path, clock: Hands) -> None:
        self.emulator = emulator
        self.notes = folder / "terminal.notes"
        self.clock = clock
        self.driver = self.restart()

    def restart(
        self, deadlines: Deadlines = CALM, *, tells_cancellations: bool = False, doubts: int = 0
    ) -> Tl3600Terminal:
        """The till's end anew, with the notes on disk and nothing else."""
        self.driver = open_tl3600(
            self.emulator.address,
            notes=self.notes,
            clock=self.clock,
            terminal_id="T0000001",
            deadlines=deadlines,
            doubts=doubts,
            tells_cancellations=tells_cancellations,
        )
        return self.driver

    def paid(self, request: CardRequest) -> CardApproval:
        """What is approved before the test begins; the driver is hasty afterwards."""
        approval = self.restart().charge(request).approval
        assert approval is not None
        self.restart(HASTY)
        return approval

    def forget(self, seconds: float = 200) -> None:
        """So much later that the terminal has given up whatever it was doing."""
        self.clock.move(seconds)


@contextmanager
def bench(
    folder: Path, *, wire: Literal["tcp", "pty"] = "tcp", declines: Callable[[int], bool] = lambda _: False
) -> Iterator[Bench]:
    """A bench in a folder."""
    clock = Hands()
    with EmulatedTl3600(clock, wire=wire, book=folder / "book.json", declines=declines, ack_seconds=0.1) as emulator:
        yield Bench(emulator, folder, clock)
        assert not [fault for fault in emulator.failures if fault != "check byte"]


def card(attempt: str = "a1", amount: int = 21_600, *, tender: TenderKind = "card", barcode: str = "") -> CardRequest:
    """A request for money."""
    return CardRequest(attempt, tender, amount, vat=1_963, barcode=barcode)


def back(attempt: str, approval: CardApproval, amount: int = 21_600, *, charge: str = "a1") -> BackRequest:
    """A request to give back."""
    return BackRequest(attempt, charge, "card", amount, approval)


def receipt(
    attempt: str = "r1", *, use: ReceiptUse = "income", number: str = "01012345678", cancels: str = ""
) -> CashReceiptRequest:
    """A request for a cash receipt, or to cancel one."""
    taken_back = Cancelled("r0", cancels, date(2025, 2, 10)) if cancels else None
    return CashReceiptRequest(attempt, use, number, 21_600, 1_963, taken_back)
