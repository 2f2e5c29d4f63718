"""What happens while a PIN is chosen: where it is one's own the old one, then the new one twice. It is seen nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.errors import Refused, TillError
from pos.domain.pin import check_new_pin
from pos.till import staffing
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.new_pin.card import NewPinCard
from pos.ui.screens.new_pin.view import FirstPin, NewPinView, present
from pos.ui.screens.sign_in.typing import Typing

_OF_NEW = frozenset({"pin.weak", "pin.same"})


class NewPin:
    """The card, about nobody but who is signed in, or about a `FirstPin`. Digits are gone once nobody sees it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._first: FirstPin | None = None
        self._typing, self._old = Typing(), ""
        self._error: TillError | None = None
        self._is_checking = False
        self.screen = NewPinCard()
        self.screen.pad_touched.connect(self._pad)
        self.screen.go_pressed.connect(self.submit)
        self.screen.back_pressed.connect(self.back)
        self.screen.hidden.connect(self._forget)

    # --- what the window asks ---

    def opened(self) -> None:
        """Nothing typed."""
        about = self._desk.about
        self._first = about if isinstance(about, FirstPin) else None
        self._is_checking = False
        self._forget()
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Digits, and on."""
        return (
            KeyUse("Enter", "people.pin.key.next", self.submit),
            KeyUse("Backspace", "sign_in.key.erase", lambda: self._pad("Backspace")),
            KeyUse("Esc", "people.pin.key.back", self.back),
        )

    def typed(self, digit: str) -> bool:
        """A digit of a PIN."""
        self._pad(digit)
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - no code is a PIN
        """A PIN is never scanned."""
        self._error = Refused("scan.refused")
        self._desk.toned.emit("bad")
        self.draw()
        return True

    # --- what the person does ---

    def submit(self) -> None:
        """On to the next step; after the last one it is changed."""
        typing = self._typing
        if self._is_checking or not typing.digits:
            return
        self._error = None
        if typing.stage == "pin":
            self._old = typing.take()
            typing.renew(self._old)
        elif typing.stage == "new" and (wrong := _weakness(typing.digits, self._old)):
            self._refused(wrong)
        elif (pins := typing.twice()) is not None:
            self._change(pins[1])
        elif typing.is_unlike:
            self._desk.toned.emit("bad")
        self.draw()

    def back(self) -> None:
        """One step: what is typed, the step before, the page it came from."""
        typing = self._typing
        if self._is_checking:
            return
        self._error = None
        if typing.digits:
            typing.take()
        elif typing.stage == "again":
            typing.renew(self._old)
        elif typing.stage == "new" and self._first is None:
            self._forget()
        else:
            self._leave()
            return
        self.draw()

    def _leave(self) -> None:
        self._forget()
        if self._first is not None:
            self._first.back()
        else:
            self._desk.close()

    def _pad(self, key: str) -> None:
        if self._is_checking:
            return
        self._error = None
        staff = self._desk.counter.staff
        if staff is not None and self._typing.key(key, whole=staff.pin_digits):
            self.submit()
        self.draw()

    def _change(self, new: str) -> None:
        first, old = self._first, self._old
        story = first.give(new) if first else staffing.change_own_pin(self._desk.counter, old, new)
        self._is_checking = True
        self.draw()
        self._desk.do(story, then=self._changed, otherwise=self._refused)

    # --- what came of it ---

    def _changed(self, result: object) -> None:
        self._is_checking, first = False, self._first
        was_seen = self.screen.isVisible()
        self._forget()
        self._desk.good()
        if first is not None:
            first.then(result)
            return
        if was_seen:
            self._desk.close()
        self._desk.news("people.pin_changed")

    def _refused(self, error: TillError) -> None:
        """A weak one is chosen anew; of a wrong old one everything is; anything else is said where it belongs."""
        self._is_checking = False
        if not self.screen.isVisible():
            self._forget()
            self._desk.counter.failed(error)
            return
        self._error = error
        if error.code in _OF_NEW:
            self._desk.toned.emit("bad")
            self._typing.renew(self._old)
        elif self._first is not None:
            self._forget()
            self._first.refused(error)
            return
        else:
            self._forget()
            self._error = error
        self.draw()

    def _forget(self) -> None:
        if self._is_checking:
            return  # it was handed on, and is forgotten with the answer
        self._typing.forget()
        self._old, self._error = "", None
        if self._first is not None:
            self._typing.renew("")

    # --- drawing ---

    def view(self) -> NewPinView:
        """What is to be seen now."""
        return present(
            self._desk.counter,
            self._desk.words,
            first=self._first,
            stage=self._typing.stage,
            typed=len(self._typing.digits),
            is_unlike=self._typing.is_unlike,
            is_checking=self._is_checking,
            error=self._error,
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)


def _weakness(pin: str, old: str) -> Refused | None:
    """Why this PIN is none, before anybody types it twice."""
    try:
        check_new_pin(pin, old=old)
    except Refused as error:
        return error
    return None
