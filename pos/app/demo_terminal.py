"""The demo's card terminal: a simulated one inside the till, or an emulated one at the end of a real driver's cable."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from pos.app.settings import read_settings
from pos.app.terminal_setup import set_terminal
from pos.till.ports import Clock

TerminalKind: TypeAlias = Literal["simulated", "tl3600", "nexo"]


class DemoTerminal:
    """Mutable: it is plugged in and unplugged. What it took and gave back stays in the demo's folder."""

    def __init__(self, kind: TerminalKind, folder: Path, clock: Clock) -> None:
        self._kind, self._folder, self._clock = kind, folder, clock
        self._stop: Callable[[], object] = lambda: None

    def plug_in(self, till_folder: Path) -> None:
        """Switch it on, and let the till of that folder know it."""
        if self._kind == "nexo":
            self._nexo(till_folder)
        elif self._kind == "tl3600":
            self._tl3600(till_folder)
        elif read_settings(till_folder).terminal != "simulated":
            set_terminal(till_folder, {"terminal": "simulated"})

    def unplug(self) -> None:
        """Switch it off."""
        self._stop()

    def _nexo(self, till_folder: Path) -> None:
        from pos.devices.emulators.nexo import NAME, POI_ID, EmulatedNexoTerminal
        from pos.devices.emulators.nexo_seal import TerminalKey

        passphrase = secrets.token_hex(16)
        key = TerminalKey("demo", 1, passphrase)
        emulated = EmulatedNexoTerminal(self._clock, ledger=self._folder / "nexo.json", key=key)
        self._stop = emulated.close
        wanted: dict[str, str | int] = {
            "terminal": "nexo",
            "terminal_address": emulated.start(),
            "terminal_id": POI_ID,
            "terminal_certificate": str(emulated.certificate),
            "terminal_certificate_name": NAME,
            "terminal_key": key.name,
            "terminal_key_version": key.version,
        }
        set_terminal(till_folder, wanted, passphrase=passphrase)

    def _tl3600(self, till_folder: Path) -> None:
        from pos.devices.emulators.tl3600 import EmulatedTl3600

        emulated = EmulatedTl3600(self._clock, book=self._folder / "tl3600.json")
        self._stop = emulated.stop
        set_terminal(till_folder, {"terminal": "tl3600", "terminal_address": emulated.start()})
