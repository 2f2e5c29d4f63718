"""The customer asks for a cash receipt when the sale is written already: a card with a field for their number."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.errors import Refused, TillError
from pos.domain.sale import Sale
from pos.till.changes import Touched
from pos.till.paying import cash_receipts
from pos.ui import theme
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.payment.field import Field
from pos.ui.screens.payment.field_panel import FieldPanel
from pos.ui.screens.payment.fields import of_sale


class Afterwards:
    """Mutable: which sale it is about, and what is typed; nothing of it stays when the card is closed."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._field = desk, Field()
        self._sale: Sale | None = None
        self.screen = FieldPanel()
        look = theme.current()
        self.screen.setMinimumSize(look.px(520), look.px(600))
        self.screen.touched.connect(self._touched)
        self.screen.preset_touched.connect(self._preset)
        self.screen.answered.connect(lambda name: self.identify() if name == "identify" else self.leave())

    # --- what the window asks ---

    def opened(self) -> None:
        """An empty field for the last sale."""
        self._sale = self._desk.counter.last_sale
        self._field.begin()
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Enter takes the number."""
        return (
            KeyUse("Enter", "key.identify", self.identify),
            KeyUse("Backspace", "key.erase", lambda: self._touched("Backspace")),
            KeyUse("Esc", "key.close", self.leave),
        )

    def typed(self, digit: str) -> bool:
        """One digit more of the number."""
        self._field.put("receipt", digit)
        self.draw()
        return True

    def scanned(self, code: str) -> bool:
        """A card or an app of the tax office; it is shown before it is taken."""
        is_product = self._desk.counter.ports.shelf.by_barcode(code) is not None
        if is_product or not self._field.scan("receipt", code.strip()):
            self._refused(Refused("cash_receipt.number"))
        else:
            self._desk.good()
        self.draw()
        return True

    # --- what the person does ---

    def identify(self) -> None:
        """The receipt is owed to this number from now on, and asked for at once."""
        counter = self._desk.counter
        if self._sale is None or not self._field.digits:
            self._desk.toned.emit("bad")
        elif not counter.is_busy:
            story = cash_receipts.ask_afterwards(counter, self._sale, self._field.digits)
            self._desk.do(story, then=self._done, otherwise=self._refused)

    def leave(self) -> None:
        """Nothing of the number stays on the card."""
        self._field.begin()
        self.draw()
        self._desk.close()

    def _done(self, _: None) -> None:
        self.leave()
        self._desk.good()
        self._desk.counter.touch("payment")

    def _refused(self, error: TillError) -> None:
        self._field.refuse(error, self._desk.words)
        self._desk.toned.emit("bad")
        self.draw()

    def _touched(self, name: str) -> None:
        if name == "Backspace":
            self._field.erase()
        else:
            self._field.put("receipt", name)
        self.draw()

    def _preset(self, digits: str) -> None:
        self._field.preset("receipt", digits)
        self.draw()

    def draw(self) -> None:
        """Draw it."""
        if self._sale is not None:
            self.screen.render(of_sale(self._sale, self._field.typing, self._desk.words), "receipt", self._desk.words)
