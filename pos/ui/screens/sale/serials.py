"""Whether the chain sold a machine before: asked behind the cashier's back, once its serial number is in the basket.

Nobody waits for the answer, and what could not be asked is asked again when the basket is next shown.
"""

from __future__ import annotations

from pos.domain.errors import TillError
from pos.till import machines
from pos.ui.desk import Desk

USED = "serial.used"


class Serials:
    """Mutable: the numbers whose answer is on its way, by basket; a silent mall is not asked over and over."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: set[tuple[str, str]] = set()

    def now(self) -> tuple[str, ...]:
        """The serial numbers in the basket."""
        basket = self._desk.counter.basket
        return tuple(serial for line in basket.lines for serial in line.serials) if basket else ()

    def confirm(self, *, but: tuple[str, ...] = ()) -> None:
        """Ask about the numbers in the basket, but for those that were in it before. What is being paid stays."""
        counter = self._desk.counter
        draft = counter.draft
        if draft is None or draft.agreed is not None or counter.is_busy:
            return
        for serial in self.now():
            if serial not in but and (draft.basket.id, serial) not in self._asked:
                counter.hush(USED)
                counter.ports.start(self._hear(draft.basket.id, serial))

    async def _hear(self, basket: str, serial: str) -> None:
        counter, asked = self._desk.counter, (basket, serial)
        self._asked.add(asked)
        try:
            await machines.confirm_serial(counter, serial)
        except TillError as error:
            counter.failed(error)  # nobody's last act: the next scan must not take it away unread
            self._desk.toned.emit("bad")
        finally:
            self._asked.discard(asked)
