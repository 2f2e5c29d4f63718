"""What happens with delivery orders: one is chosen, cancelled after one question, or its paper comes again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer

from pos.domain.errors import TillError
from pos.domain.money import Won
from pos.till import orders, printing
from pos.till.changes import Touched
from pos.till.paying.moving import IN_DOUBT
from pos.till.ports import Attempt
from pos.ui.desk import Desk, Offer
from pos.ui.keys import KeyUse
from pos.ui.screens.doubt.cases import of_order
from pos.ui.screens.orders.card import OrdersCard
from pos.ui.screens.orders.detail import choices
from pos.ui.screens.orders.view import Course, OrdersView, present

LOOK_MS = 300


class Orders:
    """The card of delivery orders. Mutable: where the person is in it.

    While an order is being cancelled the card stays what it is, and comes back if it was put away: money moves.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._course = Course()
        self._before: tuple[Attempt, ...] = ()
        self.screen = OrdersCard()
        self.screen.order_touched.connect(self.choose)
        self.screen.pressed.connect(self._pressed)
        desk.offer("order.cancel_unfinished", Offer("orders.open", self._open_unfinished))
        self._watch = QTimer(self.screen)
        self._watch.setInterval(LOOK_MS)
        self._watch.timeout.connect(self._look_at_terminal)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the order it is about, or the newest; unless something is under way or has not been read yet."""
        if self._course.step in ("looking", "asking"):
            about = self._desk.about
            self._course = Course(about if isinstance(about, str) else "")
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """An order was confirmed or cancelled, paper came out, or the language changed."""
        if noun in ("orders", "payment", "paper", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What can be done in this step; Esc goes one step back, and nowhere while money moves."""
        view = self.view()
        uses = [KeyUse(one.key, f"orders.key.{one.name}", self._verbs()[one.name]) for one in choices(view)]
        if view.step == "looking":
            uses += [
                KeyUse("Up", "orders.key.move", lambda: self._move(-1)),
                KeyUse("Down", "orders.key.move", lambda: self._move(1)),
            ]
        if all(use.key != "Esc" for use in uses):
            step_back = self.stay if view.step in ("refused", "cancelled") else self.close
            uses.append(KeyUse("Esc", "key.close", step_back))
        return uses

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything but the choices of `keys`
        """Digits that are not choices mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - no code means anything here
        """A scan goes to the screen below, unless money is moving."""
        return self._course.step == "cancelling"

    # --- what the person does ---

    def choose(self, sale: str) -> None:
        """Look at an order."""
        if self._course.step != "cancelling":
            self._course = Course(sale)
            self.draw()

    def close(self) -> None:
        """Away with the card, from wherever the person is; what was said was read."""
        if self._course.step != "cancelling":
            self._course = Course()
            self._desk.close()

    def ask(self) -> None:
        """Really?"""
        chosen = self.view().chosen
        if chosen is not None:
            self._course = Course(chosen.id, "asking")
            self.draw()

    def stay(self) -> None:
        """Back to the order."""
        self._course = Course(self._course.chosen)
        self.draw()

    def cancel(self) -> None:
        """Cancel it; the mall is asked first, then the card terminal."""
        counter, sale = self._desk.counter, self._course.chosen
        if self._course.step not in ("asking", "refused") or not sale:
            return
        self._before = counter.ports.shelf.attempts(sale)
        self._course = Course(sale, "cancelling")
        self._watch.start()
        self.draw()
        self._desk.do(orders.cancel(counter, sale), then=self._cancelled, otherwise=self._refused)

    def tell_by_hand(self) -> None:
        """Somebody found out elsewhere what became of its card."""
        chosen = self.view().chosen
        case = of_order(self._desk, chosen.id) if chosen is not None else None
        if chosen is None or case is None:
            self._desk.toned.emit("bad")
        else:
            self._course = Course(chosen.id)
            self._desk.open("doubt", about=case)

    def print(self) -> None:
        """Its paper once more."""
        chosen, counter = self.view().chosen, self._desk.counter
        if chosen is None or self._course.printed == "printing":
            return
        self._course = Course(chosen.id, printed="printing")
        self.draw()
        self._desk.do(
            printing.reprint_confirmation(counter, chosen.id), then=self._printed, otherwise=self._not_printed
        )

    def _open_unfinished(self) -> None:
        """The order of which nobody knows whether its card was given the money back."""
        counter = self._desk.counter
        doubtful = (sale.id for sale in orders.newest(counter) if _is_in_doubt(counter.ports.shelf.attempts(sale.id)))
        self._desk.open("orders", about=next(doubtful, None))

    # --- how it ended ---

    def _cancelled(self, _: Won) -> None:
        self._end(replace(self._course, step="cancelled"))
        self._desk.good()

    def _refused(self, error: TillError) -> None:
        self._end(replace(self._course, step="refused", error=error))

    def _end(self, course: Course) -> None:
        self._watch.stop()
        self._course = course
        if self.screen.isVisible():
            self.draw()
        else:
            self._desk.open("orders")  # cash may have to be handed back

    def _printed(self, _: None) -> None:
        is_stopped = printing.stopped_at(self._desk.counter) is not None
        self._course = replace(self._course, printed="stopped" if is_stopped else "printed")
        self.draw()

    def _not_printed(self, error: TillError) -> None:
        self._course = replace(self._course, printed="")
        self._desk.counter.failed(error)
        self.draw()

    def _look_at_terminal(self) -> None:
        """Once the terminal was asked something it is the terminal that is waited for."""
        now = self._desk.counter.ports.shelf.attempts(self._course.chosen)
        if now != self._before and not self._course.is_at_terminal:
            self._course = replace(self._course, is_at_terminal=True)
            self.draw()

    # --- drawing ---

    def _verbs(self) -> dict[str, Callable[[], None]]:
        return {
            "cancel": self.ask,
            "confirm": self.cancel,
            "again": self.cancel,
            "stay": self.stay,
            "done": self.stay,
            "by_hand": self.tell_by_hand,
            "print": self.print,
            "close": self.close,
        }

    def _pressed(self, name: str) -> None:
        self._verbs()[name]()

    def _move(self, step: int) -> None:
        view = self.view()
        ids = [order.id for order in view.orders]
        if view.chosen is not None:
            at = ids.index(view.chosen.id) + step
            self.choose(ids[max(0, min(at, len(ids) - 1))])

    def view(self) -> OrdersView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._course)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)


def _is_in_doubt(attempts: Sequence[Attempt]) -> bool:
    return any(attempt.outcome in IN_DOUBT for attempt in attempts)
