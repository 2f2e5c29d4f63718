"""What happens with Easy-Orders at the counter: the member's are looked up, the slip is printed. None is taken here."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.errors import TillError, Unavailable
from pos.till import easy_orders, printing
from pos.till.changes import Touched
from pos.till.easy_orders import Scheduled
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.easy_orders.card import EasyOrdersCard
from pos.ui.screens.easy_orders.view import EasyOrdersView, Look, Print, present


class EasyOrders:
    """The Easy-Order card. Mutable: what the mall said of the member at the basket."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._number: str | None = None
        self._look: Look = "nobody"
        self._orders: tuple[Scheduled, ...] = ()
        self._printed: Print = ""
        self.screen = EasyOrdersCard()
        self.screen.print_pressed.connect(self.print)
        self.screen.again_pressed.connect(self.look_up)
        self.screen.close_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """Ask the mall anew."""
        self._printed = ""
        self.look_up()

    def refresh(self, noun: Touched) -> None:
        """Another member stands at the basket, or the language changed."""
        if noun in ("member", "basket") and self._attached() != self._number:
            self.look_up()
        elif noun in ("session", "paper"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Print the slip; ask again where nobody answered."""
        uses = [KeyUse("F12", "easy_orders.key.print", self.print)]
        if self._look == "silent":
            uses.append(KeyUse("Enter", "easy_orders.key.again", self.look_up))
        return [*uses, KeyUse("Esc", "key.close", self._desk.close)]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def look_up(self) -> None:
        """What does the member have?"""
        counter, number = self._desk.counter, self._attached()
        self._number, self._orders = number, ()
        self._look = "asking" if number else "nobody"
        self.draw()
        if number:
            self._desk.do(
                easy_orders.look_up(counter, number),
                then=lambda found: self._answered(number, "known", found),
                otherwise=lambda error: self._answered(number, _silence(error)),
            )

    def print(self) -> None:
        """How to join, on paper."""
        if self._printed == "printing":
            return
        self._printed = "printing"
        self.draw()
        self._desk.do(easy_orders.print_slip(self._desk.counter), then=self._out, otherwise=self._not_out)

    # --- what came back ---

    def _answered(self, number: str, look: Look, found: tuple[Scheduled, ...] = ()) -> None:
        """What is answered late may be about somebody who does not stand here any more."""
        if number == self._number:
            self._look, self._orders = look, found
            self.draw()

    def _out(self, _: None) -> None:
        self._printed = "stopped" if printing.stopped_at(self._desk.counter) else "printed"
        self.draw()

    def _not_out(self, error: TillError) -> None:
        self._printed = ""
        self._desk.counter.failed(error)
        self.draw()

    # --- drawing ---

    def _attached(self) -> str | None:
        basket = self._desk.counter.basket
        return basket.member if basket else None

    def view(self) -> EasyOrdersView:
        """What is to be seen now."""
        return present(
            self._desk.counter,
            self._desk.words,
            look=self._look,
            orders=self._orders,
            printed=self._printed,
            name_of=self._desk.product_name,
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)


def _silence(error: TillError) -> Look:
    """The mall gave no answer, or knows of no such member."""
    return "silent" if isinstance(error, Unavailable) else "unknown"
