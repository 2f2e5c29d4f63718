"""What the card of a doubt shows: what it is about, what can be said of it, and what saying it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.till.counter import Notice
from pos.ui.figures import clock, day, won
from pos.ui.notices import explain
from pos.ui.screens.doubt.cases import Case
from pos.ui.words import Words

Choice: TypeAlias = Literal["", "yes", "no"]
CHOICES: tuple[Choice, ...] = ("yes", "no")
MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class DoubtView:
    """`choices` are what can be said, each with a title and a detail. `meaning` is what it means, "" before a choice.

    `message` is said under the number, and whether it is bad.
    """

    title: str
    why: str
    rows: tuple[tuple[str, str], ...]
    choices: tuple[tuple[Choice, str, str], ...]
    choice: Choice
    number_name: str
    number: str
    message: tuple[str, bool]
    meaning: str
    do: str
    takes_number: bool
    can_go_on: bool
    is_writing: bool


def present(
    words: Words, case: Case, choice: Choice, number: str, *, said: Notice | None = None, is_writing: bool = False
) -> DoubtView:
    """The card as it stands; `said` is why it was refused."""
    is_whole = choice == "no" or (choice == "yes" and bool(number))
    return DoubtView(
        title=words(f"doubt.{case.kind}.title"),
        why=words("doubt.why_second" if case.needs_second else "doubt.why_receipt"),
        rows=rows(words, case),
        choices=tuple(_choice(words, case, one) for one in CHOICES if one == "yes" or case.can_deny),
        choice=choice,
        number_name=words(f"doubt.{case.kind}.number"),
        number=number,
        message=_message(words, choice, number, said),
        meaning=meaning(words, case, choice),
        do=_do(words, case, is_writing=is_writing),
        takes_number=choice != "no" and not is_writing,
        can_go_on=is_whole and not is_writing,
        is_writing=is_writing,
    )


def rows(words: Words, case: Case) -> tuple[tuple[str, str], ...]:
    """Of how much it is, since when, and of which paper."""
    found = [(words("approval.row.amount"), won(case.amount, words.language))]
    if case.at is not None:
        found.append((words(f"doubt.{case.kind}.time"), f"{day(case.at.date(), words.language)} {clock(case.at)}"))
    if case.about:
        found.append((words("approval.row.receipt" if case.needs_second else "open_items.about"), case.about))
    return tuple(found)


def what_is_said(words: Words, case: Case, choice: Choice, number: str) -> tuple[tuple[str, str], ...]:
    """The same with what is said of it, as the second person reads it."""
    found = [*rows(words, case), (words("doubt.row.said"), words(f"doubt.{case.kind}.{choice}"))]
    if number:
        found.append((words(f"doubt.{case.kind}.number"), number))
    return tuple(found)


def meaning(words: Words, case: Case, choice: Choice) -> str:
    """What follows from it, and that it stays so."""
    if not choice:
        return ""
    return f"{words(f'doubt.{case.kind}.{choice}_means')} {words('doubt.for_good')}"


def _choice(words: Words, case: Case, choice: Choice) -> tuple[Choice, str, str]:
    return choice, words(f"doubt.{case.kind}.{choice}"), words(f"doubt.{case.kind}.{choice}_more")


def _message(words: Words, choice: Choice, number: str, said: Notice | None) -> tuple[str, bool]:
    if said is not None:
        told = explain(said, words, tells_raw=False)
        return f"{told.what} {told.do}", True
    if choice == "no":
        return words("doubt.no_number"), False
    return words("doubt.number_hint" if choice or number else "doubt.choose"), False


def _do(words: Words, case: Case, *, is_writing: bool) -> str:
    if is_writing:
        return words("doubt.writing")
    return words("doubt.do_second" if case.needs_second else "doubt.do")
