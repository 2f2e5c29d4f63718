"""Digits that were typed on the sale screen, and the multiplier they become with `*`."""

from __future__ import annotations

from pos.domain.basket import MOST_OF_A_LINE
from pos.domain.errors import Refused

LONGEST = 20


class Typing:
    """Mutable, because a person types one digit after the other."""

    def __init__(self) -> None:
        self.text = ""
        self.is_multiplier = False

    def digit(self, digit: str) -> None:
        """One digit more; after a multiplier it begins anew."""
        if self.is_multiplier:
            self.clear()
        if len(self.text) < LONGEST:
            self.text += digit

    def erase(self) -> None:
        """One digit less; a multiplier goes whole."""
        self.text = "" if self.is_multiplier else self.text[:-1]
        self.is_multiplier = False

    def star(self) -> None:
        """The digits are a multiplier. Raises Refused("basket.quantity") where no line could have so many."""
        count = int(self.text or "0")
        if not 1 <= count <= MOST_OF_A_LINE:
            self.clear()
            raise Refused("basket.quantity", quantity=count, most=MOST_OF_A_LINE)
        self.text, self.is_multiplier = str(count), True

    def clear(self) -> None:
        """Nothing was typed."""
        self.text, self.is_multiplier = "", False

    def take(self) -> int:
        """How many of what comes next; whatever was typed is used up."""
        count = int(self.text) if self.is_multiplier else 1
        self.clear()
        return count
