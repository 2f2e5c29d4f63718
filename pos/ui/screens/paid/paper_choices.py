"""What can be done about paper: after a sale, on the paper panel, and on a notice. One place for all three."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from pos.domain.errors import TillError
from pos.till import printing
from pos.ui.desk import Desk, Offer
from pos.ui.screens.paid.view import Wishes


class PaperChoices:
    """Mutable: it remembers the sales whose receipt nobody wanted, and whether it waits for the printer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.wishes = Wishes()
        self.is_busy = False
        again = Offer("paid.choice.again", lambda: self.choose("again"))
        leave = Offer("paid.choice.leave", lambda: self.choose("leave"))
        desk.offer("paper.not_printed", again, leave)
        desk.offer(
            "paper.unknown",
            Offer("paid.choice.came_out", lambda: self.choose("came_out")),
            Offer("paid.choice.again", lambda: self.choose("again_copy")),
            leave,
        )

    def choose(self, name: str) -> None:
        """Do one of "came_out", "again", "again_copy", "copy", "leave", unless one of them is under way."""
        if self.is_busy:
            return
        counter, stopped = self._desk.counter, printing.stopped_at(self._desk.counter)
        verbs: dict[str, Callable[[], object]] = {
            "came_out": lambda: self._do(printing.it_was_printed(counter)),
            "again": lambda: self._do(printing.print_again(counter)),
            "again_copy": lambda: self._do(printing.print_again(counter)),
            "copy": lambda: self._do(printing.reprint(counter)),
            "leave": lambda: self._do(printing.leave_it(counter)),
        }
        if name == "leave" and stopped is not None:
            self.wishes = replace(self.wishes, left=self.wishes.left | {stopped.subject})
        elif name == "copy" and counter.last_sale is not None:
            sale = counter.last_sale.id
            self.wishes = Wishes(self.wishes.left - {sale}, self.wishes.copied | {sale})
        verbs[name]()

    def _do(self, story: Coroutine[Any, Any, None]) -> None:
        self.is_busy = True
        self._desk.do(story, then=lambda _: self._done(), otherwise=self._refused)

    def _done(self) -> None:
        self.is_busy = False
        self._desk.counter.touch("paper")

    def _refused(self, error: TillError) -> None:
        self.is_busy = False
        self._desk.counter.failed(error)
