"""One question to a terminal at a time over an open line: ACK and NAK, tries and deadlines. It reads no content.

A frame that moves money is sent again only after a NAK, which says that it was not taken. After silence it is not:
whoever heard it and lost the ACK would charge twice.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable

from pos.devices.terminal.tl3600.frames import ACK, NAK, Fault, Frame, Heard, Reader
from pos.devices.terminal.tl3600.line import Broken, Deadlines, Line

EVENT = "@"
"""A card was put in, or taken out. Nobody acknowledges it."""


class NotTaken(Exception):
    """The terminal refused the frame each time: nothing of it was begun."""


class _Asked:
    """A question under way. Mutable: it counts its tries, and what came of it in pieces."""

    def __init__(self, sent: bytes, *, end: float, patience: float) -> None:
        self.sent = sent
        self.end = end
        self.patience = patience
        self.tries = 0
        self.damaged = 0
        self.is_taken = False


class Conversation:
    """A talk over one line. Mutable: it holds what was heard and not yet looked at."""

    def __init__(self, line: Line, deadlines: Deadlines, *, is_stopped: Callable[[], bool] = lambda: False) -> None:
        self._line = line
        self._deadlines = deadlines
        self._is_stopped = is_stopped
        self._reader = Reader()
        self._heard: deque[Heard] = deque()

    def ask(self, sent: bytes, *, expects: str, seconds: float, is_money: bool) -> Frame:
        """Send a frame and wait up to `seconds` for one of the jobs in `expects`.

        Raises NotTaken, and Broken where no answer comes or none that can be read.
        """
        asked = _Asked(sent, end=time.monotonic() + seconds, patience=0.0)
        self._send(asked)
        while True:
            is_patient = asked.is_taken or is_money
            one = self._hear(asked.end if is_patient else min(asked.patience, asked.end))
            if one is None:
                if is_patient or time.monotonic() >= asked.end or self._is_stopped():
                    raise Broken("terminal.no_answer", len(sent))
                self._send(asked)
            elif isinstance(one, Frame):
                if self._is_answer(one, expects):
                    return one
            elif isinstance(one, Fault):
                self._ask_again(asked, one)
            elif one == "ack":
                asked.is_taken = True
            elif not asked.is_taken:
                self._send(asked, is_refused=True)

    def _send(self, asked: _Asked, *, is_refused: bool = False) -> None:
        if asked.tries >= self._deadlines.tries:
            raise NotTaken if is_refused else Broken("terminal.no_answer", len(asked.sent))
        asked.tries += 1
        self._line.write(asked.sent)
        asked.patience = time.monotonic() + self._deadlines.ack

    def _is_answer(self, frame: Frame, expects: str) -> bool:
        """Acknowledge a frame; a late answer to another question is acknowledged too, or it would come again."""
        if frame.job == EVENT:
            return False
        with contextlib.suppress(Broken):  # it was heard, whether it will come again or not
            self._line.write(bytes([ACK]))
        return frame.job in expects

    def _ask_again(self, asked: _Asked, fault: Fault) -> None:
        """Have a damaged frame sent again, which has to come soon."""
        if fault.code == "rubbish":
            return
        asked.damaged += 1
        if asked.damaged >= self._deadlines.tries:
            raise Broken("terminal.no_answer", len(asked.sent))
        self._line.write(bytes([NAK]))
        asked.end = min(asked.end, time.monotonic() + self._deadlines.ack)

    def _hear(self, until: float) -> Heard | None:
        while not self._heard:
            left = until - time.monotonic()
            if left <= 0 or self._is_stopped():
                return None
            read = self._line.read(min(left, self._deadlines.gap))
            self._heard.extend(self._reader.feed(read) if read else self._reader.silence())
        return self._heard.popleft()
