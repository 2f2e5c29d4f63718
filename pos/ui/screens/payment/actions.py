"""What happens on the payment screen: digits make an amount, keys and touches become verbs of the checkout."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from pos.domain.errors import Refused, TillError
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.tender import TenderKind
from pos.till import checkout, selling
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.payment.screen import PaymentScreen
from pos.ui.screens.payment.view import Asked, Terminal, present, state_of

MOST_DIGITS = 9


class PaymentActions:
    """Keeps the amount that is typed; everything else is the counter's."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.screen = desk, PaymentScreen()
        self._entered: Won | None = None
        self._asked: Asked = ""
        self._terminal = Terminal()
        self.screen.pad_touched.connect(self._touched)
        self.screen.quick_pressed.connect(self.pay_cash)
        self.screen.pressed.connect(self._pressed)

    # --- as the window knows it ---

    def opened(self) -> None:
        """Begin anew with the remaining amount."""
        self._asked, self._terminal = "", Terminal()
        self.screen.speak(self.desk.words)
        self.begin_amount()

    def refresh(self, noun: Touched) -> None:
        """Draw what was touched."""
        if noun == "session":
            self.screen.speak(self.desk.words)
        self._show()

    def keys(self) -> tuple[KeyUse, ...]:
        """What the keys do in this state."""
        state = state_of(self.desk.counter, self._asked)
        if state == "doubt":
            return (KeyUse("Enter", "key.enquire", self.enquire),)
        if state == "nothing_due":
            complete, leave = KeyUse("Enter", "key.complete", self.pay_exact), KeyUse("Esc", "key.back", self.back)
            return (complete, KeyUse("Del", "key.give_up", self.ask_give_up), leave)
        if state == "giving_up":
            return (KeyUse("1", "key.confirm_give_up", self.give_up), KeyUse("Esc", "key.back", self.back))
        if state == "other":
            return (
                KeyUse("1", "key.easy", lambda: self.pay_card(tender="easy")),
                KeyUse("2", "key.transfer", self.pay_transfer),
                KeyUse("Esc", "key.back", self.back),
            )
        if state in ("asking", "writing"):
            return ()
        return (
            KeyUse("Enter", "key.cash", lambda: self.pay_cash(self.amount)),
            KeyUse("F9", "key.exact_cash", self.pay_exact),
            KeyUse("F10", "key.card", self.pay_card),
            KeyUse("F11", "key.other_tender", self.ask_other),
            KeyUse("Backspace", "key.erase", self.erase),
            KeyUse("Del", "key.give_up", self.ask_give_up),
            KeyUse("F12", "key.paper", lambda: self.desk.open("paper")),
            KeyUse("Esc", "key.back", self.back),
        )

    def typed(self, digit: str) -> bool:
        """One digit more of the amount."""
        if state_of(self.desk.counter, self._asked) != "open":
            return False
        text = f"{self._entered or 0}{digit}"
        if len(str(int(text))) <= MOST_DIGITS:
            self._entered = int(text)
        self._show()
        return True

    def scanned(self, code: str) -> None:
        """Never an amount, and never an item of this sale any more: this one is finished first."""
        counter = self.desk.counter
        if counter.is_committing:
            self.desk.attempt(lambda: selling.scan(counter, code))
        elif counter.payments or state_of(counter, "") in ("asking", "doubt"):
            self.desk.refused(Refused("payment.in_progress"))
        else:
            field = "product" if counter.ports.shelf.by_barcode(code) is not None else "other"
            self.desk.refused(Refused("scan.at_payment", field=field))

    # --- the amount ---

    @property
    def amount(self) -> Won:
        """What is in the field: the remaining amount until a digit is typed."""
        return checkout.due(self.desk.counter) if self._entered is None else self._entered

    def begin_amount(self) -> None:
        """The remaining amount, selected."""
        self._entered = None
        self._show()

    def erase(self) -> None:
        """One digit less; of the selected amount, all of it."""
        self._entered = 0 if self._entered is None else self._entered // 10
        self._show()

    def _touched(self, name: str) -> None:
        if name == "Backspace":
            self.erase()
        else:
            self.typed(name)

    # --- paying ---

    def pay_cash(self, handed_over: Won) -> None:
        """This much was put on the counter."""
        if self._may_pay():
            self._take(checkout.pay_cash(self.desk.counter, handed_over))

    def pay_exact(self) -> None:
        """The customer has it exactly, or there is nothing to pay."""
        if self._may_pay():
            self._take(checkout.pay_exact(self.desk.counter))

    def pay_card(self, *, tender: TenderKind = "card") -> None:
        """The amount in the field through the terminal."""
        if self._may_pay():
            self._asked, self._terminal = "", Terminal()
            self._take(checkout.pay_card(self.desk.counter, self.amount, tender=tender))

    def pay_transfer(self) -> None:
        """The amount in the field has arrived by bank transfer."""
        if self._may_pay():
            self._asked = ""
            self._take(checkout.pay_transfer(self.desk.counter, self.amount))

    def enquire(self) -> None:
        """What became of the card?"""
        if not self.desk.counter.is_paying:
            self._terminal = replace(self._terminal, errand="enquire")
            self._take(self._enquired())

    async def _enquired(self) -> Sale | None:
        try:
            return await checkout.enquire(self.desk.counter)
        except TillError:
            self._terminal = replace(self._terminal, unknown_at=self.desk.counter.now())
            raise

    def _take(self, story: Coroutine[Any, Any, Sale | None]) -> None:
        self.desk.do(story, then=self._paid)
        self._show()

    def _may_pay(self) -> bool:
        # A second press while the first is being written must not begin a second sale.
        return not (self.desk.counter.is_committing or self.desk.counter.is_paying)

    def _paid(self, sale: Sale | None) -> None:
        self._asked = ""
        if sale is not None:
            self.desk.go("paid")
            return
        self.desk.good()
        self.begin_amount()

    # --- going back, giving up ---

    def back(self) -> None:
        """One step: from a question, from what was typed, to the sale where nothing was paid."""
        if self._asked:
            self._asked = ""
            self._show()
        elif self._entered is not None:
            self.begin_amount()
        elif self.desk.counter.payments:
            self.desk.refused(Refused("payment.in_progress"))
        else:
            self.desk.go("sale")

    def ask_other(self) -> None:
        """Which other way?"""
        self._asked = "other"
        self._show()

    def ask_give_up(self) -> None:
        """Does the customer really leave?"""
        self._asked = "giving_up"
        self._show()

    def give_up(self) -> None:
        """The customer leaves; cards get their money back first."""
        self._asked = ""
        if self._may_pay():
            self._terminal = Terminal("reverse")
            self.desk.do(checkout.give_up(self.desk.counter), then=lambda _: self.desk.go("sale"))

    def _pressed(self, name: str) -> None:
        verbs: dict[str, Callable[[], None]] = {
            "back": self.back,
            "stay": self.back,
            "give_up": self.ask_give_up,
            "confirm_give_up": self.give_up,
            "exact": self.pay_exact,
            "complete": self.pay_exact,
            "card": self.pay_card,
            "easy": lambda: self.pay_card(tender="easy"),
            "transfer": self.pay_transfer,
            "other": self.ask_other,
            "enquire": self.enquire,
            "cash": lambda: self.pay_cash(self.amount),
        }
        verbs[name]()

    def _show(self) -> None:
        words, is_fresh = self.desk.words, self._entered is None
        view = present(
            self.desk.counter,
            words,
            entered=self.amount,
            is_fresh=is_fresh,
            asked=self._asked,
            terminal=self._terminal,
        )
        self.screen.render(view, words)
