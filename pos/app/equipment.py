"""The devices a till's settings name: its printer and its card terminal. It asks neither anything."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pos.app.no_terminal import NoTerminal
from pos.app.settings import Settings
from pos.domain.errors import Refused, Unavailable
from pos.till.ports import Clock, Printer, Terminal


def open_printer(settings: Settings) -> Printer:
    """The printer of the settings. Raises Unavailable("settings.broken") for a profile nobody knows."""
    from pos.devices.printer.driver import EscPosPrinter
    from pos.devices.printer.profile import PROFILES

    profile = PROFILES.get(settings.printer_profile)
    if profile is None:
        raise Unavailable("settings.broken", cause=f"printer_profile = {settings.printer_profile}")
    return EscPosPrinter(settings.printer, profile)


def check_terminal(settings: Settings) -> None:
    """Raises Refused("terminal.not_allowed") for one that approves without money, outside the demo."""
    if settings.terminal == "simulated" and not settings.demo:
        raise Refused("terminal.not_allowed")


def open_terminal(folder: Path, settings: Settings, clock: Clock) -> Terminal:
    """The card terminal of the settings. Raises Unavailable("terminal.ledger_broken"), and what is not allowed."""
    check_terminal(settings)
    if settings.terminal == "none":
        return NoTerminal()
    from pos.devices.terminal.simulated import SimulatedTerminal

    ledger = folder / "terminal.json"
    try:
        return SimulatedTerminal(clock, ledger=ledger)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise Unavailable("terminal.ledger_broken", path=str(ledger)) from error
