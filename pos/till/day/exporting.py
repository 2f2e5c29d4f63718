"""Figures and papers as files for somebody who is not at the till: a spreadsheet, a PDF.

A Protocol like those in `ports.py`; `overview.export` is the verb over it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from pos.domain.papers.paper import Document
from pos.domain.sums.tables import Bars, Table

Format: TypeAlias = Literal["csv", "xlsx", "pdf"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "pdf")


class Exporter(Protocol):
    """Makes files out of values, and puts them on a disk. Blocking: for the lane of files.

    What is made is the same for the same values, byte by byte. Raises Unavailable("export.no_font") where a PDF has no
    hangul to be set with.
    """

    def csv(self, tables: tuple[Table, ...]) -> bytes:
        """Comma-separated values that a spreadsheet opens with its hangul right."""

    def xlsx(self, tables: tuple[Table, ...]) -> bytes:
        """A workbook, a sheet a table."""

    def pdf(self, tables: tuple[Table, ...], charts: tuple[Bars, ...]) -> bytes:
        """Pages of A4, the pictures first; the first table's title is the document's."""

    def paper(self, document: Document) -> bytes:
        """A paper of the receipt printer, as wide as its roll and as long as it is; its text can be searched."""

    def put(self, path: Path, content: bytes) -> Path:
        """Write a file, whole or not at all, and say where; what stood there stays, and the new one gets a number.

        Raises Unavailable("export.no_room"), ("export.not_allowed"), ("export.no_folder") or ("export.not_written").
        """
