"""The one thing the till knows of files: the port `pos.till.day.exporting.Exporter`, over one module a format."""

from __future__ import annotations

from pathlib import Path

from pos.domain.papers.paper import Document
from pos.domain.sums.tables import Bars, Table
from pos.exports import files


class Exports:
    """It holds nothing."""

    def csv(self, tables: tuple[Table, ...]) -> bytes:
        """See `csv_file`."""
        from pos.exports import csv_file

        return csv_file.written(tables)

    def xlsx(self, tables: tuple[Table, ...]) -> bytes:
        """See `xlsx`."""
        from pos.exports import xlsx

        return xlsx.written(tables)

    def pdf(self, tables: tuple[Table, ...], charts: tuple[Bars, ...]) -> bytes:
        """See `pdf`."""
        from pos.exports import pdf

        return pdf.written(tables, charts)

    def paper(self, document: Document) -> bytes:
        """See `paper_pdf`."""
        from pos.exports import paper_pdf

        return paper_pdf.written(document)

    def put(self, path: Path, content: bytes) -> Path:
        """See `files`."""
        return files.put(path, content)
