"""What happens there: it is looked at, and tried at once; everything else goes on by itself."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.till.changes import Touched
from pos.till.connection import Backlog, LinkState
from pos.till.shut_out import is_shut_out
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.notices import STOPPING
from pos.ui.screens.connection.screen import ConnectionCard
from pos.ui.screens.connection.view import ConnectionView, present


class ConnectionPanel:
    """Mutable: what was counted last, and whether somebody tries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._backlog: Backlog | None = None
        self._is_counting = self._is_trying = self._was_tried = False
        self.screen = ConnectionCard()
        self.screen.try_pressed.connect(self.try_now)
        self.screen.close_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """What was counted before is old."""
        self._backlog, self._was_tried = None, self._is_trying
        self._count()
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Something got through, or did not."""
        if noun in ("mall", "session"):
            self._count()
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """As on the buttons."""
        again = [] if self._is_trying else [KeyUse("Enter", "connection.try", self.try_now)]
        return [*again, KeyUse("Esc", "key.close", self._desk.close)]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - digits mean nothing here, and go nowhere else
        """Nothing is typed here."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def try_now(self) -> None:
        """Ask the mall at once, and say what came of it."""
        if self._is_trying:
            return
        self._is_trying = True
        self.draw()
        self._desk.do(self._desk.counter.ports.link.try_now(), then=self._tried, otherwise=self._failed)

    def _tried(self, _state: LinkState) -> None:
        self._is_trying, self._was_tried = False, True
        self._count()
        self.draw()

    def _failed(self, error: TillError) -> None:
        self._is_trying = False
        self._desk.refused(error)
        self.draw()

    def _count(self) -> None:
        if not self._is_counting:
            self._is_counting = True
            self._desk.counter.ports.start(self._counted())

    async def _counted(self) -> None:
        """A disk that cannot be read is said of the till itself; here the figures just stay as they were."""
        try:
            self._backlog = await self._desk.counter.ports.link.backlog()
        except TillError:
            return
        finally:
            self._is_counting = False
        self.draw()

    # --- drawing ---

    def view(self) -> ConnectionView:
        """What is to be seen now."""
        counter = self._desk.counter
        return present(
            counter.ports.link.state(),
            self._backlog,
            self._desk.words,
            today=korean_day(counter.now()),
            is_trying=self._is_trying,
            was_tried=self._was_tried,
            is_stopped=any(one.code in STOPPING for one in counter.notices) or is_shut_out(counter),
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
