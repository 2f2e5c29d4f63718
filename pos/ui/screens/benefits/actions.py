"""What happens with benefits: one is chosen by a digit, what is missing is added, a voucher or coupon is looked up."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.errors import Refused, TillError
from pos.till import benefits, selling
from pos.till.changes import Touched
from pos.till.counter import Counter
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.benefits import unconfirmed
from pos.ui.screens.benefits.panel import BenefitsPanel
from pos.ui.screens.benefits.view import BenefitsView, Lacking, Option, present


class BenefitsSide:
    """The benefits beside the basket (F8). Mutable: which row is marked, whose why is open, is the mall being asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.screen = desk, BenefitsPanel()
        self._marked = 0
        self._opened: int | None = None
        self._is_asking = False
        self.view = BenefitsView()
        self.screen.taken.connect(self.take)
        self.screen.why_pressed.connect(self.tell_why)
        self.screen.shown.connect(self.look_up)
        self.screen.taken_back.connect(self.take_back)
        self.screen.left.connect(self.leave)

    # --- as the sale screen knows it ---

    def opened(self) -> None:
        """Begin at the one in use, with no field to write in: digits choose."""
        self._opened = None
        self.screen.field.clear()
        self.view = present(self._desk.counter, self._desk.words)
        in_use = (at for at, one in enumerate(self.view.options) if one.is_in_use)
        self._marked = next(in_use, 0)
        self._draw()

    def closed(self) -> None:
        """Nothing is written any more."""
        self.screen.field.clear()
        self.screen.field.clearFocus()

    def refresh(self, noun: Touched) -> None:
        """The basket changed, or the language."""
        if noun in ("basket", "member", "session", "stock"):
            self._draw()

    def keys(self) -> Sequence[KeyUse]:
        """Digits choose; help is told of them as 1 and 0."""
        if self.screen.field.hasFocus():
            return (
                KeyUse("Enter", "benefits.key.look_up", lambda: self.look_up(self.screen.field.text())),
                KeyUse("F8", "benefits.key.choose", self.opened_again),
                KeyUse("Esc", "key.back", self.opened_again),
            )
        digits = (
            KeyUse("1", "benefits.key.choose", lambda: self.typed("1")),
            KeyUse("0", "benefits.key.none", lambda: self.typed("0")),
        )
        return (
            *(digits if self.view.options else ()),
            KeyUse("Up", "benefits.key.move", lambda: self._move(-1)),
            KeyUse("Down", "benefits.key.move", lambda: self._move(1)),
            KeyUse("Enter", f"benefits.key.{self._what_enter_does()}", lambda: self.take(self._marked)),
            KeyUse("Right", "benefits.key.why", lambda: self.tell_why(self._marked)),
            KeyUse("F8", "benefits.key.field", self.screen.field.setFocus),
            KeyUse("Esc", "key.back", self.leave),
        )

    def typed(self, digit: str) -> bool:
        """The benefit with that digit is given instead, 0 gives none; a digit that no benefit has is the sale's."""
        place = next((at for at, one in enumerate(self.view.options) if one.digit == digit), None)
        if place is None:
            return False
        self._marked = place
        self._choose(self.view.options[place].benefit)
        return True

    def scanned(self, code: str) -> bool:
        """What is no product, and no serial number that is waited for, is a voucher or a coupon."""
        counter = self._desk.counter
        basket = counter.basket
        is_serial = basket is not None and selling.wants_serial(counter, basket, code) is not None
        if is_serial or counter.ports.shelf.by_barcode(code) is not None:
            return False
        self.look_up(code)
        return True

    def opened_again(self) -> None:
        """From the field back to the choices."""
        self.screen.field.clearFocus()
        self._draw()

    def leave(self) -> None:
        """The favourites again."""
        self._desk.aside("")

    # --- what the person does ---

    def take(self, place: int) -> None:
        """Choose what is at a place, or do what it offers. Taking what is in use already is "that's it"."""
        row = self._row(place)
        if isinstance(row, Option):
            self._marked = place
            if row.is_in_use:
                self.leave()
            else:
                self._choose(row.benefit)
        elif isinstance(row, Lacking):
            self._mend(row)
        else:
            self.tell_why(place)

    def tell_why(self, place: int) -> None:
        """Show why, or no more."""
        self._opened = None if self._opened == place else place
        self._draw()

    def look_up(self, text: str) -> None:
        """A coupon that is known here is one; anything else is asked for as a voucher, then kept as a coupon."""
        counter, code = self._desk.counter, text.strip()
        if not code or self._is_asking:
            self._desk.toned.emit("bad")
            return
        if any(promotion.coupon == code for promotion in counter.offers.promotions):
            self._found(self._desk.attempt(lambda: _added(counter, code)))
            return
        self._is_asking = True
        self._draw()
        self._desk.do(self._show(code), then=lambda _: self._found(True), otherwise=self._not_found)

    async def _show(self, code: str) -> None:
        counter = self._desk.counter
        try:
            await benefits.show_voucher(counter, code)
        except Refused as error:
            if error.code != "payback.unknown":
                raise
            benefits.add_coupon(counter, code)
        finally:
            self._is_asking = False

    def _found(self, found: bool | None) -> None:
        if found:
            self._desk.good()
            self.screen.field.clear()
            self.screen.field.clearFocus()
        self._draw()

    def _not_found(self, error: TillError) -> None:
        self._desk.refused(error)
        self._draw()

    def take_back(self, kind: str, code: str) -> None:
        """The voucher or coupon is not used after all."""
        counter = self._desk.counter
        if kind == "voucher":
            self._desk.attempt(lambda: benefits.take_voucher_back(counter))
        else:
            self._desk.attempt(lambda: benefits.remove_coupon(counter, code))

    def _choose(self, benefit: str) -> None:
        self._desk.attempt(lambda: benefits.choose(self._desk.counter, benefit))

    def _mend(self, lacking: Lacking) -> None:
        counter = self._desk.counter
        if lacking.act == "add":
            self._desk.attempt(lambda: benefits.add_missing(counter, lacking.missed))
        elif lacking.act == "attach":
            self._desk.aside("member")
        elif lacking.act == "grant":
            self._desk.open("approval", about=unconfirmed.asked(counter, lacking.missed, self._desk.words))
        elif lacking.act == "take_back":
            self.take_back("coupon", lacking.missed.benefit.removeprefix("coupon:"))

    # --- rows and drawing ---

    def _row(self, place: int) -> object:
        rows = (*self.view.options, *self.view.besides, *self.view.lacking)
        return rows[place] if 0 <= place < len(rows) else None

    def _what_enter_does(self) -> str:
        row = self._row(self._marked)
        return "grant" if isinstance(row, Lacking) and row.act == "grant" else "take"

    def _move(self, step: int) -> None:
        view = self.view
        most = len(view.options) + len(view.besides) + len(view.lacking) - 1
        self._marked = max(0, min(self._marked + step, most))
        self._draw()

    def _draw(self) -> None:
        self.view = present(self._desk.counter, self._desk.words)
        self.screen.render(
            self.view, self._desk.words, marked=self._marked, opened=self._opened, is_asking=self._is_asking
        )


def _added(counter: Counter, code: str) -> bool:
    benefits.add_coupon(counter, code)
    return True
