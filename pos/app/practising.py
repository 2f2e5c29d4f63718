"""What stands at a counter instead of the world where people practise: PINs, mall, paper and files that are not real.

Every paper and every file gets its mark here, whatever it is about: there is no other way out.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pos.app.practice_people import PIN
from pos.app.switchboard import Switchboard
from pos.domain.apart import Reservation, Wanted
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused
from pos.domain.members import Dossier
from pos.domain.papers.paper import Document
from pos.domain.papers.training import MARK, marked, marked_bars, marked_table
from pos.domain.payback import Voucher
from pos.domain.sums.tables import Bars, Table
from pos.domain.warranty import Machine
from pos.till.back.past import Past
from pos.till.books import Books, MemberRecord, SaleRecord
from pos.till.counter import Counter
from pos.till.day.exporting import Exporter
from pos.till.feed import Member, Staff
from pos.till.ports import PinVerdict, Printer, PrinterState, PrintResult
from pos.till.practice import Practice


def practise(counter: Counter, practice: Practice) -> None:
    """Put a counter that was made over a place to practise among things that are not real, either."""
    ports = counter.ports
    counter.ports = replace(
        ports,
        pins=PracticePins(),
        mall=PracticeMall(ports.books, ports.past),
        exporter=MarkedExporter(ports.exporter),
        practice=practice,
    )


class MarkedPrinter:
    """Implements `pos.till.ports.Printer`: every paper bears the mark, and no drawer is asked to open."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def print(self, document: Document) -> PrintResult:
        """See Printer."""
        return self._printer.print(marked(document))

    def open_drawer(self, drawer: int = 1) -> PrintResult:  # noqa: ARG002 - neither of them
        """See Printer: it stays shut, and what is practised goes on."""
        return PrintResult("done")

    def state(self) -> PrinterState:
        """See Printer."""
        return self._printer.state()


class MarkedExporter:
    """Implements `pos.till.day.exporting.Exporter`: every file bears the mark, inside and in its name."""

    def __init__(self, exporter: Exporter) -> None:
        self._exporter = exporter

    def csv(self, tables: tuple[Table, ...]) -> bytes:
        """See Exporter."""
        return self._exporter.csv(tuple(map(marked_table, tables)))

    def xlsx(self, tables: tuple[Table, ...]) -> bytes:
        """See Exporter."""
        return self._exporter.xlsx(tuple(map(marked_table, tables)))

    def pdf(self, tables: tuple[Table, ...], charts: tuple[Bars, ...]) -> bytes:
        """See Exporter."""
        return self._exporter.pdf(tuple(map(marked_table, tables)), tuple(map(marked_bars, charts)))

    def paper(self, document: Document) -> bytes:
        """See Exporter."""
        return self._exporter.paper(marked(document))

    def put(self, path: Path, content: bytes) -> Path:
        """See Exporter. What a program reads gets its mark here, for nobody set a table of it."""
        if path.suffix == ".json" and content.startswith(b"{"):
            content = b'{"%s": true,%s' % (MARK.encode(), content[1:])
        return self._exporter.put(path.with_name(f"{MARK} {path.name}"), content)


class PracticePins:
    """Implements `pos.till.ports.Pins` without a secret: one PIN that everybody is shown, and nothing is counted."""

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:  # noqa: ARG002 - everybody's, always
        """See Pins."""
        return PinVerdict(pin == PIN)

    def verifier(self, pin: str) -> str:  # noqa: ARG002 - somebody's real one, perhaps: it is forgotten
        """See Pins."""
        return ""

    def badge(self, code: str) -> str:  # noqa: ARG002 - somebody's real one: it is nobody's here
        """See Pins."""
        return secrets.token_hex(16)

    def locked_until(self, staff_id: str, *, now: datetime) -> datetime | None:  # noqa: ARG002 - nobody is locked out
        """See Pins."""
        return None

    def forgive(self, staff_id: str, *, now: datetime) -> None:
        """See Pins: nothing was held against anybody."""

    def keep_time(self, *, now: datetime) -> bool:  # noqa: ARG002 - nobody is locked out
        """See Pins."""
        return False

    def confirm_time(self, told: datetime, *, now: datetime) -> None:
        """See Pins: nobody is locked out."""


class PracticeMall(Switchboard):
    """A mall that knows what is known here and nothing else; what it is not asked below, it cannot be asked."""

    def __init__(self, books: Books, past: Past) -> None:
        super().__init__()
        self._books, self._past = books, past

    def member(self, number: str) -> MemberRecord:
        """See `Enquiries`."""
        member = self._books.member(number)
        if member is None or member.standing == "withdrawn":
            raise Refused("member.unknown", member=number)
        return MemberRecord(member, self._books.dossier(number) or Dossier(number, member.standing))

    def find_members(self, text: str) -> tuple[Member, ...]:
        """See `Enquiries`."""
        return self._books.find_members(text)

    def voucher(self, code: str) -> Voucher:
        """See `Enquiries`."""
        raise Refused("payback.unknown", voucher=code)

    def easy_orders(self, number: str) -> tuple[EasyOrder, ...]:  # noqa: ARG002 - nobody has any
        """See `Enquiries`."""
        return ()

    def sale(self, code: str) -> SaleRecord:
        """See `Enquiries`."""
        sale = self._past.sale_by_code(code)
        original = self._past.original(sale.id) if sale is not None else None
        if original is None:
            raise Refused("return.unknown_receipt")
        return SaleRecord(original)

    def machine(self, serial: str) -> Machine | None:
        """See `Enquiries`."""
        return self._past.machine(serial)

    def reserve(self, wanted: Wanted) -> Reservation:
        """See `Enquiries`: nobody else sells here, so that nothing has to be kept."""
        return Reservation(wanted.sale)

    def release(self, sale: str) -> None:
        """See `Enquiries`."""

    def stop_order(self, sale: str) -> None:
        """See `Enquiries`: nothing ever leaves."""
