"""What happens with a delivery: an address is chosen or written, checked, and taken; or the goods are carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pos.domain.basket import Delivery as Wish
from pos.domain.delivery import Departure, Recipient, check_recipient, postcode_fits
from pos.domain.errors import Refused, TillError
from pos.till import delivering
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.delivery.panel import DeliveryPanel
from pos.ui.screens.delivery.sight import NOBODY, Sight
from pos.ui.screens.delivery.view import Course, DeliveryView, about, forwarder_block, present


class DeliverySide:
    """Stands at the right of the basket. What was typed is kept for its basket, and forgotten with it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._course = Course()
        self._basket, self._sight = "", Sight(desk)
        self.screen = DeliveryPanel()
        desk.touched.connect(self._heard)
        screen = self.screen
        screen.carry_pressed.connect(self.carry_out)
        screen.places.touched.connect(self.choose)
        screen.places.new_pressed.connect(self.write_new)
        screen.form.edited.connect(self._edited)
        screen.form.taken.connect(self.take)
        screen.form.left.connect(self.back)
        screen.summary.change_pressed.connect(self.change)
        screen.summary.approval_pressed.connect(self.ask_manager)
        screen.summary.done_pressed.connect(lambda: desk.aside(""))

    def _heard(self, noun: str) -> None:
        if noun == "basket":
            self._follow_basket()

    # --- as the sale screen knows it ---

    def opened(self) -> None:
        """The goods are to be delivered; payment waits for the address."""
        counter = self._desk.counter
        self._desk.attempt(lambda: delivering.begin(counter))
        if self._wish() is None:
            self._desk.aside("")
            return
        self._follow_basket()
        if self._sent() is not None:
            self._ask_when()
            self._to(Course("taken", leaves=self._course.leaves))
        else:
            self._to(Course("form"))
            self._sight.begin(self._begin)

    def _begin(self) -> None:
        """With the stored addresses, or with what was begun."""
        if self._wish() is None or self._sent() is not None:
            return
        if self._sight.places() and not self.screen.form.is_begun:
            self._to(Course("places"))
        else:
            self.write_new()

    def closed(self) -> None:
        """Where no address was begun the goods are carried out, as before."""
        self.screen.form.leave()
        counter, wish = self._desk.counter, self._wish()
        may_change = not (counter.is_busy or (counter.draft and counter.draft.agreed))
        if wish is not None and not wish.recipient and not self.screen.form.is_begun and may_change:
            self._desk.attempt(lambda: delivering.carry_out(counter))

    def refresh(self, noun: Touched) -> None:
        """Another member, somebody else who looks, a manager's word, other goods, or the language."""
        if noun in ("member", "session") and not self.screen.form.is_begun:
            self._follow_member()
        if noun in ("basket", "member", "session", "catalogue"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What the keys do in this stage; once the address is taken they are the sale's again."""
        back = KeyUse("Esc", "delivery.key.back", self.back)
        if self._course.stage == "form":
            return (
                KeyUse("Enter", "delivery.key.next", self.enter),
                KeyUse("Up", "delivery.key.field", lambda: self.screen.form.step(-1)),
                KeyUse("Down", "delivery.key.field", lambda: self.screen.form.step(1)),
                back,
            )
        if self._course.stage == "places":
            numbers = range(1, min(len(self._sight.places()), 9) + 1)
            chosen = (KeyUse(str(at), "delivery.key.choose", partial(self.choose, at - 1)) for at in numbers)
            return (*chosen, KeyUse("0", "delivery.key.new", self.write_new), back)
        return (back,)

    def typed(self, digit: str) -> bool:
        """A digit is meant for the form, wherever the focus went."""
        form = self.screen.form
        if self._course.stage == "form":
            field = form.fields[form.at or "postcode"].edit
            field.setFocus()
            field.insert(digit)
            self._edited()
        return self._course.stage != "taken"

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - no code is an address
        """Goods are scanned on while an address is written."""
        return False

    # --- what the person does ---

    def choose(self, place: int) -> None:
        """One of the stored addresses."""
        places = self._sight.places()
        if place < len(places) and delivering.frozen_in(self._desk.counter, places[place]):
            self._desk.toned.emit("bad")  # its row says why
        elif place < len(places):
            self._send(places[place])

    def write_new(self) -> None:
        """A new one; name and phone of the member are there already."""
        form = self.screen.form
        if not form.is_begun:
            form.write(self._sight.whose())
        self._to(Course("form"))
        form.go_to("postcode")

    def enter(self) -> None:
        """The next field; from the last one it is taken, and so it is once something was asked."""
        if self._course.asked is not None or not self.screen.form.step(1):
            self.take()

    def take(self) -> None:
        """Take what is written; after the question, all the same."""
        self._send(self.screen.form.recipient(), is_sure=self._course.asked is not None)

    def back(self) -> None:
        """One step: from the question to the postcode, from the form to the stored addresses, or away."""
        stage = self._course.stage
        if self._course.asked is not None:
            self._to(Course("form"))
            self.screen.form.go_to("postcode")
        elif stage == "form" and self._sent() is not None:
            self._to(Course("taken", leaves=self._course.leaves))
        elif stage == "form" and self._sight.places():
            self.screen.form.leave()
            self._to(Course("places"))
        else:
            self._desk.aside("")

    def change(self) -> None:
        """Another address than the one that was taken."""
        self._sight.begin(self._change)

    def _change(self) -> None:
        sent = self._sent()
        if self._sight.places():
            self._to(Course("places"))
        else:
            self.screen.form.write(sent or NOBODY)
            self.write_new()

    def carry_out(self) -> None:
        """The customer takes the goods along after all; the address is forgotten."""
        self.screen.form.write(NOBODY)
        self._course = Course()
        self._desk.attempt(lambda: delivering.carry_out(self._desk.counter))
        self._desk.aside("")

    def ask_manager(self) -> None:
        """A forwarder's address is for a manager to allow."""
        block = forwarder_block(self._desk.counter)
        if block is not None:
            self._desk.open("approval", about=block)

    # --- taking it ---

    def _send(self, recipient: Recipient, *, is_sure: bool = False) -> None:
        if self._course.is_taking:
            return
        try:
            check_recipient(recipient)
        except Refused as error:
            self._wrong(recipient, error)
            return
        if not is_sure and not postcode_fits(recipient):
            self.screen.form.write(recipient)
            self.screen.form.go_to("postcode")
            self._to(Course("form", asked=recipient))
            return
        self._to(Course(self._course.stage, asked=self._course.asked, is_taking=True))
        basket = self._basket
        self._desk.do(
            delivering.deliver_to(self._desk.counter, recipient),
            then=lambda leaves: self._taken(leaves, basket),
            otherwise=lambda error: self._refused(recipient, error),
        )

    def _taken(self, leaves: Departure, basket: str) -> None:
        if basket == self._basket:
            self.screen.form.write(NOBODY)
            self.screen.form.leave()
            self._to(Course("taken", leaves=leaves))
            self._desk.good()

    def _refused(self, recipient: Recipient, error: TillError) -> None:
        if isinstance(error, Refused) and about(error):
            self._wrong(recipient, error)
            return
        self._to(Course(self._course.stage))
        self._desk.refused(error)

    def _wrong(self, recipient: Recipient, error: Refused) -> None:
        """What is wrong stands beside its field, with what was typed still in it."""
        if self._course.stage != "form":
            self.screen.form.write(recipient)
        self._to(Course("form", wrong=error))
        field = about(error)
        if field is not None:
            self.screen.form.go_to(field)
        self._desk.toned.emit("bad")

    def _edited(self) -> None:
        """What was said about the fields is out of date."""
        self._to(Course("form"))

    def _ask_when(self) -> None:
        """When would it leave if it were paid now? Five o'clock may have passed meanwhile."""

        def known(leaves: Departure) -> None:
            self._course = replace(self._course, leaves=leaves)
            self.draw()

        self._desk.do(delivering.leaving(self._desk.counter), then=known)

    # --- which basket ---

    def _wish(self) -> Wish | None:
        basket = self._desk.counter.basket
        return basket.delivery if basket else None

    def _sent(self) -> Recipient | None:
        return delivering.recipient_of(self._desk.counter)

    def _follow_basket(self) -> None:
        """Nothing of one customer is shown to the next."""
        basket = self._desk.counter.basket
        now, before = basket.id if basket else "", self._basket
        if now == before:
            return
        self._basket, self._course = now, Course()
        self.screen.form.write(NOBODY)
        if before and self.screen.isVisible():
            self._desk.aside("")

    def _follow_member(self) -> None:
        """Their addresses come first, and go with them."""
        if self._course.stage != "taken":
            self._sight.begin(self._take_places)

    def _take_places(self) -> None:
        has_places = bool(self._sight.places())
        if self._course.stage == "places" and not has_places:
            self.write_new()
        elif self._course.stage == "form" and has_places:
            self.screen.form.leave()
            self._to(Course("places"))

    # --- drawing ---

    def _to(self, course: Course) -> None:
        self._course = course
        self.draw()

    def view(self) -> DeliveryView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._course, self._sight.places())

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
