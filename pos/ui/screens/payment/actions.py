"""What happens on the payment screen: digits make an amount, keys and touches become verbs of the checkout."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from pos.domain.errors import Refused, TillError
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.tender import TenderKind, check_instalments, check_part, needs_signature
from pos.till import holding, selling
from pos.till.changes import Touched
from pos.till.paying import cash_receipts, checkout
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.doubt.cases import of_basket
from pos.ui.screens.payment.codes import is_payment_code
from pos.ui.screens.payment.field import Field
from pos.ui.screens.payment.fields import months_in
from pos.ui.screens.payment.keymap import buttons_of, keys_in
from pos.ui.screens.payment.screen import PaymentScreen
from pos.ui.screens.payment.states import (
    TYPING,
    Asked,
    Errand,
    State,
    Terminal,
    can_call_off,
    rules_of,
    sent_at,
    state_of,
)
from pos.ui.screens.payment.view import present

MOST_DIGITS = 9


class PaymentActions:
    """Keeps the amount that is typed, and what is typed into a question's field; everything else is the counter's."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.screen = desk, PaymentScreen()
        self._entered: Won | None = None
        self._asked: Asked = ""
        self._terminal, self._field = Terminal(), Field()
        self.screen.pad_touched.connect(self._touched)
        self.screen.preset_touched.connect(self._preset)
        self.screen.quick_pressed.connect(self.pay_cash)
        self.screen.pressed.connect(self._pressed)

    # --- as the window knows it ---

    def opened(self) -> None:
        """Begin anew with the remaining amount."""
        self._terminal = Terminal(since=self._terminal.since)
        self.screen.speak(self.desk.words)
        self._ask("")
        self.begin_amount()

    def left(self) -> None:
        """Another screen is about to be shown: no number of anybody's stays in a field."""
        self._begin("")

    def refresh(self, noun: Touched) -> None:
        """Draw what was touched."""
        if noun == "session":
            self.screen.speak(self.desk.words)
        self._show()

    def keys(self) -> tuple[KeyUse, ...]:
        """What the keys do in this state."""
        return keys_in(self.state, self)

    def typed(self, digit: str) -> bool:
        """One digit more of the amount, or of what is asked for."""
        if self.state in TYPING:
            self._field.put(self.state, digit)
            self._show()
            return True
        if self.state != "open":
            return False
        text = f"{self._entered or 0}{digit}"
        if len(str(int(text))) <= MOST_DIGITS:
            self._entered = int(text)
        self._show()
        return True

    def scanned(self, code: str) -> None:
        """Never an amount, and no item of this sale any more. Only where a code is asked for it is one that pays."""
        counter, is_code = self.desk.counter, is_payment_code(self.desk.counter, code)
        if self.state == "easy":
            self._pay_by_code(code) if is_code else self.desk.refused(Refused("scan.not_payment_code"))
        elif self.state == "receipt" and not counter.is_committing:
            self._take_number(code)
        elif is_code:  # read once more, or too early: what pays is put into no basket
            self.desk.refused(Refused("scan.payment_code"))
        elif counter.is_committing:
            self.desk.attempt(lambda: selling.scan(counter, code))
        elif counter.payments or state_of(counter, "") in ("asking", "doubt"):
            self.desk.refused(Refused("payment.in_progress"))
        else:
            field = "product" if counter.ports.shelf.by_barcode(code) is not None else "other"
            self.desk.refused(Refused("scan.at_payment", field=field))

    # --- what is known ---

    @property
    def state(self) -> State:
        """What the screen is about."""
        return state_of(self.desk.counter, self._asked)

    @property
    def amount(self) -> Won:
        """What is in the field: the remaining amount until a digit is typed."""
        return checkout.due(self.desk.counter) if self._entered is None else self._entered

    @property
    def can_call_off(self) -> bool:
        """Whether there is an attempt in doubt that the network could cancel."""
        return can_call_off(self.desk.counter)

    @property
    def has_wish(self) -> bool:
        """Whether the customer gave a number for a cash receipt."""
        draft = self.desk.counter.draft
        return draft is not None and draft.receipt is not None

    # --- what is typed ---

    def begin_amount(self) -> None:
        """The remaining amount, selected."""
        self._entered = None
        self._show()

    def erase(self) -> None:
        """One digit less; of what is selected, all of it."""
        if self.state in TYPING:
            self._field.erase()
        else:
            self._entered = 0 if self._entered is None else self._entered // 10
        self._show()

    def _touched(self, name: str) -> None:
        if name == "Backspace":
            self.erase()
        else:
            self.typed(name)

    def _preset(self, digits: str) -> None:
        self._field.preset(self.state, digits)
        self._show()

    def _trouble(self, error: TillError) -> None:
        self._field.refuse(error, self.desk.words)
        self.desk.toned.emit("bad")
        self._show()

    # --- paying ---

    def take(self) -> None:
        """What is in the field was put on the counter; untouched it is what is due in cash."""
        self.pay_exact() if self._entered is None else self.pay_cash(self._entered)

    def pay_cash(self, handed_over: Won) -> None:
        """This much was put on the counter."""
        if self._may_pay():
            self._take(checkout.pay_cash(self.desk.counter, handed_over))

    def pay_exact(self) -> None:
        """The customer has it exactly, or there is nothing to pay."""
        if self._may_pay():
            self._take(checkout.pay_exact(self.desk.counter))

    def pay_card(self, *, tender: TenderKind = "card") -> None:
        """The amount in the field through the terminal, all at once."""
        self._charge("easy" if tender == "easy" else "charge", tender=tender)

    def pay_in_months(self) -> None:
        """The amount in the field by card, in as many months as were chosen."""
        months, least = months_in(self._field.digits), rules_of(self.desk.counter).instalments_from
        try:
            check_instalments(self.amount, months, least=least)
        except Refused as error:
            self._trouble(error)
        else:
            self._charge("charge", months=months)

    def _pay_by_code(self, code: str) -> None:
        self._charge("code", tender="easy", barcode=code)

    def _charge(self, errand: Errand, *, tender: TenderKind = "card", months: int = 0, barcode: str = "") -> None:
        if not self._may_pay():
            return
        counter, amount = self.desk.counter, self.amount
        signs = tender == "card" and needs_signature(amount, months, above=rules_of(counter).signature_above)
        self._terminal = Terminal(errand, since=counter.now(), months=months, signs=signs)
        self._ask("")
        self._take(checkout.pay_card(counter, amount, tender=tender, instalments=months, barcode=barcode))

    def pay_transfer(self) -> None:
        """The amount in the field has arrived by bank transfer."""
        if self._may_pay():
            reference = self._field.digits
            self._ask("")
            self._take(checkout.pay_transfer(self.desk.counter, self.amount, reference=reference))

    def _take(self, story: Coroutine[Any, Any, Sale | None]) -> None:
        self.desk.do(story, then=self._paid)
        self._show()

    def _may_pay(self) -> bool:
        # A second press while the first is being written must not begin a second sale.
        return not (self.desk.counter.is_committing or self.desk.counter.is_paying)

    def _paid(self, sale: Sale | None) -> None:
        self._ask("")
        if sale is not None:
            self.desk.go("paid")
            return
        self.desk.good()
        self.begin_amount()

    # --- a card in doubt ---

    def enquire(self) -> None:
        """What became of the card?"""
        if not self.desk.counter.is_paying:
            self._terminal = replace(self._terminal, errand="enquire", months=0, signs=False)
            self._take(self._enquired())

    async def _enquired(self) -> Sale | None:
        try:
            return await checkout.enquire(self.desk.counter)
        except TillError:
            self._terminal = replace(self._terminal, unknown_at=self.desk.counter.now())
            raise

    def call_off(self) -> None:
        """The network is to cancel it, whatever became of it."""
        attempt = checkout.in_doubt(self.desk.counter)
        if attempt is None or not self._may_pay():
            return
        self._terminal = replace(self._terminal, errand="call_off", months=0, signs=False)
        self._ask("")
        amount = attempt.asked.amount
        self.desk.do(checkout.call_off(self.desk.counter), then=lambda _: self._called_off(amount))
        self._show()

    def _called_off(self, amount: Won) -> None:
        self.desk.news("payment.called_off", amount=amount)
        self.desk.good()
        self.begin_amount()

    def tell_by_hand(self) -> None:
        """Somebody found out elsewhere what became of it."""
        case = of_basket(self.desk, sent_at(self.desk.counter, self._terminal))
        if case is not None and self._may_pay():
            self._terminal = replace(self._terminal, errand="by_hand", months=0, signs=False)
            self.desk.open("doubt", about=case)

    def put_aside(self) -> None:
        """The customer waits, and the next one is served: the basket is held under enquiry."""
        if self._may_pay():
            self.desk.do(holding.hold(self.desk.counter), then=lambda _: self.desk.go("sale"))

    # --- the cash receipt ---

    def identify(self) -> None:
        """The customer's number is taken as it stands; nothing typed leaves everything as it is."""
        if not self._field.digits:
            self.back()
        elif self._may_pay():
            story = cash_receipts.identify(self.desk.counter, self._field.digits)
            self.desk.do(story, then=self._identified, otherwise=self._not_identified)

    def withdraw(self) -> None:
        """The customer wants none after all."""
        if self._may_pay():
            self.desk.do(cash_receipts.withdraw(self.desk.counter), then=self._identified)

    def _take_number(self, code: str) -> None:
        """A card or an app of the tax office was scanned; the number is shown before it is taken."""
        is_product = self.desk.counter.ports.shelf.by_barcode(code) is not None
        if is_product or not self._field.scan(self.state, code.strip()):
            self._trouble(Refused("cash_receipt.number"))
            return
        self.desk.good()
        self._show()

    def _identified(self, _: object) -> None:
        self._ask("")
        self.desk.good()
        self._show()

    def _not_identified(self, error: TillError) -> None:
        if error.code == "cash_receipt.number":
            self._trouble(error)
        else:
            self.desk.refused(error)

    # --- asking, going back, giving up ---

    def back(self) -> None:
        """One step: from a question, from what was typed, to the sale where nothing was paid."""
        if self._asked:
            self._ask("other" if self._asked in ("easy", "reference") else "")
            self._show()
        elif self._entered is not None:
            self.begin_amount()
        elif self.desk.counter.payments:
            self.desk.refused(Refused("payment.in_progress"))
        else:
            self.desk.go("sale")

    def ask_other(self) -> None:
        """Which other way?"""
        self._begin("other")

    def ask_code(self) -> None:
        """The customer's payment code, or the terminal?"""
        if self._fits():
            self._begin("easy")

    def ask_reference(self) -> None:
        """By which number is the transfer found again?"""
        if self._fits():
            self._begin("reference")

    def ask_months(self) -> None:
        """In how many months? Said from how much on, where the amount is too small."""
        least = rules_of(self.desk.counter).instalments_from
        if self.amount < least:
            self.desk.refused(Refused("tender.instalment_minimum", amount=self.amount, least=least))
        elif self._fits():
            self._begin("months")

    def ask_receipt(self) -> None:
        """Whose number is the cash receipt to be issued to?"""
        self._begin("receipt")

    def ask_give_up(self) -> None:
        """Does the customer really leave?"""
        self._begin("giving_up")

    def ask_call_off(self) -> None:
        """It cannot be taken back: really?"""
        self._begin("calling_off")

    def _fits(self) -> bool:
        counter = self.desk.counter
        try:
            check_part(self.amount, due=checkout.due(counter))
        except Refused as error:
            self.desk.refused(error)
            return False
        return True

    def _begin(self, asked: Asked) -> None:
        self._ask(asked)
        self._show()

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self._field.begin()

    def give_up(self) -> None:
        """The customer leaves; cards get their money back first."""
        self._ask("")
        if self._may_pay():
            self._terminal = replace(Terminal("reverse"), since=self._terminal.since)
            self.desk.do(checkout.give_up(self.desk.counter), then=lambda _: self.desk.go("sale"))

    def paper(self) -> None:
        """What became of the last receipt."""
        self.desk.open("paper")

    def _pressed(self, name: str) -> None:
        buttons_of(self)[name]()

    def _show(self) -> None:
        words, is_fresh = self.desk.words, self._entered is None
        view = present(
            self.desk.counter,
            words,
            entered=self.amount,
            is_fresh=is_fresh,
            asked=self._asked,
            terminal=self._terminal,
            typing=self._field.typing,
        )
        self.screen.render(view, words)
