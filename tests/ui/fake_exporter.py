"""An exporter that remembers what it was given, and writes nowhere."""

from __future__ import annotations

from pathlib import Path

from pos.domain.errors import TillError
from pos.domain.papers.paper import Document
from pos.domain.sums.tables import Bars, Table


class FakeExporter:
    """Implements `pos.till.day.exporting.Exporter`; `refuse_with` says how writing goes."""

    def __init__(self) -> None:
        self.tables: tuple[Table, ...] = ()
        self.charts: tuple[Bars, ...] = ()
        self.papers: list[Document] = []
        self.written: dict[Path, bytes] = {}
        self.refuse_with: TillError | None = None

    def csv(self, tables: tuple[Table, ...]) -> bytes:
        self.tables = tables
        return b"csv"

    def xlsx(self, tables: tuple[Table, ...]) -> bytes:
        self.tables = tables
        return b"xlsx"

    def pdf(self, tables: tuple[Table, ...], charts: tuple[Bars, ...]) -> bytes:
        self.tables, self.charts = tables, charts
        return b"pdf"

    def paper(self, document: Document) -> bytes:
        self.papers.append(document)
        return b"%PDF of " + document.title.encode()

    def put(self, path: Path, content: bytes) -> Path:
        if self.refuse_with is not None:
            raise self.refuse_with
        self.written[path] = content
        return path
