"""What happens after a sale: the next one, or something about the receipt. A scan begins the next sale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pos.domain.errors import Refused, TillError
from pos.domain.papers.receipt_token import is_receipt
from pos.domain.warranty import Machine
from pos.till import machines, selling
from pos.till.changes import Touched
from pos.till.paying import cash_receipts
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.paid.offers import MachineOffer, offers
from pos.ui.screens.paid.paper_choices import PaperChoices
from pos.ui.screens.paid.screen import PaidScreen
from pos.ui.screens.paid.state_panel import choices
from pos.ui.screens.paid.tax import AGAIN
from pos.ui.screens.paid.view import PaidView, present
from pos.ui.screens.payment.codes import is_payment_code


class Paid:
    """The screen after a sale. Mutable: which machines were registered there, and what is being asked for."""

    def __init__(self, desk: Desk, paper: PaperChoices) -> None:
        self._desk, self._paper = desk, paper
        self.screen = PaidScreen()
        self.screen.next_pressed.connect(self.next_sale)
        self.screen.choice_pressed.connect(self.choose)
        self.screen.machine_pressed.connect(self.register)
        self.screen.tax_pressed.connect(self.ask_tax_office)
        self._writing, self._is_asking = "", False
        self._registered: dict[str, str] = {}

    # --- what the window asks ---

    def opened(self) -> None:
        """Show the sale that was just made; that the program was away is over with it."""
        self._desk.dismiss("till.came_back")
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Paper came out, or did not."""
        if noun in ("paper", "session", "notices", "refunds", "member", "payment"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """On to the next sale, or what can be done about the paper."""
        return [
            KeyUse("Enter", "paid.key.next", self.next_sale),
            KeyUse("Esc", "paid.key.next", self.next_sale),
            KeyUse("F7", "key.return", lambda: self._desk.go("returning")),
            *keys_for(self.view(), self.choose),
            *self._tax_keys(),
            *(KeyUse(one.key, "paid.machine.key", partial(self.register, one.serial)) for one in self.offers()
              if one.key and one.state == "offered"),
        ]  # fmt: skip

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything but the choices of `keys`
        """Digits that are not choices mean nothing here."""
        return False

    def scanned(self, code: str) -> None:
        """The next customer's first item, or the receipt of what they bring back."""
        desk, counter = self._desk, self._desk.counter
        if is_receipt(code.strip()):
            desk.go("returning", about=code.strip())
            return
        if is_payment_code(counter, code):  # read once more by the scanner: it belongs to no basket
            desk.refused(Refused("scan.payment_code"))
            return
        result = desk.attempt(lambda: selling.scan(counter, code))
        if result is None:
            return
        desk.toned.emit("bad" if result.outcome == "unknown" else "good")
        desk.go("sale")

    # --- what the person does ---

    def next_sale(self) -> None:
        """On to the next customer; the receipt goes on printing."""
        self._desk.go("sale")

    def choose(self, name: str) -> None:
        """Do something about the paper."""
        self._paper.choose(name)
        self.draw()

    def ask_tax_office(self) -> None:
        """Have the cash receipt asked for again, or enquired about; it is never issued twice."""
        counter, view = self._desk.counter, self.view()
        if view is not None and view.tax is not None and view.tax.state == "none":
            self._desk.open("cash_receipt")
            return
        if view is None or view.tax is None or view.tax.state not in AGAIN or self._is_asking:
            return
        self._is_asking = True
        self._desk.do(cash_receipts.issue(counter, view.tax.id), then=self._asked, otherwise=self._not_issued)
        self.draw()

    def _asked(self, _: None) -> None:
        self._is_asking = False
        self._desk.good()
        self.draw()

    def _not_issued(self, error: TillError) -> None:
        self._is_asking = False
        self._desk.refused(error)
        self.draw()

    def _tax_keys(self) -> Sequence[KeyUse]:
        view = self.view()
        if view is not None and view.tax is not None and view.tax.state == "none":
            return (KeyUse("F8", "paid.tax.ask_key", self.ask_tax_office),)
        if view is None or view.tax is None or view.tax.state not in AGAIN:
            return ()
        return (KeyUse("F8", "paid.tax.key", self.ask_tax_office),)

    def register(self, serial: str) -> None:
        """Register a machine for the member who has just bought it."""
        counter = self._desk.counter
        member = counter.last_sale.member if counter.last_sale else None
        if member is None or self._writing:
            return
        self._writing = serial
        self.draw()
        self._desk.do(machines.register(counter, serial, member), then=self._done, otherwise=self._refused)

    def _done(self, machine: Machine) -> None:
        self._writing = ""
        self._registered[machine.serial] = machines.until(self._desk.counter, machine).isoformat()
        self._desk.good()
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._writing = ""
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def offers(self) -> tuple[MachineOffer, ...]:
        """The machines of this sale that can be registered, and those that were."""
        return offers(self._desk.counter, self._desk.words, writing=self._writing, done=self._registered)

    def view(self) -> PaidView | None:
        """What is to be seen now."""
        return present(self._desk.counter, wishes=self._paper.wishes)

    def draw(self) -> None:
        """Draw it."""
        view = self.view()
        if view is not None:
            self.screen.render(view, self._desk.words)
            self.screen.show_offers(self.offers(), self._desk.words)


def keys_for(view: PaidView | None, choose: Callable[[str], object]) -> list[KeyUse]:
    """The keys of what can be done about the paper."""
    if view is None:
        return []
    uses = [
        KeyUse(choice.key, f"paid.choice.{choice.name}", partial(choose, choice.name))
        for choice in choices(view.receipt)
    ]
    if view.receipt.state == "not_printed":  # the printer's key, too: what did not start is no copy
        uses.append(KeyUse("F12", "paid.choice.again", partial(choose, "again")))
    return uses
