"""What happens with a return in hand: choose, say why, done; keys, touches and scans become verbs of the till."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from pos.domain.back.returns import AT_FAULT, CLAIMS
from pos.domain.calendar import korean_day
from pos.till.back import exchanging, returning
from pos.till.in_hand import Returning
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.returning.choosing import CONDITIONS, Choosing, Place
from pos.ui.screens.returning.goods_page import GoodsPage
from pos.ui.screens.returning.lines import tracked
from pos.ui.screens.returning.scans import Number, meaning
from pos.ui.screens.returning.view import GoodsView, Wish, present
from pos.ui.screens.sale.finding import Finding as ProductSearch


class Goods:
    """Mutable: which line is marked, whether what is said is for it alone. `done` starts the return itself."""

    def __init__(self, desk: Desk, page: GoodsPage, *, back: Callable[[], None], done: Callable[[], None]) -> None:
        self._desk, self.page = desk, page
        self._back, self._done = back, done
        self.choosing: Choosing | None = None
        self._wish = Wish()
        self.is_searching = False
        self.search = ProductSearch(desk, page.search, add=self.name, leave=self.end_search)
        page.row_touched.connect(self._touch)
        page.row_stepped.connect(self._step_row)
        page.pressed.connect(self._pressed)
        why = page.why
        why.condition_touched.connect(self._say_condition)
        why.reason_touched.connect(self._say_reason)
        why.scope_touched.connect(self.toggle_alone)
        why.replace_touched.connect(self.toggle_replaced)
        why.stepped.connect(self.step_day)
        why.serial_given.connect(self._give_serial)

    # --- what is in hand ---

    def follow(self, hand: Returning) -> None:
        """What is in hand now: another return, or this one with what the mall said, or with what a claim wants."""
        choosing = self.choosing
        if choosing is None or choosing.hand_id != hand.id:
            self.choosing, self._wish = Choosing(hand), Wish()
            self.end_search()
        elif choosing.wanted() != hand.wanted:
            self.choosing = Choosing(hand)
        else:
            choosing.original = hand.original
        self._keep_mark()

    def forget(self) -> None:
        """Nothing is in hand any more."""
        self.choosing, self._wish = None, Wish()
        self.page.why.serial.clear()
        self.end_search()

    def be_busy(self, busy: bool) -> None:
        """It is being done."""
        self._wish = replace(self._wish, is_busy=busy)

    def _keep_mark(self) -> None:
        assert self.choosing is not None
        places = self.choosing.places
        if self._wish.marked not in places:
            first = next((place for place in places if self.choosing.left(place)), None)
            self._wish = replace(self._wish, marked=first)

    # --- keys ---

    def keys(self) -> tuple[KeyUse, ...]:
        """Lines by arrows, units by plus and minus, the reason by a digit."""
        if self._wish.is_busy or self.choosing is None:
            return ()
        if self.is_searching:
            return self.search.keys()
        reasons = self.choosing.reasons
        return (
            KeyUse("Enter", "returning.key.done", self.enter),
            KeyUse("Up", "key.up", lambda: self.step(-1)),
            KeyUse("Down", "key.down", lambda: self.step(1)),
            KeyUse("+", "returning.key.more", lambda: self.add(1)),
            KeyUse("-", "returning.key.less", lambda: self.add(-1)),
            KeyUse("*", "returning.key.line", lambda: self._touch(self._wish.marked)),
            *self._only_with_receipt(),
            *(
                KeyUse(str(at), f"returning.reason.{one}", partial(self._say_reason, one))
                for at, one in enumerate(reasons, 1)
            ),
            KeyUse("Left", "returning.key.condition", lambda: self._step_condition(-1)),
            KeyUse("Right", "returning.key.condition", lambda: self._step_condition(1)),
            KeyUse("F6", "returning.key.alone", self.toggle_alone),
            KeyUse("PgUp", "returning.key.day", lambda: self._step_main_day(-1)),
            KeyUse("PgDn", "returning.key.day", lambda: self._step_main_day(1)),
            KeyUse("Del", "returning.key.none", lambda: self.add(-99)),
            KeyUse("Backspace", "key.undo", self.undo),
        )

    def _only_with_receipt(self) -> tuple[KeyUse, ...]:
        assert self.choosing is not None
        if self.choosing.original is None:
            return (KeyUse("F2", "key.find", self.begin_search),)
        claim = (KeyUse("F11", "returning.key.claim", self.claim),) if self.choosing.is_delivered else ()
        view = self.view()
        repair = (KeyUse("F8", "returning.warranty", self.show_warranty),) if view and view.warranty else ()
        return (
            KeyUse("/", "returning.key.all", self.take_all),
            KeyUse("F4", "returning.key.replace", self.toggle_replaced),
            KeyUse("F5", "returning.key.exchange", self.exchange),
            *claim,
            *repair,
        )

    def _pressed(self, name: str) -> None:
        verbs: dict[str, Callable[[], None]] = {
            "back": self._back,
            "undo": self.undo,
            "claim": self.claim,
            "exchange": self.exchange,
            "done": self.enter,
            "all": self.take_all,
            "find": self.begin_search,
            "warranty": self.show_warranty,
        }
        verbs[name]()

    # --- choosing ---

    def step(self, step: int) -> None:
        """Mark another line."""
        assert self.choosing is not None
        places, marked = self.choosing.places, self._wish.marked
        if places:
            at = places.index(marked) + step if marked in places else 0
            self._wish = replace(self._wish, marked=places[max(0, min(at, len(places) - 1))])
            self.draw()

    def add(self, count: int) -> None:
        """More or fewer of the marked line."""
        if self._wish.marked is not None:
            self._step_row(self._wish.marked, count)

    def take_all(self) -> None:
        """Everything that is left of the sale, or nothing."""
        if self.choosing is not None:
            self._changed(is_done=self.choosing.set_all())

    def name(self, product: str) -> None:
        """One more of a product that nobody has a receipt for."""
        if self.choosing is not None and self._desk.attempt(lambda: self._desk.counter.product(product)) is not None:
            self._changed(is_done=self.choosing.name(product))
            self._mark(Place(0, product))

    def undo(self) -> None:
        """Take the last step back."""
        if self.choosing is not None:
            self._changed(is_done=self.choosing.undo())

    def _step_row(self, place: Place, step: int) -> None:
        assert self.choosing is not None
        self._mark(place)
        self._changed(is_done=self.choosing.set_count(place, self.choosing.count(place) + step))

    def _touch(self, place: Place | None) -> None:
        """All of a line that is left, or none of it."""
        if self.choosing is None or place is None or self._wish.is_busy:
            return
        self._mark(place)
        if self.choosing.original is not None:
            count = 0 if self.choosing.count(place) else self.choosing.left(place)
            self._changed(is_done=self.choosing.set_count(place, count))
        else:
            self.draw()

    def _mark(self, place: Place) -> None:
        self._wish = replace(self._wish, marked=place)

    # --- saying why ---

    @property
    def _scope(self) -> Place | None:
        return self._wish.marked if self._wish.is_own else None

    def toggle_alone(self) -> None:
        """What is said now is for the marked line alone, or for all of them."""
        self._wish = replace(self._wish, is_own=not self._wish.is_own and self._wish.marked is not None)
        self.draw()

    def _say_condition(self, code: str) -> None:
        assert self.choosing is not None
        condition = next(one for one in CONDITIONS if one == code)
        said = replace(self.choosing.said(self._scope), condition=condition)
        self._changed(is_done=self.choosing.say(self._scope, said))

    def _step_condition(self, step: int) -> None:
        assert self.choosing is not None
        at = CONDITIONS.index(self.choosing.said(self._scope).condition) + step
        self._say_condition(CONDITIONS[max(0, min(at, len(CONDITIONS) - 1))])

    def _say_reason(self, code: str) -> None:
        assert self.choosing is not None
        reason = next(one for one in self.choosing.reasons if one == code)
        said = replace(self.choosing.said(self._scope), reason=reason)
        self._changed(is_done=self.choosing.say(self._scope, said))

    def toggle_replaced(self) -> None:
        """The same product goes out for it, or money back."""
        assert self.choosing is not None
        said = self.choosing.said(self._scope)
        can_be = said.reason in AT_FAULT and self.choosing.original is not None
        changed = replace(said, replaced=not said.replaced)
        self._changed(is_done=can_be and self.choosing.say(self._scope, changed))
        self._ask_for_serial()

    def _ask_for_serial(self) -> None:
        """What is typed next is the number of the machine that goes out, and no key."""
        field = self.page.why.serial
        if field.isVisibleTo(self.page):
            field.setFocus()

    def step_day(self, name: str, step: int) -> None:
        """The day it arrived, or was noticed; the first step of one that nobody said yet is today."""
        assert self.choosing is not None
        today, state = korean_day(self._desk.counter.now()), self.choosing.state
        known = state.arrived if name == "arrived" else state.noticed or today
        day = min(known + timedelta(days=step), today) if known is not None else today
        days = {"arrived": day} if name == "arrived" else {"noticed": day}
        self._changed(is_done=self.choosing.set_days(**days))

    def _step_main_day(self, step: int) -> None:
        view = self.view()
        is_claim = self.choosing is not None and self.choosing.said(self._scope).reason in CLAIMS
        if view is not None and view.arrived is not None and (is_claim or view.noticed is None):
            self.step_day("arrived", step)
        elif view is not None and view.noticed is not None:
            self.step_day("noticed", step)
        else:
            self._desk.toned.emit("bad")

    def _give_serial(self, serial: str) -> None:
        assert self.choosing is not None
        place = self.choosing.lacking_serial(tracked=tracked(self._desk.counter, self.choosing))
        if place is not None:
            self._changed(is_done=self.choosing.give_serial(place, serial))
            self._ask_for_serial()

    # --- scans ---

    def scanned(self, code: str) -> None:
        """One more of what it names, or the number of the machine that goes out."""
        if self.choosing is None:
            return
        found = meaning(self._desk.counter, self.choosing, code)
        if isinstance(found, Number):
            self.page.why.serial.clear()
            self._give_serial(code.strip())
        elif found is not None and not found.position:
            self.name(found.product)
        elif found is not None and self.choosing.count(found) < self.choosing.left(found):
            self._step_row(found, 1)
        elif found is not None:
            self._mark(found)
            self._desk.news("return.all_chosen")
            self._desk.toned.emit("bad")
            self.draw()
            return
        else:
            self._desk.news("return.not_of_this_sale")
            self._desk.toned.emit("bad")
            return
        self._desk.good()

    # --- products without a receipt ---

    def begin_search(self) -> None:
        """Find a product by its name."""
        if self.choosing is not None and self.choosing.original is None:
            self.is_searching = True
            self.page.show_search(True)
            self.search.begin()

    def end_search(self) -> None:
        """Back to why."""
        if self.is_searching:
            self.is_searching = False
            self.search.end()
        self.page.show_search(False)

    # --- going on ---

    def enter(self) -> None:
        """A typed serial number is taken; then a manager is asked, or it is done."""
        if self.page.why.serial.hasFocus():
            self.page.why.give_serial()
            return
        view = self.view()
        if view is None or not view.main.can_press:
            self._desk.toned.emit("bad")
        elif view.need:
            self.ask_manager()
        else:
            self._done()

    def ask_manager(self) -> None:
        """The panel that asks a second person for what is needed next."""
        needs = returning.proposal(self._desk.counter).needs
        if needs:
            self._desk.open("approval", about=needs[0])

    def exchange(self) -> None:
        """What comes back pays for other goods: on to the basket."""
        view = self.view()
        if view is None or not view.can_exchange:
            self._desk.toned.emit("bad")
        elif view.need:
            self.ask_manager()
        elif self._desk.attempt(lambda: exchanging.begin(self._desk.counter)) is not None:
            self._desk.good()
            self._desk.go("sale")

    def claim(self) -> None:
        """Only written down, to be settled later."""
        view = self.view()
        if view is not None and view.can_claim:
            self._desk.open("claim")
        else:
            self._desk.toned.emit("bad")

    def show_warranty(self) -> None:
        """How long the machine that cannot come back is repaired for nothing, and by whom."""
        view = self.view()
        if view is not None and view.warranty:
            self._desk.open("warranty", about=view.warranty)

    def _changed(self, *, is_done: bool) -> None:
        """Something was chosen or said: the till judges it anew."""
        choosing = self.choosing
        if not is_done or choosing is None or self._wish.is_busy:
            self._desk.toned.emit("bad")
            return
        self._desk.attempt(lambda: returning.want(self._desk.counter, *choosing.wanted()))
        self._keep_mark()
        self.draw()

    # --- drawing ---

    def view(self) -> GoodsView | None:
        """What is to be seen now."""
        hand = self._desk.counter.returning
        if hand is None or self.choosing is None:
            return None
        return present(self._desk.counter, hand, self.choosing, self._wish, self._desk.words)

    def draw(self) -> None:
        """Draw it."""
        view = self.view()
        if view is not None:
            self.page.render(view, self._desk.words)
