"""What happens there: the mall is asked again, or a manager lets the entries come back and the till go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos.domain.errors import TillError
from pos.till import bringing_back
from pos.till.abreast import Abreast
from pos.till.bringing_back import Progress
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.approval.view import Asked
from pos.ui.screens.bringing_back.screen import BringingBackCard
from pos.ui.screens.bringing_back.view import present, rows
from pos.ui.screens.refunds.pane import Pane

NAME = "bringing_back"
_REASONS = ("1", "2", "3")


class BringingBackPanel:
    """Mutable: whether something is under way, how far it is, and what came back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_busy = False
        self._progress: Progress | None = None
        self._brought: int | None = None
        self.screen = BringingBackCard()
        self.screen.pressed.connect(lambda name: self._verbs()[name]())

    # --- what the window asks ---

    def opened(self) -> None:
        """What is known now; what is under way goes on."""
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Something was found, or came back."""
        if noun in ("mall", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """As on the buttons."""
        verbs, pane = self._verbs(), self.view()
        chosen = [KeyUse(one.key, f"{NAME}.do.{one.name}", verbs[one.name]) for one in pane.choices]
        return [*chosen, *([] if pane.is_busy else [KeyUse("Esc", "key.close", self._desk.close)])]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - digits mean nothing here, and go nowhere else
        """Nothing is typed here."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def look(self) -> None:
        """Ask the mall again."""
        if not self._is_busy:
            self._is_busy, self._progress = True, None
            self.draw()
            self._desk.do(self._desk.counter.ports.lost.look(), then=self._looked, otherwise=self._failed)

    def bring(self) -> None:
        """A manager lets it begin."""
        counter, words = self._desk.counter, self._desk.words
        found = counter.ports.lost.found

        async def story(by: str, pin: str, reason: str) -> None:
            try:
                self._brought = await bringing_back.bring_back(counter, by=by, pin=pin, reason=reason, tell=self._came)
            finally:
                self._is_busy, self._progress = False, None
                self.draw()

        again = lambda: self._desk.open(NAME)  # noqa: E731 - said twice below
        about = Asked(
            bringing_back.ACTION,
            words(f"{NAME}.why"),
            story,
            rows(found, words),
            reasons=tuple(words(f"{NAME}.reason.{number}") for number in _REASONS),
            then=again,
            back=again,
        )
        self._desk.open("approval", about=about)

    def _verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "bring": self.bring,
            "go_on": self.bring,
            "join": self.bring,
            "look": self.look,
            "close": self._desk.close,
        }

    # --- what comes of it ---

    def _came(self, progress: Progress) -> None:
        """The PIN was right; from here on what comes back is what matters."""
        is_first, self._is_busy, self._progress = not self._is_busy, True, progress
        if is_first:
            self._desk.open(NAME)
        self.draw()

    def _looked(self, _: Abreast) -> None:
        self._is_busy, self._brought = False, None
        self.draw()

    def _failed(self, error: TillError) -> None:
        self._is_busy = False
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def view(self) -> Pane:
        """What is to be seen now."""
        found, words = self._desk.counter.ports.lost.found, self._desk.words
        return present(found, words, progress=self._progress, brought=self._brought, is_busy=self._is_busy)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
