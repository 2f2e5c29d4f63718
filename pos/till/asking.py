"""A question to the mall about the open basket: its answer is taken only where the question still stands.

It stands no more once the basket is another one, somebody asked anew, or the person settled it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pos.domain.basket import Basket
from pos.domain.errors import Refused
from pos.till import selling
from pos.till.counter import Counter, Question


@contextmanager
def asking(counter: Counter, about: Question, too_late: Refused) -> Iterator[Callable[[], Basket]]:
    """Ask about the open basket, and let payment wait. Gives what returns the basket of now, or raises `too_late`."""
    basket, mine = selling.open_basket(counter), object()
    counter.questions[about] = mine
    counter.touch("member")

    def still() -> Basket:
        if counter.basket is None or counter.basket.id != basket.id or counter.questions.get(about) is not mine:
            raise too_late
        return selling.open_basket(counter)

    try:
        yield still
    finally:
        if counter.questions.get(about) is mine:
            del counter.questions[about]
        counter.touch("member")
