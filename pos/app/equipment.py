"""The devices a till's settings name: its printer and its card terminal. Opening them asks neither anything."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from pos.app.clock import SystemClock
from pos.app.no_terminal import NoTerminal
from pos.app.records import key_store
from pos.app.settings import Settings
from pos.domain.errors import Refused, Unavailable
from pos.till.paying.cards import Terminal, TerminalState
from pos.till.ports import Clock, Printer


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


def open_terminal(
    folder: Path, settings: Settings, clock: Clock, *, notes: Path | None = None, doubts: int = 0
) -> Terminal:
    """The card terminal of the settings; `notes` is its driver's file, the till's own unless another is named.

    `doubts` is how much the till still has to ask it about.

    Raises Unavailable("terminal.ledger_broken"), ("terminal.notes_broken"), ("terminal.address"), ("terminal.no_key"),
    ("settings.broken"), a key's code, and what is not allowed.
    """
    check_terminal(settings)
    notes = notes or folder / f"{settings.terminal}.notes"  # no driver reads another's
    match settings.terminal:
        case "none":
            return NoTerminal()
        case "simulated":
            return simulated_terminal(folder, clock)
        case "tl3600":
            return _tl3600(settings, notes, clock, doubts)
        case "nexo":
            return _nexo(folder, settings, notes, clock)


def look_at_terminal(folder: Path, settings: Settings) -> TerminalState:
    """How the card terminal is, asked without a trace in the till's folder. Raises what `open_terminal` raises."""
    with tempfile.TemporaryDirectory(prefix="terminal-") as elsewhere:
        return open_terminal(folder, settings, SystemClock(), notes=Path(elsewhere) / "notes").state()


def simulated_terminal(folder: Path, clock: Clock) -> Terminal:
    """A terminal that is none, with what it did in a folder. Raises Unavailable("terminal.ledger_broken")."""
    from pos.devices.terminal.simulated import SimulatedTerminal

    ledger = folder / "terminal.json"
    try:
        return SimulatedTerminal(clock, ledger=ledger)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise Unavailable("terminal.ledger_broken", path=str(ledger)) from error


def _tl3600(settings: Settings, notes: Path, clock: Clock, doubts: int) -> Terminal:
    from pos.devices.terminal.tl3600.opening import open_tl3600

    return open_tl3600(
        settings.terminal_address, notes=notes, clock=clock, terminal_id=settings.terminal_id, doubts=doubts
    )


def _nexo(folder: Path, settings: Settings, notes: Path, clock: Clock) -> Terminal:
    from pos.devices.terminal.nexo.line import Names
    from pos.devices.terminal.nexo.opening import Key, open_nexo

    for name in ("terminal_id", "terminal_certificate"):
        if not getattr(settings, name):
            raise Unavailable("settings.broken", cause=name)
    key = None
    if settings.terminal_key:
        key = Key(settings.terminal_key, settings.terminal_key_version, _passphrase(folder, settings))
    return open_nexo(
        settings.terminal_address,
        Names(f"{settings.boutique}-{settings.till}", settings.terminal_id),
        certificate=folder / settings.terminal_certificate,
        certificate_name=settings.terminal_certificate_name,
        notes=notes,
        clock=clock,
        key=key,
    )


def _passphrase(folder: Path, settings: Settings) -> str:
    kept = key_store(folder, settings).load()
    if kept is None or not kept.terminal:
        raise Unavailable("terminal.no_key")
    return kept.terminal.decode("utf-8", "replace")
