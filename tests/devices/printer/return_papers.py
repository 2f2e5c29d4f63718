"""The papers of returns as text, as they come out of 80 and 58 mm printers.

`python -m tests.devices.printer.return_papers` writes them anew, for a difference to be looked at.
"""

from pathlib import Path

from pos.devices.printer.encode import Encoder
from pos.devices.printer.layout import Line, Symbol, set_document
from pos.domain.papers.paper import Document
from pos.domain.papers.receipt import receipt_of
from tests.domain.baskets import TERMS
from tests.domain.papers import MARK, PAPERS, issued, waiting
from tests.domain.report_papers import REPORTS
from tests.domain.sales import SHOP, a_delivery, a_sale

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = {"80mm": 48, "58mm": 32}


def papers() -> dict[str, Document]:
    """Every paper, and the receipts of two sales: with a machine, and paid in instalments."""
    shown = {
        "a sale": (a_delivery(), (issued(49_500),)),
        "a sale in instalments": (a_sale(), (waiting(14_400, "business", "***-**-*2517"),)),
    }
    receipts = {
        name: receipt_of(
            sale, SHOP, cashier="계산원", rules=TERMS.rules, mark=MARK, is_copy=False, certificates=certificates
        )
        for name, (sale, certificates) in shown.items()
    }
    return {**PAPERS, **REPORTS, **receipts}


def as_text(document: Document, columns: int) -> str:
    """What stands on a paper of so many columns."""
    lines = []
    for one in set_document(document, Encoder(), columns):
        match one:
            case Line():
                lines.append((" " * one.pad + one.text.decode("cp949")).rstrip())
            case Symbol():
                lines.append(f"[{one.kind} {one.payload}]")
            case _:
                lines.append("[cut]")
    return "\n".join(lines) + "\n"


def path_of(name: str, width: str) -> Path:
    """Where a paper is kept."""
    return GOLDEN / f"{name.replace(', ', ' ').replace(' ', '-')}.{width}.txt"


def accept() -> None:
    """Keep the papers as they are now."""
    GOLDEN.mkdir(exist_ok=True)
    for name, document in papers().items():
        for width, columns in WIDTHS.items():
            path_of(name, width).write_text(as_text(document, columns), "utf-8")


if __name__ == "__main__":
    accept()
