"""A printer and a card terminal that answer what a test tells them to, for the till in memory."""

from __future__ import annotations

from pos.domain.papers.paper import Document
from pos.domain.tender import CardApproval
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest, CashReceiptRequest, TerminalState
from pos.till.ports import PrinterState, PrintResult


class FakePrinter:
    """Prints onto a list; `result` says how it goes."""

    def __init__(self) -> None:
        self.papers: list[Document] = []
        self.kicks = 0
        self.kicked: list[int] = []
        self.result = PrintResult("done")

    def print(self, document: Document) -> PrintResult:
        if self.result.outcome == "done":
            self.papers.append(document)
        return self.result

    def open_drawer(self, drawer: int = 1) -> PrintResult:
        self.kicks += 1
        self.kicked.append(drawer)
        return PrintResult("done")

    def state(self) -> PrinterState:
        return PrinterState(self.result.code)


class FakeTerminal:
    """Answers what it was told to; approves otherwise."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, CardRequest]] = []
        self.answers: list[CardAnswer] = []
        self.given_back: list[BackRequest] = []
        self.receipts: list[CashReceiptRequest] = []
        self.receipt_answers: list[CardAnswer] = []

    def _answer(self, verb: str, request: CardRequest) -> CardAnswer:
        self.asked.append((verb, request))
        return self._next(request.instalments)

    def _next(self, instalments: int = 0) -> CardAnswer:
        if self.answers:
            return self.answers.pop(0)
        approval = CardApproval(
            "30128844",
            "20250503102431",
            "538720******1234",
            "한빛카드",
            "한빛카드",
            "7000123",
            "T-01",
            instalments,
        )
        return CardAnswer("approved", approval=approval)

    def charge(self, request: CardRequest) -> CardAnswer:
        return self._answer("charge", request)

    def enquire(self, request: CardRequest) -> CardAnswer:
        return self._answer("enquire", request)

    def give_back(self, request: BackRequest) -> CardAnswer:
        self.given_back.append(request)
        return self._next()

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:
        return self._answer("reverse", request)

    def call_off(self, request: CardRequest) -> CardAnswer:
        return self._answer("call_off", request)

    def cash_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        self.receipts.append(request)
        if self.receipt_answers:
            return self.receipt_answers.pop(0)
        number, at = f"{len(self.receipts):09d}", "2026-11-02T10:00:00+09:00"
        return CardAnswer("approved", approval=CardApproval(number, at, "", "", "", "", ""))

    def enquire_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        return self.receipt_answers.pop(0) if self.receipt_answers else CardAnswer("declined", "terminal.not_known")

    def state(self) -> TerminalState:
        return TerminalState()
