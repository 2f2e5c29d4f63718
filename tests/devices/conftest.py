"""Emulated printers on a port of their own, and drivers that lose patience quickly or never."""

from collections.abc import Iterator

import pytest

from pos.devices.emulators.printer import EmulatedPrinter
from pos.devices.printer.connection import Deadlines

IMPATIENT = Deadlines(connect=1.0, answer=0.15, progress=0.4, fence=0.45, job=5.0)
PATIENT = Deadlines(connect=10.0, answer=10.0, progress=10.0, fence=20.0, job=60.0)
STEADY = Deadlines(connect=10.0, answer=0.6, progress=10.0, fence=20.0, job=60.0)
"""Gives up a question soon, since it may be asked again, and the wait for paper late."""


@pytest.fixture
def emulator() -> Iterator[EmulatedPrinter]:
    """A printer of 48 columns on TCP."""
    with EmulatedPrinter() as printer:
        yield printer
