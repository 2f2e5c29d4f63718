"""What happens on the return screen: a receipt is scanned or found, goods are chosen, and it is done.

Nothing is dropped unsaid: whoever leaves with a return in hand is told that nothing of it happened.
"""

from __future__ import annotations

from functools import partial

from pos.domain.back.returns import Return
from pos.domain.errors import Refused, TillError
from pos.domain.papers.receipt_token import is_receipt
from pos.till import printing, selling
from pos.till.back import returning
from pos.till.changes import Touched
from pos.till.in_hand import Returning
from pos.ui.desk import Desk
from pos.ui.haste import Haste
from pos.ui.keys import KeyUse
from pos.ui.screens.returning.finding import Finding
from pos.ui.screens.returning.goods import Goods
from pos.ui.screens.returning.result_view import present
from pos.ui.screens.returning.screen import ReturningScreen


class ReturningActions:
    """Lives as long as the window; the return in hand is the counter's."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.screen = desk, ReturningScreen()
        self.finding = Finding(desk, self.screen.seek, take=self.find, unproven=self.begin_without_receipt)
        self.goods = Goods(desk, self.screen.goods, back=self.back, done=self.complete)
        self.back_done: Return | None = None
        self._is_completing, self._was_sought = False, False
        self._doing = ""
        self._late: list[str] = []
        self._haste, self._is_printing = Haste(), False
        self.screen.seek.back_pressed.connect(self.back)
        self.screen.result.next_pressed.connect(self.next_customer)
        self.screen.result.owed_pressed.connect(self.show_owed)
        self.screen.result.copy_pressed.connect(self.print_again)

    # --- what the window asks ---

    def opened(self) -> None:
        """With the receipt that was scanned elsewhere, with what is in hand, or with the ways to find one."""
        about, self._desk.about = self._desk.about, None
        self.back_done, self._was_sought = None, False
        hand = self._desk.counter.returning
        if hand is None:
            self._to_find()
        else:
            self._follow(hand)
        if isinstance(about, str) and is_receipt(about):
            self.find(about)
        elif hand is None:
            self._was_sought = True

    def left(self) -> None:
        """Another screen is shown."""
        if not self._is_completing:
            self._put_away()
            self.back_done = None
        self.finding.end()

    def refresh(self, noun: Touched) -> None:
        """Draw what was touched."""
        if noun in ("returning", "refunds", "payment", "session", "basket", "catalogue"):
            self.draw()

    def keys(self) -> tuple[KeyUse, ...]:
        """What the keys do on the page that is seen."""
        if self._is_completing:
            return ()
        if self.page == "result":
            owed = (KeyUse("F11", "returning.key.owed", self.show_owed),) if self._has_owed() else ()
            return (
                KeyUse("Enter", "returning.key.next", self.next_by_key),
                KeyUse("Esc", "returning.key.next", self.next_by_key),
                KeyUse("F7", "key.return", self.again),
                KeyUse("F12", "returning.done.copy", self.print_again),
                *owed,
            )
        back = KeyUse("Esc", "key.back", self.back)
        if self.page == "find":
            return (*self.finding.keys(), back)
        own = self.goods.keys()
        return own if any(use.key == "Esc" for use in own) else (*own, KeyUse("F7", "key.return", self.again), back)

    def typed(self, digit: str) -> bool:
        """Digits are keys on the goods page; elsewhere they are written."""
        if self.page == "find":
            self.finding.typed(digit)
        return True

    def scanned(self, code: str) -> None:
        """A receipt, something of this return, or after it the next customer's first item."""
        code = code.strip()
        if self._is_completing:
            self._keep(code)
        elif is_receipt(code):
            self.find(code)
        elif self.page == "result":
            self._next_item(code)
        elif self.page == "goods":
            self.goods.scanned(code)
        else:
            self._find_by(code)

    @property
    def page(self) -> str:
        """Which page is seen."""
        pages = ("find", "goods", "result")
        return pages[self.screen.currentIndex()]

    # --- finding ---

    def find(self, code: str) -> None:
        """Take a sale in hand; the one that was in hand goes, and that is said."""
        counter, before = self._desk.counter, self._desk.counter.returning
        if before is not None and before.original is not None and before.original.sale.code == code:
            self._desk.good()
            return
        self.back_done = None
        self._desk.do(returning.find(counter, code), then=lambda hand: self._found(hand, before))
        self.draw()

    def _found(self, hand: Returning | None, before: Returning | None) -> None:
        if hand is not None:
            self._desk.good()
        if hand is not None and before is not None:
            self._desk.news("return.put_away")

    def begin_without_receipt(self) -> None:
        """Products by scan or by name."""
        self.back_done = None
        self._desk.attempt(lambda: returning.begin_without_receipt(self._desk.counter))

    def _find_by(self, code: str) -> None:
        """What else can be scanned while a sale is looked for: a machine, or a member's card."""
        sale = self._desk.counter.ports.past.sale_by_serial(code)
        if sale is not None:
            self.find(sale.code)
        elif self.finding.of_member(code):
            self._desk.good()
        else:
            self._desk.news("return.not_a_receipt")
            self._desk.toned.emit("bad")

    def again(self) -> None:
        """Another receipt."""
        self.back_done, self._was_sought = None, True
        self._put_away()
        self._to_find()

    # --- going back ---

    def back(self) -> None:
        """One step: from what was written, from the return in hand, to the basket."""
        if self.page == "goods" and self.goods.page.why.serial.hasFocus():
            self.goods.page.why.serial.clearFocus()
        elif self.page == "find" and self._desk.counter.is_looking_back:
            returning.put_away(self._desk.counter)
        elif self.page == "find" and self.finding.back():
            return
        elif self.page == "goods" and self._was_sought:
            self._put_away()
        else:
            self._desk.go("sale")

    def _put_away(self) -> None:
        counter = self._desk.counter
        had_any = counter.returning is not None
        if had_any or counter.is_looking_back:
            returning.put_away(counter)
        if had_any:
            self._desk.news("return.put_away")

    # --- done ---

    def complete(self) -> None:
        """The goods are back; cards are given their money meanwhile."""
        hand = self._desk.counter.returning
        if not self._is_completing and hand is not None:
            self._is_completing, self._doing = True, hand.id
            self.goods.be_busy(True)
            self._desk.do(returning.complete(self._desk.counter), then=self._completed, otherwise=self._failed)
            self.draw()

    def _completed(self, back: Return) -> None:
        self._is_completing, self.back_done = False, back
        self._haste.begin()
        self.goods.be_busy(False)
        self._desk.good()
        self.draw()
        self._take_late()

    def _failed(self, error: TillError) -> None:
        self._is_completing = False
        self.goods.be_busy(False)
        self._desk.refused(error)
        known = self._desk.counter.last_return
        if error.code == "return.already_written" and known is not None and known.id == self._doing:
            self.back_done = known
        self.draw()
        self._take_late()

    def _keep(self, code: str) -> None:
        """What is scanned while money goes back is the next customer's; a receipt has to wait to be scanned."""
        if is_receipt(code):
            self._desk.refused(Refused("payment.in_progress"))
        else:
            self._late.append(code)

    def _take_late(self) -> None:
        late, self._late = self._late, []
        for code in late:
            self._desk.attempt(partial(selling.scan, self._desk.counter, code))

    def next_by_key(self) -> None:
        """The second of two hasty presses must not take away how much cash goes out."""
        if self._haste.is_over:
            self.next_customer()

    def next_customer(self) -> None:
        """Back to the basket."""
        if not self._is_completing:
            self._desk.go("sale")

    def show_owed(self) -> None:
        """What is still owed, to be tried again."""
        if self._has_owed():
            self._desk.open("refunds")

    def print_again(self) -> None:
        """This return's paper once more, as a copy; what holds the printer up is settled first."""
        counter, back = self._desk.counter, self.back_done
        if printing.stopped_at(counter) is not None:
            self._desk.open("paper")
        elif back is not None and not self._is_printing and not self._is_completing:
            self._is_printing = True
            self._desk.do(printing.reprint_refund(counter, back.id), then=self._printed, otherwise=self._not_printed)

    def _printed(self, _: None) -> None:
        self._is_printing = False
        self._desk.good()

    def _not_printed(self, error: TillError) -> None:
        self._is_printing = False
        self._desk.refused(error)

    def _has_owed(self) -> bool:
        back = self.back_done
        return back is not None and any(one.back.id == back.id for one in self._desk.counter.ports.past.owed())

    def _next_item(self, code: str) -> None:
        result = self._desk.attempt(lambda: selling.scan(self._desk.counter, code))
        if result is not None:
            self._desk.toned.emit("bad" if result.outcome == "unknown" else "good")
            self._desk.go("sale")

    # --- drawing ---

    def _to_find(self) -> None:
        self.goods.forget()
        self.screen.setCurrentIndex(0)
        self.finding.begin()

    def _follow(self, hand: Returning) -> None:
        self.finding.end()
        self.goods.follow(hand)
        self.screen.setCurrentIndex(1)
        self.goods.draw()

    def draw(self) -> None:
        """Draw the page that belongs to what the till has in hand."""
        counter = self._desk.counter
        hand, back = counter.returning, self.back_done
        if back is None and self._is_completing and hand is None:
            back = counter.last_return
            if back is None or back.id != self._doing:
                return  # it is on disk; which parts there are is known in a moment
        if hand is not None and back is None:
            self._follow(hand)
        elif back is not None:
            self.goods.forget()
            self.screen.setCurrentIndex(2)
            view = present(counter, back, self._desk.words, is_busy=self._is_completing)
            self.screen.result.render(view, self._desk.words)
        elif self.page != "find":
            self._to_find()
        else:
            self.finding.draw()
