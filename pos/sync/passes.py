"""The pass that the mall gave this till, for as long as it is good. In memory only: it is asked for again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from pos.sync.contract import Pass

_RENEWED_FOR = 0.75
_LATER_SECONDS = 300.0
_LONGEST_SECONDS = 3_600
_LONGEST = 1024


class _Kept(NamedTuple):
    text: str = ""
    over: float = 0.0
    due: float = 0.0


class PassKeeper:
    """What a till's ways to the mall share: one asks for the pass, each shows it. Mutable; each change is one step, so
    that it may be read on another lane."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._kept = _Kept()

    @property
    def text(self) -> str:
        """What to show, "" where there is nothing that is good."""
        kept = self._kept
        return kept.text if self._monotonic() < kept.over else ""

    @property
    def is_due(self) -> bool:
        """Whether to ask for one: there is none, or it is over soon."""
        return self._monotonic() >= self._kept.due

    def keep(self, given: Pass, *, asked_at: float) -> None:
        """Keep a pass that was asked for then; what no header carries would stop every request, and is none."""
        seconds = min(given.seconds, _LONGEST_SECONDS)
        if seconds <= 0 or not _is_header(given.text):
            self.put_off()
            return
        self._kept = _Kept(given.text, asked_at + seconds, asked_at + seconds * _RENEWED_FOR)

    def put_off(self) -> None:
        """None was given, perhaps because the mall is older than passes: do not ask again for a while."""
        self._kept = self._kept._replace(due=self._monotonic() + _LATER_SECONDS)

    def forget(self) -> None:
        """This till is shut out."""
        self._kept = _Kept()
        self.put_off()

    def now(self) -> float:
        """The time by which a pass is kept."""
        return self._monotonic()


def _is_header(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and text.isascii() and text.isprintable() and " " not in text
