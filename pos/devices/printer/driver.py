"""An ESC/POS printer behind the till's port: three outcomes, told apart by what the printer itself said.

It never repeats a job, and never calls one done that the printer did not confirm.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from typing import TypeVar

from pos.devices.printer import commands
from pos.devices.printer.connection import Broken, Deadlines, Wire, open_wire
from pos.devices.printer.conversation import Conversation
from pos.devices.printer.escpos import render
from pos.devices.printer.profile import PROFILES, PrinterProfile
from pos.devices.printer.status import Status
from pos.domain.errors import Unavailable
from pos.domain.papers.paper import Document
from pos.till.ports import PrinterState, PrintResult

T = TypeVar("T")
_log = logging.getLogger(__name__)
_DONE = PrintResult("done")


class EscPosPrinter:
    """One printer, connected anew for every job. Mutable: it remembers that a job broke off."""

    def __init__(
        self, address: str, profile: PrinterProfile = PROFILES["80mm"], *, deadlines: Deadlines | None = None
    ) -> None:
        self.address = address
        self.profile = profile
        self._deadlines = deadlines or Deadlines()
        self._lock = threading.Lock()
        # What the last process left in the printer nobody knows.
        self._is_in_doubt = True

    def print(self, document: Document) -> PrintResult:
        """See Printer."""
        try:
            rendered = render(document, self.profile)
        except Exception:  # noqa: BLE001 - a document must not stop the till, and the log has it all
            _log.exception("printer.cannot_render")
            return PrintResult("not_started", "printer.cannot_render")
        if rendered.lost:
            _log.warning("printer.lost_characters count=%d", len(rendered.lost))
        return self._job(rendered.body)

    def open_drawer(self, drawer: int = 1) -> PrintResult:
        """See Printer. A printer that waits for paper obeys only in real time, so it is asked how it is first."""
        pin = self.profile.pin_of(drawer)
        if pin is None:
            return PrintResult("not_started", "printer.no_drawer")
        with self._lock:
            try:
                with self._talk() as talk:
                    return self._kick(talk, pin)
            except Unavailable as unavailable:
                return PrintResult("not_started", unavailable.code)
            except Broken as broken:
                return PrintResult("not_started", broken.code)

    def state(self) -> PrinterState:
        """See Printer."""
        with self._lock:
            try:
                with self._talk() as talk:
                    status = self._ask(talk)
            except Unavailable as unavailable:
                return PrinterState(unavailable.code)
            except Broken as broken:
                return PrinterState(broken.code)
        return PrinterState(status.code, status.paper_low, status.drawer_open)

    def model(self) -> str:
        """What the printer calls itself, "" where it does not tell or cannot be reached."""
        with self._lock, contextlib.suppress(Unavailable, Broken), self._talk() as talk:
            return talk.model()
        return ""

    @contextlib.contextmanager
    def _talk(self) -> Iterator[Conversation]:
        wire: Wire = open_wire(self.address, self._deadlines)
        try:
            yield Conversation(wire, self.profile, self._deadlines)
        finally:
            wire.close()

    def _ask(self, talk: Conversation) -> Status:
        """How the printer is. One that is silent may be waiting for the rest of a command that a broken job began."""
        try:
            return talk.status()
        except Broken as broken:
            if not self._is_in_doubt or broken.code != "printer.no_answer":
                raise
        talk.flush()
        return talk.status()

    def _job(self, body: bytes) -> PrintResult:
        with self._lock:
            try:
                with self._talk() as talk:
                    if code := self._ask(talk).code:
                        return PrintResult("not_started", code)
                    if self._is_in_doubt:
                        talk.recover()
                    result = self._send(talk, body)
            except Unavailable as unavailable:
                return PrintResult("not_started", unavailable.code)
            except Broken as broken:  # before the first byte of the body
                self._is_in_doubt = True
                return PrintResult("not_started", broken.code)
            self._is_in_doubt = result.outcome == "unknown"
            return result

    def _send(self, talk: Conversation, body: bytes) -> PrintResult:
        """From the first byte on nothing is "not started" any more, unless the cable took none."""
        try:
            talk.send(body)
        except Broken as broken:
            return PrintResult("unknown" if broken.accepted else "not_started", broken.code)
        return self._confirm(talk)

    def _confirm(self, talk: Conversation) -> PrintResult:
        if self.profile.status == "none":
            return PrintResult("unknown", "printer.cannot_confirm")
        try:
            code = talk.fence()
        except Broken as broken:
            return PrintResult("unknown", broken.code)
        return PrintResult("unknown", code) if code else _DONE

    def _kick(self, talk: Conversation, pin: int) -> PrintResult:
        waits = bool(self._ask(talk).code)
        if self._is_in_doubt and not waits:
            talk.recover()
        pulse = commands.kick_now if waits else commands.kick
        try:
            talk.send(pulse(pin))
            if not waits:
                return self._confirm(talk)
            return _DONE if talk.alive() else PrintResult("unknown", "printer.no_answer")
        except Broken as broken:
            return PrintResult("unknown", broken.code)
