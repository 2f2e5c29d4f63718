"""What is typed, touched or scanned into a question's field. It is shown, never kept: `begin` forgets it."""

from __future__ import annotations

from pos.domain.errors import TillError
from pos.till.counter import Notice
from pos.ui.notices import explain
from pos.ui.screens.payment.fields import MOST
from pos.ui.screens.payment.states import TYPING, State, Typing
from pos.ui.words import Words


class Field:
    """Mutable: the digits, and why they were refused."""

    def __init__(self) -> None:
        self.typing = Typing()

    @property
    def digits(self) -> str:
        """What is in it."""
        return self.typing.digits

    def begin(self) -> None:
        """An empty field."""
        self.typing = Typing()

    def put(self, state: State, digits: str) -> None:
        """Write on, or over what is selected; what would be too long is not taken."""
        before = "" if self.typing.is_fresh else self.typing.digits
        if len(before + digits) <= MOST[state]:
            self.typing = Typing(before + digits, is_fresh=False)

    def preset(self, state: State, digits: str) -> None:
        """A button was touched instead: a number of months as a whole, of a telephone its beginning."""
        if state in TYPING:
            self.typing = Typing(digits, is_fresh=state == "months")

    def scan(self, state: State, digits: str) -> bool:
        """Take what was scanned as a whole, where it is a number at all."""
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= MOST[state]
        if is_number:
            self.typing = Typing(digits)
        return is_number

    def erase(self) -> None:
        """One digit less; of what is selected, all of it."""
        self.typing = Typing("" if self.typing.is_fresh else self.typing.digits[:-1], is_fresh=False)

    def refuse(self, error: TillError, words: Words) -> None:
        """Say why not; the digits stay there to be looked at, and to be mended."""
        told = explain(Notice(error.code, error.facts, "error"), words, tells_raw=False)
        self.typing = Typing(self.typing.digits, is_fresh=False, trouble=f"{told.what} {told.do}")
