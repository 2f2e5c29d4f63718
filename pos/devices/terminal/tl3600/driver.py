"""A TL3600-style terminal behind the till's port. No call raises; what nobody can tell is unknown, and asked about.

Before money moves the terminal is asked for its last approval, and that is noted with what is going to be asked: a lost
answer is found out by asking for the last approval again, after a restart too. It never sends a lost request again,
and never takes an answer for one that was late.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from msgspec.structs import replace

from pos.devices.terminal.tl3600 import asking as askings
from pos.devices.terminal.tl3600 import fields, settling
from pos.devices.terminal.tl3600.asking import Asking
from pos.devices.terminal.tl3600.conversation import Conversation, NotTaken
from pos.devices.terminal.tl3600.fields import Answer
from pos.devices.terminal.tl3600.frames import Frame, Unreadable, encode
from pos.devices.terminal.tl3600.line import Broken, Deadlines, Line, open_line
from pos.devices.terminal.tl3600.notes import Note, Notes, last_of
from pos.domain.tender import CardApproval
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest, CashReceiptRequest, TerminalState
from pos.till.ports import Clock

T = TypeVar("T")

_log = logging.getLogger(__name__)

_BUSY = CardAnswer("unknown", "terminal.busy")
_NO_ANSWER = CardAnswer("unknown", "terminal.no_answer")
_NOTES_LOST = CardAnswer("unknown", "terminal.notes_lost")

# Of the codes that a refusal carries few are described: the network, and a host that does not answer in time.
_VAN_DOWN = frozenset({"0A", "0C"})
_GIVEN_UP = "취소"


class _Trouble(Exception):
    """Why nothing could be asked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Tl3600Terminal:
    """One terminal. Mutable: it has notes, and one question is under way at a time."""

    def __init__(
        self,
        address: str,
        *,
        notes: Notes,
        clock: Clock,
        terminal_id: str = "",
        deadlines: Deadlines | None = None,
        tells_cancellations: bool = False,
    ) -> None:
        self._address = address
        self._notes = notes
        self._clock = clock
        self._id = terminal_id
        self._deadlines = deadlines or Deadlines()
        self._tells_cancellations = tells_cancellations
        self._begun: dict[str, float] = {}
        self._heard: set[str] = set()
        self._turn = threading.Lock()
        self._stopped = threading.Event()

    def stop_waiting(self) -> None:
        """End the wait for the customer; what is under way becomes unknown. The terminal itself waits on."""
        self._stopped.set()

    # --- the port -----------------------------------------------------------------------------------------------

    def charge(self, request: CardRequest) -> CardAnswer:
        """See Terminal. An attempt that is known gets its first answer again."""
        return self._carry_out(request.attempt, lambda: askings.to_charge(request))

    def enquire(self, request: CardRequest) -> CardAnswer:
        """See Terminal; of a cancellation it tells what became of that."""
        return self._enquire(request.attempt)

    def give_back(self, request: BackRequest) -> CardAnswer:
        """See Terminal. Through a VAN this framing cancels whole payments only."""

        def asking() -> Asking | CardAnswer:
            charged = self._notes.get(request.charge)
            return self._refused(request, charged) or askings.to_give_back(request, charged)

        return self._carry_out(request.attempt, asking)

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:
        """See Terminal. One that was reversed gets the same answer again."""

        def asking() -> Asking | CardAnswer:
            charged = self._notes.get(request.attempt)
            if _is_other(charged, approval):
                return CardAnswer("declined", "terminal.other_approval")
            if any(note.is_approved for note in self._notes.cancels_of(request.attempt)):
                return CardAnswer("declined", "terminal.partly_cancelled")
            return askings.to_reverse(request, approval, charged)

        return self._carry_out(askings.reversal_key(request.attempt), asking, repeats=True)

    def call_off(self, request: CardRequest) -> CardAnswer:  # noqa: ARG002 - whatever is asked
        """See Terminal. No network cancellation is described for this framing."""
        return CardAnswer("declined", "terminal.no_call_off")

    def cash_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """See Terminal. An attempt that is known gets its first answer again."""
        return self._carry_out(request.attempt, lambda: askings.to_tell(request, None))

    def enquire_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        """See Terminal."""
        return self._enquire(request.attempt)

    def state(self) -> TerminalState:
        """See Terminal. While a customer pays it is busy, and is not asked."""
        end = time.monotonic() + self._deadlines.state
        if not self._turn.acquire(timeout=self._deadlines.state / 5):
            return TerminalState("terminal.busy")
        try:
            self._stopped.clear()
            return self._talk(lambda talk: self._state(talk, end))
        except _Trouble as trouble:
            return TerminalState(trouble.code)
        except (Broken, NotTaken, Unreadable, OSError):
            return TerminalState("terminal.no_answer")
        finally:
            self._turn.release()

    # --- one asking ---------------------------------------------------------------------------------------------

    def _carry_out(self, key: str, ask: Callable[[], Asking | CardAnswer], *, repeats: bool = False) -> CardAnswer:
        """Ask once for ever; whoever asks again hears what is known. What `repeats` may be asked anew once refused."""

        def carry_out() -> CardAnswer:
            self._stopped.clear()
            self._heard.add(key)
            known = self._known(key)
            if known is not None and not (repeats and known.outcome == "declined"):
                return self._unless_reversed(key, known)
            try:
                asking = ask()
            except ValueError:  # an amount, a number or a time that no frame takes
                return CardAnswer("declined", "terminal.declined")
            if isinstance(asking, CardAnswer):
                return asking
            return self._talk(lambda talk: self._move(talk, asking))

        return self._guarded(key, carry_out)

    def _enquire(self, key: str) -> CardAnswer:
        def enquire() -> CardAnswer:
            self._stopped.clear()
            known = self._known(key)
            return self._not_noted(key) if known is None else self._unless_reversed(key, known)

        return self._guarded(key, enquire)

    def _guarded(self, key: str, work: Callable[[], CardAnswer]) -> CardAnswer:
        """One at a time, and no exception: where something was asked it is unknown, else it was not sent."""
        with self._turn:
            try:
                return work()
            except _Trouble as trouble:
                return CardAnswer("not_sent", trouble.code)
            except Exception as error:  # noqa: BLE001 - no call raises; the error's words may hold what nobody may read
                _log.error("terminal.failed: %s", type(error).__name__)
                note = self._notes.get(key)
                return _NO_ANSWER if note is not None else CardAnswer("not_sent", "terminal.no_answer")

    def _move(self, talk: Conversation, asking: Asking) -> CardAnswer:
        note, frame = self._prepare(talk, asking)
        try:
            heard = talk.ask(frame, expects=asking.expects, seconds=note.wait, is_money=True)
        except NotTaken:
            self._keep(replace(note, state="not_sent"))
            return CardAnswer("not_sent", "terminal.not_taken")
        except Broken:
            return _NO_ANSWER
        return self._read(note, heard)

    def _prepare(self, talk: Conversation, asking: Asking) -> tuple[Note, bytes]:
        """Whatever can still be found out of earlier askings, and then the note of this one. Raises _Trouble."""
        try:
            last = self._last(talk)
        except (Broken, NotTaken, Unreadable):
            raise _Trouble("terminal.no_answer") from None
        self._settle_all(last)
        now = self._clock.now()
        note = Note(
            key=asking.key,
            purpose=asking.purpose,
            tender=asking.tender,
            amount=asking.amount,
            sent=self._notes.next_time(now),
            asked_at=now,
            before=last_of(last),
            wait=self._deadlines.customer if asking.needs_customer else self._deadlines.host,
            charge=asking.charge,
            number=asking.number,
            vat=asking.vat,
            original=asking.original,
        )
        frame = encode(Frame(asking.job, note.sent, asking.content, self._id))
        self._write(note)
        self._begun[note.key] = time.monotonic()
        return note, frame

    def _settle_all(self, last: Answer) -> None:
        """Now or never: the last approval will soon be another. Raises _Trouble while the terminal may be busy."""
        for note in self._notes.open():
            settled = self._settle(note, last)
            if settled.state == "asked":
                if not self._is_over(note):
                    raise _Trouble("terminal.busy")
                settled = replace(settled, state="lost")
            self._write(settled)

    def _read(self, note: Note, heard: Frame) -> CardAnswer:
        """What the terminal said, noted. What does not fit what was asked leaves it unknown."""
        try:
            if heard.job == "d":  # the card that was shown has nothing that could be cancelled
                return self._finish(note, CardAnswer("declined", "terminal.declined"))
            answer = fields.read_answer(heard.content)
        except Unreadable:
            return _NO_ANSWER
        if not answer.is_approved:
            return self._finish(note, _refusal(note, answer))
        if not answer.approval_number:
            return CardAnswer("unknown", "terminal.no_approval")
        if answer.amount != note.amount:
            return _NO_ANSWER
        settled = settling.approved(note, answer)
        self._keep(settled)
        return settled.answer or _NO_ANSWER

    def _finish(self, note: Note, answer: CardAnswer) -> CardAnswer:
        self._keep(settling.answered(note, answer))
        return answer

    # --- what is known ------------------------------------------------------------------------------------------

    def _known(self, key: str) -> CardAnswer | None:
        """The answer that is noted, or can be found out now; None where nothing was ever asked."""
        note = self._notes.get(key)
        if note is None or note.state == "not_sent":
            return None
        if note.state == "asked":
            try:
                last = self._talk(self._last)
            except _Trouble as trouble:
                return CardAnswer("unknown", trouble.code)
            except (Broken, NotTaken, Unreadable, OSError):
                return _NO_ANSWER
            settled = self._settle(note, last)
            if settled != note:
                self._keep(settled)
            if settled.state == "asked" and not self._is_over(settled):
                return _BUSY
            note = settled
        return note.answer or _NO_ANSWER

    def _not_noted(self, key: str) -> CardAnswer:
        """What is not noted was never asked, unless notes were lost: then nobody can tell."""
        return _NOTES_LOST if self._notes.has_gap and key not in self._heard else settling.NOT_KNOWN

    def _unless_reversed(self, attempt: str, known: CardAnswer) -> CardAnswer:
        """What is known of a charge, unless it was reversed since or may have been."""
        if known.outcome != "approved":
            return known
        reversal = self._known(askings.reversal_key(attempt))
        if reversal is None or reversal.outcome == "declined":
            return known
        return CardAnswer("declined", "terminal.reversed") if reversal.outcome == "approved" else reversal

    def _refused(self, request: BackRequest, charged: Note | None) -> CardAnswer | None:
        """What can be known without asking of a cancellation that the terminal would not take."""
        if charged is None or charged.answer is None:
            return None
        if not charged.is_approved or _is_other(charged, request.approval):
            return CardAnswer("declined", "terminal.other_approval")
        gone = sum(note.amount for note in self._notes.cancels_of(request.charge) if note.is_approved)
        if request.amount > charged.amount - gone:
            return CardAnswer("declined", "terminal.too_much")
        return CardAnswer("declined", "terminal.no_partial") if request.amount < charged.amount else None

    def _settle(self, note: Note, last: Answer) -> Note:
        return settling.settle(
            note,
            last,
            is_over=self._is_over(note),
            tells_cancellations=self._tells_cancellations,
            is_anothers=lambda number: self._notes.has_approval(number, but=note.key),
        )

    def _is_over(self, note: Note) -> bool:
        """Whether the terminal has given up by now: by time that nobody can set, after a restart by the clock.

        A clock that was set back makes it wait as long again.
        """
        if note.key in self._begun:
            return time.monotonic() - self._begun[note.key] >= note.wait
        passed = self._clock.now() - note.asked_at
        if passed < timedelta(0):
            self._keep(replace(note, asked_at=self._clock.now()))
        return passed >= timedelta(seconds=note.wait)

    # --- frames that move nothing -------------------------------------------------------------------------------

    def _last(self, talk: Conversation) -> Answer:
        return fields.read_last(self._ask(talk, "L", self._deadlines.answer).content)

    def _state(self, talk: Conversation, end: float) -> TerminalState:
        code = fields.read_check(self._ask(talk, "A", end - time.monotonic()).content)
        try:
            model = fields.read_version(self._ask(talk, "V", end - time.monotonic()).content)
        except (Broken, NotTaken, Unreadable):  # it can take money all the same
            model = ""
        return TerminalState(code, model)

    def _ask(self, talk: Conversation, job: str, seconds: float) -> Frame:
        sent = self._notes.next_time(self._clock.now())
        try:
            self._notes.pass_time(sent)
        except OSError:
            raise _Trouble("terminal.notes_failed") from None
        return talk.ask(encode(Frame(job, sent, b"", self._id)), expects=job.lower(), seconds=seconds, is_money=False)

    def _talk(self, about: Callable[[Conversation], T]) -> T:
        """A talk over a line of its own. Raises _Trouble, and what `about` does."""
        try:
            line: Line = open_line(self._address, self._deadlines)
        except Broken as broken:
            raise _Trouble(broken.code) from None
        try:
            return about(Conversation(line, self._deadlines, is_stopped=self._stopped.is_set))
        finally:
            line.close()

    # --- the notes ----------------------------------------------------------------------------------------------

    def _write(self, note: Note) -> None:
        """Before the terminal is asked: on disk, or not at all."""
        try:
            self._notes.put(note)
        except OSError:
            raise _Trouble("terminal.notes_failed") from None

    def _keep(self, note: Note) -> None:
        """After it has answered: the answer counts, and a restart may find it out again."""
        try:
            self._notes.put(note)
        except OSError:
            _log.error("terminal.notes_failed")
            self._notes.remember(note)


def _is_other(charged: Note | None, approval: CardApproval) -> bool:
    known = charged.answer.approval if charged is not None and charged.answer is not None else None
    return known is not None and known.approval_number != approval.approval_number


def _refusal(note: Note, answer: Answer) -> CardAnswer:
    """A refusal in the till's words. That the customer gave up is told by its text alone."""
    if answer.code in _VAN_DOWN:
        return CardAnswer("declined", "terminal.van_down")
    if note.purpose in ("charge", "receipt") and _GIVEN_UP in answer.message:
        return CardAnswer("cancelled", "terminal.cancelled")
    return CardAnswer("declined", "terminal.declined")
