"""A card terminal that speaks nexo, behind the till's port. A question that may have arrived is never asked again:
the terminal is asked what became of it, by a number that follows from the attempt and needs no memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import msgspec

from pos.devices.terminal.nexo import answers, asking, receipts
from pos.devices.terminal.nexo.line import Line
from pos.devices.terminal.nexo.looking import Look, Memory
from pos.devices.terminal.nexo.messages import (
    AbortRequest,
    DiagnosisRequest,
    Original,
    ReversalRequest,
    ReversalResponse,
)
from pos.devices.terminal.nexo.notes import Note, Notes, service_for_once, service_of
from pos.devices.terminal.nexo.wire import NoAnswer, NotSent
from pos.domain.tender import CardApproval
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest, CashReceiptRequest, TerminalState
from pos.till.ports import Clock

_BETWEEN_SECONDS = 0.3


class Patience(msgspec.Struct, frozen=True):
    """How long each question waits: a customer looks for a card longer than a terminal for its memory.

    A look at the terminal is over within five seconds, connecting and asking together.
    """

    customer: float = 150.0
    memory: float = 15.0
    state: float = 2.5
    settle: float = 10.0


class NexoTerminal:
    """Implements `pos.till.paying.cards.Terminal`. Mutable: it keeps notes."""

    def __init__(self, line: Line, notes: Notes, clock: Clock, patience: Patience) -> None:
        self._line, self._notes, self._clock, self._patience = line, notes, clock, patience
        self._memory = Memory(line, clock, patience.memory)

    def charge(self, request: CardRequest) -> CardAnswer:
        """See Terminal. An attempt that was asked before is looked for, and asked again only where it never arrived."""
        if self._notes.of(request.attempt) is not None:
            known = self.enquire(request)
            if known.reason != "terminal.not_known":
                return known
        return self._asked(Note(request.attempt), lambda: self._charge(request))

    def enquire(self, request: CardRequest) -> CardAnswer:
        """See Terminal; of a cancellation it tells what became of that."""
        try:
            found = self._look(request)
            if (
                found.answer.outcome == "approved"
                and found.original
                and self._memory.reversals(request.attempt).is_reversed
            ):
                return CardAnswer("declined", "terminal.reversed")
        except (NotSent, NoAnswer) as error:
            return CardAnswer("unknown", error.code)
        return found.answer

    def give_back(self, request: BackRequest) -> CardAnswer:
        """See Terminal. An attempt that was asked before is looked for, as a charge is."""
        if self._notes.of(request.attempt) is not None:
            known = self.enquire(CardRequest(request.attempt, request.tender, request.amount))
            if known.reason != "terminal.not_known":
                return known
        try:
            original = self._original(request.charge, request.approval)
        except (NotSent, NoAnswer) as error:  # only a question about the charge is lost
            return CardAnswer("not_sent", error.code)
        body = asking.reversal(
            request.attempt, original, amount=request.amount, reason="MerchantCancel", clock=self._clock
        )

        def back() -> CardAnswer:
            response = self._reverse(body, service_of(request.attempt))
            return answers.of_giving_back(response, request, self._clock)

        return self._asked(Note(request.attempt, approval=request.approval), back)

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:
        """See Terminal. A payment that is reversed already says so, and nothing is asked twice."""
        try:
            before = self._memory.reversals(request.attempt)
            if before.is_reversed:
                return CardAnswer("approved", approval=approval)
            original = self._original(request.attempt, approval)
        except NotSent as error:
            return CardAnswer("not_sent", error.code)
        except NoAnswer as error:  # a reversal of before may be on its way
            return CardAnswer("unknown", error.code)
        return self._take_back(request.attempt, original, approval, before.free)

    def call_off(self, request: CardRequest) -> CardAnswer:
        """See Terminal: the terminal stops waiting, is asked what became of it, and gives back what it took."""
        reference = self._memory.reference("Payment", service_of(request.attempt))
        abort = AbortRequest(message_reference=reference, abort_reason="MerchantAbort")
        try:
            self._line.tell(abort, service=service_for_once(), seconds=self._patience.memory)
        except NoAnswer:
            pass  # it has none to give
        except NotSent as error:
            return CardAnswer("unknown", error.code)
        try:
            found = self._settled(request)
            if found.answer.outcome in ("declined", "cancelled"):
                return CardAnswer("approved", "terminal.called_off")
            if found.original is None:
                return found.answer
            before = self._memory.reversals(request.attempt)
        except (NotSent, NoAnswer) as error:
            return CardAnswer("unknown", error.code)
        if before.is_reversed:
            return CardAnswer("approved", "terminal.called_off")
        approval = found.answer.approval or CardApproval("", "", "", "", "", "", "")
        gone = self._take_back(request.attempt, found.original, approval, before.free)
        if gone.outcome == "approved":
            return CardAnswer("approved", "terminal.called_off")
        return CardAnswer("unknown", gone.reason) if gone.outcome == "not_sent" else gone

    def cash_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """See Terminal."""
        return receipts.issue(self._line, request, seconds=self._patience.customer)

    def enquire_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """See Terminal."""
        return receipts.enquire(self._line, request, seconds=self._patience.memory)

    def state(self) -> TerminalState:
        """See Terminal."""
        model = self._line.names.poi
        try:
            response = self._line.ask(
                DiagnosisRequest(host_diagnosis_flag=True), service=service_for_once(), seconds=self._patience.state
            ).diagnosis_response
        except (NotSent, NoAnswer) as error:
            return TerminalState(error.code, model)
        return TerminalState("terminal.garbled", model) if response is None else answers.of_diagnosis(response, model)

    def _asked(self, note: Note, ask: Callable[[], CardAnswer]) -> CardAnswer:
        """Noted on disk, then asked: what is not noted is not asked."""
        try:
            self._notes.write(note)
        except OSError:
            return CardAnswer("not_sent", "terminal.notes_failed")
        try:
            return ask()
        except NotSent as error:
            return CardAnswer("not_sent", error.code)
        except NoAnswer as error:
            return CardAnswer("unknown", error.code)

    def _charge(self, request: CardRequest) -> CardAnswer:
        body = asking.payment(request, self._clock)
        response = self._line.ask(body, service=service_of(request.attempt), seconds=self._patience.customer)
        if response.payment_response is None:
            raise NoAnswer("terminal.garbled")
        answer = answers.of_payment(response.payment_response, request, self._clock)
        if answer.approval is not None:
            number = response.payment_response.poi_data.poi_transaction_id
            self._remember(Note(request.attempt, number.transaction_id, number.time_stamp))
        return answer

    def _remember(self, note: Note) -> None:
        """What can be asked for again is no reason to doubt an approval."""
        try:
            self._notes.write(note)
        except OSError:
            return

    def _reverse(self, body: ReversalRequest, service: str) -> ReversalResponse:
        response = self._line.ask(body, service=service, seconds=self._patience.customer).reversal_response
        if response is None:
            raise NoAnswer("terminal.garbled")
        return response

    def _take_back(self, attempt: str, original: Original, approval: CardApproval, service: str) -> CardAnswer:
        body = asking.reversal(attempt, original, amount=None, reason="MerchantCancel", clock=self._clock)
        try:
            return answers.of_reversal(self._reverse(body, service), None, approval, self._clock)
        except NotSent as error:
            return CardAnswer("not_sent", error.code)
        except NoAnswer as error:
            return CardAnswer("unknown", error.code)

    def _look(self, request: CardRequest) -> Look:
        note = self._notes.of(request.attempt)
        return self._memory.attempt(request, note.approval if note is not None else None)

    def _settled(self, request: CardRequest) -> Look:
        """What became of an attempt once the terminal is no longer at it."""
        end = time.monotonic() + self._patience.settle
        while True:
            found = self._look(request)
            if found.answer.reason != "terminal.in_progress" or time.monotonic() > end:
                return found
            threading.Event().wait(_BETWEEN_SECONDS)

    def _original(self, charge: str, approval: CardApproval) -> Original:
        """The payment to take back, by the best name there is for it. Raises NotSent, NoAnswer."""
        note = self._notes.of(charge)
        if note is not None and note.number:
            return asking.original_of(note, approval)
        found = self._look(CardRequest(charge, "card", 0))
        return found.original or asking.original_elsewhere(approval)
