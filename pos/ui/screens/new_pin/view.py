"""What the card for a new PIN says: which step it is, how much is typed, what was wrong. It never holds a PIN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pos.domain.errors import TillError
from pos.domain.pin import SHORTEST
from pos.till.counter import Counter, Notice, Story
from pos.ui.notices import explain
from pos.ui.screens.sign_in.typing import Stage
from pos.ui.screens.sign_in.view import TRIES
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class FirstPin:
    """What the card is opened about where a PIN is given out: to whom, and what is done with it.

    `refused` has where the card goes back to when it was not taken for another reason than the PIN itself.
    """

    name: str
    give: Callable[[str], Story]
    then: Callable[[Any], object]
    refused: Callable[[TillError], object]
    back: Callable[[], object]


@dataclass(frozen=True, slots=True)
class NewPinView:
    """`dots` are the places for digits; `message` is what to do, or what was wrong."""

    title: str
    about: str
    message: str
    is_bad: bool
    typed: int
    dots: int
    go: str
    is_checking: bool


def present(
    counter: Counter,
    words: Words,
    *,
    first: FirstPin | None,
    stage: Stage,
    typed: int,
    is_unlike: bool,
    is_checking: bool,
    error: TillError | None,
) -> NewPinView:
    """The card as it is to be seen; `first` is None for one's own PIN."""
    whole = counter.staff.pin_digits if counter.staff is not None and stage == "pin" else SHORTEST
    said = "" if is_checking else _wrong(error, words) if error else words("sign_in.unlike") if is_unlike else ""
    title = words("people.pin.own") if first is None else words("people.pin.first", name=first.name)
    return NewPinView(
        title=title,
        about=words("people.pin.about_own" if first is None else "people.pin.about_first"),
        message=words("sign_in.checking") if is_checking else said or words(f"people.pin.step.{stage}"),
        is_bad=bool(said),
        typed=typed,
        dots=max(whole, typed),
        go=words("people.pin.take" if stage == "again" else "people.pin.next"),
        is_checking=is_checking,
    )


def _wrong(error: TillError, words: Words) -> str:
    failures = error.facts.get("failures")
    if error.code == "session.wrong_pin" and isinstance(failures, int):
        return words("sign_in.wrong", left=max(TRIES - failures, 0))
    told = explain(Notice(error.code, error.facts, "error"), words, tells_raw=False)
    return f"{told.what} {told.do}"
