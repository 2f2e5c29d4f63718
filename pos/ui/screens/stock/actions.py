"""What happens with stock: a product is scanned or found, and what was counted becomes the truth, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.catalogue import Product
from pos.domain.errors import TillError
from pos.till import stocking
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.till.stocking import Reason
from pos.ui.desk import Desk
from pos.ui.find.panel import MOST
from pos.ui.keys import KeyUse
from pos.ui.screens.stock.card import StockCard
from pos.ui.screens.stock.view import REASONS, Entry, StockView, found, present

LONGEST = 4


class StockPanel:
    """Mutable: the product, the figure, the reason. Opened with a product's code it begins with that."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._product: Product | None = None
        self._sought = False
        self._counted, self._is_writing = "", False
        self._reason: Reason = REASONS[0]
        self._said: Notice | None = None
        self.screen = StockCard()
        self.screen.search.sought.connect(self._seek)
        self.screen.search.chosen.connect(self.choose)
        self.screen.search.left.connect(desk.close)
        self.screen.correction.touched.connect(self._pad)
        self.screen.correction.reason_touched.connect(self._choose_reason)
        self.screen.correction.written.connect(self._written)
        self.screen.correct_pressed.connect(self.correct)
        self.screen.find_pressed.connect(self.begin)
        self.screen.close_pressed.connect(self.back)

    # --- what the window asks ---

    def opened(self) -> None:
        """With a product, or with the search for one."""
        about, self._sought, self._is_writing = self._desk.about, False, False
        product = self._desk.counter.ports.shelf.product(about) if isinstance(about, str) else None
        if product is None:
            self.begin()
        else:
            self._show(product)

    def refresh(self, noun: Touched) -> None:
        """Stock has moved, or the language changed."""
        if noun in ("session", "stock", "basket", "mall"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """The search has its own keys."""
        if self._product is None:
            return [
                KeyUse("Enter", "stock.key.take", self._take),
                KeyUse("Up", "key.up", lambda: self.screen.search.step(-1)),
                KeyUse("Down", "key.down", lambda: self.screen.search.step(1)),
                KeyUse("Esc", "key.close", self._desk.close),
            ]
        return [
            KeyUse("Enter", "stock.key.correct", self.correct),
            KeyUse("Left", "stock.key.reason", lambda: self._step_reason(-1)),
            KeyUse("Right", "stock.key.reason", lambda: self._step_reason(1)),
            KeyUse("Backspace", "key.erase", lambda: self._pad("Backspace")),
            KeyUse("F2", "stock.key.find", self.begin),
            KeyUse("Esc", "key.back", self.back),
        ]

    def typed(self, digit: str) -> bool:
        """A digit of what was counted."""
        if self._product is not None:
            self._pad(digit)
        return True

    def scanned(self, code: str) -> bool:
        """Another product."""
        if self._is_writing:
            return True
        product = self._desk.counter.ports.shelf.by_barcode(code)
        self._desk.toned.emit("good" if product else "bad")
        if product is not None:
            self._show(product)
        else:
            self.begin(purpose=self._desk.words("stock.unknown", text=code))
        return True

    # --- finding ---

    def begin(self, *, purpose: str = "") -> None:
        """The search."""
        if not self._is_writing:
            self._product, self._sought = None, True
            self.screen.show_find(self._desk.words)
            self.screen.search.begin(self._desk.words, purpose=purpose)

    def choose(self, code: str) -> None:
        """This is the product."""
        self._show(self._desk.counter.product(code))

    def _take(self) -> None:
        self.screen.search.field.settle()
        if self.screen.search.marked is None:
            self._desk.toned.emit("bad")
        else:
            self.choose(self.screen.search.marked)

    def _seek(self, text: str) -> None:
        counter, wish = self._desk.counter, text.strip()
        products = counter.ports.shelf.search(wish, most=MOST) if wish else ()
        self.screen.search.take(found(counter, products, self._desk.words), self._desk.words)

    def _show(self, product: Product) -> None:
        self._product, self._counted, self._reason, self._said = product, "", REASONS[0], None
        self.screen.search.end()
        self.screen.correction.note.clear()
        self.draw()

    # --- correcting ---

    def correct(self) -> None:
        """What was counted is what there is; from the note it goes back to the figure first."""
        note, view = self.screen.correction.note, self.view()
        if note.hasFocus():
            note.clearFocus()
        elif view is None or not view.can_correct or self._product is None:
            self._desk.toned.emit("bad")
        else:
            self._is_writing, self._said = True, None
            self.draw()
            story = stocking.correct(
                self._desk.counter, self._product.code, int(self._counted), reason=self._reason, note=note.text()
            )
            self._desk.do(story, then=lambda _: self._corrected(), otherwise=self._refused)

    def back(self) -> None:
        """One step back: from the note, from what is typed, from the product, away."""
        note = self.screen.correction.note
        if self._is_writing:
            return
        if note.hasFocus():
            note.clearFocus()
        elif self._product is not None and self._counted:
            self._counted = ""
            self.draw()
        elif self._product is not None and self._sought:
            self.begin()
        else:
            self._desk.close()

    def _pad(self, key: str) -> None:
        if not self._is_writing:
            typed = self._counted[:-1] if key == "Backspace" else self._counted + key
            self._counted, self._said = (typed.lstrip("0") or typed[:1])[:LONGEST], None
            self.draw()

    def _choose_reason(self, code: str) -> None:
        self._reason = next(reason for reason in REASONS if reason == code)
        self._said = None
        self.draw()

    def _step_reason(self, step: int) -> None:
        self._choose_reason(REASONS[(REASONS.index(self._reason) + step) % len(REASONS)])

    def _written(self) -> None:
        self._said = None
        self.draw()

    def _corrected(self) -> None:
        self._is_writing = False
        self._counted, self._reason = "", REASONS[0]
        self.screen.correction.note.clear()
        self._said = Notice("stock.corrected", {}, "news")
        self._desk.good()
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._is_writing, self._said = False, self._desk.noted(error, self.screen)
        self.draw()

    # --- drawing ---

    def view(self) -> StockView | None:
        """What is to be seen of the product now; None while one is sought."""
        if self._product is None:
            return None
        has_note = bool(self.screen.correction.note.text().strip())
        entry = Entry(self._counted, self._reason, has_note, self._said, self._is_writing)
        return present(self._desk.counter, self._product, entry, self._desk.words)

    def draw(self) -> None:
        """Draw it."""
        view = self.view()
        if view is None:
            self.screen.show_find(self._desk.words)
        else:
            self.screen.render(view, self._desk.words)
