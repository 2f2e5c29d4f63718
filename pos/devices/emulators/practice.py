"""A printer that is none, for practising: no cable, no drawer, and every paper is a picture."""

from __future__ import annotations

import io
from collections.abc import Callable

from pos.devices.emulators.escpos_stream import EscPosStream
from pos.devices.emulators.paper import Paper
from pos.devices.emulators.press import Press
from pos.devices.printer.escpos import render
from pos.devices.printer.profile import PrinterProfile
from pos.domain.papers.paper import Barcode, Document, Qr
from pos.till.ports import PrinterState, PrintResult


class PracticePrinter:
    """Implements `pos.till.ports.Printer`: the bytes a printer of this profile would get, printed on nothing.

    `came` gets each paper's picture (PNG) and the code on it, in the thread that prints. A drawer is never opened, and
    whoever asks is told that all went well: what is practised goes on as it would.
    """

    def __init__(self, profile: PrinterProfile, came: Callable[[bytes, str], None]) -> None:
        self._profile, self._came = profile, came
        self.failures: list[str] = []

    def print(self, document: Document) -> PrintResult:
        """See Printer."""
        papers: list[Paper] = []
        # From the document itself: some profiles draw their codes as pictures, which nobody here reads.
        code = next((block.payload for block in document.blocks if isinstance(block, Qr | Barcode)), "")
        press = Press(self._profile.columns, self._profile.dots, self.failures.append, papers.append)
        for command in EscPosStream().feed(render(document, self._profile).body):
            press.do(command)
        for paper in papers:
            png = io.BytesIO()
            paper.picture().save(png, "PNG")
            self._came(png.getvalue(), code)
        return PrintResult("done")

    def open_drawer(self, drawer: int = 1) -> PrintResult:  # noqa: ARG002 - neither of them
        """See Printer: it stays shut."""
        return PrintResult("done")

    def state(self) -> PrinterState:
        """See Printer."""
        return PrinterState()
