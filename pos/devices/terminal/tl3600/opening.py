"""From a setting to a terminal: the one door to the adapter for who puts the till together."""

from __future__ import annotations

from pathlib import Path

from pos.devices.terminal.tl3600.driver import Tl3600Terminal
from pos.devices.terminal.tl3600.frames import ID_LENGTH
from pos.devices.terminal.tl3600.line import Deadlines, check_address
from pos.devices.terminal.tl3600.notes import Notes
from pos.domain.errors import Unavailable
from pos.till.ports import Clock


def open_tl3600(
    address: str,
    *,
    notes: Path,
    clock: Clock,
    terminal_id: str = "",
    deadlines: Deadlines | None = None,
    doubts: int = 0,
    tells_cancellations: bool = False,
) -> Tl3600Terminal:
    """A terminal at `/dev/ttyUSB0`, `/dev/ttyUSB0?baud=115200`, `COM3` or `tcp://host:port`; nothing is connected yet.

    `notes` is the file of what it was asked: it belongs to the till's own folder, is never shared and never deleted.
    `doubts` is how much the till still has to ask it about: where the file is gone all the same, none of it was "never
    asked".
    `tells_cancellations`: the terminal's last approval names a cancellation too, which has to be tried with the model.
    Raises Unavailable("terminal.address"), ("terminal.notes_broken").
    """
    check_address(address)
    if len(terminal_id) > ID_LENGTH or not terminal_id.isascii():
        raise Unavailable("terminal.address", address=address)
    return Tl3600Terminal(
        address,
        notes=Notes(notes, now=clock.now(), doubts=doubts),
        clock=clock,
        terminal_id=terminal_id,
        deadlines=deadlines,
        tells_cancellations=tells_cancellations,
    )
