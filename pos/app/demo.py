"""A demo boutique in a folder: a reference mall and emulated devices on loopback, and a till enrolled with them.

It keeps the till's secrets in a file and says so; production refuses to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from pos.app.bootstrap import enrol_till
from pos.app.clock import SystemClock
from pos.app.demo_terminal import DemoTerminal, TerminalKind
from pos.app.lock import FolderLock
from pos.app.settings import RESOURCES, Settings, read_settings, write_settings
from pos.devices.emulators.printer import EmulatedPrinter
from pos.devices.emulators.scanner import EmulatedSerialScanner
from pos.mall.serve import RunningMall

FOLDER = RESOURCES.parent / ".demo"


class DemoBoutique:
    """What stands around the demo's till. Mutable: the mall can be stopped, the printer has faults.

    One at a time in a folder: Unavailable("till.already_open").
    """

    def __init__(
        self, folder: Path, *, on_paper: Callable[[], None] | None = None, terminal: TerminalKind = "simulated"
    ) -> None:
        self.folder = folder
        self.till_folder = folder / "till"
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FolderLock(folder)
        self._lock.take()
        clock = SystemClock()
        self.mall = RunningMall(f"sqlite:///{folder / 'mall.db'}", clock=clock)
        self.printer = EmulatedPrinter(on_change=on_paper)
        self.scanner = EmulatedSerialScanner()
        self.terminal = DemoTerminal(terminal, folder, clock)

    def open(self) -> None:
        """Start mall, printer and scanner; the first time, make the chain and enrol the till."""
        self.mall.start()
        self.name = name = self.mall.mall.seed((RESOURCES / "demo" / "chain.toml").read_text("utf-8"))
        for document in sorted((RESOURCES / "policies").glob("*.toml")):
            self.mall.mall.send_policy(document.read_text("utf-8"))
        printer, scanner = self.printer.start(), self.scanner.plug_in()
        settings = read_settings(self.till_folder) if (self.till_folder / "till.toml").exists() else None
        if settings is not None and settings.till:
            write_settings(self.till_folder, replace(settings, mall=self.mall.url, printer=printer, scanner=scanner))
        else:
            settings = Settings(mall=self.mall.url, printer=printer, scanner=scanner, keys="file", demo=True)
            enrol_till(self.till_folder, settings, self.mall.mall.invite(name))
        self.terminal.plug_in(self.till_folder)

    def close(self) -> None:
        """Switch everything off; what it holds stays in its folder."""
        self.terminal.unplug()
        self.scanner.unplug()
        self.printer.stop()
        self.mall.close()
        self._lock.release()
