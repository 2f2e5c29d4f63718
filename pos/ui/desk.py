"""What every screen stands on: the counter, the words, and the ways to act. It knows no screen by its class.

Screens call `attempt` for verbs that answer at once and `do` for those that wait; either way a refusal becomes a
notice, a tone and a flash. `go` shows a screen ("sign_in", "shift", "sale", "payment", "paid", "returning"), `open`
lays a panel over it ("help", "held", "paper"), `close` takes it away. `aside` puts something at the right of the basket
("member", "benefits"). `pos.ui.front` has the tables of them.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pos.domain.errors import TillError
from pos.till.changes import Touched
from pos.till.counter import Counter, Notice
from pos.till.feed import Language
from pos.ui import theme
from pos.ui.keys import KeyUse
from pos.ui.theme import Mode
from pos.ui.words import Words

T = TypeVar("T")


class Actions(Protocol):
    """One screen or panel, as the window knows it: what is seen, and what keys and scans mean there."""

    @property
    def screen(self) -> QWidget:
        """What is seen."""

    def opened(self) -> None:
        """It has just been put in front: begin anew, draw everything."""

    def refresh(self, noun: Touched) -> None:
        """Something was touched while this is in front."""

    def keys(self) -> Sequence[KeyUse]:
        """What the keys do here at this moment; help shows them in this order."""

    def typed(self, digit: str) -> bool:
        """A digit came while no text field has the focus. True where it was used."""

    def scanned(self, code: str) -> bool | None:
        """A code was scanned while this is in front. A panel that says True keeps it; otherwise the screen gets it."""


@runtime_checkable
class Leaves(Protocol):
    """A screen that has something to put away, or to say, when another one is shown."""

    def left(self) -> None:
        """Another screen is about to be shown."""


class Side(Protocol):
    """What can stand at the right of the basket instead of the favourites. Its keys come before the sale's own."""

    @property
    def screen(self) -> QWidget:
        """What is seen."""

    def opened(self) -> None:
        """It has just been put there."""

    def closed(self) -> None:
        """It has just been put away."""

    def refresh(self, noun: Touched) -> None:
        """Something was touched while it stands there."""

    def keys(self) -> Sequence[KeyUse]:
        """What the keys do here; those it does not name are the sale's."""

    def typed(self, digit: str) -> bool:
        """A digit came while no text field has the focus. True where it was used."""

    def scanned(self, code: str) -> bool:
        """A code was scanned. True where it was meant for this; otherwise it is the basket's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button on a notice: its words' key, and what it does."""

    label: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class FreeUnits:
    """Somebody is to allow that units of a product are given for nothing."""

    product: str
    quantity: int


class Desk(QObject):
    """Lives as long as the window. `toned` says "good" or "bad"; whoever can make a sound listens. `scanned`
    is a code that was touched on a picture of paper, as a scanner would read it."""

    touched = Signal(str)
    toned = Signal(str)
    scanned = Signal(str)
    language_changed = Signal()
    look_changed = Signal()
    gone = Signal(str)
    opened = Signal(str)
    closed = Signal()
    turned = Signal(str)

    def __init__(self, counter: Counter, *, language: Language = "ko") -> None:
        super().__init__()
        self.counter = counter
        self.words = Words(language)
        self.about: object = None
        self._offers: dict[str, tuple[Offer, ...]] = {}
        self._passing: set[str] = set()
        counter.listeners.append(self.touched.emit)

    # --- moving about ---

    def go(self, screen: str, *, about: object = None) -> None:
        """Show a screen; open panels are closed. What it is asked `about` it finds at the desk when it is opened."""
        self.about = about
        self.gone.emit(screen)

    def open(self, panel: str, *, about: object = None) -> None:
        """Lay a panel over the screen. What it is asked `about` it finds at the desk when it is opened."""
        self.about = about
        self.opened.emit(panel)

    def aside(self, side: str, *, about: object = None) -> None:
        """Put something at the right of the basket; "" puts the favourites there again."""
        self.about = about
        self.turned.emit(side)

    def close(self) -> None:
        """Take the open panel away."""
        self.closed.emit()

    def speak(self, language: Language) -> None:
        """Change the language of everything that is seen."""
        if language != self.words.language:
            self.words = Words(language)
            self.language_changed.emit()

    def wear(self, mode: Mode) -> None:
        """Change the look of everything that is seen, until the program ends."""
        app = QApplication.instance()
        if mode != theme.current().mode and isinstance(app, QApplication):
            theme.dress(app, replace(theme.current(), mode=mode))
            self.look_changed.emit()

    # --- acting ---

    def attempt(self, verb: Callable[[], T]) -> T | None:
        """Do what answers at once; a refusal is said, and gives None."""
        try:
            result = verb()
        except TillError as error:
            self.refused(error)
            return None
        self._succeeded()
        return result

    def do(
        self,
        story: Coroutine[Any, Any, T],
        *,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[TillError], object] | None = None,
    ) -> None:
        """Start what waits; `then` gets its result. A refusal is said, unless `otherwise` takes it."""

        async def told() -> None:
            try:
                result = await story
            except TillError as error:
                if otherwise is None:
                    self.refused(error)
                else:
                    self.toned.emit("bad")
                    otherwise(error)
                return
            self._succeeded()
            if then is not None:
                then(result)

        self.counter.ports.start(told())

    def refused(self, error: TillError) -> None:
        """Say why not, in the notice bar and by the tone; it passes with the next thing that works, or does not."""
        self._pass(but=error.code)
        self.counter.failed(error)
        self.toned.emit("bad")

    def noted(self, error: TillError, panel: QWidget) -> Notice:
        """A refusal as a panel says it itself; where nobody sees that panel any more, the notice bar says it."""
        if not panel.isVisible():
            self.counter.failed(error)
        return Notice(error.code, error.facts, "error")

    def news(self, code: str, **facts: str | int) -> None:
        """Say something that passes with the next thing that works, or does not."""
        self._pass(but=code)
        self.counter.tell(Notice(code, dict(facts), "news"))

    def is_new(self, code: str) -> bool:
        """Whether it was said of the last act."""
        return code in self._passing

    def dismiss(self, code: str) -> None:
        """The person has read a notice."""
        self.counter.hush(code)

    def good(self) -> None:
        """The tone for what worked."""
        self.toned.emit("good")

    def _succeeded(self) -> None:
        self._pass()

    def _pass(self, *, but: str = "") -> None:
        """What was said about an earlier act is out of date."""
        passing, self._passing = self._passing, {but} - {""}
        for code in passing - {but}:
            self.counter.hush(code)

    def product_name(self, code: str) -> str:
        """A product's name in the person's language; its code where it is not known."""
        product = self.counter.products.get(code) or self.counter.ports.shelf.product(code)
        return product.name.in_language(self.words.language) if product else code

    # --- buttons on notices ---

    def offer(self, code: str, *offers: Offer) -> None:
        """Give the notices of a code their buttons."""
        self._offers[code] = offers

    def offers(self, code: str) -> tuple[Offer, ...]:
        """The buttons of a notice."""
        return self._offers.get(code, ())
