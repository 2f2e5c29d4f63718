"""Checks of a printer, each with what it found. It has codes and facts; words belong to them elsewhere."""

from __future__ import annotations

import msgspec

from pos.devices.printer.connection import Deadlines
from pos.domain.errors import Detail
from pos.domain.papers.paper import Barcode, Cut, Document, Item, Pair, Qr, Rule, Text
from pos.till.ports import Printer

CHECK_DEADLINES = Deadlines(connect=1.0, answer=0.8, progress=2.0, fence=3.0, job=5.0)
"""Deadlines under which every check of a printer ends within five seconds."""

_NOT_REACHED = frozenset({"printer.unreachable", "printer.address"})
_NOT_ANSWERED = frozenset({"printer.no_answer", "printer.broken_off", "printer.stalled"})


class Finding(msgspec.Struct, frozen=True):
    """What one check found. `cause` is an error code where it did not pass, "" otherwise."""

    code: str
    passed: bool
    cause: str = ""
    facts: dict[str, Detail] = {}


def check_printer(printer: Printer) -> tuple[Finding, ...]:
    """Whether it is reached, answers, has its cover shut, has paper, and is ready; later checks need earlier ones."""
    state = printer.state()
    facts: dict[str, Detail] = {"address": getattr(printer, "address", None)}
    if state.code in _NOT_REACHED:
        return (Finding("check.printer_reached", False, state.code, facts),)
    reached = Finding("check.printer_reached", True, facts=facts)
    if state.code in _NOT_ANSWERED:
        return reached, Finding("check.printer_answers", False, state.code)
    paper = state.code if state.code == "printer.paper_out" else "printer.paper_low" if state.paper_low else ""
    cover = state.code if state.code == "printer.cover_open" else ""
    return (
        reached,
        Finding("check.printer_answers", True),
        Finding("check.printer_cover", not cover, cover),
        Finding("check.printer_paper", not paper, paper),
        Finding("check.printer_ready", not state.code, state.code),
    )


def trial_page(columns: int) -> Document:
    """A page on which a person sees what is wrong: hangul only CP949 has, a ruler, every style, both kinds of code."""
    ruler = "".join(str(place % 10) for place in range(1, columns + 1))
    return Document(
        "시험 출력",
        (
            Text("시험 출력", align="centre", bold=True, size=2),
            Text(ruler),
            Text("1 가나다라마바사 ABC abc 0123"),
            Text("2 샾똠뷁 쫓뀰 漢字"),
            Text("3 Café, 12,000원"),
            Rule(),
            Text("굵게", bold=True),
            Text("밑줄", underline=True),
            Text("반전", inverse=True),
            Rule(double=True),
            Item("상품", "1,000", "1", "1,000"),
            Pair("합계", "1,000", bold=True, size=2),
            Qr("TEST-0123456789", caption="TEST-0123456789"),
            Barcode("0123456789"),
            Cut(),
        ),
    )
