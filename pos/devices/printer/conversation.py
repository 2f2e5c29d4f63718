"""Questions to a printer over an open wire, each with a deadline. It never takes one answer for another's."""

from __future__ import annotations

import time

from pos.devices.printer import commands
from pos.devices.printer.connection import Broken, Deadlines, Wire
from pos.devices.printer.profile import PrinterProfile
from pos.devices.printer.status import (
    Answer,
    AnswerKind,
    Answers,
    Status,
    from_automatic,
    from_realtime,
    paper_ended,
)

# Longer than the longest parameters we send (a strip of 128 rows), which a broken job may have left open.
_FLUSH = b"\0" * (128 * 72 + 16)
_FLUSH_TEXT_ONLY = b"\0" * (30 * 72 + 16)
_SETTLED = 0.25


class Conversation:
    """One job's talk with one printer. Mutable: it holds answers that came early."""

    def __init__(self, wire: Wire, profile: PrinterProfile, deadlines: Deadlines) -> None:
        self._wire = wire
        self._profile = profile
        self._deadlines = deadlines
        self._answers = Answers()
        self._early: list[Answer] = []

    def status(self) -> Status:
        """How the printer is; raises Broken("printer.no_answer") where it does not say."""
        if self._profile.status == "none":
            return Status()
        if self._profile.status == "asb":
            self._forget("automatic")
            self._wire.write(commands.ASB_ON)
            return from_automatic(self._expect("automatic"))
        self._forget("realtime")
        told = []
        for question in (commands.STATUS_PRINTER, commands.STATUS_OFFLINE, commands.STATUS_PAPER):
            self._wire.write(question)
            told.append(self._expect("realtime")[0])
        return from_realtime(*told)

    def recover(self) -> None:
        """End what a broken job left open, and hear out the answers it still had to come.

        The maker's name comes after all of them and looks like none of them; a printer that does not tell it has
        to be silent for a moment instead.
        """
        self.flush()
        self._wire.write(commands.RESET)
        if self._profile.status == "none":
            return
        self._wire.write(commands.ASK_MAKER)
        if self._wait("block", self._deadlines.answer + self._wire.lag(len(_FLUSH))) is None:
            while self._hear(_SETTLED):
                pass
        self._early.clear()

    def flush(self) -> None:
        """Zeros enough to end any command that a broken job left open; alone they print nothing."""
        self._wire.write(_FLUSH_TEXT_ONLY if self._profile.native_qr else _FLUSH)

    def send(self, body: bytes) -> None:
        """Hand over a job; raises Broken with what may have arrived."""
        self._wire.write(body)

    def fence(self) -> str:
        """Wait until everything sent is done. "" when the printer says so, otherwise why nobody can tell.

        While it is silent it is asked for the reason, so that a person need not wait for the whole deadline.
        """
        self._forget("fence")
        self._wire.write(commands.FENCE)
        end = time.monotonic() + self._deadlines.fence
        while (left := end - time.monotonic()) > 0:
            answer = self._wait("fence", min(left, self._deadlines.answer))
            if answer is not None:
                return "printer.paper_out" if paper_ended(answer) else ""
            if code := self._reason():
                return code
        return "printer.no_answer"

    def _reason(self) -> str:
        """The reason a printer gives for its silence; a printer that does not even say that has none yet."""
        try:
            if self._profile.status == "full":
                return self.status().code
        except Broken as broken:
            return "" if broken.code == "printer.no_answer" else broken.code
        told = [answer for answer in self._early if answer.kind == "automatic"]
        return from_automatic(told[-1].content).code if told else ""

    def model(self) -> str:
        """The model's name, "" where it does not tell."""
        if self._profile.status != "full":
            return ""
        self._forget("block")
        self._wire.write(commands.ASK_MODEL)
        return (self._wait("block", self._deadlines.answer) or b"").decode("ascii", "replace")

    def alive(self) -> bool:
        """Whether it answers a question that it answers in any state."""
        if self._profile.status != "full":
            return not self.fence()
        self._forget("realtime")
        self._wire.write(commands.STATUS_PRINTER)
        return self._wait("realtime", self._deadlines.answer) is not None

    def _expect(self, kind: AnswerKind) -> bytes:
        found = self._wait(kind, self._deadlines.answer)
        if found is None:
            raise Broken("printer.no_answer")
        return found

    def _wait(self, kind: AnswerKind, seconds: float) -> bytes | None:
        end = time.monotonic() + seconds
        while True:
            for at, answer in enumerate(self._early):
                if answer.kind == kind:
                    del self._early[at]
                    return answer.content
            left = end - time.monotonic()
            if left <= 0:
                return None
            self._hear(left)

    def _hear(self, seconds: float) -> bool:
        heard = self._wire.read(seconds)
        self._early += self._answers.feed(heard)
        return bool(heard)

    def _forget(self, kind: AnswerKind) -> None:
        self._early = [answer for answer in self._early if answer.kind != kind]
